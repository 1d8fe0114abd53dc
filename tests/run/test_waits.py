"""How the service's health is judged, and how many calls it is given at once, without a clock."""

import pytest

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.endings import NoAnswerError, NotSentError, ServiceAwayError, TooManyCallsError
from onefile_desktop.run.pace import Pace
from onefile_desktop.run.waits import Health, Waits


def test_pauses_grow_up_to_a_limit_and_start_anew_after_an_answer() -> None:
    health = Health(Waits(retry=2.0, retry_at_most=5.0, give_up_after=100.0))
    now = 0.0
    pauses: list[float] = []
    for _ in range(4):
        pauses.append(health.failed(NotSentError("away"), now, 0.0))
        assert health.failed(NotSentError("away"), now, 0.0) == 0.0
        now += pauses[-1]
        assert health.rest(now) == 0.0
    assert pauses == [2.0, 4.0, 5.0, 5.0]
    assert health.away
    health.answered()
    assert not health.away
    assert health.failed(NotSentError("away"), now, 0.0) == 2.0


def test_single_lost_answers_do_not_pause_a_run() -> None:
    health = Health(Waits())
    assert [health.failed(NoAnswerError("lost"), 1.0, 0.0) for _ in range(5)] == [0.0, 0.0, 0.0, 0.0, 2.0]


def test_a_429_pauses_as_long_as_the_limit_says() -> None:
    health = Health(Waits())
    assert health.failed(TooManyCallsError("too many"), 10.0, 60.0) == 60.0
    assert health.failed(TooManyCallsError("too many"), 11.0, 59.0) == 0.0
    assert health.rest(20.0) == 50.0
    assert not health.away


def _fails_until_hopeless(health: Health, gap: float) -> tuple[int, float]:
    """How many failures it takes, so many seconds apart, and how many seconds are between the first and the last."""
    now, failures = 0.0, 0
    while not health.is_hopeless:
        health.failed(NotSentError("away"), now, 0.0)
        failures += 1
        now += gap
    return failures, now - gap


def test_thirty_minutes_without_an_answer_end_a_run() -> None:
    assert _fails_until_hopeless(Health(Waits()), 60.0) == (31, 1800.0)


def test_the_time_that_a_computer_sleeps_does_not_count() -> None:
    """A night between two failures is worth no more than twice the longest pause, so a run outlasts it."""
    failures, seconds = _fails_until_hopeless(Health(Waits()), 8 * 60 * 60.0)
    assert failures == 16
    assert seconds > 100 * 1800.0


def test_the_time_that_calls_take_until_they_are_given_up_counts() -> None:
    """Three tries of a minute each, and a minute's pause after them: half an hour of that is half an hour."""
    health, now, failures = Health(Waits()), 0.0, 0
    while not health.is_hopeless:
        now += 182.5
        health.failed(NoAnswerError("no answer"), now, 0.0, 182.5)
        now += health.rest(now)
        failures += 1
    assert now / 60 < 40
    assert failures > 7


def test_a_night_that_a_call_slept_through_counts_as_the_longest_call_does() -> None:
    health = Health(Waits())
    health.failed(NoAnswerError("no answer"), 0.0, 0.0)
    for night in range(1, 5):
        health.failed(NoAnswerError("no answer"), night * 30000.0, 0.0, 29000.0)
        assert not health.is_hopeless


def test_calls_that_hang_side_by_side_count_once() -> None:
    health, now = Health(Waits()), 0.0
    while not health.is_hopeless:
        for _ in range(8):
            health.failed(NoAnswerError("no answer"), now, 0.0, 60.0)
        now += 60.0
    assert now >= 1800.0


def test_a_pause_that_onefile_asks_for_counts_in_full() -> None:
    health = Health(Waits())
    for now in (0.0, 900.0):
        assert health.failed(TooManyCallsError("too many"), now, 900.0) == 900.0
        assert not health.is_hopeless
    health.failed(TooManyCallsError("too many"), 1800.0, 900.0)
    assert health.is_hopeless


def test_an_answer_begins_the_thirty_minutes_anew() -> None:
    health = Health(Waits())
    for now in range(0, 1800, 60):
        health.failed(NotSentError("away"), now, 0.0)
    assert not health.is_hopeless
    health.answered()
    health.failed(NotSentError("away"), 1800.0, 0.0)
    assert not health.is_hopeless


def test_fewer_calls_at_once_after_a_429_or_a_5xx_and_one_more_after_some_answers() -> None:
    pace = Pace(8)
    assert (pace.at_once, pace.is_full) == (8, True)
    pace.ended(TooManyCallsError("too many"))
    assert (pace.at_once, pace.is_full) == (4, False)
    pace.ended(ServiceAwayError("away"))
    pace.ended(ServiceAwayError("away"))
    assert pace.at_once == 1
    pace.ended(ServiceAwayError("away"))
    assert pace.at_once == 1
    at_once: list[int] = []
    for _ in range(90):
        pace.ended(None)
        at_once.append(pace.at_once)
    assert at_once[9::10] == [2, 3, 4, 5, 6, 7, 8, 8, 8]
    assert pace.is_full


def test_a_lost_answer_slows_nothing_down_and_speeds_nothing_up() -> None:
    pace = Pace(4)
    pace.ended(NoAnswerError("lost"))
    assert pace.at_once == 4
    pace.ended(TooManyCallsError("too many"))
    for _ in range(30):
        pace.ended(NoAnswerError("lost"))
    assert pace.at_once == 2


def test_only_answers_in_a_row_count() -> None:
    pace = Pace(4)
    pace.ended(TooManyCallsError("too many"))
    for _ in range(9):
        pace.ended(None)
    pace.ended(TooManyCallsError("too many"))
    pace.ended(None)
    assert pace.at_once == 1


@pytest.mark.parametrize("most", [0, 9, -1])
def test_only_one_to_eight_calls_at_once(most: int) -> None:
    with pytest.raises(UsageError, match="1 to 8"):
        Pace(most)
