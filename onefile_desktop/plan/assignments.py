"""The assignments that a roster asks for, from the columns of People and from the sheet Assignments.

Source of the rules: OneFile's guide "Assigning users to learners via the API".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onefile_desktop.onefile.roles import ASSESSORS, Level, Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.references import References
from onefile_desktop.plan.resolve import Somebody, Unknown
from onefile_desktop.roster.fields import ASSIGNEES, ASSIGNMENTS, PEOPLE
from onefile_desktop.roster.problems import Place, problem
from onefile_desktop.roster.rows import CheckedAssignment, CheckedRow, Roster


@dataclass(frozen=True)
class Asked:
    """One assignment that the roster asks for, its references resolved, and the cell that asks for it.

    `place_of_thing` is the cell that names the standard or unit.
    """

    key: str
    place: Place
    learner: Somebody
    assignee: Somebody
    level: Level
    standard: int | None = None
    unit: str | None = None
    thing: str = field(default="", repr=False)
    place_of_thing: Place | None = None

    @property
    def same_as(self) -> tuple[UserId, UserId, Level, int | None, str | None]:
        """Equal for two askings for the same assignment."""
        return (self.learner.id, self.assignee.id, self.level, self.standard, self.unit)

    @property
    def seat(self) -> tuple[UserId, Level, int | None, str | None, bool]:
        """What only one person can be: the assessor, or the IQA, of one learning aim or unit of one learner."""
        return (self.learner.id, self.level, self.standard, self.unit, self.assignee.role in ASSESSORS)


_ADDITIONAL = ("AdditionalAssessors", "AdditionalIQAs", "AdditionalEmployers", "AdditionalObservers")
_OF_AIM = ("LearningAimAssessor", "LearningAimIQA")
_OF_UNIT = ("UnitAssessor", "UnitIQA")
_ON_PEOPLE = (*_ADDITIONAL, *_OF_AIM, *_OF_UNIT)


def asked_on_people(resolved: Resolved, roster: Roster, references: References) -> Iterator[Asked]:
    """The assignments that a learner's own rows ask for; an employer on a further row is an additional one."""
    subject = resolved.subject
    if subject.row.role is not Role.LEARNER or not subject.goes_ahead:
        return
    yield from _asked(subject.row, resolved, _ON_PEOPLE, roster, references)
    for part in subject.row.also:
        yield from _asked(part, resolved, ("DefaultEmployerID", *_ON_PEOPLE), roster, references)


def _asked(
    row: CheckedRow, resolved: Resolved, names: Sequence[str], roster: Roster, references: References
) -> Iterator[Asked]:
    learner = references.book.by_id[resolved.subject.id]
    for name in names:
        if name not in row.values:
            continue
        level = _level_of(name)
        standard = _standard_meant(row, roster, references) if name in _OF_AIM else None
        unit = _unit_meant(row, roster, references) if name in _OF_UNIT else None
        if (level is Level.LEARNING_AIM and standard is None) or (level is Level.UNIT_SUMMARY and unit is None):
            continue
        for number, reference in enumerate(row.references(name), start=1):
            found = references.person(roster.people, row.row, PEOPLE[name], reference)
            if found is not None and not (name == "DefaultEmployerID" and found == resolved.ids.get(name)):
                yield Asked(
                    f"people-{row.row.number}-{name}-{number}",
                    roster.people.place(row.row, name),
                    learner,
                    references.book.by_id[found],
                    level,
                    standard,
                    unit,
                    _thing(references, standard, unit),
                    roster.people.place(row.row, _field_of_thing(row, level)),
                )


def asked_on_assignments(assignment: CheckedAssignment, roster: Roster, references: References) -> Asked | None:
    """The assignment that a row of the sheet Assignments asks for; None where that cannot be told, which is said."""
    table, row = roster.assignments, assignment.row
    assert table is not None
    learner = references.person(table, row, ASSIGNMENTS["Learner"], assignment.learner)
    assignee = _assignee(assignment, roster, references)
    standard = unit = None
    if assignment.standard is not None:
        standard = references.standard(table, row, ASSIGNMENTS["Standard"], assignment.standard)
        if standard is None:
            return None
    if assignment.unit is not None:
        unit = references.unit(table, row, ASSIGNMENTS["Unit"], assignment.unit, standard)
        if unit is None:
            return None
    if learner is None or assignee is None:
        return None
    if assignee.role not in assignment.level.roles:
        if assignment.as_role is not None:
            return None  # the row itself says so already
        place = table.place(row, "Level")
        said = problem("level-role", place, role=_a(assignee.role), level=_told(assignment.level))
        references.problems.append(said)
        return None
    return Asked(
        f"assignments-{row.number}",
        table.place(row, "Person"),
        references.book.by_id[learner],
        assignee,
        assignment.level,
        standard if assignment.level is Level.LEARNING_AIM else None,
        unit if assignment.level is Level.UNIT_SUMMARY else None,
        _thing(references, standard, unit),
        table.place(row, "Standard" if assignment.level is Level.LEARNING_AIM else "Unit"),
    )


def _assignee(assignment: CheckedAssignment, roster: Roster, references: References) -> Somebody | None:
    """The person to assign, looked for first among those whose role the level takes.

    Somebody who is an assessor and an employer under one name is the assessor for a learning aim.
    """
    table, column = roster.assignments, ASSIGNMENTS["Person"]
    assert table is not None
    if assignment.as_role is None:
        roles = assignment.level.roles
        if isinstance(references.meaning(column, assignment.person, roles), Unknown):
            roles = ASSIGNEES
    else:
        roles = ASSESSORS if assignment.as_role in ASSESSORS else frozenset({assignment.as_role})
    found = references.person(table, assignment.row, column, assignment.person, roles)
    return None if found is None else references.book.by_id[found]


def _level_of(name: str) -> Level:
    if name in _OF_AIM:
        return Level.LEARNING_AIM
    return Level.UNIT_SUMMARY if name in _OF_UNIT else Level.ADDITIONAL


def _standard_meant(row: CheckedRow, roster: Roster, references: References) -> int | None:
    """The standard that the row itself names for its assignments, else the only one that it gives."""
    for reference in row.references("LearningAimStandard"):
        return references.standard(roster.people, row.row, PEOPLE["LearningAimStandard"], reference)
    given = row.references("Standards")
    return references.standard(roster.people, row.row, PEOPLE["Standards"], given[0]) if len(given) == 1 else None


def _unit_meant(row: CheckedRow, roster: Roster, references: References) -> str | None:
    """The unit that the row itself names for its assignments, else the only one that it gives."""
    for reference in row.references("AssignedUnit"):
        return references.unit(roster.people, row.row, PEOPLE["AssignedUnit"], reference, None)
    given = row.references("Units")
    return references.unit(roster.people, row.row, PEOPLE["Units"], given[0], None) if len(given) == 1 else None


def _field_of_thing(row: CheckedRow, level: Level) -> str:
    own, given = ("LearningAimStandard", "Standards") if level is Level.LEARNING_AIM else ("AssignedUnit", "Units")
    return own if own in row.values else given


def _thing(references: References, standard: int | None, unit: str | None) -> str:
    centre = references.centre
    if unit is not None:
        return next((known.title for known in centre.units if known.id == unit), unit)
    return next((known.name for known in centre.standards if known.id == standard), "")


def _a(role: Role) -> str:
    return f"{'An' if role.label[0] in 'AEIO' else 'A'} {role.label}"


def _told(level: Level) -> str:
    return {Level.ADDITIONAL: "additional", Level.UNIT_SUMMARY: "unit summary", Level.LEARNING_AIM: "learning aim"}[
        level
    ]
