"""What this program itself has done in a centre before, as far as OneFile cannot be asked. IDs only."""

import hashlib
from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class Assigned:
    """Somebody whom this program has put beside a learner."""

    assignee: int
    learner: int
    level: int
    standard: int | None = None
    unit: str | None = None


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
