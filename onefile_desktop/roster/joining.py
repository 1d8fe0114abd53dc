"""Rows of one person become one person.

A learner with two managers, or on two programmes, often stands on two rows. Rows of one role and email are one
person where every field of the person agrees or is blank on one of them; employers, programme and assignments add
up. Where a field differs they are left as they are, and `checks_across` says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Place, Problem, problem, rows_with_errors
from onefile_desktop.roster.rows import CheckedRow, Reference, Row, Value
from onefile_desktop.roster.values import plain

_EMPLOYER = "DefaultEmployerID"
_PARTS = frozenset(field.name for field in PEOPLE.values() if field.part_of)
_ADD_UP = frozenset(
    field.name
    for field in PEOPLE.values()
    if (field.target and not field.in_create and not field.part_of and field.name != "FrameworkTemplate")
    or field.name == _EMPLOYER
)
_OF_WHOLE: Mapping[str, str] = {
    field.name: field.part_of for field in PEOPLE.values() if field.part_of and PEOPLE[field.part_of].target
}
"""The fields that describe an assessor, employer or observer, with the reference that they go with."""
_LISTS = frozenset(name for name in _ADD_UP if name.startswith("Additional"))
_NAMES = frozenset({"FirstName", "LastName"})
_OF_A_STANDARD = ("LearningAimAssessor", "LearningAimIQA", "LearningAimStandard", "Standards")
_OF_A_UNIT = ("UnitAssessor", "UnitIQA", "AssignedUnit", "Units")


def joined(people: Iterable[CheckedRow]) -> tuple[CheckedRow, ...]:
    """`people` with the rows of one person joined to the first of them, in the order of the first rows."""
    everybody = tuple(people)
    groups: defaultdict[object, list[CheckedRow]] = defaultdict(list)
    for person in everybody:
        if email := person.text("Email"):
            groups[person.role, email.casefold()].append(person)
    one_person: dict[int, CheckedRow] = {}
    further: set[int] = set()
    for rows in groups.values():
        if len(rows) > 1 and _agree(rows):
            one_person[rows[0].row.number] = _one(rows)
            further |= {row.row.number for row in rows[1:]}
    return tuple(one_person.get(person.row.number, person) for person in everybody if person.row.number not in further)


def said_of_joined(people: Iterable[CheckedRow]) -> Iterator[Problem]:
    """That further rows were joined to a first one, at each of them."""
    for person in people:
        for part in person.also:
            place = part.row.place("Email")
            yield problem("rows-joined", place, value=person.text("Email"), other=person.row.number)


def still_missing(people: Iterable[CheckedRow], problems: Iterable[Problem]) -> list[Problem]:
    """`problems` without what one row of a person lacks and another has."""
    first_rows: dict[tuple[str, int | None], CheckedRow] = {}
    further: set[tuple[str, int | None]] = set()
    for person in people:
        if person.also:
            first_rows[person.row.sheet, person.row.number] = person
            further |= {(part.row.sheet, part.row.number) for part in person.also}

    def is_filled(found: Problem) -> bool:
        if found.code != "required-missing":
            return False
        person = first_rows.get(found.place.of_row)
        return found.place.of_row in further or (person is not None and found.place.field in person.values)

    return [found for found in problems if not is_filled(found)]


def waiting_for_each_other(people: Iterable[CheckedRow], problems: Iterable[Problem]) -> list[Problem]:
    """What is to be said of the good rows of somebody of whom another row has an error: none of them can go."""
    with_errors = rows_with_errors(problems)
    found: list[Problem] = []
    for person in people:
        if not person.also:
            continue
        rows = [part.row for part in person.parts]
        bad = next((row.number for row in rows if (row.sheet, row.number) in with_errors), None)
        for row in rows if bad is not None else ():
            if (row.sheet, row.number) not in with_errors:
                place = Place(row.sheet, row.number)
                found.append(problem("same-person-waits", place, value=person.name, other=bad))
    return found


def differing(one: CheckedRow, other: CheckedRow) -> tuple[str, ...]:
    """The fields of the person in which two rows contradict each other, in the catalogue's order."""
    own, theirs = of_the_person(one), of_the_person(other)
    return tuple(name for name in PEOPLE if name in own and name in theirs and own[name] != theirs[name])


def of_the_person(row: CheckedRow) -> Mapping[str, object]:
    """What a row says of its person, by field, for comparing: rows that differ in one of them contradict each other.

    A value that was set for everyone contradicts nothing: it only fills what all of somebody's rows leave blank.
    """
    return {name: _compared(name, row.values) for name in _own(row) if name not in _ADD_UP and name not in _PARTS}


def _agree(rows: Iterable[CheckedRow]) -> bool:
    said: dict[str, object] = {}
    return all(said.setdefault(name, value) == value for row in rows for name, value in of_the_person(row).items())


def _own(row: CheckedRow) -> Mapping[str, Value]:
    """What stands on the row itself, without what was set for everyone."""
    cells = row.row.cells
    return {name: value for name, value in row.values.items() if name not in cells or cells[name].column is not None}


def _compared(name: str, values: Mapping[str, Value]) -> object:
    """A value for comparing. Only names may differ in spaces and punctuation: in an email or a number all counts."""
    value = values.get(name)
    if isinstance(value, tuple):
        return frozenset(_folded(one.text) for one in value)
    if isinstance(value, Reference):
        return _folded(value.text)
    if not isinstance(value, str):
        return value
    return plain(value) or value if name in _NAMES else _folded(value)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _one(rows: Sequence[CheckedRow]) -> CheckedRow:
    first = rows[0]
    values, filled_by = dict(_own(first)), dict[str, Row]()
    for row in rows[1:]:
        own = _own(row)
        filled = {name for name in own if name not in values and (name == _EMPLOYER or name not in _ADD_UP)}
        for name, value in own.items():
            # Who is described in several cells is never put together of two rows.
            if name in filled and _OF_WHOLE.get(name, name) in filled:
                values[name] = value
                filled_by[name] = row.row
    whole = replace(first, values={**first.values, **values}, filled_by=filled_by)
    return replace(whole, also=tuple(replace(row, values=dict(_added(row, whole))) for row in rows[1:]))


def _added(row: CheckedRow, person: CheckedRow) -> Iterator[tuple[str, Value]]:
    """What a further row asks for that the person's first row does not ask for already."""
    added = dict(_asked_besides(row, person))
    yield from added.items()
    yield from ((name, value) for name, value in _own(row).items() if _OF_WHOLE.get(name) in added)


def _asked_besides(row: CheckedRow, person: CheckedRow) -> Iterator[tuple[str, Value]]:
    for name, value in _own(row).items():
        group = next((group for group in (_OF_A_STANDARD, _OF_A_UNIT) if name in group), (name,))
        if name not in _ADD_UP or all(_compared(one, row.values) == _compared(one, person.values) for one in group):
            continue
        if name in _LISTS:
            had = {_folded(one.text) for one in person.references(name)}
            yield name, tuple(one for one in row.references(name) if _folded(one.text) not in had)
        else:
            yield name, value
