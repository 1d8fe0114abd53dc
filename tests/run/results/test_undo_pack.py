"""What a run has made, as somebody reads it who wants to undo it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.roster.rows import Roster, Table
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.results.undo_pack import write_undo_pack
from onefile_desktop.run.results.undo_words import KINDS, WAYS, Topic, topic_of
from tests.run.scenes import ASSESSOR, CENTRE_ID, Cohort, like_amy, site


def _sheet(path: Path, name: str) -> list[Sequence[object]]:
    book = load_workbook(path)
    try:
        return [list(row) for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()


def _pack(journal: Journal, folder: Path) -> list[dict[object, object]]:
    """The lines of the sheet of what was made."""
    write_undo_pack(journal, folder / "undo.xlsx")
    headers, *lines = _sheet(folder / "undo.xlsx", "What was made")
    return [dict(zip(headers, line, strict=True)) for line in lines]


def _notes(folder: Path) -> str:
    return "\n".join(str(row[0]) for row in _sheet(folder / "undo.xlsx", "Read first"))


def _cohort() -> Cohort:
    """A placement, Amy and Ben, what they are given, and a change of somebody who was there."""
    cohort = Cohort()
    request = writes.create_placement(CENTRE_ID, "Mill")
    mill = Change("mill", ChangeKind.PLACEMENT, "People", 2, "", None, IdOf("mill"), request, told="Make “Mill”")
    cohort.changes.append(mill)
    amy = cohort.person("Amy Adams", PlacementID={"$id_of": "mill"})
    ben = cohort.person("Ben Bright")
    cohort.standard(amy)
    cohort.assign(amy)
    cohort.assign(ben)
    cohort.update(amy, MISID="M7")
    cohort.rows.append(PlannedRow("People", 4, "Ada Okafor", Role.ASSESSOR, Standing.CHANGE, ASSESSOR))
    body: dict[str, writes.JsonValue] = {"MISID": "T2", "DOB": "1990-03-23T00:00:00Z"}
    was: dict[str, writes.JsonValue] = {"MISID": "T1", "DOB": None}
    request = writes.update_user(ASSESSOR, body)
    update = Change("u", ChangeKind.UPDATE, "People", 4, "Ada Okafor", 4, ASSESSOR, request, was=was)
    cohort.changes.append(update)
    return cohort


def test_everything_that_was_made_is_listed_people_first(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(_cohort())
        here.carry_out()
        with here.journal() as journal:
            lines = _pack(journal, tmp_path)
        state = here.state()
    ids = {f"{user['FirstName']} {user['LastName']}": user["ID"] for user in state["users"]}
    mill = next(placement["ID"] for placement in state["placements"] if placement["Name"] == "Mill")
    amy, ben = ids["Amy Adams"], ids["Ben Bright"]
    keys = ("What", "Whom it concerns", "OneFile ID", "Row", "How to undo")
    assert [tuple(line[key] for key in keys) for line in lines] == [
        ("Person", "Amy Adams", amy, 2, "Learners"),
        ("Person", "Ben Bright", ben, 3, "Learners"),
        ("Placement", "Mill", mill, 2, "Placements"),
        ("Assignment", "Amy Adams", amy, 2, "Assignments"),
        ("Assignment", "Ben Bright", ben, 3, "Assignments"),
        ("Standard", "Amy Adams", amy, 2, "Programme"),
        ("Changed details", "Amy Adams", amy, 2, "Changed details"),
        ("Changed details", "Ada Okafor", ASSESSOR, 4, "Changed details"),
    ]
    assert {line["Certain"] for line in lines} == {"Made"}
    assert all(line["Sent"] for line in lines)
    assert lines[-2]["Was → is"] == "MIS ID: (blank) → M7"
    assert lines[-1]["Was → is"] == "MIS ID: T1 → T2\nDate of birth: (blank) → 23/03/1990"
    assert "not finished" not in _notes(tmp_path)
    assert "rehearsal" in _notes(tmp_path)


def test_who_was_there_already_is_nobodys_to_undo(tmp_path: Path) -> None:
    """A colleague has created Amy before the run that went on came to her."""
    with site(tmp_path, people=[like_amy()]) as here:
        cohort = Cohort()
        cohort.assign(cohort.person("Amy Adams"))
        here.create(cohort)
        with here.journal():
            pass
        here.carry_out()
        with here.journal() as journal:
            assert [one.state for one in journal.changes()] == [ChangeState.DONE, ChangeState.DONE]
            lines = _pack(journal, tmp_path)
    assert [(line["What"], line["OneFile ID"]) for line in lines] == [("Assignment", 900)]


def test_what_is_not_known_is_listed_as_perhaps_made_and_what_was_refused_is_not(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "run", _cohort().plan(), run="r1", connection={}, roster=None) as journal:
        mill, amy, ben, *_ = journal.changes()
        journal.record(
            [
                replace(mill, state=ChangeState.FAILED, attempts=1),
                replace(amy, state=ChangeState.UNKNOWN, attempts=1),
                replace(ben, state=ChangeState.SENDING, attempts=1),
            ]
        )
        lines = _pack(journal, tmp_path)
    assert [(line["Whom it concerns"], line["Certain"], line["OneFile ID"]) for line in lines] == [
        ("Amy Adams", "Perhaps made", None),
        ("Ben Bright", "Perhaps made", None),
    ]
    assert "Look in OneFile first" in _notes(tmp_path)
    assert "not finished" in _notes(tmp_path)


def test_a_run_that_made_nothing_says_so(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "run", _cohort().plan(), run="r1", connection={}, roster=None) as journal:
        assert _pack(journal, tmp_path) == []
    assert "nothing to undo" in _notes(tmp_path)


def test_without_personal_details_it_has_ids_and_rows(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(_cohort())
        here.carry_out()
        with here.journal() as journal:
            journal.forget_people()
            lines = _pack(journal, tmp_path)
    assert len(lines) == 8
    assert {line["Whom it concerns"] for line in lines} == {None}
    assert all(isinstance(line["OneFile ID"], int) and line["Row"] for line in lines)
    assert "were removed" in _notes(tmp_path)


def test_a_run_that_was_forgotten_early_is_not_said_to_go_on(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "run.sqlite3", _cohort().plan(), run="r1", connection={}, roster=None) as journal:
        journal.record([replace(journal.changes()[0], state=ChangeState.UNKNOWN, attempts=1)])
        _pack(journal, tmp_path)
        assert "resume the run" in _notes(tmp_path)
        assert "Finish the run" in _notes(tmp_path)
        journal.forget_people()
        _pack(journal, tmp_path)
    assert "resume" not in _notes(tmp_path)
    assert "Finish the run" not in _notes(tmp_path)
    assert "this run can no longer find out" in _notes(tmp_path)
    assert "was not finished, and cannot go on" in _notes(tmp_path)


def test_what_was_never_sent_is_not_said_to_be_perhaps_there(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "run.sqlite3", _cohort().plan(), run="r1", connection={}, roster=None) as journal:
        made, never_sent = journal.changes()[:2]
        journal.record([replace(made, state=ChangeState.DONE, attempts=1)])
        journal.record([replace(never_sent, state=ChangeState.UNKNOWN)])
        assert len(_pack(journal, tmp_path)) == 1
    assert "Look in OneFile first" not in _notes(tmp_path)


def test_the_roster_is_never_overwritten(tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(b"people")
    table = Roster(roster, Table("People", 1, (), ()), None)
    with (
        Journal.create(tmp_path / "run", _cohort().plan(), run="r1", connection={}, roster=table) as journal,
        pytest.raises(UsageError, match="is the roster itself"),
    ):
        write_undo_pack(journal, roster)
    assert roster.read_bytes() == b"people"


def test_everything_that_can_be_made_can_be_looked_up() -> None:
    assert set(KINDS) == set(ChangeKind)
    assert {topic_of(kind, role) for kind in ChangeKind for role in Role} == set(Topic) == set(WAYS)


def test_learners_are_suspended_archived_or_deleted_and_each_means_something_else() -> None:
    suspend, archive, delete = WAYS[Topic.LEARNER]
    assert "keeps their paid seat" in suspend.means
    assert "read-only" in archive.means
    assert "free" in archive.means
    assert "signed" in delete.how
    assert "night" in delete.means


def test_what_onefiles_help_does_not_tell_is_left_to_its_support() -> None:
    unsourced = [way for ways in WAYS.values() for way in ways if not way.source]
    assert all("OneFile support" in way.how or way.called == "Put back what was there" for way in unsourced)
