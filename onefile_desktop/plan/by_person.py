"""A plan one person at a time: what each is created or changed with, in which order, and what waits for what."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import assert_never, cast
from urllib.parse import unquote

from onefile_desktop.centre.snapshot import Centre, spelt
from onefile_desktop.onefile.fields import day, number
from onefile_desktop.onefile.models import Named
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import REFERENCE
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, PlannedRow, Standing
from onefile_desktop.roster.fields import PEOPLE, Kind, Target
from onefile_desktop.roster.problems import Problem

_WITH_FIELDS = frozenset({ChangeKind.CREATE, ChangeKind.UPDATE})
_THINGS = frozenset({ChangeKind.PLACEMENT, ChangeKind.CLASSROOM})
_NOTHING = (None, "", 0, "0")
"""How OneFile writes that a reference is blank."""
_GIVEN = re.compile(r"/(FrameworkTemplate|Standard|Unit)/([^/]+)/Assign/")


@dataclass(frozen=True)
class Sent:
    """One field that is sent, in people's words.

    `name` is OneFile's name of it. `was` is what OneFile holds now, empty where that is blank; None for somebody who
    is not there yet. `is_reference` tells who or what the person is tied to from what they are.
    """

    name: str
    label: str
    value: str = field(repr=False)
    was: str | None = field(default=None, repr=False)
    is_reference: bool = False


@dataclass(frozen=True)
class Step:
    """One change, its place in the order of sending, counted from 1, and in words what it waits for."""

    number: int
    change: Change
    waits_for: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Entry:
    """One person of the plan, or a placement or class that is made: `row` says what becomes of it, and why.

    `changes` are theirs in the order of sending, `problems` what is said about their row. `has_row` is false for who
    or what has no row of people: an existing learner whom only the sheet Assignments names, an employer made from
    learners' rows, a placement, a class. The row then is the one that asked first.
    """

    row: PlannedRow
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    has_row: bool = True

    @property
    def makes(self) -> ChangeKind | None:
        """`PLACEMENT` or `CLASSROOM` where that is made; None for people."""
        return next((change.kind for change in self.changes if change.kind in _THINGS), None)


@dataclass(frozen=True)
class ByPerson:
    """`plan`, read one person at a time; `centre` is what it was made against, and knows the names behind the IDs."""

    plan: Plan
    centre: Centre

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Who and what has no row of people first, then every row of people, both in their order.

        Last come the rows of the sheet Assignments for which nothing is sent: what is sent stands with the learner.
        """
        people = {row.row for row in self.plan.people()}
        of_row: defaultdict[int, list[Change]] = defaultdict(list)
        others: defaultdict[object, list[Change]] = defaultdict(list)
        for change in self.plan.changes:
            if change.person_row in people:
                of_row[change.person_row].append(change)
            else:
                others[change.key if change.about is None else change.about].append(change)
        said: defaultdict[tuple[str, int | None], list[Problem]] = defaultdict(list)
        for found in self.plan.problems:
            said[found.place.of_row].append(found)
        return (
            *(self._without_row(changes) for changes in others.values()),
            *(
                Entry(row, tuple(of_row[row.same_as or row.row]), tuple(said[row.sheet, row.row]))
                for row in self.plan.people()
            ),
            *(
                Entry(row, problems=tuple(said[row.sheet, row.row]))
                for row in self.plan.rows
                if not row.on_people and row.standing is not Standing.CHANGE
            ),
        )

    def fields(self, entry: Entry) -> tuple[Sent, ...]:
        """What a person is created or changed with, in the order in which it is sent."""
        return tuple(self._fields(entry.changes))

    def steps(self, entry: Entry) -> tuple[Step, ...]:
        """What is sent for a person, in order, and what each of it waits for."""
        return tuple(
            Step(
                self._numbers[change.key],
                change,
                tuple(self._after(self._changes[key], entry.row) for key in change.depends_on),
            )
            for change in entry.changes
        )

    def _without_row(self, changes: list[Change]) -> Entry:
        first = changes[0]
        onefile_id = first.about if isinstance(first.about, int) else None
        there = self.centre.by_id.get(onefile_id) if onefile_id is not None else None
        creates = next((change for change in changes if change.kind is ChangeKind.CREATE), None)
        role = creates.role if creates else there.role if there else None
        standing = Standing.CREATE if creates or first.kind in _THINGS else Standing.CHANGE
        row = PlannedRow(first.sheet, first.row, first.person, role, standing, onefile_id, on_people=False)
        return Entry(row, tuple(changes), has_row=False)

    def _fields(self, changes: Iterable[Change]) -> Iterator[Sent]:
        for change in changes:
            if change.kind not in _WITH_FIELDS:
                continue
            there = self.centre.by_id.get(change.about) if isinstance(change.about, int) else None
            for name, value in change.request.body.items():
                column = PEOPLE.get(name)
                yield Sent(
                    name,
                    column.label if column else _LABELS.get(name, name),
                    self._words(name, value),
                    self._words(name, there.fields.get(name)) if there else None,
                    is_reference=column is not None and column.target is not None,
                )

    def _words(self, name: str, value: object) -> str:
        """A value of the field `name`, new or as OneFile holds it, as people say it."""
        if isinstance(value, dict):
            made = self._changes[cast("dict[str, str]", value)[REFERENCE]]
            return f"{_named(made)}, who is new" if made.kind is ChangeKind.CREATE else f"{made.person}, which is new"
        if name == "OrganisationID" and value == self.plan.organisation.id:
            return self.plan.organisation.name
        column = PEOPLE.get(name)
        if column is not None and column.target is not None:
            return "" if value in _NOTHING else self._name_of(column.target, value)
        if value is None or column is None:
            return "" if value is None else str(value)
        match column.kind:
            case Kind.ROLE:
                role = number(value)
                return Role(role).label if role in set(Role) else str(value)
            case Kind.DATE:
                found = day(value)
                return f"{found:%d/%m/%Y}" if found else ""
            case Kind.YES_NO:
                return _YES_NO.get(str(value).casefold(), str(value))
            case _:
                return str(value)

    def _name_of(self, target: Target, value: object) -> str:
        found = number(value)
        if target is Target.UNIT:
            title = next((unit.title for unit in self.centre.units if unit.id == str(value)), "")
            return f"{title} ({value})" if title else str(value)
        if target is Target.PERSON:
            person = self.centre.by_id.get(found) if found is not None else None
            if person is None:
                return f"OneFile ID {value}"
            alone = len(self.centre.by_name.get(spelt(person.name), ())) < 2
            return person.name if alone else f"{person.name} (OneFile ID {person.id})"
        return self._things[target].get(found or 0) or f"OneFile ID {value}"

    def _after(self, change: Change, row: PlannedRow) -> str:
        """What has to be done first: `change`, for a step of the person on `row`."""
        own = change.person_row == (row.same_as or row.row) and row.on_people
        match change.kind:
            case ChangeKind.CREATE:
                return f"after {change.person if own else _named(change)} is created"
            case ChangeKind.PLACEMENT | ChangeKind.CLASSROOM:
                what = "placement" if change.kind is ChangeKind.PLACEMENT else "class"
                return f"after the {what} {change.person} is made"
            case ChangeKind.FRAMEWORK_TEMPLATE | ChangeKind.STANDARD | ChangeKind.UNIT:
                to = "" if own else f" to {_named(change)}"
                return f"after {self._given(change)} is given{to}"
            case ChangeKind.UPDATE:
                return f"after {_named(change)} is changed"
            case ChangeKind.ASSIGN | ChangeKind.ASSIGN_PLACEMENT:
                return f"after this: {change.told}"
            case _:
                assert_never(change.kind)

    def _given(self, change: Change) -> str:
        """The part of a programme that `change` gives."""
        found = _GIVEN.match(change.request.path)
        assert found is not None
        target = _TARGETS[found.group(1)]
        return f"the {target.value} {self._name_of(target, unquote(found.group(2)))}"

    @cached_property
    def _changes(self) -> Mapping[str, Change]:
        return {change.key: change for change in self.plan.changes}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {change.key: place for place, change in enumerate(self.plan.changes, start=1)}

    @cached_property
    def _things(self) -> Mapping[Target, Mapping[int, str]]:
        centre = self.centre
        lists: Mapping[Target, tuple[Named, ...]] = {
            Target.CLASSROOM: centre.classrooms,
            Target.PLACEMENT: centre.placements,
            Target.PROVIDER: centre.providers,
            Target.LEARNER_STATUS: centre.learner_statuses,
            Target.STANDARD: centre.standards,
            Target.FRAMEWORK_TEMPLATE: centre.framework_templates,
        }
        return {target: {thing.id: thing.name for thing in things} for target, things in lists.items()}


_LABELS = {"OrganisationID": "Centre"}
_YES_NO = {"true": "Yes", "1": "Yes", "false": "No", "0": "No"}
_TARGETS = {"FrameworkTemplate": Target.FRAMEWORK_TEMPLATE, "Standard": Target.STANDARD, "Unit": Target.UNIT}


def _named(change: Change) -> str:
    """The person of `change`, with their row where they have one: names repeat."""
    return change.person if change.person_row is None else f"{change.person} (row {change.person_row})"
