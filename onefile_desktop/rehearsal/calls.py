"""One call on its way to its handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from onefile_desktop.rehearsal.messages import Answer, RefusedError
from onefile_desktop.rehearsal.records import Record, Value
from onefile_desktop.rehearsal.sessions import Sessions
from onefile_desktop.rehearsal.store import Store


@dataclass(frozen=True)
class Call:
    """What a handler gets: the centre, the fields that were sent, and the variable parts of the path."""

    store: Store
    sessions: Sessions
    customer_token: str
    fields: Record
    parts: Mapping[str, Value]

    def subject(self, table: str, part: str = "id") -> Record:
        """The object whose ID is that part of the path. Raises `RefusedError` (404) for an unknown one."""
        record = self.store.one(table, self.parts[part])
        if record is None:
            raise RefusedError(404, f"There is no {table[:-1].replace('_', ' ')} with the ID {self.parts[part]}.")
        return record


Handler: TypeAlias = Callable[[Call], Answer]
