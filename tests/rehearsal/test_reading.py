"""Searches, pages, and the reading of one object."""

import time
from typing import Any

import pytest

from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import (
    ARCHIVED_ASSESSOR,
    ASSESSOR,
    CLASSROOM,
    LEARNER,
    ORGANISATION,
    OTHER_ASSESSOR,
    OTHER_ORGANISATION,
    PLACEMENT,
    PROVIDER,
    SECOND_ASSESSOR,
    SECOND_LEARNER,
    SECOND_STANDARD,
    STANDARD,
    STATUS,
    TEMPLATE,
    new_learner,
    small_centre,
)


def ids(found: Any) -> list[Any]:
    return [entry["ID"] for entry in found]


def test_the_customer_without_the_token(caller: Caller):
    assert caller.get("/Customer").json == {"ID": 2070, "Name": "Small Customer"}


def test_organisations(caller: Caller):
    assert ids(caller.post("/Organisation/Search", {"CustomerID": 2070}).json) == [ORGANISATION, OTHER_ORGANISATION]
    assert ids(caller.post("/Organisation/Search/2/1", {}).json) == [OTHER_ORGANISATION]
    assert caller.post("/Organisation/Search", {"CustomerID": 1}).status == 204
    assert caller.get(f"/Organisation/{ORGANISATION}").json == {
        "ID": ORGANISATION,
        "Name": "First",
        "KeychainCreationForNewUserActive": True,
        "KeychainEmailSuppression": False,
    }
    assert caller.get(f"/Organisation/{ORGANISATION}/LearnerStatuses").json == [{"ID": STATUS, "Name": "In learning"}]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("Classroom", {}, [{"ID": CLASSROOM, "Name": "Autumn", "MISID": "C1"}]),
        ("Classroom", {"MISID": "c1"}, [{"ID": CLASSROOM, "Name": "Autumn", "MISID": "C1"}]),
        ("Placement", {"Name": " bakery "}, [{"ID": PLACEMENT, "Name": "Bakery", "MISID": None}]),
        ("Provider", {}, [{"ID": PROVIDER, "Name": "Provider", "MISID": None}]),
        ("Standard", {"Title": "Baker"}, [{"ID": STANDARD, "Title": "Baker"}]),
        ("FrameworkTemplate", {}, [{"ID": TEMPLATE, "Title": "Baking and brewing"}]),
        ("Unit", {"Title": "Beer"}, [{"ID": "BR_1", "Title": "Beer", "StandardID": SECOND_STANDARD}]),
    ],
)
def test_searches_stay_in_the_organisation(caller: Caller, path: str, body: dict[str, Any], expected: Any):
    whole = caller.post(f"/{path}/Search", {"OrganisationID": ORGANISATION, **body})
    assert whole.json == expected
    assert caller.post(f"/{path}/Search/1/50", {"OrganisationID": ORGANISATION, **body}).json == expected
    assert caller.post(f"/{path}/Search/2/50", {"OrganisationID": ORGANISATION, **body}).status == 204
    elsewhere = caller.post(f"/{path}/Search", {"OrganisationID": OTHER_ORGANISATION})
    assert not set(ids(elsewhere.json)) & set(ids(expected))
    refused = caller.post(f"/{path}/Search", {"OrganisationID": 9})
    assert (refused.status, "OrganisationID" in refused.message) == (400, True)


def test_units_of_a_standard(caller: Caller):
    assert ids(caller.post("/Unit/Search", {"StandardID": STANDARD}).json) == ["KS_COMM1", "BK_2"]
    assert caller.post("/Unit/Search", {"StandardID": 9}).status == 204


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/Classroom/{CLASSROOM}", "Autumn"),
        (f"/Placement/{PLACEMENT}", "Bakery"),
        (f"/Provider/{PROVIDER}", "Provider"),
        (f"/Standard/{STANDARD}", "Baker"),
        ("/Unit/ks_comm1", "Communication"),
        (f"/FrameworkTemplate/{TEMPLATE}", "Baking and brewing"),
    ],
)
def test_one_object(caller: Caller, path: str, name: str):
    found = caller.get(path).json
    assert name in (found.get("Name"), found.get("Title"))


@pytest.mark.parametrize(
    "path",
    ["Organisation", "User", "Classroom", "Placement", "Provider", "Standard", "Unit", "FrameworkTemplate",
     "LearningAim", "UnitSummary"],
)  # fmt: skip
@pytest.mark.parametrize("identifier", ["999", "word"])
def test_an_unknown_id_in_a_path(caller: Caller, path: str, identifier: str):
    reply = caller.get(f"/{path}/{identifier}")
    assert reply.status == 404
    assert identifier in reply.message


def test_the_whole_person(caller: Caller):
    person = caller.get(f"/User/{LEARNER}").json
    assert (person["FirstName"], person["MISID"], person["Username"]) == ("Ann", "L1", f"alee{LEARNER}")
    assert person["ULN"] is None
    assert caller.get(f"/User/{ARCHIVED_ASSESSOR}").json["Archived"] is True


def test_people_by_role(caller: Caller):
    found = caller.post("/User/Search/1/50", {"OrganisationID": ORGANISATION, "Role": 5}).json
    assert found == [
        {"ID": ASSESSOR, "FirstName": "Al", "LastName": "Moss", "MISID": "A1", "Role": 5,
         "OrganisationID": ORGANISATION, "Email": "al.moss@example.org"},
        {"ID": SECOND_ASSESSOR, "FirstName": "Cy", "LastName": "Moss", "MISID": None, "Role": 5,
         "OrganisationID": ORGANISATION, "Email": "cy.moss@example.org"},
    ]  # fmt: skip


def test_without_a_role_everybody_comes(caller: Caller):
    assert len(caller.post("/User/Search", {"OrganisationID": ORGANISATION}).json) == 8
    assert len(caller.post("/User/Search", {}).json) == 11


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"LastName": "LEE"}, [LEARNER, SECOND_LEARNER]),
        ({"FirstName": "ann", "LastName": "Lee"}, [LEARNER]),
        ({"Email": "Al.Moss@Example.org"}, [ASSESSOR]),
        ({"MISID": "A1"}, [ASSESSOR]),
        ({"LastName": ""}, 8),
        ({"Colour": "red"}, 8),
        ({"PlacementID": str(PLACEMENT), "Role": "40"}, [122]),
    ],
)
def test_filters(caller: Caller, filters: dict[str, Any], expected: Any):
    found = ids(caller.post("/User/Search", {"OrganisationID": ORGANISATION, **filters}).json)
    assert (found if isinstance(expected, list) else len(found)) == expected


def test_nobody_is_204_with_nothing(caller: Caller):
    reply = caller.post("/User/Search/1/10", {"LastName": "Nobody"})
    assert (reply.status, reply.text) == (204, "")
    assert reply.headers["Content-Length"] is None
    assert caller.get("/Customer").status == 200


def test_a_filter_of_the_wrong_type(caller: Caller):
    reply = caller.post("/User/Search", {"Role": "learner"})
    assert (reply.status, reply.message) == (400, "Role must be a whole number.")


def test_pages_cover_everybody_once(caller: Caller):
    pages = [caller.post(f"/User/Search/{page}/3", {"OrganisationID": ORGANISATION}) for page in (1, 2, 3, 4)]
    assert [page.status for page in pages] == [200, 200, 200, 204]
    found = [identifier for page in pages[:3] for identifier in ids(page.json)]
    assert len(found) == len(set(found)) == 8


def test_a_page_is_never_longer_than_the_longest(serve: Serve):
    caller = serve(small_centre(page_size_max=2))
    pages = [caller.post(f"/User/Search/{page}/100", {"Role": 5}) for page in (1, 2, 3)]
    assert [ids(page.json) for page in pages[:2]] == [[ASSESSOR, SECOND_ASSESSOR], [OTHER_ASSESSOR]]
    assert pages[2].status == 204
    assert len(caller.post("/User/Search", {"Role": 5}).json) == 3


@pytest.mark.parametrize(("page", "status"), [("0/10", 400), ("1/0", 400), ("x/10", 404), ("-1/10", 404), ("1", 404)])
def test_pages_that_are_none(caller: Caller, page: str, status: int):
    assert caller.post(f"/User/Search/{page}", {}).status in {status, 405}


def test_option_search_shows_email(serve: Serve):
    caller = serve(small_centre(search_shows_email=False))
    assert "Email" not in caller.post("/User/Search", {"Email": "ann.lee@example.org"}).json[0]
    assert caller.get(f"/User/{LEARNER}").json["Email"] == "ann.lee@example.org"


def test_option_search_shows_archived(serve: Serve):
    caller = serve(small_centre(search_shows_archived=True))
    found = caller.post("/User/Search/1/50", {"OrganisationID": ORGANISATION, "Role": 5}).json
    assert [(person["ID"], person["Archived"]) for person in found] == [
        (ASSESSOR, False),
        (SECOND_ASSESSOR, False),
        (ARCHIVED_ASSESSOR, True),
    ]


def test_option_search_honours(serve: Serve):
    caller = serve(small_centre(search_honours=["LastName", "role"]))
    wanted = {"OrganisationID": ORGANISATION, "FirstName": "Ann", "MISID": "none", "LastName": "Lee", "Role": 1}
    assert ids(caller.post("/User/Search", wanted).json) == [LEARNER, SECOND_LEARNER]
    assert ids(caller.post("/Placement/Search", {"Name": "Bakery"}).json) == [PLACEMENT]


def test_option_search_lag_seconds(serve: Serve):
    caller = serve(small_centre(search_lag_seconds=0.3))
    created = caller.post("/User", new_learner()).json["ID"]
    search = {"Email": "new.learner@example.org"}
    assert caller.post("/User/Search", search).status == 204
    assert caller.get(f"/User/{created}").status == 200
    while (reply := caller.post("/User/Search", search)).status == 204:
        assert caller.state()["calls"]["total"] < 250
        time.sleep(0.02)
    assert ids(reply.json) == [created]


def test_learning_aims_and_unit_summaries_need_a_person(caller: Caller):
    for path in ("/LearningAim/Search", "/UnitSummary/Search/1/10"):
        reply = caller.post(path, {})
        assert (reply.status, reply.message) == (400, "UserID is required.")
        assert caller.post(path, {"UserID": LEARNER}).status == 204
