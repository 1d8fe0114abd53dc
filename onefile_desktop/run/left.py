"""What a run has left to do, counted in people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.order import Who, who

_TO_DO = {ChangeState.PLANNED, ChangeState.SENDING}
_TROUBLE = {ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.NOT_ATTEMPTED}


@dataclass(frozen=True)
class Left:
    """How far a run has come.

    Of `people`, `left` are not finished. `unknown` are those of whom nobody knows whether something was carried out,
    `need_a_look` all with whom something is not as planned, those included.
    """

    people: int
    left: int
    unknown: int
    need_a_look: int

    @property
    def is_only_unknown(self) -> bool:
        """Whether everything was sent, and only looking again is left."""
        return not self.left and bool(self.unknown)

    @property
    def sentence(self) -> str:
        """The same for people."""
        if self.is_only_unknown:
            people = "1 person" if self.unknown == 1 else f"{self.unknown} people"
            return f"{people} of whom nobody knows whether everything was carried out"
        if not self.people:
            return "no people are left"
        said = f"{self.left} of {self.people} {'person' if self.people == 1 else 'people'} left"
        needs = "needs" if self.need_a_look == 1 else "need"
        return f"{said}; {self.need_a_look} {needs} a look" if self.need_a_look else said


def left_of(changes: Iterable[JournalChange]) -> Left:
    """What is left of a run with these changes. Whoever is told apart by the roster's row or by OneFile counts once."""
    states: defaultdict[Who, set[ChangeState]] = defaultdict(set)
    for one in changes:
        person = who(one.change)
        if person is not None:
            states[person].add(one.state)
    return Left(
        people=len(states),
        left=sum(bool(found & _TO_DO) for found in states.values()),
        unknown=sum(ChangeState.UNKNOWN in found for found in states.values()),
        need_a_look=sum(bool(found & _TROUBLE) for found in states.values()),
    )
