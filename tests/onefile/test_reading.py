"""What is read from OneFile: the values, however the answer is written, and the retries that reading allows."""

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile import fields
from onefile_desktop.onefile.client import OneFileClient, all_pages
from onefile_desktop.onefile.endings import (
    CancelledError,
    NoAnswerError,
    NotSentError,
    RefusedError,
    TooManyCallsError,
)
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import Customer, LearningAim, Named, Organisation, Person, Unit, UnitSummary
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import Request
from tests.onefile.scripted import TOKEN, Reply, ScriptedServer, http, in_turn

Serve = Callable[..., ScriptedServer]
Connect = Callable[..., OneFileClient]

NO_CONTENT = Reply(b"HTTP/1.1 204 No Content\r\n\r\n")


def answering(value: object) -> Callable[..., Reply]:
    return in_turn(http(200, json.dumps(value), "Content-Type: application/json"))


class TestValues:
    def test_customer(self, serve: Serve, connect: Connect) -> None:
        server = serve(answering({"id": "2070", "NAME": " Example "}))
        assert connect(server.url).customer() == Customer(2070, "Example")
        assert (server.received[-1].method, server.received[-1].path) == ("GET", "/api/v2.1/Customer")

    def test_organisation(self, serve: Serve, connect: Connect) -> None:
        flags = {"KeychainCreationForNewUserActive": True, "keychainEmailSuppression": "false"}
        client = connect(serve(answering({"ID": 1, "Name": "A", **flags})).url)
        assert client.organisation(1) == Organisation(1, "A", keychain_creation=True, email_suppression=False)

    def test_organisations(self, serve: Serve, connect: Connect) -> None:
        server = serve(answering([{"ID": 1}, {"ID": 2, "Name": "B"}]))
        assert connect(server.url).organisations(2070) == (Organisation(1, ""), Organisation(2, "B"))
        assert json.loads(server.received[-1].body) == {"CustomerID": 2070}

    def test_found_people_show_little(self, serve: Serve, connect: Connect) -> None:
        found = [{"ID": 7, "FirstName": "Ada", "LastName": "King", "MISID": 12}, {"ID": 8, "Role": 99, "Email": " "}]
        server = serve(answering(found))
        client = connect(server.url)
        expected = (Person(7, None, "Ada", "King", mis_id="12"), Person(8, None, "", ""))
        assert client.search_users(1, role=Role.LEARNER, page=2, size=50, filters={"LastName": "King"}) == expected
        assert server.received[-1].path == "/api/v2.1/User/Search/2/50"
        assert json.loads(server.received[-1].body) == {"OrganisationID": 1, "Role": 1, "LastName": "King"}
        assert client.find_users(1, {"Email": "a@example.org"}) == expected
        assert server.received[-1].path == "/api/v2.1/User/Search"
        assert json.loads(server.received[-1].body) == {"OrganisationID": 1, "Email": "a@example.org"}

    def test_whole_person(self, serve: Serve, connect: Connect) -> None:
        person = {
            "ID": 7,
            "role": "1",
            "FirstName": "Ada ",
            "LastName": "King",
            "email": "ada@example.org",
            "ULN": 1234567890.0,
            "DOB": "1999-06-14T23:00:00Z",
            "Archived": 0,
            "placementid": 31,
            "NINO": None,
        }
        read = connect(serve(answering(person)).url).user(7)
        assert read is not None
        assert read == Person(
            id=7,
            role=Role.LEARNER,
            first_name="Ada",
            last_name="King",
            email="ada@example.org",
            uln="1234567890",
            born=date(1999, 6, 15),
            archived=False,
            complete=True,
            fields=read.fields,
        )
        assert read.name == "Ada King"
        assert dict(read.fields) == person
        assert (read.fields["PlacementID"], read.fields["NINO"], len(read.fields)) == (31, None, 10)
        assert "Ada" not in f"{read!r} {read.fields!r}"
        assert hash(read)

    def test_nobody_with_this_id(self, serve: Serve, connect: Connect) -> None:
        assert connect(serve(in_turn(http(404, '{"message": "Not found"}'))).url).user(7) is None

    def test_not_allowed_to_read_this_person(self, serve: Serve, connect: Connect) -> None:
        client = connect(serve(in_turn(http(403, "Other centre"))).url)
        with pytest.raises(RefusedError, match="Other centre"):
            client.user(7)

    @pytest.mark.parametrize("kind", ["Classroom", "Placement", "Provider"])
    def test_paged_names(self, serve: Serve, connect: Connect, kind: str) -> None:
        server = serve(answering([{"ID": 3, "Name": "Bakery", "MISID": "B"}]))
        read = getattr(connect(server.url), f"{kind.lower()}s")
        assert read(1, page=4, size=20) == (Named(3, "Bakery", "B"),)
        assert server.received[-1].path == f"/api/v2.1/{kind}/Search/4/20"
        assert json.loads(server.received[-1].body) == {"OrganisationID": 1}

    @pytest.mark.parametrize("label", ["Title", "Name", "title"])
    def test_standards_and_templates(self, serve: Serve, connect: Connect, label: str) -> None:
        server = serve(answering([{"ID": 3, label: "Baker L2"}]))
        client = connect(server.url)
        assert client.standards(1) == client.framework_templates(1) == (Named(3, "Baker L2"),)
        assert server.count("/Standard/Search") == server.count("/FrameworkTemplate/Search") == 1

    def test_units(self, serve: Serve, connect: Connect) -> None:
        server = serve(answering([{"ID": "KS_COMM1", "Title": "Talking", "StandardID": 3}, {"ID": 12}]))
        client = connect(server.url)
        assert client.units(standard_id=3) == (Unit("KS_COMM1", "Talking", 3), Unit("12", "", None))
        assert json.loads(server.received[-1].body) == {"StandardID": 3}
        client.units(organisation_id=1)
        assert json.loads(server.received[-1].body) == {"OrganisationID": 1}

    def test_learner_statuses(self, serve: Serve, connect: Connect) -> None:
        server = serve(answering([{"ID": 1, "Name": "Active"}]))
        assert connect(server.url).learner_statuses(5) == (Named(1, "Active"),)
        assert server.received[-1].method == "GET"
        assert server.received[-1].path == "/api/v2.1/Organisation/5/LearnerStatuses"

    def test_programme_of_a_learner(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(200, '[{"ID": 1, "StandardID": 2}]'), http(200, '[{"ID": 3, "UnitID": "U"}]')))
        client = connect(server.url)
        assert client.learning_aims(7, page=1, size=9) == (LearningAim(1, 7, 2),)
        assert client.unit_summaries(7, page=1, size=9) == (UnitSummary(3, 7, "U"),)
        assert [json.loads(call.body) for call in server.received[-2:]] == [{"UserID": 7}] * 2

    @pytest.mark.parametrize("reply", [NO_CONTENT, http(200, ""), http(200, "[]"), http(200, "null")])
    def test_an_empty_search(self, serve: Serve, connect: Connect, reply: Reply) -> None:
        assert connect(serve(in_turn(reply)).url).find_users(1, {}) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000-08-26T20:09:53Z", date(2000, 8, 26)),
        ("2000-08-25T23:00:00Z", date(2000, 8, 26)),
        ("2000-12-25T23:30:00.1234567Z", date(2000, 12, 25)),
        ("2000-08-26T00:30:00+02:00", date(2000, 8, 25)),
        ("2000-08-26T00:00:00", date(2000, 8, 26)),
        (" 2000-08-26 ", date(2000, 8, 26)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("26/08/2000", None),
        ("", None),
        (None, None),
        (20000826, None),
    ],
)
def test_days_are_london_days(text: object, expected: date | None) -> None:
    assert fields.day(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(3, 3), ("3", 3), (3.0, 3), (3.5, None), (True, None), ("3a", None), (None, None)]
)
def test_whole_numbers(value: object, expected: int | None) -> None:
    assert fields.number(value) == expected


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
        server = serve(in_turn(*[http(429, "", "Retry-After: 0.1")] * 4, http(200, '{"ID": 1}')))
        assert connect(server.url).customer().id == 1
        assert server.count("/Customer") == 5

    def test_not_for_ever(self, serve: Serve, connect: Connect) -> None:
        server = serve(in_turn(http(429, "", "Retry-After: 0")))
        with pytest.raises(TooManyCallsError):
            connect(server.url).customer()
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
        texts = [repr(client), repr(client._http.auth), repr(caught.getrepr(showlocals=True)), caplog.text]
        assert not any(secret in text for text in texts for secret in (TOKEN, "key-1"))

    def test_a_url_that_cannot_be_used(self, connect: Connect) -> None:
        with pytest.raises(UsageError):
            connect("http://example.org")


class TestProxy:
    @pytest.mark.parametrize("given", [True, False])
    def test_goes_through_it(self, serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch, given: bool) -> None:
        proxy = serve(in_turn(http(403, "Blocked by the college")))
        address = f"127.0.0.1:{proxy.port}"
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9" if given else address)
        client = connect("https://onefile.invalid/api", proxy=f"http://{address}" if given else None)
        with pytest.raises(NotSentError, match="proxy did not let"):
            client.send(Request("/User", {}))
        assert proxy.received[0].method == "CONNECT"
        assert proxy.received[0].path == "onefile.invalid:443"

    def test_but_not_to_this_computer(self, serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        client = connect(serve(in_turn(http(200, '{"ID": 1}'))).url, proxy="http://127.0.0.1:9")
        assert client.customer().id == 1

    def test_and_not_where_the_system_says_no(self, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
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

    def test_pages_that_overlap(self) -> None:
        pages = {1: (1, 2), 2: (2, 3), 3: (3,)}
        assert list(all_pages(lambda page, _: pages[page])) == [(1, 2), (3,)]
