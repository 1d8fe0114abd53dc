"""What a roster needs to know of a centre, so that no more is read than that."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from onefile_desktop.centre.names import NearNames
from onefile_desktop.centre.snapshot import folded, numbered, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role

_AT_A_PLACEMENT = frozenset({Role.LEARNER, Role.EMPLOYER, Role.OBSERVER})


@dataclass(frozen=True)
class Newcomer:
    """Somebody on the roster, by all that can tell them from a person whose name is nearly the same.

    `email` is folded, `mis_id` as `numbered` writes it; `has_birthday` says whether their day of birth is given.
    """

    role: Role
    first_name: str
    last_name: str
    email: str = ""
    mis_id: str = ""
    has_birthday: bool = False

    def could_be(self, person: Person) -> bool:
        """Whether more of `person` must be known to tell: what a search shows may tell already, but for a birthday."""
        pairs = ((self.email, folded(person.email or "")), (self.mis_id, numbered(person.mis_id or "")))
        return self.has_birthday or not any(ours and theirs and ours != theirs for ours, theirs in pairs)


@dataclass(frozen=True)
class Wanted:
    """What the roster needs to know of the centre.

    `people` are role and name (as `spelt` writes it) of each person on the roster, `last_names` role and surname;
    `emails` role and folded address of everybody it names by email; `named` is whatever it calls people by in its
    references, `referred_to` role and name of each that may be one, and `learners` what it calls learners by;
    `mis_ids` are MIS IDs as `numbered` writes them, and `ids` the OneFile IDs it gives. `made` are the
    people whom this program created before, `newcomers` everybody on the roster, to be held against near names.
    `programmes` says whether what learners already have must be known.
    """

    people: frozenset[tuple[Role, str]] = frozenset()
    last_names: frozenset[tuple[Role, str]] = frozenset()
    named: frozenset[str] = frozenset()
    referred_to: frozenset[tuple[Role, str]] = frozenset()
    learners: frozenset[str] = frozenset()
    mis_ids: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()
    emails: frozenset[tuple[Role, str]] = frozenset()
    made: frozenset[int] = frozenset()
    newcomers: frozenset[Newcomer] = frozenset()
    learner_statuses: bool = True
    standards: bool = True
    units: bool = True
    framework_templates: bool = True
    programmes: bool = False

    def could_be(self, person: Person) -> bool:
        """Whether somebody on the roster may be `person`, so that all their details are needed.

        Where the search does not show the role, whoever the roster names in any role may be.
        """
        name, email = spelt(person.name), folded(person.email or "")
        if person.id in self.ids or (person.mis_id is not None and numbered(person.mis_id) in self.mis_ids):
            return True
        if person.role is Role.LEARNER and not self.learners.isdisjoint({str(person.id), folded(person.mis_id or "")}):
            return True
        if self._is_nearly_named(person):
            return True
        if person.role is not None:
            return (person.role, name) in self.people or (person.role, email) in self.emails
        return name in self._names_or_emails or email in self._names_or_emails or self._names_by_number(person)

    @cached_property
    def _names_or_emails(self) -> frozenset[str]:
        texts = (text for _, text in self.people | self.emails | self.referred_to)
        return frozenset({*texts, *(spelt(text) for text in self.named)})

    def _names_by_number(self, person: Person) -> bool:
        return not self.named.isdisjoint({str(person.id), folded(person.mis_id or "-")})

    def _is_nearly_named(self, person: Person) -> bool:
        roles = self.roles if person.role is None else (person.role,)
        found = (self._near_names.find(role, person.first_name, person.last_name) for role in roles)
        return any(newcomer.could_be(person) for newcomers in found for newcomer in newcomers)

    @cached_property
    def _near_names(self) -> NearNames[Newcomer]:
        return NearNames((one.role, one.first_name, one.last_name, one) for one in self.newcomers)

    def share_a_name(self, people: Iterable[Person]) -> frozenset[int]:
        """The IDs of those of `people` who share with another a name that the roster refers to somebody by.

        Only of those of whom more would tell them apart: where the email is not known, or where they have a placement.
        """
        of_name: defaultdict[str, list[Person]] = defaultdict(list)
        names = {name for _, name in self.referred_to if name}
        for person in people:
            name = spelt(person.name)
            if (person.role, name) in self.referred_to or (person.role is None and name in names):
                of_name[name].append(person)
        return frozenset(
            person.id
            for sharing in of_name.values()
            if len(sharing) > 1
            for person in sharing
            if not person.complete and (person.email is None or person.role in _AT_A_PLACEMENT)
        )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the people on the roster."""
        return frozenset(role for role, _ in self.people)
