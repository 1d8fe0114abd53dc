"""A plan as data: every change that would be made, in the order in which it may be made, and what waits for what."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import JsonValue, Request, UserId
from onefile_desktop.roster.problems import Problem, rows_with_errors


class ChangeKind(StrEnum):
    """What a change does; the words stand in the plan's JSON."""

    CREATE = "create"
    UPDATE = "update"
    ASSIGN = "assign"
    FRAMEWORK_TEMPLATE = "framework-template"
    STANDARD = "standard"
    UNIT = "unit"
    PLACEMENT = "placement"
    CLASSROOM = "classroom"
    ASSIGN_PLACEMENT = "assign-placement"


PROGRAMME = frozenset({ChangeKind.FRAMEWORK_TEMPLATE, ChangeKind.STANDARD, ChangeKind.UNIT})


@dataclass(frozen=True)
class Change:
    """One call that would be made, and why.

    `key` names it for good: the same roster against the same centre gives the same keys. `sheet` and `row` are
    where it was asked for; `person` is who it concerns, and `person_row` their row of the roster's people, None
    where they have none. `about` is that person's ID in OneFile, or a reference to the change that creates them.
    `known` are the IDs of people who were there before the plan and look like the person to be created, so that
    a later search for the new person cannot take one of them for it. `told` says for people what it does. `was` holds,
    of an update, what OneFile has now in the fields that are sent.
    """

    key: str
    kind: ChangeKind
    sheet: str
    row: int
    person: str = field(repr=False)
    person_row: int | None
    about: UserId | None
    request: Request = field(repr=False)
    depends_on: tuple[str, ...] = ()
    role: Role | None = None
    known: tuple[int, ...] = ()
    told: str = field(default="", repr=False)
    was: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue], repr=False)

    def to_be_sent(self) -> dict[str, object]:
        """What the change is and what it sends; the plan's digest is made of this and of nothing else."""
        return {
            "key": self.key,
            "kind": str(self.kind),
            "sheet": self.sheet,
            "row": self.row,
            "person": self.person,
            "method": self.request.method,
            "path": self.request.path,
            "body": dict(self.request.body),
            "depends_on": list(self.depends_on),
        }

    def as_json(self) -> dict[str, object]:
        """The change as the plan's JSON shows it: what is sent, and what people are told of it."""
        was = {"was": dict(self.was)} if self.was else {}
        return {**self.to_be_sent(), "told": self.told, **was}


class Standing(StrEnum):
    """What becomes of a row of the roster."""

    CREATE = "create"
    CHANGE = "change"  # there already, and something is added or updated
    UNCHANGED = "unchanged"  # there already, compared, nothing differs
    LEFT_ALONE = "already-there"  # there already, and left as they are
    EXCLUDED = "excluded"  # an error, an open decision, or the admin's wish


@dataclass(frozen=True)
class PlannedRow:
    """A row of the roster in the plan. `onefile_id` is known for people who are there already.

    `on_people` tells a row of people from a row of finer assignments; `same_as` is the number of the first row of the
    same person, None for that row itself. `asks_for_more` says of somebody who is left as they are that the row asks
    for assignments, programme or managers besides. `mis_id` is the row's, else the one that OneFile has.
    """

    sheet: str
    row: int
    person: str = field(repr=False)
    role: Role | None
    standing: Standing
    onefile_id: int | None = None
    message: str = field(default="", repr=False)
    on_people: bool = True
    same_as: int | None = None
    asks_for_more: bool = False
    mis_id: str = field(default="", repr=False)

    def as_json(self) -> dict[str, object]:
        """The row as the plan's JSON shows it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "person": self.person,
            "role": self.role.label if self.role else None,
            "standing": str(self.standing),
            "onefile_id": self.onefile_id,
            "message": self.message,
        }


@dataclass(frozen=True)
class Forecast:
    """What carrying out the plan means.

    `emails` is the most OneFile may send, one for each new account, and `emails_certain` whether it will. `seats` are
    the paid ones: new learners. `calls` are one for each change, `seconds` the time they take under the limit.
    """

    emails: int
    emails_certain: bool
    seats: int
    calls: int
    seconds: int


@dataclass(frozen=True)
class Notice:
    """Something that deserves a look before the plan is sent, and is no problem of any row.

    `topic` is a short heading. `is_warning` tells what should make the admin pause from what is only good to know.
    """

    topic: str
    text: str
    is_warning: bool = False

    def as_json(self) -> dict[str, object]:
        """The notice as the plan's JSON shows it."""
        return {"topic": self.topic, "text": self.text, "warning": self.is_warning}


@dataclass(frozen=True)
class ChoiceUsed:
    """A text in a column (the field's name) that a choice of the admin's settles.

    `meant` is the ID in OneFile, empty where a row of the roster is meant; `who` is what people call that.
    `remembered` tells a choice that was made for an earlier plan.
    """

    column: str
    text: str = field(repr=False)
    meant: str
    who: str = field(repr=False)
    remembered: bool = False


@dataclass(frozen=True)
class Summary:
    """The totals of a plan. `unchanged` counts people, `excluded` rows of people, the others changes.

    `placements` and `classes` are those that are to be made, `assign_placements` the further placements that employers
    and observers are given.
    """

    create: Mapping[Role, int]
    update: int
    assign: Mapping[Level, int]
    programme: int
    unchanged: int
    excluded: int
    placements: int
    classes: int
    assign_placements: int


@dataclass(frozen=True)
class Plan:
    """Everything that would happen, in order, and everything that would not, with the reason."""

    organisation: Organisation
    environment: str
    rows: tuple[PlannedRow, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    forecast: Forecast
    notices: tuple[Notice, ...] = ()
    choices_used: tuple[ChoiceUsed, ...] = ()

    @property
    def digest(self) -> str:
        """A short fingerprint of what would be sent: equal plans have equal digests."""
        content = [self.organisation.id, [change.to_be_sent() for change in self.changes]]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def people(self) -> tuple[PlannedRow, ...]:
        """The rows of people, without those of finer assignments."""
        return tuple(row for row in self.rows if row.on_people)

    def with_errors(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of each row that an error keeps back."""
        return rows_with_errors(self.problems)

    def summary(self) -> Summary:
        """The totals."""
        creates = Counter(change.role for change in self.changes if change.kind is ChangeKind.CREATE)
        kinds = Counter(change.kind for change in self.changes)
        levels = Counter(change.request.body["Level"] for change in self.changes if change.kind is ChangeKind.ASSIGN)
        standings = Counter(row.standing for row in self.people())
        further = Counter(row.standing for row in self.people() if row.same_as is not None)
        there = (Standing.UNCHANGED, Standing.LEFT_ALONE)
        return Summary(
            create={role: creates[role] for role in Role if creates[role]},
            update=kinds[ChangeKind.UPDATE],
            assign={level: levels[level] for level in Level},
            programme=sum(kinds[kind] for kind in PROGRAMME),
            unchanged=sum(standings[standing] - further[standing] for standing in there),
            excluded=standings[Standing.EXCLUDED],
            placements=kinds[ChangeKind.PLACEMENT],
            classes=kinds[ChangeKind.CLASSROOM],
            assign_placements=kinds[ChangeKind.ASSIGN_PLACEMENT],
        )

    def as_json(self) -> Mapping[str, object]:
        """The plan as `plan --json` prints it."""
        summary = self.summary()
        return {
            "digest": self.digest,
            "organisation": {"ID": self.organisation.id, "Name": self.organisation.name},
            "environment": self.environment,
            "summary": {
                "create": {role.label: number for role, number in summary.create.items()},
                "update": summary.update,
                "assign": {str(int(level)): number for level, number in summary.assign.items()},
                "programme": summary.programme,
                "unchanged": summary.unchanged,
                "excluded": summary.excluded,
                "placements": summary.placements,
                "classes": summary.classes,
                "assign_placements": summary.assign_placements,
                "emails": self.forecast.emails,
                "seats": self.forecast.seats,
                "calls": self.forecast.calls,
                "seconds": self.forecast.seconds,
            },
            "changes": [change.as_json() for change in self.changes],
            "notices": [notice.as_json() for notice in self.notices],
            "rows": [row.as_json() for row in self.rows],
        }
