"""Connections that come to nothing: each is one failure, and leaves nothing behind."""

import socket
import ssl
import time
from collections.abc import Callable

import httpx
import pytest
import truststore

from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.connections import Connections
from onefile_desktop.onefile.endings import CallError, EndingKind, NotSentError
from tests.onefile.scripted import Reply, ScriptedServer, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

_ELSEWHERE = "https://onefile.example.org/api/v2.1"
_CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.mark.parametrize(
    ("reply", "kinds"),
    [
        pytest.param(Reply(_CONNECTED, "close"), {EndingKind.NOT_SECURE, EndingKind.UNREACHABLE}, id="closed"),
        pytest.param(Reply(_CONNECTED, "hang"), {EndingKind.CONNECT_TIMEOUT}, id="silent"),
    ],
)
def test_a_proxy_whose_connections_are_not_secure_uses_none_up(
    serve: Serve, connect: Connect, reply: Reply, kinds: set[EndingKind]
) -> None:
    """More of them fail than there may be at once."""
    proxy = serve(in_turn(reply), authenticating=False)
    timeouts = Timeouts(connect=0.2, answer=1, repeats=())
    client = connect(_ELSEWHERE, proxy=f"http://127.0.0.1:{proxy.port}", connections=2, timeouts=timeouts)
    for _ in range(4):
        with pytest.raises(CallError) as caught:
            client.customer()
        assert caught.value.kind in kinds
    assert [call.method for call in proxy.received] == ["CONNECT"] * 4


@pytest.mark.parametrize("host", [".example.org", "a..example.org", "a" * 64 + ".example.org"])
def test_a_proxy_that_can_have_no_address(connect: Connect, host: str) -> None:
    client = connect(_ELSEWHERE, proxy=f"http://{host}:9", timeouts=Timeouts(repeats=()))
    with pytest.raises(NotSentError):
        client.customer()


def test_what_ends_between_connecting_and_securing_is_closed() -> None:
    def trace(event: str, _: object) -> None:
        if event == "connection.connect_tcp.complete":
            time.sleep(0.3)

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    connections = Connections(context, proxy=None, connections=1, seconds=0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener, httpx.Client(transport=connections) as client:
        with pytest.raises(httpx.ConnectTimeout) as caught:  # it holds on to whatever was in use when it was raised
            client.get(f"https://127.0.0.1:{listener.getsockname()[1]}/", extensions={"trace": trace})
        listener.settimeout(2)
        far, _ = listener.accept()
        with far:
            far.settimeout(2)
            assert far.recv(1) == b""
        del caught
