"""A create without an answer and without anybody later who could show that the search is up to date."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.waits import Waits
from tests.run.scenes import BRIEF, CENTRE_ID, NAMES, Cohort, Site, cohort_of, ending_of, site

_LOST = {"method": "POST", "path": "/User", "fault": "lost-answer"}
_THIRD = replace(BRIEF, lookups=(0.05, 0.15), late_lookup=1.0)


def _dairy() -> Change:
    request = writes.create_placement(CENTRE_ID, "Dairy")
    return Change("new", ChangeKind.PLACEMENT, "People", 2, "Dairy", None, None, request)


def _sent(here: Site) -> int:
    return here.state()["calls"]["by_endpoint"]["POST /User"]


def test_the_third_look_comes_much_later() -> None:
    assert Waits().lookups == (2.0, 15.0)
    assert Waits().late_lookup == 60.0
    assert Waits().lookups[-1] < Waits().late_lookup < Waits().lag_at_most


@pytest.mark.parametrize("people", [1, 4])
def test_a_search_that_lags_past_the_second_look_makes_nobody_twice(tmp_path: Path, people: int) -> None:
    """Nobody has an answer, so nobody can be a witness; all are shown only between the second and the third look."""
    with site(tmp_path, [_LOST | {"probability": 1}], options={"search_lag_seconds": 0.5}) as here:
        here.create(cohort_of(people))
        assert ending_of(here.carry_out(waits=_THIRD)) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:people])
        assert _sent(here) == people
        assert set(here.states().values()) == {"done"}


def test_the_last_of_a_run_has_nobody_after_them(tmp_path: Path) -> None:
    """Those before say nothing: a search may show them and still be behind."""
    with site(tmp_path, [_LOST | {"calls": [3]}], options={"search_lag_seconds": 0.5}) as here:
        here.create(cohort_of(3))
        here.carry_out(waits=_THIRD, concurrency=1)
        assert here.new_people() == sorted(NAMES[:3])
        assert _sent(here) == 3


def test_a_request_that_was_lost_goes_again_after_the_third_look(tmp_path: Path) -> None:
    with site(tmp_path, [_LOST | {"fault": "lost-request", "calls": [1]}]) as here:
        here.create(cohort_of(1))
        here.carry_out()
        assert here.new_people() == ["Amy Adams"]
        # By email and last name twice, and the third time through the whole role as well.
        assert here.state()["calls"]["by_endpoint"]["POST /User/Search"] == 6


def test_a_witness_who_appears_before_the_third_look_is_asked(tmp_path: Path) -> None:
    """Ben waits for his placement, and is held up until the first two looks at Amy are over; the search is still behind
    then.
    """
    faults = [
        {"method": "POST", "path": "/Placement", "fault": "slow", "seconds": 0.1},
        _LOST | {"calls": [1]},
        {"method": "POST", "path": "/User", "calls": [2], "fault": "slow", "seconds": 0.4},
    ]
    cohort = Cohort()
    cohort.person("Amy Adams")
    cohort.changes.append(_dairy())
    cohort.person("Ben Bright", PlacementID=writes.id_in_body(writes.IdOf("new")))
    with site(tmp_path, faults, options={"search_lag_seconds": 1.5}) as here:
        here.create(cohort)
        here.carry_out(concurrency=2, waits=replace(BRIEF, lookups=(0.02, 0.05), late_lookup=0.8))
        assert here.new_people() == sorted(NAMES[:2])
        assert _sent(here) == 2
        assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("lag", [0.0, 0.25])
def test_whoever_is_created_much_later_shows_that_nothing_was_done(tmp_path: Path, lag: float) -> None:
    """Amy is sent three times in vain, and Ben waits for his placement for longer than a search may lag."""
    faults = [
        {"method": "POST", "path": "/Placement", "fault": "slow", "seconds": 2.5},
        {"method": "POST", "path": "/User", "fault": "lost-request", "calls": [1, 2, 3]},
    ]
    cohort = Cohort()
    cohort.person("Amy Adams")
    cohort.changes.append(_dairy())
    cohort.person("Ben Bright", PlacementID=writes.id_in_body(writes.IdOf("new")))
    with site(tmp_path, faults, options={"search_lag_seconds": lag}) as here:
        here.create(cohort)
        waits = replace(BRIEF, lookups=(0.05, 0.2), late_lookup=0.3, lag_at_most=0.6)
        assert ending_of(here.carry_out(concurrency=2, waits=waits)) is RunEnding.FINISHED
        assert here.states() == {"create:2": "failed", "new": "done", "create:3": "done"}
        assert here.new_people() == ["Ben Bright"]


def test_people_who_wait_for_somebody_later_do_not_use_the_limit_up(tmp_path: Path) -> None:
    """No create has a clear answer; looking again and again for those who were sent would leave no call for others."""
    failing = {"method": "POST", "path": "/User", "probability": 1, "fault": "status", "status": 502}
    waits = replace(BRIEF, lookups=(0.05, 0.1), late_lookup=0.2, give_up_after=60.0)
    people = Cohort()
    for index in range(30):
        people.person(f"Amy {'Adams' * (index + 1)}")
    with site(tmp_path, [failing]) as here:
        here.create(people)
        control = Control()
        stop = threading.Timer(30.0, control.request_stop)
        stop.start()
        ended = ending_of(here.carry_out(waits=waits, control=control, client=here.client(rate=Rate(40, 0.4))))
        stop.cancel()
        assert ended is RunEnding.FINISHED
        assert _sent(here) == 3 * 30


def test_a_new_placement_waits_for_the_third_look_as_well(tmp_path: Path) -> None:
    fault = {"method": "POST", "path": "/Placement", "calls": [1], "fault": "lost-request"}
    with site(tmp_path, [fault]) as here:
        here.create(Cohort(changes=[_dairy()]))
        here.carry_out()
        assert here.states() == {"new": "done"}
        calls = here.state()["calls"]["by_endpoint"]
        assert calls["POST /Placement"] == 2
        assert sum(count for endpoint, count in calls.items() if endpoint.startswith("POST /Placement/Search")) >= 3
