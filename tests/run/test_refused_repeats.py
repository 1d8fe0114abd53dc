"""A call that is sent again after a lost answer, and refused: the first one may be what it was refused for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.plan.changes import Change
from onefile_desktop.run import wording
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState
from tests.run.scenes import STANDARD, Cohort, Site, cohort_of, ending_of, site

_ASSIGN = "/User/*/Assign"
_TAKEN = {"method": "POST", "fault": "status", "status": 409, "body": "Already assigned."}


def _assignment(here: Site) -> tuple[str, str]:
    return here.states()["assign:1"], here.messages()["assign:1"]


def _assert_nobody_knows(here: Site) -> None:
    state, message = _assignment(here)
    assert state == "unknown"
    assert message.startswith("OneFile refused to do this a second time: Already assigned. In OneFile, open Amy Adams")


def test_of_an_assignment_that_is_refused_the_second_time_nobody_knows_what_became(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": _ASSIGN, "calls": [1], "fault": "lost-answer"},
        {"path": _ASSIGN, "calls": [2], **_TAKEN},
    ]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert len(here.state()["assignments"]) == 1
        _assert_nobody_knows(here)


def test_nor_where_the_program_was_killed_after_the_first(tmp_path: Path) -> None:
    with site(tmp_path, [{"path": _ASSIGN, "calls": [1], **_TAKEN}]) as here:
        here.create(cohort_of(1))
        with here.journal() as journal:
            journal.record([replace(journal.changes()[1], state=ChangeState.SENDING, attempts=1)])
        here.carry_out()
        _assert_nobody_knows(here)


def test_an_assignment_that_is_refused_the_first_time_has_failed(tmp_path: Path) -> None:
    with site(tmp_path, [{"path": _ASSIGN, "calls": [1], **_TAKEN}]) as here:
        here.create(cohort_of(1))
        here.carry_out()
        assert _assignment(here)[0] == "failed"


_LOOKED_UP: dict[str, tuple[Callable[[Cohort, Change], Change], str]] = {
    "standard": (lambda cohort, of: cohort.standard(of), f"/Standard/{STANDARD}/Assign/*"),
    "unit": (lambda cohort, of: cohort.unit(of), "/Unit/*/Assign/*/*"),
    "update": (lambda cohort, of: cohort.update(of, StartOn="2026-09-01T00:00:00Z"), "/User/*"),
}


@pytest.mark.parametrize(("add", "path"), _LOOKED_UP.values(), ids=_LOOKED_UP)
@pytest.mark.parametrize("late", [True, False])
def test_what_can_be_looked_up_is_looked_up_once_more(
    tmp_path: Path, add: Callable[[Cohort, Change], Change], path: str, *, late: bool
) -> None:
    """The first call seems lost; `late` says that it, or whoever did the same, has got through by the second."""
    cohort = Cohort()
    learner = cohort.person("Amy Adams")
    if path.startswith("/Unit"):
        cohort.standard(learner)
    change = add(cohort, learner)
    faults = [
        {"method": "POST", "path": path, "calls": [1], "fault": "lost-request"},
        {"path": path, "calls": [2], **_TAKEN, "carried_out": late},
    ]
    with site(tmp_path, faults) as here:
        here.create(cohort)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.states()[change.key] == ("done" if late else "failed")
        assert here.messages()[change.key].startswith(wording.FOUND if late else "OneFile refused this: Already")
