"""An answer that comes in for ever, a little at a time or all too much of it, is cut off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from onefile_desktop.onefile import incoming
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import CallError, EndingKind, RefusedError
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import Reply, ScriptedServer, authenticated, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

_WRITE = Request("/User", {})
_IMPATIENT = Timeouts(connect=1, answer=0.2, repeats=())
_LONGEST_SECONDS = 10


def _dripping(status: int) -> Reply:
    return Reply(f"HTTP/1.1 {status} Whatever\r\nContent-Length: 100000000\r\n\r\n{{".encode(), "drip")


def _ending(call: Callable[[], object]) -> CallError:
    with ThreadPoolExecutor(1) as pool:  # leaving it waits for the call, which the server would have go on for ever
        error = pool.submit(call).exception(_LONGEST_SECONDS)
    assert isinstance(error, CallError)
    return error


def test_a_write_may_have_been_carried_out(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(_dripping(200)))
    client = connect(server.url, timeouts=_IMPATIENT)
    assert _ending(lambda: client.send(_WRITE)).kind is EndingKind.CUT_ANSWER
    assert server.count("/User") == 1


_HEADERS = Reply(b"HTTP/1.1 200 OK\r\nX-Anything: ", "drip")
_CHUNK_SIZE = Reply(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "drip")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(_HEADERS, EndingKind.NO_ANSWER, id="headers"),
        pytest.param(_CHUNK_SIZE, EndingKind.CUT_ANSWER, id="size of a chunk"),
    ],
)
def test_what_is_no_body_ends_too(serve: Serve, connect: Connect, reply: Reply, kind: EndingKind) -> None:
    server = serve(in_turn(reply))
    client = connect(server.url, timeouts=_IMPATIENT)
    assert _ending(lambda: client.send(_WRITE)).kind is kind
    assert server.count("/User") == 1


def test_the_next_call_has_all_its_time(serve: Serve, connect: Connect) -> None:
    """On a connection that is kept alive, longer after the first call than a call may take."""
    server = serve(in_turn(http(200, '{"ID": 1}')))
    client = connect(server.url, timeouts=Timeouts(connect=0.1, answer=0.2, repeats=()))
    client.customer()
    client.limiter.wait(0.4)
    assert client.customer().id == 1


def test_a_reading_is_cut_off(serve: Serve, connect: Connect) -> None:
    client = connect(serve(in_turn(_dripping(200))).url, timeouts=_IMPATIENT)
    assert _ending(client.customer).kind is EndingKind.CUT_ANSWER


def test_where_the_status_says_enough_it_counts(serve: Serve, connect: Connect) -> None:
    client = connect(serve(in_turn(_dripping(400))).url, timeouts=_IMPATIENT)
    assert isinstance(_ending(lambda: client.send(_WRITE)), RefusedError)


@pytest.mark.parametrize("reply", [_dripping(200), _HEADERS], ids=["body", "headers"])
def test_an_authentication_that_drips_sends_nothing(serve: Serve, connect: Connect, reply: Reply) -> None:
    server = serve(in_turn(reply), authenticating=False)
    client = connect(server.url, timeouts=_IMPATIENT)
    assert _ending(lambda: client.send(_WRITE)).kind is EndingKind.NO_SESSION
    assert server.count("/User") == 0


def test_an_answer_that_is_too_large(serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "_LARGEST_BYTES", 1000)
    server = serve(in_turn(http(200, b'{"ID": 1}'.ljust(1000)), http(200, b'{"ID": 1}'.ljust(1001))))
    client = connect(server.url, timeouts=Timeouts(repeats=()))
    assert client.customer().id == 1
    assert _ending(client.customer).kind is EndingKind.CUT_ANSWER


def test_the_connection_is_not_used_again(serve: Serve, connect: Connect) -> None:
    server = serve(authenticated(in_turn(_dripping(200), http(200, '{"ID": 1}'))), authenticating=False)
    client = connect(server.url, timeouts=_IMPATIENT)
    _ending(client.customer)
    assert client.customer().id == 1
