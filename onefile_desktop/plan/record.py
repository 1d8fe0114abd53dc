"""What this program itself has done in a centre before, as far as OneFile cannot be asked. IDs only."""

from dataclasses import dataclass


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
    """A framework template, standard or unit that this program has given a learner. `what` is the change's kind."""

    what: str
    thing: str
    learner: int


@dataclass(frozen=True)
class Record:
    """Everything this program remembers of one centre: people it created, and what it gave and assigned."""

    made: frozenset[int] = frozenset()
    assigned: frozenset[Assigned] = frozenset()
    given: frozenset[Given] = frozenset()
