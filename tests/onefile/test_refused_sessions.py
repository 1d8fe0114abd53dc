"""A write that is refused with a 401 or 403: the session is renewed, and it is sent once more."""

from collections.abc import Callable

import pytest

from onefile_desktop.onefile.answers import BareNumber
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import RefusedError, SessionRefusedError
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

_WRITE = Request("/User", {"FirstName": "Ada"})
_HALF = "HTTP/1.1 {} Whatever\r\nContent-Length: 20\r\n\r\nno"


@pytest.mark.parametrize("status", [401, 403])
def test_a_new_session_after_one_that_is_refused(serve: Serve, connect: Connect, status: int) -> None:
    server = serve(in_turn(http(status), http(200, "77")))
    assert connect(server.url).send(_WRITE) == BareNumber(77)
    assert [call.headers.get("x-tokenid") for call in server.received] == [None, "key-1", None, "key-2"]
    first, second = (call.body for call in server.received if call.path.endswith("/User"))
    assert first == second


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(lambda status: Reply(_HALF.format(status).encode(), "close"), id="cut"),
        pytest.param(lambda status: Reply(_HALF.format(status).encode(), "hang"), id="hang"),
        pytest.param(lambda status: http(status, b"no", "Content-Encoding: br"), id="compressed"),
        pytest.param(lambda status: http(status, b"no", "Content-Encoding: gzip"), id="damaged"),
    ],
)
def test_a_refusal_is_one_however_little_of_it_can_be_read(
    serve: Serve, connect: Connect, status: int, refusal: Callable[[int], Reply]
) -> None:
    """The session is renewed and the write, which was not carried out, sent again."""
    server = serve(in_turn(refusal(status), http(200, "77")))
    client = connect(server.url, timeouts=Timeouts(connect=1, answer=0.2))
    assert client.send(_WRITE) == BareNumber(77)
    assert (server.count("/User"), server.count("/Authentication")) == (2, 2)


def test_401_twice(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(http(401)))
    with pytest.raises(SessionRefusedError):
        connect(server.url).send(_WRITE)
    assert server.count("/User") == 2


@pytest.mark.parametrize("replies", [(401, 403), (403, 403)])
def test_403_for_a_new_session_is_the_answer(serve: Serve, connect: Connect, replies: tuple[int, int]) -> None:
    server = serve(in_turn(*(http(status, "Not yours") for status in replies)))
    with pytest.raises(RefusedError) as caught:
        connect(server.url).send(_WRITE)
    assert (caught.value.status, caught.value.reason) == (403, "Not yours")
    assert server.count("/User") == 2
    assert server.count("/Authentication") == 2


def test_403_then_401(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(http(403), http(401)))
    with pytest.raises(SessionRefusedError):
        connect(server.url).send(_WRITE)
