"""One program at a time changes a centre, so that nobody is created by two of them at once."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from onefile_desktop.errors import UserFacingError
from onefile_desktop.run.storage import HeldElsewhereError, connect, create_private, plain_errors

_PATIENCE_SECONDS = 1.0


class CentreBusyError(UserFacingError):
    """Another window or command of this program is working on the same centre."""


@contextmanager
def held(path: Path) -> Generator[None]:
    """Keeps everybody else, in this process and in others, out of the centre whose lock is the file at `path`.

    The operating system takes the lock back when the process ends, however it ends. Raises `CentreBusyError` where
    somebody else has it, and `CannotRecordError` where the file cannot be used.
    """
    with closing(_taken(path)):
        yield


def _taken(path: Path) -> sqlite3.Connection:
    try:
        with plain_errors(path):
            with suppress(FileExistsError):
                create_private(path)
            return connect(path, alone=True, patience_seconds=_PATIENCE_SECONDS)
    except HeldElsewhereError as error:
        raise CentreBusyError(
            "The centre is in use",
            "Another window or command of this program is working on this centre.",
            "Wait until it has finished, or stop it there; then try again.",
        ) from error
