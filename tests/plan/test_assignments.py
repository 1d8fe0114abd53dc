"""Who is put beside which learner, at which level, and what cannot be."""

import pytest

from onefile_desktop.onefile.models import Unit
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import ChangeKind, Plan
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Assigned, Record
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, LEO, OWEN, ZARA, case, centre, learner, person

AIM = {"Standards": "Early Years Educator"}
UNITS = {"Units": "EY_1"}
LEVEL = {"Learner": "Ada Byrne", "Person": "Zara Malik"}


def planned(held: Case) -> Plan:
    return make_plan(held, environment="rehearsal")


def assigned(plan: Plan) -> list[tuple[str, dict[str, object]]]:
    """Path and body of each assignment."""
    return [(c.request.path, dict(c.request.body)) for c in plan.changes if c.kind is ChangeKind.ASSIGN]


@pytest.mark.parametrize(
    ("row", "path", "body"),
    [
        ({"AdditionalAssessors": "Zara Malik"}, "/User/101/Assign", {"Level": 1}),
        ({"AdditionalIQAs": "Owen Price"}, "/User/102/Assign", {"Level": 1}),
        ({"AdditionalEmployers": "Eve Carter"}, "/User/103/Assign", {"Level": 1}),
        (AIM | {"LearningAimAssessor": "A1"}, "/User/101/Assign", {"Level": 3, "StandardID": 71}),
        (AIM | {"LearningAimIQA": "Owen Price"}, "/User/102/Assign", {"Level": 3, "StandardID": 71}),
        (UNITS | {"Standards": "71", "UnitAssessor": "A1"}, "/User/101/Assign", {"Level": 2, "UnitID": "EY_1"}),
        (
            {"FrameworkTemplate": "81", "UnitIQA": "Q1", "AssignedUnit": "EY_2"},
            "/User/102/Assign",
            {"Level": 2, "UnitID": "EY_2"},
        ),
        (
            {"Standards": "71; 72", "LearningAimStandard": "Team Leader", "LearningAimAssessor": "A1"},
            "/User/101/Assign",
            {"Level": 3, "StandardID": 72},
        ),
    ],
)
def test_the_assignee_is_in_the_path_and_the_learner_in_the_body(
    row: dict[str, CellValue], path: str, body: dict[str, object]
) -> None:
    plan = planned(case(learner(**row)))
    assert not plan.problems
    assert assigned(plan) == [(path, {"LearnerID": {"$id_of": "people-2-create"}} | body)]


def test_several_in_one_cell() -> None:
    second = person(111, Role.TRAINEE_ASSESSOR, "Tom Day")
    plan = planned(case(learner(AdditionalAssessors="Zara Malik; Tom Day"), at=centre(ZARA, second)))
    assert [path for path, _ in assigned(plan)] == ["/User/101/Assign", "/User/111/Assign"]


@pytest.mark.parametrize(
    ("assignment", "body"),
    [
        ({"Level": 3, "Standard": "Early Years Educator"}, {"Level": 3, "StandardID": 71}),
        ({"Level": "Unit summary", "Unit": "Play"}, {"Level": 2, "UnitID": "EY_1"}),
        ({"Level": 2, "Unit": "Safety", "Standard": "Early Years Educator"}, {"Level": 2, "UnitID": "EY_2"}),
        ({"Level": "additional"}, {"Level": 1}),
    ],
)
def test_the_assignments_sheet(assignment: dict[str, CellValue], body: dict[str, object]) -> None:
    plan = planned(case(learner(Standards="71", Units="EY_1; EY_2"), assignments=(LEVEL | assignment,)))
    assert not plan.problems
    assert assigned(plan) == [("/User/101/Assign", {"LearnerID": {"$id_of": "people-2-create"}} | body)]


@pytest.mark.parametrize(
    ("people", "assignments", "found"),
    [
        (learner(), (LEVEL | {"Level": 3, "Standard": "71"},), [("standard-missing", "Assignments", 2)]),
        (learner(**AIM), (LEVEL | {"Level": 3, "Standard": "72"},), [("standard-missing", "Assignments", 2)]),
        (learner(**AIM), (LEVEL | {"Level": 2, "Unit": "Play"},), [("unit-missing", "Assignments", 2)]),
        (
            learner(**AIM),
            (LEVEL | {"Level": 3, "Standard": "71", "Person": "Eve Carter"},),
            [("level-role", "Assignments", 2)],
        ),
        (learner(), (LEVEL | {"Level": 1}, LEVEL | {"Level": 1}), [("assignment-repeated", "Assignments", 3)]),
        (
            learner(**AIM, LearningAimAssessor="Tom Day"),
            (LEVEL | {"Level": 3, "Standard": "71"},),
            [("assignment-conflict", "People", 2), ("assignment-conflict", "Assignments", 2)],
        ),
        (learner(), (LEVEL | {"Level": 1, "Learner": "Nobody Known"},), [("reference-unknown", "Assignments", 2)]),
        (learner(), (LEVEL | {"Level": 1, "Learner": "Leo Grant"},), [("already-in-onefile", "Assignments", 2)]),
        (learner(AdditionalIQAs="Vi Malik"), (), [("iqa-is-assessor", "People", 2)]),
        (
            learner(Email="eve@example.org", AdditionalEmployers="Eve Carter", FirstName="Eve", LastName="Carter"),
            (),
            [("joins-keychain", "People", 2), ("assignment-self", "People", 2)],
        ),
    ],
)
def test_what_cannot_stand(
    people: dict[str, CellValue], assignments: tuple[dict[str, CellValue], ...], found: list[tuple[str, str, int]]
) -> None:
    tom = person(111, Role.ASSESSOR, "Tom Day", email="tom@example.org")
    vi = person(112, Role.IQA, "Vi Malik", email="zara@example.org")  # Zara's other account
    plan = planned(case(people, assignments=assignments, at=centre(ZARA, OWEN, EVE, LEO, tom, vi)))
    assert [
        (problem.code, problem.place.sheet, problem.place.row)
        for problem in plan.problems
        if problem.code != "reference-not-ready"
    ] == found
    assert all(problem.place.column for problem in plan.problems)


def test_an_assignment_waits_for_what_gives_the_learner_its_subject() -> None:
    plan = planned(case(learner(**AIM, **UNITS, LearningAimAssessor="A1", UnitAssessor="A1")))
    at = {change.key: change for change in plan.changes}
    order = list(at)
    assert order == [
        "people-2-create",
        "people-2-standard-71",
        "people-2-unit-EY_1",
        "people-2-UnitAssessor-1",
        "people-2-LearningAimAssessor-1",
    ]
    assert at["people-2-LearningAimAssessor-1"].depends_on == ("people-2-create", "people-2-standard-71")
    assert at["people-2-UnitAssessor-1"].depends_on == ("people-2-create", "people-2-unit-EY_1")
    assert at["people-2-unit-EY_1"].request.path == "/Unit/EY_1/Assign/{$id_of:people-2-create}/71"


def test_existing_learners_are_assigned_to_only_when_asked_and_only_once() -> None:
    assignment = {"Learner": "Leo Grant", "Person": "Zara Malik", "Level": 3, "Standard": "71"}
    there = centre(programmes_read=frozenset({201}), aims=frozenset({(201, 71)}))
    left = planned(case(learner(), assignments=(assignment,), at=there))
    assert assigned(left) == []
    asked = PlanOptions(existing=Existing.ASSIGN)
    plan = planned(case(learner(), assignments=(assignment,), at=there, options=asked))
    assert assigned(plan) == [("/User/101/Assign", {"LearnerID": 201, "Level": 3, "StandardID": 71})]
    assert [problem.code for problem in plan.problems] == ["replaces-assignment"]
    done = Record(assigned=frozenset({Assigned(101, 201, 3, 71)}))
    again = planned(case(learner(), assignments=(assignment,), at=there, options=asked, record=done))
    assert assigned(again) == []
    assert again.problems == ()


@pytest.mark.parametrize(("read", "codes"), [(frozenset({201}), ["standard-missing"]), (frozenset(), [])])
def test_what_could_not_be_read_is_not_said_to_be_missing(read: frozenset[int], codes: list[str]) -> None:
    assignment = {"Learner": "Leo Grant", "Person": "Zara Malik", "Level": 3, "Standard": "71"}
    options = PlanOptions(existing=Existing.ASSIGN)
    plan = planned(case(learner(), assignments=(assignment,), at=centre(programmes_read=read), options=options))
    assert [problem.code for problem in plan.problems if problem.is_error] == codes


@pytest.mark.parametrize(("standards", "codes"), [("71", []), ("71; 72", ["assignment-incomplete"])])
def test_a_unit_whose_standard_onefile_does_not_show(standards: str, codes: list[str]) -> None:
    units = (Unit("EY_9", "Outdoors", None),)
    plan = planned(case(learner(Standards=standards, Units="Outdoors"), at=centre(units=units)))
    assert [problem.code for problem in plan.problems] == codes
    if not codes:
        assert plan.changes[-1].request.path == "/Unit/EY_9/Assign/{$id_of:people-2-create}/71"


GUS = person(106, Role.ASSESSOR, "Gus Hill", email="gus@example.org")
AIM_71 = {"Learner": "Leo Grant", "Level": 3, "Standard": "71"}


@pytest.mark.parametrize(
    ("kept", "person", "again"),
    [
        ([Assigned(106, 201, 3, 71, is_iqa=False)], "A1", True),
        ([Assigned(106, 201, 3, 71, is_iqa=False)], "Gus Hill", False),
        ([Assigned(106, 201, 3, 71, is_iqa=False), Assigned(102, 201, 3, 71, is_iqa=True)], "Owen Price", False),
        ([Assigned(106, 201, 3, 71, is_iqa=False), Assigned(102, 201, 3, 71, is_iqa=True)], "Gus Hill", False),
        ([Assigned(101, 201, 3, 71), Assigned(102, 201, 3, 71)], "A1", False),
        ([Assigned(101, 201, 3, 71), Assigned(102, 201, 3, 71)], "Owen Price", False),
        ([Assigned(101, 201, 3, 71), Assigned(106, 201, 3, 71)], "A1", True),
        ([Assigned(101, 201, 3, 71), Assigned(999, 201, 3, 71)], "A1", True),
        ([Assigned(101, 201, 3, 71), Assigned(106, 201, 3, 71, is_iqa=False)], "A1", True),
        ([Assigned(101, 201, 3, 71), Assigned(106, 201, 3, 71, is_iqa=False)], "Gus Hill", False),
        ([Assigned(101, 201, 3, 72, is_iqa=False)], "A1", True),
        ([Assigned(101, 202, 3, 71, is_iqa=False)], "A1", True),
    ],
    ids=[
        "another one since",
        "the same",
        "the IQA beside an assessor",
        "the assessor beside an IQA",
        "an assessor of an old ledger",
        "an IQA of an old ledger",
        "one of two, none knows which",
        "one of two, one unknown",
        "one of an old ledger, replaced since",
        "who replaced one of an old ledger",
        "another aim",
        "another learner",
    ],
)
def test_only_who_has_the_seat_now_is_not_assigned_again(kept: list[Assigned], person: str, again: bool) -> None:
    at = centre(ZARA, GUS, OWEN, LEO, programmes_read=frozenset({201}), aims=frozenset({(201, 71)}))
    held = case(
        learner(),
        assignments=(AIM_71 | {"Person": person},),
        at=at,
        options=PlanOptions(existing=Existing.ASSIGN),
        record=Record(assigned=frozenset(kept)),
    )
    assert bool(assigned(planned(held))) is again


def test_additional_people_do_not_replace_each_other() -> None:
    record = Record(assigned=frozenset({Assigned(101, 201, 1), Assigned(106, 201, 1)}))
    wanted = tuple({"Learner": "Leo Grant", "Person": who, "Level": 1} for who in ("A1", "Gus Hill", "Owen Price"))
    options = PlanOptions(existing=Existing.ASSIGN)
    held = case(learner(), assignments=wanted, at=centre(ZARA, GUS, OWEN, LEO), options=options, record=record)
    assert [path for path, _ in assigned(planned(held))] == ["/User/102/Assign"]
