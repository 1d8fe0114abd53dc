"""Centre files that cannot be used say what is wrong; small ones do."""

import json
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Serve
from tests.rehearsal.small_centre import LEARNER, ORGANISATION, STANDARD, small_centre


def changed(table: str, *records: Any) -> dict[str, Any]:
    centre = small_centre()
    centre[table] = [*centre[table], *records]
    return centre


@pytest.mark.parametrize(
    ("centre", "complaint"),
    [
        ([], "JSON object"),
        ({"customer": {"ID": 1}}, "organisations"),
        ({**small_centre(), "customer": "me"}, "customer"),
        ({**small_centre(), "users": {}}, "users is not a list"),
        ({**small_centre(), "assignments": 5}, "assignments is not a list"),
        ({**small_centre(), "options": []}, "options"),
        (changed("users", "Ann"), "users"),
        (changed("users", {"OrganisationID": ORGANISATION, "Role": 1}), "ID is null"),
        (changed("users", {"ID": "1", "OrganisationID": ORGANISATION, "Role": 1}), 'ID is "1"'),
        (changed("users", {"ID": True, "OrganisationID": ORGANISATION, "Role": 1}), "ID is true"),
        (changed("users", {"ID": LEARNER, "OrganisationID": ORGANISATION, "Role": 1}), f"the ID {LEARNER}"),
        (changed("users", {"ID": 900, "OrganisationID": ORGANISATION}), "ID 900: Role is missing"),
        (changed("users", {"ID": 900, "OrganisationID": ORGANISATION, "Role": 2}), "Role 2"),
        (changed("users", {"ID": 900, "OrganisationID": ORGANISATION, "Role": [1]}), "Role [1]"),
        (changed("users", {"ID": 900, "Role": 1}), "OrganisationID is missing"),
        (changed("users", {"ID": 900, "OrganisationID": 9, "Role": 1}), "OrganisationID 9"),
        (changed("placements", {"ID": 900, "OrganisationID": 9}), "placements, ID 900"),
        (changed("units", {"ID": "ks_comm1", "StandardID": STANDARD}), "ks_comm1"),
        (changed("units", {"ID": "U"}), "StandardID is missing"),
        (changed("units", {"ID": "U", "StandardID": 9}), "StandardID 9"),
        (changed("framework_templates", {"ID": 900, "Standards": [{"StandardID": 9}]}), "StandardID 9"),
        (
            changed("framework_templates", {"ID": 900, "Standards": [{"StandardID": STANDARD, "UnitIDs": ["U"]}]}),
            'unit "U"',
        ),
        (
            changed("framework_templates", {"ID": 900, "Standards": [{"StandardID": STANDARD, "UnitIDs": "U"}]}),
            'unit "U"',
        ),
    ],
)
def test_what_is_wrong_is_said(serve: Serve, centre: Any, complaint: str):
    with pytest.raises(UnreadableFileError) as raised:
        serve(centre)
    assert complaint in raised.value.message
    assert "centre.json" in raised.value.message
    assert raised.value.what_to_do


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("create_answers", "nothing"),
        ("create_answers", ["object"]),
        ("search_shows_email", "yes"),
        ("search_shows_archived", 1),
        ("search_honours", "Role"),
        ("page_size_max", 0),
        ("page_size_max", 2.5),
        ("page_size_max", True),
        ("search_lag_seconds", -1),
        ("search_lag_seconds", "long"),
        ("colour", "red"),
    ],
)
def test_an_option_that_is_wrong_is_named(serve: Serve, option: str, value: Any):
    with pytest.raises(UnreadableFileError, match=option):
        serve(small_centre(**{option: value}))


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe{}", b"[" * 100_000])
def test_a_file_that_is_no_json(tmp_path: Path, content: bytes):
    (tmp_path / "centre.json").write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"centre\.json"):
        RehearsalServer(centre=tmp_path / "centre.json")


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UnreadableFileError, match="No such file"):
        RehearsalServer(centre=tmp_path / "centre.json")


def test_an_organisation_is_enough(serve: Serve):
    caller = serve({"organisations": [{"ID": 7, "Name": "Only"}]})
    assert caller.server.organisation_id == 7
    assert caller.get("/Customer").json == {"ID": 1, "Name": "Rehearsal"}
    assert caller.get("/Organisation/7/LearnerStatuses").status == 204
    body = {"OrganisationID": 7, "FirstName": "A", "LastName": "B", "Email": "a@example.org", "Role": 5}
    assert caller.post("/User", body).json["ID"] == 1000


def test_objects_of_no_organisation_are_everybodys(serve: Serve):
    centre = {"organisations": [{"ID": 7}, {"ID": 8}], "placements": [{"ID": 1, "Name": "Shared"}]}
    caller = serve(centre)
    for organisation in (7, 8):
        assert len(caller.post("/Placement/Search", {"OrganisationID": organisation}).json) == 1


def test_what_learners_have_already_can_be_in_the_file(serve: Serve):
    aim = {"ID": 71, "UserID": LEARNER, "StandardID": STANDARD}
    summary = {"ID": 72, "UserID": LEARNER, "UnitID": "KS_COMM1"}
    assignment = {"AssigneeID": 112, "LearnerID": LEARNER, "Level": 1, "StandardID": None, "UnitID": None}
    centre = {**small_centre(), "learning_aims": [aim], "unit_summaries": [summary], "assignments": [assignment]}
    caller = serve(centre)
    assert caller.post(f"/Standard/{STANDARD}/Assign/{LEARNER}").json == 71
    assert caller.post(f"/Unit/KS_COMM1/Assign/{LEARNER}/{STANDARD}").json == 72
    assert caller.state()["assignments"] == [assignment]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    (tmp_path / "centre.json").write_text("\ufeff" + json.dumps(small_centre()), encoding="utf-8")
    assert RehearsalServer(centre=tmp_path / "centre.json").organisation_id == ORGANISATION
