"""What OneFile should hold of each person once a run has ended, as far as it can be read there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.changes import PROGRAMME, ChangeKind
from onefile_desktop.plan.record import Given
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.ledger_entries import ledger_entry

_PERHAPS_GIVEN = frozenset({ChangeState.DONE, ChangeState.UNKNOWN})
_NOBODY_KNOWS = None
"""Stands for a value whose change has an unknown outcome; a blank is never sent."""


@dataclass(frozen=True)
class Expected:
    """One person whom a run has created, changed or given programme: the last values sent, and what was given.

    What was given can be checked. `sheet` and `row` are where that was asked for.
    """

    onefile_id: int
    sheet: str
    row: int
    person: str = field(repr=False)
    fields: Mapping[str, JsonValue] = field(repr=False)
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Expectations:
    """Everybody who can be read back.

    `assignments`, `placements` and framework `templates` were sent, but no known call reads them.
    """

    people: tuple[Expected, ...]
    assignments: int
    placements: int
    templates: int


def expectations(changes: Iterable[JournalChange]) -> Expectations:
    """What the `changes` of a run, in the plan's order, lead to.

    Of a field whose last change has an unknown outcome, nothing is expected. Somebody whom the run was to create and
    found there was sent nothing, so only what was done to them afterwards counts. A framework template brings nobody
    knows what, so it shows only of a new learner who was given nothing else.
    """
    known = list(changes)
    ids = {one.change.key: one.onefile_id for one in known if one.onefile_id is not None}
    asked: dict[int, JournalChange] = {}
    fields: defaultdict[int, dict[str, JsonValue]] = defaultdict(dict)
    given: defaultdict[int, list[Given]] = defaultdict(list)
    programmes, made = Counter[int](), set[int]()
    done = [one for one in known if one.state is ChangeState.DONE]
    for one in known:
        kind, is_done = one.change.kind, one.state is ChangeState.DONE
        if kind is ChangeKind.CREATE and is_done and one.onefile_id is not None and one.attempts:
            asked.setdefault(one.onefile_id, one)
            made.add(one.onefile_id)
            fields[one.onefile_id].update(one.change.request.settled(ids).body)
        elif kind is ChangeKind.UPDATE and (is_done or one.state is ChangeState.UNKNOWN):
            request = one.change.request.settled(ids)
            user = int(request.path.rpartition("/")[2])
            if is_done:
                asked.setdefault(user, one)
            fields[user] |= {name: value if is_done else _NOBODY_KNOWS for name, value in request.body.items()}
        elif kind in PROGRAMME and one.state in _PERHAPS_GIVEN:
            entry = ledger_entry(one, one.change.request.settled(ids))
            assert isinstance(entry, Given)
            programmes[entry.learner] += 1
            if is_done:
                asked.setdefault(entry.learner, one)
                given[entry.learner].append(entry)
    shown = {
        user: tuple(one for one in some if _is_shown(one, user in made, programmes)) for user, some in given.items()
    }
    people = (
        Expected(
            user,
            one.change.sheet,
            one.change.row,
            one.change.person,
            {name: value for name, value in fields[user].items() if value is not _NOBODY_KNOWS},
            shown.get(user, ()),
        )
        for user, one in asked.items()
    )
    sent = Counter(one.change.kind for one in done)
    templates = sum(map(len, given.values())) - sum(map(len, shown.values()))
    return Expectations(tuple(people), sent[ChangeKind.ASSIGN], sent[ChangeKind.ASSIGN_PLACEMENT], templates)


def _is_shown(given: Given, is_new: bool, programmes: Mapping[int, int]) -> bool:
    return given.what != ChangeKind.FRAMEWORK_TEMPLATE or (is_new and programmes[given.learner] == 1)
