"""What may have been carried out is looked for before anything is sent again, each kind of change in its way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run import wording
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState
from tests.run.scenes import ASSESSOR, BRIEF, CENTRE_ID, PLACEMENT, Cohort, Site, cohort_of, ending_of, like_amy, site


def _interrupt(here: Site, *keys: str) -> None:
    """Leaves the journal as a program leaves it that was killed while it sent these changes."""
    with here.journal() as journal:
        journal.record(
            replace(change, state=ChangeState.SENDING, attempts=1)
            for change in journal.changes()
            if change.change.key in keys
        )


def test_a_killed_create_that_arrived_is_found_and_not_sent_again(tmp_path: Path) -> None:
    with site(tmp_path, people=[like_amy(FirstName=" AMY ")]) as here:
        here.create(cohort_of(1))
        _interrupt(here, "create:2")
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert "POST /User" not in here.state()["calls"]["by_endpoint"]
        assert here.state()["assignments"][0]["LearnerID"] == 900
        assert here.messages()["create:2"].startswith("OneFile did not answer, but a look")


def test_a_killed_create_that_did_not_arrive_is_sent_again(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        _interrupt(here, "create:2")
        here.carry_out()
        assert here.new_people() == ["Amy Adams", "Ben Bright"]


@pytest.mark.parametrize(
    ("people", "options"),
    [
        ([like_amy(), like_amy(ID=901)], {}),
        ([like_amy(FirstName="Amelia")], {}),
        ([like_amy(FirstName="Amelia")], {"search_shows_email": False}),
        ([like_amy(MISID="M2")], {}),
        ([like_amy(Email="")], {"search_shows_email": False}),
    ],
    ids=["two fit", "another name", "another name, no email shown", "another MIS ID", "no email"],
)
def test_what_is_not_certain_is_left_to_a_person(
    tmp_path: Path, people: list[Mapping[str, object]], options: Mapping[str, object]
) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams", MISID="M1")
    with site(tmp_path, people=people, options=options) as here:
        here.create(cohort)
        _interrupt(here, "create:2")
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states() == {"create:2": "unknown"}
        assert "OneFile ID 900" in here.messages()["create:2"]
        assert "POST /User" not in here.state()["calls"]["by_endpoint"]


@pytest.mark.parametrize(
    "people",
    [
        [like_amy(Role=5, ClassroomID=None)],
        [like_amy(Email="other@example.org")],
        [like_amy(FirstName="Zoe", Email="zoe@example.org")],
    ],
    ids=["another role", "another email", "another name and email"],
)
@pytest.mark.parametrize("shown", [True, False])
def test_somebody_else_is_not_taken_for_the_person(
    tmp_path: Path, people: list[Mapping[str, object]], *, shown: bool
) -> None:
    with site(tmp_path, people=people, options={"search_shows_email": shown}) as here:
        here.create(cohort_of(1))
        _interrupt(here, "create:2")
        here.carry_out()
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 1
        assert set(here.states().values()) == {"done"}


def test_whoever_was_known_before_is_not_the_new_person(tmp_path: Path) -> None:
    cohort = cohort_of(1, assign=False)
    cohort.changes[0] = replace(cohort.changes[0], known=(900,))
    with site(tmp_path, people=[like_amy()]) as here:
        here.create(cohort)
        _interrupt(here, "create:2")
        here.carry_out()
        assert here.new_people() == ["Amy Adams", "Amy Adams"]


def test_a_refused_second_create_is_looked_for_once_more(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User", "calls": [1], "fault": "lost-answer"},
        {"method": "POST", "path": "/User", "calls": [2], "fault": "status", "status": 409, "body": "There already"},
    ]
    with site(tmp_path, faults, options={"search_lag_seconds": 0.4}) as here:
        here.create(cohort_of(1))
        here.carry_out(waits=replace(BRIEF, lookups=(0.05, 0.25)))
        states = here.states()
        # The person appears in searches only after the second call was refused.
        if states["create:2"] == "failed":
            assert "There already" in here.messages()["create:2"]
        assert here.new_people() == ["Amy Adams"]


def _update(cohort: Cohort, learner: Change) -> Change:
    return cohort.update(learner, DefaultAssessorID=ASSESSOR, StartOn="2026-09-01T00:00:00Z", SupportFunding=True)


def _placement_of_another(cohort: Cohort, learner: Change) -> Change:
    employer = cohort.person("Emma Ployer", Role.EMPLOYER)
    request = writes.assign_placement(IdOf(employer.key), PLACEMENT)
    return cohort.add(ChangeKind.ASSIGN_PLACEMENT, learner, request)


_KINDS: dict[str, tuple[Callable[[Cohort, Change], Change], str, int]] = {
    "update": (_update, "POST /User/*", 1),
    "standard": (lambda cohort, learner: cohort.standard(learner), "POST /Standard/*/Assign/*", 1),
    "unit": (lambda cohort, learner: cohort.unit(learner), "POST /Unit/*/Assign/*/*", 1),
    "template": (lambda cohort, learner: cohort.template(learner), "POST /FrameworkTemplate/*/Assign/*/*", 2),
    "assign": (lambda cohort, learner: cohort.assign(learner), "POST /User/*/Assign", 2),
    "placement": (_placement_of_another, "POST /User/*/AssignPlacement/*/*", 2),
}


@pytest.mark.parametrize(("add", "endpoint", "calls"), _KINDS.values(), ids=_KINDS)
@pytest.mark.parametrize("fault", ["lost-answer", "lost-request"])
def test_every_other_change_is_settled(
    tmp_path: Path, add: Callable[[Cohort, Change], Change], endpoint: str, calls: int, fault: str
) -> None:
    cohort = Cohort()
    learner = cohort.person("Amy Adams")
    if add is _KINDS["unit"][0]:
        cohort.standard(learner)
    change = add(cohort, learner)
    path = endpoint.partition(" ")[2]
    with site(tmp_path, [{"method": "POST", "path": path, "calls": [1], "fault": fault}]) as here:
        here.create(cohort)
        here.carry_out()
        assert set(here.states().values()) == {"done"}
        expected = 2 if fault == "lost-request" else calls
        assert _calls(here, path) == expected
        repeated = "sent again" in here.messages()[change.key]
        assert repeated == (change.kind in {ChangeKind.ASSIGN, ChangeKind.ASSIGN_PLACEMENT})


def _calls(here: Site, pattern: str) -> int:
    parts = pattern.lower().split("/")
    return sum(
        count
        for endpoint, count in here.state()["calls"]["by_endpoint"].items()
        if endpoint.startswith("POST ") and _fits(endpoint.partition(" ")[2].lower().split("/"), parts)
    )


def _fits(path: list[str], pattern: list[str]) -> bool:
    return len(path) == len(pattern) and all(
        wanted == "*" or part == wanted for part, wanted in zip(path, pattern, strict=True)
    )


def test_an_unanswered_assignment_is_sent_some_times_and_some_more_by_each_resumed_run(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User/*/Assign", "probability": 1, "fault": "lost-request"}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states()["assign:1"] == "unknown"
        assert _calls(here, "/User/*/Assign") == 5
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert _calls(here, "/User/*/Assign") == 9
        assert "open Amy Adams and look whether it is set" in here.messages()["assign:1"]


@pytest.mark.parametrize("kind", [ChangeKind.PLACEMENT, ChangeKind.CLASSROOM])
@pytest.mark.parametrize("fault", ["lost-answer", "lost-request", None])
def test_new_placements_and_classes_are_made_once_and_then_used(
    tmp_path: Path, kind: ChangeKind, fault: str | None
) -> None:
    make = writes.create_placement if kind is ChangeKind.PLACEMENT else writes.create_classroom
    field = "PlacementID" if kind is ChangeKind.PLACEMENT else "ClassroomID"
    thing = Change("new", kind, "People", 2, "Dairy", None, None, make(CENTRE_ID, "Dairy"))
    cohort = Cohort(changes=[thing])
    request = writes.create_user({**cohort.person("Amy Adams").request.body, field: {"$id_of": "new"}})
    cohort.changes[1] = replace(cohort.changes[1], request=request)
    path = f"/{kind.capitalize()}"
    faults = [{"method": "POST", "path": path, "calls": [1], "fault": fault}] if fault else []
    with site(tmp_path, faults) as here:
        here.create(cohort)
        here.carry_out()
        assert set(here.states().values()) == {"done"}
        assert here.new_people() == ["Amy Adams"]
        with here.journal() as journal:
            made = journal.changes()[0].onefile_id
        amy = next(user for user in here.state()["users"] if user["FirstName"] == "Amy")
        assert amy[field] == made


def test_two_placements_of_one_name_are_left_to_a_person(tmp_path: Path) -> None:
    changes = [
        Change(key, ChangeKind.PLACEMENT, "People", 2, "Dairy", None, None, writes.create_placement(CENTRE_ID, "Dairy"))
        for key in ("one", "two")
    ]
    cohort = Cohort(changes=changes)
    with site(tmp_path) as here:
        here.create(cohort)
        here.carry_out(concurrency=2)
        assert "unknown" in here.states().values()


@pytest.mark.parametrize("status", [403, 500])
def test_a_look_that_fails_leaves_it_to_a_person(tmp_path: Path, status: int) -> None:
    faults = [{"method": "GET", "path": "/User/900", "probability": 1, "fault": "status", "status": status, "body": ""}]
    with site(tmp_path, faults, people=[like_amy()], latency_seconds=0.03) as here:
        here.create(cohort_of(8))
        _interrupt(here, "create:2")
        here.carry_out(waits=replace(BRIEF, lookups=(0.0, 0.0), give_up_after=5.0), concurrency=2)
        assert here.states()["create:2"] == "unknown"
        assert here.new_people().count("Amy Adams") == 1
        assert here.states()["assign:8"] == "not-attempted"
        assert "It could not be looked up" in here.messages()["create:2"]


def test_searches_that_take_no_filter_do_not_hinder(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User/Search", "probability": 1, "fault": "status", "status": 400, "body": ""}
    ]
    with site(tmp_path, faults, people=[like_amy()]) as here:
        here.create(cohort_of(1))
        _interrupt(here, "create:2")
        here.carry_out()
        assert here.new_people() == ["Amy Adams"]


def test_an_unknown_create_is_looked_for_again_when_the_run_is_resumed(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "probability": 1, "fault": "lost-answer"}]
    with site(tmp_path, faults, options={"search_lag_seconds": 1.0, "create_answers": "empty"}) as here:
        here.create(cohort_of(1))
        with here.journal() as journal:
            journal.record([replace(journal.changes()[0], state=ChangeState.UNKNOWN, attempts=3)])
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states() == {"create:2": "unknown", "assign:1": "not-attempted"}
    (tmp_path / "again").mkdir()
    with site(tmp_path / "again", people=[like_amy()]) as there:
        moved = Site(there.server, tmp_path)
        moved.carry_out()
        assert moved.states() == {"create:2": "done", "assign:1": "done"}


def test_who_is_certainly_not_there_after_the_last_call_has_failed(tmp_path: Path) -> None:
    """Ben, who is created later, shows that the search is up to date, and it does not show Amy."""
    with site(tmp_path) as here:
        here.create(cohort_of(2, assign=False))
        with here.journal() as journal:
            journal.record([replace(journal.changes()[0], state=ChangeState.UNKNOWN, attempts=3, turn=1)])
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states() == {"create:2": "failed", "create:3": "done"}
        assert here.messages()["create:2"] == wording.NEVER_DONE.format(calls=3)
        assert here.new_people() == ["Ben Bright"]


def test_what_was_accepted_is_never_sent_again(tmp_path: Path) -> None:
    with site(tmp_path, options={"search_lag_seconds": 60, "create_answers": "organisation"}) as here:
        here.create(cohort_of(1))
        here.carry_out()
        assert here.states()["create:2"] == "unknown"
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 1
        here.carry_out()
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 1
        assert "did not say which ID" in here.messages()["create:2"]


def test_assignments_wait_for_the_programme(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/Standard/*/Assign/*", "probability": 1, "fault": "status", "status": 400}]
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    cohort.assign(amy, level=Level.LEARNING_AIM, after=[cohort.standard(amy)])
    with site(tmp_path, faults) as here:
        here.create(cohort)
        here.carry_out()
        assert list(here.states().values()) == ["done", "failed", "not-attempted"]
        here.carry_out()
        assert list(here.states().values()) == ["done", "failed", "not-attempted"]
