"""A run that has finished reads its people back, and is no worse for what becomes of that."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import ChangeSettled, Ended, Event, RunEnding, Verifying
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.enrolment.test_stages import downloaded


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A rehearsal centre of its own."""
    with connect(RehearsalTarget()) as opened:
        yield opened


def carried_out(
    connection: Connection, folder: Path, *, verify: bool = True, stop_at: type[Event] | None = None
) -> tuple[list[Event], running.RunResult]:
    """What happens in a run of three people, which is stopped at the first event of a sort."""
    seen: list[Event] = []
    control = Control()
    file = write_roster(folder / "r.xlsx", NIA, new_learner(1), new_learner(2))
    loaded = Enrolment().connected(connection).loaded(file, ReadOptions(), today=date(2026, 11, 22))
    with running.start(downloaded(loaded)) as journal:
        events = running.carrying_out(journal, connection, control, concurrency=1, verify=verify)
        while True:
            try:
                seen.append(next(events))
            except StopIteration as end:
                return seen, end.value
            if stop_at is not None and isinstance(seen[-1], stop_at):
                control.request_stop()


def test_the_calls_of_a_run_are_told_without_those_that_read_back(connection: Connection, tmp_path: Path) -> None:
    events, result = carried_out(connection, tmp_path)
    assert result.verification is not None
    assert (result.verification.sentence, result.verification.calls) == ("3 of 3 verified", 3)
    assert result.document["calls"] == 3
    assert result.document["verification"] == result.verification.as_json()
    kinds = [type(event) for event in events]
    assert kinds.index(Ended) < kinds.index(Verifying)


def test_nobody_is_read_back_where_that_is_not_wanted(connection: Connection, tmp_path: Path) -> None:
    events, result = carried_out(connection, tmp_path, verify=False)
    assert (result.verification, result.document["verification"]) == (None, None)
    assert not any(isinstance(event, Verifying) for event in events)


def test_a_run_that_was_stopped_is_not_read_back(connection: Connection, tmp_path: Path) -> None:
    _, result = carried_out(connection, tmp_path, stop_at=ChangeSettled)
    assert (result.ending, result.verification) == (RunEnding.STOPPED, None)


def test_a_stop_while_people_are_read_back_leaves_the_run_finished(connection: Connection, tmp_path: Path) -> None:
    _, result = carried_out(connection, tmp_path, stop_at=Verifying)
    assert result.verification is not None
    assert (result.ending, result.needs_attention) == (RunEnding.FINISHED, False)
    assert result.document["finished"] is True
    assert result.verification.not_read + result.verification.verified == 3
    assert not connection.client.limiter.is_stopped
