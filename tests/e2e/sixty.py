"""Sixty learners with their staff: a centre of several organisations, a roster for each, and what must come of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

LEARNERS = 60
_FIRST_ORGANISATION = 100
_LEARNER, _ASSESSOR, _IQA, _EMPLOYER = 1, 5, 10, 40
_FIRST = "Aba Bela Cato Dina Edda Finn Gwen Hugo Inga Kaya Lars Mona"
_LAST = "Ashe Beck Croft Dale Eaves"

State = Mapping[str, Any]
Assignment = tuple[str, str, int, int | None, str | None]
"""Who is assigned, the learner, the level, the standard and the unit."""


@dataclass(frozen=True)
class Sixty:
    """The cohort number `number` (from 0) of a centre, which has an organisation of its own."""

    number: int

    @property
    def organisation(self) -> int:
        """The organisation of this cohort."""
        return _FIRST_ORGANISATION + self.number

    def roster(self, file: Path) -> None:
        """Writes the roster that the cohort is enrolled with."""
        rows = [*self._staff_rows(), *(self._learner_row(index) for index in range(LEARNERS))]
        headers = list(dict.fromkeys(header for row in rows for header in row))
        workbook = Workbook()
        page = workbook.active
        assert page is not None
        page.title = "People"
        page.append(headers)
        for row in rows:
            page.append([row.get(header) for header in headers])
        workbook.save(file)

    def people(self) -> set[tuple[str, int]]:
        """Everybody who must be there, once: email and role."""
        staff = {(self._assessor(0), _ASSESSOR), (self._assessor(1), _ASSESSOR), (self._iqa(), _IQA)}
        managers = {(self._manager(index), _EMPLOYER) for index in range(3)}
        return staff | managers | {(self._learner(index), _LEARNER) for index in range(LEARNERS)}

    def assignments(self) -> set[Assignment]:
        """Every assignment that must be there."""
        return {assignment for index in range(LEARNERS) for assignment in self._assignments_of(index)}

    def aims(self) -> set[tuple[str, int]]:
        """Every learning aim that must be there: the learner and the standard."""
        return {(self._learner(index), self._standard) for index in range(0, LEARNERS, 3)}

    def units(self) -> set[tuple[str, str]]:
        """Every unit summary that must be there: the learner and the unit."""
        return {(self._learner(index), self._unit) for index in range(0, LEARNERS, 6)}

    def findings(self, state: State, results: list[Mapping[str, Any]]) -> list[str]:
        """What must not be: in the centre, or in what the program said of it in `results` (its JSON, by row)."""
        tag = f".{self.number}@example.org"
        own = {user["ID"]: user["Email"] for user in state["users"] if str(user["Email"]).endswith(tag)}
        return [
            *_compared("person", self.people(), [(u["Email"], u["Role"]) for u in state["users"] if u["ID"] in own]),
            *_compared("assignment", self.assignments(), _named(state["assignments"], own)),
            *_compared("aim", self.aims(), [(own[a["UserID"]], a["StandardID"]) for a in _of(state, "aims", own)]),
            *_compared("unit", self.units(), [(own[s["UserID"]], s["UnitID"]) for s in _of(state, "units", own)]),
            *self._defaults(state, own),
            *self._untrue(results, {email: key for key, email in own.items()}),
        ]

    def _defaults(self, state: State, own: Mapping[int, str]) -> Iterator[str]:
        """Learners whose assessor or manager is another one."""
        users = {user["Email"]: user for user in state["users"] if user["ID"] in own}
        for index in range(LEARNERS):
            learner = users.get(self._learner(index))
            if learner is None:
                continue
            expected = self._assessor(index), self._manager(index)
            found = own.get(learner["DefaultAssessorID"]), own.get(learner["DefaultEmployerID"])
            if found != expected:
                yield f"{self._learner(index)} has {found}, not {expected}"

    def _untrue(self, results: list[Mapping[str, Any]], ids: Mapping[str, int]) -> Iterator[str]:
        """What the program said that is not so."""
        emails = [*self._staff_emails(), *(self._learner(index) for index in range(LEARNERS))]
        said = {row["row"]: row for row in results}
        for number, email in enumerate(emails, start=2):
            row = said.get(number)
            if row is None:
                yield f"nothing is said of row {number}"
            elif row["outcome"] != "created" or row["onefile_id"] != ids.get(email):
                yield f"row {number} is {row['outcome']} {row['onefile_id']}, not {ids.get(email)}: {row['message']}"
            elif row["assignments"] != {"done": self._count(email), "failed": 0, "unknown": 0, "not_attempted": 0}:
                yield f"row {number} has the assignments {row['assignments']}, not {self._count(email)}"

    def _count(self, email: str) -> int:
        return sum(learner == email for _, learner, *_ in self.assignments())

    def _assignments_of(self, index: int) -> Iterator[Assignment]:
        learner = self._learner(index)
        yield self._assessor(index + 1), learner, 1, None, None
        if index % 3 == 0:
            yield self._assessor(index), learner, 3, self._standard, None
            yield self._iqa(), learner, 3, self._standard, None
        if index % 6 == 0:
            yield self._assessor(index + 1), learner, 2, None, self._unit

    def _learner_row(self, index: int) -> dict[str, str]:
        first, last = self._name(index)
        row = {
            "Role": "Learner",
            "First name": first,
            "Last name": last,
            "Email": self._learner(index),
            "MIS ID": f"L{self.number}-{index}",
            "Placement": "Bakery",
            "Class": "Autumn",
            "Default assessor": self._assessor(index),
            "Default employer": self._manager(index),
            "Additional assessors": self._assessor(index + 1),
        }
        if index % 3 == 0:
            row |= {
                "Framework template" if index % 6 == 0 else "Standards": "Baker",
                "Learning aim assessor": self._assessor(index),
                "Learning aim IQA": self._iqa(),
            }
        if index % 6 == 0:
            row |= {
                "Learning aim standard": "Baker",
                "Unit assessor": self._assessor(index + 1),
                "Unit to assess": "Dough",
            }
        return row

    def _staff_rows(self) -> Iterator[dict[str, str]]:
        roles = ("Assessor", "Assessor", "IQA", "Employer", "Employer", "Employer")
        for index, (role, email) in enumerate(zip(roles, self._staff_emails(), strict=True)):
            row = {"Role": role, "First name": "Staff", "Last name": _LAST.split()[index % 5] + "s" * (index // 5 + 1)}
            yield row | {"Email": email, **({"Placement": "Bakery"} if role == "Employer" else {})}

    def _staff_emails(self) -> list[str]:
        return [self._assessor(0), self._assessor(1), self._iqa(), *(self._manager(index) for index in range(3))]

    def _name(self, index: int) -> tuple[str, str]:
        firsts, lasts = _FIRST.split(), _LAST.split()
        return firsts[index % len(firsts)], lasts[index // len(firsts)]

    def _learner(self, index: int) -> str:
        first, last = self._name(index)
        return f"{first}.{last}.{self.number}@example.org".lower()

    def _assessor(self, index: int) -> str:
        return f"assessor{index % 2}.{self.number}@example.org"

    def _iqa(self) -> str:
        return f"iqa.{self.number}@example.org"

    def _manager(self, index: int) -> str:
        return f"manager{index % 3}.{self.number}@example.org"

    @property
    def _standard(self) -> int:
        return 10 * self.organisation + 1

    @property
    def _unit(self) -> str:
        return f"DOUGH_{self.number}"

    def centre(self) -> dict[str, list[dict[str, object]]]:
        """What the centre file holds for the cohort's organisation."""
        place = {"OrganisationID": self.organisation}
        standard = {"ID": self._standard, **place, "Title": "Baker"}
        given = [{"StandardID": self._standard, "UnitIDs": [self._unit]}]
        return {
            "organisations": [{"ID": self.organisation, "Name": f"Bakers {self.number}"}],
            "placements": [{"ID": self._standard + 1, **place, "Name": "Bakery"}],
            "classrooms": [{"ID": self._standard + 2, **place, "Name": "Autumn"}],
            "standards": [standard],
            "units": [{"ID": self._unit, "StandardID": self._standard, "Title": "Dough"}],
            "framework_templates": [{"ID": self._standard + 3, **place, "Title": "Baker", "Standards": given}],
        }


def centre_file(file: Path, cohorts: int, options: Mapping[str, object] | None = None) -> None:
    """Writes a centre that has an organisation for each of so many cohorts."""
    tables: dict[str, list[dict[str, object]]] = {}
    for number in range(cohorts):
        for name, records in Sixty(number).centre().items():
            tables.setdefault(name, []).extend(records)
    customer = {"ID": 1, "Name": "Bakers", "Token": "rehearsal-token"}
    file.write_text(json.dumps({"customer": customer, **tables, "options": options or {}}), encoding="utf-8")


def _compared(what: str, expected: set[Any], found: list[Any]) -> Iterator[str]:
    counts = Counter(found)
    yield from (f"the {what} {one} is there {times} times" for one, times in counts.items() if times > 1)
    yield from (f"the {what} {one} is not there" for one in sorted(expected - counts.keys(), key=str))
    yield from (f"the {what} {one} is there, and was not planned" for one in sorted(counts.keys() - expected, key=str))


def _named(assignments: list[Mapping[str, Any]], own: Mapping[int, str]) -> list[Assignment]:
    return [
        (own.get(one["AssigneeID"], ""), own[one["LearnerID"]], one["Level"], one["StandardID"], one["UnitID"])
        for one in assignments
        if one["LearnerID"] in own
    ]


def _of(state: State, what: str, own: Mapping[int, str]) -> list[Mapping[str, Any]]:
    table = {"aims": "learning_aims", "units": "unit_summaries"}[what]
    return [one for one in state[table] if one["UserID"] in own]
