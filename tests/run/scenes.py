"""A small centre, a cohort for it, and the means to carry a plan out against it through real sockets."""

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf, JsonValue, Request, UserId
from onefile_desktop.plan.changes import Change, ChangeKind, Forecast, Plan, PlannedRow, Standing
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.elsewhere import NOTHING_ELSEWHERE, Elsewhere
from onefile_desktop.run.engine import Control, Waits, carry_out
from onefile_desktop.run.events import Ended, Event, RunEnding
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger

CENTRE_ID = 7
PLACEMENT, CLASSROOM, STANDARD, TEMPLATE, ASSESSOR = 21, 22, 31, 41, 51
UNIT = "KS_COMM1"
BRIEF = Waits(lookups=(0.02, 0.05), late_lookup=0.1, lag_at_most=2.0, retry=0.02, retry_at_most=0.1, give_up_after=1.0)

CENTRE: dict[str, Any] = {
    "customer": {"ID": 1, "Name": "Northbridge Training", "Token": "rehearsal-token"},
    "organisations": [
        {
            "ID": CENTRE_ID,
            "Name": "Northbridge",
            "KeychainCreationForNewUserActive": True,
            "KeychainEmailSuppression": False,
        }
    ],
    "placements": [{"ID": PLACEMENT, "OrganisationID": CENTRE_ID, "Name": "Bakery"}],
    "classrooms": [{"ID": CLASSROOM, "OrganisationID": CENTRE_ID, "Name": "Autumn"}],
    "standards": [{"ID": STANDARD, "OrganisationID": CENTRE_ID, "Title": "Baker"}],
    "units": [{"ID": UNIT, "StandardID": STANDARD, "Title": "Communication"}],
    "framework_templates": [
        {
            "ID": TEMPLATE,
            "OrganisationID": CENTRE_ID,
            "Title": "Baker L2",
            "Standards": [{"StandardID": STANDARD, "UnitIDs": [UNIT]}],
        }
    ],
    "users": [
        {
            "ID": ASSESSOR,
            "OrganisationID": CENTRE_ID,
            "Role": 5,
            "FirstName": "Ada",
            "LastName": "Okafor",
            "Email": "ada@northbridge.example",
            "MISID": "T1",
        }
    ],
}

NAMES = ("Amy Adams", "Ben Bright", "Cai Cooper", "Dee Dunn", "Eve Ellis", "Fay Ford", "Gus Gale", "Hal Hart")


@dataclass
class Cohort:
    """Builds a plan by hand: rows of people from row 2 on, and the changes in order."""

    rows: list[PlannedRow] = field(default_factory=list[PlannedRow])
    changes: list[Change] = field(default_factory=list[Change])

    def person(self, name: str, role: Role = Role.LEARNER, **others: JsonValue) -> Change:
        """A row of People and the create for it."""
        number = len([row for row in self.rows if row.on_people]) + 2
        first, _, last = name.partition(" ")
        body: dict[str, JsonValue] = {
            "OrganisationID": CENTRE_ID,
            "FirstName": first,
            "LastName": last,
            "Email": f"{first}.{last}@example.org".lower(),
            "Role": int(role),
        }
        if role is Role.LEARNER:
            body |= {"DefaultAssessorID": ASSESSOR, "ClassroomID": CLASSROOM}
        if role in {Role.LEARNER, Role.EMPLOYER, Role.OBSERVER}:
            body |= {"PlacementID": PLACEMENT}
        body |= others
        self.rows.append(PlannedRow("People", number, name, role, Standing.CREATE))
        request = writes.create_user(body)
        change = Change(
            f"create:{number}",
            ChangeKind.CREATE,
            "People",
            number,
            name,
            number,
            None,
            request,
            request.waits_for(),
            role,
        )
        self.changes.append(change)
        return change

    def add(
        self,
        kind: ChangeKind,
        of: Change,
        request: Request,
        *,
        after: Sequence[Change] = (),
        place: tuple[str, int] | None = None,
        told: str = "",
    ) -> Change:
        """A further change for somebody who is created here."""
        sheet, row = place or (of.sheet, of.row)
        key = f"{kind}:{len(self.changes)}"
        depends_on = tuple(dict.fromkeys((*(change.key for change in after), *request.waits_for())))
        change = Change(
            key, kind, sheet, row, of.person, of.person_row, IdOf(of.key), request, depends_on, of.role, told=told
        )
        self.changes.append(change)
        return change

    def standard(self, of: Change) -> Change:
        """Gives a learner the standard."""
        request = writes.assign_standard(STANDARD, IdOf(of.key))
        return self.add(ChangeKind.STANDARD, of, request, told="the standard “Baker”")

    def unit(self, of: Change) -> Change:
        """Gives a learner the unit."""
        return self.add(ChangeKind.UNIT, of, writes.assign_unit(UNIT, IdOf(of.key), STANDARD))

    def template(self, of: Change) -> Change:
        """Gives a learner the framework template."""
        return self.add(ChangeKind.FRAMEWORK_TEMPLATE, of, writes.assign_framework_template(TEMPLATE, IdOf(of.key)))

    def assign(
        self,
        of: Change,
        assignee: UserId = ASSESSOR,
        level: Level = Level.ADDITIONAL,
        *,
        after: Sequence[Change] = (),
        place: tuple[str, int] | None = None,
    ) -> Change:
        """Assigns somebody to a learner."""
        request = writes.assign_user(
            assignee,
            IdOf(of.key),
            level,
            standard=STANDARD if level is Level.LEARNING_AIM else None,
            unit=UNIT if level is Level.UNIT_SUMMARY else None,
        )
        return self.add(ChangeKind.ASSIGN, of, request, after=after, place=place, told="Ada Okafor as assessor")

    def update(self, of: Change, **fields: JsonValue) -> Change:
        """Changes somebody who is created here."""
        return self.add(ChangeKind.UPDATE, of, writes.update_user(IdOf(of.key), fields))

    def plan(self) -> Plan:
        """All of it."""
        return Plan(
            Organisation(CENTRE_ID, "Northbridge"),
            "rehearsal",
            tuple(self.rows),
            tuple(self.changes),
            (),
            Forecast(0, True, 0, len(self.changes), 1),
        )


def cohort_of(count: int, *, assign: bool = True) -> Cohort:
    """`count` learners, each with a level 1 assignment where `assign` says so."""
    cohort = Cohort()
    people = [cohort.person(name) for name in NAMES[:count]]
    for person in people if assign else []:
        cohort.assign(person)
    return cohort


@dataclass(frozen=True)
class Site:
    """A rehearsal centre that is running, and the folder of the run."""

    server: RehearsalServer
    folder: Path
    fresh: list[Journal] = field(default_factory=list[Journal])

    @property
    def journal_path(self) -> Path:
        """Where the run's journal is."""
        return self.folder / "run.sqlite3"

    def state(self) -> dict[str, Any]:
        """What the centre holds."""
        root = self.server.url.partition("/api")[0]
        with urllib.request.urlopen(f"{root}/rehearsal/state") as answer:
            return json.load(answer)

    def new_people(self) -> list[str]:
        """First and last names of everybody who was not there before, in alphabetical order."""
        users = [user for user in self.state()["users"] if user["ID"] != ASSESSOR and user["ID"] not in _given(CENTRE)]
        return sorted(f"{user['FirstName']} {user['LastName']}" for user in users)

    def client(self, *, rate: Rate | None = None, answer_seconds: float = 5.0, token: str = "") -> OneFileClient:
        """A client of the centre."""
        return OneFileClient(
            self.server.url,
            token or self.server.token,
            limiter=Limiter(rate or Rate(100000, 60)),
            timeouts=Timeouts(connect=2, answer=answer_seconds, repeats=(0.01, 0.02)),
        )

    def create(self, cohort: Cohort) -> None:
        """Makes the run's journal; the first `carry_out` takes it as it is, as a program does."""
        self.fresh.append(Journal.create(self.journal_path, cohort.plan(), run="r1", connection={}, roster=None))

    def carry_out(
        self,
        *,
        waits: Waits = BRIEF,
        concurrency: int = 4,
        control: Control | None = None,
        client: OneFileClient | None = None,
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> list[Event]:
        """Carries the run out, as far as it goes, and returns everything that happened."""
        with (
            self.fresh.pop() if self.fresh else Journal.open(self.journal_path) as journal,
            Ledger(self.folder / "ledger.sqlite3") as ledger,
            client or self.client() as used,
        ):
            return list(
                carry_out(
                    journal,
                    used,
                    ledger,
                    control=control or Control(),
                    concurrency=concurrency,
                    waits=waits,
                    elsewhere=elsewhere,
                )
            )

    def journal(self) -> Journal:
        """The run's journal, opened anew."""
        while self.fresh:
            self.fresh.pop().close()
        return Journal.open(self.journal_path)

    def states(self) -> dict[str, str]:
        """How far each change has come."""
        with self.journal() as journal:
            return {change.change.key: str(change.state) for change in journal.changes()}

    def messages(self) -> dict[str, str]:
        """What each change's outcome says."""
        with self.journal() as journal:
            return {change.change.key: change.message for change in journal.changes()}


def ending_of(events: Sequence[Event]) -> RunEnding:
    """How the run ended."""
    last = events[-1]
    assert isinstance(last, Ended)
    return last.ending


def _given(centre: Mapping[str, Any]) -> set[int]:
    return {user["ID"] for user in centre["users"]}


@contextmanager
def site(
    folder: Path,
    faults: Sequence[Mapping[str, object]] = (),
    *,
    options: Mapping[str, object] | None = None,
    people: Sequence[Mapping[str, object]] = (),
    rate: int = 100000,
    latency_seconds: float = 0.0,
    seed: int = 0,
) -> Iterator[Site]:
    """A running centre with `faults`, `options` of the centre file, and further `people`."""
    centre = CENTRE | {"options": options or {}, "users": [*CENTRE["users"], *people]}
    (folder / "centre.json").write_text(json.dumps(centre), encoding="utf-8")
    (folder / "faults.json").write_text(json.dumps(list(faults)), encoding="utf-8")
    with RehearsalServer(
        centre=folder / "centre.json",
        faults=folder / "faults.json",
        rate=rate,
        window_seconds=1.0,
        latency_seconds=latency_seconds,
        seed=seed,
    ) as server:
        here = Site(server, folder)
        yield here
        while here.fresh:
            here.fresh.pop().close()


def like_amy(**others: object) -> dict[str, object]:
    """Somebody in the centre with the name and the address of the first learner of the cohort."""
    return {
        "ID": 900,
        "OrganisationID": CENTRE_ID,
        "Role": 1,
        "FirstName": "Amy",
        "LastName": "Adams",
        "Email": "amy.adams@example.org",
        "DefaultAssessorID": ASSESSOR,
        "ClassroomID": CLASSROOM,
        "PlacementID": PLACEMENT,
        **others,
    }
