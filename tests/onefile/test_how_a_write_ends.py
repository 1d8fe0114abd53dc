"""Every way in which a POST can end, by the two questions that matter: did it arrive, and what do we say about it?"""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from onefile_desktop.onefile import transport
from onefile_desktop.onefile.answers import BareNumber
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import (
    CallError,
    EndingKind,
    NoAnswerError,
    NotSentError,
    RefusedError,
    ServiceAwayError,
    SessionRefusedError,
    TooManyCallsError,
)
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request, create_user
from tests.onefile.scripted import Call, Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

WRITE = create_user({"OrganisationID": 1, "FirstName": "Ada", "LastName": "King", "Email": "a@example.org", "Role": 1})
PAGE = "<!DOCTYPE html><title>Back soon</title>"
_CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"


IMPATIENT = Timeouts(connect=0.3, answer=0.3)


def timeouts_for(reply: Reply) -> Timeouts:
    return IMPATIENT if reply.then == "hang" else Timeouts()


def ending(client: OneFileClient, request: Request = WRITE) -> CallError:
    with pytest.raises(CallError) as caught:
        client.send(request)
    return caught.value


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(Reply(then="close"), EndingKind.BROKEN, id="closed"),
        pytest.param(Reply(then="reset"), EndingKind.BROKEN, id="reset"),
        pytest.param(Reply(then="hang"), EndingKind.NO_ANSWER, id="hang"),
        pytest.param(Reply(b"HTTP/1.1 200 OK\r\nContent-", "close"), EndingKind.BROKEN, id="half a head"),
        pytest.param(Reply(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "close"), EndingKind.BROKEN, id="not HTTP"),
        pytest.param(Reply(_CUT, "close"), EndingKind.CUT_ANSWER, id="body cut"),
        pytest.param(Reply(_CUT, "reset"), EndingKind.CUT_ANSWER, id="body reset"),
        pytest.param(Reply(_CUT, "hang"), EndingKind.NO_ANSWER, id="body hangs"),
        pytest.param(http(200, '{"ID": 12, "Usern'), EndingKind.UNREADABLE_ANSWER, id="half of the JSON"),
        pytest.param(http(200, "Created"), EndingKind.UNREADABLE_ANSWER, id="not JSON"),
        pytest.param(http(200, "not gzip", "Content-Encoding: gzip"), EndingKind.UNREADABLE_ANSWER, id="damaged"),
        pytest.param(http(200, PAGE, "Content-Type: text/html"), EndingKind.PAGE, id="page"),
        pytest.param(http(200, PAGE), EndingKind.PAGE, id="page without a type"),
        pytest.param(http(301, "", "Location: /User/7"), EndingKind.UNREADABLE_ANSWER, id="moved"),
        pytest.param(http(302, "", "Location: /User/7"), EndingKind.UNREADABLE_ANSWER, id="found"),
        pytest.param(http(303, "", "Location: /User/7"), EndingKind.UNREADABLE_ANSWER, id="see elsewhere"),
        pytest.param(http(408), EndingKind.NO_ANSWER, id="request timeout"),
    ],
)
def test_sent_without_a_usable_answer(serve: Serve, connect: Connect, reply: Reply, kind: EndingKind) -> None:
    server = serve(in_turn(reply))
    error = ending(connect(server.url, timeouts=timeouts_for(reply)))
    assert type(error) is NoAnswerError
    assert error.kind is kind
    assert server.count("/User") == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("body", "kind"), [("", EndingKind.SERVICE_AWAY), (PAGE, EndingKind.MAINTENANCE)])
def test_the_service_is_away(serve: Serve, connect: Connect, status: int, body: str, kind: EndingKind) -> None:
    server = serve(in_turn(http(status, body)))
    error = ending(connect(server.url))
    assert type(error) is ServiceAwayError
    assert error.kind is kind
    assert server.count("/User") == 1


def test_the_status_counts_even_if_the_body_is_cut(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(Reply(b"HTTP/1.1 400 No\r\nContent-Length: 100\r\n\r\n{", "close")))
    error = ending(connect(server.url))
    assert isinstance(error, RefusedError)
    assert error.kind is EndingKind.REFUSED


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (http(400, '{"message": "Email is required"}'), "Email is required"),
        (http(403, '{"Message": "Not  this\\r\\ncentre"}'), "Not this centre"),
        (http(404, "No such user"), "No such user"),
        (http(409, '"Taken"'), "Taken"),
        (http(400, '{"message": "Half \\ud83d, whole \\ud83d\\ude00"}'), "Half ?, whole 😀"),
        (
            http(
                400, '{"Message": "Invalid.", "ModelState": {"user.Email": ["Too long.", "No @."], "user.Role": "No."}}'
            ),
            "Invalid. Too long. No @. No.",
        ),
        (http(400, '{"ModelState": ["A.", "B."]}'), "A. B."),
        (http(400, PAGE), "OneFile answered with a page instead of a reason."),
        (http(400, ""), "OneFile gave no reason (status 400)."),
        (http(400, '{"message": "Cl'), "OneFile gave no reason (status 400)."),
        (http(422, "[3]"), "OneFile gave no reason (status 422)."),
        (
            http(307, "", "Location: /elsewhere"),
            "OneFile pointed to another address (status 307); this is not followed.",
        ),
    ],
)
def test_refused_in_onefiles_words(serve: Serve, connect: Connect, reply: Reply, reason: str) -> None:
    server = serve(in_turn(reply))
    error = ending(connect(server.url))
    assert isinstance(error, RefusedError)
    assert error.status == int(reply.data.split()[1])
    assert error.reason == reason
    assert error.quoted == (not reason.startswith("OneFile"))
    assert server.count("/User") == (2 if error.status == 403 else 1)


def test_refused_connection(connect: Connect) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    error = ending(connect(f"http://127.0.0.1:{port}"))
    assert type(error) is NotSentError
    assert error.reason == "OneFile could not be reached. Check the internet connection."


def test_unknown_address(connect: Connect) -> None:
    error = ending(connect("https://onefile.invalid/api"))
    assert type(error) is NotSentError
    assert "could not find OneFile’s address" in error.reason


def test_no_secure_connection(connect: Connect) -> None:
    """Something between here and OneFile answers in its place, and not in TLS."""

    def answer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(100)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        pool.submit(answer, listener)
        error = ending(connect(f"https://127.0.0.1:{listener.getsockname()[1]}"))
    assert type(error) is NotSentError
    assert "web filters sometimes intercept secure connections" in error.reason


def test_hang_says_how_long_it_waited(serve: Serve, connect: Connect) -> None:
    error = ending(connect(serve(in_turn(Reply(then="hang"))).url, timeouts=IMPATIENT))
    assert error.reason == "OneFile did not answer within 0.3 seconds."


def test_tls_stall(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = ending(connect(f"https://127.0.0.1:{silent.getsockname()[1]}", timeouts=IMPATIENT))
    assert type(error) is NotSentError
    assert error.reason == "OneFile could not be reached within 0.3 seconds."


def test_no_connection_free() -> None:
    error = transport.ending_of(httpx.PoolTimeout(""), Timeouts())
    assert type(error) is NotSentError


def test_reset_before_the_request(serve: Serve, connect: Connect) -> None:
    """Nothing arrived, but this side can seldom tell it from a reset after the request."""
    server = serve(in_turn(http(200, "key", then="close")), authenticating=False, welcome=lambda number: number == 1)
    error = ending(connect(server.url))
    assert type(error) in {NoAnswerError, NotSentError}
    assert server.count("/User") == 0


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("", None),
        ("   ", None),
        ("null", None),
        ("true", None),
        ("[]", None),
        ('"OK"', None),
        ("123", 123),
        ('"123"', 123),
        ("123.0", 123),
        ("0", None),
        ("-5", None),
        ('{"ID": 123}', 123),
        ('{"id": "123"}', 123),
        ('{"ID": 123, "Username": "ada"}', 123),
        ('{"iD": 123, "FIRSTNAME": "Ada", "OrganisationID": 5740}', 123),
        ('{"ID": 5740, "Name": "A Centre"}', None),
        (
            '{"ID": 5740, "Name": "C", "KeychainCreationForNewUserActive": true, "KeychainEmailSuppression": false}',
            None,
        ),
        ('{"Username": "ada"}', None),
        ("{}", None),
        ('\ufeff{"ID": 123}', 123),
    ],
)
def test_which_id_is_believed(serve: Serve, connect: Connect, body: str, made: int | None) -> None:
    server = serve(in_turn(http(200, body)))
    answer = connect(server.url).send(WRITE)
    assert answer.id == made
    assert isinstance(answer, BareNumber) == (made is not None and "{" not in body)


def test_no_content_is_a_yes(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: Reply(b"HTTP/1.1 204 No Content\r\n\r\n"))
    assert connect(server.url).send(WRITE) == WriteAnswer(None)


def test_what_is_sent(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(http(200, "1")))
    connect(server.url).send(Request("/Unit/A%2FB/Assign/7/8", {"Name": "Zoë"}))
    call: Call = server.received[-1]
    assert (call.method, call.path) == ("POST", "/api/v2.1/Unit/A%2FB/Assign/7/8")
    assert call.body.decode() == '{"Name":"Zoë"}'
    assert call.headers["content-type"] == "application/json"


class TestNoSession:
    """A write whose authentication failed has not been sent, however the authentication failed."""

    @pytest.mark.parametrize(
        "reply",
        [
            pytest.param(Reply(then="close"), id="closed"),
            pytest.param(Reply(then="hang"), id="hang"),
            pytest.param(Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nkey", "close"), id="cut"),
            pytest.param(http(503, PAGE), id="away"),
            pytest.param(http(200, PAGE), id="page"),
            pytest.param(http(200, ""), id="empty"),
            pytest.param(http(200, "two words"), id="no key"),
        ],
    )
    @pytest.mark.parametrize("renewal", [False, True])
    def test_not_sent(self, serve: Serve, connect: Connect, reply: Reply, renewal: bool) -> None:
        replies = [http(200, "key"), http(401), reply] if renewal else [reply]
        server = serve(in_turn(*replies), authenticating=False)
        error = ending(connect(server.url, timeouts=timeouts_for(reply)))
        assert type(error) is NotSentError
        assert server.count("/User") == renewal

    @pytest.mark.parametrize("status", [302, 400, 401, 403, 404])
    def test_refused(self, serve: Serve, connect: Connect, status: int) -> None:
        server = serve(in_turn(http(status, "the-api-token is bad")), authenticating=False)
        error = ending(connect(server.url))
        assert isinstance(error, SessionRefusedError)
        assert "the-api-token" not in str(error)
        assert len(server.received) == 1

    def test_too_many(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(429, "", "Retry-After: 7")), authenticating=False)
        client = connect(server.url, limiter=Limiter(Rate(5, 1)))
        error = ending(client)
        assert isinstance(error, TooManyCallsError)
        assert error.retry_after == 7
        assert client.limiter.ready_in() > 6
