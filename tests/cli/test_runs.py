"""What becomes of runs on the command line: how they are read back, shown, saved and forgotten."""

import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop import paths, settings
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.settings import SavedConnection, Settings
from tests.cli.conftest import Run, state_of, write_faults
from tests.cli.rosters import HEADERS, NIA, new_learner, write_roster

HELEN = "Helen Ashworth"


@contextmanager
def faulty(folder: Path, monkeypatch: pytest.MonkeyPatch, *rules: dict[str, object]) -> Iterator[RehearsalServer]:
    """A rehearsal centre with faults, whose token is in the environment."""
    with RehearsalServer(faults=write_faults(folder, *rules)) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        yield server


def refused(path: str, **others: object) -> dict[str, object]:
    """A fault rule: OneFile says no."""
    answer = {"fault": "status", "status": 400, "body": '{"message": "Not today"}', "carried_out": False}
    return {"path": path, **answer, **others}


def stopped(folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run, *words: object) -> tuple[RehearsalServer, str]:
    """A run that stopped after its first person, and its name."""
    rule = {"method": "POST", "path": "/User", "calls": [2], "fault": "expire-session", "seconds": 60}
    roster = write_roster(folder / "r.xlsx", NIA, new_learner(1), new_learner(2))
    with faulty(folder, monkeypatch, rule) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--json", *words)
        assert said.code == 3
        return server, said.json["run"]


def test_the_people_of_a_run_are_read_back(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), HELEN))
    said = run("submit", roster, "--url", centre.url, "--yes", "--json")
    assert said.code == 0
    assert said.json["verification"] == {
        "people": 2,
        "verified": 2,
        "not_read": 0,
        "cannot_be_checked": 1,
        "not_shown": 0,
        "differences": [],
        "verification_calls": 2,
    }
    assert said.json["calls"] == 3  # two people and an assignment
    assert "2 of 2 verified\n1 assignment was sent; OneFile does not let anybody read it back" in said.err
    assert "2 people done" in said.err


def test_what_differs_is_told_and_kept_and_the_run_is_as_good_as_before(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    gone = {"method": "GET", "path": "/User/*", "fault": "status", "status": 404, "body": "{}"}
    out = tmp_path / "results.xlsx"
    with faulty(tmp_path, monkeypatch, gone) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--json", "--report", out)
    (result,) = said.json["results"]
    assert (said.code, result["outcome"]) == (1, "created")
    assert "row 2, Nia Cole: not in OneFile any more" in str(list(load_workbook(out)["Summary"].values))
    assert [one["details_removed"] for one in run("runs", "--json").json["runs"]] == [False]
    assert said.json["verification"]["differences"] == [
        {
            "sheet": "People",
            "row": 2,
            "person": "Nia Cole",
            "what": "person",
            "planned": f"OneFile ID {result['onefile_id']}",
            "found": "",
        }
    ]
    assert "0 of 1 verified; 1 differs:\n  row 2, Nia Cole: not in OneFile any more" in said.err
    assert "1 person done" in said.err


def test_nobody_is_read_back_where_that_is_not_wanted(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    said = run("submit", roster, "--url", centre.url, "--yes", "--json", "--no-verify")
    assert (said.code, said.json["verification"]) == (0, None)
    assert "GET /User/{id}" not in state_of(centre)["calls"]["by_endpoint"]


@pytest.mark.parametrize(("at_once", "in_order"), [("1", True), ("4", False)])
def test_how_many_calls_are_under_way_at_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: str, in_order: bool
) -> None:
    slow = {"method": "POST", "path": "/User", "calls": [1], "fault": "slow", "seconds": 0.5}
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(3)]
    roster = write_roster(tmp_path / "r.xlsx", *people)
    with faulty(tmp_path, monkeypatch, slow) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--json", "--at-once", at_once)
    ids = [row["onefile_id"] for row in said.json["results"]]
    assert (ids == sorted(ids)) is in_order


def test_the_settings_say_how_many_calls_are_under_way(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(Settings(calls_at_once=1))
    slow = {"method": "POST", "path": "/User", "calls": [1], "fault": "slow", "seconds": 0.5}
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(3)]
    with faulty(tmp_path, monkeypatch, slow) as server:
        said = run("submit", write_roster(tmp_path / "r.xlsx", *people), "--url", server.url, "--yes", "--json")
    ids = [row["onefile_id"] for row in said.json["results"]]
    assert ids == sorted(ids)


def test_a_finished_run_that_is_named_says_how_it_ended(run: Run, tmp_path: Path) -> None:
    done = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", "--json")
    again = run("resume", done.json["run"], "--json", "--report", tmp_path / "results.xlsx")
    assert (again.code, again.json["finished"], again.json["done"], again.json["calls"]) == (0, True, 1, 0)
    assert again.json["results"] == done.json["results"]
    assert (tmp_path / "results.xlsx").is_file()
    nothing = run("resume")
    assert (nothing.code, nothing.err.count("\n")) == (2, 1)


def test_a_finished_run_in_which_something_failed_still_needs_attention(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with faulty(tmp_path, monkeypatch, refused("/User", method="POST")) as server:
        done = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--url", server.url, "--yes", "--json")
    assert done.code == 1
    again = run("resume", done.json["run"])
    assert again.code == 1
    assert "Not today" in again.out
    assert "0 people done, 1 failed" in again.out


def test_the_details_of_a_run_whose_results_are_saved_are_removed(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    kept = run("submit", roster, "--rehearsal", "--yes", "--json").json["run"]
    gone = run("submit", roster, "--rehearsal", "--yes", "--json", "--report", tmp_path / "o.xlsx").json["run"]
    listed = {one["run"]: one["details_removed"] for one in run("runs", "--json").json["runs"]}
    assert listed == {kept: False, gone: True}
    assert b"nia.cole" not in (paths.runs_folder() / f"{gone}.sqlite").read_bytes()
    assert "finished; the details of its people were removed" in run("runs").out
    again = run("resume", gone, "--json")
    assert (again.code, again.json["results"][0]["outcome"]) == (0, "created")


def test_they_stay_where_something_failed_and_where_the_workbook_could_not_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    occupied = tmp_path / "occupied.xlsx"
    (occupied / "in its place").mkdir(parents=True)
    assert run("submit", roster, "--rehearsal", "--yes", "--report", occupied).code == 1
    with faulty(tmp_path, monkeypatch, refused("/User", method="POST")) as server:
        words = ("--url", server.url, "--yes", "--report", tmp_path / "o.xlsx")
        assert run("submit", roster, *words).code == 1
    assert [one["details_removed"] for one in run("runs", "--json").json["runs"]] == [False, False]


def test_the_details_of_an_old_run_are_removed_at_the_next_start(run: Run, tmp_path: Path) -> None:
    name = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", "--json").json["run"]
    _make_older(name)
    listed = run("runs", "--json").json["runs"]
    assert [(one["details_removed"], one["roster"]) for one in listed] == [(True, None)]


def _make_older(name: str) -> None:
    """Has it be 31 days ago that the run was carried out."""
    before = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    with closing(sqlite3.connect(paths.runs_folder() / f"{name}.sqlite", isolation_level=None)) as connection:
        ((about,),) = connection.execute("SELECT about FROM run").fetchall()
        connection.execute("UPDATE run SET about = ?", (json.dumps(json.loads(about) | {"started": before}),))
        connection.execute("UPDATE change SET sent = ? WHERE sent IS NOT NULL", (before,))


@pytest.mark.parametrize("is_named", [True, False])
def test_a_resume_removes_the_details_of_old_runs_but_of_its_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    other = run("submit", write_roster(tmp_path / "o.xlsx", NIA), "--rehearsal", "--yes", "--json").json["run"]
    _, name = stopped(tmp_path, monkeypatch, run)
    for one in (other, name):
        _make_older(one)
    said = run("resume", *((name,) if is_named else ()))
    assert (said.code, "removed" in said.err) == (2, False)  # the centre is gone
    kept = {path.stem: b"Cole" in path.read_bytes() for path in paths.runs_folder().iterdir()}
    assert kept == {other: False, name: True}


def test_the_results_of_an_earlier_run(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", (*NIA, "12"), headers=(*HEADERS[:4], "Shoe size"))
    name = run("submit", roster, "--rehearsal", "--yes", "--json", "--map", "Shoe size=").json["run"]
    out, undo = tmp_path / "results.xlsx", tmp_path / "undo.xlsx"
    said = run("results", name, out, "--undo", undo, "--leave-out-sensitive")
    assert said.code == 0
    assert str(out) in said.out
    assert str(undo) in said.out
    headers = [str(cell.value) for cell in load_workbook(out)["People"][1]]
    assert "OneFile ID" in headers
    assert "Shoe size" not in headers
    assert "Nia Cole" in str([row for sheet in load_workbook(undo) for row in sheet.iter_rows(values_only=True)])
    assert run("results", "20200101-000000-abcdef", out).code == 2
    assert run("results", name, tmp_path / "o.txt").code == 2


def test_the_undo_pack_of_a_submit(run: Run, tmp_path: Path) -> None:
    undo = tmp_path / "undo.xlsx"
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", "--json", "--undo", undo)
    (result,) = said.json["results"]
    assert str(result["onefile_id"]) in str([row for sheet in load_workbook(undo) for row in sheet.values])
    assert not run("runs", "--json").json["runs"][0]["details_removed"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--at-once", "9"], "--at-once"),
        (["--at-once", "0"], "--at-once"),
        (["--leave-out-sensitive"], "goes with --report"),
        (["--report", "o.xlsx", "--undo", "o.xlsx"], "--undo would replace"),
        (["--undo", "ROSTER"], "--undo would replace"),
        (["--undo", "o.txt"], "End its name in .xlsx"),
        (["--confirmed"], "--confirmed"),
    ],
)
def test_what_makes_no_sense_for_a_run(
    run: Run, tmp_path: Path, centre: RehearsalServer, words: list[str], told: str
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    said = run("submit", roster, "--url", centre.url, "--yes", *[roster if one == "ROSTER" else one for one in words])
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
    assert state_of(centre)["calls"]["total"] == 0


def test_runs_say_what_is_left(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, name = stopped(tmp_path, monkeypatch, run, "--at-once", "1")
    (listed,) = run("runs", "--json").json["runs"]
    assert (listed["people"], listed["left"], listed["unknown"], listed["resumable"]) == (3, 2, 0, True)
    told = run("runs").out
    assert f"not finished, 2 of 3 people left; `onefile-desktop resume {name}` goes on with it" in told


def test_a_run_that_has_sent_nothing_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = {"method": "POST", "path": "/User", "calls": [1], "fault": "expire-session"}
    refused_token = {"path": "/Authentication", "calls": [2, 3, 4], "fault": "status", "status": 401, "body": "{}"}
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
    with faulty(tmp_path, monkeypatch, ended, refused_token) as server:
        stopped = run("submit", roster, "--url", server.url, "--yes", "--at-once", "1")
        assert (stopped.code, state_of(server)["emails_sent"]) == (3, [])
        (listed,) = run("runs", "--json").json["runs"]
        assert (listed["nothing_sent"], listed["left"]) == (True, 2)
        assert "not finished; nothing was sent, 2 of 2 people left; `onefile-desktop resume" in run("runs").out
        planned = run("plan", roster, "--url", server.url)
        assert (planned.code, "Go on with it first" in planned.out) == (0, False)  # it has begun nobody
        assert run("resume", "--url", server.url).code == 0
    assert run("runs", "--json").json["runs"][0]["nothing_sent"] is False


def test_what_a_finished_run_has_left_is_not_counted(run: Run, tmp_path: Path) -> None:
    name = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", "--json").json["run"]
    (listed,) = run("runs", "--json").json["runs"]
    assert [listed[key] for key in ("run", "people", "left", "unknown")] == [name, None, 0, 0]


def test_how_a_run_began_and_ended_is_in_the_log(run: Run, tmp_path: Path, home: Path) -> None:
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA, new_learner(1)), "--rehearsal", "--yes", "--json")
    told = "".join(file.read_text("utf-8") for file in (home / "logs").iterdir())
    assert f"Run {said.json['run']}: 2 changes, 4 at once\n" in told
    assert f"Run {said.json['run']}: finished after 2 calls; 2 done\n" in told


def test_nothing_is_deleted_without_a_yes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(Settings(connections=(SavedConnection("The college", "https://example.org"),)))
    _, name = stopped(tmp_path, monkeypatch, run)
    said = run("delete-my-data")
    assert (said.code, said.err) == (2, "Nothing was deleted. Add --yes to delete all of it, for good.\n")
    for told in ("1 journal of a run", "“The college”", f"Run {name} ", "a later run may send them a second time"):
        assert told in said.out
    assert len(run("runs", "--json").json["runs"]) == 1


def test_all_of_it_is_deleted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    settings.save(Settings(roster_folder="/rosters"))
    stopped(tmp_path, monkeypatch, run)
    said = run("delete-my-data", "--yes")
    assert (said.code, said.err) == (0, "")
    assert run("runs", "--json").json["runs"] == []
    assert settings.load() == Settings()
    assert not list(home.rglob("*.sqlite"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_twice_stops_a_run_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = {"method": "POST", "path": "/User", "fault": "slow", "seconds": 0.3}
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(8)]
    roster = write_roster(tmp_path / "r.xlsx", *people)
    with faulty(tmp_path, monkeypatch, slow) as server:

        def press() -> None:
            deadline = time.monotonic() + 30
            while "POST /User" not in state_of(server)["calls"]["by_endpoint"] and time.monotonic() < deadline:
                time.sleep(0.01)
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.05)

        fingers = threading.Thread(target=press)
        fingers.start()
        words = ("--url", server.url, "--yes", "--json", "--at-once", "2", "--report", tmp_path / "o.xlsx")
        said = run("submit", roster, *words)
        fingers.join()
        assert said.code == 130
        assert (said.json["finished"], said.json["unknown"]) == (False, 0)
        assert 0 < said.json["done"] < 8
        assert (tmp_path / "o.xlsx").is_file()
        again = run("resume", "--json")
    assert (again.code, again.json["done"]) == (0, 8)
