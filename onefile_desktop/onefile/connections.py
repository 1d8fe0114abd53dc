"""Connections to OneFile, kept alive between calls, on which no call lasts for ever.

An HTTP client has a timeout for each piece that comes in; headers or the sizes of chunks that drip would hold a call up
for good. So what is left of the call's time is counted below HTTP, with each piece that is read or written.
"""

import math
import ssl
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

import httpcore
import httpx

from onefile_desktop.onefile.incoming import BoundedStream

_KEPT_ALIVE_SECONDS = 5.0
_SAME_IN_HTTPX: Mapping[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
}
_ends_at: ContextVar[float] = ContextVar("ends_at", default=math.inf)  # of the call that this thread makes


class Connections(httpx.BaseTransport):
    """At most so many `connections`, through `proxy` where there is one.

    A call ends `seconds` after it has begun, with a timeout, or with `httpx.ReadError` where the beginning of its
    answer had come; for each piece, its own timeouts hold as well. Raises `ValueError` or `httpx.InvalidURL` for a
    proxy that cannot be used.
    """

    def __init__(self, context: ssl.SSLContext, *, proxy: str | None, connections: int, seconds: float) -> None:
        self._seconds = seconds
        via = None if proxy is None else httpx.Proxy(proxy)
        if via is not None and via.url.scheme not in {"http", "https"}:
            raise ValueError(via.url.scheme)
        self._pool = _Pool(
            ssl_context=context,
            proxy=None if via is None else httpcore.Proxy(_url(via.url), via.raw_auth, via.headers.raw),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEPT_ALIVE_SECONDS,
            network_backend=_TimedBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends `request` once, and returns its answer once that has begun."""
        ends_at = time.monotonic() + self._seconds
        _ends_at.set(ends_at)
        assert isinstance(request.stream, httpx.SyncByteStream)
        sent = httpcore.Request(
            request.method,
            _url(request.url),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_in_httpx():
            answer = self._pool.handle_request(sent)
        headers = httpx.Headers(answer.headers)
        body = BoundedStream(_Body(answer, ends_at), headers.get("content-encoding", ""))
        headers.pop("content-encoding", None)  # what comes out of the stream is plain
        return httpx.Response(answer.status, headers=headers, stream=body)

    def close(self) -> None:
        """Closes every connection."""
        self._pool.close()


class _Pool(httpcore.ConnectionPool):
    """Connections of which none that has failed takes up the place of another."""

    def create_connection(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        return _ClosedOnceFailed(super().create_connection(origin))


class _ClosedOnceFailed(httpcore.ConnectionInterface):
    """A connection that is closed when a call on it fails; one through a proxy would otherwise seem busy for ever."""

    def __init__(self, inner: httpcore.ConnectionInterface) -> None:
        self._inner = inner

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        try:
            return self._inner.handle_request(request)
        except httpcore.ConnectionNotAvailable:  # nothing has failed: another call is on it
            raise
        except BaseException:
            self._inner.close()
            raise

    def close(self) -> None:
        self._inner.close()

    def info(self) -> str:
        return self._inner.info()

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return self._inner.can_handle_request(origin)

    def is_available(self) -> bool:
        return self._inner.is_available()

    def has_expired(self) -> bool:
        return self._inner.has_expired()

    def is_idle(self) -> bool:
        return self._inner.is_idle()

    def is_closed(self) -> bool:
        return self._inner.is_closed()


class _Body(httpx.SyncByteStream):
    """The pieces of an answer's body, as they come in."""

    def __init__(self, answer: httpcore.Response, ends_at: float) -> None:
        self._answer = answer
        self._ends_at = ends_at

    def __iter__(self) -> Iterator[bytes]:
        try:
            with _as_in_httpx():
                yield from cast("Iterable[bytes]", self._answer.stream)
        except httpx.ReadTimeout as error:
            if time.monotonic() < self._ends_at:
                raise
            raise httpx.ReadError("The answer takes too long.") from error

    def close(self) -> None:
        """Lets go of the connection, which closes where the answer is not at its end."""
        self._answer.close()


class _TimedBackend(httpcore.NetworkBackend):
    """Opens connections of which no call takes longer than it may."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects; where `host` has several addresses, `timeout` seconds hold for each."""
        left = _left(timeout, httpcore.ConnectTimeout)
        try:
            return _TimedStream(self._inner.connect_tcp(host, port, left, local_address, socket_options))
        except UnicodeError as error:  # a part of the name is empty, or longer than any may be
            raise httpcore.ConnectError(str(error)) from error


class _TimedStream(httpcore.NetworkStream):
    """A connection; everything is over when the call is that this thread makes."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            left = _left(timeout, httpcore.ConnectTimeout)
        except httpcore.ConnectTimeout:
            self.close()  # nobody else knows of it yet
            raise
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _left(timeout: float | None, over: type[httpcore.TimeoutException]) -> float | None:
    """The seconds for one piece; raises `over` where the call has none left."""
    left = _ends_at.get() - time.monotonic()
    if left <= 0:
        raise over("The call takes too long.")
    return timeout if left == math.inf else min(left, math.inf if timeout is None else timeout)


@contextmanager
def _as_in_httpx() -> Generator[None]:
    """Errors of the connections are raised as httpx names them."""
    try:
        yield
    except tuple(_SAME_IN_HTTPX) as error:
        raise _SAME_IN_HTTPX[type(error)](str(error)) from error


def _url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
