"""What a text in a cell refers to: somebody or something of the centre, or of the roster itself."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.likeness import alike, alike_identifiers, name_in
from onefile_desktop.roster.table.names import TITLES
from onefile_desktop.roster.values import with_article


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
class Archived:
    """The text refers to people who are all archived; each is described."""

    who: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Unknown:
    """The text refers to nothing; `suggestions` look like it.

    `elsewhere` says of whoever the text does mean, but who has another role, where they are and as what.
    """

    suggestions: tuple[str, ...] = field(repr=False)
    elsewhere: tuple[str, ...] = field(default=(), repr=False)


class Holdup(Enum):
    """Why a row does not go ahead."""

    ERROR = auto()  # as it stands it cannot
    UNDECIDED = auto()  # the admin has not said yet who it is
    SKIPPED = auto()  # the admin left it out, perhaps because the person is there
    NOT_TAKEN = auto()  # the admin took only other rows for now


@dataclass(frozen=True)
class NotReady:
    """The text refers to a row of the roster that does not go ahead, and `why`."""

    name: str = field(repr=False)
    row: int
    why: Holdup = Holdup.ERROR

    @property
    def by_choice(self) -> bool:
        """Whether the admin left the row out."""
        return self.why in (Holdup.SKIPPED, Holdup.NOT_TAKEN)


Resolution = Found | Ambiguous | Archived | Unknown | NotReady


@dataclass(frozen=True)
class Somebody:
    """A person a reference can mean, of the centre or of a row of the roster.

    `identifiers` are their folded email, MIS ID and OneFile ID. `waits` is set for a row that does not go ahead, and
    `row` for whoever is to be created by one. `also` is the name that their row gives, which OneFile may spell
    otherwise.
    """

    id: UserId
    role: Role
    name: str = field(repr=False)
    described: str = field(repr=False)
    identifiers: frozenset[str] = field(repr=False)
    email: str = field(default="", repr=False)
    waits: NotReady | None = None
    mis_id: str = field(default="", repr=False)
    archived: bool = False
    row: int | None = None
    also: str = field(default="", repr=False)


def person_of_centre(person: Person, role: Role, centre: Centre) -> Somebody:
    """Somebody the centre has."""
    placement = centre.placement_of(person)
    return Somebody(
        person.id,
        role,
        person.name,
        described(person.name, role, person.email, person.mis_id, placement=placement, onefile_id=person.id),
        identifiers(person.email, person.mis_id, person.id),
        email=folded(person.email or ""),
        mis_id=person.mis_id or "",
        archived=bool(person.archived),
    )


def identifiers(email: str | None, mis_id: str | None, onefile_id: int | None = None) -> frozenset[str]:
    """What somebody can be referred to by, beside their name."""
    texts = (email or "", mis_id or "", str(onefile_id or ""))
    return frozenset(folded(text) for text in texts if text.strip())


def described(
    name: str,
    role: Role,
    email: str | None,
    mis_id: str | None,
    *,
    placement: str = "",
    onefile_id: int | None = None,
    row: int | None = None,
) -> str:
    """Somebody, with what tells them from others of their name. `row` is the one that creates them."""
    details = [
        role.label,
        *([email] if email else []),
        *([f"MIS ID {mis_id}"] if mis_id else []),
        *([f"at {placement}"] if placement else []),
        *([f"OneFile ID {onefile_id}"] if onefile_id else []),
        *([f"new, on row {row}"] if row else []),
    ]
    return f"{name} ({', '.join(details)})"


@dataclass(frozen=True)
class Book:
    """Everybody a reference can mean, to be looked up in."""

    people: tuple[Somebody, ...]

    def find(self, text: str, roles: frozenset[Role]) -> Resolution:
        """Whom `text` refers to among those who have one of `roles`: by email, MIS ID or ID, else by name.

        A row that the admin skipped, and somebody archived, is meant only where nobody else can be; but a MIS ID
        that an archived person shares means neither, because two records may have been mixed up. Rows that are not
        taken for now may be meant like any other: taking them makes no text mean anybody else.
        """
        found = self.named(text, roles)
        waiting = [somebody.waits for somebody in found if somebody.waits]
        is_one = len({somebody.id for somebody in found if not somebody.archived}) == 1
        held = [waits for waits in waiting if waits.why is Holdup.UNDECIDED or (is_one and waits.why is Holdup.ERROR)]
        if held or (waiting and all(somebody.waits or somebody.archived for somebody in found)):
            return (held or waiting)[0]
        active = [somebody for somebody in found if not somebody.archived]
        sharing = [somebody for somebody in found if folded(somebody.mis_id) == folded(text)]
        told_apart = found if len({somebody.id for somebody in sharing}) > 1 else active
        if len({somebody.id for somebody in told_apart}) > 1:
            return Ambiguous(tuple(sorted({_with_archived(somebody) for somebody in told_apart})))
        if active:
            return Found(active[0].id, active[0].name)
        if found:
            return Archived(tuple(sorted({somebody.described for somebody in found})))
        return Unknown(self._suggested(text, roles), self._elsewhere(text))

    def chosen(self, meant: str, roles: frozenset[Role]) -> Resolution:
        """As `find` for what the admin chose, where the ID in OneFile counts before anything else."""
        number = meant.strip()
        somebody = self.by_id.get(int(number)) if number.isascii() and number.isdecimal() else None
        if somebody is None or somebody.role not in roles:
            return self.find(meant, roles)
        return Archived((somebody.described,)) if somebody.archived else Found(somebody.id, somebody.name)

    def named(self, text: str, roles: frozenset[Role]) -> list[Somebody]:
        """Everybody of `roles` whom `text` may mean, rows that the admin skipped only where it can mean nobody else.

        An identifier counts before a name, and a name as it stands before one with the surname first.
        """
        found = self._matching(text, roles)
        return [one for one in found if not (one.waits and one.waits.why is Holdup.SKIPPED)] or found

    def assignable(self, roles: frozenset[Role]) -> list[Somebody]:
        """Everybody of `roles` who can be given to somebody."""
        return [somebody for somebody in _having(roles, self.people) if not somebody.archived and not somebody.waits]

    def likely(self, text: str, roles: frozenset[Role]) -> list[Somebody]:
        """Who can be given to somebody and may be meant by `text`, which alone does not tell: the likest first."""
        people = self.assignable(roles)
        named = [somebody for somebody in self.named(text, roles) if somebody in people]
        if named:
            return named
        looks = self._suggested(text, roles)
        return [one for look in looks for one in people if look in (one.name, one.email, one.mis_id)]

    @cached_property
    def by_id(self) -> Mapping[UserId, Somebody]:
        """Everybody by their ID, or by the reference to the change that creates them."""
        return {somebody.id: somebody for somebody in self.people}

    def _matching(self, text: str, roles: frozenset[Role] | None = None) -> list[Somebody]:
        keys = (spelt(text), spelt(first_name_first(text)))
        ways = (self._by_identifier.get(folded(text), ()), *(self._by_name.get(key, ()) for key in keys if key))
        each = (list(found) if roles is None else _having(roles, found) for found in ways)
        return next((found for found in each if found), list[Somebody]())

    def _suggested(self, text: str, roles: frozenset[Role]) -> tuple[str, ...]:
        people = self.assignable(roles)
        by_identifier = alike_identifiers(
            text, (somebody.email for somebody in people), (somebody.mis_id for somebody in people)
        )
        name = name_in(text) if "@" in text else text
        return by_identifier or alike(name, (somebody.name for somebody in people))

    def _elsewhere(self, text: str) -> tuple[str, ...]:
        people = [somebody for somebody in self._matching(text) if not somebody.waits]
        told = (f"{one.name} is {_where(one)}, as {_as(one.role)}{_though(one)}" for one in people)
        return tuple(dict.fromkeys(told))

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
            for name in {spelt(somebody.name), spelt(somebody.also)} - {""}:
                index[name].append(somebody)
        return index


def _having(roles: frozenset[Role], people: Sequence[Somebody]) -> list[Somebody]:
    return [somebody for somebody in people if somebody.role in roles]


def _with_archived(somebody: Somebody) -> str:
    return f"{somebody.described.removesuffix(')')}, archived)" if somebody.archived else somebody.described


def _where(somebody: Somebody) -> str:
    return "in OneFile" if somebody.row is None else f"on row {somebody.row}"


def _as(role: Role) -> str:
    begins_a_sentence = with_article(role)
    return f"{begins_a_sentence[0].lower()}{begins_a_sentence[1:]}"


def _though(somebody: Somebody) -> str:
    return " and archived" if somebody.archived else ""


_FEWEST_LETTERS = 3
"""So many letters of a name can be a short form of it: Rob of Robert, but not Jo of Jones."""


def contradicts(name: str, other: str) -> bool:
    """Whether the `name` of somebody can hardly be the `other` one, having no word of it, nor the beginning of one.

    Only a name of several words tells: one alone may be a nickname, a team or a note.
    """
    words, others = (
        [word for part in re.split(r"[\s-]+", text) if len(word := spelt(part)) > 1 and word not in TITLES]
        for text in (name, other)
    )
    if len(words) <= 1 or spelt(name) in spelt(other) or spelt(other) in spelt(name):
        return False
    return not any(_may_be_the_same(one, another) for one in words for another in others)


def _may_be_the_same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _FEWEST_LETTERS and long.startswith(short))


def first_name_first(name: str) -> str:
    """`name` with the surname last, if a comma says that it comes first."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name
