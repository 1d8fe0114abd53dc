"""How long a run still takes, by what is left, how fast calls are answered, and what the limit lets through."""

from collections import deque
from collections.abc import Callable

from onefile_desktop.onefile.limiter import Rate

_ENOUGH = 5
"""Before so many changes are settled nothing is said: the first answers take longer than the others."""
_REMEMBERED_GAPS = 60
_MINUTE = 60.0
_TEN_SECONDS = 10.0
_LAST_BEFORE_A_MINUTE = 5
"""Seconds are told in tens, up to fifty of them; from there on minutes."""


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

    def note(self, left: int, settled: int = 1) -> None:
        """So many changes have been settled since the last time; `left` are still to come."""
        now = self._clock()
        if not self._is_still and not self._was_held():
            self._gaps.extend([(now - self._settled[-1]) / settled] * settled)
        self._settled.extend([now] * settled)
        self._left, self._is_still = left, False

    def stand_still(self) -> None:
        """Nothing happens for a while: that says nothing about how fast the run is when it goes on."""
        self._is_still, self._said = True, None

    def turn_to_other_calls(self) -> None:
        """Everything is settled, and calls of another sort follow, counted anew: only the limit stays as it was."""
        self.stand_still()
        self._gaps.clear()
        self._left = None

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
        step = _step(seconds)
        if self._said is None or step < self._said or step > self._said + 1:
            self._said = step
        return _words(self._said)

    def _was_held(self) -> bool:
        """Whether the limit let nothing through when the last change had been settled."""
        if len(self._settled) < self._rate.calls:
            return False
        return self._settled[0] + self._rate.seconds > self._settled[-1]


def _step(seconds: float) -> int:
    """Which of the things that can be said is true of `seconds`: tens of seconds first, then minutes."""
    tens = round(seconds / _TEN_SECONDS)
    return tens if tens <= _LAST_BEFORE_A_MINUTE else _LAST_BEFORE_A_MINUTE + max(1, round(seconds / _MINUTE))


def _words(step: int) -> str:
    minutes = step - _LAST_BEFORE_A_MINUTE
    if step == 0:
        return ""  # a few seconds are soon over
    if minutes <= 0:
        return f"about {step * round(_TEN_SECONDS)} seconds left"
    return "about a minute left" if minutes == 1 else f"about {minutes} minutes left"
