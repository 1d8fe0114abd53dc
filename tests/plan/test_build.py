"""The plan as a whole: what is sent, in which order, for people who are new and for those who are there."""

from dataclasses import replace
from typing import Any

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import ChangeKind, Plan, Standing
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Given, Record
from tests.plan.cases import LEO, ZARA, case, centre, day, learner, person, staff

ROW = learner("Leo Grant", Email="leo@example.org", Standards="Early Years Educator", MobileNumber="07700900123")
THERE = replace(
    LEO,
    fields=person(
        201,
        Role.LEARNER,
        "Leo Grant",
        email="leo@example.org",
        mis_id="L1",
        ClassroomID=31,
        PlacementID=42,
        DefaultAssessorID=101,
        MobileNumber="07700900999",
        StartOn="2026-09-01T00:00:00Z",
        SupportFunding=True,
    ).fields,
)


def planned(held: Case) -> Plan:
    return make_plan(held, environment="rehearsal")


def test_the_body_of_a_create_holds_every_field_as_onefile_takes_it() -> None:
    row = learner(
        MISID="L77",
        DOB=day("2005-03-09"),
        StartOn=day("2026-12-01"),
        SupportFunding="yes",
        DefaultEmployerID="Eve Carter",
        LearnerStatusID="In learning",
        ProviderID="Harbourside",
        L13="F",
        ULN="1000000043",
    )
    (change,) = planned(case(row)).changes
    assert change.request.path == "/User"
    assert dict(change.request.body) == {
        "OrganisationID": 5740,
        "FirstName": "Ada",
        "LastName": "Byrne",
        "Email": "ada.byrne@example.org",
        "Role": 1,
        "DefaultAssessorID": 101,
        "ClassroomID": 31,
        "PlacementID": 41,
        "MISID": "L77",
        "DOB": "2005-03-09T00:00:00Z",
        "StartOn": "2026-12-01T00:00:00Z",
        "SupportFunding": True,
        "DefaultEmployerID": 103,
        "LearnerStatusID": 61,
        "ProviderID": 51,
        "L13": "F",
        "ULN": "1000000043",
    }


@pytest.mark.parametrize(
    ("role", "number"), [("Trainee Assessor", 4), ("Assessor", 5), ("IQA", 10), ("Employer", 40), ("Observer", 45)]
)
def test_everybody_else_needs_less(role: str, number: int) -> None:
    (change,) = planned(case(staff(role, "Kim Lowe"))).changes
    placed = {"PlacementID": 42} if number >= 40 else {}
    named = {"OrganisationID": 5740, "FirstName": "Kim", "LastName": "Lowe", "Email": "kim.lowe@example.org"}
    assert dict(change.request.body) == named | {"Role": number} | placed


def test_people_come_before_what_they_are_given_and_staff_before_learners() -> None:
    rows = (
        learner("Ada Byrne", FrameworkTemplate="81", Standards="72", AdditionalIQAs="Owen Price"),
        staff("Employer", "Ed Moss"),
        staff("Assessor", "Nia Cole"),
    )
    plan = planned(case(*rows))
    assert [change.kind for change in plan.changes] == [*["create"] * 3, "framework-template", "standard", "assign"]
    assert [change.row for change in plan.changes[:3]] == [3, 4, 2]
    assert plan.changes[3].request.path == "/FrameworkTemplate/81/Assign/{$id_of:people-2-create}/true"
    assert plan.changes[4].depends_on == ("people-2-create", "people-2-framework-template-81")


def test_existing_people_are_left_alone_by_default() -> None:
    plan = planned(case(ROW, at=centre(ZARA, THERE)))
    assert plan.changes == ()
    assert plan.summary().unchanged == 1


def test_assign_adds_what_is_missing_and_overwrites_nothing() -> None:
    held = case(
        ROW | {"DefaultEmployerID": "Eve Carter"},
        at=centre(*centre().people[:3], THERE),
        options=PlanOptions(existing=Existing.ASSIGN),
    )
    plan = planned(held)
    assert [(c.request.path, dict(c.request.body)) for c in plan.changes] == [
        ("/User/201", {"DefaultEmployerID": 103}),
        ("/Standard/71/Assign/201", {}),
    ]
    assert plan.rows[0].standing is Standing.CHANGE
    given = Record(given=frozenset({Given("standard", "71", 201)}))
    again = planned(replace(held, record=given, roster=held.roster))
    assert [c.kind for c in again.changes] == [ChangeKind.UPDATE]


def test_update_changes_what_differs_and_never_the_email() -> None:
    row = ROW | {"Email": "leo.new@example.org", "MISID": "L1", "StartOn": day("2026-09-01"), "SupportFunding": "no"}
    plan = planned(case(row, at=centre(ZARA, THERE), options=PlanOptions(existing=Existing.UPDATE)))
    (update, _) = plan.changes
    assert dict(update.request.body) == {"PlacementID": 41, "MobileNumber": "07700900123", "SupportFunding": False}


def test_nothing_differs() -> None:
    row = learner("Leo Grant", Email="leo@example.org", PlacementID="Quay Garage", StartOn=day("2026-09-01"))
    plan = planned(case(row, at=centre(ZARA, THERE), options=PlanOptions(existing=Existing.UPDATE)))
    assert plan.changes == ()
    assert plan.rows[0].standing is Standing.UNCHANGED


def test_what_this_program_began_is_completed_without_being_asked() -> None:
    plan = planned(case(ROW, at=centre(ZARA, THERE), record=Record(made=frozenset({201}))))
    assert [change.kind for change in plan.changes] == [ChangeKind.STANDARD]


def test_what_a_learner_has_is_not_given_again() -> None:
    options = PlanOptions(existing=Existing.ASSIGN)
    there = centre(ZARA, THERE, programmes_read=frozenset({201}), aims=frozenset({(201, 71)}))
    assert planned(case(ROW, at=there, options=options)).changes == ()


def test_a_row_that_was_not_understood_is_not_lost() -> None:
    plan = planned(case({"FirstName": "Pat", "LastName": "Doe", "Role": "Wizard"}, learner()))
    assert [(row.row, row.person, row.standing) for row in plan.rows] == [
        (2, "Pat Doe", Standing.EXCLUDED),
        (3, "Ada Byrne", Standing.CREATE),
    ]
    assert "not a role" in plan.rows[0].message


def test_the_digest_follows_what_is_sent_and_nothing_else() -> None:
    first, same = planned(case(learner())), planned(case(learner()))
    other = planned(case(learner(LastName="Byrnes")))
    assert first.digest == same.digest
    assert first.digest != other.digest


def test_the_time_follows_the_limit() -> None:
    rows = [staff("IQA", f"Kim {chr(65 + n)}owe", Email=f"k{n}@example.org") for n in range(25)]
    plan = make_plan(case(*rows), environment="rehearsal", calls_a_window=10, window_seconds=60)
    assert (plan.forecast.calls, plan.forecast.seconds) == (25, 120)


def test_the_json_names_what_is_not_known_yet() -> None:
    plan = planned(case(learner(Standards="71", DefaultAssessorID="Nia Cole"), staff("Assessor", "Nia Cole")))
    document: dict[str, Any] = dict(plan.as_json())
    assert document["organisation"] == {"ID": 5740, "Name": "Harbourside Training"}
    assert document["environment"] == "rehearsal"
    assert [(c["key"], c["path"]) for c in document["changes"]] == [
        ("people-3-create", "/User"),
        ("people-2-create", "/User"),
        ("people-2-standard-71", "/Standard/71/Assign/{$id_of:people-2-create}"),
    ]
    assert plan.as_json()["summary"] == {
        "create": {"Learner": 1, "Assessor": 1},
        "update": 0,
        "assign": {"1": 0, "2": 0, "3": 0},
        "programme": 1,
        "unchanged": 0,
        "excluded": 0,
        "placements": 0,
        "classes": 0,
        "assign_placements": 0,
        "emails": 2,
        "seats": 1,
        "calls": 3,
        "seconds": 0,
    }
