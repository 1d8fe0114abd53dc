"""What happens while a run is carried out, as values for whoever watches it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TypeAlias

from onefile_desktop.onefile.roles import Role
from onefile_desktop.run.journal import JournalChange


class RunEnding(StrEnum):
    """How a run ended. All but `FINISHED` leave work that a resumed run can finish."""

    FINISHED = auto()
    STOPPED = auto()
    TOKEN_REFUSED = auto()
    SERVICE_AWAY = auto()


@dataclass(frozen=True)
class ChangeSettled:
    """A change has come to its end; `done` of `total` changes have, and `people_done` of `people_total` people."""

    change: JournalChange
    done: int
    total: int
    people_done: int
    people_total: int


@dataclass(frozen=True)
class Waiting:
    """Nothing can be sent for some seconds; `reason` is a sentence.

    `is_away` says that it is because OneFile cannot be reached or does not answer usefully, not because of its limit.
    """

    reason: str
    seconds: float
    is_away: bool = False


@dataclass(frozen=True)
class Paused:
    """The run stands still because somebody asked for it: all calls under way have ended."""


@dataclass(frozen=True)
class WentOn:
    """It goes on after a pause."""


@dataclass(frozen=True)
class OneDone:
    """The person who is tried first is complete, or as complete as they get.

    The run stands still until it is told to go on or to stop. `settled` are that person's changes, in order, and
    `where_to_look` sentences about where OneFile shows what was done. `is_new` says that they are complete only now,
    not since an earlier stretch of the run.
    """

    sheet: str
    row: int
    person: str = field(repr=False)
    role: Role | None
    onefile_id: int | None
    settled: tuple[JournalChange, ...]
    where_to_look: tuple[str, ...]
    is_new: bool = True


@dataclass(frozen=True)
class ReadingNewcomers:
    """Whom other runs have made is being read before anybody is created: `done` of `total` people so far."""

    done: int
    total: int


@dataclass(frozen=True)
class Verifying:
    """What was made is being read back: `done` of `total` people so far, with `calls` of about `all_calls`."""

    done: int
    total: int
    calls: int = 0
    all_calls: int = 0


@dataclass(frozen=True)
class Ended:
    """The run is over; `message` says so to people. The last event."""

    ending: RunEnding
    message: str


Event: TypeAlias = ChangeSettled | Waiting | Paused | WentOn | OneDone | ReadingNewcomers | Verifying | Ended

ENDING_MESSAGES: Mapping[RunEnding, str] = {
    RunEnding.FINISHED: "The run is finished: there is nothing left to send.",
    RunEnding.STOPPED: "The run was stopped. Nothing is lost: you can go on with it at any time.",
    RunEnding.TOKEN_REFUSED: "OneFile no longer accepts the API token. Nothing is lost: resume the run with a new one.",
    RunEnding.SERVICE_AWAY: "OneFile has been away for too long. Nothing is lost: resume the run when it is back.",
}
"""What people read at the end of a run."""
LIMIT_USED_UP = (
    "OneFile has asked for pauses for too long: another program uses up OneFile’s limit. "
    "Nothing is lost: resume the run when that program has ended."
)
"""What people read in place of `SERVICE_AWAY` where OneFile was there all the time."""
