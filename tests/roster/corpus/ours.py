"""What this program writes itself, loaded as a roster: the template, a results workbook, a marked copy."""

from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.template import write_template
from tests.roster.books import TODAY
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, CATRIN, FIELDS, GITA, HEADERS, Cast, at, changed, wider, without
from tests.roster.corpus.excel import workbook

_LABELS = dict(zip(FIELDS, HEADERS, strict=True))
_OUTCOMES = ("OneFile outcome", "OneFile ID", "OneFile message")
_WRONG: Cast = changed(CATRIN, Email="catrin.hughes@")


def _results(path: Path) -> None:
    """As the program leaves a run in which somebody was refused."""
    people = wider(
        _OUTCOMES,
        (ANN, ("created", 70001, None)),
        (BEN, ("failed", None, "OneFile said: the placement is full.")),
        (GITA, ("already-there", 60002, "Left as it was.")),
    )
    summary = [("Results of a run", None), ("Created", 1), ("Failed", 1), ("Email", "none was sent")]
    workbook(path, {"Learners": people, "Summary": summary})


def _marked(path: Path) -> None:
    before = path.with_name(f"before-{path.name}")
    workbook(before, {"Learners": [HEADERS, ANN, BEN, _WRONG]})
    roster = read_roster(before)
    write_marked_copy(before, check(roster, today=TODAY).problems, path)


def _filled(path: Path, *, people: tuple[Cast, ...]) -> None:
    """As an admin fills the template in: below its header, and below whatever stands there as an example."""
    write_template(path)
    book = load_workbook(path)
    sheet = book["People"]
    rows = [[str(cell or "").rstrip(" *") for cell in row] for row in sheet.iter_rows(max_row=100, values_only=True)]
    header = next(index for index, row in enumerate(rows) if "Default assessor" in row)
    free = (index + 1 for index, row in enumerate(rows) if index > header and not any(row))
    for row, cast in zip(free, people, strict=False):
        for field, value in zip(FIELDS, cast, strict=True):
            sheet.cell(row, rows[header].index(_LABELS[field]) + 1, value)
    book.save(path)


def _typed_over(path: Path) -> None:
    """As an admin fills the template in who types a name over the example, and forgets its role."""
    _filled(path, people=(ANN, BEN))
    book = load_workbook(path)
    sheet = book["People"]
    for column, cell in enumerate(sheet[1], start=1):
        if str(cell.value).rstrip(" *") in ("First name", "Last name", "Email"):
            sheet.cell(2, column, None if cell.value == "Email *" else "Catrin")
    book.save(path)


CASES = (
    Case(
        "results-workbook.xlsx",
        _results,
        People((at(2, ANN, OneFileID=70001), at(3, BEN), at(4, GITA, OneFileID=60002)), sheet="Learners"),
    ),
    Case(
        "marked-copy.xlsx",
        _marked,
        People((at(2, ANN), at(3, BEN), without(at(4, _WRONG), "Email")), ((4, "D", "email-invalid"),), "Learners"),
        kept=False,
    ),
    Case("template-untouched.xlsx", write_template, Sentence("nobody|template|example", RosterShapeError), kept=False),
    Case(
        "template-filled-in.xlsx",
        partial(_filled, people=(ANN, BEN, GITA)),
        People((at(3, ANN), at(4, BEN), at(5, GITA)), sheet="People", header_row=1),
        kept=False,
    ),
    Case(
        "template-with-a-name-typed-over-its-example.xlsx",
        _typed_over,
        People((at(3, ANN), at(4, BEN)), ((2, "A", "example-row"),), "People"),
        kept=False,
    ),
)
