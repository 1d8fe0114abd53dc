"""The centre that comes with the program: what it promises to hold."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from onefile_desktop.paths import resource
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Caller
from tests.rehearsal.invented import ASSESSOR, IQA, LEARNER
from tests.rehearsal.make_centre import Record, make_centre, write_centre


@pytest.fixture(scope="module")
def centre() -> Record:
    return json.loads(resource("rehearsal/centre.json").read_text(encoding="utf-8"))


def test_the_file_is_what_the_maker_makes(tmp_path: Path, centre: Record):
    write_centre(tmp_path / "centre.json")
    made = (tmp_path / "centre.json").read_text(encoding="utf-8")
    assert made == resource("rehearsal/centre.json").read_text(encoding="utf-8"), (
        "run python -m tests.rehearsal.make_centre"
    )
    assert make_centre() == centre


def test_it_serves():
    with RehearsalServer() as server:
        caller = Caller(server)
        caller.authenticate()
        found = caller.post("/User/Search/1/200", {"OrganisationID": server.organisation_id})
        assert len(found.json) > 100
        caller.connection.close()


def test_people_of_every_role_in_two_organisations(centre: Record):
    roles = Counter((person["OrganisationID"], person["Role"]) for person in centre["users"])
    assert len(roles) == 12
    assert 140 <= roles.total() <= 180


def test_nobody_can_be_reached(centre: Record):
    for person in centre["users"]:
        assert re.fullmatch(r"[a-z]+\.[a-z]+2?@([a-z]+\.)?example\.org", person["Email"])
        assert re.fullmatch(r"07700 900\d{3}", person["MobileNumber"])
        assert re.fullmatch(r"01632 960\d{3}", person.get("Telephone", "01632 960000"))
        assert "NINO" not in person


def test_ulns_fit_their_check_digit(centre: Record):
    ulns = [person["ULN"] for person in centre["users"] if "ULN" in person]
    assert len(ulns) == len(set(ulns)) > 40
    for uln in ulns:
        assert re.fullmatch(r"[1-9]\d{9}", uln)
        assert sum(int(digit) * weight for digit, weight in zip(uln, range(10, 0, -1), strict=True)) % 11 == 10


def test_the_awkward_cases_are_there(centre: Record):
    people = centre["users"]
    shared = Counter(person["MISID"] for person in people if person["Role"] == ASSESSOR)
    (mis_id,) = [mis_id for mis_id, times in shared.items() if times == 3]
    assert sorted(p["Archived"] for p in people if p["MISID"] == mis_id and p["Role"] == ASSESSOR) == [
        False,
        False,
        True,
    ]
    names = Counter((p["Role"], p["FirstName"], p["LastName"]) for p in people)
    assert {role for (role, *_), times in names.items() if times == 2} == {LEARNER, ASSESSOR}
    emails: dict[str, set[int]] = {}
    for person in people:
        assert person["Role"] not in emails.setdefault(person["Email"], set())
        emails[person["Email"]].add(person["Role"])
    assert [roles for roles in emails.values() if len(roles) > 1] == [{ASSESSOR, IQA}]
    assert any(p["Archived"] for p in people if p["Role"] == LEARNER)


def test_references_hold(centre: Record):
    tables = {
        name: {entry["ID"]: entry for entry in centre[name]}
        for name in centre
        if isinstance(centre[name], list) and name != "assignments"
    }
    for person in centre["users"]:
        for field, table in (
            ("PlacementID", "placements"),
            ("ClassroomID", "classrooms"),
            ("ProviderID", "providers"),
            ("DefaultAssessorID", "users"),
            ("DefaultEmployerID", "users"),
        ):
            if field in person:
                assert tables[table][person[field]]["OrganisationID"] == person["OrganisationID"]
        assert person.get("LearnerStatusID", 41) in tables["learner_statuses"]
    for assignment in centre["assignments"]:
        assert tables["users"][assignment["LearnerID"]]["Role"] == LEARNER
        assert not tables["users"][assignment["AssigneeID"]]["Archived"]
