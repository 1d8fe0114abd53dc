"""The first assignments in a centre are looked at by a person: at one learner's, before all others are sent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import Event, OneDone, WentOn
from onefile_desktop.run.waits import Waits
from tests.cli.rosters import NIA, RosterRow, new_learner, write_roster
from tests.enrolment.test_stages import downloaded

TODAY = date(2026, 11, 22)
_IQA = "Helen Ashworth"
_BRIEF = Waits(lookups=(0.02, 0.05))


@pytest.fixture
def live() -> Iterator[Connection]:
    """A connection that counts as one to the real service."""
    with (
        RehearsalServer() as server,
        connect(ServiceTarget(server.url, server.token, server.organisation_id)) as connection,
    ):
        assert not running.must_try_one_first(connection)
        connection.environment = Environment.LIVE
        yield connection


def _events(connection: Connection, folder: Path, control: Control, *rows: RosterRow) -> Iterator[Event]:
    roster = write_roster(folder / "r.xlsx", *rows)
    enrolment = downloaded(Enrolment().connected(connection).loaded(roster, ReadOptions(), today=TODAY))
    with running.start(enrolment) as journal:
        yield from running.carrying_out(journal, connection, control, waits=_BRIEF, verify=False)


def test_a_run_begins_with_one_person_until_somebody_has_said_yes(live: Connection, tmp_path: Path) -> None:
    control, shown = Control(), list[str]()
    assert running.must_try_one_first(live)
    learners = ((*new_learner(number), _IQA) for number in (1, 2))
    for event in _events(live, tmp_path, control, NIA, *learners):
        if isinstance(event, OneDone):
            assert running.must_try_one_first(live)
            shown.append(event.person)
            control.go_on()
        if isinstance(event, WentOn):
            assert not running.must_try_one_first(live)
    assert shown == ["Tamsin Quillfeather1"]
    later = _events(live, tmp_path, Control(), (*new_learner(3), _IQA))
    assert not any(isinstance(event, OneDone) for event in later)


def test_a_stop_instead_of_a_yes_confirms_nothing(live: Connection, tmp_path: Path) -> None:
    control = Control()
    for event in _events(live, tmp_path, control, NIA, (*new_learner(1), _IQA)):
        if isinstance(event, OneDone):
            control.request_stop()
    assert running.must_try_one_first(live)


def test_a_run_that_was_stopped_there_asks_again_also_where_nothing_else_is_left(
    live: Connection, tmp_path: Path
) -> None:
    control = Control()
    for event in _events(live, tmp_path, control, NIA, (*new_learner(1), _IQA)):
        if isinstance(event, OneDone):
            control.request_stop()
    control, shown = Control(), list[str]()
    with running.reopen(None) as journal:
        for event in running.carrying_out(journal, live, control, waits=_BRIEF, verify=False):
            if isinstance(event, OneDone):
                shown.append(event.person)
                control.go_on()
        assert journal.info.finished
    assert shown == ["Tamsin Quillfeather1"]
    assert not running.must_try_one_first(live)


def test_where_nobody_is_assigned_there_is_nothing_to_look_at(live: Connection, tmp_path: Path) -> None:
    events = list(_events(live, tmp_path, Control(), NIA, new_learner(1)))
    assert not any(isinstance(event, OneDone) for event in events)
    assert running.must_try_one_first(live)
