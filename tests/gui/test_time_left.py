"""How long a run still takes, with a clock of the test's own."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from onefile_desktop.gui.models.time_left import TimeLeft
from onefile_desktop.gui.widgets.run_progress import RunProgress
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.events import ChangeSettled, Verifying
from onefile_desktop.run.journal import ChangeState, JournalChange


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
    """The minutes in what is said, less than one as nought."""
    if not words or words.endswith("seconds left"):
        return 0
    return 1 if words == "about a minute left" else int(words.split()[1])


def test_what_is_said_is_true_and_never_jumps_up_under_the_limit() -> None:
    said = carried_out(1200, Rate(300, 60), 0.06)
    end = said[-1][0]
    told = [(end - moment, minutes(words)) for moment, words in said if words]
    assert len(told) > 1100
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
    assert left.words() == "about 10 seconds left"
    for number in range(20):
        clock.now += 30
        left.note(40 - number)
    assert left.words().endswith("minutes left")


@given(st.integers(1, 400), st.integers(1, 50), st.floats(0.01, 3.0))
def test_at_the_end_nothing_is_left(total: int, calls: int, pace: float) -> None:
    assert carried_out(total, Rate(calls, 10.0), pace)[-1][1] == ""


def test_the_last_minute_is_told_in_tens_of_seconds_and_the_last_moments_not_at_all() -> None:
    said = [words for _, words in carried_out(90, Rate(300, 60), 1.0) if words]
    assert list(dict.fromkeys(said)) == [
        "about a minute left",
        *(f"about {tens}0 seconds left" for tens in (5, 4, 3, 2, 1)),
    ]


def change(number: int) -> JournalChange:
    """A change that was done."""
    request = Request("/User", {"FirstName": "Amy"})
    one = Change(f"create:{number}", ChangeKind.CREATE, "People", number + 2, "Amy Adams", number + 2, None, request)
    return JournalChange(one, ChangeState.DONE, 900 + number, attempts=1)


def read_back(qtbot: QtBot, people: int, calls_each: int, *, before: int) -> list[tuple[float, str]]:
    """People who are read back after a run of `before` changes, sixteen calls a second under OneFile's limit: how many
    seconds are left when a call is answered, and what is said then."""
    rate, clock = Rate(300, 60), Clock()
    progress, sent, ends = RunProgress(clock), [change(number) for number in range(before)], list[float]()
    qtbot.addWidget(progress)
    progress.begin(rate)

    def call() -> None:
        held = ends[-rate.calls] + rate.seconds if len(ends) >= rate.calls else 0.0
        clock.now = max(clock.now + 1 / 16, held)
        ends.append(clock.now)

    for number, one in enumerate(sent, 1):
        call()
        progress.show_settled(ChangeSettled(one, number, before, number, before), is_sending=True)
    progress.begin_reading_back()
    progress.show_read_back(Verifying(0, people, 0, people * calls_each))
    assert progress.time_left.text() == "", "nothing is known yet"
    said: list[tuple[float, str]] = []
    for calls in range(1, people * calls_each + 1):
        call()
        progress.show_read_back(Verifying(calls // calls_each, people, calls, people * calls_each))
        progress.show_time_left()
        said.append((clock.now, progress.time_left.text()))
    assert progress.now.whole == f"Reading back what was made: {people} of {people}"
    return [(said[-1][0] - moment, words) for moment, words in said]


def test_reading_back_says_how_long_it_takes_also_under_the_limit(qtbot: QtBot) -> None:
    said = read_back(qtbot, 40, 3, before=235)
    told = [(left, words) for left, words in said if words]
    assert told[0][1] == "about 50 seconds left", "65 calls go at once, and the others wait for the limit"
    assert all(words.endswith("seconds left") and abs(left - int(words.split()[1])) <= 6 for left, words in told)
    assert all(left <= 6 for left, words in said[6:] if not words)


def test_a_few_people_are_read_back_before_anything_can_be_said(qtbot: QtBot) -> None:
    assert {words for _, words in read_back(qtbot, 6, 1, before=6)} == {""}
