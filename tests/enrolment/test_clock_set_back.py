"""Runs stay in the order in which they began, also where the clock was set back in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from onefile_desktop import paths
from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.run.journal import Journal
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.enrolment.test_own_data import connection, planned, server

__all__ = ["connection", "server"]


def _begin(connection: Connection, roster: Path) -> str:
    with running.start(planned(connection, roster)) as journal:
        return journal.info.run


def test_the_newest_run_is_the_one_that_began_last(connection: Connection, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "roster.xlsx", NIA, new_learner(1))
    first = _begin(connection, roster)
    by_a_clock_of_later = f"{datetime.now(UTC) + timedelta(hours=1):%Y%m%d-%H%M%S}-ffffff"
    running.journal_file(first).rename(running.journal_file(by_a_clock_of_later))
    begun = [_begin(connection, roster) for _ in range(3)]  # also within one second
    assert sorted((by_a_clock_of_later, *begun)) == [by_a_clock_of_later, *begun]
    with running.reopen(None) as journal:
        assert journal.path.stem == begun[-1]
    assert [info.run for info in running.runs()] == [*reversed(begun), first]


def test_files_of_other_names_are_no_trouble(connection: Connection, tmp_path: Path) -> None:
    for name in ("2-odd-name", "29999999-999999-ffffff", "notes"):
        (paths.runs_folder() / f"{name}.sqlite").write_bytes(b"")
    run = _begin(connection, write_roster(tmp_path / "roster.xlsx", NIA, new_learner(1)))
    assert run.startswith(f"{datetime.now(UTC):%Y%m}")
    Journal.open(running.journal_file(run)).close()
