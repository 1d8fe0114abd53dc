"""What this program has made, given and assigned in one centre, in all its runs, which OneFile cannot be asked about;
and what texts of rosters were said to mean there. IDs only: of a text, no more than a fingerprint is kept.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from onefile_desktop.plan.record import Assigned, Chosen, Given, Record
from onefile_desktop.run.storage import cannot_record, connect, create_private, plain_errors, transaction

_SCHEMA_VERSION = 2
_PATIENCE_SECONDS = 10.0
# NULLs count as different in a primary key, so what is not there is 0 or empty.
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS made (user INTEGER PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS assigned (
        assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT,
        PRIMARY KEY (assignee, learner, level, standard, unit))""",
    """CREATE TABLE IF NOT EXISTS given (
        what TEXT, thing TEXT, learner INTEGER, PRIMARY KEY (what, thing, learner))""",
    # Since version 2; a ledger of version 1 gets it as well.
    "CREATE TABLE IF NOT EXISTS chosen (text TEXT PRIMARY KEY, meant TEXT NOT NULL)",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)


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
        """Everything that is in it."""
        with plain_errors(self._path):
            made = self._connection.execute("SELECT user FROM made").fetchall()
            assigned = self._connection.execute(
                "SELECT assignee, learner, level, standard, unit FROM assigned"
            ).fetchall()
            given = self._connection.execute("SELECT what, thing, learner FROM given").fetchall()
            chosen = self._connection.execute("SELECT text, meant FROM chosen").fetchall()
        return Record(
            made=frozenset(user for (user,) in made),
            assigned=frozenset(
                Assigned(assignee, learner, level, standard or None, unit or None)
                for assignee, learner, level, standard, unit in assigned
            ),
            given=frozenset(Given(what, thing, learner) for what, thing, learner in given),
            chosen=frozenset(Chosen(text, meant) for text, meant in chosen),
        )

    def made(self, user_id: int) -> None:
        """Remembers somebody who was created."""
        self.remember([user_id])

    def assigned(self, assigned: Assigned) -> None:
        """Remembers an assignment."""
        self.remember([assigned])

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

    def remember(self, entries: Iterable[int | Assigned | Given]) -> None:
        """Remembers all of `entries` (a number stands for a created person), on disk before this returns."""
        with plain_errors(self._path), transaction(self._connection):
            for entry in entries:
                self._insert(entry)

    def _insert(self, entry: int | Assigned | Given) -> None:
        match entry:
            case Assigned(assignee, learner, level, standard, unit):
                values = (assignee, learner, level, standard or 0, unit or "")
                self._connection.execute("INSERT OR IGNORE INTO assigned VALUES (?, ?, ?, ?, ?)", values)
            case Given(what, thing, learner):
                self._connection.execute("INSERT OR IGNORE INTO given VALUES (?, ?, ?)", (what, thing, learner))
            case int(user):
                self._connection.execute("INSERT OR IGNORE INTO made VALUES (?)", (user,))

    def _prepare(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            raise cannot_record(self._path, "A newer version of this program has written it.", "Install that version.")
        if version < _SCHEMA_VERSION:
            with transaction(self._connection):
                for statement in _SCHEMA:
                    self._connection.execute(statement)
