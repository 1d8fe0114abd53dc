"""Each row of people, held against the centre: who it is, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.matched import Doubt, InUse, Nobody, Perhaps, Same
from onefile_desktop.plan.matching import a_role, holder_of_mis_id, joins_keychain_of, lookalikes, resembles
from onefile_desktop.plan.options import Decision, Existing
from onefile_desktop.plan.resolve import Holdup, NotReady, Somebody, described, identifiers
from onefile_desktop.plan.returning import is_unsettled, recognised
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import CLAUSES, REASONS, Problem, problem
from onefile_desktop.roster.rows import CheckedRow

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

    `known` are the IDs of people of the same role and name who were there before. `is_taken` tells a row that the admin
    skipped from one that is not among those taken for now.
    """

    row: CheckedRow
    course: Course
    person: Person | None = None
    by: str = ""
    known: tuple[int, ...] = ()
    is_taken: bool = True

    @property
    def name(self) -> str:
        """First and last name: the row's, or where it lacks a part those of the person it is."""
        is_whole = self.row.text("FirstName") and self.row.text("LastName")
        return self.row.name if is_whole or self.person is None else self.person.name

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
    def person_row(self) -> int | None:
        """The number of the row that the person has of their own."""
        return self.row.row.number

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
            waits = NotReady(name, self.row.row.number, self._why_not(blocked))
        known = self.person
        return Somebody(
            self.id,
            self.row.role,
            name,
            described(
                name,
                self.row.role,
                email or (known.email if known else None),
                mis_id or (known.mis_id if known else None),
                placement="; ".join(reference.text for reference in self.row.references("PlacementID")),
                onefile_id=known.id if known else None,
                row=None if known else self.row.row.number,
            ),
            identifiers(email, mis_id)
            | (identifiers(known.email, known.mis_id, known.id) if known else frozenset[str]()),
            email=folded((known.email if known else None) or email),
            waits=waits,
            mis_id=mis_id or (known.mis_id if known else None) or "",
            archived=bool(known and known.archived),
            row=None if known else self.row.row.number,
            also=self.row.name if known else "",
        )

    def _why_not(self, blocked: bool) -> Holdup:
        if self.course is Course.DROP:
            return Holdup.SKIPPED if self.is_taken else Holdup.NOT_TAKEN
        # Whoever has no row of their own waits for the rows that describe them.
        return Holdup.ERROR if blocked or self.person_row is None else Holdup.UNDECIDED


def is_only_identified(row: CheckedRow) -> bool:
    """Whether a row gives no name, only what identifies somebody who is there already."""
    named = row.text("FirstName") or row.text("LastName")
    return not named and any(name in row.values for name in _FIELD_OF.values())


def subjects(case: Case) -> Iterator[tuple[Subject, tuple[Problem, ...]]]:
    """Every row of people with what becomes of it, and what there is to say about that."""
    for row in case.checked.people:
        subject, found = _subject(case, row)
        if case.options.only is not None and case.options.only.isdisjoint(row.numbers):
            yield replace(subject, course=Course.DROP, is_taken=subject.course is Course.DROP), ()
        else:
            yield subject, found


def _subject(case: Case, row: CheckedRow) -> tuple[Subject, tuple[Problem, ...]]:
    known = lookalikes(row, case.centre)
    decisions = [case.options.decisions[number] for number in row.numbers if number in case.options.decisions]
    decision = Decision.SKIP if Decision.SKIP in decisions else next(iter(decisions), None)
    if decision is Decision.SKIP:
        return Subject(row, Course.DROP, known=known), ()
    if isinstance(decision, int):
        return _decided(case, row, decision)
    found = recognised(row, case)
    if isinstance(found, Same):
        return _existing(case, Subject(row, Course.LEAVE, found.person, found.by))
    new = Subject(row, Course.CREATE, known=known)
    if is_unsettled(row, case):
        # Whatever was decided: a decision that is as old as that run would create the person twice.
        return new, (_said(case, row, "unsettled-before", "Email", value=row.text("Email")),)
    if isinstance(found, InUse):
        code = "mis-id-in-use" if found.field == "MISID" else "email-in-use"
        return new, (_said(case, row, code, found.field, value=row.text(found.field), other_name=_who(found.person)),)
    if isinstance(found, Perhaps) and decision is not Decision.CREATE:
        who = " or ".join(_who(person) for person in found.people)
        waiting = _said(
            case, row, "possible-duplicate", _telling_field(found), value=row.name, candidates=who, why=found.why
        )
        return Subject(row, Course.WAIT, known=known), (waiting,)
    if isinstance(found, Nobody) and is_only_identified(row):
        name = next(name for name in _FIELD_OF.values() if name in row.values)
        told = f"the {PEOPLE[name].label} “{row.values[name]}”"
        return new, (
            _said(case, row, "nobody-found", name, value=str(row.values[name]), what=told, role=row.role.label),
        )
    if isinstance(found, Nobody) and "OneFileID" in row.values:
        text = str(row.values["OneFileID"])
        return new, (_said(case, row, "onefile-id-unknown", "OneFileID", value=text),)
    return new, (*_mis_id_in_use(case, new), *_joins_keychain(case, row))


def _decided(case: Case, row: CheckedRow, onefile_id: int) -> tuple[Subject, tuple[Problem, ...]]:
    person = case.centre.by_id.get(onefile_id)
    if person is None or person.role not in {row.role, None}:
        return Subject(row, Course.WAIT), (_said(case, row, "onefile-id-unknown", "OneFileID", value=str(onefile_id)),)
    if not resembles(row, person, case.centre):
        unlike = _said(case, row, "decided-unlike", "LastName", value=row.name, who=_who(person))
        return Subject(row, Course.WAIT), (unlike,)
    subject = Subject(row, Course.LEAVE, person, "your decision")
    if person.archived:
        return subject, (_said(case, row, "archived-left", "LastName", value=row.name, who=_who(person)),)
    return _existing(case, subject)


def _existing(case: Case, subject: Subject) -> tuple[Subject, tuple[Problem, ...]]:
    person, row = subject.person, subject.row
    assert person is not None
    if case.options.existing is Existing.UPDATE:
        course, then = Course.UPDATE, "what differs is changed"
    elif case.options.existing is Existing.ASSIGN:
        course, then = Course.ADD, "only what is missing is added"
    elif person.id in case.record.made:
        course, then = Course.ADD, "gets only what this program began and has not finished, if there is anything"
    else:
        course, then = Course.LEAVE, "is left as they are"
    by = _told_by(subject.by)
    field = _FIELD_OF.get(subject.by, "LastName")
    there = _said(case, row, "already-in-onefile", field, value=row.name, who=_who(person), by=by, then=then)
    subject = replace(subject, course=course)
    return subject, (there, *_mis_id_in_use(case, subject), *_not_changed(case, subject))


def _mis_id_in_use(case: Case, subject: Subject) -> Iterator[Problem]:
    """That the row would give somebody a MIS ID that another one has."""
    row = subject.row
    holder = holder_of_mis_id(row, case.centre, subject.person)
    if holder is not None:
        yield _said(case, row, "mis-id-in-use", "MISID", value=row.text("MISID"), other_name=_who(holder))


def _joins_keychain(case: Case, row: CheckedRow) -> Iterator[Problem]:
    other = joins_keychain_of(row, case.centre)
    if other is not None and other.role is not None:
        role = a_role(other.role)
        yield _said(case, row, "joins-keychain", "Email", value=row.text("Email"), who=_who(other), role=role)


def _not_changed(case: Case, subject: Subject) -> Iterator[Problem]:
    """What is not changed of somebody who is there although the row says otherwise: their email, or nothing known."""
    person, email = subject.person, subject.row.text("Email")
    if person is None or not subject.goes_ahead:
        return
    if not person.complete:
        note = REASONS["not-read"].format(who=_who(person))
        yield _said(case, subject.row, "not-compared", "LastName", value=subject.row.name, note=note)
    elif email and folded(email) != folded(person.email or ""):
        there = person.email or CLAUSES["no-email"]
        yield _said(case, subject.row, "email-not-changed", "Email", value=email, who=_who(person), there=there)


def _said(case: Case, row: CheckedRow, code: str, field: str, *, value: str, **details: object) -> Problem:
    place = case.roster.people.place(row.source(field), field)
    return problem(code, place, value=value, suggestions=(), **details)


def _told_by(by: str) -> str:
    return by if by == "your decision" else f"same {by}"


def _who(person: Person) -> str:
    return f"{person.name} (OneFile ID {person.id}{', archived' if person.archived else ''})"


def _telling_field(found: Perhaps) -> str:
    if found.doubt in {Doubt.NAME, Doubt.NEAR_NAME}:
        return "LastName"
    return next((name for by, name in _FIELD_OF.items() if f"the {by} " in found.why), "LastName")
