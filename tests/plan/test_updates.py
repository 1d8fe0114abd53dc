"""Updates: what is there now beside what it becomes, and what is never changed."""

from dataclasses import replace
from typing import Any

import pytest

from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Change, Plan
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.rows import CellValue
from onefile_desktop.run.stored import change_from, text_of_change
from tests.plan.cases import EVE, ZARA, case, centre, day, learner, person

UPDATE = PlanOptions(existing=Existing.UPDATE)
SAME: dict[str, Any] = {"ClassroomID": 31, "PlacementID": 41, "DefaultAssessorID": 101}


def ada(**fields: Any) -> Person:
    return person(301, Role.LEARNER, "Ada Byrne", email="ada.byrne@example.org", **{**SAME, **fields})


def plan_for(there: Person, options: PlanOptions = UPDATE, /, **row: CellValue) -> Plan:
    held = case(learner(**row), at=centre(ZARA, EVE, there), options=options)
    return make_plan(held, environment="rehearsal")


def update_of(there: Person, options: PlanOptions = UPDATE, /, **row: CellValue) -> Change:
    (change,) = (change for change in plan_for(there, options, **row).changes if change.kind == "update")
    return change


@pytest.mark.parametrize(
    ("fields", "row", "was", "told"),
    [
        (
            {"MobileNumber": "07700 900001"},
            {"MobileNumber": "07700 900002"},
            "07700 900001",
            "mobile number of Ada Byrne from 07700 900001 to 07700900002",
        ),
        ({"MobileNumber": None}, {"MobileNumber": "07700900002"}, None, "from nothing to 07700900002"),
        ({"PlacementID": 42}, {}, 42, "placement of Ada Byrne from Quay Garage to Mill Lane Nursery"),
        ({"PlacementID": "99"}, {}, "99", "placement of Ada Byrne from ID 99 to Mill Lane Nursery"),
        (
            {"DefaultEmployerID": 0},
            {"DefaultEmployerID": "Eve Carter"},
            0,
            "default employer of Ada Byrne from nothing to Eve Carter",
        ),
        ({"DefaultAssessorID": 103}, {}, 103, "default assessor of Ada Byrne from Eve Carter to Zara Malik"),
        (
            {"StartOn": "2026-08-31T23:00:00Z"},
            {"StartOn": day("2026-09-08")},
            "2026-08-31T23:00:00Z",
            "start date of Ada Byrne from 01/09/2026 to 08/09/2026",
        ),
        (
            {"DOB": "0001-01-01T00:00:00"},
            {"DOB": day("2005-03-09")},
            "0001-01-01T00:00:00",
            "from nothing to 09/03/2005",
        ),
        ({"SupportFunding": True}, {"SupportFunding": "no"}, True, "support funding of Ada Byrne from yes to no"),
        ({"MISID": "M1"}, {"MISID": "M2"}, "M1", "Change MIS ID of Ada Byrne from M1 to M2"),
        (
            {"NINO": "AB123456C"},
            {"NINO": "AB123456D"},
            "AB123456C",
            "National Insurance number of Ada Byrne from AB123456C",
        ),
    ],
    ids=[
        "text",
        "blank there",
        "a placement",
        "a placement nobody knows",
        "a blank reference",
        "a person",
        "a date, as a day in London",
        "no date as .NET writes it",
        "yes and no",
        "an abbreviation",
        "National Insurance",
    ],
)
def test_old_and_new_value_are_shown(
    fields: dict[str, object], row: dict[str, CellValue], was: object, told: str
) -> None:
    # Another start date is a question first, which the admin has answered.
    options = replace(UPDATE, decisions={2: 301}) if "StartOn" in fields else UPDATE
    change = update_of(ada(**fields), options, **row)
    assert list(change.was.values()) == [was]
    assert change.was.keys() == change.request.body.keys()
    assert told in change.told
    assert change.as_json()["was"] == change.was


def test_several_fields_are_told_in_one_sentence() -> None:
    change = update_of(ada(PlacementID=42, MobileNumber="07700900001"), MobileNumber="07700900002")
    assert change.told == (
        "Change placement of Ada Byrne from Quay Garage to Mill Lane Nursery; "
        "mobile number from 07700900001 to 07700900002"
    )


def test_a_placement_that_is_to_be_made_goes_by_its_name() -> None:
    plan = plan_for(ada(), replace(UPDATE, create_missing=True), PlacementID="New Site")
    assert plan.changes[-1].told == "Change placement of Ada Byrne from Mill Lane Nursery to New Site"


def test_a_default_that_is_added_shows_that_there_was_none() -> None:
    options = PlanOptions(existing=Existing.ASSIGN)
    change = update_of(ada(MobileNumber="1"), options, DefaultEmployerID="Eve Carter", MobileNumber="07700900002")
    assert (dict(change.request.body), dict(change.was)) == ({"DefaultEmployerID": 103}, {"DefaultEmployerID": None})


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ({"HomeAddress": "1 Quay Street\r\nBristol"}, {"HomeAddress": "1 Quay Street\nBristol"}),
        ({"MobileNumber": "+44 7700 900001"}, {"MobileNumber": "07700 900001"}),
        ({"NINO": "ab 12 34 56 c"}, {"NINO": "AB123456C"}),
        ({"MISID": "00123"}, {"MISID": "123"}),
        ({"SupportFunding": 1}, {"SupportFunding": "yes"}),
        ({"SupportFunding": "False"}, {"SupportFunding": "no"}),
        ({"PlacementID": "41"}, {}),
        ({"MobileNumber": "07700900001", "DOB": "2005-03-09", "EpisodeName": "Level 3"}, {}),
    ],
    ids=["line ends", "how a phone is written", "spaces", "zeros at the front", "1", "False", "a text ID", "blanks"],
)
def test_what_is_no_difference_and_a_blank_that_never_erases(
    fields: dict[str, object], row: dict[str, CellValue]
) -> None:
    there = ada(**fields)
    there = replace(there, mis_id=str(fields.get("MISID") or "") or None)
    assert plan_for(there, **row).changes == ()


def test_what_was_is_no_part_of_the_digest_and_comes_back_from_the_journal() -> None:
    one, other = (plan_for(ada(MobileNumber=old), MobileNumber="07700900002") for old in ("1", "2"))
    assert one.changes[0].was != other.changes[0].was
    assert one.digest == other.digest
    assert change_from(text_of_change(one.changes[0])) == one.changes[0]


def test_only_an_update_shows_what_was() -> None:
    plan = make_plan(case(learner()), environment="rehearsal")
    assert "was" not in plan.changes[0].as_json()


# The email


@pytest.mark.parametrize("existing", list(Existing))
@pytest.mark.parametrize(
    ("there", "shown"), [("ada.b@example.org", "has ada.b@example.org in OneFile"), (None, "has no email in OneFile")]
)
def test_an_email_is_never_changed_but_explained(there: str | None, shown: str, existing: Existing) -> None:
    known = person(301, Role.LEARNER, "Ada Byrne", email=there, mis_id="X7", **SAME)
    plan = plan_for(known, PlanOptions(existing=existing), MISID="X7", StartOn=None)
    assert plan.changes == ()
    said = [problem for problem in plan.problems if problem.code == "email-not-changed"]
    if existing is Existing.SKIP:
        assert said == []
        return
    (found,) = said
    assert (found.place.field, found.is_error, found.value) == ("Email", False, "ada.byrne@example.org")
    for words in (shown, "Unlink Account", "Primary Email"):
        assert words in found.message


def test_the_case_of_an_email_is_no_difference() -> None:
    known = person(301, Role.LEARNER, "Ada Byrne", email="ADA.Byrne@example.org", **SAME)
    assert [problem.code for problem in plan_for(known).problems] == ["already-in-onefile"]


def test_who_could_not_be_read_whole_is_said_not_to_be_compared() -> None:
    shown = Person(301, Role.LEARNER, "Ada", "Byrne", "ada.byrne@example.org")
    plan = plan_for(shown, MobileNumber="07700900002")
    (found,) = (problem for problem in plan.problems if problem.code == "not-compared")
    assert "Ada Byrne (OneFile ID 301)" in found.message


def test_whom_this_program_made_keeps_what_others_changed_since() -> None:
    held = case(
        learner(MobileNumber="07700900002"),
        at=centre(ZARA, ada(MobileNumber="1")),
        record=Record(made=frozenset({301})),
    )
    assert make_plan(held, environment="rehearsal").changes == ()
