"""How the service's health is judged, without a clock."""

from onefile_desktop.onefile.endings import NoAnswerError, NotSentError, TooManyCallsError
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
    assert not health.is_hopeless(99.0)
    assert health.is_hopeless(100.0)
    health.answered()
    assert not health.away
    assert not health.is_hopeless(1000.0)
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
