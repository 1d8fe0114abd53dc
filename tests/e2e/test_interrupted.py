"""A run that is interrupted is finished by `resume`, with everybody there exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onefile_desktop import paths
from tests.e2e.conftest import BRISK, Program
from tests.e2e.serving import Served, serving

COHORT = paths.resource("examples/cohort.xlsx")


@pytest.fixture
def slow_centre() -> Iterator[Served]:
    """A centre that takes its time, so that a run can be caught in the middle."""
    with serving("--latency-ms", 20) as served:
        yield served


def creates(centre: Served) -> int:
    """How many creates have reached the centre."""
    return centre.state()["calls"]["by_endpoint"].get("POST /User", 0)


def interrupt(centre: Served, home: Path, how: signal.Signals, after: int) -> int:
    """Begins to submit the cohort and interrupts it after some creates; the exit code."""
    words = ["submit", str(COHORT), "--url", centre.url, "--yes", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "onefile_desktop", *words],
        env=os.environ | {"ONEFILE_DESKTOP_HOME": str(home), "ONEFILE_TOKEN": centre.token},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        deadline = time.monotonic() + 60
        while creates(centre) < after and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(how)
        return process.wait(60)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("how", "after", "code"), [(signal.SIGINT, 5, 130), (signal.SIGKILL, 40, -9)])
def test_everybody_is_there_exactly_once(
    slow_centre: Served, program: Program, home: Path, how: signal.Signals, after: int, code: int
) -> None:
    before = {user["ID"] for user in slow_centre.state()["users"]}
    plan = program("plan", COHORT, "--url", slow_centre.url, "--json", ONEFILE_TOKEN=slow_centre.token).json
    assert interrupt(slow_centre, home, how, after) == code
    (run,) = program("runs", "--json").json["runs"]
    assert not run["finished"]
    again = program("plan", COHORT, "--url", slow_centre.url, ONEFILE_TOKEN=slow_centre.token)
    assert f"Go on with it first: `onefile-desktop resume {run['run']}`." in again.out
    ended = program("resume", "--json", ONEFILE_TOKEN=slow_centre.token)
    assert ended.code == 0, ended.err
    assert (ended.json["finished"], ended.json["unknown"], ended.json["failed"]) == (True, 0, 0)
    after_all = slow_centre.state()
    made = Counter((u["Email"], u["Role"]) for u in after_all["users"] if u["ID"] not in before)
    planned = [c["body"] for c in plan["changes"] if c["kind"] == "create"]
    assert made == Counter((body["Email"], body["Role"]) for body in planned)
    named = {user["ID"] for user in after_all["users"] if user["ID"] not in before}
    assert named == {row["onefile_id"] for row in ended.json["results"] if row["outcome"] == "created"}
    assigned = [entry for entry in after_all["assignments"] if entry["LearnerID"] in named]
    assert len(assigned) == sum(change["kind"] == "assign" for change in plan["changes"])


def test_a_rehearsal_goes_on_with_its_own_people(program: Program, home: Path) -> None:
    words = [sys.executable, "-m", "onefile_desktop", "submit", str(COHORT), "--rehearsal", "--yes"]
    environment = os.environ | BRISK | {"ONEFILE_DESKTOP_HOME": str(home), "ONEFILE_RATE": "120/2"}
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not list(home.glob("runs/*.sqlite")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)
        process.kill()
    ended = program("resume", "--json")
    assert ended.code == 0, ended.err
    assert (ended.json["finished"], ended.json["done"]) == (True, 46)
    assert list(home.glob("rehearsals/*")) == []
