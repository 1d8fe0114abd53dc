"""What the program itself keeps on this computer: how long the details of people stay, and *Delete my data*."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onefile_desktop import credentials, logs, paths, settings
from onefile_desktop.enrolment import running
from onefile_desktop.errors import CannotRecordError, NoSecretStoreError, UserFacingError
from onefile_desktop.run.journal import ChangeState, Journal, RunInfo
from onefile_desktop.run.lock import CentreBusyError, held
from onefile_desktop.run.storage import HeldElsewhereError

_BESIDE = "-journal"
"""What SQLite adds to the name of a file for the one beside it, in which it keeps what it may have to take back."""

_PERHAPS_TOKENS = (
    "API tokens may still be in your computer’s store for secrets, where you can delete them yourself under "
    f"“{credentials.SERVICE}”."
)


class InUseError(UserFacingError):
    """A window or command of this program is at work on what was to be deleted."""


@dataclass(frozen=True)
class KeptData:
    """What is kept in `folder`: `unfinished` are those of the runs that can still be gone on with, newest first, and
    `connections` the names of those that are saved; the others are counts of files.
    """

    folder: Path
    runs: int
    unfinished: tuple[RunInfo, ...]
    connections: tuple[str, ...]
    ledgers: int
    rehearsals: int
    logs: int


def forget_old(now: datetime) -> int:
    """Removes the personal details of runs for which nothing was sent for longer than they may be kept; returns of how
    many.

    A rehearsal centre goes with the last run that needs it, and so does an old one that no run knows. What is open, or
    cannot be read or written, is left for the next time, and everything where nobody can tell how long it may be kept.
    """
    keep_days = settings.keep_days()
    if keep_days is None:
        return 0
    end = now - timedelta(days=keep_days)
    forgotten = 0
    is_needed: dict[Path, bool] = {}
    for info in running.runs():
        is_old = not info.forgotten and info.started < end and _forget(running.journal_file(info.run), end, now)
        forgotten += is_old
        if info.connection.get("kind") == "rehearsal":
            state = Path(str(info.connection["state"]))
            is_needed[state] = is_needed.get(state, False) or (info.resumable and not is_old)
    for state in _rehearsals():
        if is_needed.get(state) is False or (state not in is_needed and _is_older(state, end)):
            _delete((state,))
    return forgotten


def forget_when_saved(run: str) -> bool:
    """Removes the personal details of a run whose results have been saved, unless something is left to be done.

    To be called when nothing else is to be written of the run. Says whether they are gone. They stay where a change
    failed, is not known or was not attempted, where something was not as planned when it was read back, and where the
    journal is open elsewhere or cannot be written.
    """
    try:
        with Journal.open(running.journal_file(run)) as journal:
            if journal.info.forgotten:
                return True
            if not journal.info.finished or journal.info.differs:
                return False
            if any(one.state is not ChangeState.DONE for one in journal.changes()):
                return False
            journal.forget_people()
    except CannotRecordError:
        return False
    return True


def what_is_kept() -> KeptData:
    """What `delete_everything` would delete."""
    return KeptData(
        folder=paths.data_folder(),
        runs=len(_journals()),
        unfinished=tuple(info for info in running.runs() if info.resumable),
        connections=tuple(one.name for one in settings.load().connections),
        ledgers=len(_ledgers()),
        rehearsals=len(_rehearsals()),
        logs=len(_logs()),
    )


def delete_everything() -> tuple[str, ...]:
    """Deletes all that the program keeps on this computer, the tokens in the store for secrets included.

    Nothing else in the data folder is touched, and nothing outside it. Nothing more is written to the log. Returns a
    sentence for each thing that stays, or may stay. Raises `InUseError`, having deleted nothing, while a run is open or
    under way anywhere.
    """
    with ExitStack() as locks:
        for lock in _locks():
            try:
                locks.enter_context(held(lock))
            except CentreBusyError as error:
                raise _in_use() from error
        for journal in _journals():
            _require_closed(journal)
        logs.let_go()
        left = [*_forget_tokens(), *_delete((*_journals(), *_ledgers(), *_rehearsals(), *_logs(), *settings.files()))]
    left += _delete(_locks())
    for folder in (paths.runs_folder(), paths.ledgers_folder(), paths.rehearsals_folder(), paths.logs_folder()):
        if folder.is_symlink():
            left.append(f"{folder} leads to another folder, {folder.resolve()}, in which nothing was deleted.")
        with suppress(OSError):  # somebody else has put something there
            folder.rmdir()
    return tuple(left)


def _forget(file: Path, end: datetime, now: datetime) -> bool:
    """Removes the details from a journal that was begun before `end`, unless something was sent for it since."""
    try:
        with Journal.open(file) as journal:
            # What was sent later than `now` was sent by a clock that was wrong.
            if any(one.sent is not None and end <= one.sent <= now for one in journal.changes()):
                return False
            journal.forget_people()
    except CannotRecordError:
        return False
    return True


def _is_older(file: Path, end: datetime) -> bool:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC) < end
    except OSError:  # it is gone by now
        return False


def _require_closed(journal: Path) -> None:
    try:
        Journal.open(journal).close()
    except HeldElsewhereError as error:
        raise _in_use() from error
    except CannotRecordError:
        return  # nobody can go on with it


def _in_use() -> InUseError:
    return InUseError(
        "A run is under way",
        "A window or command of this program is at work on a run, so nothing was deleted.",
        "Wait until it has ended, or stop it there; then try again.",
    )


def _forget_tokens() -> Iterator[str]:
    connections, has_store = settings.load().connections, credentials.has_store()
    if not settings.are_whole():
        yield f"Your settings could not be read, so that not every connection is known. {_PERHAPS_TOKENS}"
    elif connections and not has_store:
        yield f"No store for secrets that is safe enough answers here. {_PERHAPS_TOKENS}"
    for connection in connections if has_store else ():
        try:
            credentials.forget_token(connection.name)
        except NoSecretStoreError as error:
            yield (
                f"The API token of “{connection.name}” is still in your computer’s store for secrets, where you can "
                f"delete it yourself under “{credentials.SERVICE}”. {error.message}"
            )


def _delete(files: tuple[Path, ...]) -> list[str]:
    left: list[str] = []
    for file in files:
        try:
            file.with_name(f"{file.name}{_BESIDE}").unlink(missing_ok=True)
            file.unlink(missing_ok=True)
        except OSError as error:
            left.append(f"{file} could not be deleted: {error.strerror or 'the system refuses it'}.")
    return left


def _journals() -> tuple[Path, ...]:
    return _files(paths.runs_folder(), paths.JOURNALS)


def _ledgers() -> tuple[Path, ...]:
    return _files(paths.ledgers_folder(), paths.LEDGERS)


def _locks() -> tuple[Path, ...]:
    return _files(paths.ledgers_folder(), paths.LOCKS)


def _rehearsals() -> tuple[Path, ...]:
    return _files(paths.rehearsals_folder(), paths.REHEARSALS)


def _logs() -> tuple[Path, ...]:
    return _files(paths.logs_folder(), paths.LOGS, paths.CRASHES)


def _files(folder: Path, *names: re.Pattern[str]) -> tuple[Path, ...]:
    """The files in a folder of the program's own; none where the folder is a link to somewhere else."""
    return () if folder.is_symlink() else paths.named(folder, *names)
