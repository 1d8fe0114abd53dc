"""What each row of People says by itself: who it is, in which role, and with what that role needs and may have."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.checking.assignments import not_said
from onefile_desktop.roster.checking.cells import Reading, long_date
from onefile_desktop.roster.fields import PEOPLE, required
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import CheckedRow, Row
from onefile_desktop.roster.values import with_article

_NOT_TAKEN = {role: frozenset(name for name, field in PEOPLE.items() if role not in field.roles) for role in Role}
_ROLE = frozenset({"Role"})
_REQUIRED = {role: frozenset(field.name for field in required(role)) - _ROLE for role in Role}

# England's apprenticeship funding rules want a start after the last Friday in June of the school year in which the
# apprentice turns 16, so some who start in summer are 15. The lower limit is a rule of plausibility of this program's.
_USUALLY_FROM, _NEVER_BELOW = 16, 13
_USUAL_YEARS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"DOB": (-80, 0), "StartOn": (-10, 2), "PlannedEndDate": (-5, 10), "CentreRegister": (-10, 1)}
)
"""From how many years before this year to how many after it a learner's dates usually lie; what lies outside is
most often a slip of the pen. A rule of plausibility of this program's."""
_USUAL_BIRTHS = (-80, -_NEVER_BELOW)
"""The same for a birth where no start date tells the age."""


def check_people(reading: Reading) -> tuple[tuple[CheckedRow, ...], list[Problem]]:
    """Everybody whose role is known, with errors or without, and the problems of all rows."""
    people: list[CheckedRow] = []
    problems: list[Problem] = []
    for row in reading.table.rows:
        person, found = _check_person(reading, row)
        problems += found
        if person is not None:
            people.append(person)
    return tuple(people), problems


def _check_person(reading: Reading, row: Row) -> tuple[CheckedRow | None, list[Problem]]:
    everything = reading.read(row)
    role = everything.values.get("Role")
    if not isinstance(role, Role):
        unstated = [] if "Role" in everything.failed else [reading.missing(row, "Role", "Every person")]
        return None, [*unstated, *everything.problems]
    read = everything.without(_NOT_TAKEN[role] | _ROLE)
    person = CheckedRow(row, role, read.values)
    problems = [*read.problems, *_lacking(reading, person, read.failed)]
    if not _NOT_TAKEN[role].isdisjoint(row.cells):
        problems += _not_for_role(reading, person)
    problems += _name_in_doubt(reading, person)
    if role is Role.LEARNER:
        problems += dates_in_order(reading, person)
        problems += _incomplete(reading, person, read.failed)
    return person, problems


def _lacking(reading: Reading, person: CheckedRow, failed: frozenset[str]) -> list[Problem]:
    """What the role needs and the row lacks, but for what stands there and could not be read."""
    if person.values.keys() >= _REQUIRED[person.role]:
        return []
    lacking = [name for name in PEOPLE if name in _REQUIRED[person.role] - person.values.keys() - failed]
    if failed:
        lacking = [name for name in lacking if failed.isdisjoint(reading.parts(name))]
    return [reading.missing(person.row, name, with_article(person.role)) for name in lacking]


def _not_for_role(reading: Reading, person: CheckedRow) -> Iterator[Problem]:
    """What the row gives and the role does not take; what was set for everyone is only for whoever takes it.

    A manager whose name and email take three columns is one thing, said once.
    """
    refused = {
        PEOPLE[name].part_of or name: name
        for name in reversed(list(person.row.cells))
        if name in _NOT_TAKEN[person.role] and person.row.cells[name].column is not None
    }
    for whole, part in refused.items():
        name = whole if whole in person.row.cells else part
        label = PEOPLE[whole].label
        yield reading.told("field-not-for-role", person.row, name, role=with_article(person.role), field=label)


def _name_in_doubt(reading: Reading, person: CheckedRow) -> list[Problem]:
    """What became of a name that stands in one cell and can be split in several ways."""
    cells, first, last = person.row.cells, person.text("FirstName"), person.text("LastName")
    if not (first and last and (cells["FirstName"].doubt or cells["LastName"].doubt)):
        return []
    whole = "FullName" if "FullName" in cells else "FirstName"
    return [reading.told("name-split", person.row, whole, first=first, last=last)]


def dates_in_order(reading: Reading, person: CheckedRow) -> Iterator[Problem]:
    """Whether a learner's dates fit each other, whichever of their rows they stand on."""
    days = {name: day for name in _USUAL_YEARS if (day := person.date(name)) is not None}
    start, end, born = days.get("StartOn"), days.get("PlannedEndDate"), days.get("DOB")
    for name, day in days.items():
        earliest, latest = _USUAL_YEARS[name] if name != "DOB" or start is not None else _USUAL_BIRTHS
        if not earliest <= day.year - reading.today.year <= latest:
            label = PEOPLE[name].label
            yield reading.told("date-unlikely", person.source(name), name, read=long_date(day), field=label)
    if start is None:
        return
    if end is not None and start >= end:
        yield reading.told(
            "date-order",
            person.source("PlannedEndDate"),
            "PlannedEndDate",
            later=PEOPLE["PlannedEndDate"].label,
            later_value=long_date(end),
            earlier=PEOPLE["StartOn"].label,
            earlier_value=long_date(start),
        )
    if born is not None and (age := _age(born, start)) < _USUALLY_FROM:
        code = "learner-young" if age >= _NEVER_BELOW else "learner-too-young"
        who = person.name or "This learner"
        yield reading.told(code, person.source("DOB"), "DOB", who=who, age=max(age, 0), start=long_date(start))


def _age(born: date, day: date) -> int:
    """The age in whole years of somebody `born` then, on that `day`; negative before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


_FINER = (
    (Level.LEARNING_AIM, ("LearningAimAssessor", "LearningAimIQA"), "LearningAimStandard", "Standards"),
    (Level.UNIT_SUMMARY, ("UnitAssessor", "UnitIQA"), "AssignedUnit", "Units"),
)
_FINER_PEOPLE = frozenset(name for _, people, _, _ in _FINER for name in people)


def _incomplete(reading: Reading, person: CheckedRow, failed: frozenset[str]) -> Iterator[Problem]:
    """Assignments of a learner's own row that do not say what they are to, and whose row names no single thing."""
    if _FINER_PEOPLE.isdisjoint(person.values):
        return
    for level, people, what, given in _FINER:
        assigns = any(name in person.values for name in people)
        known = what in person.values or len(person.references(given)) == 1
        if assigns and not known and not failed & {what, given}:
            yield not_said(reading, person.row, level, what)
