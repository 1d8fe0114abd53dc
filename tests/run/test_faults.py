"""Nobody twice and nobody lost, whatever way a call ends; held against what the centre has afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.events import Ended, RunEnding
from tests.run.scenes import ASSESSOR, BRIEF, NAMES, Site, cohort_of, ending_of, site

_FAULTS: dict[str, dict[str, object]] = {
    "lost answer": {"fault": "lost-answer"},
    "lost request": {"fault": "lost-request"},
    "hang": {"fault": "hang", "seconds": 1.0},
    "slow": {"fault": "slow", "seconds": 0.1},
    "garbled": {"fault": "garbled"},
    "cut": {"fault": "cut"},
    "empty": {"fault": "empty"},
    "stale": {"fault": "stale"},
    "500, carried out": {"fault": "status", "status": 500, "body": "no", "carried_out": True},
    "500, not carried out": {"fault": "status", "status": 500, "body": "no", "carried_out": False},
    "maintenance": {"fault": "maintenance", "seconds": 0.1},
    "too many": {"fault": "too-many", "seconds": 0.1},
    "too many, with Retry-After": {"fault": "too-many", "seconds": 1.0, "retry_after": 1},
    "session expired": {"fault": "expire-session"},
}


def _assert_all_there(here: Site, names: tuple[str, ...]) -> None:
    assert here.new_people() == sorted(names)
    state = here.state()
    ids = {user["ID"] for user in state["users"]} - {ASSESSOR}
    assert sorted((each["AssigneeID"], each["LearnerID"], each["Level"]) for each in state["assignments"]) == [
        (ASSESSOR, one, 1) for one in sorted(ids)
    ]
    assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS)
@pytest.mark.parametrize("path", ["/User", "/User/*/Assign"])
def test_one_bad_ending_costs_nobody(tmp_path: Path, fault: Mapping[str, object], path: str) -> None:
    with site(tmp_path, [{"method": "POST", "path": path, "calls": [2], **fault}]) as here:
        here.create(cohort_of(3))
        events = here.carry_out(client=here.client(answer_seconds=0.5, rate=Rate(100000, 0.5)))
        assert ending_of(events) is RunEnding.FINISHED
        _assert_all_there(here, NAMES[:3])


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_that_is_nested_beyond_all_reason_ends_one_call_and_not_the_run(tmp_path: Path, status: int) -> None:
    body = "[" * 700 + "]" * 700
    with site(
        tmp_path, [{"method": "POST", "path": "/User", "calls": [1], "fault": "status", "status": status, "body": body}]
    ) as here:
        here.create(cohort_of(2, assign=False))
        assert ending_of(here.carry_out(concurrency=1)) is RunEnding.FINISHED
        assert sorted(here.states().values()) == (["done", "done"] if status == 200 else ["done", "failed"])
        assert here.new_people() == sorted(NAMES[:2] if status == 200 else NAMES[1:2])


@pytest.mark.parametrize("answers", ["object", "number", "empty", "organisation"])
@pytest.mark.parametrize(
    "options",
    [{}, {"search_shows_email": False}, {"search_honours": []}, {"search_shows_email": False, "search_honours": []}],
    ids=["", "no email shown", "filters ignored", "neither"],
)
@pytest.mark.parametrize("lost", [True, False], ids=["answers lost", "answers arrive"])
def test_whoever_was_created_is_found(
    tmp_path: Path, answers: str, options: Mapping[str, object], *, lost: bool
) -> None:
    faults = [{"method": "POST", "path": "/User", "probability": 1, "fault": "lost-answer"}] if lost else []
    with site(tmp_path, faults, options={"create_answers": answers, **options}) as here:
        here.create(cohort_of(4))
        here.carry_out()
        _assert_all_there(here, NAMES[:4])
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 4


def test_a_search_that_lags_makes_nobody_twice(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "probability": 1, "fault": "lost-answer"}]
    with site(tmp_path, faults, options={"search_lag_seconds": 0.4}) as here:
        here.create(cohort_of(3))
        here.carry_out(waits=replace(BRIEF, lookups=(0.1, 0.6)))
        _assert_all_there(here, NAMES[:3])


def test_a_create_that_never_arrives_stays_unknown_after_three_calls(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "probability": 1, "fault": "lost-request"}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        events = here.carry_out()
        assert here.new_people() == []
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 3
        assert here.states() == {"create:2": "unknown", "assign:1": "not-attempted"}
        messages = here.messages()
    assert isinstance(events[-1], Ended)
    assert "look under Learners for Amy Adams (amy.adams@example.org)" in messages["create:2"]
    assert messages["assign:1"] == (
        "Not attempted: it waits for Amy Adams (row 2 of People), which is not known to be there."
    )
