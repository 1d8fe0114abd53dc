"""How a request leaves this computer: in its turn and through the right proxy; and what became of it if it fails."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import truststore

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.answers import Answer, retry_after
from onefile_desktop.onefile.connections import Connections
from onefile_desktop.onefile.endings import CallError, EndingKind, NoAnswerError, NotSentError
from onefile_desktop.onefile.environments import is_loopback
from onefile_desktop.onefile.limiter import Limiter

_LONGEST_PAUSE_SECONDS = 15 * 60
_SHORTEST_PAUSE_SECONDS = 1.0
_MOST_DOUBLINGS = 10
_REFUSALS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection, for an answer, and before each time that a reading which failed is repeated.

    Connection and whole answer together take no longer than the first two.
    """

    connect: float = 10
    answer: float = 60
    repeats: tuple[float, ...] = (0.5, 2.0)


class LimitedTransport(httpx.BaseTransport):
    """Lets every request out in its turn, authentication included, and keeps the newest answer's Server header.

    A 429 holds everybody back for as long as it says, or for a whole window; where it says less than a second, for
    longer each time. A call lasts `call_seconds` at most, from its turn until its answer is there.
    `proxy` is the address of one to use instead of the system's, empty for none; raises `UsageError` for a kind of
    proxy that is not supported.
    """

    def __init__(
        self, limiter: Limiter, base_url: str, *, call_seconds: float, proxy: str | None, connections: int
    ) -> None:
        self.server: str | None = None
        self._limiter = limiter
        self._hurried_in_a_row = 0
        try:
            self._inner = Connections(
                truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                proxy=_proxy_for(base_url, proxy),
                connections=connections,
                seconds=call_seconds,
            )
        except (ValueError, httpx.InvalidURL):
            raise UsageError(
                "Proxy not supported",
                "Your computer’s settings name a proxy of a kind that this program cannot use.",
                "Ask your IT department for an HTTP proxy.",
            ) from None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends `request` once; raises `CancelledError` where it was told to stop before.

        `last_check` among its extensions is called when its turn has come; where that raises, nothing is sent.
        """
        self._limiter.acquire(request.extensions.get("last_check"))
        try:
            response = self._inner.handle_request(request)
        finally:
            self._limiter.release()
        self.server = response.headers.get("server")
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            self._limiter.pause(self._pause_after(retry_after(Answer(response.status_code, response.headers, b""))))
        else:
            self._hurried_in_a_row = 0
        return _taken_in(response) if response.status_code in _REFUSALS else response

    def _pause_after(self, asked: float | None) -> float:
        """The seconds of the pause after a 429 that asked for so many, None where it did not say."""
        if asked is None:
            return self._limiter.rate.seconds
        if asked >= _SHORTEST_PAUSE_SECONDS:
            return min(asked, _LONGEST_PAUSE_SECONDS)
        longest = max(_SHORTEST_PAUSE_SECONDS, self._limiter.rate.seconds)
        self._hurried_in_a_row += 1
        return min(_SHORTEST_PAUSE_SECONDS * 2.0 ** min(self._hurried_in_a_row - 1, _MOST_DOUBLINGS), longest)

    def close(self) -> None:
        """Closes every connection."""
        self._inner.close()


def _taken_in(refusal: httpx.Response) -> httpx.Response:
    """The same answer with its whole body; with none where that cannot be read, for the status has said enough.

    The session is renewed after a refusal. httpx reads it first, and would have a damaged one end the call.
    """
    with closing(refusal):
        try:
            body = refusal.read()
        except httpx.RequestError:
            body = b""
    headers = refusal.headers.copy()
    headers["Content-Length"] = str(len(body))
    return httpx.Response(refusal.status_code, headers=headers, content=body)


def ending_of(error: httpx.RequestError, timeouts: Timeouts, *, answering: bool = False) -> CallError:
    """What became of a call that met `error`; `answering` says that the beginning of its answer had come.

    Only a connection that never came about proves that nothing was sent; after that, OneFile may have had it all. A
    proxy is used for encrypted calls only (`_proxy_for`), so one that refuses has refused to connect.
    """
    match error:
        case httpx.ConnectTimeout():
            reason = f"OneFile could not be reached within {timeouts.connect:g} seconds."
            return NotSentError(reason, EndingKind.CONNECT_TIMEOUT)
        case httpx.PoolTimeout():
            return NotSentError(
                "OneFile was still busy with earlier calls, so this one was not sent.", EndingKind.ALL_BUSY
            )
        case httpx.ConnectError():
            return _no_connection(error)
        case httpx.ProxyError():
            return _refused_by_proxy(error)
        case httpx.TimeoutException():
            return NoAnswerError(f"OneFile did not answer within {timeouts.answer:g} seconds.", EndingKind.NO_ANSWER)
        case httpx.DecodingError():
            return NoAnswerError("OneFile’s answer arrived damaged.", EndingKind.UNREADABLE_ANSWER)
        case _ if answering:
            return NoAnswerError("OneFile’s answer was cut short.", EndingKind.CUT_ANSWER)
        case _:
            return NoAnswerError("The connection to OneFile broke before its answer had arrived.", EndingKind.BROKEN)


def _no_connection(error: BaseException) -> NotSentError:
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return NotSentError(
            "No secure connection to OneFile came about. Colleges’ web filters sometimes intercept secure connections; "
            "your IT department can let this one through.",
            EndingKind.NOT_SECURE,
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NotSentError(
            "Your computer could not find OneFile’s address. Check the internet connection.",
            EndingKind.ADDRESS_NOT_FOUND,
        )
    return NotSentError("OneFile could not be reached. Check the internet connection.", EndingKind.UNREACHABLE)


def _refused_by_proxy(error: httpx.ProxyError) -> NotSentError:
    if str(error).startswith(str(int(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED))):
        return NotSentError(
            "Your network’s proxy asks for a name and a password, so nothing was sent. Your IT department can let this "
            "program through.",
            EndingKind.PROXY_LOGIN,
        )
    return NotSentError(
        "Your network’s proxy did not let the call through, so nothing was sent. Your IT department can help.",
        EndingKind.PROXY_REFUSED,
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _proxy_for(base_url: str, given: str | None) -> str | None:
    """The proxy that leads to `base_url`: none for this computer, else the given one, else the system's."""
    if is_loopback(base_url):
        return None
    parts = urlsplit(base_url)
    if given is None and parts.hostname and not proxy_bypass(parts.hostname):
        proxies = getproxies()
        given = proxies.get(parts.scheme) or proxies.get("all")
    if not given:
        return None
    return given if "://" in given else f"http://{given}"
