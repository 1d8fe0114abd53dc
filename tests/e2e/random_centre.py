"""A random centre of invented people: every role, the same human on two roles, archived ones and shared MIS IDs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from onefile_desktop.onefile.roles import Role

ORGANISATION = 50
_FIRST = (
    "Aba Bela Cato Dina Edda Finn Gwen Hugo Inga José Kaya Lars Mona Nils Orla Piet Quin Rosa Sven Tove Ugo Vera "
    "Will Xena Yves Zita Ann-Marie Seán"
)
_LAST = (
    "Ashe Beck Croft Dale Eaves Frith Gale Hythe Irwin Joss Keld Lowe Marsh Nash Orme Pike Quill Rudd Shaw Thorn "
    "Usher Vale Ware Yarrow Zeal O’Hara Müller Smith-Dean"
)
STANDARDS: Mapping[int, tuple[str, tuple[str, ...]]] = {
    71: ("Early Years Educator", ("EY_1", "EY_2", "EY_3")),
    72: ("Team Leader", ("TL_1", "TL_2")),
    73: ("Dental Nurse", ("DN_1", "DN_2")),
}
TEMPLATES: Mapping[int, tuple[str, Mapping[int, tuple[str, ...]]]] = {
    81: ("Early Years Level 3", {71: ("EY_1", "EY_2", "EY_3")}),
    82: ("Leading a nursery", {71: ("EY_1",), 72: ("TL_1", "TL_2")}),
}
PLACEMENTS = {41: "Mill Lane Nursery", 42: "Quay Garage", 43: "Hill Farm", 44: "North Clinic"}
CLASSROOMS = {31: "Autumn A", 32: "Spring B"}


@dataclass(frozen=True)
class Human:
    """Somebody in one role. `id` is None for who is not in OneFile yet; `row` is theirs on the roster."""

    role: Role
    first: str
    last: str
    email: str
    id: int | None = None
    mis_id: str | None = None
    archived: bool = False
    placement: int | None = None
    row: int | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class RandomCentre:
    """What a centre file holds, and its people. `aims` is the standard that a learner has, by their ID."""

    contents: Mapping[str, Any]
    people: tuple[Human, ...]
    names: "Names" = field(repr=False)
    aims: Mapping[int, int] = field(default_factory=dict[int, int])

    def of(self, *roles: Role) -> list[Human]:
        """Everybody of these roles who is not archived."""
        return [one for one in self.people if one.role in roles and not one.archived]


class Names:
    """Names, each given once, so that no two people are alike by accident."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left = [(first, last) for first in _FIRST.split() for last in _LAST.split()]
        random.shuffle(self._left)
        self._count = 0

    def human(self, role: Role, **details: Any) -> Human:
        """Somebody nobody has met."""
        first, last = self._left.pop()
        self._count += 1
        return Human(role, first, last, f"person{self._count}@example.org", **details)


def random_centre(random: Random) -> RandomCentre:
    """A centre with everything that a roster can name, small or of a few hundred people."""
    names, ids = Names(random), iter(range(1001, 9999))
    people: list[Human] = []

    def add(role: Role, count: int, **details: Any) -> list[Human]:
        added = [names.human(role, id=next(ids), **details) for _ in range(count)]
        added = [replace(one, mis_id=f"M{one.id}" if random.random() < 0.6 else None) for one in added]
        people.extend(added)
        return added

    assessors = add(Role.ASSESSOR, random.randint(2, 4))
    add(Role.TRAINEE_ASSESSOR, random.randint(0, 2))
    add(Role.IQA, random.randint(1, 3))
    for placement in PLACEMENTS:
        add(Role.EMPLOYER, random.randint(1, 2), placement=placement)
    add(Role.OBSERVER, random.randint(1, 2), placement=random.choice(list(PLACEMENTS)))
    add(Role.LEARNER, random.choice((3, 6, 10, 90)), placement=random.choice(list(PLACEMENTS)))
    add(Role.LEARNER, random.randint(0, 2), archived=True, placement=41)
    twin = replace(random.choice(assessors), role=Role.IQA, id=next(ids), mis_id=None)
    people.append(twin)
    if random.random() < 0.3:
        (gone,) = add(Role.ASSESSOR, 1, archived=True)
        people[-1] = replace(gone, mis_id=assessors[0].mis_id)
    learners = [one.id for one in people if one.role is Role.LEARNER and one.id is not None]
    aims = {learner: random.choice(list(STANDARDS)) for learner in learners if random.random() < 0.4}
    return RandomCentre(_contents(random, people, aims), tuple(people), names, aims)


def _contents(random: Random, people: list[Human], aims: Mapping[int, int]) -> Mapping[str, Any]:
    assessor = next(one for one in people if one.role is Role.ASSESSOR)
    return {
        "customer": {"ID": 1, "Name": "Random Training", "Token": "random-token"},
        "organisations": [
            {
                "ID": ORGANISATION,
                "Name": "Random Training",
                "KeychainCreationForNewUserActive": random.random() < 0.5,
                "KeychainEmailSuppression": random.random() < 0.5,
            }
        ],
        "users": [_user(one, assessor) for one in people],
        "classrooms": [_named(key, name) for key, name in CLASSROOMS.items()],
        "placements": [_named(key, name) for key, name in PLACEMENTS.items()],
        "providers": [_named(51, "Harbourside")],
        "learner_statuses": [_named(61, "In learning")],
        "standards": [
            {"ID": key, "OrganisationID": ORGANISATION, "Title": title} for key, (title, _) in STANDARDS.items()
        ],
        "units": [
            {"ID": unit, "StandardID": key, "Title": f"Unit {unit}"}
            for key, (_, units) in STANDARDS.items()
            for unit in units
        ],
        "framework_templates": [
            {
                "ID": key,
                "OrganisationID": ORGANISATION,
                "Title": title,
                "Standards": [{"StandardID": standard, "UnitIDs": list(units)} for standard, units in held.items()],
            }
            for key, (title, held) in TEMPLATES.items()
        ],
        "learning_aims": [
            {"ID": number, "UserID": learner, "LearnerID": learner, "StandardID": standard, "Title": "An aim"}
            for number, (learner, standard) in enumerate(aims.items(), start=5001)
        ],
    }


def _user(one: Human, assessor: Human) -> dict[str, Any]:
    user: dict[str, Any] = {
        "ID": one.id,
        "OrganisationID": ORGANISATION,
        "Role": int(one.role),
        "FirstName": one.first,
        "LastName": one.last,
        "Email": one.email,
        "MISID": one.mis_id,
        "Archived": one.archived,
        "PlacementID": one.placement,
    }
    if one.role is Role.LEARNER:
        user |= {"ClassroomID": 31, "DefaultAssessorID": assessor.id}
    return user


def _named(key: int, name: str) -> dict[str, Any]:
    return {"ID": key, "OrganisationID": ORGANISATION, "Name": name}
