"""What happens while a run is carried out, as values for whoever watches it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias

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
    """Nothing can be sent for some seconds; `reason` is a sentence."""

    reason: str
    seconds: float


@dataclass(frozen=True)
class Ended:
    """The run is over; `message` says so to people. The last event."""

    ending: RunEnding
    message: str


Event: TypeAlias = ChangeSettled | Waiting | Ended

ENDING_MESSAGES: Mapping[RunEnding, str] = {
    RunEnding.FINISHED: "Everything on this run has been settled.",
    RunEnding.STOPPED: "The run was stopped. Nothing is lost: it can be resumed at any time.",
    RunEnding.TOKEN_REFUSED: "OneFile no longer accepts the API token. Nothing is lost: resume the run with a new one.",
    RunEnding.SERVICE_AWAY: "OneFile has been away for too long. Nothing is lost: resume the run when it is back.",
}
"""What people read at the end of a run."""
