"""Whether a run has stood still for so long that somebody else may have done what it has left to do."""

from collections.abc import Callable

from onefile_desktop.run.moments import Moment, seconds_since

LONG_SECONDS = 10 * 60


class Standstill:
    """Measures from one move of a run to the next, by a clock that also tells a computer's sleep."""

    def __init__(self, clock: Callable[[], Moment]) -> None:
        self._clock = clock
        self._moved = clock()

    def was_long(self) -> bool:
        """Notes that the run moves; says whether it had not for more than `LONG_SECONDS`."""
        before, self._moved = self._moved, self._clock()
        return seconds_since(before, self._moved) > LONG_SECONDS
