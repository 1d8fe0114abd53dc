"""What holds for every plan, whatever the roster and the centre."""

import json
import re
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, Standing
from onefile_desktop.plan.options import Decision
from tests.plan.random_cases import random_cases

# A case takes long to make: what is found is made smaller, and not explained line by line.
MANY = settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])
TOP = {"digest", "organisation", "environment", "summary", "changes"}
TOTALS = {"create", "update", "assign", "programme", "unchanged", "excluded", "emails", "seats", "calls", "seconds"}
OF_A_CHANGE = {"key", "kind", "sheet", "row", "person", "method", "path", "body", "depends_on"}
KINDS = {"create", "update", "assign", "framework-template", "standard", "unit"}
KINDS |= {"placement", "classroom", "assign-placement"}


def planned(case: Case) -> Plan:
    """The plan of a case."""
    return make_plan(case, environment="rehearsal")


def creates(plan: Plan) -> list[Change]:
    """The changes that create somebody."""
    return [change for change in plan.changes if change.kind is ChangeKind.CREATE]


def addressed(change: Change) -> tuple[object, str]:
    """Role and email of whom a change creates."""
    return change.request.body["Role"], str(change.request.body["Email"]).casefold()


@given(random_cases())
@MANY
def test_every_change_comes_after_what_it_waits_for(case: Case) -> None:
    """So the plan is acyclic, too: nothing waits for what comes later."""
    done: set[str] = set()
    for change in planned(case).changes:
        assert set(change.depends_on) <= done
        assert set(change.request.waits_for()) <= set(change.depends_on)
        assert change.key not in done
        done.add(change.key)


@given(random_cases())
@MANY
def test_no_person_is_created_twice(case: Case) -> None:
    made = creates(planned(case))
    assert [who for who, count in Counter(map(addressed, made)).items() if count > 1] == []
    rows = Counter(change.person_row for change in made if change.person_row is not None)
    assert [row for row, count in rows.items() if count > 1] == []


@given(random_cases())
@MANY
def test_nothing_is_sent_twice(case: Case) -> None:
    sent = Counter(
        (change.request.path, tuple(sorted((name, str(value)) for name, value in change.request.body.items())))
        for change in planned(case).changes
    )
    assert [call for call, count in sent.items() if count > 1] == []


@given(random_cases())
@MANY
def test_no_seat_is_given_twice(case: Case) -> None:
    """A learning aim or unit of a learner has one assessor and one IQA: the second would replace the first."""
    seats = Counter(
        (
            str(body["LearnerID"]),
            body.get("StandardID"),
            body.get("UnitID"),
            change.role is not None and change.role.name,
        )
        for change in planned(case).changes
        if change.kind is ChangeKind.ASSIGN and (body := change.request.body)["Level"] != 1
    )
    assert [seat for seat, count in seats.items() if count > 1] == []


@given(random_cases())
@MANY
def test_what_the_ledger_holds_is_not_assigned_again(case: Case) -> None:
    known = {(str(one.assignee), str(one.learner)) for one in case.record.assigned}
    for change in planned(case).changes:
        if change.kind is ChangeKind.ASSIGN and change.request.body["Level"] == 1:
            assert (change.request.path.split("/")[2], str(change.request.body["LearnerID"])) not in known


@given(random_cases())
@MANY
def test_nobody_is_created_who_is_certainly_there(case: Case) -> None:
    """Certainly is the same role, surname and address, or MIS ID; only the admin can say that it is another person."""
    plan = planned(case)
    decided = {row for row, decision in case.options.decisions.items() if decision is Decision.CREATE}
    first = {row.row: row.same_as or row.row for row in plan.people()}
    decided |= {first[row] for row in decided if row in first}
    for change in creates(plan):
        if change.person_row not in decided:
            assert [one.id for one in case.centre.people if is_certainly(change, one)] == []


def is_certainly(change: Change, one: Person) -> bool:
    """Whether somebody of the centre is, without a doubt, whom a change would create."""
    body = change.request.body
    if one.role != body["Role"] or one.last_name.casefold() != str(body["LastName"]).casefold():
        return False
    same_email = one.email is not None and one.email.casefold() == str(body["Email"]).casefold()
    return same_email or (one.mis_id is not None and one.mis_id == body.get("MISID"))


@given(random_cases())
@MANY
def test_every_row_has_a_standing_and_what_is_left_out_a_reason(case: Case) -> None:
    plan = planned(case)
    assert [row.row for row in plan.people()] == [row.number for row in case.roster.people.rows]
    finer = case.roster.assignments.rows if case.roster.assignments else ()
    assert [row.row for row in plan.rows if not row.on_people] == [row.number for row in finer]
    assert [row for row in plan.rows if row.standing is Standing.EXCLUDED and not row.message] == []


@given(random_cases())
@MANY
def test_the_rows_that_are_created_are_those_that_say_so(case: Case) -> None:
    plan = planned(case)
    said = [row.row for row in plan.people() if row.standing is Standing.CREATE and row.same_as is None]
    assert sorted(change.person_row for change in creates(plan) if change.person_row is not None) == said
    there = (Standing.UNCHANGED, Standing.LEFT_ALONE, Standing.EXCLUDED)
    nothing = {row.row for row in plan.people() if row.standing in there and row.same_as is None}
    assert [change.key for change in plan.changes if change.person_row in nothing] == []


@given(random_cases())
@MANY
def test_rows_with_errors_send_nothing(case: Case) -> None:
    plan = planned(case)
    errors = plan.with_errors()
    assert [change.key for change in plan.changes if (change.sheet, change.row) in errors] == []


@given(random_cases())
@MANY
def test_rows_that_were_not_chosen_send_nothing(case: Case) -> None:
    plan = planned(case)
    if case.options.only is None:
        return
    kept = {row.same_as or row.row for row in plan.people() if row.row in case.options.only}
    of_others = [one.key for one in plan.changes if one.person_row is not None and one.person_row not in kept]
    assert of_others == []


@given(random_cases())
@MANY
def test_a_place_is_made_only_for_somebody(case: Case) -> None:
    plan = planned(case)
    waited_for = {key for change in plan.changes for key in change.request.waits_for()}
    places = {one.key for one in plan.changes if one.kind in (ChangeKind.PLACEMENT, ChangeKind.CLASSROOM)}
    assert places <= waited_for


@given(random_cases(), st.integers(0, 9))
@MANY
def test_the_same_input_gives_the_same_plan_in_whatever_order_the_centre_came(case: Case, seed: int) -> None:
    plan = planned(case)
    assert planned(case) == plan
    again = planned(replace(case, centre=shuffled(case.centre, Random(seed))))
    assert again.digest == plan.digest
    assert again.rows == plan.rows
    assert [(one.code, one.place) for one in again.problems] == [(one.code, one.place) for one in plan.problems]


def shuffled(centre: Any, random: Random) -> Any:
    """A centre with everything in it in another order."""
    names = ("people", "classrooms", "placements", "providers", "learner_statuses", "standards", "units")
    names += ("framework_templates",)
    return replace(
        centre, **{name: tuple(random.sample(held, len(held))) for name in names if (held := getattr(centre, name))}
    )


@given(random_cases())
@MANY
def test_problems_stand_in_the_order_of_the_workbook(case: Case) -> None:
    plan = planned(case)
    sheets = [case.roster.people.sheet, case.roster.assignments.sheet if case.roster.assignments else ""]
    order = [(sheets.index(one.place.sheet), one.place.row or 0) for one in plan.problems]
    assert order == sorted(order)


@given(random_cases())
@MANY
def test_the_document_is_as_promised(case: Case) -> None:
    plan = planned(case)
    document = json.loads(json.dumps(plan.as_json(), allow_nan=False))
    assert document.keys() >= TOP
    assert document["summary"].keys() >= TOTALS
    assert document["summary"]["assign"].keys() == {"1", "2", "3"}
    assert document["digest"] == plan.digest
    assert sum(document["summary"]["create"].values()) == len(creates(plan))
    keys: set[str] = set()
    for change in document["changes"]:
        assert change.keys() >= OF_A_CHANGE
        assert (change["kind"] in KINDS, change["method"]) == (True, "POST")
        named = {value["$id_of"] for value in change["body"].values() if isinstance(value, dict)}
        assert named | set(re.findall(r"\{\$id_of:([^}]+)\}", change["path"])) <= keys
        keys.add(change["key"])
