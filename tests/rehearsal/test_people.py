"""Creating, changing and archiving people; placements and classrooms."""

from typing import Any

import pytest

from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import (
    ARCHIVED_ASSESSOR,
    ASSESSOR,
    CLASSROOM,
    EMPLOYER,
    IQA,
    LEARNER,
    ORGANISATION,
    OTHER_ASSESSOR,
    OTHER_CLASSROOM,
    OTHER_EMPLOYER,
    OTHER_ORGANISATION,
    OTHER_PLACEMENT,
    OTHER_PROVIDER,
    PLACEMENT,
    PROVIDER,
    SECOND_PLACEMENT,
    STATUS,
    TRAINEE,
    new_learner,
    small_centre,
)


def new_person(role: int, **changes: Any) -> dict[str, Any]:
    return new_learner(Role=role, DefaultAssessorID=..., ClassroomID=..., PlacementID=..., **changes)


def test_a_learner_is_kept_as_sent(caller: Caller):
    body = new_learner(
        MISID="007",
        DefaultEmployerID=EMPLOYER,
        ProviderID=PROVIDER,
        LearnerStatusID=STATUS,
        DOB="2004-02-29T00:00:00Z",
        StartOn="2026-09-01",
        PlannedEndDate="2027-09-01T12:49:33.150+01:00",
        SupportFunding=False,
        L12="31",
        ULN="1234567890",
        HomeAddress="1 High Street\nTown",
    )
    answer = caller.post("/User", body).json
    person = caller.person(answer["ID"])
    assert body.items() <= person.items()
    assert answer == {"ID": person["ID"], "Username": person["Username"]}
    assert person["Archived"] is False


@pytest.mark.parametrize("role", [4, 5, 10])
def test_staff_need_no_placement(caller: Caller, role: int):
    created = caller.post("/User", new_person(role))
    assert caller.person(created.json["ID"])["Role"] == role


@pytest.mark.parametrize("role", [40, 45])
def test_employers_and_observers_need_a_placement(caller: Caller, role: int):
    refused = caller.post("/User", new_person(role))
    assert (refused.status, refused.message) == (400, "PlacementID is required.")
    assert caller.post("/User", {**new_person(role), "PlacementID": PLACEMENT}).status == 200


@pytest.mark.parametrize(
    "name",
    ["OrganisationID", "FirstName", "LastName", "Email", "Role", "DefaultAssessorID", "ClassroomID", "PlacementID"],
)
@pytest.mark.parametrize("value", [..., None, "", "  "])
def test_what_a_learner_must_have(caller: Caller, name: str, value: Any):
    refused = caller.post("/User", new_learner(**{name: value}))
    assert (refused.status, refused.message) == (400, f"{name} is required.")
    assert len(caller.state()["users"]) == len(small_centre()["users"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Role", 2),
        ("OrganisationID", 9),
        ("ClassroomID", 9),
        ("ClassroomID", OTHER_CLASSROOM),
        ("PlacementID", 9),
        ("PlacementID", OTHER_PLACEMENT),
        ("ProviderID", OTHER_PROVIDER),
        ("ProviderID", 9),
        ("LearnerStatusID", 9),
        ("DefaultAssessorID", 9),
        ("DefaultAssessorID", IQA),
        ("DefaultAssessorID", LEARNER),
        ("DefaultAssessorID", ARCHIVED_ASSESSOR),
        ("DefaultAssessorID", OTHER_ASSESSOR),
        ("DefaultEmployerID", 9),
        ("DefaultEmployerID", ASSESSOR),
        ("DefaultEmployerID", OTHER_EMPLOYER),
        ("DOB", "23/03/1960"),
        ("DOB", "2001-02-29"),
        ("StartOn", "2026-13-01T00:00:00Z"),
        ("PlannedEndDate", 20270901),
        ("Role", "Learner"),
        ("Role", True),
        ("Role", 1.5),
        ("ClassroomID", [CLASSROOM]),
        ("ClassroomID", "9" * 5000),
        ("FirstName", 5),
        ("MISID", 7),
        ("Email", {"address": "x"}),
        ("SupportFunding", "perhaps"),
        ("SupportFunding", 1),
    ],
)
def test_what_is_refused(caller: Caller, name: str, value: Any):
    for refused in (
        caller.post("/User", new_learner(**{name: value})),
        caller.post(f"/User/{caller.post('/User', new_learner()).json['ID']}", {name: value}),
    ):
        assert refused.status == 400
        assert refused.message.startswith(name)
    assert len(caller.state()["users"]) == len(small_centre()["users"]) + 1


def test_a_trainee_can_be_the_default_assessor(caller: Caller):
    assert caller.post("/User", new_learner(DefaultAssessorID=TRAINEE)).status == 200


def test_nothing_keeps_a_second_person_out(caller: Caller):
    ids = {caller.post("/User", new_learner(MISID="L1")).json["ID"] for _ in range(3)}
    assert len(ids) == 3
    assert len(caller.post("/User/Search", {"Email": "new.learner@example.org"}).json) == 3


def test_an_id_is_never_that_of_something_else(caller: Caller):
    known = {entry["ID"] for entries in small_centre().values() if isinstance(entries, list) for entry in entries}
    person = caller.post("/User", new_learner()).json["ID"]
    placement = caller.post("/Placement", {"OrganisationID": ORGANISATION, "Name": "New"}).json["ID"]
    assert len({*known, person, placement}) == len(known) + 2


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("object", lambda reply: reply.json.keys() == {"ID", "Username"}),
        ("number", lambda reply: isinstance(reply.json, int)),
        ("empty", lambda reply: reply.text == ""),
        ("organisation", lambda reply: reply.json["ID"] == ORGANISATION and "KeychainEmailSuppression" in reply.json),
    ],
)
def test_option_create_answers(serve: Serve, kind: str, check: Any):
    caller = serve(small_centre(create_answers=kind))
    reply = caller.post("/User", new_learner())
    assert reply.status == 200
    assert check(reply)
    assert len(caller.state()["users"]) == len(small_centre()["users"]) + 1


@pytest.mark.parametrize(
    ("flags", "emails"),
    [
        ({}, 1),
        ({"KeychainCreationForNewUserActive": True, "KeychainEmailSuppression": True}, 0),
        ({"KeychainCreationForNewUserActive": False, "KeychainEmailSuppression": False}, 0),
        ({"KeychainCreationForNewUserActive": True, "KeychainEmailSuppression": False}, 1),
    ],
)
def test_a_new_person_is_emailed_unless_the_centre_suppresses_it(serve: Serve, flags: dict[str, bool], emails: int):
    centre = small_centre()
    centre["organisations"][0] = {"ID": ORGANISATION, "Name": "First", **flags}
    caller = serve(centre)
    created = caller.post("/User", new_learner()).json["ID"]
    expected = {"to": "new.learner@example.org", "user_id": created, "kind": "keychain"}
    assert caller.state()["emails_sent"] == [expected] * emails


def test_an_update_changes_only_what_is_sent(caller: Caller):
    before = caller.person(LEARNER)
    reply = caller.post(f"/User/{LEARNER}", {"misid": "NewMISID", "Colour": "red"})
    assert reply.json == {"ID": LEARNER, "Username": before["Username"]}
    assert caller.person(LEARNER) == {**before, "MISID": "NewMISID"}
    defaults = {"DefaultAssessorID": ASSESSOR, "DefaultEmployerID": EMPLOYER}
    assert caller.post(f"/User/{LEARNER}", defaults).status == 200
    assert caller.person(LEARNER) == {**before, "MISID": "NewMISID", **defaults}
    assert len(caller.state()["emails_sent"]) == 0


def test_a_blank_empties_what_is_not_needed(caller: Caller):
    created = caller.post("/User", new_learner(MISID="7", ProviderID=PROVIDER)).json["ID"]
    assert caller.post(f"/User/{created}", {"MISID": "", "ProviderID": None}).status == 200
    person = caller.person(created)
    assert (person["MISID"], person["ProviderID"]) == (None, None)
    refused = caller.post(f"/User/{created}", {"ClassroomID": None})
    assert (refused.status, refused.message) == (400, "ClassroomID is required.")


def test_a_role_is_only_changed_to_one_whose_fields_are_there(caller: Caller):
    assert caller.post(f"/User/{ASSESSOR}", {"Role": 10}).status == 200
    assert caller.post(f"/User/{ASSESSOR}", {"Role": 40}).message == "PlacementID is required."
    assert caller.post(f"/User/{ASSESSOR}", {"Role": None}).message == "Role is required."
    assert caller.person(ASSESSOR)["Role"] == 10


def test_archiving(caller: Caller):
    for _ in range(2):
        reply = caller.post(f"/User/{ASSESSOR}/Archive")
        assert (reply.status, reply.text) == (200, "")
    assert caller.person(ASSESSOR)["Archived"] is True
    assert caller.post("/User/Search", {"FirstName": "Al"}).status == 204
    assert "archived" in caller.post("/User", new_learner()).message


@pytest.mark.parametrize("path", ["", "/Archive", "/Assign", f"/AssignPlacement/{PLACEMENT}/true"])
def test_nobody_there(caller: Caller, path: str):
    assert caller.post(f"/User/999{path}", {}).status == 404


def test_a_further_placement(caller: Caller):
    path = f"/User/{EMPLOYER}/AssignPlacement/{SECOND_PLACEMENT}"
    for access in ("true", "False"):
        reply = caller.post(f"{path}/{access}")
        assert (reply.status, reply.text) == (200, "")
    person = caller.person(EMPLOYER)
    assert person["PlacementID"] == PLACEMENT
    assert person["Placements"] == [{"PlacementID": SECOND_PLACEMENT, "GrantAccess": False}]
    assert caller.post(f"{path}/perhaps").status == 404
    assert caller.post(f"/User/{EMPLOYER}/AssignPlacement/999/true").status == 404
    assert caller.post(f"/User/{EMPLOYER}/AssignPlacement/{OTHER_PLACEMENT}/true").status == 400


@pytest.mark.parametrize("kind", ["Placement", "Classroom"])
def test_new_placements_and_classrooms(caller: Caller, kind: str):
    body = {"OrganisationID": ORGANISATION, "Name": "New"}
    first, second = (caller.post(f"/{kind}", body).json for _ in range(2))
    assert (first["Name"], first["MISID"]) == ("New", None)
    found = caller.post(f"/{kind}/Search", body).json
    assert [entry["ID"] for entry in found] == [first["ID"], second["ID"]]
    created = caller.post("/User", new_learner(**{f"{kind}ID": first["ID"]}))
    assert created.status == 200
    assert caller.post(f"/{kind}", {"Name": "New"}).message == "OrganisationID is required."
    assert caller.post(f"/{kind}", {"OrganisationID": OTHER_ORGANISATION}).message == "Name is required."
    assert caller.post(f"/{kind}", {"OrganisationID": 9, "Name": "New"}).status == 400
