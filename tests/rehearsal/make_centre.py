"""Makes the built-in rehearsal centre: invented people of two invented training organisations.

Run `python -m tests.rehearsal.make_centre` after a change here; a test sees to it that the file is
exactly what this makes. Nobody in it exists: the addresses are example.org's, the telephone numbers
Ofcom's for drama, the ULNs fit their check digit but were never issued, and there are no NINOs.
"""

import json
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from onefile_desktop.paths import resource
from tests.rehearsal.invented import (
    ASSESSOR,
    ASSESSORS,
    CLASSROOMS,
    EMPLOYER,
    EMPLOYERS,
    HARBOURSIDE,
    IQA,
    IQAS,
    KEY_SKILLS,
    LEARNER,
    LEARNER_STATUSES,
    LEARNERS,
    MOORGATE,
    MOORGATE_LEARNERS,
    MOORGATE_STAFF,
    OBSERVER,
    OBSERVERS,
    ORGANISATIONS,
    PLACEMENTS,
    PROVIDERS,
    STANDARDS,
    TRAINEE_ASSESSOR,
    TRAINEES,
)

Record = dict[str, Any]

_NEXT_START = date(2026, 11, 30)
_NEXT_INTAKE = {
    "Beatriz Ferreira": "Business Administrator Level 3",
    "Daniel Osei": "Adult Care Worker Level 2",
    "Katie Ward": "Early Years Educator Level 3",
}
"""Learners whom somebody has entered by hand already; they stand on the roster of the next intake, too."""


def make_centre() -> Record:
    """The whole centre, always the same."""
    return _Maker().centre()


def write_centre(path: Path) -> None:
    """Writes the centre as a file that a person can read too."""
    path.write_text(json.dumps(make_centre(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _names(text: str) -> list[tuple[str, str]]:
    """First and last names; everything but the last word is the first name."""
    names = (full.strip().rpartition(" ") for full in text.replace("\n", " ").split(","))
    return [(first, last) for first, _, last in names]


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("ąćęłńóśźżáéíñıö", "acelnoszzaeinio"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _uln(series: int) -> str:
    """A ULN that fits its check digit: the next one from a number of nine digits that does."""
    for nine in count(700_100_000 + series * 7919):
        total = sum(int(digit) * weight for digit, weight in zip(str(nine), range(10, 1, -1), strict=True))
        check = (10 - total) % 11
        if check < 10:
            return f"{nine}{check}"
    raise AssertionError("count() does not end")


class _Maker:
    def __init__(self) -> None:
        self.people: list[Record] = []
        self.aims: list[Record] = []
        self.summaries: list[Record] = []
        self.assignments: list[Record] = []
        self.person_ids = count(137_001)
        self.aim_ids = count(410_001)
        self.summary_ids = count(520_001)
        self.organisations = [
            {
                "ID": identifier,
                "Name": name,
                "KeychainCreationForNewUserActive": True,
                "KeychainEmailSuppression": suppressed,
            }
            for identifier, name, _, suppressed in ORGANISATIONS
        ]
        self.placements = [
            {"ID": 8_801 + n, "OrganisationID": organisation, "Name": name, "MISID": f"EMP{n + 1:03}"}
            for n, (organisation, name, _) in enumerate(PLACEMENTS)
        ]
        self.classrooms = [
            {"ID": 3_301 + n, "OrganisationID": organisation, "Name": name, "MISID": f"CLS{n + 1:02}"}
            for n, (organisation, name) in enumerate(CLASSROOMS)
        ]
        self.providers = [
            {"ID": 611 + n, "OrganisationID": organisation, "Name": name, "MISID": f"UKP{10_040_000 + n}"}
            for n, (organisation, name) in enumerate(PROVIDERS)
        ]
        self.standards = [
            {"ID": 9_101 + n, "OrganisationID": organisation, "Title": title}
            for n, (organisation, title, *_) in enumerate(STANDARDS)
        ]
        self.units = [
            {"ID": f"{prefix}_{kind}{n // 3 + 1}", "StandardID": standard["ID"], "Title": f"{title} ({word})"}
            for standard, (_, _, _, prefix, titles) in zip(self.standards, STANDARDS, strict=True)
            for n, title in enumerate(titles)
            for kind, word in [(("K", "Knowledge"), ("S", "Skills"), ("B", "Behaviours"))[n % 3]]
        ]
        self.units += [
            {"ID": identifier, "StandardID": self.standards[2]["ID"], "Title": title}
            for identifier, title in KEY_SKILLS
        ]

    def centre(self) -> Record:
        for organisation, learners, staff in (
            (
                HARBOURSIDE,
                LEARNERS,
                {ASSESSOR: ASSESSORS, TRAINEE_ASSESSOR: TRAINEES, IQA: IQAS, EMPLOYER: EMPLOYERS, OBSERVER: OBSERVERS},
            ),
            (MOORGATE, MOORGATE_LEARNERS, MOORGATE_STAFF),
        ):
            for role, names in staff.items():
                for n, name in enumerate(_names(names)):
                    self._add_staff(organisation, role, n, *name)
            self._archive_leaver(organisation)
            for n, name in enumerate(_names(learners)):
                self._add_learner(organisation, n, *name)
        self._add_programme()
        return {
            "customer": {"ID": 2070, "Name": "Harbourside Group"},
            "organisations": self.organisations,
            "users": self.people,
            "classrooms": self.classrooms,
            "placements": self.placements,
            "providers": self.providers,
            "learner_statuses": [{"ID": 41 + n, "Name": name} for n, name in enumerate(LEARNER_STATUSES)],
            "standards": self.standards,
            "units": self.units,
            "framework_templates": self._templates(),
            "learning_aims": self.aims,
            "unit_summaries": self.summaries,
            "assignments": self.assignments,
            "options": {
                "create_answers": "object",
                "page_size_max": 200,
                "search_lag_seconds": 0,
                "search_shows_archived": False,
                "search_shows_email": True,
                "search_shows_role": True,
            },
        }

    def _email(self, first: str, last: str, domain: str, role: int) -> str:
        address = f"{_ascii(first)}.{_ascii(last)}@{domain}"
        # Two of one name in one role need two addresses; one person in two roles keeps theirs.
        taken = any(person["Email"] == address and person["Role"] == role for person in self.people)
        return address.replace("@", "2@") if taken else address

    def _add_person(self, organisation: int, role: int, first: str, last: str, domain: str, mis_id: str) -> Record:
        identifier = next(self.person_ids)
        person = {
            "ID": identifier,
            "OrganisationID": organisation,
            "Role": role,
            "FirstName": first,
            "LastName": last,
            "Email": self._email(first, last, domain, role),
            "MISID": mis_id,
            "Username": f"{_ascii(first)[:1]}{_ascii(last)}{identifier}",
            "Archived": False,
            "MobileNumber": f"07700 900{identifier % 1000:03}",
        }
        self.people.append(person)
        return person

    def _add_staff(self, organisation: int, role: int, n: int, first: str, last: str) -> None:
        prefix = {TRAINEE_ASSESSOR: "TA", ASSESSOR: "A", IQA: "IV", EMPLOYER: "MGR", OBSERVER: "OBS"}[role]
        mis_id = f"{'H' if organisation == HARBOURSIDE else 'M'}{prefix}{n + 1:03}"
        domain = next(domain for identifier, _, domain, _ in ORGANISATIONS if identifier == organisation)
        if role not in (EMPLOYER, OBSERVER):
            self._add_person(organisation, role, first, last, domain, mis_id)
            return
        sites = [
            (placement, domain)
            for placement, (owner, _, domain) in zip(self.placements, PLACEMENTS, strict=True)
            if owner == organisation
        ]
        placement, domain = sites[n % len(sites)]
        person = self._add_person(organisation, role, first, last, domain, mis_id)
        person["PlacementID"] = placement["ID"]
        person["Telephone"] = f"01632 960{person['ID'] % 1000:03}"

    def _archive_leaver(self, organisation: int) -> None:
        """The organisation's last assessor has left, and their MIS ID went on to the first."""
        assessors = [p for p in self.people if p["OrganisationID"] == organisation and p["Role"] == ASSESSOR]
        assessors[-1]["Archived"] = True
        if organisation == HARBOURSIDE:
            for sharing in assessors[-2:]:  # one of them archived
                sharing["MISID"] = assessors[0]["MISID"]

    def _staff(self, organisation: int, *roles: int) -> list[Record]:
        return [
            person
            for person in self.people
            if person["OrganisationID"] == organisation and person["Role"] in roles and not person["Archived"]
        ]

    def _add_learner(self, organisation: int, n: int, first: str, last: str) -> None:
        mis_id = f"{'H' if organisation == HARBOURSIDE else 'M'}L26{n + 1:04}"
        learner = self._add_person(organisation, LEARNER, first, last, "learners.example.org", mis_id)
        managers = self._staff(organisation, EMPLOYER)
        manager = managers[n * 5 % len(managers)]
        assessors = self._staff(organisation, TRAINEE_ASSESSOR, ASSESSOR)
        programmes = [entry for entry in STANDARDS if entry[0] == organisation]
        _, title, classroom, *_ = programmes[n % len(programmes)]
        start = date(2026, 9, 7) - timedelta(weeks=n * 3 % 60)
        if f"{first} {last}" in _NEXT_INTAKE:
            title, start = _NEXT_INTAKE[f"{first} {last}"], _NEXT_START
        status = self._status(n)
        learner |= {
            "Archived": status in (2, 3) and n % 2 == 1,
            "DOB": _moment(date(2009 - n * 7 % 38, 1 + n * 5 % 12, 1 + n * 11 % 28)),
            "DefaultAssessorID": assessors[n % len(assessors)]["ID"],
            "DefaultEmployerID": manager["ID"],
            "ClassroomID": self.classrooms[classroom]["ID"],
            "PlacementID": manager["PlacementID"],
            "ProviderID": self.providers[2 if organisation == MOORGATE else n % 5 == 4]["ID"],
            "LearnerStatusID": 41 + status,
            "EpisodeName": title,
            "CentreRegister": _moment(start + timedelta(days=3)),
            "StartOn": _moment(start),
            "PlannedEndDate": _moment(start + timedelta(days=546)),
        }
        if n % 3:
            learner["ULN"] = _uln(learner["ID"] - 137_000)

    def _status(self, n: int) -> int:
        """Most are in learning; every eleventh is on a break, every ninth has finished, and so on."""
        for every, status in ((11, 1), (9, 2), (13, 3), (17, 4)):
            if n % every == every - 1:
                return status
        return 0

    def _add_programme(self) -> None:
        """Every third learner has begun: a learning aim, its unit summaries, an assessor, often an IQA."""
        learners = [person for person in self.people if person["Role"] == LEARNER]
        for n, learner in enumerate(learners[::3]):
            standard = next(s for s in self.standards if s["Title"] == learner["EpisodeName"])
            aim = {
                "ID": next(self.aim_ids),
                "UserID": learner["ID"],
                "LearnerID": learner["ID"],
                "StandardID": standard["ID"],
                "Title": standard["Title"],
            }
            self.aims.append(aim)
            for unit in [unit for unit in self.units if unit["StandardID"] == standard["ID"]][:4]:
                summary = {**aim, "ID": next(self.summary_ids), "Title": unit["Title"]}
                self.summaries.append(summary | {"UnitID": unit["ID"], "LearningAimID": aim["ID"]})
            self._assign(learner["DefaultAssessorID"], learner, 3, standard["ID"])
            if n % 2 == 0:
                iqas = self._staff(learner["OrganisationID"], IQA)
                self._assign(iqas[n % len(iqas)]["ID"], learner, 3, standard["ID"])
            if n % 4 == 0:
                observers = self._staff(learner["OrganisationID"], OBSERVER)
                self._assign(observers[n % len(observers)]["ID"], learner, 1, None)

    def _assign(self, assignee: int, learner: Record, level: int, standard: int | None) -> None:
        self.assignments.append(
            {"AssigneeID": assignee, "LearnerID": learner["ID"], "Level": level, "StandardID": standard, "UnitID": None}
        )

    def _templates(self) -> list[Record]:
        return [
            {
                "ID": 701 + n,
                "OrganisationID": standard["OrganisationID"],
                "Title": f"{standard['Title']} - full programme",
                "Standards": [
                    {
                        "StandardID": standard["ID"],
                        "UnitIDs": [unit["ID"] for unit in self.units if unit["StandardID"] == standard["ID"]],
                    }
                ],
            }
            for n, standard in enumerate(self.standards)
            if n % 4 != 3
        ]


if __name__ == "__main__":
    write_centre(resource("rehearsal/centre.json"))
