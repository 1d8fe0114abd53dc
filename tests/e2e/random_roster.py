"""A random roster for a random centre: mostly good rows, each with what must become of it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.plan.options import Decision
from onefile_desktop.roster.rows import CellValue
from tests.e2e.made_rows import Cells, Fate, MadeRow, RosterRows
from tests.e2e.random_centre import CLASSROOMS, PLACEMENTS, STANDARDS, TEMPLATES, Human, RandomCentre


def random_roster(random: Random, centre: RandomCentre, *, most: int = 10, shows_archived: bool = True) -> RosterRows:
    """A roster of at least two new learners, and of at most `most`; nobody can know of the archived that are hidden."""
    return _Maker(random, centre, shows_archived).made(most)


_OF_THE_PROGRAMME = (
    "Framework template",
    "Units",
    "Learning aim assessor",
    "Learning aim IQA",
    "Unit assessor",
    "Unit IQA",
)


class _Maker:
    def __init__(self, random: Random, centre: RandomCentre, shows_archived: bool) -> None:
        self._random = random
        self._shows_archived = shows_archived
        self._centre = centre
        self._people: list[MadeRow] = []
        self._assignments: list[MadeRow] = []
        self._new: list[Human] = []
        self._managers: list[Human] = []
        self._decisions: dict[int, Decision | int] = {}
        self._taken: set[object] = set()
        self._programme: dict[str, tuple[set[int], set[str]]] = {}
        self._managers_beside = random.random() < 0.5
        self._makes_places = random.random() < 0.3

    def made(self, most: int) -> RosterRows:
        for role in Role:
            for _ in range(0 if role is Role.LEARNER else self._random.choice((0, 0, 1, 2))):
                self._staff(role)
        for _ in range(self._random.randint(2, most)):
            self._learner()
        for known in self._random.sample(self._centre.of(Role.LEARNER), self._random.randint(0, 3)):
            self._there(known)
        if self._random.random() < 0.3:
            self._returning()
        if self._random.random() < 0.4:
            self._archived()
        if self._random.random() < 0.4:
            self._lookalike()
        if self._random.random() < 0.3:
            self._bad()
        if self._random.random() < 0.3:
            self._further()
        for _ in range(self._random.choice((0, 0, 3, 6))):
            self._assignment()
        return RosterRows(
            tuple(self._people),
            tuple(self._assignments),
            self._decisions,
            needs_create_missing=self._makes_places,
            managers=frozenset(one.email for one in self._managers),
        )

    @property
    def _next_row(self) -> int:
        return len(self._people) + 2

    def _staff(self, role: Role) -> None:
        human = self._centre.names.human(role, row=self._next_row)
        if role is Role.IQA and self._random.random() < 0.3 and (both := self._of(*ASSESSORS)):
            # The same human being on another role is fine.
            human = replace(self._random.choice(both), role=Role.IQA, id=None, row=self._next_row, mis_id=None)
            if any(one.email == human.email and one.role is Role.IQA for one in self._of(Role.IQA)):
                return
        human = replace(human, mis_id=f"S{self._next_row}" if self._random.random() < 0.4 else None)
        place = self._placement() if role in (Role.EMPLOYER, Role.OBSERVER) else None
        self._add(human, {"Placement": place})

    def _learner(self) -> None:
        human = self._centre.names.human(Role.LEARNER, row=self._next_row)
        human = replace(human, mis_id=f"L{self._next_row}" if self._random.random() < 0.4 else None)
        self._add(human, *self._details_of(human))

    def _there(self, human: Human) -> None:
        known = replace(human, row=self._next_row)
        cells, assessor = self._details_of(known)
        if self._random.random() < 0.5:
            cells = {**cells, "OneFile ID": human.id}
        self._add(known, cells, assessor, Fate.THERE)

    def _returning(self) -> None:
        """A learner who is there and now has another standard: the admin says what that is, or says nothing."""
        learners = [one for one in self._centre.of(Role.LEARNER) if one.id in self._centre.aims]
        learners = [one for one in learners if one.email not in self._programme]
        if not learners:
            return
        known = self._random.choice(learners)
        decision = self._random.choice((None, Decision.CREATE, known.id))
        human = replace(known, row=self._next_row, mis_id=None, id=known.id if decision == known.id else None)
        cells, assessor = self._details_of(human)
        other = next(key for key in STANDARDS if key != self._centre.aims[known.id or 0])
        cells = {**cells, **dict.fromkeys(_OF_THE_PROGRAMME), "Standards": STANDARDS[other][0]}
        self._programme[human.email] = ({other}, set())
        if decision is not None:
            self._decisions[self._next_row] = decision
        fate = {None: Fate.BAD, Decision.CREATE: Fate.NEW}.get(decision, Fate.THERE)
        self._taken.add(("name", human.name))
        self._add(human, cells, assessor, fate)

    def _archived(self) -> None:
        """Somebody's email is that of an archived learner; the admin says to create them anew, or says nothing."""
        gone = [one for one in self._centre.people if one.archived and one.role is Role.LEARNER]
        if not gone:
            return
        human = replace(gone[0], id=None, row=self._next_row)
        decided = self._random.random() < 0.6
        if decided:
            self._decisions[self._next_row] = Decision.CREATE
        self._add(human, *self._details_of(human), Fate.NEW if decided or not self._shows_archived else Fate.BAD)

    def _lookalike(self) -> None:
        """A learner of the centre has the very name, and nothing else tells."""
        known = self._random.choice(self._centre.of(Role.LEARNER))
        if any(row.human is not None and row.human.name == known.name for row in self._people):
            return
        human = replace(known, email=f"other.{known.email}", id=None, mis_id=None, row=self._next_row)
        decision = self._random.choice((None, Decision.CREATE, Decision.SKIP))
        if decision is not None:
            self._decisions[self._next_row] = decision
        fate = {None: Fate.BAD, Decision.CREATE: Fate.NEW, Decision.SKIP: Fate.OUT}[decision]
        self._taken.add(("name", human.name))
        self._add(human, *self._details_of(human), fate)

    def _bad(self) -> None:
        human = self._centre.names.human(Role.LEARNER, row=self._next_row)
        cells, assessor = self._details_of(human)
        wrong = self._random.choice(({"Email": "nobody at all"}, {"Default assessor": "Wanda Unheardof"}))
        self._add(human, {**cells, **wrong}, assessor, Fate.BAD)

    def _further(self) -> None:
        """The second row of a learner, with another manager or assessor."""
        rows = [row for row in self._people if row.fate is Fate.NEW and row.human and row.human.role is Role.LEARNER]
        first = self._random.choice(rows)
        assert first.human is not None
        own = ("Role", "First name", "Last name", "Email")
        cells = {name: first.cells[name] for name in own} | {
            "Additional assessors": self._text(self._random.choice(self._of(*ASSESSORS)))
        }
        self._people.append(MadeRow(cells, Fate.FURTHER, replace(first.human, row=self._next_row)))

    def _details_of(self, human: Human) -> tuple[Cells, Human]:
        assessor = self._random.choice(self._of(*ASSESSORS))
        cells: dict[str, CellValue] = {
            "Class": self._random.choice(list(CLASSROOMS.values())),
            "Placement": self._placement(),
            "Default assessor": self._text(assessor),
            "Provider": self._random.choice((None, "Harbourside")),
            "Learner status": self._random.choice((None, "In learning")),
            "Company name": self._random.choice((None, "Quay Ltd")),
        }
        if self._makes_places and self._random.random() < 0.3:
            cells["Class"] = self._random.choice(("New class", "Newer class"))
        self._employers(cells)
        self._programme_of(human, cells)
        for column, roles in (
            ("Additional assessors", tuple(ASSESSORS)),
            ("Additional IQAs", (Role.IQA,)),
            ("Additional employers", (Role.EMPLOYER,)),
            ("Additional observers", (Role.OBSERVER,)),
        ):
            people = self._of(*roles)
            chosen = self._random.sample(people, min(len(people), self._random.choice((0, 0, 0, 1, 2))))
            cells[column] = "; ".join(self._text(one) for one in chosen) or None
        return cells, assessor

    def _employers(self, cells: dict[str, CellValue]) -> None:
        """A manager: in one column, or in three, of whom some are not there and stand on several rows."""
        chance = self._random.random()
        if chance < 0.4:
            return
        manager = self._random.choice(self._of(Role.EMPLOYER))
        if not self._managers_beside:
            cells["Default employer"] = self._text(manager)
            return
        if chance > 0.6:
            if not self._managers or self._random.random() < 0.4:
                self._managers.append(self._centre.names.human(Role.EMPLOYER))
            manager = self._random.choice(self._managers)
        cells |= {
            "Employer first name": manager.first,
            "Employer last name": manager.last,
            "Employer email": manager.email,
        }

    def _programme_of(self, human: Human, cells: dict[str, CellValue]) -> None:
        standards: set[int] = set()
        units: set[str] = set()
        if self._random.random() < 0.4:
            title, held = TEMPLATES[self._random.choice(list(TEMPLATES))]
            cells["Framework template"] = title
            standards |= set(held)
            units |= {unit for of_standard in held.values() for unit in of_standard}
        if self._random.random() < 0.4:
            # Whoever is there and now has another standard is somebody who comes back.
            key = self._centre.aims.get(human.id or 0) or self._random.choice(list(STANDARDS))
            cells["Standards"] = STANDARDS[key][0]
            standards.add(key)
            if self._random.random() < 0.6:
                cells["Learning aim assessor"] = self._seat(human, ("standard", key), self._of(*ASSESSORS))
                cells["Learning aim IQA"] = self._seat(human, ("standard", key, "iqa"), self._of(Role.IQA))
            if self._random.random() < 0.5:
                unit = self._random.choice(STANDARDS[key][1])
                cells["Units"] = unit
                units.add(unit)
                if self._random.random() < 0.6:
                    cells["Unit assessor"] = self._seat(human, ("unit", unit), self._of(*ASSESSORS))
                    cells["Unit IQA"] = self._seat(human, ("unit", unit, "iqa"), self._of(Role.IQA))
        self._programme[human.email] = (standards, units)

    def _assignment(self) -> None:
        """A row of the sheet Assignments for a learner who goes ahead, or who is only in OneFile."""
        rows = [
            row.human
            for row in self._people
            if row.human and row.human.role is Role.LEARNER and row.fate in (Fate.NEW, Fate.THERE)
        ]
        # Who stands for two portfolios cannot be named by anything but an ID.
        twofold = {row.human.email for row in self._people if row.human and row.fate is Fate.NEW} & {
            one.email for one in self._centre.people if one.role is Role.LEARNER
        }
        rows = [one for one in rows if one.email not in twofold]
        known = [one for one in self._centre.of(Role.LEARNER) if one.email not in self._programme]
        if not rows and not known:
            return
        learner = self._random.choice([*rows, *rows, *rows, *known])
        standards, units = self._programme.get(learner.email, (set[int](), set[str]()))
        levels = [1, 1, *([3] if standards else []), *([2] if units else [])]
        level = self._random.choice(levels)
        roles = (*ASSESSORS, Role.IQA) if level > 1 else (*ASSESSORS, Role.IQA, Role.EMPLOYER, Role.OBSERVER)
        person = self._random.choice(self._of(*roles))
        standard = self._random.choice(sorted(standards)) if level == 3 else None
        unit = self._random.choice(sorted(units)) if level == 2 else None
        seat = (learner.email, standard or unit or person.email, person.role is Role.IQA)
        side = ("iqa",) if person.role is Role.IQA else ()
        thing = ("standard", standard, *side) if level == 3 else ("unit", unit, *side)
        if seat in self._taken or (level > 1 and (learner.email, thing) in self._taken):
            return
        self._taken |= {seat, (learner.email, thing)}
        cells: Cells = {
            "Learner": learner.email if ("name", learner.name) in self._taken else self._text(learner),
            "Person": self._text(person),
            "As": "Assessor" if person.role in ASSESSORS else person.role.label,
            "Level": level,
            "Standard": STANDARDS[standard][0] if standard else None,
            "Unit": unit,
        }
        self._assignments.append(MadeRow(cells))

    def _seat(self, human: Human, seat: object, people: Sequence[Human]) -> CellValue:
        if (human.email, seat) in self._taken or not people or self._random.random() < 0.4:
            return None
        self._taken.add((human.email, seat))
        return self._text(self._random.choice(people))

    def _of(self, *roles: Role) -> list[Human]:
        return [*self._centre.of(*roles), *(one for one in self._new if one.role in roles)]

    def _placement(self) -> str:
        if self._makes_places and self._random.random() < 0.3:
            return self._random.choice(("New site", "Newer site"))
        return self._random.choice(list(PLACEMENTS.values()))

    def _text(self, one: Human) -> str:
        """One of the ways in which people write whom they mean."""
        shared = sum(other.mis_id == one.mis_id for other in (*self._centre.people, *self._new)) > 1
        ways = [one.name, one.email, f"{one.last}, {one.first}"]
        ways += [one.mis_id] if one.mis_id and not shared else []
        ways += [str(one.id)] if one.id else []
        return self._random.choice(ways)

    def _add(self, human: Human, cells: Cells, assessor: Human | None = None, fate: Fate = Fate.NEW) -> None:
        own = {
            "Role": human.role.label,
            "First name": human.first,
            "Last name": human.last,
            "Email": human.email,
            "MIS ID": human.mis_id,
        }
        self._people.append(MadeRow({**own, **cells}, fate, human, assessor))
        if fate is Fate.NEW:
            self._new.append(human)
