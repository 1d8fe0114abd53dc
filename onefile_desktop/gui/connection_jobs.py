"""The first page's jobs: opening connections, and the runs that can be gone on with."""

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from onefile_desktop import credentials, settings
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, Target, connect
from onefile_desktop.errors import CannotRecordError, NoSecretStoreError, UsageError
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.left import Left
from onefile_desktop.settings import SavedConnection


@dataclass(frozen=True)
class Connected:
    """An open connection. `notice` says what could not be remembered; `resumes` is the run it was opened for."""

    connection: Connection
    notice: str = ""
    resumes: RunInfo | None = None


class TokenWantedError(UsageError):
    """A run can go on only with its API token, which is not known here."""


@dataclass(frozen=True)
class LeftRun:
    """A run that can be gone on with, and what is left of it."""

    info: RunInfo
    left: Left

    @property
    def has_roster(self) -> bool:
        """Whether its workbook is still where it was; the run does not need it."""
        return self.info.roster_file is None or self.info.roster_file.is_file()


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
    """Opens the connection that a run needs to go on.

    A `token` that is not empty takes the place of the one that is known for the connection. Raises `TokenWantedError`
    where none is known, and the errors of `connect`.
    """
    connection = connect(_target(info, token), rate=rate)
    try:
        running.require_same_centre(info, connection)
    except BaseException:
        connection.keep_rehearsal(True)
        connection.close()
        raise
    connection.keep_rehearsal(True)
    yield from _or_close(connection)
    name = _saved_name(info)
    if token and name is not None:
        with suppress(NoSecretStoreError):
            credentials.save_token(name, token)
    return Connected(connection, resumes=info)


def first_look() -> tuple[LeftRun, ...]:
    """As `left_runs`, once at the start: before that, the personal details of old runs are removed if possible."""
    with suppress(OSError):
        own_data.forget_old(datetime.now(UTC))
    return left_runs()


def left_runs() -> tuple[LeftRun, ...]:
    """The runs that can be gone on with, newest first."""
    found: list[LeftRun] = []
    for info in running.runs():
        if info.resumable and _still_there(info):
            with suppress(CannotRecordError):
                found.append(LeftRun(info, running.left_of_run(info)))
    return tuple(found)


def _target(info: RunInfo, token: str) -> Target:
    if token and info.connection["kind"] == "service":
        return ServiceTarget(str(info.connection["url"]), token, info.organisation_id, _saved_name(info))
    try:
        return running.target_of(info, None)
    except UsageError as error:
        if info.connection["kind"] != "service":
            raise
        raise TokenWantedError(error.title, error.message, error.what_to_do) from error


def _saved_name(info: RunInfo) -> str | None:
    """What the connection of a run is saved as, None where it is not saved (any more)."""
    name = info.connection.get("name")
    return name if isinstance(name, str) and settings.load().connection(name) else None


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
