"""A plan about people who are there already: what a colleague sets meanwhile is not overwritten unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.options import ReadOptions
from tests.cli.conftest import state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import CENTRE, ORGANISATION
from tests.enrolment.test_stages import downloaded
from tests.enrolment.test_stale import ASSESSOR, EMAIL, TODAY, Scene, Search, any_search, scene

ADA, BEN = [
    user
    for user in CENTRE["users"]
    if user["OrganisationID"] == ORGANISATION and user["Role"] == Role.EMPLOYER and not user["Archived"]
][:2]
EMPLOYER = f"{ADA['FirstName']} {ADA['LastName']}"
PERSON = ("Learner", "Tamsin", "Quillfeather1", EMAIL)
HEADERS = ("Role", "First name", "Last name", "Email")


def there_already(plan: Scene, folder: Path, existing: Existing, header: str, value: str) -> int:
    """Has somebody added, and makes a plan that changes them; returns their ID."""
    person = plan.colleague.add(*PERSON[1:], MobileNumber="07700 900001")
    file = write_roster(folder / "there.xlsx", (*PERSON, value), headers=(*HEADERS, header))
    plan.enrolment = replace(plan.enrolment, plan_options=PlanOptions(existing=existing))
    plan.enrolment = downloaded(plan.enrolment.loaded(file, ReadOptions(), today=TODAY))
    assert plan.enrolment.plan is not None
    assert [change.kind for change in plan.enrolment.plan.changes] == [ChangeKind.UPDATE]
    return person


def now(plan: Scene, person: int) -> dict[str, JsonValue]:
    """Somebody as the centre has them."""
    return next(user for user in state_of(plan.server)["users"] if user["ID"] == person)


@any_search
def test_nothing_has_changed(tmp_path: Path, search: Search) -> None:
    with scene(tmp_path, search=search) as plan:
        person = there_already(plan, tmp_path, Existing.ASSIGN, "Default employer", EMPLOYER)
        assert plan.recheck() is plan.enrolment
        plan.submit(plan.enrolment)
        assert now(plan, person)["DefaultEmployerID"] == ADA["ID"]


@any_search
def test_a_default_employer_whom_a_colleague_set_is_kept(tmp_path: Path, search: Search) -> None:
    with scene(tmp_path, search=search) as plan:
        person = there_already(plan, tmp_path, Existing.ASSIGN, "Default employer", EMPLOYER)
        plan.colleague.change(person, DefaultEmployerID=BEN["ID"])
        assert f"OneFile ID {person}) has another default employer now." in plan.refusal().message
        plan.enrolment = downloaded(plan.enrolment)
        assert plan.enrolment.plan is not None
        assert plan.enrolment.plan.changes == ()


@any_search
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"MobileNumber": "07700 900999"}, "has another mobile number now"),
        ({"MobileNumber": "07700900123"}, "has another mobile number now"),
        ({"MISID": "Z99"}, None),
        ({"MobileNumber": "07700 900001"}, None),
    ],
    ids=["another value", "the value of the roster", "another field", "the same"],
)
def test_an_update_replaces_what_the_admin_has_seen_or_nothing(
    tmp_path: Path, search: Search, changed: dict[str, JsonValue], told: str | None
) -> None:
    with scene(tmp_path, search=search) as plan:
        person = there_already(plan, tmp_path, Existing.UPDATE, "Mobile", "07700900123")
        plan.colleague.change(person, **changed)
        if told is None:
            plan.submit(plan.recheck())
            assert now(plan, person)["MobileNumber"] == "07700900123"
        else:
            assert told in plan.refusal().message


def test_a_name_that_the_roster_corrects_is_told_once(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        person = there_already(plan, tmp_path, Existing.UPDATE, "MIS ID", "Z77")
        plan.colleague.change(person, MISID="Z78")
        assert plan.refusal().message.count("MIS ID") == 1


def test_a_further_placement_that_an_employer_has_by_now(tmp_path: Path) -> None:
    here = [one for one in CENTRE["placements"] if one["OrganisationID"] == ORGANISATION]
    place = next(one for one in here if one["ID"] != ADA["PlacementID"])
    row = (*PERSON, place["Name"], "Customer Service Rolling", ASSESSOR, EMPLOYER)
    headers = (*HEADERS, "Placement", "Class", "Default assessor", "Default employer")
    with scene(tmp_path) as plan:
        plan.replan(PlanOptions(existing=Existing.ASSIGN))
        file = write_roster(tmp_path / "there.xlsx", row, headers=headers)
        plan.enrolment = downloaded(plan.enrolment.loaded(file, ReadOptions(), today=TODAY))
        assert plan.enrolment.plan is not None
        kinds = [change.kind for change in plan.enrolment.plan.changes]
        assert kinds == [ChangeKind.CREATE, ChangeKind.ASSIGN_PLACEMENT]
        assert plan.recheck() is plan.enrolment
        plan.colleague.change(ADA["ID"], PlacementID=place["ID"])
        assert f"OneFile ID {ADA['ID']}) has another placement now." in plan.refusal().message


def test_a_suggestion_for_a_row_that_is_left_out_anyway_holds_nobody_up(tmp_path: Path) -> None:
    with scene(tmp_path, new_learner(1, ASSESSOR), new_learner(2, "Alison Pembertn")) as plan:
        assert [found.code for found in plan.enrolment.problems if found.is_error] == ["reference-unknown"]
        plan.colleague.add("Alisan", "Pemberten", "alisan@example.org", Role.ASSESSOR)
        remade = plan.recheck()
        assert remade.problems != plan.enrolment.problems
        plan.submit(remade)
        assert plan.emails()[EMAIL] == 1


def test_whoever_was_left_out_and_would_not_be_any_more_is_told(tmp_path: Path) -> None:
    with scene(tmp_path, new_learner(1, ASSESSOR), new_learner(2, "Quentin Vale")) as plan:
        plan.colleague.add("Quentin", "Vale", "quentin@example.org", Role.ASSESSOR)
        assert "Quentin Vale (Assessor, OneFile ID" in plan.refusal().message
