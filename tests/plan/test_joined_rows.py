"""What becomes of somebody who stands on several rows: one create, and everything that any of the rows asks for."""

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, Standing
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from tests.plan import cases
from tests.plan.cases import EVE, LEO, OWEN, ZARA, learner, person

MO = person(104, Role.EMPLOYER, "Mo Chief", email="mo@example.org")


def planned(*rows: cases.Given, options: PlanOptions | None = None) -> Plan:
    centre = cases.centre(ZARA, OWEN, EVE, MO, LEO)
    return make_plan(cases.case(*rows, at=centre, options=options), environment="rehearsal")


def assigned(plan: Plan) -> list[tuple[int, int, object]]:
    """Row, assignee's place in the path and level of each assignment."""
    found = [change for change in plan.changes if change.kind is ChangeKind.ASSIGN]
    return [(change.row, int(change.request.path.split("/")[2]), change.request.body["Level"]) for change in found]


def creates(plan: Plan) -> list[Change]:
    return [change for change in plan.changes if change.kind is ChangeKind.CREATE]


def test_two_rows_with_two_managers_are_one_create_and_an_additional_employer() -> None:
    plan = planned(learner(DefaultEmployerID="Eve Carter"), learner(DefaultEmployerID="Mo Chief"))
    (create,) = creates(plan)
    assert create.request.body["DefaultEmployerID"] == EVE.id
    assert assigned(plan) == [(3, MO.id, Level.ADDITIONAL)]
    assert [(row.row, row.standing, row.same_as) for row in plan.people()] == [
        (2, Standing.CREATE, None),
        (3, Standing.CREATE, 2),
    ]


def test_the_same_manager_by_name_and_by_email_is_assigned_once() -> None:
    plan = planned(learner(DefaultEmployerID="Eve Carter"), learner(DefaultEmployerID="eve@example.org"))
    assert assigned(plan) == []
    assert creates(plan)[0].request.body["DefaultEmployerID"] == EVE.id


def test_standards_of_both_rows_are_given_each_with_its_own_assessor() -> None:
    plan = planned(
        learner(Standards="Early Years Educator", LearningAimAssessor="Zara Malik"),
        learner(Standards="Team Leader", LearningAimIQA="Owen Price"),
    )
    given = {change.request.path for change in plan.changes if change.kind is ChangeKind.STANDARD}
    assert len(given) == 2
    assert [(row, who) for row, who, _ in assigned(plan)] == [(2, ZARA.id), (3, OWEN.id)]
    aims = [change.request.body["StandardID"] for change in plan.changes if change.kind is ChangeKind.ASSIGN]
    assert aims == [71, 72]


def test_a_name_that_is_not_known_on_the_second_row_holds_both_back_and_is_said_there() -> None:
    plan = planned(learner(), learner(DefaultEmployerID="Nobody Known", AdditionalIQAs="Nobody Else"))
    assert plan.changes == ()
    said = [(one.place.row, one.code) for one in plan.problems if one.is_error]
    assert (3, "reference-unknown") in said
    assert (2, "same-person-waits") in said
    assert {row.standing for row in plan.people()} == {Standing.EXCLUDED}


def test_leaving_out_either_row_leaves_out_the_person() -> None:
    for row in (2, 3):
        options = PlanOptions(decisions={row: Decision.SKIP})
        plan = planned(learner(), learner(), options=options)
        assert plan.changes == ()


def test_choosing_only_one_of_the_rows_chooses_the_person() -> None:
    plan = planned(learner(), learner(), learner("Cai Orr"), options=PlanOptions(only=frozenset({3})))
    assert [create.row for create in creates(plan)] == [2]


def test_somebody_who_is_there_is_compared_once_with_all_their_rows() -> None:
    leo = {"Email": "leo@example.org", "MISID": "L1"}
    plan = planned(
        learner("Leo Grant", **leo),
        learner("Leo Grant", **leo, AdditionalIQAs="Owen Price"),
        options=PlanOptions(existing=Existing.ASSIGN),
    )
    assert creates(plan) == []
    assert not [one for one in plan.problems if one.code == "person-repeated"]
    assert assigned(plan) == [(3, OWEN.id, Level.ADDITIONAL)]


def test_totals_count_people_not_rows() -> None:
    leo = {"Email": "leo@example.org", "MISID": "L1"}
    plan = planned(learner("Leo Grant", **leo), learner("Leo Grant", **leo))
    assert plan.summary().unchanged == 1
    assert plan.summary().excluded == 0
