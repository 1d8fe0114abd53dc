"""Points at which a trial has the program end as by a power cut, so that what is left behind can be looked at.

They are named in the environment: `ONEFILE_FAULT_POINT=journalled:7` ends the process, without a word, when it passes
the point `journalled` for the seventh time. Without the variable a point does nothing.
"""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

_VARIABLE = "ONEFILE_FAULT_POINT"

FAULT_POINTS: Mapping[str, str] = {
    "creating": "the journal's file is there, and empty",
    "begun": "a run is about to begin or to go on, its journal on disk",
    "journalled": "a change is `sending` on disk, and nothing of it has left",
    "answered": "a call has ended, and the journal does not know it",
    "recorded": "the journal knows how a change ended, and the ledger does not",
    "looking": "a look into the centre is about to leave",
    "looked": "a look has told something, and the journal does not know it",
}
"""The points a run passes, and what holds at each."""


@dataclass(frozen=True)
class FaultPoint:
    """The point at which the process ends, and at which passage (from 1)."""

    name: str
    passage: int


def fault_point_in(environment: Mapping[str, str]) -> FaultPoint | None:
    """The point that `environment` names, None where it names none that exists."""
    name, _, passage = environment.get(_VARIABLE, "").partition(":")
    if name not in FAULT_POINTS or not (passage or "1").isdecimal():
        return None
    return FaultPoint(name, int(passage or "1"))


def fault_point(name: str) -> None:
    """A run passes the point `name`, one of `FAULT_POINTS`; only the thread that drives it does."""
    if _armed is not None and _armed.name == name and next(_passages) == _armed.passage:
        _end()


def _end() -> None:
    if sys.platform == "win32":
        os._exit(137)
    os.kill(os.getpid(), signal.SIGKILL)


_armed = fault_point_in(os.environ)
_passages = count(1)
