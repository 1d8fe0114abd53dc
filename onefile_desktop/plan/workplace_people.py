"""Employers and observers whom learners' rows describe, to be created where nobody has them yet.

Everybody is described once for each role and email, however many rows name them, and is held against the centre as
strictly as a row of their own would be. Where there is nothing to create the reference on the row is left to find who
is meant.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onefile_desktop.centre.snapshot import folded, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.described import Description, descriptions
from onefile_desktop.plan.matching import InUse, Nobody, Perhaps, Same, a_role, joins_keychain_of, lookalikes, match
from onefile_desktop.plan.references import References
from onefile_desktop.plan.resolve import Found, contradicts
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import CheckedRow, Reference


@dataclass(frozen=True)
class Mention:
    """A description, and the learner on whose row it stands."""

    learner: Subject
    described: Description
    place: Place

    @property
    def is_needed(self) -> bool:
        """Whether the learner is given whom the row describes: only an update replaces somebody's default."""
        person = self.learner.person
        if person is None or not self.described.is_default:
            return True
        return person.complete and (self.learner.course is Course.UPDATE or has_none(person, self.described.kind.field))

    def is_going(self, blocked: frozenset[tuple[str, int]]) -> bool:
        """Whether none of the learner's rows is kept back; `blocked` are sheet and number of those that are."""
        return blocked.isdisjoint(self.learner.places)


@dataclass(frozen=True)
class Newcomer(Subject):
    """Somebody to be created for learners' rows; `row` is what the first of those says of them.

    `mentions` are the rows that the person is created for, none where they all stay behind. `is_chosen` says that the
    admin wants the person created whoever else is there.
    """

    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    noun: str = ""
    is_chosen: bool = False

    @property
    def key(self) -> str:
        """What the keys of this person's changes begin with; the learner's own begin with the row alone."""
        return f"{super().key}-{self.noun}"

    @property
    def person_row(self) -> None:
        """They have no row of their own."""
        return


@dataclass(frozen=True)
class _NotThere:
    """Somebody whom nobody has: what rows say of them, and people of the centre who must not be taken for them."""

    mentions: tuple[Mention, ...]
    first: str
    last: str
    known: tuple[int, ...]
    is_chosen: bool


@dataclass(frozen=True)
class WorkplacePeople:
    """Everybody whom learners' rows describe and nobody has, and what is wrong with the descriptions."""

    problems: tuple[Problem, ...]
    _not_there: tuple[_NotThere, ...]
    _mentions: tuple[Mention, ...]

    def newcomers(self, blocked: frozenset[tuple[str, int]]) -> tuple[Newcomer, ...]:
        """Everybody described and not there, to be created if a row needs them that is not among the `blocked`."""
        return tuple(_newcomer(one, blocked) for one in self._not_there)

    def without_echoes(self, said: Iterable[Problem], blocked: frozenset[tuple[str, int]]) -> Iterator[Problem]:
        """`said` without what only repeats that somebody described is not there: of rows that stay behind for a reason
        that is told, and of those whose learner keeps another default employer."""
        for one in said:
            about = (*one.place.of_row, one.place.field, folded(one.value or ""))
            mention = self._by_reference.get(about) if one.code in _ECHOES else None
            if mention is None or (mention.is_needed and mention.is_going(blocked)):
                yield one

    @cached_property
    def _by_reference(self) -> Mapping[tuple[str, int | None, str | None, str], Mention]:
        return {
            (*one.place.of_row, one.described.kind.field, folded(one.described.email)): one for one in self._mentions
        }


def has_none(person: Person, name: str) -> bool:
    """Whether OneFile has nobody in the field `name` of somebody who was read whole."""
    return person.fields.get(name) in (None, "", 0, "0")


_ECHOES = frozenset(
    {"reference-unknown", "reference-not-ready", "reference-ambiguous", "reference-archived", "reference-contradicted"}
)


def workplace_people(case: Case, everybody: Sequence[Subject]) -> WorkplacePeople:
    """Everybody whom learners' rows describe that may go ahead; `everybody` are all rows of people."""
    groups: defaultdict[tuple[object, str], list[Mention]] = defaultdict(list)
    for subject in everybody:
        for one in descriptions(subject.row) if subject.goes_ahead else ():
            place = case.roster.people.place(one.row, one.kind.email)
            groups[one.kind.role, folded(one.email)].append(Mention(subject, one, place))
    on_roster: defaultdict[str, list[Subject]] = defaultdict(list)
    for subject in everybody:
        email = subject.row.text("Email") or (subject.person.email if subject.person else None) or ""
        on_roster[folded(email)].append(subject)
    problems: list[Problem] = []
    not_there: list[_NotThere] = []
    mentions: list[Mention] = []
    for key, group in groups.items():
        (role, email), described = key, group[0].described
        has_row = any(subject.row.role is role for subject in on_roster[email])
        if has_row or case.options.choice(described.kind.field, described.email):
            continue
        mentions += group
        needed = [mention for mention in group if mention.is_needed]
        found = _judged(case, needed, on_roster[email], problems) if needed else None
        if found is not None:
            not_there.append(found)
    problems += _sharing_an_email(not_there)
    return WorkplacePeople(tuple(problems), tuple(not_there), tuple(mentions))


def _judged(
    case: Case, group: list[Mention], same_email: Sequence[Subject], problems: list[Problem]
) -> _NotThere | None:
    """Who is to be created for a group of rows, if anybody; what is wrong goes to `problems`.

    `same_email` are the people of the roster, in other roles, who have the email.
    """
    described = group[0].described
    found = [(mention, match(_comparable(mention, case), case.centre)) for mention in group]
    # Nobody is created a second time, though another row of the same email may have made the admin think so.
    is_chosen = case.options.is_to_be_created(described.kind.field, described.email)
    is_chosen = is_chosen and not any(isinstance(one, Same) for _, one in found)
    new: list[Mention] = []
    for mention, one in found:
        if isinstance(one, Same) or _is_called_otherwise(mention, one):
            continue
        said = None if is_chosen else _in_the_centre(mention, one, case)
        if isinstance(one, InUse):
            said = problem("email-in-use", mention.place, value=mention.described.email, other_name=one.person.name)
        if said is None:
            new.append(mention)
        else:
            problems.append(said)
    if not new:
        return None
    named = [mention for mention in new if mention.described.first and mention.described.last]
    named = [mention for mention in named if not _is_a_company(mention, case)]
    known = {one for mention in new for one in lookalikes(mention.described.as_row(), case.centre)}
    problems += _said_of_names(new, named, case)
    problems += (said for mention in named for said in _same_mailbox(mention, same_email))
    if not named:
        return None
    first = named[0].described
    other = joins_keychain_of(first.as_row(), case.centre)
    if other is not None and other.role is not None:
        who, role = _told(other), a_role(other.role)
        problems.append(problem("joins-keychain", named[0].place, value=first.email, who=who, role=role))
    return _NotThere(tuple(new), first.first, first.last, tuple(sorted(known)), is_chosen)


def _comparable(mention: Mention, case: Case) -> CheckedRow:
    """The description as a row; a company's or a team's name tells nothing of who somebody is."""
    row = mention.described.as_row()
    if not _is_a_company(mention, case):
        return row
    return CheckedRow(row.row, row.role, {"Email": row.values["Email"]})


def _is_called_otherwise(mention: Mention, found: object) -> bool:
    """Whether a name in one cell, which has no column for the surname, can be that of the only one with the email."""
    if not isinstance(found, Perhaps) or len(found.people) != 1 or found.people[0].archived:
        return False
    person, beside = found.people[0], mention.described.beside
    same_email = folded(person.email or "") == folded(mention.described.email)
    return bool(beside) and same_email and not contradicts(beside, person.name)


def _in_the_centre(mention: Mention, found: object, case: Case) -> Problem | None:
    """What keeps somebody from being created whom the centre may have already, or an earlier run have created."""
    email = mention.described.email
    if isinstance(found, Perhaps):
        label = PEOPLE[mention.described.kind.field].label
        return problem(
            "described-perhaps-there",
            mention.place,
            value=email,
            who=mention.described.name or email,
            candidates=" or ".join(_told(person) for person in sorted(found.people, key=lambda one: one.id)),
            why=found.why,
            field=label,
        )
    unsettled = (mention.described.kind.role, folded(email)) in case.record.unsettled
    if isinstance(found, Nobody) and unsettled:
        return problem("unsettled-before", mention.place, value=email)
    return None


def _told(person: Person) -> str:
    email = f", {person.email}" if person.email else ""
    return f"{person.name} (OneFile ID {person.id}{email})"


def _said_of_names(new: list[Mention], named: list[Mention], case: Case) -> Iterator[Problem]:
    """Where a name is missing, is another one on another row, or may have been cut in the wrong place."""
    for mention in new if not named else ():
        noun = mention.described.kind.noun
        yield problem("described-nameless", mention.place, value=mention.described.email, who=noun)
    names = {(spelt(one.described.first), spelt(one.described.last)): one.described for one in reversed(named)}
    for mention in new:
        if _is_a_company(mention, case):
            continue
        one = mention.described
        other = next((other for other in names.values() if _differ(one, other)), None)
        if other is not None:
            yield problem(
                "described-differs", mention.place, value=one.email, other=other.row.number, other_name=other.name
            )
        elif one.doubt:
            yield problem("name-split", mention.place, value=one.beside, first=one.first, last=one.last)


def _differ(one: Description, other: Description) -> bool:
    halves = ((one.first, other.first), (one.last, other.last))
    return any(ours and theirs and spelt(ours) != spelt(theirs) for ours, theirs in halves)


def _is_a_company(mention: Mention, case: Case) -> bool:
    """Whether a name in one cell is that of a company or placement, which is nobody's."""
    beside, row = mention.described.beside, mention.described.row
    if not beside:
        return False
    on_row = (display(row.cells[name].value) for name in ("PlacementID", "CompanyName") if name in row.cells)
    names = (*on_row, *(one.name for one in case.centre.placements))
    # A placement of a single word may be called as somebody is: Reed, and Jo Reed.
    return any(
        spelt(beside) in spelt(name) or (len(name.split()) > 1 and spelt(name) in spelt(beside)) for name in names
    )


def _same_mailbox(mention: Mention, same_email: Sequence[Subject]) -> Iterator[Problem]:
    """That the email is the learner's own, or that of somebody else on the roster."""
    one = mention.described
    for subject in same_email:
        name = subject.person.name if subject.person else subject.row.name
        if spelt(name) != spelt(one.name):
            other = subject.row.row.number
            yield problem("email-shared", mention.place, value=one.email, other_name=name, other=other)
            return
        if subject is mention.learner:
            yield problem("assignment-self", mention.place, value=one.email)
            return


def _sharing_an_email(not_there: Iterable[_NotThere]) -> Iterator[Problem]:
    """That an employer and an observer who are two people have one email."""
    by_email: defaultdict[str, list[_NotThere]] = defaultdict(list)
    for one in not_there:
        by_email[folded(one.mentions[0].described.email)].append(one)
    for people in by_email.values():
        for one in people:
            other = next(
                (each for each in people if spelt(each.first + each.last) != spelt(one.first + one.last)), None
            )
            for mention in one.mentions if other is not None else ():
                assert other is not None
                name, row = f"{other.first} {other.last}", other.mentions[0].described.row.number
                yield problem("email-shared", mention.place, value=mention.described.email, other_name=name, other=row)


def _newcomer(one: _NotThere, blocked: frozenset[tuple[str, int]]) -> Newcomer:
    going = tuple(mention for mention in one.mentions if mention.is_going(blocked))
    described = (going or one.mentions)[0].described
    values: dict[str, str | Reference] = {"FirstName": one.first, "LastName": one.last, "Email": described.email}
    return Newcomer(
        CheckedRow(described.row, described.kind.role, values),
        Course.CREATE if going else Course.WAIT,
        known=one.known,
        mentions=going,
        noun=described.kind.noun,
        is_chosen=one.is_chosen,
    )


def settle_chosen(references: References, newcomers: Iterable[Newcomer]) -> None:
    """Lets descriptions mean whom the admin wants created, although somebody in OneFile has the same email."""
    for one in newcomers:
        for mention in one.mentions if one.is_chosen else ():
            field, email = PEOPLE[mention.described.kind.field], mention.described.email
            for reference in mention.described.part.references(field.name):
                if folded(reference.text) == folded(email):
                    references.settle(field, reference.text, Found(one.id, one.row.name))
