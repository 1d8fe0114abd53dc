"""What the command says, or writes at the end, never decides what becomes of a run."""

import os
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from openpyxl import Workbook

from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, state_of
from tests.cli.rosters import NIA, new_learner, write_roster


@contextmanager
def pipe(monkeypatch: pytest.MonkeyPatch, stream: str) -> Iterator[IO[str]]:
    """Puts a pipe in the place of a standard stream; this is its other end."""
    reading, writing = os.pipe()
    with (
        closing(os.fdopen(reading, encoding="utf-8")) as other,
        os.fdopen(writing, "w", encoding="utf-8") as end,
        monkeypatch.context() as changed,
    ):
        changed.setattr(sys, stream, end)
        yield other


def made(server: RehearsalServer) -> int:
    """How many creates a centre was sent."""
    return state_of(server)["calls"]["by_endpoint"].get("POST /User", 0)


@pytest.mark.parametrize(("stream", "words"), [("stdout", []), ("stderr", ["--json"])])
def test_nothing_is_sent_where_nobody_reads_the_plan(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch, stream: str, words: list[str]
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    with pipe(monkeypatch, stream) as other:
        other.close()
        said = run("submit", roster, "--url", centre.url, "--yes", *words)
    assert (said.code, said.out, made(centre)) == (2, "", 0)
    if stream == "stdout":
        assert said.err == "Nobody reads any more what this command says, so nothing was sent. Start it again.\n"


def test_whoever_has_seen_enough_of_a_check_is_no_trouble(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pipe(monkeypatch, "stdout") as other:
        other.close()
        assert run("check", write_roster(tmp_path / "r.xlsx", NIA)).code == 0


@pytest.mark.parametrize(("stream", "words"), [("stdout", []), ("stderr", ["--json"])])
def test_a_run_goes_on_when_nobody_reads_any_more(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch, stream: str, words: list[str]
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
    with pipe(monkeypatch, stream) as other:

        def read() -> None:
            next(line for line in other if line.startswith("Plan "))
            other.close()

        reading = threading.Thread(target=read)
        reading.start()
        said = run("submit", roster, "--url", centre.url, "--yes", *words)
        reading.join()
    assert (said.code, made(centre)) == (0, 2)
    if words:
        assert said.json["done"] == 2


@pytest.mark.logs_warnings
def test_a_workbook_that_fails_by_mistake_loses_nothing_else(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Nia Cole")

    roster = write_roster(tmp_path / "r.xlsx", NIA)
    monkeypatch.setattr(Workbook, "save", fail)
    said = run("submit", roster, "--rehearsal", "--yes", "--json", "--report", tmp_path / "o.xlsx")
    assert (said.code, said.json["done"]) == (1, 1)
    assert said.err.splitlines()[-1].startswith("The program made a mistake: ValueError in ")
    (log,) = (home / "logs").iterdir()
    assert "builtins.ValueError" in log.read_text("utf-8")
    assert "Nia Cole" not in said.err.splitlines()[-1] + log.read_text("utf-8")


@pytest.mark.logs_warnings
def test_a_record_that_cannot_even_be_read_any_more_leaves_work(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, is_gone = sqlite3.connect, threading.Event()

    class Failing(sqlite3.Connection):
        def execute(self, *words: Any) -> sqlite3.Cursor:
            if is_gone.is_set():
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(*words)

    def pull() -> None:
        deadline = time.monotonic() + 30
        while not made(centre) and time.monotonic() < deadline:
            time.sleep(0.01)
        is_gone.set()

    monkeypatch.setattr(sqlite3, "connect", lambda *words, **others: connect(*words, factory=Failing, **others))
    pulling = threading.Thread(target=pull)
    pulling.start()
    roster = write_roster(tmp_path / "r.xlsx", NIA, *(new_learner(number) for number in range(20)))
    said = run("submit", roster, "--url", centre.url, "--yes", "--json", "--at-once", "1")
    pulling.join()
    assert (said.code, said.out) == (3, "")
    assert re.search(r"`onefile-desktop resume \d{8}-\d{6}-\w{6}` goes on from here\.$", said.err.splitlines()[-1])


def test_a_record_that_fails_before_the_first_call_says_that_nothing_was_sent(
    run: Run, tmp_path: Path, centre: RehearsalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    class Full(sqlite3.Connection):
        def executemany(self, sql: str, *words: Any) -> sqlite3.Cursor:
            if sql.startswith("UPDATE change"):
                raise sqlite3.OperationalError("database or disk is full")
            return super().executemany(sql, *words)

    monkeypatch.setattr(sqlite3, "connect", lambda *words, **others: connect(*words, factory=Full, **others))
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--url", centre.url, "--yes")
    assert (said.code, made(centre)) == (3, 0)
    last = said.err.splitlines()[-1]
    assert last.startswith("Nothing was sent. Nothing may be sent without a record in ")
    name = run("runs", "--json").json["runs"][0]["run"]
    assert last.endswith(f"`onefile-desktop resume {name}` goes on from here.")
