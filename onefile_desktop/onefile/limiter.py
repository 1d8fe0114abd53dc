"""OneFile's rate limit, kept from this side: so many calls in any window of so many seconds.

Nobody knows at which moment between sending and answering OneFile counts a call. So a call takes one of the window's
places from before it is sent until a whole window after it has ended: wherever it was counted, no window then holds
more calls than there are places. Source of the default: OneFile's help article 76000033860, 300 calls a minute.
"""

import math
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.endings import CancelledError

# A clock may tick in steps of 16 ms (Windows), and OneFile's is another one.
_CLOCK_RESERVE_SECONDS = 0.05


@dataclass(frozen=True)
class Rate:
    """At most `calls` in any window of `seconds`."""

    calls: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `300/60`, calls per seconds; raises `UsageError` for anything else."""
        found = re.fullmatch(r"\s*([1-9]\d{0,8})\s*/\s*(\d{1,9}(?:\.\d+)?)\s*", text, re.ASCII)
        if found is None or float(found[2]) == 0:
            raise UsageError(
                "Rate not understood",
                f"“{text}” is not a number of calls and a number of seconds.",
                "Write it like 300/60.",
            )
        return cls(int(found[1]), float(found[2]))


DEFAULT_RATE = Rate(300, 60)


class Limiter:
    """Gives every call its turn; shared by all threads that call OneFile with one token.

    `clock` returns seconds that never go back.
    """

    def __init__(self, rate: Rate = DEFAULT_RATE, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._changed = threading.Condition()
        self._under_way = 0
        self._free_again: deque[float] = deque()
        self._paused_until = -math.inf
        self._stopped = False
        self._calls = 0

    @property
    def calls(self) -> int:
        """How many calls have had their turn."""
        with self._changed:
            return self._calls

    @property
    def is_stopped(self) -> bool:
        """Whether `stop` was called, and `resume` not since."""
        with self._changed:
            return self._stopped

    @property
    def places(self) -> int:
        """How many calls may start now."""
        with self._changed:
            return 0 if self._ready_in() else self.rate.calls - self._under_way - len(self._free_again)

    def ready_in(self) -> float:
        """Seconds until a call may start, 0.0 for now.

        It is the earliest moment known: while every place is taken by a call without an answer, a whole window.
        """
        with self._changed:
            return self._ready_in()

    def acquire(self, last_check: Callable[[], None] | None = None) -> None:
        """Waits for a turn and takes it; every turn taken is given back with `release`.

        Raises `CancelledError` as soon as `stop` is called, before or during the wait, and whatever `last_check` raises
        when the turn has come; then none is taken.
        """
        with self._changed:
            while True:
                self._check_stopped()
                seconds = self._ready_in()
                if seconds == 0:
                    break
                self._changed.wait(seconds)
            if last_check is not None:
                last_check()
            self._under_way += 1
            self._calls += 1

    def release(self) -> None:
        """The call has ended: it was answered or has failed."""
        with self._changed:
            self._under_way -= 1
            self._free_again.append(self._clock() + self.rate.seconds + _CLOCK_RESERVE_SECONDS)
            self._changed.notify_all()

    def pause(self, seconds: float) -> None:
        """OneFile has said that it is too many: no call starts for `seconds`."""
        with self._changed:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    def wait(self, seconds: float) -> None:
        """Lets `seconds` go by, for instance before a retry; raises `CancelledError` as soon as `stop` is called."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, seconds)
            self._check_stopped()

    def stop(self) -> None:
        """Whoever waits gives up at once, and nobody gets a turn until `resume`."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def resume(self) -> None:
        """Calls may start again after `stop`."""
        with self._changed:
            self._stopped = False

    def _ready_in(self) -> float:
        now = self._clock()
        while self._free_again and self._free_again[0] <= now:
            self._free_again.popleft()
        paused = max(0.0, self._paused_until - now)
        if self._under_way + len(self._free_again) < self.rate.calls:
            return paused
        free_in = self._free_again[0] - now if self._free_again else self.rate.seconds
        return max(paused, free_in)

    def _check_stopped(self) -> None:
        if self._stopped:
            raise CancelledError("You stopped this before it was sent.")
