"""One person before all others: who shows most of a run with the fewest calls, and where OneFile shows it.

OneFile's guide contradicts itself about whose ID goes into the path of Assign (`onefile/writes.py`), and nobody can
read back who is assigned to whom. So before a centre's first assignments are sent for everybody, a person looks at one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onefile_desktop.plan.changes import ChangeKind, PlannedRow
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.events import OneDone
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.order import Who, who
from onefile_desktop.run.where_shown import where_shown

_OPEN = frozenset({ChangeState.PLANNED, ChangeState.SENDING, ChangeState.UNKNOWN})
"""What a run may still do something about."""


@dataclass(frozen=True)
class FirstPerson:
    """The person who is tried first: the keys of their changes, and of these and all that they wait for.

    `is_new` says that something is left to be done for them.
    """

    own: tuple[str, ...]
    needed: frozenset[str]
    is_new: bool


def first_person(agenda: Agenda, *, until_assigned: bool) -> FirstPerson | None:
    """Whoever was tried already, else who has something left, with an assignment if there is any, and fewest calls.

    `until_assigned` passes over everybody at whom no assignment can be seen. None where nobody is left.
    """
    people: dict[Who, list[JournalChange]] = {}
    for one in agenda.changes.values():
        if (person := who(one.change)) is not None:
            people.setdefault(person, []).append(one)
    tried = [own for own in people.values() if _is_tried(own)]
    seen = [own for own in tried if has_assignment_done(own)]
    if known := seen or ([] if until_assigned else tried):
        return _first(agenda, known[0])
    open_people = (own for own in people.values() if any(one.state in _OPEN for one in own))
    wanted = (own for own in open_people if _is_to_be_assigned(own) or not until_assigned)
    candidates = ((_merit(agenda, own), _first(agenda, own)) for own in wanted)
    return min(candidates, key=lambda each: each[0], default=(None, None))[1]


def next_person(agenda: Agenda, tried: FirstPerson) -> FirstPerson | None:
    """Whoever is tried after somebody at whom no assignment can be seen; None where one can, or nobody is left."""
    if has_assignment_done(agenda.changes[key] for key in tried.needed):
        return None
    return first_person(agenda, until_assigned=True)


def one_done(first: FirstPerson, agenda: Agenda, rows: Iterable[PlannedRow]) -> OneDone:
    """What is told of that person when nothing more can be done for them."""
    own = [agenda.changes[key] for key in first.own]
    settled = tuple(one for key, one in agenda.changes.items() if key in first.needed)
    change = own[0].change
    row = next((row for row in rows if row.on_people and row.row == change.person_row), None)
    return OneDone(
        sheet=row.sheet if row else change.sheet,
        row=row.row if row else change.row,
        person=row.person if row else change.person,
        role=row.role if row else change.role,
        onefile_id=own[0].onefile_id if change.kind is ChangeKind.CREATE else _number(who(change)),
        settled=settled,
        where_to_look=tuple(dict.fromkeys(where_shown(one.change) for one in settled if one.state is ChangeState.DONE)),
        is_new=first.is_new,
    )


def has_assignment_done(changes: Iterable[JournalChange]) -> bool:
    """Whether somebody can be seen to be assigned."""
    return any(one.change.kind is ChangeKind.ASSIGN and one.state is ChangeState.DONE for one in changes)


def has_assignment(changes: Iterable[JournalChange]) -> bool:
    """Whether somebody is assigned, or is to be."""
    return any(one.change.kind is ChangeKind.ASSIGN for one in changes)


def _first(agenda: Agenda, own: Sequence[JournalChange]) -> FirstPerson:
    keys = tuple(one.change.key for one in own)
    return FirstPerson(keys, agenda.needs_of(keys), is_new=not _is_tried(own))


def _merit(agenda: Agenda, own: Sequence[JournalChange]) -> tuple[bool, bool, bool, int]:
    """The least is best; of several who are alike the first in the plan."""
    needed = agenda.needs_of(one.change.key for one in own)
    may_fall_short = any(agenda.changes[key].state not in {ChangeState.PLANNED, ChangeState.DONE} for key in needed)
    return not _is_to_be_assigned(own), may_fall_short, own[0].change.person_row is None, len(needed)


def _is_to_be_assigned(own: Iterable[JournalChange]) -> bool:
    """Whether an assignment of somebody is still to be seen."""
    return any(one.change.kind is ChangeKind.ASSIGN and one.state in {*_OPEN, ChangeState.DONE} for one in own)


def _is_tried(own: Sequence[JournalChange]) -> bool:
    """Whether everything of somebody has come to its end, and something of it can be seen."""
    states = {one.state for one in own}
    return ChangeState.DONE in states and states.isdisjoint(_OPEN)


def _number(person: Who | None) -> int | None:
    return person if isinstance(person, int) else None
