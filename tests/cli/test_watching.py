"""What is seen of a run while it is under way, on a terminal and elsewhere."""

import os
import re
import signal
import sys
import threading
from pathlib import Path

import pytest

from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, Said
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.cli.test_runs import HELEN, faulty


def on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, *words: object) -> tuple[Said, str]:
    """Types a command at a terminal that does not tell its width, and returns what that showed."""
    ours, theirs = os.openpty()  # without any size
    shown: list[bytes] = []

    def read() -> None:
        try:
            while block := os.read(ours, 4096):
                shown.append(block)
        except OSError:  # the other end is closed
            return

    reading = threading.Thread(target=read)
    reading.start()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal, monkeypatch.context() as changed:
        changed.setattr(sys, "stderr", terminal)
        said = run(*words)
    reading.join()
    os.close(ours)
    return said, b"".join(shown).decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_that_does_not_tell_its_width_shows_how_far_a_run_is(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
    said, told = on_a_terminal(run, monkeypatch, "submit", roster, "--url", centre.url, "--yes")
    assert said.code == 0
    assert "Reading the centre: " in told
    assert "Enrolling" in told
    assert "2/2" in told


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_shows_that_a_run_looks_first_at_what_another_made(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_roster(tmp_path / "first.xlsx", new_learner(1, HELEN), new_learner(2, HELEN))
    second = write_roster(tmp_path / "second.xlsx", NIA, new_learner(3, HELEN))
    assert run("submit", first, "--url", centre.url, "--yes", "--one-first").code == 3
    assert run("submit", second, "--url", centre.url, "--yes").code == 0
    said, told = on_a_terminal(run, monkeypatch, "resume", "--confirmed")
    assert said.code == 0
    assert "looking at what other runs have made: 0 of 2" in told
    assert "looking at what other runs have made: 2 of 2" in told


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_has_the_whole_reason_of_a_wait_on_a_line_of_its_own_and_promises_no_time(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEFILE_WAITS", "0.01")
    away = {"method": "POST", "path": "/User", "calls": [1], "fault": "maintenance", "seconds": 0.5}
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(8)]
    with faulty(tmp_path, monkeypatch, away) as server:
        roster = write_roster(tmp_path / "r.xlsx", *people)
        said, told = on_a_terminal(run, monkeypatch, "submit", roster, "--url", server.url, "--yes", "--at-once", "8")
    assert said.code == 0
    lines = [line.strip() for line in re.split(r"[\r\n]+", told)]
    (begun,) = [line for line in lines if "Waiting for up to 30 minutes" in line]
    shows = "it shows a page, perhaps of maintenance (503)."
    assert (
        begun == f"OneFile is not available at the moment: {shows} Waiting for up to 30 minutes; Ctrl-C stops safely."
    )
    assert lines.count("OneFile is back.") == 1
    bars = [line for line in lines if line.startswith("Enrolling")]
    assert bars[0] == "Enrolling"
    assert "Enrolling, waiting" in bars
    assert any(line.startswith("Enrolling: ") and line.endswith("| 1/8, 1 of 8 people") for line in bars)
    assert bars[-1].startswith("Enrolling: 100%|")
    assert bars[-1].endswith("| 8/8")
    assert not [line for line in bars if "call" in line or "[" in line or "?" in line or len(line) > 80]


def test_elsewhere_a_wait_for_onefile_is_told_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_WAITS", "0.01")
    away = {"method": "POST", "path": "/User", "calls": [1], "fault": "maintenance", "seconds": 0.5}
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(8)]
    with faulty(tmp_path, monkeypatch, away) as server:
        roster = write_roster(tmp_path / "r.xlsx", *people)
        said = run("submit", roster, "--url", server.url, "--yes", "--json", "--at-once", "8")
    assert (said.code, said.json["done"]) == (0, 8)
    begun = [line for line in said.err.splitlines() if "Waiting for up to 30 minutes; Ctrl-C stops safely." in line]
    assert len(begun) == 1
    assert begun[0].startswith("OneFile ")
    assert said.err.splitlines().count("OneFile is back.") == 1


@pytest.mark.parametrize("verb", ["submit", "resume"])
def test_an_interrupt_while_a_run_is_cleared_away_does_not_say_that_nothing_was_sent(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("ONEFILE_WAITS", "0.01")
    roster, close = (
        write_roster(tmp_path / "r.xlsx", (*new_learner(1, "Helen Ashworth"), "Martin Goodall")),
        Connection.close,
    )

    def interrupted(connection: Connection) -> None:
        signal.raise_signal(signal.SIGINT)
        close(connection)

    lost: dict[str, object] = {"method": "POST", "path": "/User/*/Assign", "fault": "lost-answer"}
    with faulty(tmp_path, monkeypatch, lost) as server:
        words = ("submit", roster, "--url", server.url, "--yes", "--no-verify")
        if verb == "resume":
            run(*words)
            words = ("resume",)
        monkeypatch.setattr(Connection, "close", interrupted)
        said = run(*words)
    assert said.code == 1
    assert "Interrupted" not in said.err
