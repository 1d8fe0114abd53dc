"""A framework template is given once, although nothing shows who was given it."""

import pytest

from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Given, Record
from tests.plan.cases import case, centre, learner

LEO_TAKES = learner("Leo Grant", Email="leo@example.org", FrameworkTemplate="81")
GIVEN = Given("framework-template", "81", 201)


@pytest.mark.parametrize(
    ("aims", "record", "is_given", "codes"),
    [
        pytest.param({(201, 71)}, Record(), False, ["template-not-given"], id="aims-that-may-come-from-it"),
        pytest.param(set(), Record(), True, [], id="no-aims"),
        pytest.param({(202, 71)}, Record(), True, [], id="the-aims-of-somebody-else"),
        pytest.param({(201, 71)}, Record(given=frozenset({GIVEN})), False, [], id="given-by-this-program"),
        pytest.param(
            {(201, 71)}, Record(made=frozenset({201})), True, [], id="created-by-this-program-which-did-not-get-to-it"
        ),
    ],
)
def test_whoever_may_have_a_template_is_not_given_it_again_and_that_is_said(
    aims: set[tuple[int, int]], record: Record, is_given: bool, codes: list[str]
) -> None:
    there = centre(aims=frozenset(aims), programmes_read=frozenset({201}))
    plan = make_plan(
        case(LEO_TAKES, at=there, record=record, options=PlanOptions(existing=Existing.ASSIGN)), environment="rehearsal"
    )
    assert any(change.kind is ChangeKind.FRAMEWORK_TEMPLATE for change in plan.changes) == is_given
    said = [one for one in plan.problems if one.code != "already-in-onefile"]
    assert [one.code for one in said] == codes
    assert all(one.place.field == "FrameworkTemplate" for one in said)


@pytest.mark.parametrize(
    ("aims", "codes"),
    [
        pytest.param({(201, 72)}, ["template-not-given", "standard-missing"], id="the-template-is-not-given"),
        pytest.param(set(), [], id="it-is-given-and-may-hold-the-standard"),
    ],
)
def test_an_assignment_counts_on_a_template_only_where_it_is_given(
    aims: set[tuple[int, int]], codes: list[str]
) -> None:
    there = centre(aims=frozenset(aims), programmes_read=frozenset({201}))
    assignment = {"Learner": "Leo Grant", "Person": "Zara Malik", "Level": 3, "Standard": "71"}
    options = PlanOptions(existing=Existing.ASSIGN)
    held = case(LEO_TAKES, assignments=(assignment,), at=there, options=options)
    told = make_plan(held, environment="rehearsal").problems
    passing = {"already-in-onefile", "replaces-assignment"}
    assert [one.code for one in told if one.code not in passing] == codes
