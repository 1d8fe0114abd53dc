"""What several rows of people say together: emails, MIS IDs and ULNs of several people, and people on several rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.joining import differing
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import CheckedRow
from onefile_desktop.roster.values import display, plain


def across_rows(people: Iterable[CheckedRow]) -> list[Problem]:
    """The problems that rows have with each other, one a row and field, naming the first other row."""
    everybody = tuple(people)
    found: list[Problem] = []
    for rows in _sharing(everybody, "Email"):
        found += _emails(rows)
    for rows in _sharing(everybody, "MISID"):
        found += _mis_ids(rows)
    for rows in _sharing(everybody, "ULN"):
        found += _ulns(rows)
    return found + list(_twins(everybody))


def _sharing(people: Iterable[CheckedRow], field: str) -> Iterator[list[CheckedRow]]:
    """The groups of rows that have the same text in `field`, in any case."""
    groups: dict[str, list[CheckedRow]] = defaultdict(list)
    for person in people:
        if text := person.text(field):
            groups[text.casefold()].append(person)
    return (rows for rows in groups.values() if len(rows) > 1)


def _emails(rows: list[CheckedRow]) -> Iterator[Problem]:
    """One person in two roles may well have one address; two rows of one role, or two people, may not."""
    for person in rows:
        place, shown = _at(person, "Email")
        twin = _first_other(person, rows, lambda a, b: a.role is b.role)
        stranger = _first_other(person, rows, lambda a, b: not _same_name(a, b))
        if twin is not None:
            role = person.role.label
            twin = _first_other(person, rows, lambda a, b: a.role is b.role and bool(differing(a, b))) or twin
            what = ", ".join(PEOPLE[name].label for name in differing(person, twin)) or "another row of theirs"
            yield problem("email-repeated", place, value=shown, role=role, other=twin.row.number, what=what)
        elif stranger is not None:
            name = stranger.name or "Somebody else"
            yield problem("email-shared", place, value=shown, other_name=name, other=stranger.row.number)


def _mis_ids(rows: list[CheckedRow]) -> Iterator[Problem]:
    """One person in two roles may have one MIS ID as well."""
    for person in rows:
        other = _first_other(person, rows, lambda a, b: not _same_person(a, b))
        if other is not None:
            place, shown = _at(person, "MISID")
            yield problem("mis-id-repeated", place, value=shown, other=other.row.number)


def _ulns(rows: list[CheckedRow]) -> Iterator[Problem]:
    """A learner has one number for life; two rows with one email are said to be one person already."""
    for person in rows:
        other = _first_other(person, rows, lambda a, b: not _same_email(a, b))
        if other is not None:
            place, shown = _at(person, "ULN")
            yield problem("uln-repeated", place, value=shown, other=other.row.number)


def _twins(people: Iterable[CheckedRow]) -> Iterator[Problem]:
    """Rows of one role that share name and birthday are one person, unless another field has said so already."""
    groups: dict[object, list[CheckedRow]] = defaultdict(list)
    for person in people:
        if person.name and (born := person.date("DOB")) is not None:
            groups[person.role, plain(person.name), born].append(person)
    for rows in groups.values():
        for person in rows:
            other = _first_other(person, rows, lambda a, b: not _same_email(a, b) and not _same_uln(a, b))
            if other is not None:
                place, shown = _at(person, "LastName" if "LastName" in person.values else "FirstName")
                why = "the name and the date of birth agree"
                yield problem("person-repeated", place, value=shown, other=other.row.number, why=why)


def _at(person: CheckedRow, field: str) -> tuple[Place, str]:
    row = person.source(field)
    return row.place(field), display(row.cells[field].value)


def _first_other(
    person: CheckedRow, rows: list[CheckedRow], differs: Callable[[CheckedRow, CheckedRow], bool]
) -> CheckedRow | None:
    return next((other for other in rows if other is not person and differs(person, other)), None)


def _same_name(one: CheckedRow, other: CheckedRow) -> bool:
    return plain(one.name) == plain(other.name)


def _same_person(one: CheckedRow, other: CheckedRow) -> bool:
    return _same_email(one, other) and _same_name(one, other)


def _same_email(one: CheckedRow, other: CheckedRow) -> bool:
    return one.text("Email").casefold() == other.text("Email").casefold() != ""


def _same_uln(one: CheckedRow, other: CheckedRow) -> bool:
    return one.text("ULN") == other.text("ULN") != ""
