"""The session: opened on demand, renewed in time and on a 401 or 403, once for all threads."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from onefile_desktop.onefile.calling import Caller
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import CancelledError, EndingKind, RefusedError, SessionRefusedError
from onefile_desktop.onefile.limiter import Limiter
from onefile_desktop.onefile.session import Session
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import TOKEN, Call, Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

HOUR = 60 * 60


def test_the_token_goes_to_the_authentication_only(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(http(200, '{"ID": 1}')))
    client = connect(server.url, token=f" {TOKEN}\n")
    client.customer()
    client.customer()
    first, *others = server.received
    assert (first.method, first.path) == ("POST", "/api/v2.1/Authentication")
    assert first.headers["x-customertoken"] == TOKEN
    assert first.headers["user-agent"].startswith("OneFile-Desktop/")
    assert [call.headers["x-tokenid"] for call in others] == ["key-1"] * 2
    assert not any(TOKEN in call.headers.values() for call in others)


@pytest.mark.parametrize("token", ["", "   ", "two words", "tok\nen", "tökén"])
def test_a_token_that_can_be_none_is_not_sent(serve: Serve, connect: Connect, token: str) -> None:
    server = serve(in_turn(http()))
    with pytest.raises(SessionRefusedError):
        connect(server.url, token=token).customer()
    assert server.received == []


def test_renewed_before_it_ends(serve: Serve) -> None:
    server = serve(in_turn(http(200, "{}")))
    now = [0.0]
    with httpx.Client(auth=Session(server.url, TOKEN, clock=lambda: now[0])) as client:
        for hour in (0, 22.9, 23, 45.9, 46):
            now[0] = hour * HOUR
            client.get(f"{server.url}/Customer")
    keys = [call.headers["x-tokenid"] for call in server.received if call.method == "GET"]
    assert keys == ["key-1", "key-1", "key-2", "key-2", "key-3"]


def test_a_403_is_believed_at_once_of_a_young_session_that_is_beyond_doubt(serve: Serve) -> None:
    """Any other may have ended, so it is replaced, once for a whole series of refusals."""
    server = serve(lambda call: http(403 if "no" in call.path else 200, "{}"))
    now = [0.0]
    with httpx.Client(auth=Session(server.url, TOKEN, clock=lambda: now[0])) as client:

        def statuses(*paths: str) -> list[int]:
            return [client.get(f"{server.url}/{path}").status_code for path in paths]

        assert statuses("no") == [403]
        assert (server.count("/no"), server.count("/Authentication")) == (2, 2)  # nothing has gone well yet
        assert statuses("yes", "no", "no", "yes", "no") == [200, 403, 403, 200, 403]
        assert (server.count("/no"), server.count("/Authentication")) == (5, 2)
        now[0] += HOUR
        assert statuses("no") == [403]
        assert (server.count("/no"), server.count("/Authentication")) == (7, 3)
        assert statuses("yes", "no") == [200, 403]
        assert (server.count("/no"), server.count("/Authentication")) == (8, 3)


def test_a_401_renews_a_young_session_too(serve: Serve, connect: Connect) -> None:
    server = serve(in_turn(http(200, '{"ID": 1}'), http(401), http(200, '{"ID": 1}')))
    client = connect(server.url)
    client.customer()
    client.customer()
    assert server.count("/Authentication") == 2


def test_many_threads_renew_once(serve: Serve, connect: Connect) -> None:
    """Eight calls under way meet a session that has just ended; a late 401 does not end the new one."""
    together = threading.Barrier(8)

    def script(call: Call) -> Reply:
        if call.headers["x-tokenid"] == "key-1":
            together.wait(5)
            return http(401)
        return http(200, '{"ID": 1}')

    server = serve(script)
    client = connect(server.url)
    with ThreadPoolExecutor(8) as pool:
        assert [customer.id for customer in pool.map(lambda _: client.customer(), range(8))] == [1] * 8
    assert server.count("/Authentication") == 2
    assert server.count("/Customer") == 16
    assert client.calls == 18


class TestOneEndpointThatIsRefused:
    """A 401 with a session that was made for this very call, which OneFile takes for others."""

    timeouts = Timeouts(repeats=(0.01, 0.02))

    def test_is_a_no_after_a_few_tries(self, serve: Serve, connect: Connect) -> None:
        server = serve(lambda call: http(200, '{"ID": 1}') if call.path.endswith("/Customer") else http(401))
        with pytest.raises(RefusedError) as caught:
            connect(server.url, timeouts=self.timeouts).send(Request("/User/1/Assign", {}))
        assert (caught.value.kind, caught.value.status) == (EndingKind.FORBIDDEN, 401)
        assert (server.count("/User/1/Assign"), server.count("/Customer")) == (6, 3)

    def test_is_no_refusal_of_the_token_where_nothing_else_is_taken(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(401)))
        with pytest.raises(SessionRefusedError) as caught:
            connect(server.url, timeouts=self.timeouts).send(Request("/User/1/Assign", {}))
        assert caught.value.kind is EndingKind.SESSION_REFUSED
        assert (server.count("/User/1/Assign"), server.count("/Customer")) == (2, 2)

    def test_is_none_where_it_is_taken_a_little_later(self, serve: Serve, connect: Connect) -> None:
        began = time.monotonic()
        body = '{"ID": 5, "Username": "ada"}'

        def script(call: Call) -> Reply:
            is_taken = call.path.endswith("/Customer") or time.monotonic() > began + 0.5
            return http(200 if is_taken else 401, body)

        server = serve(script)
        assert connect(server.url, timeouts=Timeouts(repeats=(0.6,))).send(Request("/User", {})).id == 5
        assert server.count("/User") == 3

    def test_is_not_tried_again_after_a_stop(self, serve: Serve, connect: Connect) -> None:
        def script(call: Call) -> Reply:
            if call.path.endswith("/Customer"):
                client.stop()
                return http(200, '{"ID": 1}')
            return http(401)

        server = serve(script)
        client = connect(server.url, timeouts=Timeouts(repeats=(60.0,)))
        with pytest.raises(CancelledError):
            client.send(Request("/User", {}))
        assert server.count("/User") == 2

    def test_is_one_for_the_next_changes_of_its_kind_without_more_tries(self, serve: Serve) -> None:
        """Until some minutes are over or one of them is taken."""
        taken = {"/api/v2.1/Customer", "/api/v2.1/User/9/Assign"}
        server = serve(lambda call: http(200, "{}") if call.path in taken else http(401))
        now = [0.0]
        with httpx.Client(base_url=server.url, auth=Session(server.url, TOKEN)) as http_client:
            caller = Caller(http_client, Limiter(), self.timeouts, clock=lambda: now[0])

            def tries(path: str, method: str = "POST") -> int:
                before = len(server.received)
                with pytest.raises(RefusedError):
                    caller.call(method, path, {})
                return sum(call.path == f"/api/v2.1{path}" for call in server.received[before:])

            assert tries("/User/1/Assign") == 6
            sessions, calls = server.count("/Authentication"), len(server.received)
            assert tries("/User/23/Assign") == 2
            assert (server.count("/Authentication"), len(server.received)) == (sessions + 1, calls + 4)
            assert (tries("/User/1/Unassign"), tries("/User/1/Assign", "PUT")) == (6, 6)
            now[0] += 60
            assert tries("/User/1/Assign") == 2
            now[0] += 270
            assert (tries("/User/2/Assign"), tries("/User/3/Assign")) == (6, 2)
            caller.call("POST", "/User/9/Assign", {})
            assert tries("/User/4/Assign") == 6

    def test_is_none_where_nothing_is_taken_any_more(self, serve: Serve, connect: Connect) -> None:
        """One that is remembered is still held against what OneFile takes now."""
        taken = ["/api/v2.1/Customer"]
        server = serve(lambda call: http(200, '{"ID": 1}') if call.path in taken else http(401))
        client = connect(server.url, timeouts=self.timeouts)
        with pytest.raises(RefusedError):
            client.send(Request("/User/1/Assign", {}))
        taken.clear()
        with pytest.raises(SessionRefusedError):
            client.send(Request("/User/2/Assign", {}))
