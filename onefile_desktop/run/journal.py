"""The journal of a run: what is to be done, and how far each change has come.

One SQLite file a run. A change is `sending` on disk before its bytes leave, so that whatever happens
to the program, the file never says less than what OneFile may have been told.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from onefile_desktop.plan.changes import Plan, PlannedRow
from onefile_desktop.roster.rows import Roster
from onefile_desktop.run import journal_file
from onefile_desktop.run.fault_points import fault_point
from onefile_desktop.run.forgetting import forgotten_change, forgotten_row
from onefile_desktop.run.journal_change import ChangeState, JournalChange
from onefile_desktop.run.run_info import RunInfo, run_info, text_of_info, with_progress
from onefile_desktop.run.storage import (
    HeldElsewhereError,
    cannot_record,
    connect,
    connect_reading,
    create_private,
    patiently,
    plain_errors,
    transaction,
)

__all__ = ["ChangeState", "Journal", "JournalChange", "RunInfo"]

_PATIENCE_SECONDS = 1.0  # with another window of this program, which keeps a file for as long as its run takes
_PATIENCE_WITH_NEW_SECONDS = 10.0  # with whatever looks into every new file
_LOOK_PATIENCE_SECONDS = 0.2  # whoever only looks can do so without


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
            fault_point("creating")
            try:
                opened = connect(path, alone=True, patience_seconds=_PATIENCE_WITH_NEW_SECONDS)
                try:
                    patiently(lambda: journal_file.fill(opened, info, plan))
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
        """The journal at `path`, to look at it or to go on with its run.

        Raises `CannotRecordError`, also where it can be read and not written.
        """
        if not path.is_file():
            raise cannot_record(path, "There is no such file.", "Choose another run.")
        with plain_errors(path):
            opened = connect(path, alone=True, patience_seconds=_PATIENCE_SECONDS)
            try:
                info = journal_file.read_info(opened, path)
                patiently(lambda: journal_file.bring_up_to_date(opened))
            except BaseException:
                opened.close()
                raise
        return cls(path, opened, info)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The journal at `path`, to look at it only, also where another program carries out its run, or where nothing
        may be written.

        A run that is under way counts as not finished. Raises `CannotRecordError`.
        """
        is_held = False
        with plain_errors(path):
            try:
                with plain_errors(path):
                    opened = connect(path, alone=True, patience_seconds=_LOOK_PATIENCE_SECONDS)
            except HeldElsewhereError:
                is_held = True
                opened = connect_reading(path)
            try:
                info = journal_file.read_info(opened, path)
            except BaseException:
                opened.close()
                raise
        under_way = with_progress(info, finished=False, unknown=False, unsent=info.unsent)
        return cls(path, opened, under_way if is_held else info)

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
        with plain_errors(self.path), journal_file.undamaged(self.path):
            return journal_file.changes_in(self._connection)

    def has_undone(self) -> bool:
        """Whether any change has not been done."""
        with plain_errors(self.path):
            return journal_file.has_undone(self._connection)

    def is_unsent(self) -> bool:
        """Whether it is certain that OneFile has seen nothing of the run."""
        with plain_errors(self.path):
            return journal_file.is_unsent(self._connection)

    def rows(self) -> tuple[PlannedRow, ...]:
        """Every row of the roster in the plan's order."""
        with plain_errors(self.path), journal_file.undamaged(self.path):
            return journal_file.rows_in(self._connection)

    def record(self, changes: Iterable[JournalChange]) -> None:
        """Writes down how far `changes` have come: all of them, on disk before this returns, or none.

        Raises `CannotRecordError` also for a run whose people were forgotten, so that nothing can be sent for it.
        """
        if self.info.forgotten:
            raise cannot_record(self.path, "The details of its people were removed.", "Submit the roster again.")
        recorded = tuple(changes)
        try:
            with plain_errors(self.path):
                patiently(lambda: self._write(recorded))
        except UnicodeEncodeError as error:
            what = "There is half a character in it that no file can hold."
            raise cannot_record(self.path, what, "Submit the roster again: only what is missing is sent.") from error
        except OverflowError as error:
            what = "There is a number in it that is too large for any file."
            raise cannot_record(self.path, what, "Submit the roster again: only what is missing is sent.") from error

    def set_finished(self, finished: bool) -> None:
        """Writes down whether the run has nothing more to do."""
        with plain_errors(self.path):
            if finished != self.info.finished:
                patiently(lambda: self._write_finished(finished))
            unknown, unsent = journal_file.has_unknown(self._connection), journal_file.is_unsent(self._connection)
        self.info = with_progress(self.info, finished=finished, unknown=unknown, unsent=unsent)

    def set_one_first(self, one_first: bool) -> None:
        """Writes down whether one person is tried before all others, and nobody has said yet that they are right."""
        self._set_about(replace(self.info, one_first=one_first))

    def set_differs(self, differs: bool) -> None:
        """Writes down whether something was not as planned when the people of the run were read back."""
        self._set_about(replace(self.info, differs=differs))

    def forget_people(self) -> None:
        """Removes the personal details of everybody from the file, for good.

        What became of each row stays, with the OneFile IDs, what tells the roster's file and what counting needs. The
        run can no longer be gone on with.
        """
        info = replace(self.info, forgotten=True, resumable=False, roster_file=None)
        rows = [forgotten_row(row) for row in self.rows()]
        changes = [forgotten_change(one) for one in self.changes()]
        with plain_errors(self.path):
            with transaction(self._connection):
                journal_file.write_over(self._connection, info, rows, changes)
            self.info = info
            with suppress(sqlite3.Error):  # what was overwritten is gone by now; this only makes the file smaller
                self._connection.execute("VACUUM")

    def _write(self, changes: Iterable[JournalChange]) -> None:
        with transaction(self._connection):
            journal_file.write_states(self._connection, changes)

    def _set_about(self, info: RunInfo) -> None:
        if info == self.info:
            return
        with plain_errors(self.path):
            patiently(lambda: self._write_about(info))
        self.info = info

    def _write_about(self, info: RunInfo) -> None:
        with transaction(self._connection):
            self._connection.execute("UPDATE run SET about = ?", (text_of_info(info),))

    def _write_finished(self, finished: bool) -> None:
        with transaction(self._connection):
            self._connection.execute("UPDATE run SET finished = ?", (finished,))
