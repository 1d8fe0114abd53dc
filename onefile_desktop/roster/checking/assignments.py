"""What each row of Assignments says by itself: who is assigned to which learner, as what, and to what of theirs."""

from collections.abc import Mapping

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.checking.cells import Reading
from onefile_desktop.roster.fields import ASSIGNMENTS
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import CheckedAssignment, Reference, Row, Value
from onefile_desktop.roster.values import LEVEL_NAMES, with_article

_LEVEL_NEEDS = {Level.LEARNING_AIM: "Standard", Level.UNIT_SUMMARY: "Unit"}


def check_assignments(reading: Reading) -> tuple[tuple[CheckedAssignment, ...], list[Problem]]:
    """Every assignment that says who, to whom and at which level, and the problems of all rows."""
    assignments: list[CheckedAssignment] = []
    problems: list[Problem] = []
    for row in reading.table.rows:
        assignment, found = _check_assignment(reading, row)
        problems += found
        if assignment is not None:
            assignments.append(assignment)
    return tuple(assignments), problems


def not_said(reading: Reading, row: Row, level: Level, name: str) -> Problem:
    """The problem that an assignment of `row` at `level` lacks the field `name`."""
    what = "a standard" if level is Level.LEARNING_AIM else "a unit"
    said = f"Level {level.value} ({LEVEL_NAMES[level].lower()})"
    return reading.told("assignment-incomplete", row, name, level=said, field=what)


def _check_assignment(reading: Reading, row: Row) -> tuple[CheckedAssignment | None, list[Problem]]:
    read = reading.read(row)
    problems, values = list(read.problems), read.values
    for field in ASSIGNMENTS.values():
        if field.required_for and field.name not in values and field.name not in read.failed:
            problems.append(reading.missing(row, field.name, "An assignment"))
    level, role = values.get("Level"), values.get("As")
    level = level if isinstance(level, Level) else None
    role = role if isinstance(role, Role) else None
    if level is not None:
        needed = _LEVEL_NEEDS.get(level)
        if needed and needed not in values and needed not in read.failed:
            problems.append(not_said(reading, row, level, needed))
        if role is not None and role not in level.roles:
            named = LEVEL_NAMES[level].lower()
            problems.append(reading.told("level-role", row, "As", role=with_article(role), level=named))
    learner, person = _reference(values, "Learner"), _reference(values, "Person")
    if learner is None or person is None or level is None:
        return None, problems
    standard, unit = _reference(values, "Standard"), _reference(values, "Unit")
    return CheckedAssignment(row, learner, person, level, role, standard, unit), problems


def _reference(values: Mapping[str, Value], name: str) -> Reference | None:
    value = values.get(name)
    return value if isinstance(value, Reference) else None
