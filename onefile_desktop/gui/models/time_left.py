"""How long a run still takes, by what is left, how fast calls are answered, and what the limit lets through."""

from collections import deque
from collections.abc import Callable

from onefile_desktop.onefile.limiter import Rate

_ENOUGH = 5
"""Before so many changes are settled nothing is said: the first answers take longer than the others."""
_REMEMBERED_GAPS = 60
_LESS_THAN_A_MINUTE = 50.0
_MINUTE = 60.0


class TimeLeft:
    """Takes note of each change as it is settled. `clock` returns seconds that never go back.

    What is said does not jump: it gets less as time goes by, and more only where the run falls well behind.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate, self._clock = rate, clock
        self._settled: deque[float] = deque(maxlen=rate.calls)
        self._gaps: deque[float] = deque(maxlen=_REMEMBERED_GAPS)
        self._left: int | None = None
        self._is_still = True
        self._said: int | None = None

    def note(self, left: int) -> None:
        """A change has been settled; `left` are still to come."""
        now = self._clock()
        if not self._is_still and not self._was_held():
            self._gaps.append(now - self._settled[-1])
        self._settled.append(now)
        self._left, self._is_still = left, False

    def stand_still(self) -> None:
        """Nothing happens for a while: that says nothing about how fast the run is when it goes on."""
        self._is_still, self._said = True, None

    def seconds(self) -> float | None:
        """Seconds until the last change is settled, None while that cannot be told."""
        if self._left is None or self._is_still or len(self._gaps) < _ENOUGH:
            return None
        now = self._clock()
        pace = sum(self._gaps) / len(self._gaps)
        window = deque(moment for moment in self._settled if moment + self._rate.seconds > now)
        moment = now
        for _ in range(self._left):
            moment += pace
            if len(window) >= self._rate.calls:
                moment = max(moment, window.popleft() + self._rate.seconds)
            window.append(moment)
        return moment - now

    def words(self) -> str:
        """The same for people; empty while nothing can be said."""
        seconds = self.seconds()
        if seconds is None:
            return ""
        minutes = 0 if seconds < _LESS_THAN_A_MINUTE else max(1, round(seconds / _MINUTE))
        if self._said is None or minutes < self._said or minutes > self._said + 1:
            self._said = minutes
        if self._said == 0:
            return "less than a minute left"
        return "about a minute left" if self._said == 1 else f"about {self._said} minutes left"

    def _was_held(self) -> bool:
        """Whether the limit let nothing through when the last change had been settled."""
        if len(self._settled) < self._rate.calls:
            return False
        return self._settled[0] + self._rate.seconds > self._settled[-1]
