"""A run takes no longer than the limit makes it take; the benchmark prints by how much."""

import pytest

from tests.benchmarks.submit import AT_ONCE, FULL, MOST, SCALED, SIZES, best, earliest_finish


@pytest.mark.parametrize("calls", SIZES)
def test_a_run_comes_near_the_earliest_possible_finish(calls: int) -> None:
    judged = best(calls, SCALED)
    assert judged.run.too_many == 0
    assert judged.run.busiest_window <= SCALED.rate.calls
    assert judged.ratio <= MOST


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        (4, 0.25 + 0.25),
        (5, 0.25 + 2 * 0.25),
        (50, 0.25 + 13 * 0.25),
        (299, 0.25 + 75 * 0.25),
        # The call that opens the session is the first of the first window; a call that does not fit waits for the next.
        (300, 60 + 0.25),
        (301, 60.25 + 0.25),
        (1_200, 240 + 0.25),
    ],
)
def test_the_earliest_finish_is_what_can_be_told_by_hand(calls: int, seconds: float) -> None:
    assert earliest_finish(calls, FULL, AT_ONCE) == pytest.approx(seconds)
