"""What the program itself keeps on this computer: how long the details of people stay, and *Delete my data*."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onefile_desktop import credentials, paths, settings
from onefile_desktop.enrolment import running
from onefile_desktop.errors import CannotRecordError, NoSecretStoreError, UserFacingError
from onefile_desktop.run.journal import ChangeState, Journal, RunInfo
from onefile_desktop.run.lock import CentreBusyError, held
from onefile_desktop.run.storage import HeldElsewhereError

_BESIDE = "-journal"
"""What SQLite adds to the name of a file for the one beside it, in which it keeps what it may have to take back."""


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
    """Removes the personal details of runs that were started longer ago than they may be kept; returns how many.

    A rehearsal centre goes with its run, and so does one that no run knows. What is open elsewhere, or cannot be read
    or written, is left for the next time.
    """
    end = now - timedelta(days=settings.load().keep_days)
    forgotten = 0
    states: dict[Path, bool] = {}
    for info in running.runs():
        is_old = not info.forgotten and info.started < end and _forget(running.journal_file(info.run))
        forgotten += is_old
        if info.connection.get("kind") == "rehearsal":
            states[Path(str(info.connection["state"]))] = info.resumable and not is_old
    for state in _rehearsals():
        is_old = states.get(state) is None and datetime.fromtimestamp(state.stat().st_mtime, UTC) < end
        if is_old or states.get(state) is False:
            _delete((state,))
    return forgotten


def forget_when_saved(run: str) -> bool:
    """Removes the personal details of a run whose results have been saved, unless something is left to be done.

    To be called when nothing else is to be written of the run. Says whether they are gone. They stay where a change
    failed, is not known or was not attempted, and where the journal is open elsewhere or cannot be written.
    """
    try:
        with Journal.open(running.journal_file(run)) as journal:
            if journal.info.forgotten:
                return True
            if not journal.info.finished or any(one.state is not ChangeState.DONE for one in journal.changes()):
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

    Nothing else in the data folder is touched, and nothing outside it. Returns a sentence for each thing that could not
    be deleted. Raises `InUseError`, having deleted nothing, while a run is open or under way anywhere.
    """
    with ExitStack() as locks:
        for lock in _locks():
            try:
                locks.enter_context(held(lock))
            except CentreBusyError as error:
                raise _in_use() from error
        for journal in _journals():
            _require_closed(journal)
        left = [*_forget_tokens(), *_delete((*_journals(), *_ledgers(), *_rehearsals(), *_logs(), *settings.files()))]
    left += _delete(_locks())
    for folder in (paths.runs_folder(), paths.ledgers_folder(), paths.rehearsals_folder(), paths.logs_folder()):
        with suppress(OSError):  # somebody else has put something there
            folder.rmdir()
    return tuple(left)


def _forget(file: Path) -> bool:
    try:
        with Journal.open(file) as journal:
            journal.forget_people()
    except CannotRecordError:
        return False
    return True


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
    if not credentials.has_store():
        return
    for connection in settings.load().connections:
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
    return _files(paths.runs_folder(), "*.sqlite")


def _ledgers() -> tuple[Path, ...]:
    return _files(paths.ledgers_folder(), "*.sqlite")


def _locks() -> tuple[Path, ...]:
    return _files(paths.ledgers_folder(), "*.lock")


def _rehearsals() -> tuple[Path, ...]:
    return _files(paths.rehearsals_folder(), "*.json*")


def _logs() -> tuple[Path, ...]:
    return _files(paths.logs_folder(), "*.log*")


def _files(folder: Path, names: str) -> tuple[Path, ...]:
    """The files in a folder of the program's own; none where the folder is a link to somewhere else."""
    return () if folder.is_symlink() else tuple(sorted(folder.glob(names)))
