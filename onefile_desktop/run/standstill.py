"""Whether a run has stood still for so long that somebody else may have done what it has left to do."""

from collections.abc import Callable

from onefile_desktop.run.moments import Moment, seconds_since

LONG_SECONDS = 10 * 60


class Standstill:
    """Measures from one useful answer to the next, by a clock that also tells a computer's sleep.

    Calls that fail are no moves: while OneFile is away for this program, others may reach it.
    """

    def __init__(self, clock: Callable[[], Moment]) -> None:
        self._clock = clock
        self._moved = clock()

    def was_long(self) -> bool:
        """Whether the run has not moved for more than `LONG_SECONDS`; once that is told, it counts from then."""
        now = self._clock()
        if seconds_since(self._moved, now) <= LONG_SECONDS:
            return False
        self._moved = now
        return True

    def moved(self) -> bool:
        """Notes a useful answer; says whether the run `was_long` without one."""
        was_long = self.was_long()
        self._moved = self._clock()
        return was_long
