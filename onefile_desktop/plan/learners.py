"""A row of people with its references resolved: whom and what it names, by ID."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.references import References
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.problems import problem
from onefile_desktop.roster.rows import CheckedRow, Table


@dataclass(frozen=True)
class UnitOf:
    """A unit, and the standard it belongs to."""

    unit: str
    standard: int


@dataclass(frozen=True)
class Resolved:
    """A subject, the IDs its create or update needs by field, and the programme a learner is given."""

    subject: Subject
    ids: Mapping[str, UserId] = field(default_factory=dict[str, UserId])
    templates: tuple[int, ...] = ()
    standards: tuple[int, ...] = ()
    units: tuple[UnitOf, ...] = ()


def resolved(subject: Subject, table: Table, references: References) -> Resolved:
    """`subject` with whatever of its references could be resolved; the rest is said through `references`.

    People who are left alone need no references, so nothing is said about theirs.
    """
    if subject.course in (Course.LEAVE, Course.DROP):
        return Resolved(subject)
    ids: dict[str, UserId] = {}
    row = subject.row
    for name in row.values:
        column = PEOPLE[name]
        if column.target is None or not column.in_create:
            continue
        for reference in row.references(name):
            if column.target is Target.PERSON:
                found = references.person(table, row.source(name), column, reference)
            else:
                found = references.thing(table, row.source(name), column, reference)
            if found is not None and not isinstance(found, str):
                ids[name] = found
    if row.role is not Role.LEARNER:
        return Resolved(subject, ids)
    units: dict[str, UnitOf] = {}
    for part in row.parts:
        for unit in _units(part, table, references):
            units.setdefault(unit.unit, unit)
    return Resolved(
        subject,
        ids,
        _all(row, "FrameworkTemplate", table, references),
        _all(row, "Standards", table, references),
        tuple(units.values()),
    )


def _all(row: CheckedRow, name: str, table: Table, references: References) -> tuple[int, ...]:
    found = (
        references.standard(table, part.source(name), PEOPLE[name], reference)
        for part in row.parts
        for reference in part.references(name)
    )
    return tuple(dict.fromkeys(thing for thing in found if thing is not None))


def _units(row: CheckedRow, table: Table, references: References) -> list[UnitOf]:
    named = row.references("Standards")
    said = len(references.problems)
    only = references.standard(table, row.row, PEOPLE["Standards"], named[0]) if len(named) == 1 else None
    del references.problems[said:]  # the standard's own cell has said it already
    units: list[UnitOf] = []
    for reference in row.references("Units"):
        unit = references.unit(table, row.row, PEOPLE["Units"], reference, None)
        if unit is None:
            continue
        standard = next((known.standard_id for known in references.centre.units if known.id == unit), None) or only
        if standard is None:
            place = table.place(row.row, "Units")
            said_now = problem(
                "assignment-incomplete", place, value=reference.text, level="A unit", field="its standard"
            )
            references.problems.append(said_now)
        else:
            units.append(UnitOf(unit, standard))
    return units
