"""How long a run waits for what, and when it may go on."""

from dataclasses import dataclass

from onefile_desktop.onefile.endings import CallError, TooManyCallsError
from onefile_desktop.run.endings_table import may_be_carried_out

_CONSECUTIVE_IS_AWAY = 5
_CONSECUTIVE_IS_REFUSED = 3
_LONGEST_CALL_SECONDS = 240.0  # a look that is repeated twice, and each time waits a minute for its answer


@dataclass(frozen=True)
class Waits:
    """All in seconds.

    `lookups` are the times after a call's end at which something that may have been made is first looked for, and
    again, because a search may lag; `late_lookup` is the time of a third look, because OneFile may be at a call for
    longer than this side waits. Where a search is seen to lag, looks do not count and are repeated after growing
    pauses, until `lag_at_most` after the call's end, or after a look that was put off; then a person decides.
    `retry` is the first pause when OneFile cannot be reached; each further one is twice as long, up to
    `retry_at_most`. After `give_up_after` without a useful answer the run ends, to be resumed.
    """

    lookups: tuple[float, float] = (2.0, 15.0)
    late_lookup: float = 60.0
    lag_at_most: float = 120.0
    retry: float = 2.0
    retry_at_most: float = 60.0
    give_up_after: float = 1800.0


class Health:
    """How the service fares, as the calls' endings show: whether it is away, and when to call again.

    Times are in seconds of a clock that never goes back. It may go on while the computer sleeps, which says nothing of
    the service: between two failures no more counts than twice the longest pause and what the call itself took.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._failed_in_a_row = 0
        self._refused_in_a_row = 0
        self._pauses_in_a_row = 0
        self._without_answer = 0.0
        self._failed_at: float | None = None
        self._longest_pause = waits.retry_at_most
        self._rest_until = 0.0

    @property
    def away(self) -> bool:
        """Whether so many calls have failed in a row that one at a time is enough, and none that makes more doubt."""
        return self._failed_in_a_row >= _CONSECUTIVE_IS_AWAY

    def rest(self, now: float) -> float:
        """Seconds until calls may start again, 0.0 for now."""
        return max(0.0, self._rest_until - now)

    def answered(self) -> None:
        """OneFile has answered usefully, be it with a refusal."""
        self._failed_in_a_row = 0
        self._refused_in_a_row = 0
        self._pauses_in_a_row = 0
        self._without_answer = 0.0
        self._failed_at = None
        self._longest_pause = self._waits.retry_at_most

    def is_refused(self) -> bool:
        """Notes that OneFile refused a session or the token; says whether it does so for good.

        A session can end in the moment in which it was renewed, for instance when somebody else opens another one.
        """
        self._refused_in_a_row += 1
        return self._refused_in_a_row >= _CONSECUTIVE_IS_REFUSED

    def failed(self, error: CallError, now: float, held: float, lasted: float = 0.0) -> float:
        """Notes a call without a useful answer; returns the seconds of the pause that now begins, 0.0 for none.

        The call `lasted` so many seconds. `held` are those for which the rate limit lets nothing through, after a 429
        those that OneFile asked for.
        """
        if self._failed_at is not None:
            counted = 2 * self._longest_pause + min(lasted, _LONGEST_CALL_SECONDS)
            self._without_answer += min(now - self._failed_at, counted)
        self._failed_at = now
        if isinstance(error, TooManyCallsError):
            return self._pause(held, now)
        self._failed_in_a_row += 1
        if self.rest(now) or not (self.away or not may_be_carried_out(error)):
            return 0.0
        seconds = min(self._waits.retry * 2.0**self._pauses_in_a_row, self._waits.retry_at_most)
        self._pauses_in_a_row += 1
        return self._pause(seconds, now)

    @property
    def is_only_held_back(self) -> bool:
        """Whether OneFile has answered nothing but that there were too many calls, since the last useful answer."""
        return not self._failed_in_a_row

    @property
    def is_hopeless(self) -> bool:
        """Whether there has been no useful answer for so long that the run should end."""
        return self._without_answer >= self._waits.give_up_after

    def _pause(self, seconds: float, now: float) -> float:
        if now + seconds <= self._rest_until:
            return 0.0
        self._rest_until = now + seconds
        self._longest_pause = max(self._longest_pause, seconds)
        return seconds
