"""Runs that have sent nothing say so, where they are offered and where they are listed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onefile_desktop import paths
from onefile_desktop.run.journal import ChangeState, Journal
from tests.gui.driver import Driver
from tests.run.scenes import Cohort

SERVICE = {"kind": "service", "url": "https://onefile.example.org/api/v2.1", "organisation": 7, "name": None}


def left_behind(run: str, *, done: bool, sent: bool) -> None:
    """A run of one person on this computer."""
    cohort = Cohort()
    cohort.person("Amy Adams")
    path = paths.runs_folder() / f"{run}.sqlite"
    with Journal.create(path, cohort.plan(), run=run, connection=SERVICE, roster=None) as journal:
        state = ChangeState.DONE if done else ChangeState.PLANNED
        journal.record([replace(one, state=state, attempts=int(sent)) for one in journal.changes()])
        journal.set_finished(done)


@pytest.mark.parametrize(
    ("done", "sent", "state", "offered"),
    [
        (False, False, "Nothing was sent", "Nothing was sent. 1 of 1 person left."),
        (False, True, "Not finished", "1 of 1 person left."),
        (True, False, "Finished, nothing was sent", ""),
        (True, True, "Finished", ""),
    ],
)
def test_a_run_says_whether_anything_was_sent(
    open_wizard: Callable[[], Driver], done: bool, sent: bool, state: str, offered: str
) -> None:
    left_behind("20260101-000000-abcdef", done=done, sent=sent)
    driver = open_wizard()
    runs = driver.wizard.housekeeping.open_earlier_runs()
    driver.qtbot.waitUntil(lambda: len(runs.model.values) == 1)
    assert runs.model.data(runs.model.index(0, 3)) == state
    left = driver.wizard.connect_page.unfinished
    driver.qtbot.waitUntil(lambda: bool(left.text) is not done)
    assert ("Nothing was sent" in left.text) is offered.startswith("Nothing")
    assert offered in left.text
