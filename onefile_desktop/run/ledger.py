"""What this program has made, given and assigned in one centre, in all its runs, which OneFile cannot be asked about;
and what texts of rosters were said to mean there. IDs only: of a text, no more than a fingerprint is kept.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from onefile_desktop.onefile.roles import Level
from onefile_desktop.plan.record import Assigned, Chosen, Given, Record
from onefile_desktop.run.ledger_entries import LedgerEntry
from onefile_desktop.run.storage import cannot_record, connect, create_private, plain_errors, transaction

_PATIENCE_SECONDS = 10.0
# NULLs count as different in a primary key, so what is not there is 0 or empty.
_VERSIONS = (
    (
        "CREATE TABLE IF NOT EXISTS made (user INTEGER PRIMARY KEY)",
        """CREATE TABLE IF NOT EXISTS assigned (
            assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT,
            PRIMARY KEY (assignee, learner, level, standard, unit))""",
        """CREATE TABLE IF NOT EXISTS given (
            what TEXT, thing TEXT, learner INTEGER, PRIMARY KEY (what, thing, learner))""",
    ),
    ("CREATE TABLE IF NOT EXISTS chosen (text TEXT PRIMARY KEY, meant TEXT NOT NULL)",),
    (
        "ALTER TABLE assigned ADD COLUMN is_iqa INTEGER",
        # Whoever was replaced stays, so that the run that assigned them does not bring them back when it is resumed.
        "ALTER TABLE assigned ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0",
    ),
    ("CREATE TABLE IF NOT EXISTS confirmed (what TEXT PRIMARY KEY)",),
    (
        "CREATE TABLE IF NOT EXISTS made_at (user INTEGER PRIMARY KEY, moment REAL NOT NULL)",
        """CREATE TABLE IF NOT EXISTS assigned_by (
            assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT, run TEXT NOT NULL,
            PRIMARY KEY (assignee, learner, level, standard, unit))""",
    ),
    (
        """CREATE TABLE IF NOT EXISTS reached (
            learner INTEGER, level INTEGER, standard INTEGER, unit TEXT, is_iqa INTEGER, assignee INTEGER, run TEXT,
            PRIMARY KEY (learner, level, standard, unit, is_iqa, assignee, run))""",
        """INSERT OR IGNORE INTO reached SELECT learner, level, standard, unit, is_iqa, assignee, run
            FROM assigned JOIN assigned_by USING (assignee, learner, level, standard, unit)
            WHERE is_iqa IS NOT NULL""",
        "DROP TABLE assigned_by",
    ),
)
"""What each version of the file adds to the one before, the first to an empty file."""
_ASSIGNMENT = "assignment"
_ASSIGN = """INSERT INTO assigned (learner, level, standard, unit, is_iqa, assignee) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (assignee, learner, level, standard, unit)
    DO UPDATE SET is_iqa = coalesce(excluded.is_iqa, is_iqa), replaced = 0"""
_REPLACE_OTHERS = """UPDATE assigned SET replaced = 1
    WHERE learner = ? AND level = ? AND standard = ? AND unit = ? AND is_iqa = ? AND assignee <> ?"""
_REACH = """INSERT OR IGNORE INTO reached (learner, level, standard, unit, is_iqa, assignee, run)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_LET_GO = "DELETE FROM reached WHERE (learner, level, standard, unit, is_iqa, assignee, run) = (?, ?, ?, ?, ?, ?, ?)"
_OVERTAKEN = """SELECT 1 FROM reached
    WHERE (learner, level, standard, unit, is_iqa) = (?, ?, ?, ?, ?) AND assignee <> ? AND run > ?"""
_ASSIGNED = """SELECT 1 FROM assigned
    WHERE (assignee, learner, level, standard, unit) = (?, ?, ?, ?, ?) AND NOT replaced AND (level = ? OR is_iqa = ?)"""
_GIVEN = "SELECT 1 FROM given WHERE (what, thing, learner) = (?, ?, ?)"
_MADE = "SELECT 1 FROM made WHERE user = ?"
_KNOWN_OR_TAKEN = """SELECT 1 FROM assigned
    WHERE (learner, level, standard, unit) = (?, ?, ?, ?) AND (is_iqa = ? AND NOT replaced OR assignee = ?)"""


class Ledger:
    """The ledger of one centre, in the file at `path`, which is made if need be; raises `CannotRecordError`.

    Several runs may use it at once, each through a ledger of its own.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with plain_errors(path):
            with suppress(FileExistsError):
                create_private(path)
            self._connection = connect(path, alone=False, patience_seconds=_PATIENCE_SECONDS)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def record(self) -> Record:
        """Everything that is in it, and counts: of a seat at an aim or a unit, whoever had it last."""
        with plain_errors(self._path):
            made = self._connection.execute("SELECT user FROM made").fetchall()
            assigned = self._connection.execute(
                "SELECT assignee, learner, level, standard, unit, is_iqa FROM assigned WHERE NOT replaced"
            ).fetchall()
            given = self._connection.execute("SELECT what, thing, learner FROM given").fetchall()
            chosen = self._connection.execute("SELECT text, meant FROM chosen").fetchall()
        return Record(
            made=frozenset(user for (user,) in made),
            assigned=frozenset(
                Assigned(
                    assignee, learner, level, standard or None, unit or None, None if is_iqa is None else bool(is_iqa)
                )
                for assignee, learner, level, standard, unit, is_iqa in assigned
            ),
            given=frozenset(Given(what, thing, learner) for what, thing, learner in given),
            chosen=frozenset(Chosen(text, meant) for text, meant in chosen),
        )

    def made(self, user_id: int) -> None:
        """Remembers somebody who was created."""
        self.remember([user_id])

    def made_since(self, moment: float) -> frozenset[int]:
        """Who was created, or heard of, after `moment`, in seconds by the clock on the wall, by any run."""
        with plain_errors(self._path):
            query = "SELECT user FROM made_at WHERE moment > ?"
            return frozenset(user for (user,) in self._connection.execute(query, (moment,)))

    def made_last(self, most: int) -> frozenset[int]:
        """At most so many of those who were created, with the greatest IDs: OneFile counts its people."""
        with plain_errors(self._path):
            query = "SELECT user FROM made ORDER BY user DESC LIMIT ?"
            return frozenset(user for (user,) in self._connection.execute(query, (most,)))

    def assigned(self, assigned: Assigned) -> None:
        """Remembers an assignment, and that whoever had that seat before has it no more."""
        self.remember([assigned])

    def sending(self, assigned: Assigned, *, run: str) -> None:
        """Remembers that `run` reaches for the seat of an assignment that is about to be sent, which may be carried out
        unseen, and forgets who else has it. Names of runs sort by when they were planned.
        """
        if assigned.is_iqa is not None:
            with plain_errors(self._path), transaction(self._connection):
                self._replace_others(assigned)
                self._connection.execute(_REACH, (*_values(assigned), run))

    def let_go(self, entries: Iterable[Assigned], *, run: str) -> None:
        """Forgets that `run` has reached for the seats of `entries`: it is certain that none was carried out."""
        with plain_errors(self._path), transaction(self._connection):
            self._connection.executemany(_LET_GO, [(*_values(entry), run) for entry in entries])

    def given(self, given: Given) -> None:
        """Remembers a framework template, standard or unit."""
        self.remember([given])

    def choose(self, meanings: Mapping[str, str | None]) -> None:
        """Remembers what texts mean, by their `fingerprint`, in place of what they meant before; None forgets one."""
        with plain_errors(self._path), transaction(self._connection):
            for text, meant in meanings.items():
                self._connection.execute("DELETE FROM chosen WHERE text = ?", (text,))
                if meant is not None:
                    self._connection.execute("INSERT INTO chosen VALUES (?, ?)", (text, meant))

    def remember(self, entries: Iterable[LedgerEntry], *, run: str = "") -> None:
        """Remembers all of `entries`, which `run` has just done, on disk before this returns."""
        with plain_errors(self._path), transaction(self._connection):
            for entry in entries:
                self._insert(entry, run)

    def is_overtaken(self, wanted: Assigned, *, run: str) -> bool:
        """Whether a later run than `run` has given somebody else the seat of `wanted`, or may have done so."""
        with plain_errors(self._path):
            return self._connection.execute(_OVERTAKEN, (*_values(wanted), run)).fetchone() is not None

    def holds(self, entry: LedgerEntry) -> bool:
        """Whether it is remembered, and nobody has taken its seat since; at an aim or a unit it must be the same seat,
        the assessor's or the IQA's.
        """
        match entry:
            case Assigned():
                query = _ASSIGNED
                to = entry.learner, entry.level, entry.standard or 0, entry.unit or ""
                values = (entry.assignee, *to, int(Level.ADDITIONAL), entry.is_iqa)
            case Given():
                query, values = _GIVEN, (entry.what, entry.thing, entry.learner)
            case int(user):
                query, values = _MADE, (user,)
        with plain_errors(self._path):
            return self._connection.execute(query, values).fetchone() is not None

    def catch_up(self, entries: Iterable[LedgerEntry], *, run: str = "") -> None:
        """As `remember` for what a run did some time ago: an assignment that is known, or whose seat somebody has by
        now or may have, stays as it is. Nobody has the seat of one that was being sent when the program ended.
        """
        with plain_errors(self._path), transaction(self._connection):
            for entry in entries:
                if not (isinstance(entry, Assigned) and self._is_known_or_taken(entry, run)):
                    self._insert(entry, run)

    def confirm_assignment(self) -> None:
        """Remembers that a person has looked at an assignment in OneFile and found it right."""
        with plain_errors(self._path), transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO confirmed VALUES (?)", (_ASSIGNMENT,))

    def is_assignment_confirmed(self) -> bool:
        """Whether `confirm_assignment` was called for this centre, in any run."""
        with plain_errors(self._path):
            query = "SELECT 1 FROM confirmed WHERE what = ?"
            return self._connection.execute(query, (_ASSIGNMENT,)).fetchone() is not None

    def _insert(self, entry: LedgerEntry, run: str) -> None:
        match entry:
            case Assigned():
                self._replace_others(entry)
                self._connection.execute(_ASSIGN, _values(entry))
                if entry.is_iqa is not None:
                    self._connection.execute(_REACH, (*_values(entry), run))
            case Given(what, thing, learner):
                self._connection.execute("INSERT OR IGNORE INTO given VALUES (?, ?, ?)", (what, thing, learner))
            case int(user):
                if self._connection.execute("INSERT OR IGNORE INTO made VALUES (?)", (user,)).rowcount:
                    self._connection.execute("INSERT OR REPLACE INTO made_at VALUES (?, ?)", (user, time.time()))

    def _replace_others(self, entry: Assigned) -> None:
        if entry.is_iqa is not None:
            self._connection.execute(_REPLACE_OTHERS, _values(entry))

    def _is_known_or_taken(self, entry: Assigned, run: str) -> bool:
        is_known_or_taken = self._connection.execute(_KNOWN_OR_TAKEN, _values(entry)).fetchone() is not None
        return is_known_or_taken or self.is_overtaken(entry, run=run)

    def _prepare(self) -> None:
        if self._version() > len(_VERSIONS):
            raise cannot_record(self._path, "A newer version of this program has written it.", "Install that version.")
        if self._version() < len(_VERSIONS):
            with transaction(self._connection):
                # Another program may have done it since.
                for statements in _VERSIONS[self._version() :]:
                    for statement in statements:
                        self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {len(_VERSIONS)}")

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        assert isinstance(version, int)
        return version


def _values(entry: Assigned) -> tuple[int, int, int, str, bool | None, int]:
    """An assignment as the table has it."""
    return entry.learner, entry.level, entry.standard or 0, entry.unit or "", entry.is_iqa, entry.assignee
