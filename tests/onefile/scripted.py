"""A TCP server on loopback that answers as a test tells it, down to half a body and a reset."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Self

TOKEN = "the-api-token"
_DRIP_SECONDS = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Call:
    """A request as it arrived; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """Bytes to send, and what to do then; `hang` keeps the connection open and says no more, `drip` says a
    space at a time for ever."""

    data: bytes = b""
    then: Literal["keep", "close", "reset", "hang", "drip"] = "keep"


Script = Callable[[Call], Reply]


def http(status: int = 200, body: str | bytes = b"", *headers: str, then: Literal["keep", "close"] = "keep") -> Reply:
    """A well-formed answer; `headers` are whole lines."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(content)}", *headers]
    if then == "close":
        lines.append("Connection: close")
    return Reply("\r\n".join([*lines, "", ""]).encode() + content, then)


def authenticated(script: Script) -> Script:
    """`script` for every call but the authentication, which answers key-1, key-2, ..."""
    keys = iter(range(1, 1000))

    def answer(call: Call) -> Reply:
        return http(200, f'"key-{next(keys)}"') if call.path.endswith("/Authentication") else script(call)

    return answer


def in_turn(*replies: Reply) -> Script:
    """One reply a call; the last is repeated."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


class ScriptedServer:
    """Answers every call with what `script` says, a thread a connection; `welcome` may turn a connection away first.

    With `tls` it speaks nothing else.
    """

    def __init__(
        self, script: Script, *, welcome: Callable[[int], bool] = lambda _: True, tls: ssl.SSLContext | None = None
    ) -> None:
        self.received: list[Call] = []
        self._script = script
        self._welcome = welcome
        self._tls = tls
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self.port = self._listener.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}/api/v2.1"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._listener.close()
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self._threads[1:]:
            thread.join()

    def count(self, path: str) -> int:
        """How many calls of `path`, given below the base URL, have arrived."""
        return sum(call.path == f"/api/v2.1{path}" for call in self.received)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self._closing.is_set():
                connection.close()
                return
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            self._connections.append(connection)
            if self._welcome(len(self._connections)):
                thread = threading.Thread(target=self._serve, args=[connection])
                self._threads.append(thread)
                thread.start()
            else:
                _reset(connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while (call := _read(stream)) is not None:
                    self.received.append(call)
                    reply = self._script(call)
                    connection.sendall(reply.data)
                    if reply.then == "hang":
                        self._closing.wait()
                    while reply.then == "drip" and not self._closing.wait(_DRIP_SECONDS):
                        connection.sendall(b" ")
                    if reply.then == "reset":
                        _reset(connection)
                    if reply.then != "keep":
                        return
            except OSError:
                return


def _read(stream) -> Call | None:
    line = stream.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers: dict[str, str] = {}
    while header := stream.readline().strip().decode("latin-1"):
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    return Call(line[0], line[1], headers, stream.read(int(headers.get("content-length", 0))))


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    connection.close()
