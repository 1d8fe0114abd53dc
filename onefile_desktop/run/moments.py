"""How long ago something was, also across a computer's sleep."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """A moment by two clocks, both in seconds: one that never goes back, and the one on the wall."""

    ticks: float
    wall: float


def this_moment() -> Moment:
    """This moment."""
    return Moment(time.monotonic(), time.time())


def seconds_since(earlier: Moment, later: Moment) -> float:
    """The seconds from `earlier` to `later`, the more of what the two clocks say.

    The clock that never goes back may stand still while the computer sleeps, and the one on the wall may be set back.
    """
    return max(later.ticks - earlier.ticks, later.wall - earlier.wall)
