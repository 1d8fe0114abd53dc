"""A disk that is full, or may not be written to, stops no more than it must, and the exit codes stay as promised."""

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onefile_desktop import paths
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, state_of
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.run.disks import Disk, disk


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A small disk, with the data folder on it."""
    with disk(tmp_path / "disk", 1600) as made:
        monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(made.folder / "home"))
        yield made


@pytest.mark.logs_warnings
def test_a_disk_that_fills_in_the_middle_of_a_run(
    run: Run, tmp_path: Path, small: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, *(new_learner(number) for number in range(12)))
    with RehearsalServer(latency_seconds=0.05, rate=100000) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)

        def fill() -> None:
            deadline = time.monotonic() + 30
            while "POST /User" not in state_of(server)["calls"]["by_endpoint"] and time.monotonic() < deadline:
                time.sleep(0.01)
            small.fill()
            logging.getLogger("onefile_desktop.test").info("%s", "x" * 5000)  # the log, too, has no room any more

        filling = threading.Thread(target=fill)
        filling.start()
        said = run("submit", roster, "--url", server.url, "--yes", "--json", "--at-once", "1")
        filling.join()
    assert (said.code, said.json["finished"]) == (3, False), said.err
    assert "Traceback" not in said.err
    *_, before, last = said.err.splitlines()
    assert before.startswith("Plan ")
    assert "The disk is full" in last


def finished(run: Run, folder: Path) -> str:
    """The name of a run that has nothing left to do."""
    return run("submit", write_roster(folder / "r.xlsx", NIA), "--rehearsal", "--yes", "--json").json["run"]


def test_a_full_disk_keeps_nobody_from_looking(run: Run, tmp_path: Path, small: Disk) -> None:
    name = finished(run, tmp_path)
    for log in paths.logs_folder().iterdir():
        log.unlink()  # the next one of this process would go on in it
    small.fill()
    listed = run("runs", "--json")
    assert (listed.code, listed.err, listed.json["runs"][0]["run"]) == (0, "", name)
    again = run("resume", name, "--json")
    assert (again.code, again.json["done"]) == (0, 1)
    assert "rror" not in again.err
    saved = run("results", name, tmp_path / "o.xlsx")
    assert (saved.code, saved.err) == (0, "")


def test_a_folder_that_may_not_be_written_to_keeps_nobody_from_looking(run: Run, tmp_path: Path, small: Disk) -> None:
    name = finished(run, tmp_path)
    with small.read_only():
        again = run("resume", name, "--json", "--report", tmp_path / "o.xlsx")
        saved = run("results", name, tmp_path / "again.xlsx")
        listed = run("runs", "--json")
    assert (again.code, again.json["done"], saved.code, saved.err) == (0, 1, 0, "")
    assert (tmp_path / "o.xlsx").is_file()
    assert (tmp_path / "again.xlsx").is_file()
    assert not listed.json["runs"][0]["details_removed"]


def test_results_of_a_run_that_is_not_finished_where_nothing_may_be_written(
    run: Run, tmp_path: Path, small: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text('[{"method": "POST", "path": "/User", "calls": [2], "fault": "expire-session", "seconds": 60}]')
    with RehearsalServer(faults=faults) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
        said = run("submit", roster, "--url", server.url, "--yes", "--json", "--at-once", "1")
        assert said.code == 3
        with small.read_only():
            saved = run("results", said.json["run"], tmp_path / "o.xlsx")
            again = run("resume", said.json["run"])
    assert saved.code in (0, 1)
    assert (tmp_path / "o.xlsx").is_file()
    assert again.code == 2
    assert "may not be written to" in again.err


def test_a_full_disk_at_the_start(run: Run, tmp_path: Path, small: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    finished(run, tmp_path)  # the folders are there
    small.fill()
    said = run("submit", roster, "--rehearsal", "--yes")
    assert said.code == 2
    assert "Name a file" not in said.err
    assert "Make room on that disk" in said.err
    assert "ONEFILE_DESKTOP_HOME" in said.err
    with RehearsalServer() as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        said = run("submit", roster, "--url", server.url, "--yes")
        assert "POST /User" not in state_of(server)["calls"]["by_endpoint"]
    assert said.code == 2
    assert said.err.splitlines()[-1].startswith("Nothing was sent. ")
    assert "The disk is full. Make room on the disk" in said.err
