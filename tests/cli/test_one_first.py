"""On a service whose first assignment nobody has confirmed, a run begins with one person."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onefile_desktop.enrolment import connecting
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, Said, state_of
from tests.cli.rosters import NIA, new_learner, write_roster

HELEN = "Helen Ashworth"


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers counts as OneFile's own service."""
    monkeypatch.setattr(connecting, "environment_of", lambda url, server: Environment.LIVE)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Three learners with an assignment each."""
    return write_roster(tmp_path / "r.xlsx", *((*new_learner(number, HELEN), "Martin Goodall") for number in (1, 2, 3)))


class Terminal:
    """Somebody at a terminal, who types `answer` where they are asked, or does something else instead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: Callable[[], str]) -> None:
        self.asked = 0
        self._answer = answer
        monkeypatch.setattr(sys, "stdin", self)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    def isatty(self) -> bool:
        """It is a terminal."""
        return True

    def readline(self) -> str:
        """What is typed."""
        self.asked += 1
        return self._answer()


def learners(server: RehearsalServer) -> int:
    """How many of the roster the centre has."""
    return sum(str(user["LastName"]).startswith("Quillfeather") for user in state_of(server)["users"])


def submit(run: Run, roster: Path, server: RehearsalServer, *words: object) -> Said:
    """Submits the roster."""
    return run(
        "submit", roster, "--url", server.url, "--organisation", server.organisation_id, "--yes", "--json", *words
    )


@pytest.mark.usefixtures("live")
def test_it_stops_after_one_and_goes_on_when_that_one_is_right(
    run: Run, roster: Path, centre: RehearsalServer, tmp_path: Path
) -> None:
    before = len(state_of(centre)["assignments"])
    said = submit(run, roster, centre)
    name = said.json["run"]
    assert (said.code, said.json["finished"], said.json["done"], learners(centre)) == (3, False, 1, 1)
    assert len(state_of(centre)["assignments"]) == before + 1
    last = said.err.splitlines()[-1]
    assert last.startswith("One person was tried first: Tamsin Quillfeather1 (row 2, OneFile ID ")
    assert last.endswith(f"`onefile-desktop resume {name} --confirmed` goes on.")
    assert "Martin Goodall" in last
    again = run("resume", "--json")
    assert (again.code, learners(centre)) == (3, 1)
    assert again.err.splitlines()[-1] == last
    confirmed = run("resume", name, "--json", "--confirmed")
    assert (confirmed.code, confirmed.json["done"], learners(centre)) == (0, 3, 3)
    latecomer = write_roster(tmp_path / "later.xlsx", (*new_learner(4, HELEN), "Martin Goodall"))
    assert submit(run, latecomer, centre).code == 0


@pytest.mark.usefixtures("live")
def test_who_follows_somebody_who_failed_has_not_been_looked_at(
    run: Run, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = {"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "status", "status": 400, "body": "No"}
    (tmp_path / "faults.json").write_text(json.dumps([refusal]), encoding="utf-8")
    with RehearsalServer(faults=tmp_path / "faults.json") as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        assert "Quillfeather1" in submit(run, roster, server).err.splitlines()[-1]
        second = run("resume", "--json", "--confirmed")
        assert (second.code, learners(server)) == (3, 2)
        assert "Quillfeather2" in second.err.splitlines()[-1]
        run("resume", "--json", "--confirmed")
        assert learners(server) == 3


def test_who_was_shown_with_something_refused_is_not_tried_again(
    run: Run, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing must be confirmed, a yes is a yes."""
    refusal = {"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "status", "status": 400, "body": "No"}
    (tmp_path / "faults.json").write_text(json.dumps([refusal]), encoding="utf-8")
    with RehearsalServer(faults=tmp_path / "faults.json") as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        assert (submit(run, roster, server, "--one-first").code, learners(server)) == (3, 1)
        assert (run("resume", "--json", "--confirmed").code, learners(server)) == (1, 3)


@pytest.mark.usefixtures("live")
def test_without_assignments_it_goes_straight_on(run: Run, centre: RehearsalServer, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), new_learner(2))
    assert submit(run, roster, centre).code == 0


def test_a_rehearsal_tries_one_first_where_that_is_asked_for(run: Run, roster: Path, centre: RehearsalServer) -> None:
    said = submit(run, roster, centre, "--one-first")
    assert (said.code, learners(centre)) == (3, 1)
    again = run("resume", "--json")
    assert (again.code, learners(centre)) == (3, 1)
    assert "--confirmed" in again.err
    assert "it waits until somebody has looked" in run("runs").out
    assert (run("resume", "--json", "--confirmed").code, learners(centre)) == (0, 3)


@pytest.mark.parametrize("answer", ["y\n", "Yes\n"])
@pytest.mark.usefixtures("live")
def test_somebody_at_a_terminal_says_yes(
    run: Run, roster: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    somebody = Terminal(monkeypatch, lambda: answer)
    said = submit(run, roster, centre)
    assert (said.code, said.json["done"], learners(centre), somebody.asked) == (0, 3, 3, 1)
    assert "Go on with the rest? [y/N]" in said.err
    lines = [line.strip() for line in said.err.splitlines()]
    first = next(number for number, line in enumerate(lines) if line.startswith("One person was tried first"))
    assert lines[first].endswith(").")
    assert lines[first + 1].startswith("1. In OneFile, open Learners and find Tamsin Quillfeather1 (")
    assert "the class and the default assessor with your roster." in lines[first + 1]
    assert lines[first + 2].startswith("2. Open Tamsin Quillfeather1 in OneFile and look who works with them")


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
@pytest.mark.usefixtures("live")
def test_anything_else_is_a_no(
    run: Run, roster: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    Terminal(monkeypatch, lambda: answer)
    said = submit(run, roster, centre)
    assert (said.code, learners(centre)) == (3, 1)
    assert "--confirmed` goes on." in said.err.splitlines()[-1]


@pytest.mark.usefixtures("live")
def test_ctrl_c_at_the_question(
    run: Run, roster: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press() -> str:
        signal.raise_signal(signal.SIGINT)
        pytest.fail("After a signal whose handler returns, reading a line goes on.")

    Terminal(monkeypatch, press)
    said = submit(run, roster, centre)
    assert (said.code, said.json["finished"], learners(centre)) == (130, False, 1)
