"""What of a centre is looked at once more before a plan is sent."""

from dataclasses import dataclass

from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class NewPerson:
    """Somebody whom a plan creates: `email` folded, `last_name` as `spelt` writes it."""

    role: Role
    email: str
    last_name: str


@dataclass(frozen=True)
class Concern:
    """What of a centre a plan concerns.

    `roles` are read again. `ids` are the people whom the plan names by OneFile ID, `creates` those whom it makes.
    `changed` are those of `ids` whose own fields it changes: no search shows all of these, so they are read whole.
    `classrooms` and `placements` tell whether the plan makes such.
    """

    roles: frozenset[Role] = frozenset()
    ids: frozenset[int] = frozenset()
    creates: frozenset[NewPerson] = frozenset()
    changed: frozenset[int] = frozenset()
    classrooms: bool = False
    placements: bool = False
