"""Ordinary rosters are not held back by rules that are there for odd ones."""

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.matching import are_other_first_names
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Assigned, Given, Record
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, LEO, OWEN, ZARA, case, centre, composed, learner, person


@pytest.mark.parametrize(
    ("first", "another", "differ"),
    [
        ("Ben", "Leo", True),
        ("Tom", "Tim", True),
        ("Evie", "Eve", False),
        ("Mr Robert", "Robert", False),
        ("Mrs", "Jo", False),
        ("John William", "William", False),
        ("", "Ada", False),
    ],
)
def test_which_first_names_are_others(first: str, another: str, differ: bool) -> None:
    assert are_other_first_names(first, another) is differ


@pytest.mark.parametrize(
    ("name", "codes"), [("Ben Hart", ["joins-keychain"]), ("Tom Hart", ["joins-keychain", "assignment-self"])]
)
@pytest.mark.parametrize("column", ["DefaultEmployerID", "AdditionalEmployers"])
def test_a_familys_mailbox_makes_nobody_their_own_manager(name: str, codes: list[str], column: str) -> None:
    tom = person(301, Role.EMPLOYER, "Tom Hart", email="hart@example.org")
    row: dict[str, CellValue] = {"Email": "hart@example.org", column: "301"}
    plan = make_plan(case(learner(name, **row), at=centre(ZARA, tom)), environment="rehearsal")
    said = [problem.code for problem in plan.problems]
    assert "assignment-self" in said if "assignment-self" in codes else "assignment-self" not in said


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Byrne Ada", id="the halves are swapped"),
        pytest.param("Ana Byrne", id="the surname"),
        pytest.param("Marie Ada", id="a word of it"),
    ],
)
def test_whom_the_program_offers_can_be_decided_for(name: str) -> None:
    there = person(301, Role.LEARNER, "Ada Byrne")
    options = PlanOptions(decisions={2: 301})
    held = case(learner(name, Email="new@example.org"), at=centre(ZARA, there), options=options)
    assert make_plan(held, environment="rehearsal").rows[0].onefile_id == 301


def test_what_this_program_has_given_and_assigned_is_not_doubted_afterwards() -> None:
    record = Record(
        made=frozenset({201}),
        given=frozenset({Given("framework-template", "81", 201)}),
        assigned=frozenset({Assigned(101, 201, 3, 71, None, False)}),
    )
    row = learner("Leo Grant", Email="leo@example.org", FrameworkTemplate="81")
    assignment = {"Learner": "Leo Grant", "Person": "Zara Malik", "Level": 3, "Standard": "71"}
    there = centre(ZARA, OWEN, EVE, LEO, programmes_read=frozenset({201}))
    held = case(row, assignments=(assignment,), at=there, record=record, options=PlanOptions(existing=Existing.ASSIGN))
    plan = make_plan(held, environment="rehearsal")
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]
    assert [change.kind for change in plan.changes if change.kind is ChangeKind.ASSIGN] == []


def test_a_setting_in_the_place_of_a_name_outvotes_nobody() -> None:
    setting: dict[str, CellValue] = {
        "CompanyName": "Sunny Days Nursery Ltd",
        "DefaultEmployerID": "Sunny Days",
        "EmployerEmail": "office@example.org",
    }
    named: dict[str, CellValue] = {"DefaultEmployerID": "Jo Reed", "EmployerEmail": "office@example.org"}
    rows = (learner(**setting), learner("Bea Cross", **setting), learner("Cy Dunn", **named))
    plan = make_plan(case(*map(composed, rows)), environment="rehearsal")
    assert [change.person for change in plan.changes if change.role is Role.EMPLOYER] == ["Jo Reed"]
    assert not [problem.code for problem in plan.problems if problem.is_error]
