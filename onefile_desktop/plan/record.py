"""What this program itself has done in a centre before, as far as OneFile cannot be asked. IDs only."""

from dataclasses import dataclass

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
    """A framework template, standard or unit that this program has given a learner. `what` is the change's kind."""

    what: str
    thing: str
    learner: int


@dataclass(frozen=True)
class Record:
    """Everything this program remembers of one centre: people it created, and what it gave and assigned.

    `unsettled` are role and folded email of people whom an earlier run may or may not have created.
    """

    unsettled: frozenset[tuple[Role, str]] = frozenset()
    made: frozenset[int] = frozenset()
    assigned: frozenset[Assigned] = frozenset()
    given: frozenset[Given] = frozenset()
