"""Two rows of one name are asked about, as a row and somebody of the centre are."""

import pytest

from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import case, day, learner, staff

FIRST = {"Email": "ada@example.org"}
OTHER = {"Email": "ada.byrne@example.org"}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        pytest.param({}, {}, True, id="only the email differs"),
        pytest.param({"DOB": day("2004-01-02")}, {}, True, id="one birthday is not given"),
        pytest.param({"DOB": day("2004-01-02")}, {"DOB": day("2004-01-03")}, False, id="two birthdays"),
        pytest.param({"MISID": "L7"}, {"MISID": "L8"}, False, id="two MIS IDs"),
        pytest.param({}, {"LastName": "Burne"}, False, id="another name"),
    ],
)
def test_two_new_people_of_one_name_deserve_a_look(
    one: dict[str, CellValue], other: dict[str, CellValue], said: bool
) -> None:
    plan = make_plan(case(learner(**FIRST | one), learner(**OTHER | other)), environment="rehearsal")
    assert [(p.code, p.place.row, p.place.field) for p in plan.problems] == [("name-repeated", 3, "LastName")] * said
    assert sum(change.kind is ChangeKind.CREATE for change in plan.changes) == 2


def test_one_person_in_two_roles_is_as_it_should_be() -> None:
    plan = make_plan(case(learner(), staff("IQA", "Ada Byrne")), environment="rehearsal")
    assert [problem.code for problem in plan.problems] == []


@pytest.mark.parametrize("existing", list(Existing))
@pytest.mark.parametrize(
    ("given", "field"),
    [({"MISID": "L99"}, "MISID"), ({"Email": "nobody@example.org"}, "Email"), ({"OneFileID": 999}, "OneFileID")],
)
def test_somebody_who_is_only_identified_and_not_there_is_told_so_and_nothing_else(
    given: dict[str, CellValue], field: str, existing: Existing
) -> None:
    held = case({"Role": "Learner"} | given, learner(), options=PlanOptions(existing=existing))
    plan = make_plan(held, environment="rehearsal")
    assert [(p.code, p.place.row, p.place.field) for p in plan.problems] == [("nobody-found", 2, field)]
    assert [change.row for change in plan.changes] == [3]
