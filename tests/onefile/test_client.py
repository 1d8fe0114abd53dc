"""How the client behaves around its calls: retries, stopping, counting, proxies, pages and secrets."""

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.client import OneFileClient, Timeouts, all_pages
from onefile_desktop.onefile.endings import (
    CancelledError,
    EndingKind,
    NoAnswerError,
    NotSentError,
    RefusedError,
    TooManyCallsError,
)
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import Customer
from onefile_desktop.onefile.session import Session
from onefile_desktop.onefile.transport import LimitedTransport, ending_of
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import TOKEN, Call, Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

NO_CONTENT = Reply(b"HTTP/1.1 204 No Content\r\n\r\n")


def answering(value: object) -> Callable[..., Reply]:
    return in_turn(http(200, json.dumps(value), "Content-Type: application/json"))


class TestRetries:
    @pytest.mark.parametrize(
        "trouble",
        [Reply(then="close"), http(503), http(200, "<html>Maintenance</html>"), http(200, '{"ID":'), http(200, "[]")],
    )
    def test_goes_on_after_trouble(self, serve: Serve, connect: Connect, trouble: Reply) -> None:
        server = serve(in_turn(trouble, http(200, '{"ID": 1}')))
        assert connect(server.url).customer() == Customer(1, "")
        assert server.count("/Customer") == 2

    def test_gives_up_after_three_tries(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(503), http(200, "<html>Maintenance</html>"), http(200, '[{"Name": "no ID"}]')))
        with pytest.raises(NoAnswerError):
            connect(server.url).find_users(1, {})
        assert server.count("/User/Search") == 3

    @pytest.mark.parametrize("body", ['{"ID": 1}', "[1]"])
    def test_a_search_that_is_no_list(self, serve: Serve, connect: Connect, body: str) -> None:
        client = connect(serve(in_turn(http(200, body), http(403))).url)
        with pytest.raises(RefusedError):
            client.find_users(1, {})

    def test_what_is_refused_is_not_asked_again(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(400, "No")))
        with pytest.raises(RefusedError):
            connect(server.url).customer()
        assert server.count("/Customer") == 1

    def test_waits_as_long_as_a_429_says(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(429, "", "Retry-After: 1"), http(200, '{"ID": 1}')))
        assert connect(server.url).customer().id == 1
        assert server.count("/Customer") == 2

    def test_not_for_ever(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(429)))
        with pytest.raises(TooManyCallsError):
            connect(server.url, limiter=Limiter(Rate(1000, 0.01))).customer()
        assert server.count("/Customer") == 31

    def test_stop_during_a_pause(self, serve: Serve, connect: Connect) -> None:
        paused = threading.Event()

        def too_many(_: object) -> Reply:
            paused.set()
            return http(429, "", "Retry-After: 600")

        client = connect(serve(too_many).url)
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(client.customer)
            assert paused.wait(5)
            client.stop()
            with pytest.raises(CancelledError):
                reading.result(5)
        client.resume()
        assert client.limiter.ready_in() > 0

    def test_a_stale_connection_is_replaced(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(Reply(http(200, '{"ID": 1}').data, "close")))
        client = connect(server.url)
        assert [client.customer().id for _ in range(3)] == [1, 1, 1]


class TestClient:
    def test_counts_every_call_and_shows_the_server(self, serve: Serve, connect: Connect) -> None:
        client = connect(serve(in_turn(http(200, '{"ID": 1}', "Server: OneFile-Desktop-Rehearsal/1"))).url + "/")
        assert (client.calls, client.server) == (0, None)
        client.customer()
        assert (client.calls, client.server) == (2, "OneFile-Desktop-Rehearsal/1")
        assert not client.base_url.endswith("/")

    def test_authentication_takes_its_turn(self, serve: Serve, connect: Connect) -> None:
        client = connect(serve(in_turn(http(200, '{"ID": 1}'))).url, limiter=Limiter(Rate(2, 60)))
        client.customer()
        assert client.limiter.ready_in() > 59

    def test_no_secret_in_any_text(self, serve: Serve, connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        client = connect(serve(in_turn(http(200, '{"ID": 1}'), Reply(then="close"))).url)
        client.customer()
        with pytest.raises(NoAnswerError) as caught:
            client.send(Request("/User", {}))
        texts = [
            repr(client),
            repr(Session(client.base_url, TOKEN)),
            repr(caught.getrepr(showlocals=True)),
            caplog.text,
        ]
        assert not any(secret in text for text in texts for secret in (TOKEN, "key-1"))

    def test_a_url_that_cannot_be_used(self, connect: Connect) -> None:
        with pytest.raises(UsageError):
            connect("http://example.org")


class TestProxy:
    @pytest.mark.parametrize("given", [True, False])
    def test_goes_through_it(
        self, serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch, given: bool
    ) -> None:
        proxy = serve(in_turn(http(403, "Blocked by the college")))
        address = f"127.0.0.1:{proxy.port}"
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9" if given else address)
        client = connect("https://onefile.invalid/api", proxy=f"http://{address}" if given else None)
        with pytest.raises(NotSentError, match="proxy did not let"):
            client.send(Request("/User", {}))
        assert proxy.received[0].method == "CONNECT"
        assert proxy.received[0].path == "onefile.invalid:443"

    @pytest.mark.parametrize(
        ("status", "kind"),
        [(407, EndingKind.PROXY_LOGIN), (403, EndingKind.PROXY_REFUSED), (502, EndingKind.PROXY_REFUSED)],
    )
    def test_what_it_refuses_has_not_been_sent(self, serve: Serve, status: int, kind: EndingKind) -> None:
        """Also in the middle of a run, when the session is there already."""
        proxy = serve(in_turn(http(status)))
        transport = LimitedTransport(
            Limiter(), "https://onefile.invalid", call_seconds=1, proxy=f"http://127.0.0.1:{proxy.port}", connections=1
        )
        with httpx.Client(transport=transport) as client, pytest.raises(httpx.ProxyError) as caught:
            client.post("https://onefile.invalid/User", json={"FirstName": "Ada"})
        error = ending_of(caught.value, Timeouts())
        assert (type(error), error.kind) == (NotSentError, kind)
        assert [(call.method, call.body) for call in proxy.received] == [("CONNECT", b"")]

    def test_but_not_to_this_computer(self, serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        client = connect(serve(in_turn(http(200, '{"ID": 1}'))).url, proxy="http://127.0.0.1:9")
        assert client.customer().id == 1

    def test_nor_where_none_is_wanted(self, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
        with pytest.raises(NotSentError, match="could not find"):
            connect("https://onefile.invalid", proxy="").send(Request("/User", {}))

    def test_nor_where_the_system_says_no(self, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "onefile.invalid")
        with pytest.raises(NotSentError, match="could not find"):
            connect("https://onefile.invalid").send(Request("/User", {}))

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1:9", "http://127.0.0.1:port"])
    def test_of_a_kind_that_is_not_supported(self, connect: Connect, proxy: str) -> None:
        with pytest.raises(UsageError, match="proxy"):
            connect("https://onefile.invalid", proxy=proxy)


class TestPages:
    @staticmethod
    def of(items: list[int], cap: int) -> tuple[list[tuple[int, ...]], int]:
        asked: list[int] = []

        def fetch(page: int, size: int) -> tuple[int, ...]:
            asked.append(page)
            step = min(size, cap)
            return tuple(items[(page - 1) * step : page * step])

        return list(all_pages(fetch, 4)), len(asked)

    def test_until_a_page_is_empty(self) -> None:
        assert self.of([], 4) == ([], 1)
        assert self.of([1, 2, 3, 4, 5], 4) == ([(1, 2, 3, 4), (5,)], 3)

    def test_a_capped_page_is_not_the_last(self) -> None:
        assert self.of([1, 2, 3, 4, 5], 2) == ([(1, 2), (3, 4), (5,)], 4)

    def test_a_service_that_ignores_paging(self) -> None:
        assert list(all_pages(lambda _page, _size: (1, 2, 3))) == [(1, 2, 3)]

    def test_a_page_after_the_last_that_is_not_found(self) -> None:
        def fetch(page: int, _size: int) -> tuple[int, ...]:
            if page > 2:
                raise RefusedError("No such page", 404)
            return (page,)

        assert list(all_pages(fetch)) == [(1,), (2,)]

    def test_a_first_page_that_is_not_found(self) -> None:
        def fetch(_page: int, _size: int) -> tuple[int, ...]:
            raise RefusedError("No such search", 404)

        with pytest.raises(RefusedError):
            list(all_pages(fetch))

    def test_pages_that_overlap(self) -> None:
        pages = {1: (1, 2), 2: (2, 3), 3: (3,)}
        assert list(all_pages(lambda page, _: pages.get(page, ()))) == [(1, 2), (3,)]

    @pytest.mark.parametrize("first", [0, 1])
    def test_a_page_that_only_repeats_may_have_been_shifted(self, first: int) -> None:
        pages = {1: (1, 2), 2: (2, 1), 3: (3,)}
        assert list(all_pages(lambda page, _: pages.get(page, (1, 2) if page == 0 else ()), first=first)) == [
            (1, 2),
            (3,),
        ]

    def test_every_page_shifted_by_somebody_who_was_added(self) -> None:
        everybody = list(range(10))

        def fetch(page: int, size: int) -> tuple[int, ...]:
            shown = tuple(everybody[(page - 1) * size : page * size])
            everybody.insert(0, 100 + page)
            return shown

        found = [one for page in all_pages(fetch, 3) for one in page]
        assert sorted(one for one in found if one < 100) == list(range(10))
        assert len(found) == len(set(found))


class TestTheFirstPage:
    """No source says whether OneFile counts pages from 0 or from 1; guessing would hide the first page of people."""

    @staticmethod
    def serving(serve: Serve, pages: dict[int, list[int]]) -> ScriptedServer:
        def answer(call: Call) -> Reply:
            page = int(call.path.split("/")[-2])
            if page not in pages:
                return http(400, '{"message": "page"}') if page == 0 else NO_CONTENT
            people = [{"ID": number, "FirstName": "A", "LastName": "B"} for number in pages[page]]
            return http(200, json.dumps(people), "Content-Type: application/json")

        return serve(answer)

    @pytest.mark.parametrize(
        "pages",
        [
            {1: [1, 2], 2: [3]},
            {0: [1, 2], 1: [3]},
            {0: [1, 2]},
            {0: [1, 2], 1: [1, 2], 2: [3]},
            {0: [], 1: [1, 2], 2: [3]},
        ],
        ids=["from 1", "from 0", "from 0, one page", "page 0 is page 1", "page 0 is empty"],
    )
    def test_everybody_is_found(self, serve: Serve, connect: Connect, pages: dict[int, list[int]]) -> None:
        client = connect(self.serving(serve, pages).url)
        for _ in range(2):
            found = client.pages(lambda page, size: client.search_users(1, page=page, size=size), 2)
            assert [person.id for page in found for person in page] == sorted({n for ns in pages.values() for n in ns})

    def test_it_is_asked_once(self, serve: Serve, connect: Connect) -> None:
        server = self.serving(serve, {1: [1, 2]})
        client = connect(server.url)
        for _ in range(3):
            list(client.pages(lambda page, size: client.search_users(1, page=page, size=size), 2))
        assert server.count("/User/Search/0/2") == 1

    def test_a_service_that_falls_over_page_0(self, serve: Serve, connect: Connect) -> None:
        def answer(call: Call) -> Reply:
            page = int(call.path.split("/")[-2])
            people = {1: '[{"ID": 7, "FirstName": "A", "LastName": "B"}]'}
            return http(500) if page == 0 else http(200, people[page]) if page in people else NO_CONTENT

        client = connect(serve(answer).url)
        found = client.pages(lambda page, size: client.search_users(1, page=page, size=size), 2)
        assert [person.id for page in found for person in page] == [7]
