"""How many calls are under way at once: fewer where OneFile cannot keep up."""

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.endings import CallError, ServiceAwayError, TooManyCallsError

MOST_AT_ONCE = 8
_ANSWERS_FOR_ONE_MORE = 10


class Pace:
    """Begins with `most`, halves with each 429 or 5xx, and comes back one by one while OneFile answers well.

    Raises `UsageError` where `most` is not 1 to 8.
    """

    def __init__(self, most: int) -> None:
        if not 1 <= most <= MOST_AT_ONCE:
            raise UsageError(
                "Number of calls at once not possible",
                f"The program can have 1 to {MOST_AT_ONCE} calls to OneFile under way at once, not {most}.",
                f"Choose a number from 1 to {MOST_AT_ONCE}.",
            )
        self.most = most
        self._at_once = most
        self._answers_in_a_row = 0

    @property
    def at_once(self) -> int:
        """How many calls may be under way now."""
        return self._at_once

    @property
    def is_full(self) -> bool:
        """Whether nothing has slowed it down."""
        return self._at_once == self.most

    def ended(self, error: CallError | None) -> None:
        """A call has ended, with `error` or well."""
        if isinstance(error, TooManyCallsError | ServiceAwayError):
            self._at_once = max(1, self._at_once // 2)
            self._answers_in_a_row = 0
        elif error is None and not self.is_full:
            self._answers_in_a_row += 1
            if self._answers_in_a_row == _ANSWERS_FOR_ONE_MORE:
                self._at_once += 1
                self._answers_in_a_row = 0
