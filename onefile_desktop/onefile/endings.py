"""The ways in which a call can end badly, told apart by the one question that matters: may OneFile have done it?"""


class CallError(Exception):
    """A call that did not succeed. `reason` is a sentence for people, in OneFile's words where it gave any."""

    may_have_happened = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSentError(CallError):
    """No connection (refused, DNS, TLS, timeout) or no session came about, so OneFile cannot have seen the call."""


class SessionRefusedError(CallError):
    """OneFile refuses the API token, or a session key that it has just made: no call succeeds until that changes."""


class TooManyCallsError(CallError):
    """429: nothing was done. `retry_after` is in seconds, None where OneFile did not say."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class RefusedError(CallError):
    """OneFile understood and said no (400, 403, 404, 409, ...): nothing was done, and asking again will not help."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


class NoAnswerError(CallError):
    """The call left, and no usable answer came back (timeout, reset, cut short, 200 with something unreadable)."""

    may_have_happened = True


class ServiceAwayError(CallError):
    """OneFile answered with a 5xx or a maintenance page; what it did before that nobody can tell."""

    may_have_happened = True


class CancelledError(CallError):
    """The person asked to stop while a call waited for its turn; it was not sent."""
