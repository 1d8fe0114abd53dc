"""The rate limit holds in every window as the server sees it, and costs no more than it must."""

import heapq
import itertools
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Limiter, Rate


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Planned:
    """A call that somebody wants to make `idle` after the one before, whose answer takes `latency`.

    The server counts it when the part `counted` of that has passed.
    """

    idle: float
    latency: float
    counted: float


def counted_by_the_server(rate: Rate, plans: Sequence[Planned]) -> list[float]:
    """Lets every planned call have its turn, and returns when the server counted each."""
    clock = Clock()
    limiter = Limiter(rate, clock=clock)
    under_way: list[float] = []
    counted: list[float] = []

    def advance(seconds: float) -> None:
        until = clock.now + seconds
        while under_way and under_way[0] <= until:
            clock.now = heapq.heappop(under_way)
            limiter.release()
        clock.now = until

    for plan in plans:
        advance(plan.idle)
        while (seconds := limiter.ready_in()) > 0:
            advance(min(seconds, under_way[0] - clock.now) if under_way else seconds)
        limiter.acquire()
        counted.append(clock.now + plan.latency * plan.counted)
        heapq.heappush(under_way, clock.now + plan.latency)
    return sorted(counted)


def busiest_window(moments: Sequence[float], seconds: float) -> int:
    """The most moments in any window of `seconds`, both its ends included."""
    return max(sum(start <= moment <= start + seconds for moment in moments) for start in moments)


fractions = st.floats(0, 1)
rates = st.builds(Rate, st.integers(1, 6), st.floats(0.5, 10))
plans = st.builds(Planned, st.one_of(st.just(0.0), st.floats(0, 5)), st.floats(0, 20), fractions)


@settings(deadline=None)
@given(rates, st.lists(plans, min_size=1, max_size=60))
def test_no_window_ever_holds_too_many(rate: Rate, calls: list[Planned]) -> None:
    assert busiest_window(counted_by_the_server(rate, calls), rate.seconds) <= rate.calls


@settings(deadline=None)
@given(rates, st.integers(1, 60))
def test_quick_answers_use_the_whole_rate(rate: Rate, calls: int) -> None:
    moments = counted_by_the_server(rate, [Planned(0, 0, 0)] * calls)
    windows = (calls - 1) // rate.calls
    assert moments[-1] - moments[0] == pytest.approx(windows * rate.seconds, abs=0.06 * windows)


def test_real_threads_keep_to_it() -> None:
    rate = Rate(20, 0.2)
    limiter = Limiter(rate)
    chance = random.Random(7)
    moments: list[float] = []

    def call(_: int) -> None:
        limiter.acquire()
        time.sleep(chance.random() / 50)
        moments.append(time.monotonic())
        time.sleep(chance.random() / 50)
        limiter.release()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(100)))
    assert limiter.calls == 100
    assert busiest_window(moments, rate.seconds) <= rate.calls
    assert moments[-1] - moments[0] < 10


def test_every_place_under_way() -> None:
    limiter = Limiter(Rate(1, 5), clock=Clock())
    limiter.acquire()
    assert limiter.ready_in() == 5


def test_a_pause_holds_everybody_back() -> None:
    clock = Clock()
    limiter = Limiter(Rate(1, 5), clock=clock)
    limiter.pause(30)
    limiter.pause(10)
    assert limiter.ready_in() == 30
    clock.now += 29
    assert limiter.ready_in() == 1
    clock.now += 1
    assert limiter.ready_in() == 0


@pytest.mark.parametrize("waiting", ["turn", "retry"])
def test_stop_ends_every_wait_at_once(waiting: str) -> None:
    limiter = Limiter(Rate(1, 600))
    limiter.acquire()
    limiter.release()
    begun = threading.Barrier(4)

    def wait(_: int) -> type[BaseException] | None:
        begun.wait()
        try:
            limiter.acquire() if waiting == "turn" else limiter.wait(600)
        except CancelledError as error:
            return type(error)

    with ThreadPoolExecutor(3) as pool:
        endings = pool.map(wait, range(3))
        begun.wait()
        limiter.stop()
        assert list(endings) == [CancelledError] * 3
    assert limiter.calls == 1


def test_resume_after_stop() -> None:
    limiter = Limiter()
    limiter.stop()
    for attempt in (limiter.acquire, lambda: limiter.wait(0)):
        with pytest.raises(CancelledError):
            attempt()
    limiter.resume()
    limiter.acquire()
    limiter.wait(0)
    assert limiter.calls == 1


@pytest.mark.parametrize(
    ("text", "rate"), [("300/60", DEFAULT_RATE), (" 5 / 0.5 ", Rate(5, 0.5)), ("1/86400", Rate(1, 86400))]
)
def test_rate_as_text(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@pytest.mark.parametrize(
    "text", ["", "300", "300/", "/60", "0/60", "300/0", "300/0.0", "-3/60", "3/-6", "x/y", "3/6/9", "1e3/60", "٣/60"]
)
def test_no_rate(text: str) -> None:
    with pytest.raises(UsageError):
        Rate.parse(text)


def test_busiest_window_counts_both_ends() -> None:
    assert busiest_window(list(itertools.chain([0, 1, 2], [5])), 2) == 3
