"""The session ends in the middle of a run, with eight calls under way."""

from pathlib import Path

import pytest

from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.events import Ended, RunEnding
from tests.run.scenes import NAMES, Cohort, Site, cohort_of, ending_of, site


def _assert_everybody_once(here: Site, count: int) -> None:
    assert here.new_people() == sorted(NAMES[:count])
    assert len(here.state()["assignments"]) == count
    assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("fault", ["expire-session", "status"], ids=["401", "403"])
def test_a_session_that_ends_is_renewed_once_and_the_others_wait(tmp_path: Path, fault: str) -> None:
    expiry = {"method": "POST", "path": "/User", "calls": [4], "fault": "expire-session"}
    refusal = {"method": "POST", "path": "/User", "calls": [6], "fault": "status", "status": 403}
    with site(tmp_path, [expiry if fault == "expire-session" else refusal], latency_seconds=0.02) as here:
        here.create(cohort_of(8))
        assert ending_of(here.carry_out(concurrency=8)) is RunEnding.FINISHED
        _assert_everybody_once(here, 8)
        assert here.state()["calls"]["by_endpoint"]["POST /Authentication"] == 2


def test_a_session_that_ends_every_few_calls(tmp_path: Path) -> None:
    expiries = {"method": "POST", "calls": list(range(3, 200, 5)), "fault": "expire-session"}
    with site(tmp_path, [expiries], latency_seconds=0.01) as here:
        here.create(cohort_of(8))
        assert ending_of(here.carry_out(concurrency=8)) is RunEnding.FINISHED
        _assert_everybody_once(here, 8)


def test_a_token_that_is_replaced_ends_the_run_which_goes_on_with_the_new_one(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User", "calls": [4], "fault": "expire-session"},
        {"method": "POST", "path": "/Authentication", "calls": list(range(2, 500)), "fault": "status", "status": 401},
    ]
    with site(tmp_path, faults) as prepared:
        prepared.create(_crowd())
    centre, state = tmp_path / "centre.json", tmp_path / "state.json"
    with RehearsalServer(
        centre=centre, state=state, faults=tmp_path / "faults.json", rate=100000, latency_seconds=0.02
    ) as server:
        here = Site(server, tmp_path)
        with here.client() as client:
            events = Site(server, tmp_path, prepared.fresh).carry_out(concurrency=8, client=client)
        assert events[-1] == Ended(
            RunEnding.TOKEN_REFUSED,
            "OneFile no longer accepts the API token. Nothing is lost: resume the run with a new one.",
        )
        made = here.new_people()
        with here.journal() as journal:
            changes = journal.changes()
            assert not journal.info.finished
        assert {str(change.state) for change in changes} == {"done", "planned"}
        assert {change.attempts for change in changes if change.state == "planned"} == {0}
        done = [change.change.person for change in changes if change.state == "done"]
        assert made == sorted(done)
        assert 0 < len(made) < 16
    with RehearsalServer(centre=centre, state=state, rate=100000) as server:
        here = Site(server, tmp_path)
        assert ending_of(here.carry_out(concurrency=8)) is RunEnding.FINISHED
        assert here.new_people() == sorted(f"{name} {number}" for name in NAMES for number in range(2))
        assert set(here.states().values()) == {"done"}


def _crowd() -> Cohort:
    cohort = Cohort()
    for name in NAMES:
        for number in range(2):
            cohort.person(f"{name} {number}", Email=f"{name.split()[0]}{number}@example.org")
    return cohort


_ASSIGN_REFUSED = {"method": "POST", "path": "/User/*/Assign", "probability": 1, "fault": "status", "status": 401}


def test_what_onefile_never_takes_the_session_for_has_failed_and_the_run_ends(tmp_path: Path) -> None:
    """The last calls of the run are of that kind, so nothing else shows that OneFile is there."""
    with site(tmp_path, [_ASSIGN_REFUSED]) as here:
        here.create(cohort_of(2))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:2])
        states, messages = here.states(), here.messages()
        assigns = [key for key in states if key.startswith("assign")]
        assert {key: states[key] for key in states if key not in assigns} == {"create:2": "done", "create:3": "done"}
        assert {states[key] for key in assigns} == {"failed"}
        assert all("but not for this (status 401)" in messages[key] for key in assigns)
        before = here.state()["calls"]["by_endpoint"]
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.state()["calls"]["by_endpoint"] == before


def test_where_an_earlier_call_may_have_done_it_that_is_not_known(tmp_path: Path) -> None:
    lost = {"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "lost-answer"}
    with site(tmp_path, [lost, _ASSIGN_REFUSED]) as here:
        here.create(cohort_of(1))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert sorted(here.states().values()) == ["done", "unknown"]


def test_a_look_that_onefile_never_takes_the_session_for_leaves_it_to_a_person(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User", "calls": [1], "fault": "lost-answer"},
        {"method": "POST", "path": "/User/Search", "probability": 1, "fault": "status", "status": 401},
        {"method": "POST", "path": "/User/Search/*/*", "probability": 1, "fault": "status", "status": 401},
    ]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(2, assign=False))
        assert ending_of(here.carry_out(concurrency=1)) is RunEnding.FINISHED
        assert here.states() == {"create:2": "unknown", "create:3": "done"}


def test_a_session_that_nothing_is_taken_for_fails_nothing(tmp_path: Path) -> None:
    refusals = [{"path": path, "probability": 1, "fault": "status", "status": 401} for path in ("/User", "/Customer")]
    with site(tmp_path, refusals) as here:
        here.create(cohort_of(2))
        assert ending_of(here.carry_out()) is RunEnding.SERVICE_AWAY
        assert set(here.states().values()) == {"planned"}
