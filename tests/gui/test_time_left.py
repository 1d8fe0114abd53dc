"""How long a run still takes, with a clock of the test's own."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.gui.models.time_left import TimeLeft
from onefile_desktop.onefile.limiter import Rate


class Clock:
    """Seconds, as many as the test lets go by."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def carried_out(total: int, rate: Rate, pace: float) -> list[tuple[float, str]]:
    """A run in which calls are answered every `pace` seconds, as fast as the limit lets them: when each is, and what
    is said then."""
    clock = Clock()
    left, ends, said = TimeLeft(rate, clock), list[float](), list[tuple[float, str]]()
    for number in range(total):
        held = ends[number - rate.calls] + rate.seconds if number >= rate.calls else 0.0
        clock.now = max(clock.now + pace, held)
        ends.append(clock.now)
        left.note(total - number - 1)
        said.append((clock.now, left.words()))
    return said


def minutes(words: str) -> int:
    """The number in what is said."""
    if words.startswith("less"):
        return 0
    return 1 if words == "about a minute left" else int(words.split()[1])


def test_what_is_said_is_true_and_never_jumps_up_under_the_limit() -> None:
    said = carried_out(1200, Rate(300, 60), 0.06)
    end = said[-1][0]
    told = [(end - moment, minutes(words)) for moment, words in said if words]
    assert len(told) > 1190
    assert told[0][1] == 3, "1,200 calls take three windows and a little"
    assert all(abs(left / 60 - number) <= 0.9 for left, number in told)
    assert all(later <= earlier for (_, earlier), (_, later) in itertools.pairwise(told))


def test_nothing_is_said_before_anything_is_known_or_while_the_run_stands_still() -> None:
    clock = Clock()
    left = TimeLeft(Rate(300, 60), clock)
    assert left.words() == ""
    for number in range(10):
        clock.now += 1
        left.note(600 - number)
    assert left.words() == "about 10 minutes left"
    left.stand_still()
    assert left.words() == ""
    clock.now += 3600
    left.note(589)
    assert left.words() == "about 10 minutes left", "an hour's pause does not make the calls slower"


def test_a_run_that_becomes_slow_says_more_after_all() -> None:
    clock = Clock()
    left = TimeLeft(Rate(300, 60), clock)
    for number in range(60):
        clock.now += 0.25
        left.note(100 - number)
    assert left.words() == "less than a minute left"
    for number in range(20):
        clock.now += 30
        left.note(40 - number)
    assert left.words().endswith("minutes left")


@given(st.integers(1, 400), st.integers(1, 50), st.floats(0.01, 3.0))
def test_at_the_end_nothing_is_left(total: int, calls: int, pace: float) -> None:
    assert carried_out(total, Rate(calls, 10.0), pace)[-1][1] in {"", "less than a minute left"}
