"""What several rows of people say together: emails, MIS IDs and ULNs of several people, and people on several rows.

Thousands of rows may share one address, so no row is held against each other one: of whatever they say of something,
the first two different answers tell for every row which is the first to say otherwise.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.joining import differing, of_the_person
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import CheckedRow, Row
from onefile_desktop.roster.values import display, plain

_Key = Callable[[CheckedRow], object]
_Finder = Callable[[CheckedRow], CheckedRow | None]
"""Finds, for a row, the first of the rows that it is compared with that is another one's."""

_OF_STAFF = tuple(field.name for field in PEOPLE.values() if field.target is Target.PERSON)
"""The fields that name assessors, managers and others."""

_HALVES = frozenset({"FirstName", "LastName"})
_ACCENTS = re.compile("[\u0300-\u036f]")  # not the marks of Japanese and Indian scripts, which make other letters

# Letters with a stroke, which Unicode does not take apart into a letter and an accent.
_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")


def across_rows(people: Iterable[CheckedRow]) -> list[Problem]:
    """The problems that rows have with each other, one a row and field, naming the first other row."""
    everybody = tuple(people)
    found: list[Problem] = []
    for rows in _sharing(everybody, "Email"):
        found += _emails(rows)
    for rows in _sharing(everybody, "MISID"):
        found += _mis_ids(rows)
    for rows in _sharing(everybody, "MISID", _without_zeros):
        found += _mis_ids_but_for_zeros(rows)
    for rows in _sharing(everybody, "ULN"):
        found += _ulns(rows)
    return [*found, *_twins(everybody), *_emails_of_staff(everybody)]


def _sharing(
    people: Iterable[CheckedRow], field: str, compared: Callable[[str], str] = str
) -> Iterator[list[CheckedRow]]:
    """The groups of rows that have the same text in `field`, in any case, or as it is `compared`."""
    groups: defaultdict[str, list[CheckedRow]] = defaultdict(list)
    for person in people:
        if text := person.text(field):
            groups[compared(text.casefold())].append(person)
    return (rows for rows in groups.values() if len(rows) > 1)


def _without_zeros(text: str) -> str:
    return text.lstrip("0") if text.isdecimal() else text


def _emails(rows: list[CheckedRow]) -> Iterator[Problem]:
    """One person in two roles may well have one address; two rows of one role, or two people, may not."""
    by_role: defaultdict[object, list[CheckedRow]] = defaultdict(list)
    for person in rows:
        by_role[person.role].append(person)
    contradicting = {role: _first_to_contradict(of_role, of_the_person) for role, of_role in by_role.items()}
    stranger_to = _first_to_differ(rows, _name)
    for person in rows:
        place, shown = _at(person, "Email")
        twin = next((other for other in by_role[person.role] if other is not person), None)
        if twin is not None:
            role = person.role.label
            twin = contradicting[person.role](person) or twin
            what = ", ".join(PEOPLE[name].label for name in differing(person, twin)) or "another row of theirs"
            yield problem("email-repeated", place, value=shown, role=role, other=twin.row.number, what=what)
        elif (stranger := stranger_to(person)) is not None:
            name = stranger.name or "Somebody else"
            yield problem("email-shared", place, value=shown, other_name=name, other=stranger.row.number)


def _mis_ids(rows: list[CheckedRow]) -> Iterator[Problem]:
    """One person in two roles may have one MIS ID as well."""
    stranger_to = _first_to_differ(rows, _identity)
    for person in rows:
        if (other := stranger_to(person)) is not None:
            place, shown = _at(person, "MISID")
            yield problem("mis-id-repeated", place, value=shown, other=other.row.number)


def _mis_ids_but_for_zeros(rows: list[CheckedRow]) -> Iterator[Problem]:
    """Excel takes leading zeros away on one row and not on another, so 00123 and 123 may be one MIS ID."""
    stranger_to = _first_to_differ_in_both(rows, lambda person: person.text("MISID").casefold(), _identity)
    for person in rows:
        if (other := stranger_to(person)) is not None:
            place, shown = _at(person, "MISID")
            theirs = display(other.source("MISID").cells["MISID"].value)
            yield problem("mis-id-zeros", place, value=shown, other=other.row.number, theirs=theirs)


def _ulns(rows: list[CheckedRow]) -> Iterator[Problem]:
    """A learner has one number for life; two rows with one email are said to be one person already."""
    stranger_to = _first_to_differ(rows, _email)
    for person in rows:
        if (other := stranger_to(person)) is not None:
            place, shown = _at(person, "ULN")
            yield problem("uln-repeated", place, value=shown, other=other.row.number)


def _twins(people: Iterable[CheckedRow]) -> Iterator[Problem]:
    """Rows of one role that share name and birthday are one person, unless another field has said so already."""
    groups: defaultdict[object, list[CheckedRow]] = defaultdict(list)
    for person in people:
        if _is_named(person) and (born := person.date("DOB")) is not None:
            groups[person.role, _name(person), born].append(person)
    for rows in (rows for rows in groups.values() if len(rows) > 1):
        twin_of = _first_to_differ_in_both(rows, _email, _uln)
        for person in rows:
            if (other := twin_of(person)) is not None:
                place, shown = _at(person, "LastName" if "LastName" in person.values else "FirstName")
                why = "the name and the date of birth agree"
                yield problem("person-repeated", place, value=shown, other=other.row.number, why=why)


def _emails_of_staff(people: Sequence[CheckedRow]) -> Iterator[Problem]:
    """A learner's email that stands somewhere as that of an assessor or a manager, whose name is not the learner's."""
    staff: dict[str, tuple[Row, str, str]] = {}
    seen: set[int] = set()  # most rows share the value of another, not only its text
    for person in people:
        for part in (person, *person.also):
            for name in _OF_STAFF:
                value = part.values.get(name)
                if value is None or id(value) in seen or (row := part.source(name)).cells[name].column is None:
                    continue
                seen.add(id(value))
                for one in part.references(name):
                    if "@" in one.text:
                        staff.setdefault(one.text.casefold(), (row, name, one.beside))
    for person in people if staff else ():
        named = staff.get(person.text("Email").casefold()) if person.role is Role.LEARNER else None
        if named is not None and not _may_be_one(named[2], person.name):
            place, shown = _at(person, "Email")
            what = PEOPLE[named[1]].label.lower()
            yield problem("email-of-staff", place, value=shown, other=named[0].number, what=what)


def _may_be_one(beside: str, name: str) -> bool:
    """Whether all that stands `beside` an email is in the `name`, or the other way round; nothing beside it says no."""
    words, others = (set(_unaccented(text).casefold().split()) for text in (beside, name))
    return bool(words) and (words <= others or others <= words)


def _at(person: CheckedRow, field: str) -> tuple[Place, str]:
    row = person.source(field)
    return row.place(field), display(row.cells[field].value)


def _first_to_contradict(rows: Sequence[CheckedRow], said: Callable[[CheckedRow], Mapping[str, object]]) -> _Finder:
    """Finds the first of `rows` that says something else than a row about something of which both speak."""
    firsts: defaultdict[str, list[tuple[int, object]]] = defaultdict(list)
    for index, row in enumerate(rows):
        for name, value in said(row).items():
            answers = firsts[name]
            if not answers or (len(answers) == 1 and answers[0][1] != value):
                answers.append((index, value))

    def find(row: CheckedRow) -> CheckedRow | None:
        others = [index for name, value in said(row).items() for index, other in firsts[name] if other != value]
        return rows[min(others)] if others else None

    return find


def _first_to_differ(rows: Sequence[CheckedRow], key: _Key) -> _Finder:
    """Finds the first of `rows` whose `key` is not that of a row."""
    return _first_to_contradict(rows, lambda row: {"key": key(row)})


def _first_to_differ_in_both(rows: Sequence[CheckedRow], one: _Key, other: _Key) -> _Finder:
    """Finds the first of `rows` that has neither the key `one` nor the key `other` of a row."""
    first = rows[0]
    differs_in_one = _first_to_differ([row for row in rows if one(row) != one(first)], other)
    differs_in_other = _first_to_differ([row for row in rows if other(row) != other(first)], one)

    def find(row: CheckedRow) -> CheckedRow | None:
        if one(row) == one(first):
            return differs_in_one(row)
        return differs_in_other(row) if other(row) == other(first) else first

    return find


def _is_named(person: CheckedRow) -> bool:
    """Whether both halves of a name are known: who lacks one, or has one that could not be read, may be anybody."""
    return person.values.keys() >= _HALVES


def _name(person: CheckedRow) -> str:
    """The name for comparing, without accents, which one system keeps and another drops."""
    return plain(_unaccented(person.name))


def _unaccented(text: str) -> str:
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_STROKES)))


def _email(person: CheckedRow) -> object:
    """The email for comparing; nobody shares one that is blank."""
    return person.text("Email").casefold() or person.row.number


def _uln(person: CheckedRow) -> object:
    """The ULN for comparing; nobody shares one that is blank."""
    return person.text("ULN") or person.row.number


def _identity(person: CheckedRow) -> object:
    """What tells people from each other: email and name."""
    return _email(person), _name(person)
