"""Whom a run has made that died before its ledger knew of them: nobody makes them twice, whatever is done next."""

import json
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from onefile_desktop import paths
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import StalePlanError
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.control import Control
from onefile_desktop.run.elsewhere import creates_elsewhere
from onefile_desktop.run.identity import identity
from onefile_desktop.run.journal import ChangeState
from tests.cli.conftest import state_of
from tests.cli.rosters import write_roster
from tests.run.scenes import BRIEF, CENTRE

_T = TypeVar("_T")
_AMY = ("Assessor", "Amy", "Adams", "amy.adams@example.org")


def _end(job: Generator[object, None, _T]) -> _T:
    while True:
        try:
            next(job)
        except StopIteration as done:
            return done.value


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    """A centre whose search shows nobody new for a minute."""
    centre = tmp_path / "centre.json"
    centre.write_text(json.dumps(CENTRE | {"options": {"search_lag_seconds": 60}}), encoding="utf-8")
    with RehearsalServer(centre=centre) as opened:
        yield opened


@pytest.fixture
def connection(server: RehearsalServer) -> Iterator[Connection]:
    with connect(ServiceTarget(server.url, server.token, server.organisation_id)) as opened:
        yield opened


def _planned(connection: Connection, folder: Path) -> Enrolment:
    file = write_roster(folder / "r.xlsx", _AMY)
    loaded = Enrolment().connected(connection).loaded(file, ReadOptions(), today=date(2026, 11, 22))
    return _end(loaded.downloading())


def _carried_out(enrolment: Enrolment) -> str:
    """The name of a run that made Amy and died before its ledger was written."""
    assert enrolment.connection is not None
    with running.start(enrolment) as journal:
        _end(running.carrying_out(journal, enrolment.connection, Control(), waits=BRIEF))
        (amy,) = journal.changes()
        assert (amy.state, amy.attempts) == (ChangeState.DONE, 1)
        journal.set_finished(False)
    (ledger,) = paths.ledgers_folder().glob("*.sqlite")
    with closing(sqlite3.connect(ledger)) as file, file:
        assert file.execute("DELETE FROM made").rowcount == 1
        file.execute("DELETE FROM made_at")
    return journal.info.run


def _forget(run: str) -> None:
    assert own_data.forget_old(datetime.now(UTC) + timedelta(days=31)) == 1
    with running.reopen(run, to_look=True) as journal:
        assert journal.info.forgotten


def _amys(server: RehearsalServer) -> int:
    return sum(user["FirstName"] == "Amy" for user in state_of(server)["users"])


@pytest.mark.parametrize("forgotten", [False, True], ids=["", "forgotten"])
def test_the_same_roster_submitted_again_finds_her(
    connection: Connection, server: RehearsalServer, tmp_path: Path, *, forgotten: bool
) -> None:
    run = _carried_out(_planned(connection, tmp_path))
    if forgotten:
        _forget(run)
    again = _planned(connection, tmp_path)
    assert again.plan is not None
    assert again.plan.changes == ()
    assert len(again.record.made) == 1


def test_an_earlier_run_that_is_resumed_finds_her(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    with running.start(_planned(connection, tmp_path)) as earlier:
        pass
    run = _carried_out(_planned(connection, tmp_path))
    with running.reopen(earlier.info.run) as journal:
        assert not journal.info.forgotten
        _end(running.carrying_out(journal, connection, Control(), waits=BRIEF))
        (amy,) = journal.changes()
    assert (amy.state, amy.attempts) == (ChangeState.DONE, 0)
    assert _amys(server) == 1
    with connection.ledger() as ledger:
        assert ledger.record().made == {amy.onefile_id}  # later runs need no journal to know her
    told = creates_elsewhere(paths.runs_folder(), connection.description(), besides=run)
    assert told.made == {}  # who was only found was not made


def test_a_plan_that_was_made_before_is_out_of_date(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    looked_at = _planned(connection, tmp_path)
    _carried_out(_planned(connection, tmp_path))
    with pytest.raises(StalePlanError):
        running.start(looked_at)
    assert _amys(server) == 1


def test_what_journals_tell_of_those_who_were_made(connection: Connection, tmp_path: Path) -> None:
    run, folder, here = _carried_out(_planned(connection, tmp_path)), paths.runs_folder(), connection.description()
    amy = identity(Role.ASSESSOR, "Amy", "Adams", "amy.adams@example.org")
    told = creates_elsewhere(folder, here)
    assert (list(told.made.values()), told.unsettled) == ([amy], frozenset())
    assert told.perhaps_unrecorded == told.made.keys()
    assert creates_elsewhere(folder, here, besides=run).made == {}
    assert creates_elsewhere(folder, {**here, "organisation": 1}).made == {}
    _forget(run)
    assert creates_elsewhere(folder, here).made == dict.fromkeys(told.made)


def test_whom_a_finished_run_has_made_the_ledger_knows(connection: Connection, tmp_path: Path) -> None:
    run = _carried_out(_planned(connection, tmp_path))
    with running.reopen(run) as journal:
        journal.set_finished(True)
    told = creates_elsewhere(paths.runs_folder(), connection.description())
    assert len(told.made) == 1
    assert told.perhaps_unrecorded == frozenset()
