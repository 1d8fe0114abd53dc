"""The same roster again, with more people, mended rows, or as the results of its own run: only what is new goes out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import ChangeKind, Plan
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.control import Control
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.identifiers import id_pairs
from onefile_desktop.run.results.report import write_results
from tests.run.scenes import BRIEF, CENTRE_ID, Site, site

_TODAY = date(2026, 11, 22)
_HEADERS = (
    "Role", "First name", "Last name", "Email", "MIS ID", "Date of birth", "Placement", "Class", "Default assessor",
    "Framework template", "Additional assessors", "Employer first name", "Employer last name", "Employer email",
    "Notes",
)  # fmt: skip
_NAMES = ("Amy Adams", "Ben Bright", "Cai Cooper", "Dee Dunn", "Eve Ellis", "Fay Ford", "Gus Gale", "Hal Hart")
_LATE = ("Ida Irving", "Jon Jones", "Kit Kerr", "Liv Lowe", "Max Moss")
_REFUSED = {"method": "POST", "path": "/User", "calls": [4], "fault": "status", "status": 400, "carried_out": False}
"""A refusal of one of the creates: a manager's, the first, is never refused."""
_NOT_ASSIGNED = _REFUSED | {"path": "/User/*/Assign", "calls": [3]}


def _row(name: str, number: int, **others: object) -> dict[str, object]:
    first, last = name.split()
    email = f"{first}.{last}@example.org".lower()
    born = date(2005, 1, 1 + number)
    common = (
        "Bakery",
        "Autumn",
        "Ada Okafor",
        "Baker L2",
        "Ada Okafor",
        "Jo",
        "Reed",
        "jo.reed@example.org",
        "call at 9",
    )
    values = ("Learner", first, last, email, f"{number:04}", born, *common)
    return dict(zip(_HEADERS, values, strict=True)) | others


def _rows(names: Sequence[str], first: int = 1) -> list[dict[str, object]]:
    return [_row(name, number) for number, name in enumerate(names, start=first)]


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    book = Workbook()
    people = book.worksheets[0]
    people.title = "People"
    people.append(_HEADERS)
    for row in rows:
        people.append([row[header] for header in _HEADERS])
    finer = book.create_sheet("Assignments")
    finer.append(("Learner", "Person", "Level", "Standard"))
    for row in rows:
        finer.append((row["Email"], "Ada Okafor", 3, "Baker"))
    book.save(path)
    return path


@dataclass(frozen=True)
class _Office:
    """Somebody who enrols at a centre that goes on existing between the runs."""

    here: Site
    connection: Connection

    def enrol(self, file: Path) -> tuple[Plan, Journal]:
        """Submits a roster as it is, leaving those alone who are there; the journal is open."""
        enrolment = Enrolment().connected(self.connection).loaded(file, ReadOptions(), today=_TODAY)
        planned = _to_its_end(enrolment.downloading())
        assert planned.plan is not None
        journal = running.start(planned)
        _to_its_end(running.carrying_out(journal, self.connection, Control(), waits=BRIEF))
        return planned.plan, journal

    def plan(self, file: Path) -> Plan:
        """What would be sent for a roster."""
        enrolment = Enrolment().connected(self.connection).loaded(file, ReadOptions(), today=_TODAY)
        plan = _to_its_end(enrolment.downloading()).plan
        assert plan is not None
        return plan

    def held(self) -> dict[str, Any]:
        """What the centre holds, apart from its traffic."""
        state = self.here.state()
        return {what: state[what] for what in ("users", "assignments", "learning_aims", "unit_summaries")}


def _to_its_end(job: Any) -> Any:
    while True:
        try:
            next(job)
        except StopIteration as done:
            return done.value


@contextmanager
def _office(folder: Path, *faults: Mapping[str, object]) -> Iterator[_Office]:
    with site(folder, faults) as here:
        target = ServiceTarget(here.server.url, here.server.token, CENTRE_ID)
        with connect(target, rate=Rate(1_000_000, 60.0)) as connection:
            yield _Office(here, connection)


def _created(plan: Plan) -> list[str]:
    return sorted(change.person for change in plan.changes if change.kind is ChangeKind.CREATE)


def _untouched(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether everything that was there is there as it was."""
    return all(entry in after[what] for what in before for entry in before[what])


def _given_to(state: Mapping[str, Any], emails: Sequence[str]) -> list[tuple[int, int]]:
    """How many assignments and learning aims each of those people has, who must be there once."""
    found: list[tuple[int, int]] = []
    for email in emails:
        (user,) = [user for user in state["users"] if user["Email"] == email]
        assignments = [one for one in state["assignments"] if one["LearnerID"] == user["ID"]]
        aims = [one for one in state["learning_aims"] if one["LearnerID"] == user["ID"]]
        found.append((len(assignments), len(aims)))
    return found


def test_the_same_roster_with_five_more_people_enrols_five(tmp_path: Path) -> None:
    with _office(tmp_path) as office:
        first, journal = office.enrol(_write(tmp_path / "roster.xlsx", _rows(_NAMES)))
        journal.close()
        assert len(_created(first)) == len(_NAMES) + 1  # and their manager
        before = office.held()
        everybody = _rows((*_NAMES[:3], *_LATE, *_NAMES[3:]))  # between the others, which moves their rows
        by_email = {row["Email"]: row for row in _rows(_NAMES)}
        everybody = [by_email.get(row["Email"], row | {"MIS ID": f"9{row['MIS ID']}"}) for row in everybody]
        second, journal = office.enrol(_write(tmp_path / "roster.xlsx", everybody))
        with journal:
            learners = [pair for pair in id_pairs(journal) if pair.role is Role.LEARNER]
        assert [(pair.person, pair.mis_id) for pair in learners] == [
            (f"{row['First name']} {row['Last name']}", row["MIS ID"]) for row in everybody
        ]
        assert _created(second) == sorted(_LATE)
        late_rows = {row.row for row in second.people() if row.person in _LATE}
        assert {change.person_row for change in second.changes} == late_rows
        after = office.held()
        assert _untouched(before, after)
        assert len(after["users"]) == len(before["users"]) + len(_LATE)
        emails = [str(row["Email"]) for row in everybody]
        assert set(_given_to(after, emails)) == {_given_to(before, [emails[0]])[0]}
        assert office.plan(tmp_path / "roster.xlsx").changes == ()


def test_after_mending_rows_only_those_go_out(tmp_path: Path) -> None:
    """One row has an error at first, and OneFile refuses another."""
    rows = _rows(_NAMES)
    with _office(tmp_path, _REFUSED) as office:
        broken = [row | {"Email": "cai at example.org"} if row["Last name"] == "Cooper" else row for row in rows]
        _, journal = office.enrol(_write(tmp_path / "roster.xlsx", broken))
        with journal:
            refused = [one.change.person for one in journal.changes() if one.state == "failed"]
        assert len(refused) == 1
        before = office.held()
        plan, journal = office.enrol(_write(tmp_path / "roster.xlsx", rows))
        journal.close()
        assert _created(plan) == sorted(["Cai Cooper", *refused])
        assert {change.person for change in plan.changes} == {"Cai Cooper", *refused}
        assert _untouched(before, office.held())
        assert len(set(_given_to(office.held(), [str(row["Email"]) for row in rows]))) == 1


@pytest.mark.parametrize("kind", ["whole", "discreet", "plain"])
def test_the_results_are_a_roster_of_which_only_what_failed_goes_out(tmp_path: Path, kind: str) -> None:
    rows = _rows(_NAMES)
    results = tmp_path / "results.xlsx"
    with _office(tmp_path, _REFUSED, _NOT_ASSIGNED) as office:
        _, journal = office.enrol(_write(tmp_path / "roster.xlsx", rows))
        with journal:
            failed = [one.change for one in journal.changes() if one.state == "failed"]
            refused = [change.person for change in failed if change.kind is ChangeKind.CREATE]
            assert len(refused) == 1
            assert len(failed) == 2
            if kind == "plain":
                (tmp_path / "roster.xlsx").unlink()
            write_results(journal, results, leave_out_sensitive=kind == "discreet")
        before = office.held()
        plan, journal = office.enrol(results)
        with journal:
            assert [change.person for change in plan.changes if change.kind is ChangeKind.CREATE] == refused
            assert {change.person for change in plan.changes} == {change.person for change in failed}
            assert {found.code for found in plan.problems if found.is_error} == set()
            assert "sheet-unused" not in {found.code for found in plan.problems}
            after = office.held()
            assert _untouched(before, after)
            assert len(set(_given_to(after, [str(row["Email"]) for row in rows]))) == 1
            write_results(journal, tmp_path / "again.xlsx")
        assert office.plan(tmp_path / "again.xlsx").changes == ()
        assert office.plan(results).changes == ()
    book = load_workbook(tmp_path / "again.xlsx")
    headers = [cell.value for cell in book["People"][1]]
    assert headers.count("OneFile outcome") == 1
    assert book.sheetnames.count("OneFile IDs") == 1
    book.close()
