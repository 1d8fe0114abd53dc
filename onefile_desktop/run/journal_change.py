"""A change of a plan, and how far it has come."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from onefile_desktop.plan.changes import Change


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

    `onefile_id` is what it made. `attempts` counts the calls that OneFile may have seen. `sent` (UTC, by a clock that
    somebody may have set since) and `turn` are those of the last of them, or of one after it called back before it
    left; None and 0 for what OneFile cannot have seen. `turn` tells which calls left after which: each has a greater
    one than all before it. `accepted` says that OneFile said yes, without an ID that can be believed: it is there, and
    never sent again.
    """

    change: Change
    state: ChangeState = ChangeState.PLANNED
    onefile_id: int | None = None
    message: str = field(default="", repr=False)
    attempts: int = 0
    accepted: bool = False
    sent: datetime | None = None
    turn: int = 0
