"""What a row that does not go ahead means to those that refer to it."""

from collections.abc import Mapping

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import ZARA, case, centre, day, learner, person, staff

NEW_ZARA = staff("Assessor", "Zara Malik", Email="z2@example.org", MISID="A9")
NEW_NIA = staff("Assessor", "Nia Cole")


@pytest.mark.parametrize(
    ("rows", "assignments", "code"),
    [
        ((NEW_ZARA, learner()), (), "reference-ambiguous"),
        ((NEW_NIA, learner(DefaultAssessorID="Nia Cole")), (), "reference-not-ready"),
        (
            (learner("Leo Grant", DOB=day("1990-02-03")), learner()),
            ({"Learner": "Leo Grant", "Person": "Owen Price", "Level": 1},),
            "reference-ambiguous",
        ),
        ((learner("Cy Dunn"), learner()), ({"Learner": "Cy Dunn", "Person": "Owen Price", "Level": 1},), None),
        ((NEW_NIA, learner()), ({"Learner": "Ada Byrne", "Person": "Nia Cole", "Level": 1},), "reference-not-ready"),
    ],
    ids=["a namesake in OneFile", "nobody else", "two learners of one name", "the learner left out", "the assignee"],
)
def test_taking_only_some_rows_makes_no_name_more_certain(
    rows: tuple[Mapping[str, CellValue], ...], assignments: tuple[Mapping[str, CellValue], ...], code: str | None
) -> None:
    options = PlanOptions(only=frozenset({3}), existing=Existing.ASSIGN)
    plan = make_plan(case(*rows, assignments=assignments, options=options), environment="rehearsal")
    assert [problem.code for problem in plan.problems if problem.is_error] == ([code] if code else [])
    assert not [change for change in plan.changes if change.kind is ChangeKind.ASSIGN]


@pytest.mark.parametrize(
    ("row", "options", "told", "how"),
    [
        (
            NEW_NIA | {"Email": "nonsense"},
            PlanOptions(),
            "Nia Cole on row 2 cannot be created as that row stands",
            "Mend that row first.",
        ),
        (NEW_NIA, PlanOptions(decisions={2: Decision.SKIP}), "Nia Cole on row 2 is left out", "Take that row in"),
        (NEW_NIA, PlanOptions(only=frozenset({3})), "Nia Cole on row 2 is left out", "Take that row in"),
        (
            NEW_NIA | {"FirstName": "Niah"},
            PlanOptions(),
            "Niah Cole on row 2 waits for your decision",
            "Decide about that row first.",
        ),
    ],
    ids=["an error", "skipped", "not among the only", "undecided"],
)
def test_why_whoever_is_referred_to_is_not_ready(
    row: Mapping[str, CellValue], options: PlanOptions, told: str, how: str
) -> None:
    at = centre(ZARA, person(108, Role.ASSESSOR, "Niah Cole"))
    rows = (row, learner(DefaultAssessorID=f"{row['FirstName']} Cole"))
    plan = make_plan(case(*rows, at=at, options=options), environment="rehearsal")
    (problem,) = [one for one in plan.problems if one.place.row == 3]
    assert problem.code == "reference-not-ready"
    assert problem.message.startswith(told)
    assert how in problem.message


def test_a_row_that_is_left_out_does_not_count_as_the_same_person_twice() -> None:
    rows = (
        learner("Leo Grant", Email="leo@example.org", AdditionalIQAs="Owen Price"),
        learner("Leo Grant", Email="leo2@example.org", MISID="L1"),
    )
    assignments = ({"Learner": "Leo Grant", "Person": "Zara Malik", "Level": 1},)
    full = make_plan(case(*rows, assignments=assignments, options=PlanOptions()), environment="rehearsal")
    assert [one.place.row for one in full.problems if one.code == "person-repeated"] == [2, 3]
    options = PlanOptions(only=frozenset({2}), existing=Existing.ASSIGN)
    plan = make_plan(case(*rows, assignments=assignments, options=options), environment="rehearsal")
    assert [one.code for one in plan.problems if one.is_error] == []
    assigned = [change for change in plan.changes if change.kind is ChangeKind.ASSIGN]
    assert [(change.request.path, change.person_row) for change in assigned] == [
        ("/User/102/Assign", 2),
        ("/User/101/Assign", 2),
    ]
