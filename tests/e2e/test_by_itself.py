"""Sessions that end, refusals for too many calls, maintenance, a restart: the run gets over them by itself."""

from pathlib import Path

from tests.e2e.by_itself import SESSIONS_END, TOO_MANY, Pace, course, maintenance


def test_a_session_that_ends_every_50_calls(tmp_path: Path) -> None:
    seen = course(tmp_path, SESSIONS_END, Pace())
    assert seen.findings == []
    assert seen.state["calls"]["by_endpoint"]["POST /Authentication"] >= 4


def test_every_20th_call_is_one_too_many(tmp_path: Path) -> None:
    """OneFile does not say for how long: then it is a whole window."""
    seen = course(tmp_path, TOO_MANY, Pace())
    assert seen.findings == []
    assert seen.state["calls"]["too_many"] >= 10


def test_maintenance_in_the_middle_of_a_run(tmp_path: Path) -> None:
    seen = course(tmp_path, maintenance(2.0), Pace())
    assert seen.findings == []
    assert seen.seconds > 2.0


def test_the_service_is_killed_and_comes_back(tmp_path: Path) -> None:
    seen = course(tmp_path, (), Pace(), restarts_after=(10, 30, 55))
    assert seen.findings == []
