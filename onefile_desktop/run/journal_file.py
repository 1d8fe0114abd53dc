"""The file of a journal: its tables, and what each version of the program has added to them."""

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from onefile_desktop.plan.changes import Plan, PlannedRow
from onefile_desktop.run import stored
from onefile_desktop.run.journal_change import ChangeState, JournalChange
from onefile_desktop.run.run_info import RunInfo, info_from, text_of_info
from onefile_desktop.run.storage import cannot_record, transaction

_SCHEMA_VERSION = 2
_SCHEMA = (
    "CREATE TABLE run (about TEXT NOT NULL, finished INTEGER NOT NULL)",
    "CREATE TABLE planned_row (position INTEGER PRIMARY KEY, row TEXT NOT NULL)",
    """CREATE TABLE change (
        position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, change TEXT NOT NULL, state TEXT NOT NULL,
        onefile_id INTEGER, message TEXT NOT NULL, attempts INTEGER NOT NULL, accepted INTEGER NOT NULL, sent TEXT,
        turn INTEGER NOT NULL)""",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)
_FROM_VERSION_1 = (
    "ALTER TABLE change ADD COLUMN turn INTEGER NOT NULL DEFAULT 0",
    # All that is known of the order is the clock of that time.
    """UPDATE change SET turn = (SELECT count(*) FROM change AS other WHERE other.sent <= change.sent)
        WHERE sent IS NOT NULL""",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)


def fill(connection: sqlite3.Connection, info: RunInfo, plan: Plan) -> None:
    """Writes a run that is about to carry out `plan` into an empty file."""
    with transaction(connection):
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO run VALUES (?, 0)", (text_of_info(info),))
        connection.executemany(
            "INSERT INTO planned_row VALUES (?, ?)", enumerate(stored.text_of_row(row) for row in plan.rows)
        )
        connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, NULL, '', 0, 0, NULL, 0)",
            [
                (position, change.key, stored.text_of_change(change), ChangeState.PLANNED)
                for position, change in enumerate(plan.changes)
            ],
        )


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Makes a file that an earlier version of the program wrote one of this version. Writes in any case, which shows
    that the file can be written to, before anything is sent that it must hold.
    """
    statements = ("UPDATE run SET finished = finished",) if _version(connection) == _SCHEMA_VERSION else _FROM_VERSION_1
    with transaction(connection):
        for statement in statements:
            connection.execute(statement)


def read_info(connection: sqlite3.Connection, path: Path) -> RunInfo:
    """What the run is about; raises `CannotRecordError` for a file of a later version, and one without a run."""
    version = _version(connection)
    if version > _SCHEMA_VERSION:
        raise cannot_record(
            path, "A newer version of this program has written it.", "Install that version, then go on with the run."
        )
    if version == 0:
        raise cannot_record(path, "It holds no run: nothing was sent.", "Delete the file and start again.")
    with undamaged(path):
        text, finished = connection.execute("SELECT about, finished FROM run").fetchone()
        unknown, unsent = has_unknown(connection), is_unsent(connection)
        return info_from(text, finished=bool(finished), unknown=unknown, unsent=unsent)


@contextmanager
def undamaged(path: Path) -> Generator[None]:
    """Turns what is said of texts that no version of the program has written into `CannotRecordError`."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError):
        raise cannot_record(path, "The file is damaged.", "Check in OneFile who is there.") from None


def has_unknown(connection: sqlite3.Connection) -> bool:
    """Whether there is a change of which nobody knows whether it was carried out."""
    query = "SELECT EXISTS (SELECT 1 FROM change WHERE state = ?)"
    (unknown,) = connection.execute(query, (ChangeState.UNKNOWN,)).fetchone()
    return bool(unknown)


def is_unsent(connection: sqlite3.Connection) -> bool:
    """Whether OneFile can have seen no change at all."""
    query = "SELECT EXISTS (SELECT 1 FROM change WHERE attempts > 0 OR accepted OR state IN (?, ?, ?))"
    (sent,) = connection.execute(query, (ChangeState.SENDING, ChangeState.UNKNOWN, ChangeState.FAILED)).fetchone()
    return not sent


def has_undone(connection: sqlite3.Connection) -> bool:
    """Whether there is a change that was not carried out."""
    query = "SELECT EXISTS (SELECT 1 FROM change WHERE state <> ?)"
    (undone,) = connection.execute(query, (ChangeState.DONE,)).fetchone()
    return bool(undone)


def changes_in(connection: sqlite3.Connection) -> tuple[JournalChange, ...]:
    """Every change in the plan's order, also from a file of an earlier version."""
    found = connection.execute("SELECT * FROM change ORDER BY position").fetchall()
    return tuple(
        JournalChange(
            stored.change_from(change),
            ChangeState(state),
            onefile_id,
            message,
            attempts,
            bool(accepted),
            datetime.fromisoformat(sent) if sent else None,
            *turn,
        )
        for _, _, change, state, onefile_id, message, attempts, accepted, sent, *turn in found
    )


def rows_in(connection: sqlite3.Connection) -> tuple[PlannedRow, ...]:
    """Every row of the roster in the plan's order."""
    found = connection.execute("SELECT row FROM planned_row ORDER BY position").fetchall()
    return tuple(stored.row_from(row) for (row,) in found)


def write_states(connection: sqlite3.Connection, changes: Iterable[JournalChange]) -> None:
    """Writes down how far `changes` have come."""
    connection.executemany(
        "UPDATE change SET state = ?, onefile_id = ?, message = ?, attempts = ?, accepted = ?, sent = ?, turn = ? "
        "WHERE key = ?",
        [
            (
                one.state,
                one.onefile_id,
                one.message,
                one.attempts,
                one.accepted,
                one.sent.isoformat() if one.sent else None,
                one.turn,
                one.change.key,
            )
            for one in changes
        ],
    )


def write_over(
    connection: sqlite3.Connection, info: RunInfo, rows: Iterable[PlannedRow], changes: Iterable[JournalChange]
) -> None:
    """Puts these in the place of what the file holds, row by row and change by change."""
    connection.execute("UPDATE run SET about = ?", (text_of_info(info),))
    connection.executemany(
        "UPDATE planned_row SET row = ? WHERE position = ?",
        [(stored.text_of_row(row), position) for position, row in enumerate(rows)],
    )
    kept = tuple(changes)
    connection.executemany(
        "UPDATE change SET change = ? WHERE key = ?",
        [(stored.text_of_change(one.change), one.change.key) for one in kept],
    )
    write_states(connection, kept)


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    assert isinstance(version, int)
    return version
