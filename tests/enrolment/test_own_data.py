"""What is kept on this computer: the details of people for a while, and nothing that *Delete my data* would leave."""

import faulthandler
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import keyring
import pytest

from onefile_desktop import credentials, logs, paths, settings
from onefile_desktop.__main__ import main
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import CannotRecordError, UsageError
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.elsewhere import creates_elsewhere
from onefile_desktop.run.engine import Control
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.results.outcome import outcomes
from onefile_desktop.run.results.report import write_results
from onefile_desktop.settings import SavedConnection, Settings
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.enrolment.test_stages import downloaded
from tests.memory_store import MemoryStore

TODAY = date(2026, 11, 22)
COHORT = paths.resource("examples/cohort.xlsx")
_OPEN = """
import sys
from pathlib import Path
from onefile_desktop.run.journal import Journal
with Journal.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def server() -> Iterator[RehearsalServer]:
    with RehearsalServer(rate=100000) as serving:
        yield serving


@pytest.fixture
def connection(server: RehearsalServer) -> Iterator[Connection]:
    target = ServiceTarget(server.url, server.token, server.organisation_id)
    with connect(target, rate=Rate(100000, 60)) as opened:
        yield opened


def planned(connection: Connection, roster: Path) -> Enrolment:
    return downloaded(Enrolment().connected(connection).loaded(roster, ReadOptions(), today=TODAY))


def _ran(connection: Connection, roster: Path) -> str:
    with running.start(planned(connection, roster)) as journal:
        list(running.carrying_out(journal, connection, Control(), verify=False))
        return journal.info.run


@pytest.fixture
def run(connection: Connection, tmp_path: Path) -> str:
    """A run of two people and an assessor that has ended well."""
    return _ran(connection, write_roster(tmp_path / "roster.xlsx", NIA, new_learner(1), new_learner(2)))


def _leave(run: str, state: ChangeState, *, finished: bool = True) -> None:
    """Leaves the last create of `run` in `state`."""
    with Journal.open(running.journal_file(run)) as journal:
        last = next(one for one in reversed(journal.changes()) if one.change.kind == "create")
        journal.record([replace(last, state=state, attempts=1, message=f"Something about {last.change.person}.")])
        journal.set_finished(not finished)
        journal.set_finished(finished)


def _bytes(run: str) -> bytes:
    file = running.journal_file(run)
    assert [one.name for one in file.parent.glob(f"{run}*")] == [file.name]
    return file.read_bytes()


def _start_of(run: str) -> datetime:
    return next(info.started for info in running.runs() if info.run == run)


def _days_after(run: str, days: float) -> datetime:
    return _start_of(run) + timedelta(days=days)


def _is_forgotten(run: str) -> bool:
    return next(info.forgotten for info in running.runs() if info.run == run)


def test_nothing_of_anybody_is_left_in_a_forgotten_journal(connection: Connection, tmp_path: Path) -> None:
    """The whole cohort, its assignments and updates, and what was said of some of it."""
    enrolment = planned(connection, COHORT)
    assert enrolment.plan is not None
    changes, rows = enrolment.plan.changes, enrolment.plan.rows
    sent = [item for one in changes for item in one.request.body.items()]
    personal = {value for name, value in sent if isinstance(value, str) and name != "UnitID"}
    personal |= {one.person for one in (*changes, *rows)} | {one.told for one in changes}
    with running.start(enrolment) as journal:
        run = journal.info.run
        updated = replace(journal.changes()[0], message=f"{changes[0].person} was refused.")
        journal.record([updated])
    before = _bytes(run)
    assert {text for text in personal if text and text.encode() not in before} == set()
    assert own_data.forget_old(_days_after(run, 31)) == 1
    after = _bytes(run)
    assert {text for text in personal if text and text.encode() in after} == set()
    assert len(after) < len(before)


def test_what_became_of_whom_stays(run: str, tmp_path: Path) -> None:
    _leave(run, ChangeState.UNKNOWN)
    with Journal.open(running.journal_file(run)) as journal:
        before = outcomes(journal)
        assert own_data.forget_when_saved(run) is False
    assert own_data.forget_old(_days_after(run, 31)) == 1
    with running.reopen(run) as journal:
        after = outcomes(journal)
        write_results(journal, tmp_path / "results.xlsx")
    assert {one.person for one in after} == {"(removed)"}
    counted = [replace(one, person="", message="") for one in after]
    assert counted == [replace(one, person="", message="") for one in before]
    assert {one.message for one in after if one.outcome == "unknown"} == {"The details of this were removed."}
    text = (tmp_path / "results.xlsx").read_bytes()
    assert text.startswith(b"PK")


def test_a_forgotten_run_cannot_be_gone_on_with(connection: Connection, run: str) -> None:
    _leave(run, ChangeState.PLANNED, finished=False)
    assert own_data.forget_old(_days_after(run, 31)) == 1
    (info,) = running.runs()
    assert (info.forgotten, info.resumable, info.finished) == (True, False, False)
    assert list(running.unfinished(connection)) == []
    with pytest.raises(UsageError, match="Every run is finished"):
        running.reopen(None)
    with running.reopen(run) as journal:
        with pytest.raises(UsageError, match=r"have been removed from this computer\. Submit its roster again"):
            next(running.carrying_out(journal, connection, Control()))
        with pytest.raises(CannotRecordError, match="The details of its people were removed"):
            journal.record(journal.changes())


def test_the_command_line_says_so_too(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    _leave(run, ChangeState.PLANNED, finished=False)
    own_data.forget_old(_days_after(run, 31))
    assert main(["resume", run]) == 2
    said = capsys.readouterr().err
    assert "have been removed from this computer. Submit its roster again: only what is missing" in said
    assert said.count("\n") == 1


def test_nobody_is_held_back_by_a_forgotten_run(connection: Connection, run: str) -> None:
    _leave(run, ChangeState.UNKNOWN)
    folder, described = paths.runs_folder(), connection.description()
    assert len(creates_elsewhere(folder, described).unsettled) == 1
    own_data.forget_old(_days_after(run, 31))
    assert creates_elsewhere(folder, described).unsettled == frozenset()


@pytest.mark.parametrize(("keep_days", "days", "forgotten"), [(30, 29.9, 0), (30, 30.1, 1), (1, 1.1, 1), (365, 364, 0)])
def test_how_long_details_are_kept_can_be_set(run: str, keep_days: int, days: float, forgotten: int) -> None:
    settings.save(Settings(keep_days=keep_days))
    assert own_data.forget_old(_days_after(run, days)) == forgotten
    assert _is_forgotten(run) == bool(forgotten)
    assert own_data.forget_old(_days_after(run, days)) == 0


@pytest.mark.parametrize("days", [40, 400])
def test_it_counts_from_what_was_sent_last(run: str, days: int) -> None:
    """A run that was gone on with a month later is no older than that; one whose clock was wrong, no younger."""
    with Journal.open(running.journal_file(run)) as journal:
        last = journal.changes()[-1]
        journal.record([replace(last, sent=_days_after(run, days))])
    assert own_data.forget_old(_days_after(run, 69.9)) == (0 if days == 40 else 1)
    assert own_data.forget_old(_days_after(run, 70.1)) == (1 if days == 40 else 0)
    assert _is_forgotten(run)


def test_nothing_goes_while_the_settings_cannot_be_read(run: str, home: Path) -> None:
    settings.save(Settings(keep_days=365))
    file = home / "settings.json"
    whole = file.read_text()
    file.write_text(whole[:-9])
    assert own_data.forget_old(_days_after(run, 60)) == 0
    assert settings.load().notice is not None
    assert own_data.forget_old(_days_after(run, 60)) == 0
    assert not _is_forgotten(run)
    file.write_text(whole)
    assert own_data.forget_old(_days_after(run, 366)) == 1


def test_an_interrupted_rehearsal_keeps_its_centre(tmp_path: Path) -> None:
    """Also where an earlier run in the same centre is finished, or one in a later centre."""
    with connect(RehearsalTarget(), rate=Rate(100000, 60)) as rehearsal:
        _ran(rehearsal, write_roster(tmp_path / "1.xlsx", NIA, new_learner(1)))
        with running.start(planned(rehearsal, write_roster(tmp_path / "2.xlsx", new_learner(2)))) as journal:
            interrupted = journal.info
    assert own_data.forget_old(datetime.now(UTC)) == 0
    assert running.target_of(interrupted, None) == RehearsalTarget(state=Path(str(interrupted.connection["state"])))


def test_what_vanishes_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    gone = paths.rehearsals_folder() / f"{9:032x}.json.part"
    gone.symlink_to(tmp_path / "renamed by now")
    assert own_data.forget_old(datetime.now(UTC)) == 0


def test_a_run_that_cannot_be_recorded_leaves_no_rehearsal_behind(tmp_path: Path) -> None:
    with connect(RehearsalTarget(), rate=Rate(100000, 60)) as rehearsal:
        enrolment = planned(rehearsal, write_roster(tmp_path / "1.xlsx", NIA))
        assert enrolment.plan is not None
        twice = replace(enrolment, plan=replace(enrolment.plan, changes=enrolment.plan.changes * 2))
        with pytest.raises(CannotRecordError):
            running.start(twice)
    assert list(paths.rehearsals_folder().iterdir()) == []


def test_details_go_as_soon_as_the_results_are_saved_and_all_is_well(run: str) -> None:
    assert own_data.forget_when_saved(run)
    assert _is_forgotten(run)
    assert own_data.forget_when_saved(run)
    assert b"Quillfeather" not in _bytes(run)


@pytest.mark.parametrize("state", sorted({*ChangeState} - {ChangeState.DONE}))
def test_details_stay_while_something_is_left(run: str, state: ChangeState) -> None:
    _leave(run, state)
    assert not own_data.forget_when_saved(run)
    assert not _is_forgotten(run)


def test_details_of_a_run_that_is_not_finished_stay(run: str) -> None:
    with Journal.open(running.journal_file(run)) as journal:
        journal.set_finished(False)
    assert not own_data.forget_when_saved(run)


def test_what_is_open_or_cannot_be_read_is_left_alone(run: str, connection: Connection, tmp_path: Path) -> None:
    other = _ran(connection, write_roster(tmp_path / "more.xlsx", new_learner(7)))
    damaged = paths.runs_folder() / "20200101-000000-aaaaaa.sqlite"
    damaged.write_bytes(b"not a journal at all")
    with Journal.open(running.journal_file(run)):
        assert own_data.forget_old(_days_after(other, 31)) == 1
        assert not own_data.forget_when_saved(run)
    assert damaged.read_bytes() == b"not a journal at all"
    assert (_is_forgotten(run), _is_forgotten(other)) == (False, True)


def test_the_rehearsal_goes_with_its_run(tmp_path: Path) -> None:
    states: list[Path] = []
    for number in range(2):
        with connect(RehearsalTarget(), rate=Rate(100000, 60)) as rehearsal:
            roster = write_roster(tmp_path / f"{number}.xlsx", NIA, new_learner(number))
            with running.start(planned(rehearsal, roster)) as journal:
                states.append(Path(str(journal.info.connection["state"])))
    lost = paths.rehearsals_folder() / f"{7:032x}.json"
    lost.write_text("{}")
    os.utime(lost, (0, 0))
    recent = paths.rehearsals_folder() / f"{8:032x}.json"
    recent.write_text("{}")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).timestamp()
    os.utime(recent, (tomorrow, tomorrow))
    newer, older = running.runs()
    assert own_data.forget_old(datetime.now(UTC)) == 0
    assert sorted(paths.rehearsals_folder().iterdir()) == sorted([*states, recent])
    with Journal.open(running.journal_file(newer.run)):
        assert own_data.forget_old(older.started + timedelta(days=30, seconds=1)) == 1
    assert sorted(paths.rehearsals_folder().iterdir()) == sorted([states[1], recent])


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
    """A safe store, as the system has one."""
    memory, before = MemoryStore(), keyring.get_keyring()
    monkeypatch.setattr(credentials, "TRUSTED_BACKENDS", (MemoryStore.__module__, __name__))
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def _saved(*names: str) -> None:
    settings.save(Settings(tuple(SavedConnection(name, "https://wsapi.onefile.co.uk/api/v2.1") for name in names)))


def test_what_is_kept_is_counted(run: str, connection: Connection, tmp_path: Path) -> None:
    other = _ran(connection, write_roster(tmp_path / "more.xlsx", new_learner(7)))
    _leave(other, ChangeState.UNKNOWN)
    _saved("College", "Academy")
    (paths.logs_folder() / "20261122-104200-1.log").write_text("x")
    kept = own_data.what_is_kept()
    assert (kept.folder, kept.runs, kept.ledgers, kept.rehearsals, kept.logs) == (paths.data_folder(), 2, 1, 0, 1)
    assert [info.run for info in kept.unfinished] == [other]
    assert kept.connections == ("College", "Academy")


def test_everything_is_deleted_and_nothing_else(
    home: Path, run: str, connection: Connection, store: MemoryStore
) -> None:
    credentials.save_token("College", "a-token")
    _saved("College", "Never with a token")
    (home / "settings.unreadable.json").write_text("{")
    (paths.logs_folder() / "20261122-104200-1.log").write_text("x")
    (paths.logs_folder() / "crashes.log").write_text("x")
    (paths.rehearsals_folder() / f"{10:032x}.json").write_text("{}")
    (paths.rehearsals_folder() / f"{11:032x}.json.part").write_text("{}")
    mine = [
        home / name
        for name in (
            "my own notes.txt",
            "settings.json5",
            "runs/notes.txt",
            "runs/20260101-000000-abcdef copy.sqlite",
            "logs/2026-01-01.log",
            "logs/server.log",
            "rehearsals/my-centre.json",
            "ledgers/prices.sqlite",
        )
    ]
    for file in mine:
        file.write_text("mine")
    outside = home.parent / "elsewhere.sqlite"
    outside.write_bytes(b"mine")
    (home / "runs" / "20260101-000000-abcdef.sqlite").symlink_to(outside)
    with connection.exclusively():
        pass
    (said,) = own_data.delete_everything()
    assert said.startswith("Your settings could not be read")
    assert sorted(one for one in home.rglob("*") if one.is_file()) == sorted(mine)
    assert outside.read_bytes() == b"mine"
    assert store.kept == {}
    assert settings.load() == Settings()
    assert own_data.what_is_kept().runs == 0


def test_a_folder_that_is_a_link_is_not_emptied(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    journal = elsewhere / "20260101-000000-abcdef.sqlite"
    journal.write_bytes(b"mine")
    home.mkdir()
    (home / "runs").symlink_to(elsewhere, target_is_directory=True)
    assert own_data.delete_everything() == (
        f"{home / 'runs'} leads to another folder, {elsewhere}, in which nothing was deleted.",
    )
    assert journal.read_bytes() == b"mine"


@contextmanager
def _open_elsewhere(run: str) -> Iterator[None]:
    command = [sys.executable, "-c", _OPEN, str(running.journal_file(run))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield
        process.kill()


def test_nothing_is_deleted_while_a_run_is_open(home: Path, run: str, connection: Connection) -> None:
    _saved("College")
    before = sorted(home.rglob("*"))
    with _open_elsewhere(run), pytest.raises(own_data.InUseError, match=r"nothing was deleted\. Wait until"):
        own_data.delete_everything()
    with connection.exclusively(), pytest.raises(own_data.InUseError):
        own_data.delete_everything()
    assert [one for one in before if one not in sorted(home.rglob("*"))] == []
    assert running.reopen(run).close() is None


class _Locked(MemoryStore):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")


@pytest.mark.usefixtures("store")
def test_what_cannot_be_deleted_is_said(home: Path, run: str) -> None:
    _saved("College")
    keyring.set_keyring(_Locked())
    (home / "settings.json.abcdefgh").mkdir()
    token, folder = own_data.delete_everything()
    assert token.startswith("The API token of “College” is still in your computer’s store for secrets")
    assert folder.startswith(f"{home / 'settings.json.abcdefgh'} could not be deleted: ")
    assert not running.journal_file(run).exists()


def test_tokens_may_stay_where_no_store_answers(home: Path) -> None:
    _saved()
    assert own_data.delete_everything() == ()
    _saved("College")
    (said,) = own_data.delete_everything()
    assert said.startswith("No store for secrets that is safe enough answers here. API tokens may still be")
    assert said.endswith("under “OneFile Desktop”.")
    assert own_data.delete_everything() == ()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("file", ["settings.json", "settings.unreadable-2.json"])
def test_tokens_may_stay_where_the_settings_are_damaged(home: Path, file: str) -> None:
    home.mkdir()
    (home / file).write_text("{")
    (said,) = own_data.delete_everything()
    assert said.startswith("Your settings could not be read, so that not every connection is known. API tokens may")
    assert list(home.iterdir()) == []
    assert own_data.delete_everything() == ()


def test_the_program_lets_go_of_its_own_log(home: Path) -> None:
    """Or Windows would keep it."""
    ours = logging.getLogger("onefile_desktop")
    before = list(ours.handlers)
    with logs.written(crashes=True):
        (log,) = [one for one in ours.handlers if one not in before]
        assert own_data.delete_everything() == ()
        assert isinstance(log, logging.FileHandler)
        assert log.stream is None
        assert not faulthandler.is_enabled()
        ours.info("nobody hears this")
        assert list(home.iterdir()) == []
