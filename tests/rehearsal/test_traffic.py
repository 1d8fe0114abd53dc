"""The rate limit, exactly, and the counts."""

import time

import pytest

from onefile_desktop.rehearsal.traffic import SlidingWindow, Traffic
from tests.rehearsal.conftest import Serve
from tests.rehearsal.small_centre import LEARNER, new_learner


def test_more_calls_than_the_rate_get_429_until_the_window_has_passed(serve: Serve):
    caller = serve(rate=3, window_seconds=1.0)  # authenticating was the first
    began = time.monotonic()
    assert [caller.get("/Customer").status for _ in range(4)] == [200, 200, 429, 429]
    assert caller.get("/Customer").message == "Too Many Requests"
    assert time.monotonic() - began < 0.9
    time.sleep(1.05)
    assert [caller.get("/Customer").status for _ in range(4)] == [200, 200, 200, 429]
    calls = caller.state()["calls"]
    assert calls["total"] == 10
    assert calls["too_many"] == 4
    assert calls["busiest_window"] == 6


def test_authenticating_is_limited_too(serve: Serve):
    caller = serve(rate=1)
    headers = {"X-CustomerToken": caller.server.token}
    assert caller.raw("POST", "/api/v2.1/Authentication", headers=headers).status == 429


def test_a_call_that_is_turned_away_changes_nothing(serve: Serve):
    caller = serve(rate=1)
    users = len(caller.state()["users"])
    assert caller.post("/User", new_learner()).status == 429
    assert len(caller.state()["users"]) == users


def test_calls_are_counted_by_endpoint(serve: Serve):
    caller = serve()
    caller.get("/customer")
    caller.get("/CUSTOMER/")
    caller.get(f"/User/{LEARNER}")
    caller.post("/user", {})
    caller.post("/user", {})
    caller.post("/User/Search/1/10", {})
    caller.get("/Nowhere")
    caller.raw("GET", "/elsewhere")
    calls = caller.state()["calls"]
    assert calls["by_endpoint"] == {
        "POST /Authentication": 1,
        "GET /Customer": 2,
        "GET /User/{id}": 1,
        "POST /User": 2,
        "POST /User/Search/{page}/{size}": 1,
        "unknown": 2,
    }
    assert calls["total"] == sum(calls["by_endpoint"].values()) == calls["busiest_window"]


def test_a_window_slides():
    window = SlidingWindow(10.0)
    for moment in (0.0, 1.0, 9.0):
        window.add(moment)
    assert window.count(9.0) == 3
    assert window.count(9.999) == 3
    assert window.count(10.0) == 2
    assert window.count(18.999) == 1
    assert window.count(19.0) == 0


@pytest.mark.parametrize(("gap", "let_in", "busiest"), [(0.5, 40, 3), (0.25, 24, 4), (0.1, 11, 10)])
def test_never_more_than_the_rate_in_any_window(gap: float, let_in: int, busiest: int):
    traffic = Traffic(3, 1.0, {})
    moments = [n * gap for n in range(40)]
    passed = [moment for moment in moments if traffic.let_in("GET /Customer", moment)]
    assert all(sum(start <= moment < start + 1.0 for moment in passed) <= 3 for start in moments)
    expected = max(sum(start <= moment < start + 1.0 for moment in moments) for start in moments)
    assert traffic.counts()["busiest_window"] == expected
    if gap == 0.5:
        assert len(passed) == let_in
