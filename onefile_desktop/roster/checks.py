"""Rows to checked rows and problems: what each row says by itself.

Nothing here knows a centre; what needs one (is this name known, is this person there already) is found when
the plan is made. What several rows say together is in `checks_across`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.checks_across import across_rows
from onefile_desktop.roster.dates import Ambiguous, Order, column_order, read_date
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Kind, required
from onefile_desktop.roster.joining import joined, said_of_joined, still_missing, waiting_for_each_other
from onefile_desktop.roster.problems import REASONS, Place, Problem, problem
from onefile_desktop.roster.rows import Checked, CheckedAssignment, CheckedRow, Reference, Roster, Row, Table, Value
from onefile_desktop.roster.values import LEVEL_NAMES, Invalid, display, read_value, with_article


def check(roster: Roster, *, today: date) -> Checked:
    """Everything that `roster` says, and everything that is wrong with it as it stands, in the sheets' order.

    `today` settles the century of a birth date and which birth dates are still to come.
    """
    tables = [table for table in (roster.people, roster.assignments) if table is not None]
    people, problems = _check_people(_Reading.of(roster.people, PEOPLE, today))
    assignments: tuple[CheckedAssignment, ...] = ()
    if roster.assignments is not None:
        assignments, more = _check_assignments(_Reading.of(roster.assignments, ASSIGNMENTS, today))
        problems += more
    problems += [found for table in tables for found in (*_unused_columns(table), *_passed_rows(table))]
    problems += [problem("sheet-unused", Place(roster.people.sheet), value=sheet) for sheet in roster.unread]
    people = joined(people)
    problems = [*still_missing(people, problems), *said_of_joined(people), *across_rows(people)]
    problems += waiting_for_each_other(people, problems)
    sheets = {table.sheet: index for index, table in enumerate(tables)}
    problems.sort(key=lambda found: (sheets[found.place.sheet], found.place.order))
    return Checked(people, assignments, tuple(problems))


def _unused_columns(table: Table) -> Iterator[Problem]:
    for column in table.columns:
        if column.lost:
            place = Place(table.sheet, table.header_row, column.letter, column.header or None)
            yield problem("column-unused", place, value=column.header or column.letter)


def _passed_rows(table: Table) -> Iterator[Problem]:
    for row in table.passed:
        place = Place(table.sheet, row.number, row.column, row.header or None)
        yield problem("row-unused", place, value=row.text)


@dataclass(frozen=True)
class _Reading:
    """How the cells of one table are read."""

    table: Table
    fields: Mapping[str, Field]
    orders: Mapping[str, Order]
    today: date

    @classmethod
    def of(cls, table: Table, fields: Mapping[str, Field], today: date) -> "_Reading":
        dates = [field.name for field in fields.values() if field.kind is Kind.DATE]
        orders = {
            name: column_order(row.cells[name].value for row in table.rows if name in row.cells) for name in dates
        }
        return cls(table, fields, orders, today)

    def values(self, row: Row, names: Sequence[str]) -> "_Values":
        """What the cells `names` of `row` say. A cell that could not be read is `failed`."""
        found: dict[str, Value | Role | Level] = {}
        problems: list[Problem] = []
        failed: set[str] = set()
        for name in names:
            cell = row.cells[name].value
            if self.fields[name].kind is Kind.DATE:
                value = read_date(cell, order=self.orders[name], today=self.today, field=name)
            else:
                value = read_value(self.fields[name].kind, cell)
            if isinstance(value, Invalid):
                problems.append(problem(value.code, self.table.place(row, name), value=display(cell), why=value.why))
                failed.add(name)
            elif isinstance(value, Ambiguous):
                read = _long_date(value.read)
                problems.append(problem("date-ambiguous", self.table.place(row, name), value=display(cell), read=read))
                found[name] = value.read
            elif value is not None:
                found[name] = value
        return _Values(found, problems, failed)

    def missing(self, row: Row, name: str, who: str) -> Problem:
        """The problem that `row` lacks the field `name`, which `who` needs."""
        place = self.table.place(row, name)
        how = REASONS["fill-in" if place.column else "no-column"]
        return problem("required-missing", place, who=who, field=self.fields[name].label, how=how)


@dataclass(frozen=True)
class _Values:
    found: dict[str, "Value | Role | Level"]
    problems: list[Problem]
    failed: set[str]


def _check_people(reading: _Reading) -> tuple[tuple[CheckedRow, ...], list[Problem]]:
    people: list[CheckedRow] = []
    problems: list[Problem] = []
    for row in reading.table.rows:
        person, found = _check_person(reading, row)
        problems += found
        if person is not None:
            people.append(person)
    return tuple(people), problems


def _check_person(reading: _Reading, row: Row) -> tuple[CheckedRow | None, list[Problem]]:
    by_role = reading.values(row, ["Role"] if "Role" in row.cells else [])
    role = by_role.found.get("Role")
    others = [name for name in row.cells if name != "Role"]
    if not isinstance(role, Role):
        unstated = [] if by_role.failed else [reading.missing(row, "Role", "Every person")]
        return None, [*by_role.problems, *unstated, *reading.values(row, others).problems]
    taken = [name for name in others if role in PEOPLE[name].roles]
    read = reading.values(row, taken)
    values = {name: value for name, value in read.found.items() if not isinstance(value, Role | Level)}
    person = CheckedRow(row, role, values)
    problems = [*by_role.problems, *read.problems]
    for name in others:
        if name not in taken:
            place, shown = reading.table.place(row, name), display(row.cells[name].value)
            label = PEOPLE[name].label
            problems.append(problem("field-not-for-role", place, value=shown, role=with_article(role), field=label))
    for field in required(role):
        if field.name != "Role" and field.name not in values and field.name not in read.failed:
            problems.append(reading.missing(row, field.name, with_article(role)))
    return person, [*problems, *_dates_out_of_order(reading, person), *_incomplete(reading, person, read.failed)]


def _dates_out_of_order(reading: _Reading, person: CheckedRow) -> Iterator[Problem]:
    start, end = person.date("StartOn"), person.date("PlannedEndDate")
    if start is not None and end is not None and start >= end:
        yield problem(
            "date-order",
            reading.table.place(person.row, "PlannedEndDate"),
            value=display(person.row.cells["PlannedEndDate"].value),
            later=PEOPLE["PlannedEndDate"].label,
            later_value=_long_date(end),
            earlier=PEOPLE["StartOn"].label,
            earlier_value=_long_date(start),
        )


_FINER = (
    (Level.LEARNING_AIM, ("LearningAimAssessor", "LearningAimIQA"), "LearningAimStandard", "Standards"),
    (Level.UNIT_SUMMARY, ("UnitAssessor", "UnitIQA"), "AssignedUnit", "Units"),
)


def _incomplete(reading: _Reading, person: CheckedRow, failed: set[str]) -> Iterator[Problem]:
    """Assignments of a learner's own row that do not say what they are to, and whose row names no single thing."""
    for level, people, what, given in _FINER:
        assigns = any(person.references(name) for name in people)
        known = what in person.values or len(person.references(given)) == 1
        if assigns and not known and not failed & {what, given}:
            yield _not_said(reading, person.row, level, what)


def _not_said(reading: _Reading, row: Row, level: Level, name: str) -> Problem:
    """The problem that an assignment of `row` at `level` lacks the field `name`."""
    what = "a standard" if level is Level.LEARNING_AIM else "a unit"
    said = f"Level {level.value} ({LEVEL_NAMES[level].lower()})"
    return problem("assignment-incomplete", reading.table.place(row, name), level=said, field=what)


def _check_assignments(reading: _Reading) -> tuple[tuple[CheckedAssignment, ...], list[Problem]]:
    assignments: list[CheckedAssignment] = []
    problems: list[Problem] = []
    for row in reading.table.rows:
        assignment, found = _check_assignment(reading, row)
        problems += found
        if assignment is not None:
            assignments.append(assignment)
    return tuple(assignments), problems


_LEVEL_NEEDS = {Level.LEARNING_AIM: "Standard", Level.UNIT_SUMMARY: "Unit"}


def _check_assignment(reading: _Reading, row: Row) -> tuple[CheckedAssignment | None, list[Problem]]:
    read = reading.values(row, list(row.cells))
    problems, found = read.problems, read.found
    for field in ASSIGNMENTS.values():
        if field.required_for and field.name not in found and field.name not in read.failed:
            problems.append(reading.missing(row, field.name, "An assignment"))
    level, role = found.get("Level"), found.get("As")
    level = level if isinstance(level, Level) else None
    role = role if isinstance(role, Role) else None
    if level is not None:
        needed = _LEVEL_NEEDS.get(level)
        if needed and needed not in found and needed not in read.failed:
            problems.append(_not_said(reading, row, level, needed))
        if role is not None and role not in level.roles:
            place, shown = reading.table.place(row, "As"), display(row.cells["As"].value)
            problems.append(
                problem("level-role", place, value=shown, role=with_article(role), level=LEVEL_NAMES[level].lower())
            )
    learner, person = _reference(found, "Learner"), _reference(found, "Person")
    if learner is None or person is None or level is None:
        return None, problems
    standard, unit = _reference(found, "Standard"), _reference(found, "Unit")
    return CheckedAssignment(row, learner, person, level, role, standard, unit), problems


def _reference(found: Mapping[str, "Value | Role | Level"], name: str) -> Reference | None:
    value = found.get(name)
    return value if isinstance(value, Reference) else None


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
