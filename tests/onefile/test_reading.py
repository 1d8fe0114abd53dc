"""What is read from OneFile: the values, however the answer is written, and whatever is missing in it."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from onefile_desktop.onefile import fields
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import NoAnswerError, RefusedError
from onefile_desktop.onefile.models import Customer, LearningAim, Named, Organisation, Person, Unit, UnitSummary
from onefile_desktop.onefile.roles import Role
from tests.onefile.scripted import Reply, ScriptedServer, http, in_turn

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
        server = serve(answering([{"ID": "KS_COMM1", "Title": "Talking", "StandardID": 4}, {"ID": 12}]))
        client = connect(server.url)
        assert client.units(standard_id=3) == (Unit("KS_COMM1", "Talking", 4), Unit("12", "", 3))
        assert json.loads(server.received[-1].body) == {"StandardID": 3}
        assert client.units(organisation_id=1)[1] == Unit("12", "", None)
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

    @pytest.mark.parametrize("reply", [NO_CONTENT, http(200, "[]"), http(200, "null"), http(204, "")])
    def test_an_empty_search(self, serve: Serve, connect: Connect, reply: Reply) -> None:
        assert connect(serve(in_turn(reply)).url).find_users(1, {}) == ()

    @pytest.mark.parametrize("body", ["", " \r\n", "\ufeff"], ids=["nothing", "white space", "a byte-order mark"])
    def test_an_answer_that_got_lost_is_no_empty_search(self, serve: Serve, connect: Connect, body: str) -> None:
        server = serve(in_turn(http(200, body), http(200, '[{"ID": 7}]')))
        assert [person.id for person in connect(server.url).find_users(1, {})] == [7]
        with pytest.raises(NoAnswerError):
            connect(serve(in_turn(http(200, body))).url).find_users(1, {})


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
    ("value", "expected"),
    [
        *[(3, 3), ("3", 3), (3.0, 3), (3.5, None), (True, None), ("3a", None)],
        *[("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None)],
        *[(10**18 - 1, 10**18 - 1), (10**18, None), (10**400, None), (-(10**18), None)],
        *[(1e17, 10**17), (1e18, None), (1e300, None), (float("inf"), None), (float("nan"), None)],
    ],
)
def test_whole_numbers(value: object, expected: int | None) -> None:
    assert fields.number(value) == expected


def test_a_number_that_is_too_long_for_an_id_is_still_a_text(serve: Serve, connect: Connect) -> None:
    client = connect(serve(answering([{"ID": 7, "MISID": 10**20}])).url)
    assert client.find_users(1, {})[0].mis_id == str(10**20)
    with pytest.raises(NoAnswerError):
        connect(serve(answering([{"ID": 10**20}])).url, timeouts=Timeouts(repeats=())).find_users(1, {})
