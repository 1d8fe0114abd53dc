"""The ways in which a call can end: told apart here, as far as the wire shows; what follows is decided elsewhere."""

from collections.abc import Mapping
from enum import StrEnum, auto
from http import HTTPStatus


class EndingKind(StrEnum):
    """How a call ended. What cannot be told apart from this side is one kind."""

    # No connection, or no turn: OneFile cannot have seen the call.
    UNREACHABLE = auto()
    ADDRESS_NOT_FOUND = auto()
    NOT_SECURE = auto()
    PROXY_LOGIN = auto()
    PROXY_REFUSED = auto()
    CONNECT_TIMEOUT = auto()
    ALL_BUSY = auto()
    CANCELLED = auto()

    # The session that every call needs.
    NO_SESSION = auto()
    SESSION_REFUSED = auto()
    TOKEN_REFUSED = auto()

    # The call left, and no usable answer came back.
    BROKEN = auto()
    """Lost on its way there, or its answer on its way back; reset; or sent on a connection that was closed already."""
    NO_ANSWER = auto()
    CUT_ANSWER = auto()
    UNREADABLE_ANSWER = auto()
    PAGE = auto()
    """Success, says the status, but a web page came back."""
    SERVICE_AWAY = auto()
    MAINTENANCE = auto()

    # OneFile said no.
    TOO_MANY_CALLS = auto()
    REFUSED = auto()
    FORBIDDEN = auto()
    NOT_FOUND = auto()
    CONFLICT = auto()
    REDIRECTED = auto()

    # OneFile said yes.
    DONE = auto()
    BARE_NUMBER = auto()
    NO_ID = auto()
    """Yes, with nothing in it, with the centre in it, or with anything else that tells no ID."""


_REFUSALS: Mapping[int, EndingKind] = {
    HTTPStatus.UNAUTHORIZED: EndingKind.FORBIDDEN,
    HTTPStatus.FORBIDDEN: EndingKind.FORBIDDEN,
    HTTPStatus.NOT_FOUND: EndingKind.NOT_FOUND,
    HTTPStatus.CONFLICT: EndingKind.CONFLICT,
}


class CallError(Exception):
    """A call that did not succeed. `reason` is a sentence for people, in OneFile's words where it gave any."""

    def __init__(self, reason: str, kind: EndingKind) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


class NotSentError(CallError):
    """No connection (refused, DNS, TLS, proxy, timeout) or no session came about: OneFile cannot have seen the call."""

    def __init__(self, reason: str, kind: EndingKind = EndingKind.UNREACHABLE) -> None:
        super().__init__(reason, kind)


class SessionRefusedError(CallError):
    """OneFile refuses the API token, or (`SESSION_REFUSED`) a session key that it has just made, or (`NO_SESSION`) does
    not seem to be at this address.
    """

    def __init__(self, reason: str, kind: EndingKind = EndingKind.TOKEN_REFUSED) -> None:
        super().__init__(reason, kind)


class TooManyCallsError(CallError):
    """429: nothing was done. `retry_after` is in seconds, None where OneFile did not say."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason, EndingKind.TOO_MANY_CALLS)
        self.retry_after = retry_after


class RefusedError(CallError):
    """OneFile understood and said no (400, 403, 404, 409, ...): nothing was done, and asking again will not help.

    So has it with a 401 to this call alone, time and again, while it takes the same session for others.
    `quoted` says that the reason is in OneFile's own words.
    """

    def __init__(self, reason: str, status: int, *, quoted: bool = True) -> None:
        redirected = status < HTTPStatus.BAD_REQUEST
        super().__init__(reason, EndingKind.REDIRECTED if redirected else _REFUSALS.get(status, EndingKind.REFUSED))
        self.status = status
        self.quoted = quoted


class NoAnswerError(CallError):
    """The call left, and no usable answer came back (timeout, reset, cut short, 200 with something unreadable)."""

    def __init__(self, reason: str, kind: EndingKind = EndingKind.UNREADABLE_ANSWER) -> None:
        super().__init__(reason, kind)


class ServiceAwayError(CallError):
    """OneFile answered with a 5xx or a maintenance page; what it did before that nobody can tell."""

    def __init__(self, reason: str, kind: EndingKind = EndingKind.SERVICE_AWAY) -> None:
        super().__init__(reason, kind)


class CancelledError(CallError):
    """The person asked to stop while a call waited for its turn; it was not sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, EndingKind.CANCELLED)
