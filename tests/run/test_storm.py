"""All faults at once: nobody twice, nobody lost, and every outcome true."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.roles import Level
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.outcome import Outcome, outcomes
from tests.run.scenes import ASSESSOR, BRIEF, NAMES, Cohort, ending_of, site

_KINDS: tuple[dict[str, object], ...] = (
    {"fault": "lost-answer"},
    {"fault": "lost-request"},
    {"fault": "hang", "seconds": 1.0},
    {"fault": "status", "status": 500, "body": "", "carried_out": True},
    {"fault": "status", "status": 502, "body": "", "carried_out": False},
    {"fault": "maintenance", "seconds": 0.05},
    {"fault": "too-many", "seconds": 0.05},
    {"fault": "expire-session"},
    {"fault": "garbled"},
    {"fault": "cut"},
    {"fault": "empty"},
    {"fault": "stale"},
    {"fault": "slow", "seconds": 0.05},
)


def _storm() -> Iterator[dict[str, object]]:
    for fault in _KINDS:
        for path in ("/User", "/User/*/Assign", "/Standard/*/Assign/*"):
            yield {"method": "POST", "path": path, "probability": 0.05, **fault}
        yield {"path": "/User/*", "probability": 0.02, **fault}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading is repeated after a few milliseconds rather than seconds."""
    monkeypatch.setattr("onefile_desktop.onefile.client._RETRY_AFTER_SECONDS", (0.01, 0.02))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("answers", ["object", "organisation"])
def test_a_storm_leaves_nobody_twice_and_nobody_lost(tmp_path: Path, seed: int, answers: str) -> None:
    cohort = Cohort()
    learners = [cohort.person(name) for name in (*NAMES, *(f"{name}son" for name in NAMES))]
    for learner in learners:
        cohort.assign(learner, level=Level.LEARNING_AIM, after=[cohort.standard(learner)])
        cohort.assign(learner)
    options = {"create_answers": answers, "search_shows_email": seed % 2 == 0}
    with site(tmp_path, list(_storm()), options=options, seed=seed) as here:
        here.create(cohort)
        waits = replace(BRIEF, give_up_after=30.0)
        while True:
            client = here.client(answer_seconds=0.3, rate=Rate(100000, 0.2))
            # A storm of sessions that end looks like a refused token: then the run is resumed.
            if ending_of(here.carry_out(waits=waits, client=client)) is RunEnding.FINISHED:
                break
        with here.journal() as journal:
            found = outcomes(journal)
            changes = {change.change.key: change for change in journal.changes()}
        state = here.state()
        new = here.new_people()
    assert len(new) == len(set(new))
    ids = {f"{user['FirstName']} {user['LastName']}": user["ID"] for user in state["users"]}
    assigned = {(each["LearnerID"], each["Level"]) for each in state["assignments"] if each["AssigneeID"] == ASSESSOR}
    for one in found:
        if one.outcome is Outcome.CREATED:
            assert ids[one.person] == one.onefile_id
        elif one.outcome in {Outcome.FAILED, Outcome.NOT_ATTEMPTED}:
            assert one.person not in ids
    for change in changes.values():
        learner = ids.get(change.change.person)
        level = change.change.request.body.get("Level")
        if change.state == "done" and level is not None:
            assert (learner, level) in assigned
        if change.state in {"failed", "not-attempted"} and level is not None:
            assert (learner, level) not in assigned
    aims = [(aim["UserID"], aim["StandardID"]) for aim in state["learning_aims"]]
    assert len(aims) == len(set(aims))
    assert sum(one.outcome is Outcome.CREATED for one in found) >= len(learners) / 2
