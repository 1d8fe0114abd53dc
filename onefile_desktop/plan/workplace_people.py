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
from onefile_desktop.plan.described import descriptions
from onefile_desktop.plan.described_names import alike, another_than_on_row, called, perhaps_a_company
from onefile_desktop.plan.matched import InUse, Match, Perhaps, Same
from onefile_desktop.plan.matching import a_role, is_another_first_name, joins_keychain_of, lookalikes, match
from onefile_desktop.plan.mentions import Mention
from onefile_desktop.plan.references import References
from onefile_desktop.plan.resolve import Found, contradicts
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Problem, problem
from onefile_desktop.roster.rows import CheckedRow, Reference


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
        own_row = next((subject for subject in on_roster[email] if subject.row.role is role), None)
        if case.options.choice(described.kind.field, described.email):
            continue
        if own_row is not None:
            problems += (
                said for mention in group if mention.is_needed and (said := another_than_on_row(mention, own_row))
            )
            continue
        mentions += group
        needed = [mention for mention in group if mention.is_needed]
        found = _judged(case, needed, on_roster[email], problems) if needed else None
        if found is not None:
            not_there.append(found)
    problems += _sharing_an_email(not_there)
    problems += alike([(one.mentions, one.first, one.last) for one in not_there], everybody)
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
        said = _in_the_centre(mention, one, case, is_chosen=is_chosen)
        if said is None:
            new.append(mention)
        else:
            problems.append(said)
    known = {one for mention in new for one in lookalikes(mention.described.as_row(), case.centre)}
    named, said_of_names = called(new, case.centre)
    problems += said_of_names
    if named is None:
        return None
    first = named.described
    problems += (said for mention in new for said in _same_mailbox(mention, first.name, same_email))
    other = joins_keychain_of(first.as_row(), case.centre)
    if other is not None and other.role is not None:
        who, role = _told(other), a_role(other.role)
        problems.append(problem("joins-keychain", named.place, value=first.email, who=who, role=role))
    return _NotThere(tuple(new), first.first, first.last, tuple(sorted(known)), is_chosen)


def _comparable(mention: Mention, case: Case) -> CheckedRow:
    """The description as a row; a company's or a team's name tells nothing of who somebody is."""
    row = mention.described.as_row()
    if not perhaps_a_company(mention.described, case.centre):
        return row
    return CheckedRow(row.row, row.role, {"Email": row.values["Email"]})


def _is_called_otherwise(mention: Mention, found: Match) -> bool:
    """Whether a name in one cell, which has no column for the surname, can be that of the only one with the email.

    It cannot where nothing of it is like their first name: a family may have one mailbox.
    """
    if not isinstance(found, Perhaps) or len(found.people) != 1 or found.people[0].archived:
        return False
    person, described = found.people[0], mention.described
    same_email = folded(person.email or "") == folded(described.email) and person.role is described.kind.role
    words = [word for word in described.beside.split() if len(spelt(word)) > 1] if described.first else []
    is_another = len(words) > 1 and all(is_another_first_name(word, person) for word in words)
    return bool(described.beside) and same_email and not is_another and not contradicts(described.beside, person.name)


def _in_the_centre(mention: Mention, found: Match, case: Case, *, is_chosen: bool) -> Problem | None:
    """What keeps somebody from being created whom the centre may have already, or an earlier run have created.

    What an earlier run left open is settled by resuming that run: no choice creates whom it may have created.
    """
    email = mention.described.email
    if (mention.described.kind.role, folded(email)) in case.record.unsettled:
        return problem("unsettled-before", mention.place, value=email)
    if isinstance(found, InUse):
        return problem("email-in-use", mention.place, value=email, other_name=found.person.name)
    if isinstance(found, Perhaps) and not is_chosen:
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
    return None


def _told(person: Person) -> str:
    email = f", {person.email}" if person.email else ""
    return f"{person.name} (OneFile ID {person.id}{email})"


def _same_mailbox(mention: Mention, called_so: str, same_email: Sequence[Subject]) -> Iterator[Problem]:
    """That the email is the learner's own, or that of somebody else on the roster, who is not `called_so`."""
    one = mention.described
    for subject in same_email:
        name = subject.person.name if subject.person else subject.row.name
        if spelt(name) != spelt(called_so):
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
