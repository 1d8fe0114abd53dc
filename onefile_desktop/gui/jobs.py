"""The wizard's long jobs: plain generators that yield progress and know nothing of Qt."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from onefile_desktop import settings
from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment import mappings, running
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.enrolment.rechecking import rechecked
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import RosterShapeError, UsageError
from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import Event
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.moments import Moment

_RECENT = 3


@dataclass(frozen=True)
class Source:
    """The roster's file as it was read, and its password where it has one: kept in memory while it is open."""

    file: Path
    sheets: tuple[Sheet, ...] = field(repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Loaded:
    """An enrolment with its roster, and what that was read from.

    Where no roster was found in the file the enrolment has none, and `trouble` says why. `is_matched_anew` says that
    what was said about the columns no longer fits them.
    """

    enrolment: Enrolment
    source: Source
    trouble: RosterShapeError | None = None
    is_matched_anew: bool = False


@dataclass(frozen=True)
class Begun:
    """A run begins: its plan still holds and is written down, and nothing has been sent yet."""


@dataclass(frozen=True)
class Finished:
    """A run that has ended for now."""

    info: RunInfo
    result: RunResult


def remember_choices(enrolment: Enrolment) -> None:
    """Remembers what was said about the columns, for the next roster with the same; does without where it cannot."""
    assert enrolment.roster is not None
    known = settings.load()
    columns, mapping = enrolment.roster.people.columns, enrolment.read_options.mapping
    remembered = mappings.remember(known.mappings, columns, mapping)
    if remembered != known.mappings:
        settings.save_if_possible(replace(known, mappings=remembered))


def choices_from_before(enrolment: Enrolment) -> tuple[tuple[str, str], ...]:
    """What was said about the same columns of an earlier roster; empty where something was said about this one."""
    assert enrolment.roster is not None
    if enrolment.read_options.mapping:
        return ()
    return mappings.recall(settings.load().mappings, enrolment.roster.people.columns)


def recent_rosters() -> tuple[Path, ...]:
    """The rosters of the last runs that are still where they were, the newest first."""
    files = dict.fromkeys(info.roster_file for info in running.runs() if info.roster_file is not None)
    return tuple(file for file in files if file.is_file())[:_RECENT]


def loading(enrolment: Enrolment, file: Path, password: str | None) -> Generator[object, None, Loaded]:
    """Reads and checks a roster. What was said about its columns and rows holds only for the same file, read again.

    Raises `PasswordNeededError` where it is protected and `password` does not open it.
    """
    yield "file"
    source = Source(file, read_workbook(file, password), password)
    yield "sheets"
    is_same = enrolment.roster is not None and enrolment.roster.file == file
    before = enrolment if is_same else replace(enrolment, read_options=ReadOptions(), plan_options=PlanOptions())
    options = before.read_options
    try:
        return Loaded(_understood(before, source, options), source)
    except UsageError:
        if not options.mapping:
            raise
        return Loaded(_understood(before, source, replace(options, mapping=())), source, is_matched_anew=True)
    except RosterShapeError as error:
        if not any(sheet.rows for sheet in source.sheets):
            raise
        return Loaded(Enrolment().connected(enrolment.connection), source, error)


def understanding(enrolment: Enrolment, source: Source, options: ReadOptions) -> Generator[object, None, Enrolment]:
    """Reads the same sheets another way."""
    yield "sheets"
    return _understood(enrolment, source, options)


def _understood(enrolment: Enrolment, source: Source, options: ReadOptions) -> Enrolment:
    return enrolment.understood(source.file, source.sheets, options, today=datetime.now().astimezone().date())


def reading_centre(enrolment: Enrolment) -> Generator[object, None, Enrolment]:
    """Reads the centre and plans; cancelled with the `stop` of the connection's limiter."""
    assert enrolment.connection is not None
    enrolment.connection.client.limiter.resume()
    return (yield from enrolment.downloading())


def submitting(
    enrolment: Enrolment, clock: Callable[[], Moment], control: Control, *, one_first: bool = False
) -> Generator[Reading | Begun | Event, None, Finished | None]:
    """Looks at the centre once more and begins a run of the enrolment's plan: first `Reading`, `Begun`, then events.

    With `one_first` one person is carried out completely before the others, and the run waits for an answer. None where
    it was stopped before it had begun, with `control` and then the `stop` of the connection's limiter: nothing was
    written down or sent, and the plan holds as before. Raises `StalePlanError` where it holds no more.
    """
    connection = enrolment.connection
    assert connection is not None
    connection.client.limiter.resume()
    if control.stopping:  # the limiter's stop may have come before its resume
        return None
    with connection.exclusively():  # also between the look at the centre and the first call
        try:
            now = yield from rechecked(enrolment, clock)
        except CancelledError:
            return None
        if control.stopping:
            return None
        with running.start(now) as journal:
            yield Begun()
            return (yield from _carrying_out(journal, connection, control, one_first=one_first))


def resuming(info: RunInfo, connection: Connection, control: Control) -> Generator[Event, None, Finished]:
    """Goes on with a run."""
    connection.client.limiter.resume()
    with running.reopen(info.run) as journal:
        return (yield from _carrying_out(journal, connection, control, one_first=False))


def _carrying_out(
    journal: Journal, connection: Connection, control: Control, *, one_first: bool
) -> Generator[Event, None, Finished]:
    result = yield from running.carrying_out(
        journal, connection, control, concurrency=settings.load().calls_at_once, one_first=one_first
    )
    return Finished(journal.info, result)
