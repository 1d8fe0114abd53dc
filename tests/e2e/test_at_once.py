"""Nobody is created twice when two commands want the same centre, or when an old run is taken up again."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop import paths
from tests.e2e.conftest import Program, Served
from tests.e2e.test_interrupted import interrupt, slow_centre

__all__ = ["slow_centre"]

COHORT = paths.resource("examples/cohort.xlsx")


@pytest.fixture(autouse=True)
def fast(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The centre takes more calls than OneFile does, so the program may send more."""
    monkeypatch.setenv("ONEFILE_RATE", "3000/60")


def twice(centre: Served, before: int) -> list[str]:
    """The addresses of those who are there twice in one role, and new."""
    users = centre.state()["users"][before:]
    return [
        email for (email, _), times in Counter((user["Email"], user["Role"]) for user in users).items() if times > 1
    ]


def one_of_two(words: list[str], centre: Served, home: Path) -> tuple[dict[str, Any], str]:
    """Runs the same command twice at once, of which one must be refused: what the other said, and the refusal."""
    environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(home), "ONEFILE_TOKEN": centre.token}
    both = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in "ab"
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert sorted(process.returncode for process in both) == [0, 2], said
    (refused,) = [error for process, (_, error) in zip(both, said, strict=True) if process.returncode == 2]
    assert refused.count("\n") == 1
    (done,) = [json.loads(out) for process, (out, _) in zip(both, said, strict=True) if process.returncode == 0]
    return done, refused


def test_two_commands_at_once(slow_centre: Served, home: Path) -> None:
    before = len(slow_centre.state()["users"])
    words = [
        sys.executable,
        "-m",
        "onefile_desktop",
        "submit",
        str(COHORT),
        "--url",
        slow_centre.url,
        "--yes",
        "--json",
    ]
    done, refused = one_of_two(words, slow_centre, home)
    assert "working on this centre" in refused
    assert done["done"] == 46
    assert twice(slow_centre, before) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_one_run_is_resumed_by_two_commands_at_once(slow_centre: Served, program: Program, home: Path) -> None:
    before = len(slow_centre.state()["users"])
    assert interrupt(slow_centre, home, signal.SIGKILL, 5) == -signal.SIGKILL
    (run,) = program("runs", "--json").json["runs"]
    words = [sys.executable, "-m", "onefile_desktop", "resume", run["run"], "--json"]
    done, refused = one_of_two(words, slow_centre, home)
    assert "open in another window or command" in refused
    assert (done["finished"], done["done"]) == (True, 46)
    assert twice(slow_centre, before) == []
    assert len(slow_centre.state()["users"]) == before + 46


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_an_old_run_that_is_resumed_after_a_second_submit(slow_centre: Served, program: Program, home: Path) -> None:
    before = len(slow_centre.state()["users"])
    assert interrupt(slow_centre, home, signal.SIGINT, 5) == 130
    (old,) = program("runs", "--json").json["runs"]
    again = program("submit", COHORT, "--url", slow_centre.url, "--yes", "--json", ONEFILE_TOKEN=slow_centre.token)
    assert again.code == 0, again.err
    ended = program("resume", old["run"], "--json", ONEFILE_TOKEN=slow_centre.token)
    assert (ended.code, ended.json["finished"]) == (0, True), ended.err
    assert twice(slow_centre, before) == []
    assert len(slow_centre.state()["users"]) == before + 46
