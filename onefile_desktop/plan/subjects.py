"""Each row of people, held against the centre: who it is, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.matching import InUse, Nobody, Perhaps, Same, lookalikes, match
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.plan.resolve import NotReady, Somebody, described, identifiers
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import CheckedRow, Roster

_FIELD_OF = {"OneFile ID": "OneFileID", "MIS ID": "MISID", "ULN": "ULN", "email": "Email"}


class Course(Enum):
    """What is to be done for a person."""

    CREATE = auto()
    ADD = auto()  # there already: what is missing is added, nothing is overwritten
    UPDATE = auto()  # there already: what differs is changed as well
    LEAVE = auto()  # there already: left as they are
    WAIT = auto()  # may be there already: the admin has not decided
    DROP = auto()  # the admin left the row out


@dataclass(frozen=True)
class Subject:
    """A row of people, and who it is: somebody of the centre, or somebody to be created.

    `known` are the IDs of people of the same role and name who were there before.
    """

    row: CheckedRow
    course: Course
    person: Person | None = None
    by: str = ""
    known: tuple[int, ...] = ()

    @property
    def place(self) -> tuple[str, int]:
        """Sheet and number of the row."""
        return self.row.row.sheet, self.row.row.number

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of each of the person's rows."""
        return frozenset((self.row.row.sheet, number) for number in self.row.numbers)

    @property
    def key(self) -> str:
        """What the keys of this person's changes begin with."""
        return f"people-{self.row.row.number}"

    @property
    def create_key(self) -> str:
        """The key of the change that creates this person."""
        return f"{self.key}-create"

    @cached_property
    def id(self) -> UserId:
        """The OneFile ID, or the reference to the change that makes it."""
        return self.person.id if self.person else IdOf(self.create_key)

    @property
    def goes_ahead(self) -> bool:
        """Whether something may be sent for this person."""
        return self.course in (Course.CREATE, Course.ADD, Course.UPDATE)

    def somebody(self, blocked: bool) -> Somebody:
        """This person, as references find them. `blocked`: an error keeps the row back."""
        email, mis_id = self.row.text("Email"), self.row.text("MISID")
        name = self.person.name if self.person else self.row.name
        waits = None
        if self.person is None and (blocked or not self.goes_ahead):
            waits = NotReady(name, self.row.row.number, by_choice=self.course is Course.DROP)
        known = self.person
        return Somebody(
            self.id,
            self.row.role,
            name,
            described(name, self.row.role, email or (known.email if known else None), mis_id),
            identifiers(email, mis_id)
            | (identifiers(known.email, known.mis_id, known.id) if known else frozenset[str]()),
            email=email.casefold(),
            waits=waits,
        )


def subjects(
    roster: Roster, rows: tuple[CheckedRow, ...], centre: Centre, record: Record, options: PlanOptions
) -> Iterator[tuple[Subject, Problem | None]]:
    """Every row of people with what becomes of it, and what there is to say about that."""
    for row in rows:
        subject, found = _subject(roster, row, centre, record, options)
        if options.only is not None and options.only.isdisjoint(row.numbers):
            yield replace(subject, course=Course.DROP), None
        else:
            yield subject, found


def _subject(
    roster: Roster, row: CheckedRow, centre: Centre, record: Record, options: PlanOptions
) -> tuple[Subject, Problem | None]:
    known = lookalikes(row, centre)
    decisions = [options.decisions[number] for number in row.numbers if number in options.decisions]
    decision = Decision.SKIP if Decision.SKIP in decisions else next(iter(decisions), None)
    if decision is Decision.SKIP:
        return Subject(row, Course.DROP, known=known), None
    if isinstance(decision, int):
        return _decided(roster, row, centre, record, options, decision)
    found = match(row, centre)
    if isinstance(found, Same):
        return _existing(roster, Subject(row, Course.LEAVE, found.person, found.by), record, options)
    if isinstance(found, InUse):
        code = "mis-id-in-use" if found.field == "MISID" else "email-in-use"
        place = _place(roster, row, found.field)
        return Subject(row, Course.CREATE, known=known), problem(
            code, place, value=row.text(found.field), other_name=found.person.name
        )
    unsettled = (row.role, folded(row.text("Email"))) in record.unsettled
    if isinstance(found, Nobody) and unsettled and decision is not Decision.CREATE:
        place = _place(roster, row, "Email")
        return Subject(row, Course.CREATE, known=known), problem("unsettled-before", place, value=row.text("Email"))
    if isinstance(found, Perhaps) and decision is not Decision.CREATE:
        who = " or ".join(_who(person) for person in found.people)
        place = _place(roster, row, _telling_field(found.why))
        return Subject(row, Course.WAIT, known=known), problem(
            "possible-duplicate", place, value=row.name, candidates=who, why=found.why
        )
    if isinstance(found, Nobody) and "OneFileID" in row.values:
        place = _place(roster, row, "OneFileID")
        return Subject(row, Course.CREATE, known=known), problem(
            "onefile-id-unknown", place, value=str(row.values["OneFileID"])
        )
    return Subject(row, Course.CREATE, known=known), None


def _decided(
    roster: Roster, row: CheckedRow, centre: Centre, record: Record, options: PlanOptions, onefile_id: int
) -> tuple[Subject, Problem | None]:
    person = centre.by_id.get(onefile_id)
    if person is None or person.role is not row.role:
        place = _place(roster, row, "OneFileID")
        return Subject(row, Course.WAIT), problem("onefile-id-unknown", place, value=str(onefile_id))
    return _existing(roster, Subject(row, Course.LEAVE, person, "your decision"), record, options)


def _existing(roster: Roster, subject: Subject, record: Record, options: PlanOptions) -> tuple[Subject, Problem | None]:
    assert subject.person is not None
    if options.existing is Existing.UPDATE:
        course, then = Course.UPDATE, "what differs is changed"
    elif options.existing is Existing.ASSIGN:
        course, then = Course.ADD, "only what is missing is added"
    elif subject.person.id in record.made:
        course, then = Course.ADD, "what this program began for them is completed"
    else:
        course, then = Course.LEAVE, "is left as they are"
    place = _place(roster, subject.row, _FIELD_OF.get(subject.by, "LastName"))
    said = problem(
        "already-in-onefile",
        place,
        value=subject.row.name,
        who=_who(subject.person),
        by=_told_by(subject.by),
        then=then,
    )
    return replace(subject, course=course), said


def _place(roster: Roster, row: CheckedRow, name: str) -> Place:
    return roster.people.place(row.source(name), name)


def _told_by(by: str) -> str:
    return by if by == "your decision" else f"same {by}"


def _who(person: Person) -> str:
    return f"{person.name} (OneFile ID {person.id})"


def _telling_field(why: str) -> str:
    return next((name for by, name in _FIELD_OF.items() if by in why), "LastName")
