"""One person is carried out completely and shown before anything is sent for the others."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import Ended, Event, OneDone, RunEnding, WentOn
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import BRIEF, CENTRE_ID, Cohort, Site, cohort_of, ending_of, site


@contextmanager
def _run(here: Site, control: Control, *, until_assigned: bool = False) -> Iterator[Generator[Event]]:
    journal = here.fresh.pop() if here.fresh else Journal.open(here.journal_path)
    with journal, Ledger(here.folder / "ledger.sqlite3") as ledger, here.client() as client:
        events = carry_out(
            journal, client, ledger, control=control, waits=BRIEF, one_first=True, until_assigned=until_assigned
        )
        yield events
        events.close()


def _until_shown(events: Iterator[Event]) -> OneDone:
    for event in events:
        if isinstance(event, OneDone):
            return event
    raise AssertionError("nobody was shown")


def test_the_person_with_an_assignment_and_fewest_calls_is_sent_with_what_they_wait_for_and_nothing_else(
    tmp_path: Path,
) -> None:
    cohort = Cohort()
    mill = writes.create_placement(CENTRE_ID, "Mill")
    cohort.changes.append(Change("mill", ChangeKind.PLACEMENT, "People", 2, "Mill", None, None, mill))
    cohort.person("Ian Quill", Role.IQA)
    amy = cohort.person("Amy Adams")
    cohort.standard(amy)
    cohort.unit(amy)
    cohort.update(amy, Town="Oldham")
    cohort.assign(amy, level=Level.LEARNING_AIM, after=[cohort.changes[3]])
    boss = cohort.person("Emma Ployer", Role.EMPLOYER)
    ben = cohort.person("Ben Bright", PlacementID={"$id_of": "mill"})
    cohort.assign(ben, IdOf(boss.key))
    cohort.person("Cai Cooper")
    for name in ("Dee Dunn", "Eve Ellis"):
        dee = cohort.person(name)
        cohort.template(dee)
        cohort.assign(dee)
        cohort.unit(dee)
        cohort.standard(dee)
    control = Control()
    with site(tmp_path) as here:
        here.create(cohort)
        with _run(here, control) as events:
            shown = _until_shown(events)
            assert control.paused
            assert here.new_people() == ["Ben Bright", "Emma Ployer"]
            state = here.state()
            assert [placement["Name"] for placement in state["placements"]] == ["Bakery", "Mill"]
            assert len(state["assignments"]) == 1
            assert (shown.sheet, shown.row, shown.person, shown.role) == ("People", 5, "Ben Bright", Role.LEARNER)
            assert shown.onefile_id == next(user["ID"] for user in state["users"] if user["FirstName"] == "Ben")
            assert {one.change.key for one in shown.settled} == {"mill", boss.key, ben.key, cohort.changes[9].key}
            assert {one.state for one in shown.settled} == {"done"}
            said = " ".join(shown.where_to_look)
            assert "open Learners and find Ben Bright (ben.bright@example.org)" in said
            assert "the right person beside the right learner" in said
            assert "“Mill”" in said
            control.go_on()
            rest = list(events)
        assert rest[0] == WentOn()
        assert ending_of(rest) is RunEnding.FINISHED
        assert len(here.new_people()) == 7
        assert set(here.states().values()) == {"done"}
        assert not any(isinstance(event, OneDone) for event in rest)


def test_a_stop_after_one_person_leaves_the_others_for_later(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path) as here:
        here.create(cohort_of(4))
        with _run(here, control) as events:
            _until_shown(events)
            control.request_stop()
            assert ending_of(list(events)) is RunEnding.STOPPED
        assert here.new_people() == ["Amy Adams"]
        assert list(here.states().values()).count("planned") == 6


def test_who_is_complete_already_is_shown_at_once_and_nothing_is_sent(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(4))
        control = Control()
        with _run(here, control) as events:
            _until_shown(events)
        calls = here.state()["calls"]["total"]
        again = Control()
        with _run(here, again) as events:
            shown = next(events)
            assert isinstance(shown, OneDone)
            assert shown.person == "Amy Adams"
            assert here.state()["calls"]["total"] == calls
            again.go_on()
            assert ending_of(list(events)) is RunEnding.FINISHED
        assert len(here.new_people()) == 4
        assert set(here.states().values()) == {"done"}


def test_a_run_with_nothing_left_shows_nobody(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        here.carry_out()
        with _run(here, Control()) as events:
            assert [type(event) for event in events] == [Ended]


def test_a_person_whom_onefile_refuses_is_shown_as_far_as_they_got(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "calls": [1], "fault": "status", "status": 400, "body": "No"}]
    control = Control()
    with site(tmp_path, faults) as here:
        here.create(cohort_of(2))
        with _run(here, control) as events:
            shown = _until_shown(events)
            assert [one.state for one in shown.settled] == ["failed", "not-attempted"]
            assert (shown.onefile_id, shown.where_to_look) == (None, ())
            assert here.new_people() == []
            control.go_on()
            assert ending_of(list(events)) is RunEnding.FINISHED
        assert here.new_people() == ["Ben Bright"]


@pytest.mark.parametrize("path", ["/User", "/User/*/Assign"])
def test_until_somebody_is_seen_to_be_assigned_one_after_the_other_is_tried_first(tmp_path: Path, path: str) -> None:
    faults = [{"method": "POST", "path": path, "calls": [1, 2], "fault": "status", "status": 400, "body": "No"}]
    control, shown = Control(), list[str]()
    with site(tmp_path, faults) as here:
        here.create(cohort_of(5))
        with _run(here, control, until_assigned=True) as events:
            for event in events:
                if isinstance(event, OneDone):
                    shown.append(event.person)
                    assert len(here.state()["assignments"]) == (len(shown) == 3)
                    control.go_on()
        assert shown == ["Amy Adams", "Ben Bright", "Cai Cooper"]
        assert len(here.state()["assignments"]) == 3


def test_where_none_is_left_to_be_assigned_nobody_else_is_tried_first(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "status", "status": 400}]
    cohort = cohort_of(1)
    cohort.person("Ben Bright")
    control = Control()
    with site(tmp_path, faults) as here:
        here.create(cohort)
        with _run(here, control, until_assigned=True) as events:
            assert _until_shown(events).person == "Amy Adams"
            control.go_on()
            assert not any(isinstance(event, OneDone) for event in events)
        assert here.new_people() == ["Amy Adams", "Ben Bright"]


def test_where_nobody_is_assigned_the_shortest_way_is_shown(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.standard(cohort.person("Amy Adams"))
    cohort.person("Ben Bright")
    with site(tmp_path) as here:
        here.create(cohort)
        with _run(here, Control()) as events:
            assert _until_shown(events).person == "Ben Bright"


def test_somebody_who_is_there_already_is_shown_with_the_id_they_have(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    cohort.changes.clear()
    request = writes.assign_user(51, 900, Level.ADDITIONAL)
    cohort.changes.append(
        Change("a", ChangeKind.ASSIGN, amy.sheet, amy.row, amy.person, amy.person_row, 900, request, told="Ada for Amy")
    )
    people = [{"ID": 900, "OrganisationID": CENTRE_ID, "Role": 1, "FirstName": "Amy", "LastName": "Adams"}]
    with site(tmp_path, people=people) as here:
        here.create(cohort)
        with _run(here, Control()) as events:
            shown = _until_shown(events)
    assert (shown.onefile_id, shown.row, shown.person) == (900, 2, "Amy Adams")
    assert "“Ada for Amy”" in shown.where_to_look[0]


def test_a_pause_that_was_asked_for_before_does_not_show_the_person_twice(tmp_path: Path) -> None:
    control = Control()
    control.pause()
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        with _run(here, control) as events:
            kinds = [type(next(events)).__name__]
            control.go_on()
            for event in events:
                kinds.append(type(event).__name__)
                if isinstance(event, OneDone):
                    control.go_on()
    assert [kind for kind in kinds if kind != "ChangeSettled"] == ["Paused", "WentOn", "OneDone", "WentOn", "Ended"]
