"""Runs as the wizard and the command line begin them and go on with them: one at a time a centre."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop import paths
from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import StalePlanError, UsageError
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.elsewhere import creates_elsewhere
from onefile_desktop.run.engine import Control, RunEnding, Waits
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.lock import CentreBusyError
from onefile_desktop.run.recovery import identity_of
from tests.cli.conftest import state_of
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.enrolment.test_stages import downloaded

TODAY = date(2026, 11, 22)
_BRIEF = Waits(lookups=(0.02, 0.05), late_lookup=0.1)

_OPEN = """
import sys
from pathlib import Path
from onefile_desktop.run.journal import Journal
with Journal.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""
_TRY = """
import sys
from pathlib import Path
from onefile_desktop.run.journal import Journal
print("trying", flush=True)
Journal.open(Path(sys.argv[1]))
"""
_HOLD = """
import sys
from pathlib import Path
from onefile_desktop.run.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _elsewhere(script: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that has the file at `path`; killed at the end."""
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture
def server() -> Iterator[RehearsalServer]:
    with RehearsalServer() as running_server:
        yield running_server


def _connected(server: RehearsalServer) -> Connection:
    return connect(ServiceTarget(server.url, server.token, server.organisation_id))


@pytest.fixture
def connection(server: RehearsalServer) -> Iterator[Connection]:
    with _connected(server) as opened:
        yield opened


def _planned(connection: Connection, folder: Path, people: int = 2) -> Enrolment:
    file = write_roster(folder / "r.xlsx", NIA, *(new_learner(number) for number in range(people)))
    return downloaded(Enrolment().connected(connection).loaded(file, ReadOptions(), today=TODAY))


def _carried_out(enrolment: Enrolment) -> running.RunResult:
    assert enrolment.connection is not None
    with running.start(enrolment) as journal:
        events = running.carrying_out(journal, enrolment.connection, Control())
        while True:
            try:
                next(events)
            except StopIteration as done:
                return done.value


def test_one_program_at_a_time_works_on_a_centre(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    mine = _planned(connection, tmp_path)
    with _connected(server) as other:
        with other.exclusively():
            with pytest.raises(CentreBusyError, match="Another window or command"):
                _carried_out(mine)
            assert list(paths.runs_folder().iterdir()) == []
            assert "POST /User" not in state_of(server)["calls"]["by_endpoint"]
        assert _carried_out(mine).ending is RunEnding.FINISHED


def test_a_run_holds_the_centre_until_it_has_ended(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    with _connected(server) as other, running.start(_planned(connection, tmp_path)) as journal:
        events = running.carrying_out(journal, connection, Control())
        next(events)
        with pytest.raises(CentreBusyError), other.exclusively():
            pass
        events.close()
        with other.exclusively():
            pass


def test_whoever_was_being_made_when_a_run_was_closed_is_remembered(tmp_path: Path) -> None:
    with RehearsalServer(latency_seconds=0.05) as server, _connected(server) as connection:
        with running.start(_planned(connection, tmp_path, people=6)) as journal:
            events = running.carrying_out(journal, connection, Control())
            while sum(one.state is ChangeState.DONE for one in journal.changes()) < 2:
                next(events)
            events.close()
            creates = [one for one in journal.changes() if one.change.kind is ChangeKind.CREATE]
        made = {one.onefile_id for one in creates if one.state is ChangeState.DONE}
        assert len(made) > 2
        with connection.ledger() as ledger:
            assert ledger.record().made == made


def test_a_busy_centre_leaves_a_reopened_run_as_it_is(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    with running.start(_planned(connection, tmp_path)) as journal:
        run = journal.info.run
    with _connected(server) as other, other.exclusively(), running.reopen(run) as journal:
        with pytest.raises(CentreBusyError):
            next(running.carrying_out(journal, connection, Control()))
        assert {change.state for change in journal.changes()} == {"planned"}


def test_a_connection_may_hold_its_centre_twice(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    with connection.exclusively():
        with connection.exclusively():
            pass
        with _connected(server) as other, pytest.raises(CentreBusyError), other.exclusively():
            pass
        assert _carried_out(_planned(connection, tmp_path)).ending is RunEnding.FINISHED


def test_another_centre_is_not_held(connection: Connection, server: RehearsalServer) -> None:
    with _connected(server) as other:
        other.choose(next(one.id for one in other.organisations if one != connection.organisation))
        with connection.exclusively(), other.exclusively():
            pass


def test_a_killed_program_lets_go_of_its_centre(connection: Connection) -> None:
    with connection.exclusively():
        pass
    (lock,) = paths.ledgers_folder().glob("*.lock")
    with _elsewhere(_HOLD, lock), pytest.raises(CentreBusyError), connection.exclusively():
        pass
    with connection.exclusively():
        pass


def _newest_journal() -> Path:
    return max(paths.runs_folder().glob("*.sqlite"))


def _leave(state: ChangeState, *, finished: bool = True) -> str:
    """Leaves the first create of the newest run in `state`; returns the run."""
    with Journal.open(_newest_journal()) as journal:
        journal.record([replace(journal.changes()[0], state=state, attempts=1)])
        journal.set_finished(not finished)
        journal.set_finished(finished)
        return journal.info.run


def test_a_run_that_does_not_know_something_can_be_resumed(connection: Connection, tmp_path: Path) -> None:
    _carried_out(_planned(connection, tmp_path))
    assert [(info.finished, info.resumable) for info in running.runs()] == [(True, False)]
    with pytest.raises(UsageError, match="Every run is finished"):
        running.reopen(None)
    run = _leave(ChangeState.UNKNOWN)
    assert [(info.finished, info.resumable) for info in running.runs()] == [(True, True)]
    with running.reopen(None) as journal:
        assert journal.info.run == run
        list(running.carrying_out(journal, connection, Control()))
        assert (journal.info.finished, journal.info.resumable) == (True, False)
    with pytest.raises(UsageError, match="Every run is finished"):
        running.reopen(None)


def test_a_rehearsal_is_kept_as_long_as_something_is_not_known(tmp_path: Path) -> None:
    with connect(RehearsalTarget()) as connection:
        state = Path(str(connection.description()["state"]))
        with running.start(_planned(connection, tmp_path)) as journal:
            list(running.carrying_out(journal, connection, Control()))
    assert not state.exists()
    with connect(RehearsalTarget()) as connection:
        state = Path(str(connection.description()["state"]))
        with running.start(_planned(connection, tmp_path)) as journal:
            unknown = replace(journal.changes()[0], state=ChangeState.UNKNOWN, accepted=True)
            journal.record([unknown])
            list(running.carrying_out(journal, connection, Control(), waits=_BRIEF))
            assert (journal.info.finished, journal.info.resumable) == (True, True)
    assert state.is_file()


def test_a_run_that_is_open_elsewhere_is_listed_and_not_resumed(connection: Connection, tmp_path: Path) -> None:
    _carried_out(_planned(connection, tmp_path))
    run = _leave(ChangeState.SENDING)
    with _elsewhere(_OPEN, _newest_journal()):
        assert [(info.run, info.finished) for info in running.runs()] == [(run, False)]
        for which in (None, run):
            with pytest.raises(UsageError, match="open in another window or command"):
                running.reopen(which)
        assert len(creates_elsewhere(paths.runs_folder(), connection.description()).unsettled) == 1


def test_a_run_of_this_process_is_listed_without_letting_go_of_it(connection: Connection, tmp_path: Path) -> None:
    with running.start(_planned(connection, tmp_path)) as journal:
        assert [info.finished for info in running.runs()] == [False]
        assert creates_elsewhere(paths.runs_folder(), connection.description()).unsettled == frozenset()
        with _elsewhere(_TRY, journal.path) as process:
            process.wait(10)
            assert process.returncode == 1


@pytest.mark.parametrize("state", [ChangeState.SENDING, ChangeState.UNKNOWN])
def test_creates_of_unknown_outcome_are_told(connection: Connection, tmp_path: Path, state: ChangeState) -> None:
    enrolment = _planned(connection, tmp_path)
    _carried_out(enrolment)
    folder = paths.runs_folder()
    assert creates_elsewhere(folder, connection.description()).unsettled == frozenset()
    _leave(state, finished=False)
    (folder / "junk.sqlite").write_bytes(b"not a journal")
    assert enrolment.plan is not None
    change = enrolment.plan.changes[0]
    expected = {identity_of(change)}
    described = dict(connection.description())
    assert creates_elsewhere(folder, {**described, "name": "another name"}).unsettled == expected
    spelt = (
        str(described["url"]).replace("http:", "HTTP:").replace("/api", "//x/../api/") + "/"
    )  # as some journal has it
    assert creates_elsewhere(folder, {**described, "url": spelt}).unsettled == expected
    for elsewhere in ({"organisation": 1}, {"url": "https://other.example"}, {"kind": "rehearsal"}, {"kind": None}):
        assert creates_elsewhere(folder, {**described, **elsewhere}).unsettled == frozenset()


def test_whom_another_run_may_have_created_is_not_created_by_one_that_is_resumed(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    running.start(_planned(connection, tmp_path)).close()
    mine = _newest_journal()
    theirs = mine.with_stem("20200101-000000-another")
    theirs.write_bytes(mine.read_bytes())
    with Journal.open(theirs) as journal:
        journal.record([replace(journal.changes()[0], state=ChangeState.SENDING, attempts=1)])
    with Journal.open(mine) as journal:
        list(running.carrying_out(journal, connection, Control(), waits=_BRIEF))
        first = journal.changes()[0]
    assert (first.state, first.attempts) == (ChangeState.UNKNOWN, 0)
    assert first.message.startswith("Nothing was sent: An earlier run may have created this person.")
    assert "POST /User" not in state_of(server)["calls"]["by_endpoint"]  # the others wait for that person


def test_a_plan_is_stale_once_another_window_has_changed_the_centre(
    connection: Connection, server: RehearsalServer, tmp_path: Path
) -> None:
    looked_at = _planned(connection, tmp_path)
    before = len(state_of(server)["users"])
    with _connected(server) as other, running.start(_planned(other, tmp_path)) as journal:
        assert list(running.carrying_out(journal, other, Control()))
    made = len(state_of(server)["users"])
    assert made > before
    with pytest.raises(StalePlanError):
        running.start(looked_at)
    assert len(list(running.runs())) == 1
    with running.start(_planned(connection, tmp_path)) as journal:
        assert list(running.carrying_out(journal, connection, Control()))
    assert len(state_of(server)["users"]) == made
