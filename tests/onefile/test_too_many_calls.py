"""A 429: how long it has everybody wait, whatever it says."""

import math
import time
from collections.abc import Callable

import pytest

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import TooManyCallsError
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

_WRITE = Request("/User", {})
_QUARTER = 15 * 60
_TEN = "Sun, 22 Nov 2026 10:00:00 GMT"


def _refused(client: OneFileClient) -> TooManyCallsError:
    with pytest.raises(TooManyCallsError) as caught:
        client.send(_WRITE)
    return caught.value


@pytest.mark.parametrize(
    ("headers", "asked", "pause"),
    [
        ([], None, 60),
        (["Retry-After: 30"], 30, 30),
        (["Retry-After: 0"], 0, 1),
        (["Retry-After: -1"], 0, 1),
        (["Retry-After: 0.2"], 0.2, 1),
        (["Retry-After: soon"], None, 60),
        (["Retry-After: inf"], None, 60),
        (["Retry-After: Sun, 22 Nov 2026 10:00:20 GMT", f"Date: {_TEN}"], 20, 20),
        (["Retry-After: Sun, 22 Nov 2026 10:00:20 -0000", f"Date: {_TEN}"], 20, 20),
        (["Retry-After: Sun, 22 Nov 1998 10:00:20 GMT"], 0, 1),
        (["Retry-After: Fri, 01 Jan 99999999999999999999 00:00:00 GMT"], None, 60),
        (["Retry-After: Fri, 99 Jan 2020 00:00:00 GMT"], None, 60),
        (["Retry-After: 30", "Date: Fri, 01 Jan 99999999999999999999 00:00:00 GMT"], 30, 30),
        (["Retry-After: 999999"], 999999, _QUARTER),
        (["Retry-After: Fri, 22 Nov 2999 10:00:20 GMT"], math.inf, _QUARTER),
    ],
)
def test_how_long_it_asks_for_and_how_long_it_is_waited(
    serve: Serve, connect: Connect, headers: list[str], asked: float | None, pause: float
) -> None:
    """A date without one to hold it against is held against this computer's, which may be wrong by any amount."""
    client = connect(serve(in_turn(http(429, "", *headers))).url)
    error = _refused(client)
    if asked == math.inf:
        assert error.retry_after is not None
        assert error.retry_after > _QUARTER
    else:
        assert error.retry_after == asked
    assert client.limiter.ready_in() == pytest.approx(pause, abs=0.9)


@pytest.mark.parametrize(("patience", "calls"), [(0, {1}), (1.5, set(range(2, 31)))])
def test_a_reading_sits_through_pauses_for_as_long_as_it_is_told_to(
    serve: Serve, connect: Connect, patience: float, calls: set[int]
) -> None:
    server = serve(in_turn(http(429, "", "Retry-After: 1")))
    begun = time.monotonic()
    limiter = Limiter(Rate(1000, 0.01), clock=lambda: begun + 10 * (time.monotonic() - begun))
    client = connect(server.url, limiter=limiter)
    client.patience = patience
    with pytest.raises(TooManyCallsError):
        client.customer()
    assert server.count("/Customer") in calls


def test_where_it_asks_for_nothing_the_pauses_grow_until_something_else_is_answered(
    serve: Serve, connect: Connect
) -> None:
    at_once = http(429, "", "Retry-After: 0")
    server = serve(in_turn(*[at_once] * 6, http(200, "1"), at_once))
    now = [0.0]
    limiter = Limiter(Rate(100, 10), clock=lambda: now[0])
    client = connect(server.url, limiter=limiter)
    pauses: list[float] = []
    for _ in range(6):
        _refused(client)
        pauses.append(limiter.ready_in())
        now[0] += pauses[-1]
    assert pauses == [1, 2, 4, 8, 10, 10]
    client.send(_WRITE)
    _refused(client)
    assert limiter.ready_in() == 1
