"""SQLite files that hold what must not be lost: private to their owner, durable, with failures in plain words."""

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from onefile_desktop.errors import CannotRecordError

_OWNER_ONLY = 0o600
_PATIENCE_SECONDS = 10.0
_RETRY_SECONDS = 0.25
_MAY_PASS = ("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""What a virus scanner or a backup causes for a moment, among others."""
_SETTINGS = (
    "journal_mode=DELETE",  # no WAL: profiles live on network drives
    "synchronous=EXTRA",
    "fullfsync=ON",  # macOS; nothing elsewhere
    "secure_delete=ON",
    "journal_size_limit=0",  # nothing personal stays behind in the rollback file
)
_WHAT_TO_DO: Mapping[str, tuple[str, str]] = {
    "SQLITE_BUSY": (
        "Another window of this program has it open.",
        "Go on in that window, or close it first; where there is none, wait until a virus scanner has done with it.",
    ),
    "SQLITE_FULL": ("The disk is full.", "Make room on the disk, then go on."),
    "SQLITE_READONLY": ("The file may not be written to.", "Make sure that you may write to its folder, then go on."),
    "SQLITE_CANTOPEN": ("The file cannot be opened.", "Make sure that its folder exists and that you may write to it."),
    "SQLITE_NOTADB": (
        "The file is damaged, or is not one of this program’s.",
        "Check in OneFile who is there before you enrol the same people again.",
    ),
    "SQLITE_CORRUPT": ("The file is damaged.", "Check in OneFile who is there before you enrol the same people again."),
}
_ALIKE = {
    errno.ENOSPC: "SQLITE_FULL",
    errno.EDQUOT: "SQLITE_FULL",
    errno.EROFS: "SQLITE_READONLY",
    errno.EACCES: "SQLITE_READONLY",
    errno.EPERM: "SQLITE_READONLY",
}
"""What the system calls the same, where it is met before SQLite is."""
_OTHERWISE = ("The file cannot be written.", "Check the disk and what a virus scanner says about it, then go on.")
_TITLE = "The record cannot be kept"


class HeldElsewhereError(CannotRecordError):
    """Another window or command of this program has the file open."""


class NotWritableError(CannotRecordError):
    """The file, or its folder, may only be read."""


_KINDS: Mapping[str, type[CannotRecordError]] = {"SQLITE_BUSY": HeldElsewhereError, "SQLITE_READONLY": NotWritableError}


def cannot_record(
    path: Path, what: str, what_to_do: str, kind: type[CannotRecordError] = CannotRecordError
) -> CannotRecordError:
    """The error that says why the file at `path` cannot be used."""
    return kind(_TITLE, f"Nothing may be sent without a record in {path}. {what}", what_to_do)


@contextmanager
def plain_errors(path: Path) -> Generator[None]:
    """Turns what SQLite and the file system say about the file at `path` into `CannotRecordError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(path, _code(error)) from error
    except OSError as error:
        if error.errno in _ALIKE:
            raise _said(path, _ALIKE[error.errno]) from error
        raise cannot_record(path, f"{error.strerror or 'It cannot be opened'}.", _OTHERWISE[1]) from error


def patiently(write: Callable[[], None], *, seconds: float = _PATIENCE_SECONDS) -> None:
    """Has `write` done, and done again for up to `seconds` where something else is in the way of the file.

    `write` does all of it or nothing. Raises what it raises the last time.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return write()
        except sqlite3.Error as error:
            if not _code(error).startswith(_MAY_PASS) or time.monotonic() >= end:
                raise
        time.sleep(_RETRY_SECONDS)


def _said(path: Path, code: str) -> CannotRecordError:
    known = (words for name, words in _WHAT_TO_DO.items() if code == name or code.startswith(f"{name}_"))
    kind = next((kind for name, kind in _KINDS.items() if code.startswith(name)), CannotRecordError)
    return cannot_record(path, *next(known, _OTHERWISE), kind)


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")


def create_private(path: Path) -> None:
    """Makes an empty file that only its owner may read. Raises `OSError`, also where there is one already."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))


def connect(path: Path, *, alone: bool, patience_seconds: float) -> sqlite3.Connection:
    """A durable connection in autocommit mode to the existing file at `path`; raises `sqlite3.Error`.

    `alone` keeps every other connection out until this one is closed, also those of other processes; the operating
    system takes the lock back when the process ends, however it ends. One thread at a time may use the connection.
    """
    connection = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        if alone:
            # In this order, or two that come at once would each keep a shared lock and shut each other out for good.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that reads the file at `path` as it is, whoever else has it; raises `sqlite3.Error`.

    What is written meanwhile may make it read nonsense, which shows as an error, so it serves for a look only.
    """
    address = f"{three_slashed(path.resolve().as_uri())}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def three_slashed(address: str) -> str:
    """A file's address as SQLite takes it: where another computer has the file, its name belongs to the path."""
    return address if address.startswith("file:///") else address.replace("file://", "file:////", 1)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All of it, on disk when the block has ended, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
