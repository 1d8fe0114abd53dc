"""What a text in a cell refers to: somebody or something of the centre, or of the roster itself."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.onefile.models import Named, Person, Unit
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.roster.fields import Target

_ALIKE = 75.0
"""Of 100: how alike a name must be to be suggested for an unknown one."""
_SUGGESTIONS = 3


@dataclass(frozen=True)
class Found:
    """The text refers to this, and to nothing else. `label` is what people call it."""

    id: UserId | str
    label: str = field(repr=False)


@dataclass(frozen=True)
class Ambiguous:
    """The text refers to several; each is told apart from the others by its description."""

    candidates: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Unknown:
    """The text refers to nothing; these look like it."""

    suggestions: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class NotReady:
    """The text refers to a row of the roster that cannot go ahead as it stands. `by_choice`: the admin left it out."""

    name: str = field(repr=False)
    row: int
    by_choice: bool = False


Resolution = Found | Ambiguous | Unknown | NotReady


@dataclass(frozen=True)
class Somebody:
    """A person a reference can mean, of the centre or of a row of the roster.

    `identifiers` are their folded email, MIS ID and OneFile ID. `waits` is set for a row that cannot go ahead.
    """

    id: UserId
    role: Role
    name: str = field(repr=False)
    described: str = field(repr=False)
    identifiers: frozenset[str] = field(repr=False)
    email: str = field(default="", repr=False)
    waits: NotReady | None = None


def person_of_centre(person: Person, role: Role) -> Somebody:
    """Somebody the centre has."""
    return Somebody(
        person.id,
        role,
        person.name,
        described(person.name, role, person.email, person.mis_id),
        identifiers(person.email, person.mis_id, person.id),
        email=folded(person.email or ""),
    )


def identifiers(email: str | None, mis_id: str | None, onefile_id: int | None = None) -> frozenset[str]:
    """What somebody can be referred to by, beside their name."""
    texts = (email or "", mis_id or "", str(onefile_id or ""))
    return frozenset(folded(text) for text in texts if text.strip())


def described(name: str, role: Role, email: str | None, mis_id: str | None) -> str:
    """Somebody, with what tells them from others of their name."""
    details = [role.label, *([email] if email else []), *([f"MIS ID {mis_id}"] if mis_id else [])]
    return f"{name} ({', '.join(details)})"


@dataclass(frozen=True)
class Book:
    """Everybody a reference can mean, to be looked up in."""

    people: tuple[Somebody, ...]

    def find(self, text: str, roles: frozenset[Role]) -> Resolution:
        """Whom `text` refers to among those who have one of `roles`: by email, MIS ID or ID, else by name.

        A row that the admin left out is meant only where nobody else can be.
        """
        wanted = folded(text)
        found = _having(roles, self._by_identifier.get(wanted, ()))
        if not found:
            found = _having(roles, self._by_name.get(spelt(text), ()))
        if not found:
            found = _having(roles, self._by_name.get(spelt(_first_name_first(text)), ()))
        found = [somebody for somebody in found if not (somebody.waits and somebody.waits.by_choice)] or found
        waiting = next((somebody.waits for somebody in found if somebody.waits), None)
        if waiting:
            return waiting
        if len({somebody.id for somebody in found}) > 1:
            return Ambiguous(tuple(sorted({somebody.described for somebody in found})))
        if found:
            return Found(found[0].id, found[0].name)
        return Unknown(_alike(text, [somebody.name for somebody in _having(roles, self.people)]))

    @cached_property
    def by_id(self) -> Mapping[UserId, Somebody]:
        """Everybody by their ID, or by the reference to the change that creates them."""
        return {somebody.id: somebody for somebody in self.people}

    @cached_property
    def _by_identifier(self) -> Mapping[str, Sequence[Somebody]]:
        index: defaultdict[str, list[Somebody]] = defaultdict(list)
        for somebody in self.people:
            for identifier in somebody.identifiers:
                index[identifier].append(somebody)
        return index

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Somebody]]:
        index: defaultdict[str, list[Somebody]] = defaultdict(list)
        for somebody in self.people:
            index[spelt(somebody.name)].append(somebody)
        return index


def _having(roles: frozenset[Role], people: Sequence[Somebody]) -> list[Somebody]:
    return [somebody for somebody in people if somebody.role in roles]


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir"})
_FEWEST_LETTERS = 3
"""So many letters of a name can be a short form of it: Rob of Robert, but not Jo of Jones."""


def contradicts(name: str, other: str) -> bool:
    """Whether the `name` of somebody can hardly be the `other` one, having no word of it, nor the beginning of one.

    Only a name of several words tells: one alone may be a nickname, a team or a note.
    """
    words, others = (
        [word for part in re.split(r"[\s-]+", text) if len(word := spelt(part)) > 1 and word not in _TITLES]
        for text in (name, other)
    )
    if len(words) <= 1 or spelt(name) in spelt(other) or spelt(other) in spelt(name):
        return False
    return not any(_may_be_the_same(one, another) for one in words for another in others)


def _may_be_the_same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _FEWEST_LETTERS and long.startswith(short))


def resolve_thing(text: str, target: Target, centre: Centre, *, standard: int | None = None) -> Resolution:
    """Which class, placement, standard, unit ... `text` refers to: by name, else by MIS ID or ID.

    Units of several standards may share a title; `standard` says which of them is meant.
    """
    if target is Target.UNIT:
        return _resolve_unit(text, [u for u in centre.units if standard is None or u.standard_id in (standard, None)])
    things = _things(target, centre)
    wanted = folded(text)
    found = [thing for thing in things if folded(thing.name) == wanted]
    if not found:
        found = [thing for thing in things if wanted in (str(thing.id), folded(thing.mis_id or ""))]
    if len(found) > 1:
        return Ambiguous(tuple(f"{thing.name} (ID {thing.id})" for thing in found))
    if found:
        return Found(found[0].id, found[0].name)
    return Unknown(_alike(text, [thing.name for thing in things]))


def _resolve_unit(text: str, units: Sequence[Unit]) -> Resolution:
    wanted = folded(text)
    found = [unit for unit in units if folded(unit.id) == wanted] or [
        unit for unit in units if folded(unit.title) == wanted
    ]
    if len({unit.id for unit in found}) > 1:
        return Ambiguous(tuple(f"{unit.title} ({unit.id})" for unit in found))
    if found:
        return Found(found[0].id, found[0].title)
    return Unknown(_alike(text, [unit.title for unit in units]))


def _things(target: Target, centre: Centre) -> tuple[Named, ...]:
    return {
        Target.CLASSROOM: centre.classrooms,
        Target.PLACEMENT: centre.placements,
        Target.PROVIDER: centre.providers,
        Target.LEARNER_STATUS: centre.learner_statuses,
        Target.STANDARD: centre.standards,
        Target.FRAMEWORK_TEMPLATE: centre.framework_templates,
    }[target]


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name


def _alike(text: str, names: Sequence[str]) -> tuple[str, ...]:
    distinct = sorted(set(names))
    ranked = process.extract(
        folded(text), distinct, scorer=fuzz.WRatio, processor=folded, score_cutoff=_ALIKE, limit=_SUGGESTIONS
    )
    return tuple(name for name, _, _ in ranked)
