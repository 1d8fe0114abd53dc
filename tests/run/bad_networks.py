"""What stands between a run and OneFile when no call gets through: real sockets that refuse, stall or lie."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.limiter import Limiter, Rate
from tests.onefile.certificates import certificate
from tests.onefile.scripted import ScriptedServer, http, in_turn

_FAST = Rate(100000, 60)
_IMPATIENT = Timeouts(connect=0.3, answer=0.3)
_ELSEWHERE = "https://onefile.invalid"


def client_of(url: str, *, proxy: str = "", connections: int = 8) -> OneFileClient:
    """A client that waits for 0.3 seconds only."""
    return OneFileClient(
        url, "a-token", limiter=Limiter(_FAST), timeouts=_IMPATIENT, proxy=proxy, connections=connections
    )


@contextmanager
def refused_port(_: Path) -> Iterator[OneFileClient]:
    """Nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    yield client_of(f"http://127.0.0.1:{port}")


@contextmanager
def unknown_address(_: Path) -> Iterator[OneFileClient]:
    """No such name."""
    yield client_of(_ELSEWHERE)


@contextmanager
def self_signed(folder: Path) -> Iterator[OneFileClient]:
    """Something that answers in TLS, with a certificate that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as stack:
        thread = threading.Thread(target=_shake_hands, args=(listener, context))
        thread.start()
        stack.callback(thread.join)
        stack.callback(listener.shutdown, socket.SHUT_RDWR)
        yield client_of(f"https://127.0.0.1:{listener.getsockname()[1]}")


@contextmanager
def stalling(_: Path) -> Iterator[OneFileClient]:
    """Takes connections, and never says a word of TLS."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield client_of(f"https://127.0.0.1:{silent.getsockname()[1]}")


@contextmanager
def full(_: Path) -> Iterator[OneFileClient]:
    """Listens, and has no room for one more connection (Linux lets those that come wait)."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as stack:
        for _number in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield client_of(f"http://127.0.0.1:{listener.getsockname()[1]}")


@contextmanager
def _proxy(status: int) -> Iterator[OneFileClient]:
    with ScriptedServer(in_turn(http(status, "<html>Who are you?</html>"))) as proxy:
        yield client_of(_ELSEWHERE, proxy=f"http://127.0.0.1:{proxy.port}")
        assert {call.method for call in proxy.received} == {"CONNECT"}


@contextmanager
def proxy_with_login(_: Path) -> Iterator[OneFileClient]:
    """A proxy that asks who is there."""
    with _proxy(407) as client:
        yield client


@contextmanager
def proxy_that_forbids(_: Path) -> Iterator[OneFileClient]:
    """A proxy that does not let anybody there."""
    with _proxy(403) as client:
        yield client


@contextmanager
def proxy_without_way(_: Path) -> Iterator[OneFileClient]:
    """A proxy that does not get there itself."""
    with _proxy(502) as client:
        yield client


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue
