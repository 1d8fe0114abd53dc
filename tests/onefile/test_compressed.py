"""Answers that are compressed: understood, and bounded by what they unpack to."""

import gzip
import zlib
from collections.abc import Callable

import pytest

from onefile_desktop.onefile import incoming
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import EndingKind, NoAnswerError, RefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

_PLAIN = b'{"ID": 1}'
_PACKED = gzip.compress(_PLAIN)
_RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)


def _compressed(body: bytes, encoding: str = "gzip") -> Reply:
    return http(200, body, f"Content-Encoding: {encoding}")


def _client(serve: Serve, connect: Connect, *replies: Reply) -> OneFileClient:
    return connect(serve(in_turn(*replies)).url, timeouts=Timeouts(repeats=()))


def test_gzip_is_asked_for_and_understood(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(_compressed(_PACKED), _compressed(_PACKED, "X-GZIP"), _compressed(b'{"ID": 1}', "identity")))
    client = connect(server.url)
    assert [client.customer().id for _ in range(3)] == [1, 1, 1]
    assert {call.headers["accept-encoding"] for call in server.received if call.path.endswith("/Customer")} == {"gzip"}


def test_what_takes_many_steps_to_unpack_is_whole(serve: Serve, connect: Connect) -> None:
    body = b'{"ID": 1, "Name": "' + b"x" * 5_000_000 + b'"}'
    assert len(_client(serve, connect, _compressed(gzip.compress(body))).customer().name) == 5_000_000


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("utf-8", _PLAIN),
        ("none", _PLAIN),
        ("Identity , gzip", _PACKED),
        ("gzip, utf-8,", _PACKED),
        ("deflate", zlib.compress(_PLAIN)),
        ("deflate", _RAW.compress(_PLAIN) + _RAW.flush()),
    ],
    ids=["utf-8", "none", "identity too", "utf-8 too", "deflate", "deflate without a header"],
)
def test_what_was_not_asked_for_is_understood_all_the_same(
    serve: Serve, connect: Connect, encoding: str, body: bytes
) -> None:
    assert _client(serve, connect, _compressed(body, encoding)).customer().id == 1


def test_no_reason_is_made_of_what_cannot_be_unpacked(serve: Serve, connect: Connect) -> None:
    client = _client(serve, connect, http(400, b"\x8b\x04\x80not plain", "Content-Encoding: br"))
    with pytest.raises(RefusedError, match="gave no reason"):
        client.send(Request("/User", {}))


def test_nothing_at_all_is_not_damaged(serve: Serve, connect: Connect) -> None:
    assert _client(serve, connect, _compressed(b"")).send(Request("/User", {})) == WriteAnswer(None)


def test_a_small_answer_that_unpacks_to_a_large_one(
    serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_LARGEST_BYTES", 2_000_000)
    bomb = gzip.compress(b'{"ID": 1}'.ljust(100_000_000))
    with pytest.raises(NoAnswerError) as caught:
        _client(serve, connect, _compressed(bomb)).customer()
    assert caught.value.kind is EndingKind.CUT_ANSWER


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(_compressed(_PACKED[:-9]), id="cut"),
        pytest.param(_compressed(b"not packed at all"), id="damaged"),
        pytest.param(_compressed(_PACKED, "br"), id="another kind"),
        pytest.param(_compressed(_PACKED, "a-new-one"), id="unknown"),
        pytest.param(_compressed(zlib.compress(_PLAIN)[:-5], "deflate"), id="cut deflate"),
        pytest.param(_compressed(gzip.compress(_PACKED), "gzip, gzip"), id="twice"),
    ],
)
def test_what_cannot_be_unpacked_is_unreadable(serve: Serve, connect: Connect, reply: Reply) -> None:
    with pytest.raises(NoAnswerError) as caught:
        _client(serve, connect, reply).send(Request("/User", {}))
    assert caught.value.kind is EndingKind.UNREADABLE_ANSWER
