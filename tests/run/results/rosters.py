"""A roster of people and assignments, a run over it, and what its results say."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import PlannedRow, Standing
from onefile_desktop.roster.rows import Roster, Table
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.report import write_results
from tests.run.scenes import Cohort, site

HEADERS = ["Last name", "First name", "Notes"]
OURS = ["OneFile outcome", "OneFile ID", "OneFile message"]


def people_and_assignments() -> Cohort:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    ben = cohort.person("Ben Bright", Email="=cmd@example.org")
    cohort.rows.append(PlannedRow("People", 4, "Cai Cooper", Role.LEARNER, Standing.EXCLUDED, message="=1+1 is wrong"))
    cohort.assign(amy)
    cohort.assign(ben, place=("Assignments", 2))
    cohort.assign(amy, 999, place=("Assignments", 3))
    for number in (2, 3):
        name = ("Ben Bright", "Amy Adams")[number - 2]
        cohort.rows.append(PlannedRow("Assignments", number, name, Role.LEARNER, Standing.CHANGE, on_people=False))
    return cohort


def write_roster(path: Path) -> None:
    book = Workbook()
    people = book.worksheets[0]
    people.title = "People"
    people.append(HEADERS)
    for last, first in (("Adams", "Amy"), ("Bright", "Ben"), ("Cooper", "Cai")):
        people.append([last, first, "=LEN(A1)"])
    people.cell(1, 3).font = Font(bold=True, color="FF0000FF")
    assignments = book.create_sheet("Assignments")
    for row in (("Learner", "Person"), ("Ben Bright", "Ada"), ("Amy Adams", "Nobody")):
        assignments.append(row)
    book.create_sheet("Notes")["B2"] = "kept"
    book.save(path)


def roster_of(path: Path) -> Roster:
    return Roster(path, Table("People", 1, (), ()), Table("Assignments", 1, (), ()))


def values_of(path: Path, sheet: str) -> list[Sequence[object]]:
    book = load_workbook(path)
    try:
        return [list(row) for row in book[sheet].iter_rows(values_only=True)]
    finally:
        book.close()


def carried_out(folder: Path, roster_file: Path) -> Path:
    """Carries the cohort out; returns the journal's path."""
    with site(folder) as here:
        Journal.create(
            here.journal_path, people_and_assignments().plan(), run="r1", connection={}, roster=roster_of(roster_file)
        ).close()
        here.carry_out()
        return here.journal_path


def save_results(journal_path: Path, out: Path) -> tuple[str, ...]:
    with Journal.open(journal_path) as journal:
        return write_results(journal, out)


def all_text(path: Path) -> str:
    book = load_workbook(path)
    try:
        return "\n".join(str(one) for sheet in book for row in sheet.values for one in row if one is not None)
    finally:
        book.close()
