"""A real process ends as by a power cut at a chosen point of a run, and the next one goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.fault_points import FAULT_POINTS, FaultPoint, fault_point_in
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import NAMES, Site, cohort_of, ending_of, site

_CARRY_OUT = """
import sys
from pathlib import Path
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
folder, url, token = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with Journal.open(folder / "run.sqlite3") as journal, Ledger(folder / "ledger.sqlite3") as ledger:
    with OneFileClient(url, token) as client:
        for event in carry_out(journal, client, ledger, control=Control(), concurrency=1):
            pass
"""


def carried_out(here: Site, point: str) -> int:
    """Begins or goes on with the run, in a process that ends at `point`; its exit code."""
    words = [sys.executable, "-c", _CARRY_OUT, str(here.folder), here.server.url, here.server.token]
    return subprocess.run(words, env=os.environ | {"ONEFILE_FAULT_POINT": point}, check=False, timeout=60).returncode


def begun(here: Site) -> None:
    here.create(cohort_of(4))
    here.journal().close()


def remembered(here: Site) -> frozenset[int]:
    """Whom the ledger knows this program to have made."""
    with Ledger(here.folder / "ledger.sqlite3") as ledger:
        return ledger.record().made


@pytest.mark.skipif(sys.platform == "win32", reason="the exit code is another one")
@pytest.mark.parametrize(
    ("point", "state", "is_there", "is_remembered"),
    [
        ("begun", "planned", False, False),
        ("looking", "planned", False, False),  # a run that goes on looks for whoever it has not sent yet
        ("looked", "planned", False, False),
        ("journalled", "sending", False, False),
        ("answered", "sending", True, False),
        ("recorded", "done", True, False),
        ("recorded:2", "done", True, True),
    ],
)
def test_a_run_that_ends_anywhere_is_finished_by_the_next(
    tmp_path: Path, point: str, state: str, *, is_there: bool, is_remembered: bool
) -> None:
    """`state` is what the journal says of the first create then."""
    with site(tmp_path) as here:
        begun(here)
        assert carried_out(here, point) == -9
        assert here.states()["create:2"] == state
        assert (NAMES[0] in here.new_people()) is is_there
        assert bool(remembered(here)) is is_remembered
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:4])
        assert len(here.state()["assignments"]) == 4
        assert set(here.states().values()) == {"done"}
        assert len(remembered(here)) == 4


def test_without_the_variable_a_run_passes_every_point(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        begun(here)
        assert carried_out(here, "") == 0
        assert set(here.states().values()) == {"done"}


def test_what_the_variable_says() -> None:
    assert fault_point_in({}) is None
    assert fault_point_in({"ONEFILE_FAULT_POINT": "elsewhere:1"}) is None
    assert fault_point_in({"ONEFILE_FAULT_POINT": "journalled:soon"}) is None
    assert fault_point_in({"ONEFILE_FAULT_POINT": "journalled"}) == FaultPoint("journalled", 1)
    assert {fault_point_in({"ONEFILE_FAULT_POINT": f"{name}:7"}) for name in FAULT_POINTS} == {
        FaultPoint(name, 7) for name in FAULT_POINTS
    }
