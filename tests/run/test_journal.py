"""The journal's file: what it holds, who may open it, and what is said when it fails."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Plan, PlannedRow, Standing
from onefile_desktop.roster.problems import Place, problem
from onefile_desktop.roster.rows import Roster, Table
from onefile_desktop.run.journal import ChangeState, Journal, RunInfo
from onefile_desktop.run.storage import plain_errors, three_slashed
from tests.run.scenes import CENTRE_ID, Cohort, cohort_of


def _plan() -> Plan:
    cohort = cohort_of(3)
    cohort.update(cohort.changes[0], MISID="M1", SupportFunding=True)
    cohort.rows.append(
        PlannedRow("Assignments", 5, "Amy Adams", Role.LEARNER, Standing.UNCHANGED, 12, "There.", on_people=False)
    )
    known = replace(cohort.changes[1], known=(4, 5), about=51)
    return replace(
        cohort.plan(),
        changes=(cohort.changes[0], known, *cohort.changes[2:]),
        problems=(
            problem("cell-error", Place("People", 9), value="#N/A"),
            problem("possible-duplicate", Place("People", 10), candidates="Jo", why="same name"),
            problem("hidden-rows", Place("People"), count=3),
        ),
    )


def _create(path: Path, plan: Plan | None = None) -> Journal:
    return Journal.create(path, plan or _plan(), run="r1", connection={"url": "http://x"}, roster=None)


def test_it_gives_back_what_was_planned(tmp_path: Path) -> None:
    plan = _plan()
    roster = Roster(tmp_path / "roster.xlsx", Table("Cohort", 5, (), ()), Table("Assignments", 2, (), ()))
    roster.file.write_bytes(b"roster")
    path = tmp_path / "run.sqlite3"
    Journal.create(path, plan, run="r1", connection={"name": "Live"}, roster=roster).close()
    with Journal.open(path) as journal:
        assert [change.change for change in journal.changes()] == list(plan.changes)
        assert {change.state for change in journal.changes()} == {ChangeState.PLANNED}
        assert journal.rows() == plan.rows
        info = journal.info
    assert info == RunInfo(
        run="r1",
        started=info.started,
        finished=False,
        organisation_id=CENTRE_ID,
        organisation_name="Northbridge",
        environment="rehearsal",
        connection={"name": "Live"},
        roster_file=roster.file.resolve(),
        people_sheet="Cohort",
        people_header_row=5,
        assignments_sheet="Assignments",
        assignments_header_row=2,
        digest=plan.digest,
        roster_fingerprint=info.roster_fingerprint,
        to_mend=frozenset({("People", 9), ("People", 10)}),
        columns={"Cohort": {}, "Assignments": {}},
        unsent=True,
    )
    assert len(info.roster_fingerprint) == 64
    assert (datetime.now(UTC) - info.started).total_seconds() < 60


@pytest.mark.parametrize(
    ("progress", "unsent"),
    [
        ({}, True),
        ({"state": ChangeState.NOT_ATTEMPTED}, True),
        ({"state": ChangeState.DONE, "onefile_id": 77}, True),  # somebody else made it
        ({"state": ChangeState.DONE, "onefile_id": 77, "attempts": 1}, False),
        ({"state": ChangeState.SENDING, "attempts": 1}, False),
        ({"state": ChangeState.UNKNOWN, "attempts": 1}, False),
        ({"attempts": 1}, False),
    ],
)
def test_it_knows_whether_anything_was_sent(tmp_path: Path, progress: dict[str, Any], unsent: bool) -> None:
    path = tmp_path / "run.sqlite3"
    with _create(path) as journal:
        journal.record([replace(journal.changes()[1], **progress)])
        assert journal.is_unsent() is unsent
        journal.set_finished(False)
        assert journal.info.unsent is unsent
    for opened in (Journal.open, Journal.read):
        with opened(path) as journal:
            assert journal.info.unsent is unsent


def test_it_keeps_how_far_each_change_has_come(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    moment = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
    with _create(path) as journal:
        first, second, *_ = journal.changes()
        done = replace(first, state=ChangeState.DONE, onefile_id=77, message="Found.", attempts=2, sent=moment, turn=3)
        accepted = replace(second, state=ChangeState.UNKNOWN, accepted=True)
        journal.record([done, accepted])
        journal.set_finished(True)
        journal.set_finished(True)
        assert journal.info.finished
    with Journal.open(path) as journal:
        assert journal.changes()[:2] == (done, accepted)
        assert journal.info.finished
        journal.set_finished(False)
        assert not journal.info.finished


def _make_it_one_of_the_first_version(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("ALTER TABLE change DROP COLUMN turn")
    (text,) = connection.execute("SELECT about FROM run").fetchone()
    about = {name: value for name, value in json.loads(text).items() if name not in {"forgotten", "columns"}}
    connection.execute("UPDATE run SET about = ?", (json.dumps(about),))
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_a_journal_of_the_first_version_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    with _create(path) as journal:
        first, second, third, *_ = journal.changes()
        moment = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
        sent = [replace(one, sent=moment + timedelta(seconds=n), turn=9) for n, one in ((5, first), (1, third))]
        journal.record(sent)
        info = journal.info
    _make_it_one_of_the_first_version(path)
    with Journal.read(path) as journal:
        assert [one.turn for one in journal.changes()[:3]] == [0, 0, 0]
        assert journal.info == info
    with Journal.open(path) as journal:
        assert [one.turn for one in journal.changes()[:3]] == [2, 0, 1]
        journal.record([replace(second, turn=3)])
    with Journal.open(path) as journal:
        assert [one.turn for one in journal.changes()[:3]] == [2, 3, 1]


def test_people_are_forgotten_for_good(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    plan = _plan()
    moment = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
    with _create(path, plan) as journal:
        first, second, *others = journal.changes()
        assign = next(one for one in others if one.change.kind == "assign")
        told = replace(
            first, state=ChangeState.FAILED, message="Amy Adams was refused.", attempts=1, sent=moment, turn=1
        )
        done = replace(second, state=ChangeState.DONE, onefile_id=77, attempts=1, accepted=True)
        journal.record([told, done])
        journal.forget_people()
        forgotten, rows = journal.changes(), journal.rows()
        assert (journal.info.forgotten, journal.info.resumable) == (True, False)
        with pytest.raises(CannotRecordError, match=r"The details of its people were removed\. Submit the roster"):
            journal.record([told])
    content = path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    for text in ("Amy", "Adams", "example.org", "Okafor", "There.", "refused", "M1", "Bright"):
        assert text.encode() not in content
    with Journal.open(path) as journal:
        assert (journal.changes(), journal.rows()) == (forgotten, rows)
        assert (journal.info.forgotten, journal.info.resumable, journal.info.finished) == (True, False, False)
        journal.set_finished(True)
        journal.set_finished(False)
        assert not journal.info.resumable
    assert {one.change.person for one in forgotten} | {row.person for row in rows} == {"(removed)"}
    assert [one.change.key for one in forgotten] == [one.key for one in plan.changes]
    assert [(row.sheet, row.row, row.standing, row.onefile_id, row.on_people) for row in rows] == [
        (row.sheet, row.row, row.standing, row.onefile_id, row.on_people) for row in plan.rows
    ]
    assert forgotten[0] == replace(
        told, message="The details of this were removed.", change=replace(forgotten[0].change)
    )
    assert (forgotten[1].state, forgotten[1].onefile_id, forgotten[1].message) == (ChangeState.DONE, 77, "")
    assert next(one for one in forgotten if one.change.key == assign.change.key).change.request == assign.change.request


def test_its_file_is_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    with _create(path) as journal:
        assert path.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"
        journal.record(journal.changes())
        beside = tmp_path / "run.sqlite3-journal"
        assert not beside.exists() or beside.stat().st_size == 0
    assert [file.name for file in tmp_path.iterdir()] == ["run.sqlite3"]


def test_a_second_instance_is_kept_out(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    with _create(path):
        with pytest.raises(CannotRecordError, match="Another window of this program has it open"):
            Journal.open(path)
        other = f"""
from pathlib import Path
from onefile_desktop.errors import CannotRecordError
from onefile_desktop.run.journal import Journal
try:
    Journal.open(Path({str(path)!r}))
except CannotRecordError as error:
    print(error.message)
"""
        said = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=True)
        assert "Another window" in said.stdout
    Journal.open(path).close()


def test_what_cannot_be_created_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(CannotRecordError, match="No such file"):
        _create(tmp_path / "missing" / "run.sqlite3")
    path = tmp_path / "run.sqlite3"
    plan = _plan()
    with pytest.raises(CannotRecordError):
        _create(path, replace(plan, changes=(plan.changes[0], plan.changes[0])))
    assert not path.exists()
    _create(path).close()
    with pytest.raises(CannotRecordError, match="File exists"):
        _create(path)


def test_a_plan_without_people_has_a_journal(tmp_path: Path) -> None:
    plan = replace(Cohort().plan(), organisation=Organisation(1, "Empty"))
    with _create(tmp_path / "run.sqlite3", plan) as journal:
        assert journal.info.people_sheet == "People"
        assert journal.changes() == ()


def test_files_that_are_no_journal_are_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    with pytest.raises(CannotRecordError, match="There is no such file"):
        Journal.open(path)
    path.write_bytes(b"")
    with pytest.raises(CannotRecordError, match="It holds no run"):
        Journal.open(path)
    path.write_bytes(b"something else entirely, and long enough to be looked at" * 100)
    with pytest.raises(CannotRecordError, match="is not one of this program’s"):
        Journal.open(path)


def test_a_newer_journal_asks_for_the_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    _create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CannotRecordError, match="A newer version"):
        Journal.open(path)


def test_what_no_file_can_hold_is_said_to_be_so_and_the_rest_can_still_be_written(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite3"
    with Journal.create(path, cohort_of(1).plan(), run="r1", connection={}, roster=None) as journal:
        create, assign = journal.changes()
        with pytest.raises(CannotRecordError, match="no file can hold"):
            journal.record([create, replace(assign, message="half \ud83d")])
        journal.record([replace(create, state=ChangeState.DONE)])
        assert [one.state for one in journal.changes()] == ["done", "planned"]


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "small.sqlite3", isolation_level=None)
    connection.execute("CREATE TABLE bytes (b)")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(CannotRecordError, match="The disk is full") as caught, plain_errors(tmp_path):
        connection.execute("INSERT INTO bytes VALUES (zeroblob(100000))")
    connection.close()
    assert caught.value.what_to_do.startswith("Make room")


def test_any_other_failure_stops_too(tmp_path: Path) -> None:
    with _create(tmp_path / "run.sqlite3") as journal:
        changes = journal.changes()
    with pytest.raises(CannotRecordError, match="The file cannot be written"):
        journal.record(changes)
    with pytest.raises(CannotRecordError):
        journal.changes()
    with pytest.raises(CannotRecordError):
        journal.rows()


def test_a_roster_that_is_gone_by_then_has_no_fingerprint(tmp_path: Path) -> None:
    roster = Roster(tmp_path / "gone.xlsx", Table("People", 1, (), ()), None)
    path = tmp_path / "run.sqlite3"
    with Journal.create(path, _plan(), run="r1", connection={}, roster=roster) as journal:
        assert (journal.info.roster_fingerprint, journal.info.assignments_sheet) == ("", None)


@pytest.mark.parametrize("table", ["change", "planned_row", "run"])
@pytest.mark.parametrize("damage", ["DELETE FROM run", "{", "{}", "[]", "null"])
def test_a_damaged_text_is_said_to_be_so(tmp_path: Path, table: str, damage: str) -> None:
    path = tmp_path / "run.sqlite3"
    _create(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    column = {"change": "change", "planned_row": "row", "run": "about"}[table]
    if damage.startswith("DELETE"):
        connection.execute(damage)
    else:
        connection.execute(f"UPDATE {table} SET {column} = ?", (damage,))
    connection.close()
    with pytest.raises(CannotRecordError, match="The file is damaged"):
        _read(path)


def _read(path: Path) -> None:
    with Journal.read(path) as journal:
        journal.rows()
        journal.changes()


def test_the_address_of_a_file_on_another_computer() -> None:
    """SQLite takes none with the computer's name where a web page's address has it."""
    there = three_slashed("file://server/share/A%20b/run.sqlite")
    assert there == "file:////server/share/A%20b/run.sqlite"
    assert three_slashed("file:///C:/run.sqlite") == "file:///C:/run.sqlite"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):  # there is none, but the address is good
        sqlite3.connect(f"{there}?mode=ro", uri=True)
