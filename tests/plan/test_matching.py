"""Is this person already there? The certain, the doubtful and the new."""

from dataclasses import replace
from datetime import date

import pytest

from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.options import Decision, PlanOptions
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import LEO, ZARA, case, centre, day, learner, person

ADA = person(301, Role.LEARNER, "Ada Byrne")


def plan_for(there: Person, options: PlanOptions | None = None, /, **row: CellValue) -> Plan:
    """The plan for one row, Ada Byrne's, against a centre with Zara and `there`."""
    return make_plan(case(learner(**row), at=centre(ZARA, there), options=options), environment="rehearsal")


@pytest.mark.parametrize(
    ("there", "row"),
    [
        (replace(ADA, email="ADA.byrne@example.org"), {}),
        (replace(ADA, mis_id="X7"), {"MISID": "x7"}),
        (replace(ADA, uln="1000000035"), {"ULN": "1000000035"}),
        (ADA, {"OneFileID": 301}),
        (
            replace(ADA, last_name="Marsh", email="ada.byrne@example.org", born=date(2005, 1, 2)),
            {"DOB": day("2005-01-02")},
        ),
    ],
    ids=["email", "MIS ID", "ULN", "OneFile ID", "new surname, same birthday"],
)
def test_a_shared_identifier_and_an_agreeing_person_are_certain(there: Person, row: dict[str, CellValue]) -> None:
    plan = plan_for(there, **row)
    assert plan.changes == ()
    assert (plan.rows[0].standing, plan.rows[0].onefile_id) == (Standing.LEFT_ALONE, 301)
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]


@pytest.mark.parametrize(
    ("there", "row", "code"),
    [
        (replace(ADA, last_name="Quigley", email="ada.byrne@example.org"), {}, "possible-duplicate"),
        (ADA, {}, "possible-duplicate"),
        (replace(ADA, email="ada.byrne@example.org", archived=True), {}, "possible-duplicate"),
        (replace(ADA, first_name="Bo", last_name="Quigley", mis_id="X7"), {"MISID": "X7"}, "mis-id-in-use"),
        (person(9, Role.IQA, "Bo Quigley", mis_id="X7"), {"MISID": "X7"}, "mis-id-in-use"),
        (person(9, Role.EMPLOYER, "Bo Quigley", email="ada.byrne@example.org"), {}, "email-in-use"),
        (LEO, {"OneFileID": 999}, "onefile-id-unknown"),
    ],
)
def test_what_is_not_certain_is_never_created(there: Person, row: dict[str, CellValue], code: str) -> None:
    plan = plan_for(there, **row)
    assert [problem.code for problem in plan.problems] == [code]
    assert plan.rows[0].standing is Standing.EXCLUDED
    assert plan.changes == ()


@pytest.mark.parametrize(
    ("there", "row"),
    [
        (LEO, {}),
        (replace(ADA, born=date(1999, 1, 1)), {"DOB": day("2005-01-02")}),
        (replace(ADA, uln="1000000035"), {"ULN": "1000000043"}),
        (replace(ADA, mis_id="OLD"), {"MISID": "NEW"}),
        (person(9, Role.ASSESSOR, "Ada Byrne", email="ada.byrne@example.org"), {}),
    ],
    ids=["nobody like it", "another birthday", "another ULN", "another MIS ID", "the same human being in another role"],
)
def test_others_are_created(there: Person, row: dict[str, CellValue]) -> None:
    plan = plan_for(there, **row)
    assert [change.kind for change in plan.changes] == ["create"]
    assert not plan.problems


def test_a_create_remembers_the_people_of_its_name() -> None:
    plan = plan_for(replace(ADA, born=date(1999, 1, 1)), DOB=day("2005-01-02"))
    assert plan.changes[0].known == (301,)


@pytest.mark.parametrize(
    ("decision", "standing", "changes"),
    [(Decision.SKIP, Standing.EXCLUDED, 0), (Decision.CREATE, Standing.CREATE, 1), (301, Standing.LEFT_ALONE, 0)],
)
def test_a_possible_duplicate_waits_for_the_decision(
    decision: Decision | int, standing: Standing, changes: int
) -> None:
    plan = plan_for(ADA, PlanOptions(decisions={2: decision}))
    assert (plan.rows[0].standing, len(plan.changes)) == (standing, changes)
    assert "possible-duplicate" not in [problem.code for problem in plan.problems]


def test_a_decision_for_nobody_is_said() -> None:
    plan = plan_for(ADA, PlanOptions(decisions={2: 101}))  # Zara is no learner
    assert [problem.code for problem in plan.problems] == ["onefile-id-unknown"]
    assert plan.changes == ()


def test_people_who_are_there_need_only_what_identifies_them() -> None:
    plan = plan_for(replace(ADA, email="ada.byrne@example.org"), ClassroomID=None, DefaultAssessorID="Nobody Known")
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]
