"""A run that is resumed sends nothing that somebody else has done since it ended."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run import wording
from onefile_desktop.run.elsewhere import creates_elsewhere
from onefile_desktop.run.events import ChangeSettled, RunEnding
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.results.outcome import Outcome, outcomes
from onefile_desktop.run.results.undo_pack import made_by
from tests.run.scenes import NAMES, Cohort, Site, cohort_of, ending_of, like_amy, site


def test_a_run_that_is_resumed_after_a_second_submit_makes_nobody_twice(tmp_path: Path) -> None:
    """The first run ends before it sends anything; a second one of the same roster does everything."""
    cohort = cohort_of(8)
    cohort.standard(cohort.changes[0])
    (tmp_path / "second").mkdir()
    with site(tmp_path) as here:
        here.create(cohort)
        here.journal().close()
        second = Site(here.server, tmp_path / "second")
        second.create(cohort)
        assert ending_of(second.carry_out()) is RunEnding.FINISHED
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)
        assert set(here.states().values()) == {"done"}
        with here.journal() as journal, second.journal() as theirs:
            ids = [change.onefile_id for change in journal.changes()]
            assert ids == [change.onefile_id for change in theirs.changes()]
            found = outcomes(journal)
        assert here.messages()["create:2"].startswith("Was there already")
        assert {one.outcome for one in found} == {Outcome.ALREADY_THERE}
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 8


def test_what_another_run_has_given_and_assigned_since_is_not_sent_again(tmp_path: Path) -> None:
    """OneFile cannot be asked about an assignment or a template; the ledger of the centre can."""
    cohort = cohort_of(3)
    cohort.template(cohort.changes[0])
    (tmp_path / "second").mkdir()
    Ledger(tmp_path / "ledger.sqlite3").close()
    (tmp_path / "second" / "ledger.sqlite3").symlink_to(tmp_path / "ledger.sqlite3")
    with site(tmp_path) as here:
        here.create(cohort)
        here.journal().close()
        second = Site(here.server, tmp_path / "second")
        second.create(cohort)
        second.carry_out()
        sent = here.state()["calls"]["by_endpoint"]
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        again = here.state()["calls"]["by_endpoint"]
        assigned = [name for name in again if "Assign" in name]
        assert len(assigned) == 2
        assert [again[name] for name in assigned] == [sent[name] for name in assigned]
        assert set(here.states().values()) == {"done"}
        with here.journal() as journal:
            assert made_by(journal.changes()) == ()
            assert {one.assignments_done for one in outcomes(journal)} == {1}


def test_whoever_is_not_there_is_sent_and_nothing_is_looked_for_twice(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(3))
        here.journal().close()
        events = here.carry_out()
        assert here.new_people() == sorted(NAMES[:3])
        assert set(here.states().values()) == {"done"}
        calls = here.state()["calls"]["by_endpoint"]
        assert calls["POST /User/Search"] == 6
        assert sum(isinstance(event, ChangeSettled) for event in events) == 6


def test_a_fresh_run_looks_for_nobody(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(3))
        here.carry_out()
        assert "POST /User/Search" not in here.state()["calls"]["by_endpoint"]


@pytest.mark.parametrize(
    "people", [[like_amy(FirstName="Amelia")], [like_amy(), like_amy(ID=901)]], ids=["another name", "two fit"]
)
def test_who_may_be_there_is_left_to_a_person(tmp_path: Path, people: list[Mapping[str, object]]) -> None:
    with site(tmp_path, people=people) as here:
        here.create(cohort_of(1))
        here.journal().close()
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states() == {"create:2": "unknown", "assign:1": "not-attempted"}
        assert "POST /User" not in here.state()["calls"]["by_endpoint"]
        assert here.messages()["create:2"].startswith("Nothing was sent: ")
        with here.journal() as journal:
            assert made_by(journal.changes()) == ()
        (here.folder / "runs").mkdir()
        here.journal_path.rename(here.folder / "runs" / "run.sqlite")
        assert creates_elsewhere(here.folder / "runs", {}).unsettled == frozenset()


def test_who_may_have_been_there_and_is_found_later_was_there_already(tmp_path: Path) -> None:
    with site(tmp_path, people=[like_amy()]) as here:
        here.create(cohort_of(1))
        with here.journal() as journal:
            journal.record([replace(journal.changes()[0], state=ChangeState.UNKNOWN)])
        here.carry_out()
        assert here.states()["create:2"] == "done"
        assert here.messages()["create:2"] == wording.THERE_ALREADY
        with Ledger(here.folder / "ledger.sqlite3") as ledger:
            assert ledger.record().made == frozenset()


def test_who_was_known_before_the_plan_does_not_stand_for_the_new_person(tmp_path: Path) -> None:
    cohort = cohort_of(1)
    cohort.changes[0] = replace(cohort.changes[0], known=(900,))
    with site(tmp_path, people=[like_amy()]) as here:
        here.create(cohort)
        here.journal().close()
        here.carry_out()
        assert here.new_people() == ["Amy Adams", "Amy Adams"]


def test_a_centre_that_cannot_be_searched_is_sent_nothing(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": path, "probability": 1, "fault": "status", "status": 400, "body": "No"}
        for path in ("/User/Search", "/User/Search/*/*")
    ]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        here.journal().close()
        here.carry_out()
        assert here.states()["create:2"] == "unknown"
        assert here.new_people() == []


def test_a_placement_that_was_made_since_is_used(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    cohort = _with_placement()
    with site(tmp_path) as here:
        here.create(cohort)
        here.journal().close()
        second = Site(here.server, tmp_path / "second")
        second.create(cohort)
        second.carry_out()
        here.carry_out()
        assert here.state()["calls"]["by_endpoint"]["POST /Placement"] == 1
        assert here.new_people() == ["Amy Adams"]


def _with_placement() -> Cohort:
    thing = Change("new", ChangeKind.PLACEMENT, "People", 2, "Dairy", None, None, writes.create_placement(7, "Dairy"))
    cohort = Cohort(changes=[thing])
    body = {**cohort.person("Amy Adams").request.body, "PlacementID": {"$id_of": "new"}}
    cohort.changes[1] = replace(cohort.changes[1], request=writes.create_user(body))
    return cohort


def test_a_run_that_was_stopped_and_resumed_looks_before_what_is_left(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(4, assign=False))
        with here.journal() as journal:
            done = [replace(one, state=ChangeState.FAILED, message="No.") for one in journal.changes()[:2]]
            journal.record(done)
        here.carry_out()
        assert here.new_people() == sorted(NAMES[2:4])


@pytest.mark.parametrize(
    ("there", "state", "message", "becomes"),
    [
        ("M1", "done", "", "M2"),
        ("M2", "done", wording.THERE_ALREADY, "M2"),
        ("M3", "not-attempted", wording.ALTERED, "M3"),
        (None, "not-attempted", wording.ALTERED, None),
    ],
)
def test_an_update_undoes_nothing_that_was_changed_since_it_was_planned(
    tmp_path: Path, there: str | None, state: str, message: str, becomes: str | None
) -> None:
    with site(tmp_path, people=[like_amy(MISID=there)]) as here:
        here.create(_updating({"MISID": "M1"}))
        here.journal().close()
        here.carry_out()
        assert (here.states(), here.messages()) == ({"update": state}, {"update": message})
        assert [person["MISID"] for person in here.state()["users"] if person["ID"] == 900] == [becomes]


@pytest.mark.parametrize("left_as", [ChangeState.SENDING, ChangeState.UNKNOWN])
@pytest.mark.parametrize(
    ("there", "state", "message", "becomes"),
    [
        ("M1", "done", "", "M2"),
        ("M2", "done", wording.FOUND, "M2"),
        ("M3", "unknown", wording.ALTERED_SINCE.format(person="Amy"), "M3"),
        (None, "unknown", wording.ALTERED_SINCE.format(person="Amy"), None),
    ],
)
def test_an_update_that_may_have_been_sent_undoes_nothing_either(
    tmp_path: Path, there: str | None, state: str, message: str, becomes: str | None, left_as: ChangeState
) -> None:
    with site(tmp_path, people=[like_amy(MISID=there)]) as here:
        here.create(_updating({"MISID": "M1"}))
        with here.journal() as journal:
            journal.record([replace(one, state=left_as, attempts=1, turn=1) for one in journal.changes()])
        for _ in range(2):  # resuming once more changes nothing
            here.carry_out()
            assert (here.states(), here.messages()) == ({"update": state}, {"update": message})
            assert [person["MISID"] for person in here.state()["users"] if person["ID"] == 900] == [becomes]


def test_an_update_without_an_answer_undoes_nothing_that_is_changed_meanwhile(tmp_path: Path) -> None:
    """The first call is not carried out, and looks like it may have been; by then somebody else has been at it."""
    away = {"method": "POST", "path": "/User/900", "calls": [1], "fault": "status", "status": 500, "body": "No"}
    with site(tmp_path, [away], people=[like_amy(MISID="M3")]) as here:
        here.create(_updating({"MISID": "M1"}))
        here.carry_out()
        assert here.states() == {"update": "unknown"}
        assert [person["MISID"] for person in here.state()["users"] if person["ID"] == 900] == ["M3"]


@pytest.mark.parametrize("reopened", [False, True])
def test_an_update_of_which_nobody_knows_what_was_there_is_sent(tmp_path: Path, *, reopened: bool) -> None:
    with site(tmp_path, people=[like_amy(MISID="M3")]) as here:
        here.create(_updating({} if reopened else {"MISID": "M1"}))
        if reopened:
            here.journal().close()
        here.carry_out()
        assert here.states() == {"update": "done"}
        assert "GET /User/{id}" not in here.state()["calls"]["by_endpoint"]


def test_a_blank_that_is_still_blank_is_filled(tmp_path: Path) -> None:
    with site(tmp_path, people=[like_amy(MISID="")]) as here:
        here.create(_updating({"MISID": None}))
        here.journal().close()
        here.carry_out()
        assert [person["MISID"] for person in here.state()["users"] if person["ID"] == 900] == ["M2"]


def _updating(was: Mapping[str, JsonValue]) -> Cohort:
    request = writes.update_user(900, {"MISID": "M2"})
    update = Change("update", ChangeKind.UPDATE, "People", 2, "Amy", 2, 900, request, (), Role.LEARNER, was=was)
    return Cohort(changes=[update])
