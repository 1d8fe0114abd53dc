"""What a centre holds, as one frozen value that names and identifiers can be looked up in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.names import NearNames, spelt
from onefile_desktop.onefile.models import Named, Organisation, Person, Unit
from onefile_desktop.onefile.roles import Role


def folded(text: str) -> str:
    """`text` for comparing: the same whatever the case and the spaces."""
    return " ".join(text.split()).casefold()


def numbered(identifier: str) -> str:
    """A MIS ID or ULN for comparing: without spaces, and without the zeros that Excel takes from its front."""
    compact = "".join(identifier.split()).casefold()
    return compact.lstrip("0") if compact.isdecimal() else compact


@dataclass(frozen=True)
class Centre:
    """A centre as it was read, all at about one moment.

    `aims` pairs a learner's ID with a standard's, `summaries` with a unit's; both are known only for the
    learners in `programmes_read`. `notes` says for people what could not be read and so not be compared.
    `abilities` are what the service's searches were seen to do meanwhile, `calls` how many calls the reading took.
    """

    organisation: Organisation
    people: tuple[Person, ...] = ()
    classrooms: tuple[Named, ...] = ()
    placements: tuple[Named, ...] = ()
    providers: tuple[Named, ...] = ()
    learner_statuses: tuple[Named, ...] = ()
    standards: tuple[Named, ...] = ()
    framework_templates: tuple[Named, ...] = ()
    units: tuple[Unit, ...] = ()
    aims: frozenset[tuple[int, int]] = frozenset()
    summaries: frozenset[tuple[int, str]] = frozenset()
    programmes_read: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    abilities: Abilities = field(default_factory=Abilities)
    calls: int = 0

    @cached_property
    def by_id(self) -> Mapping[int, Person]:
        """Everybody by OneFile ID."""
        return {person.id: person for person in self.people}

    @cached_property
    def by_email(self) -> Mapping[str, tuple[Person, ...]]:
        """People by folded email, where it is known."""
        return _index((folded(person.email or ""), person) for person in self.people)

    @cached_property
    def by_mis_id(self) -> Mapping[str, tuple[Person, ...]]:
        """People by MIS ID, as `numbered` writes it."""
        return _index((numbered(person.mis_id or ""), person) for person in self.people)

    @cached_property
    def by_uln(self) -> Mapping[str, tuple[Person, ...]]:
        """Learners by ULN, as `numbered` writes it; only of those who were read whole."""
        return _index((numbered(person.uln or ""), person) for person in self.people)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Person, ...]]:
        """People by first and last name, as `spelt` writes it."""
        return _index((spelt(person.name), person) for person in self.people)

    def placement_of(self, person: Person) -> str:
        """The name of somebody's placement; empty where it is not known, or they have none."""
        return self._placement_names.get(str(person.fields.get("PlacementID")), "")

    @cached_property
    def _placement_names(self) -> Mapping[str, str]:
        return {str(placement.id): placement.name for placement in self.placements}

    @cached_property
    def near_names(self) -> NearNames[Person]:
        """People whose name is near another one."""
        return NearNames((person.role, person.first_name, person.last_name, person) for person in self.people)

    @cached_property
    def learners_with_aims(self) -> frozenset[int]:
        """The IDs of the learners who are known to have a learning aim."""
        return frozenset(learner for learner, _ in self.aims)

    def with_role(self, roles: frozenset[Role]) -> tuple[Person, ...]:
        """Everybody who has one of `roles` and is not known to be archived."""
        return tuple(person for person in self.people if person.role in roles and not person.archived)


def _index(entries: Iterable[tuple[str, Person]]) -> Mapping[str, tuple[Person, ...]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for text, person in entries:
        if text:
            found[text].append(person)
    return {text: tuple(sorted(people, key=lambda person: person.id)) for text, people in found.items()}
