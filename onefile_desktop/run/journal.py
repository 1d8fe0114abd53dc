"""The journal of a run: what is to be done, and how far each change has come.

One SQLite file a run. A change is `sending` on disk before its bytes leave, so that whatever happens
to the program, the file never says less than what OneFile may have been told.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from onefile_desktop.plan.changes import Change, Plan, PlannedRow
from onefile_desktop.roster.rows import Roster
from onefile_desktop.run import stored
from onefile_desktop.run.run_info import RunInfo, info_from, run_info, text_of_info
from onefile_desktop.run.storage import (
    HeldElsewhereError,
    cannot_record,
    connect,
    connect_reading,
    create_private,
    plain_errors,
    transaction,
)

__all__ = ["ChangeState", "Journal", "JournalChange", "RunInfo"]

_SCHEMA_VERSION = 1
_PATIENCE_SECONDS = 1.0
_SCHEMA = (
    "CREATE TABLE run (about TEXT NOT NULL, finished INTEGER NOT NULL)",
    "CREATE TABLE planned_row (position INTEGER PRIMARY KEY, row TEXT NOT NULL)",
    """CREATE TABLE change (
        position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, change TEXT NOT NULL, state TEXT NOT NULL,
        onefile_id INTEGER, message TEXT NOT NULL, attempts INTEGER NOT NULL, accepted INTEGER NOT NULL, sent TEXT)""",
    "PRAGMA user_version = 1",
)


class ChangeState(StrEnum):
    """How far a change has come."""

    PLANNED = "planned"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_ATTEMPTED = "not-attempted"


@dataclass(frozen=True)
class JournalChange:
    """A change and how far it has come.

    `onefile_id` is what it made. `attempts` counts the calls that OneFile may have seen, the last of them at `sent`
    (UTC). `accepted` says that OneFile said yes, without an ID that can be believed: it is there, and never sent again.
    """

    change: Change
    state: ChangeState = ChangeState.PLANNED
    onefile_id: int | None = None
    message: str = field(default="", repr=False)
    attempts: int = 0
    accepted: bool = False
    sent: datetime | None = None


class Journal:
    """One run's journal, open and kept from every other process; made by `create` or `open`.

    Every method raises `CannotRecordError` where the file fails; then nothing more may be sent. One thread at a time.
    `reopened` says that time has passed since its plan was made, so that somebody else may have done what it holds.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, info: RunInfo, *, reopened: bool = True) -> None:
        self.path = path
        self.info = info
        self.reopened = reopened
        self._connection = connection

    @classmethod
    def create(
        cls, path: Path, plan: Plan, *, run: str, connection: Mapping[str, object], roster: Roster | None
    ) -> Self:
        """The journal of a run that carries out `plan`, on disk before this returns.

        `connection` says how to reach the centre again, without any secret. Raises `CannotRecordError`, then leaving
        no file behind.
        """
        info = run_info(plan, run, connection, roster)
        with plain_errors(path):
            create_private(path)
            try:
                opened = connect(path, alone=True, patience_seconds=_PATIENCE_SECONDS)
                try:
                    _fill(opened, info, plan)
                except BaseException:
                    opened.close()
                    raise
            except BaseException:
                with suppress(OSError):
                    path.unlink()
                raise
        return cls(path, opened, info, reopened=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The journal at `path`, to look at it or to go on with its run. Raises `CannotRecordError`."""
        if not path.is_file():
            raise cannot_record(path, "There is no such file.", "Choose another run.")
        with plain_errors(path):
            opened = connect(path, alone=True, patience_seconds=_PATIENCE_SECONDS)
            try:
                info = _read_info(opened, path)
            except BaseException:
                opened.close()
                raise
        return cls(path, opened, info)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The journal at `path`, to look at it only: as `open`, and also where another program carries out its run.

        A run that is under way counts as not finished. Raises `CannotRecordError`.
        """
        try:
            return cls.open(path)
        except HeldElsewhereError:
            pass
        with plain_errors(path):
            opened = connect_reading(path)
            try:
                info = _read_info(opened, path)
            except BaseException:
                opened.close()
                raise
        return cls(path, opened, replace(info, finished=False, resumable=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def changes(self) -> tuple[JournalChange, ...]:
        """Every change in the plan's order."""
        with plain_errors(self.path):
            found = self._connection.execute(
                "SELECT change, state, onefile_id, message, attempts, accepted, sent FROM change ORDER BY position"
            ).fetchall()
        return tuple(
            JournalChange(
                stored.change_from(change),
                ChangeState(state),
                onefile_id,
                message,
                attempts,
                bool(accepted),
                datetime.fromisoformat(sent) if sent else None,
            )
            for change, state, onefile_id, message, attempts, accepted, sent in found
        )

    def rows(self) -> tuple[PlannedRow, ...]:
        """Every row of the roster in the plan's order."""
        with plain_errors(self.path):
            found = self._connection.execute("SELECT row FROM planned_row ORDER BY position").fetchall()
        return tuple(stored.row_from(row) for (row,) in found)

    def record(self, changes: Iterable[JournalChange]) -> None:
        """Writes down how far `changes` have come: all of them, on disk before this returns, or none."""
        with plain_errors(self.path), transaction(self._connection):
            self._connection.executemany(
                "UPDATE change SET state = ?, onefile_id = ?, message = ?, attempts = ?, accepted = ?, sent = ? "
                "WHERE key = ?",
                [
                    (
                        one.state,
                        one.onefile_id,
                        one.message,
                        one.attempts,
                        one.accepted,
                        one.sent.isoformat() if one.sent else None,
                        one.change.key,
                    )
                    for one in changes
                ],
            )

    def set_finished(self, finished: bool) -> None:
        """Writes down whether the run has nothing more to do."""
        with plain_errors(self.path):
            if finished != self.info.finished:
                with transaction(self._connection):
                    self._connection.execute("UPDATE run SET finished = ?", (finished,))
            resumable = _is_resumable(self._connection, finished=finished)
        self.info = replace(self.info, finished=finished, resumable=resumable)


def _fill(connection: sqlite3.Connection, info: RunInfo, plan: Plan) -> None:
    with transaction(connection):
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO run VALUES (?, 0)", (text_of_info(info),))
        connection.executemany(
            "INSERT INTO planned_row VALUES (?, ?)", enumerate(stored.text_of_row(row) for row in plan.rows)
        )
        connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, NULL, '', 0, 0, NULL)",
            [
                (position, change.key, stored.text_of_change(change), ChangeState.PLANNED)
                for position, change in enumerate(plan.changes)
            ],
        )


def _read_info(connection: sqlite3.Connection, path: Path) -> RunInfo:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _SCHEMA_VERSION:
        raise cannot_record(
            path, "A newer version of this program has written it.", "Install that version, then go on with the run."
        )
    if version == 0:
        raise cannot_record(path, "It holds no run: nothing was sent.", "Delete the file and start again.")
    text, finished = connection.execute("SELECT about, finished FROM run").fetchone()
    try:
        return info_from(text, finished=bool(finished), resumable=_is_resumable(connection, finished=bool(finished)))
    except ValueError:
        raise cannot_record(path, "The file is damaged.", "Check in OneFile who is there.") from None


def _is_resumable(connection: sqlite3.Connection, *, finished: bool) -> bool:
    """Whether a run has something left to do, or a change of which nobody knows whether it was carried out."""
    query = "SELECT EXISTS (SELECT 1 FROM change WHERE state = ?)"
    (unknown,) = connection.execute(query, (ChangeState.UNKNOWN,)).fetchone()
    return not finished or bool(unknown)
