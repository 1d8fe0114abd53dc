"""What this program itself has done in a centre before, as far as OneFile cannot be asked. IDs only."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.roles import Level, Role


@dataclass(frozen=True)
class Assigned:
    """Somebody whom this program has put beside a learner.

    `is_iqa` tells who was assigned to a learning aim or unit as its IQA from who was as its assessor, of whom each has
    one. It is None where that is not known, as ledgers before version 3 do not tell it, and for additional people.
    """

    assignee: int
    learner: int
    level: int
    standard: int | None = None
    unit: str | None = None
    is_iqa: bool | None = None

    @property
    def to(self) -> tuple[int, int, int | None, str | None]:
        """What the assignment is to: the learner, the level, and the learning aim's standard or the unit."""
        return (self.learner, self.level, self.standard, self.unit)


@dataclass(frozen=True)
class Given:
    """A framework template, standard or unit that this program has given a learner. `what` is the change's kind.

    A placement that it has given an employer or observer stands as one as well, they being the `learner`.
    """

    what: str
    thing: str
    learner: int


@dataclass(frozen=True)
class Chosen:
    """What a text of a roster was said to mean. `text` is its `fingerprint`, `meant` an ID in OneFile."""

    text: str
    meant: str


def fingerprint(field_name: str, text: str) -> str:
    """What stands for `text` in a field where no personal details are kept: the same whatever the case and spaces."""
    return hashlib.sha256(f"{field_name}\n{folded(text)}".encode()).hexdigest()


@dataclass(frozen=True)
class Record:
    """Everything this program remembers of one centre: people it created, and what it gave and assigned.

    `unsettled` are role and folded email of people whom an earlier run may or may not have created. `chosen` is what
    texts of rosters were said to mean: a decision, nothing that was done, so it does not tell two records apart.
    """

    unsettled: frozenset[tuple[Role, str]] = frozenset()
    made: frozenset[int] = frozenset()
    assigned: frozenset[Assigned] = frozenset()
    given: frozenset[Given] = frozenset()
    chosen: frozenset[Chosen] = field(default=frozenset(), compare=False)

    def has_assigned(self, wanted: Assigned, may_be: Callable[[int, bool], bool]) -> bool:
        """Whether `wanted` has been done and nobody has taken that seat since.

        `may_be` says of somebody's ID whether they can have been assigned as an IQA (True), or as an assessor (False).
        It is asked about entries that do not tell: of several who may have had one seat nobody knows who
        has it, so none of them counts.
        """
        there = self._assigned_to.get(wanted.to, [])
        if wanted.level == Level.ADDITIONAL:
            return any(one.assignee == wanted.assignee for one in there)
        seated = {one.assignee for one in there if one.is_iqa is not None and one.is_iqa == wanted.is_iqa}
        untold = {one.assignee for one in there if one.is_iqa is None and may_be(one.assignee, bool(wanted.is_iqa))}
        return (seated or untold) == {wanted.assignee}

    @cached_property
    def _assigned_to(self) -> Mapping[tuple[int, int, int | None, str | None], list[Assigned]]:
        index: defaultdict[tuple[int, int, int | None, str | None], list[Assigned]] = defaultdict(list)
        for one in self.assigned:
            index[one.to].append(one)
        return index
