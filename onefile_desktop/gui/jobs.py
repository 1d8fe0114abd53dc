"""The wizard's long jobs: plain generators that yield progress and know nothing of Qt."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from onefile_desktop import credentials, settings
from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment import mappings, running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, Target, connect
from onefile_desktop.enrolment.moments import Moment
from onefile_desktop.enrolment.rechecking import rechecked
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import NoSecretStoreError, RosterShapeError, UsageError
from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.run.engine import Control, Event
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.report import write_results
from onefile_desktop.settings import SavedConnection

_RECENT = 3


@dataclass(frozen=True)
class Connected:
    """An open connection. `notice` says what could not be remembered; `resumes` is the run it was opened for."""

    connection: Connection
    notice: str = ""
    resumes: RunInfo | None = None


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


def connecting(target: Callable[[], Target], remember_as: str | None, rate: Rate) -> Generator[object, None, Connected]:
    """Opens a connection, tries out what its searches do, and remembers it under a name where one is given."""
    found = target()
    connection = connect(found, rate=rate)
    try:
        connection.learn()
    except BaseException:
        connection.close()
        raise
    yield from _or_close(connection)
    notice = _remember(remember_as, found, connection) if remember_as and isinstance(found, ServiceTarget) else ""
    return Connected(connection, notice)


def reconnecting(info: RunInfo, token: str, rate: Rate) -> Generator[object, None, Connected]:
    """Opens the connection that a run needs to go on."""
    connection = connect(running.target_of(info, token or None), rate=rate)
    try:
        running.require_same_centre(info, connection)
    except BaseException:
        connection.keep_rehearsal(True)
        connection.close()
        raise
    connection.keep_rehearsal(True)
    yield from _or_close(connection)
    return Connected(connection, resumes=info)


def unfinished_runs() -> tuple[RunInfo, ...]:
    """The runs that can be gone on with, newest first."""
    return tuple(info for info in running.runs() if info.resumable and _still_there(info))


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
    enrolment: Enrolment, clock: Callable[[], Moment], control: Control
) -> Generator[Reading | Begun | Event, None, Finished | None]:
    """Looks at the centre once more and begins a run of the enrolment's plan: first `Reading`, `Begun`, then events.

    None where it was stopped before it had begun, with `control` and then the `stop` of the connection's limiter:
    nothing was written down or sent, and the plan holds as before. Raises `StalePlanError` where it holds no more.
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
            return (yield from _carrying_out(journal, connection, control))


def resuming(info: RunInfo, connection: Connection, control: Control) -> Generator[Event, None, Finished]:
    """Goes on with a run."""
    connection.client.limiter.resume()
    with running.reopen(info.run) as journal:
        return (yield from _carrying_out(journal, connection, control))


def saving_results(run: str, out: Path) -> tuple[str, ...]:
    """Writes the results workbook of a run; returns what of the roster it could not keep."""
    with running.reopen(run) as journal:
        return tuple(write_results(journal, out))


def _carrying_out(journal: Journal, connection: Connection, control: Control) -> Generator[Event, None, Finished]:
    result = yield from running.carrying_out(journal, connection, control)
    return Finished(journal.info, result)


def _or_close(connection: Connection) -> Generator[object, None, None]:
    """Hands the connection over; nobody has it where the job is given up meanwhile, so it is closed."""
    try:
        yield connection
    except GeneratorExit:
        connection.close()
        raise


def _remember(name: str, target: ServiceTarget, connection: Connection) -> str:
    known = settings.load()
    organisation, abilities = connection.organisation, connection.abilities
    saved = SavedConnection(name, target.url, organisation.id, organisation.name, abilities.as_values())
    others = tuple(one for one in known.connections if one.name != name)
    settings.save(replace(known, connections=(*others, saved)))
    try:
        credentials.save_token(name, target.token)
        connection.saved_as(name, with_token=True)
    except NoSecretStoreError as error:
        connection.saved_as(name, with_token=False)
        return f"{error.message} The token is kept only until you close the program; you will be asked for it again."
    return ""


def _still_there(info: RunInfo) -> bool:
    """Whether the centre of a run can still exist: a rehearsal centre is gone with its file."""
    return info.connection["kind"] != "rehearsal" or Path(str(info.connection["state"])).is_file()
