"""MIS IDs that several people have: what stops a centre's MIS is said before anything is sent."""

from dataclasses import replace

import pytest

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Plan
from onefile_desktop.plan.mis_values import look_by_hand
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, LEO, ZARA, case, centre, learner, person, staff

STEPS = (
    "Users",
    "Assessors",
    "Include archived users",
    "Account tab",
    "OneFile Support",
    "learner’s name",
    "assessor’s name",
)


def planned(held: Case) -> Plan:
    return make_plan(held, environment="rehearsal")


def shared(*people: Person) -> list[Problem]:
    plan = planned(case(learner(DefaultAssessorID="zara@example.org"), at=centre(*people)))
    return [problem for problem in plan.problems if problem.code == "mis-id-shared"]


def test_two_assessors_who_share_a_mis_id_are_both_named_with_the_steps_and_what_support_asks_for() -> None:
    trainee = person(110, Role.TRAINEE_ASSESSOR, "Nia Cole", mis_id="a1", archived=True)
    (found,) = shared(ZARA, trainee)
    assert (found.place.row, found.is_error, found.value) == (None, False, "A1")
    assert "Zara Malik (Assessor, OneFile ID 101)" in found.message
    assert "Nia Cole (Trainee Assessor, OneFile ID 110, archived)" in found.message
    assert [step for step in STEPS if step not in found.message] == []


@pytest.mark.parametrize(
    "other",
    [
        person(110, Role.IQA, "Zara Malik", mis_id="A1"),
        person(110, Role.ASSESSOR, "Nia Cole", mis_id="A2"),
        person(110, Role.ASSESSOR, "Nia Cole"),
        person(110, Role.LEARNER, "Nia Cole", mis_id="A1"),
    ],
    ids=["an IQA", "another MIS ID", "none", "a learner"],
)
def test_what_is_not_shared_between_assessors(other: Person) -> None:
    assert shared(ZARA, other) == []


def test_zeros_at_the_front_count_in_onefile() -> None:
    others = person(110, Role.ASSESSOR, "Nia Cole", mis_id="0012"), person(111, Role.ASSESSOR, "Bo Hart", mis_id="12")
    assert shared(ZARA, *others) == []


def test_each_shared_mis_id_is_said_once_and_in_the_same_order() -> None:
    people = [person(100 + n, Role.ASSESSOR, f"Nia {chr(65 + n)}ole", mis_id=f"M{n % 2}") for n in range(6)]
    assert [one.value for one in shared(ZARA, *people)] == ["M0", "M1"]
    assert shared(ZARA, *people) == shared(*reversed(people), ZARA)


def test_every_note_of_what_could_not_be_compared_is_said() -> None:
    plan = planned(case(learner(), at=centre(notes=("One thing.", "Another thing."))))
    assert [problem.message for problem in plan.problems if problem.code == "not-compared"] == [
        "One thing.",
        "Another thing.",
    ]


# Where archived people may be hidden


def hand(at: Centre, *rows: dict[str, CellValue], shows: bool | None = None) -> str:
    found = look_by_hand(case(*rows, at=replace(at, abilities=Abilities(shows_archived=shows))))
    return found.text if found else ""


@pytest.mark.parametrize("shows", [None, False], ids=["not known", "hidden"])
def test_where_archived_people_may_be_hidden_the_steps_to_look_by_hand_are_shown(*, shows: bool | None) -> None:
    text = hand(centre(ZARA), learner(), shows=shows)
    assert [step for step in STEPS if step not in text] == []
    assert hand(centre(EVE), learner(MISID="L7"), shows=shows) == text


def test_nothing_is_to_be_looked_for_by_hand_where_it_is_seen_or_no_mis_ids_are_in_use() -> None:
    assert hand(centre(ZARA), learner(MISID="L7"), shows=True) == ""
    assert hand(centre(replace(ZARA, mis_id=None), LEO), learner()) == ""


# A MIS ID of the roster that somebody has


@pytest.mark.parametrize(
    ("holder", "told"),
    [
        (person(9, Role.LEARNER, "Bo Quigley", mis_id="X7"), "Bo Quigley (OneFile ID 9)"),
        (person(9, Role.LEARNER, "Bo Quigley", mis_id="X7", archived=True), "Bo Quigley (OneFile ID 9, archived)"),
        (person(9, Role.IQA, "Bo Quigley", mis_id=" x7"), "Bo Quigley (OneFile ID 9)"),
    ],
    ids=["somebody", "an archived one", "in another role"],
)
def test_a_mis_id_that_somebody_has(holder: Person, told: str) -> None:
    plan = planned(case(learner(MISID="X7"), at=centre(ZARA, holder)))
    (found,) = plan.problems
    assert (found.code, found.place.field, found.is_error, plan.changes) == ("mis-id-in-use", "MISID", True, ())
    assert told in found.message


@pytest.mark.parametrize("existing", list(Existing))
def test_nobody_who_is_there_is_given_the_mis_id_of_another(existing: Existing) -> None:
    there = person(301, Role.LEARNER, "Ada Byrne", email="ada.byrne@example.org")
    holder = person(9, Role.LEARNER, "Bo Quigley", mis_id="X7")
    plan = planned(case(learner(MISID="X7"), at=centre(ZARA, there, holder), options=PlanOptions(existing=existing)))
    assert [problem.code for problem in plan.problems if problem.is_error] == ["mis-id-in-use"]
    assert plan.changes == ()


def test_whose_mis_id_it_is_already_is_no_news() -> None:
    there = person(301, Role.LEARNER, "Ada Byrne", email="ada.byrne@example.org", mis_id="X7")
    holder = person(9, Role.LEARNER, "Bo Quigley", mis_id="X7")
    plan = planned(case(learner(MISID="X7"), at=centre(ZARA, there, holder)))
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]


@pytest.mark.parametrize(
    ("role", "there", "in_use"),
    [("Assessor", Role.ASSESSOR, True), ("Assessor", Role.TRAINEE_ASSESSOR, True), ("Assessor", Role.IQA, False)],
)
def test_a_second_account_of_an_assessor_may_not_share_their_mis_id(role: str, there: Role, *, in_use: bool) -> None:
    archived = there is Role.ASSESSOR
    old = person(9, there, "Nia Cole", email="nia.cole@example.org", mis_id="A9", archived=archived)
    options = PlanOptions(decisions={2: Decision.CREATE})
    plan = planned(case(staff(role, "Nia Cole", MISID="A9"), at=centre(old), options=options))
    assert ("mis-id-in-use" in [problem.code for problem in plan.problems]) is in_use
    assert [change.kind for change in plan.changes] == ([] if in_use else ["create"])


def test_a_new_portfolio_of_a_learner_may_have_the_same_mis_id() -> None:
    old = person(301, Role.LEARNER, "Ada Byrne", mis_id="X7", archived=True)
    options = PlanOptions(decisions={2: Decision.CREATE})
    plan = planned(case(learner(MISID="X7"), at=centre(ZARA, old), options=options))
    assert [change.kind for change in plan.changes] == ["create"]


@pytest.mark.parametrize("archived", [False, True])
def test_a_reference_by_a_shared_mis_id_is_never_a_guess(*, archived: bool) -> None:
    other = person(110, Role.ASSESSOR, "Nia Cole", mis_id="A1", archived=archived)
    plan = planned(case(learner(DefaultAssessorID="A1"), at=centre(ZARA, other)))
    assert "reference-ambiguous" in [problem.code for problem in plan.problems]
    assert plan.changes == ()
