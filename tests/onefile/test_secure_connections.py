"""Calls in TLS, straight and through a proxy: they get through, and end in time."""

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import truststore

from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.connections import Connections
from onefile_desktop.onefile.endings import CallError, EndingKind
from onefile_desktop.onefile.writes import Request
from tests.onefile.certificates import certificate
from tests.onefile.scripted import Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there can a test have a certificate trusted")

_DRIPPING_BODY = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n{", "drip")
_DRIPPING_HEADERS = Reply(b"HTTP/1.1 200 OK\r\nX-Anything: ", "drip")


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's, whose certificate is trusted."""
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made


@contextmanager
def _tunnel(port: int) -> Iterator[str]:
    """The address of a proxy that connects its only caller to `port`."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(("127.0.0.1", port)) as far:

        def pump(source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while piece := source.recv(65536):
                    target.sendall(piece)
            for one in (source, target):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        def serve() -> None:
            near, _ = listener.accept()
            with near:
                near.recv(65536)
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=pump, args=(far, near))
                back.start()
                pump(near, far)
                back.join()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_through_a_proxy_too(serve: Serve, context: ssl.SSLContext) -> None:
    """No proxy leads to this computer in earnest, so this goes without the client."""
    server = serve(in_turn(http(200, "1"), _DRIPPING_HEADERS), authenticating=False, tls=context)
    timeout = httpx.Timeout(5)
    with _tunnel(server.port) as proxy:
        connections = Connections(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), proxy=proxy, connections=1, seconds=1)
        with httpx.Client(transport=connections, timeout=timeout) as client:
            assert client.get(server.url).text == "1"
            with pytest.raises(httpx.ReadTimeout):
                client.get(server.url)
    assert [call.method for call in server.received] == ["GET", "GET"]


def test_a_call_gets_through(serve: Serve, connect: Connect, context: ssl.SSLContext) -> None:
    server = serve(in_turn(http(200, '{"ID": 1}')), tls=context)
    client = connect(server.url)
    assert [client.customer().id for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(_DRIPPING_HEADERS, EndingKind.NO_ANSWER), (_DRIPPING_BODY, EndingKind.CUT_ANSWER)],
    ids=["headers", "body"],
)
def test_an_answer_that_drips(
    serve: Serve, connect: Connect, context: ssl.SSLContext, reply: Reply, kind: EndingKind
) -> None:
    server = serve(in_turn(reply), tls=context)
    with pytest.raises(CallError) as caught:
        connect(server.url, timeouts=Timeouts(connect=1, answer=0.2)).send(Request("/User", {}))
    assert caught.value.kind is kind
