"""A create that is answered with nothing but a number: half of an ID looks like an ID."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.events import RunEnding
from tests.run.scenes import ASSESSOR, CENTRE_ID, CLASSROOM, NAMES, PLACEMENT, Cohort, Site, cohort_of, ending_of, site

_NUMBER = {"create_answers": "number"}


def _learner(onefile_id: int, **others: object) -> dict[str, object]:
    return {
        "ID": onefile_id,
        "OrganisationID": CENTRE_ID,
        "Role": 1,
        "FirstName": "Sam",
        "LastName": "Stranger",
        "Email": "sam@example.org",
        "DefaultAssessorID": ASSESSOR,
        "ClassroomID": CLASSROOM,
        "PlacementID": PLACEMENT,
        **others,
    }


def _assigned(here: Site) -> set[int]:
    return {each["LearnerID"] for each in here.state()["assignments"]}


@pytest.mark.parametrize("lag", [0, 0.3])
@pytest.mark.parametrize("strangers", [[123], []], ids=["somebody has that ID", "nobody has it"])
def test_half_an_id_is_not_believed(tmp_path: Path, strangers: list[int], lag: float) -> None:
    """The new person is 123457 and the answer says 123."""
    people: list[Mapping[str, object]] = [_learner(123456, Email="else@example.org"), *map(_learner, strangers)]
    faults = [{"method": "POST", "path": "/User", "calls": [1], "fault": "garbled"}]
    options = {**_NUMBER, "search_lag_seconds": lag}
    with site(tmp_path, faults, people=people, options=options) as here:
        here.create(cohort_of(1))
        for _ in range(3 if lag else 1):
            assert ending_of(here.carry_out()) is RunEnding.FINISHED
        new = next(user["ID"] for user in here.state()["users"] if user["FirstName"] == "Amy")
        assert new == 123457
        assert _assigned(here) == {new}
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 1


def test_a_whole_one_costs_one_call(tmp_path: Path) -> None:
    with site(tmp_path, options=_NUMBER) as here:
        here.create(cohort_of(4))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        calls = here.state()["calls"]["by_endpoint"]
        assert sum(count for endpoint, count in calls.items() if endpoint.startswith("GET /User/")) == 4
        assert "POST /User/Search" not in calls
        assert here.new_people() == sorted(NAMES[:4])
        assert set(here.states().values()) == {"done"}
        assert set(here.messages().values()) == {""}
        with here.journal() as journal:
            made = {one.onefile_id for one in journal.changes() if one.change.kind is ChangeKind.CREATE}
        assert made == _assigned(here)


@pytest.mark.parametrize("kind", [ChangeKind.PLACEMENT, ChangeKind.CLASSROOM])
def test_a_placement_or_class_is_looked_for_by_its_name(tmp_path: Path, kind: ChangeKind) -> None:
    """The answer tells half of its number, which is that of another one."""
    make = writes.create_placement if kind is ChangeKind.PLACEMENT else writes.create_classroom
    cohort = Cohort(changes=[Change("new", kind, "People", 2, "Dairy", None, None, make(CENTRE_ID, "Dairy"))])
    half = PLACEMENT if kind is ChangeKind.PLACEMENT else CLASSROOM
    answer = {"fault": "status", "status": 200, "body": str(half), "carried_out": True}
    with site(tmp_path, [{"method": "POST", "path": f"/{kind.capitalize()}", "calls": [1], **answer}]) as here:
        here.create(cohort)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        with here.journal() as journal:
            (made,) = journal.changes()
        there = {each["Name"]: each["ID"] for each in here.state()[f"{kind}s"]}
    assert made.onefile_id == there["Dairy"] != half
    assert (made.state, made.message, made.attempts) == ("done", "", 1)


def test_an_object_is_believed_at_once(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        here.carry_out()
        assert not any(endpoint.startswith("GET /User") for endpoint in here.state()["calls"]["by_endpoint"])
