"""Default assessors and employers: learners who would be their own, and IQAs who would verify their own assessing."""

from dataclasses import replace

import pytest

from onefile_desktop.onefile.fields import Fields
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, OWEN, ZARA, case, centre, learner, person, staff

IQA_ZARA = person(107, Role.IQA, "Zara Malik", email="zara@example.org")
GUS = person(106, Role.ASSESSOR, "Gus Hill", email="gus@example.org")


def with_defaults(*, assessor: int | None = None, employer: int | None = None) -> Person:
    """Leo, with these defaults in OneFile."""
    defaults = {"DefaultAssessorID": assessor, "DefaultEmployerID": employer}
    leo = person(201, Role.LEARNER, "Leo Grant", email="leo@example.org", mis_id="L1", PlacementID=41)
    return replace(leo, fields=Fields({**leo.fields, **defaults}))


VERIFIED = {"Learner": "leo@example.org", "Person": "zara@example.org", "As": "IQA", "Level": 1}
ON_PEOPLE = {"Role": "Learner", "Email": "leo@example.org"}


@pytest.mark.parametrize(
    ("rows", "assignments", "has", "existing", "warned"),
    [
        ((learner(),), (VERIFIED,), 101, Existing.ASSIGN, True),
        ((learner(),), (VERIFIED,), 106, Existing.ASSIGN, False),
        ((learner(),), (VERIFIED,), None, Existing.ASSIGN, False),
        ((ON_PEOPLE | {"AdditionalIQAs": "zara@example.org"},), (), 101, Existing.ASSIGN, True),
        ((ON_PEOPLE | {"DefaultAssessorID": "Gus Hill"},), (VERIFIED,), 101, Existing.ASSIGN, True),
        ((ON_PEOPLE | {"DefaultAssessorID": "Gus Hill"},), (VERIFIED,), 101, Existing.UPDATE, False),
        ((ON_PEOPLE | {"DefaultAssessorID": "A1"},), (VERIFIED,), 106, Existing.ASSIGN, False),
        ((ON_PEOPLE | {"DefaultAssessorID": "A1"},), (VERIFIED,), 106, Existing.UPDATE, True),
        (({"Role": "Assessor", "MISID": "A1", "LastName": "Malik"},), (VERIFIED,), 101, Existing.ASSIGN, True),
    ],
    ids=[
        "not on People",
        "another default",
        "no default",
        "no such column",
        "another one who is not sent",
        "replaced by another",
        "one who is not sent",
        "replaced by them",
        "an assessor on a row without an email",
    ],
)
def test_an_iqa_who_is_the_default_assessor_that_the_learner_will_have(
    rows: tuple[dict[str, CellValue], ...],
    assignments: tuple[dict[str, CellValue], ...],
    has: int | None,
    existing: Existing,
    warned: bool,
) -> None:
    at = centre(ZARA, GUS, OWEN, EVE, IQA_ZARA, with_defaults(assessor=has))
    plan = make_plan(
        case(*rows, assignments=assignments, at=at, options=PlanOptions(existing=existing)), environment="rehearsal"
    )
    assert [problem.code for problem in plan.problems if problem.is_error] == []
    assert ("iqa-is-assessor" in [problem.code for problem in plan.problems]) is warned
    assert len([change for change in plan.changes if change.kind is ChangeKind.ASSIGN]) == 1


@pytest.mark.parametrize(
    ("row", "has", "existing", "field"),
    [
        (learner("Zara Malik", Email="zara@example.org"), None, Existing.SKIP, "DefaultAssessorID"),
        (
            learner("Eve Carter", Email="eve@example.org", DefaultEmployerID="Eve Carter"),
            None,
            Existing.SKIP,
            "DefaultEmployerID",
        ),
        (ON_PEOPLE | {"DefaultEmployerID": "Leo Boss"}, None, Existing.ASSIGN, "DefaultEmployerID"),
        (
            {"Role": "Learner", "MISID": "L1", "LastName": "Grant", "DefaultEmployerID": "Leo Boss"},
            None,
            Existing.ASSIGN,
            "DefaultEmployerID",
        ),
        (ON_PEOPLE | {"DefaultEmployerID": "Leo Boss"}, 103, Existing.UPDATE, "DefaultEmployerID"),
        (ON_PEOPLE | {"DefaultEmployerID": "Leo Boss"}, 103, Existing.ASSIGN, None),
        (ON_PEOPLE | {"DefaultEmployerID": "Leo Boss"}, 108, Existing.UPDATE, None),
        (learner("Eve Carter", DefaultEmployerID="Eve Carter"), None, Existing.SKIP, None),
    ],
    ids=[
        "assessor",
        "employer",
        "a learner who is there",
        "whose email is not on the row",
        "instead of another",
        "another stays",
        "is so already",
        "only the name is the same",
    ],
)
def test_nobody_becomes_their_own_default_assessor_or_employer(
    row: dict[str, CellValue], has: int | None, existing: Existing, field: str | None
) -> None:
    boss = person(108, Role.EMPLOYER, "Leo Boss", email="leo@example.org", PlacementID=41)
    at = centre(ZARA, OWEN, EVE, boss, with_defaults(assessor=101, employer=has))
    plan = make_plan(case(row, at=at, options=PlanOptions(existing=existing)), environment="rehearsal")
    found = [(one.code, one.place.row, one.place.field) for one in plan.problems if one.is_error]
    assert found == ([("assignment-self", 2, field)] if field else [])
    if field:
        assert plan.changes == ()


def test_an_assessor_of_the_roster_is_not_their_own_learner_s() -> None:
    row = staff("Assessor", "Nia Cole")
    plan = make_plan(case(row, learner("Nia Cole", DefaultAssessorID="nia.cole@example.org")), environment="rehearsal")
    found = [(one.code, one.place.row, one.place.field) for one in plan.problems if one.is_error]
    assert found == [("assignment-self", 3, "DefaultAssessorID")]
