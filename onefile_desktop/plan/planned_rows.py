"""What becomes of each row of the roster: created, changed, left as it is or left out, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Change, PlannedRow, Standing
from onefile_desktop.plan.judging import Judged
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.rows import Row


def planned_rows(case: Case, judged: Judged, changes: tuple[Change, ...]) -> Iterator[PlannedRow]:
    """Every row of the roster in its order, those of the sheet Assignments last."""
    errors: dict[tuple[str, int | None], str] = {}
    for found in judged.problems:
        if found.is_error or found.code == "possible-duplicate":
            before = errors.get(found.place.of_row)
            errors[found.place.of_row] = f"{before} {found.message}" if before else found.message
    changed = {change.person_row for change in changes if change.person_row is not None}
    by_row = {number: subject for subject in judged.subjects for number in subject.row.numbers}
    first_rows: dict[int, PlannedRow] = {}
    for row in case.roster.people.rows:
        subject = by_row.get(row.number)
        error = errors.get((row.sheet, row.number))
        if subject is not None and subject.row.row.number != row.number:
            first = first_rows[subject.row.row.number]
            message = error or f"The same person as row {first.row}."
            yield replace(first, row=row.number, message=message, same_as=first.row)
        elif subject is None or error or not (subject.goes_ahead or subject.course is Course.LEAVE):
            role = subject.row.role if subject else None
            message = error or "You left this row out."
            onefile_id = subject.person.id if subject and subject.person else None
            name = subject.name if subject else _name_in(row)
            planned = PlannedRow(row.sheet, row.number, name, role, Standing.EXCLUDED, onefile_id, message)
            planned = replace(planned, mis_id=_mis_id(subject) if subject else "")
            first_rows[row.number] = planned
            yield planned
        else:
            first_rows[row.number] = _planned(subject, changed)
            yield first_rows[row.number]
    yield from _assignment_rows(case, judged, errors, changes)


def _planned(subject: Subject, changed: set[int]) -> PlannedRow:
    row, asks_for_more = subject.row.row, False
    if subject.person is None:
        planned = PlannedRow(row.sheet, row.number, subject.row.name, subject.row.role, Standing.CREATE)
        return replace(planned, mis_id=_mis_id(subject))
    if subject.course is Course.LEAVE:
        standing, message = Standing.LEFT_ALONE, "In OneFile already, and left as they are."
        if asks_for_more := _asks_for_more(subject):
            message += " What this row asks for besides was not done: choose that existing people get what is missing."
    elif row.number in changed:
        standing, message = Standing.CHANGE, ""
    else:
        standing, message = Standing.UNCHANGED, "In OneFile already; there is nothing to add or change."
    planned = PlannedRow(row.sheet, row.number, subject.name, subject.row.role, standing, subject.person.id, message)
    return replace(planned, asks_for_more=asks_for_more, mis_id=_mis_id(subject))


def _mis_id(subject: Subject) -> str:
    """By what the MIS knows the person: the roster is newer than what OneFile has."""
    return subject.row.text("MISID") or (subject.person.mis_id if subject.person else None) or ""


def _asks_for_more(subject: Subject) -> bool:
    """Whether the row of somebody who is left as they are names what they would be given besides their fields."""
    assert subject.person is not None
    has_no_employer = subject.person.complete and not subject.person.fields.get("DefaultEmployerID")
    return any(
        PEOPLE[name].target and (not PEOPLE[name].in_create or (name == "DefaultEmployerID" and has_no_employer))
        for part in subject.row.parts
        for name in part.values
    )


def _assignment_rows(
    case: Case, judged: Judged, errors: Mapping[tuple[str, int | None], str], changes: tuple[Change, ...]
) -> Iterator[PlannedRow]:
    if case.roster.assignments is None:
        return
    planned = {change.key for change in changes}
    for row in case.roster.assignments.rows:
        about = judged.about.get(row.number)
        error = errors.get((row.sheet, row.number))
        learner = about.learner if about else None
        name = learner.name if learner else str(row.cells["Learner"].value) if "Learner" in row.cells else ""
        onefile_id = learner.id if learner and isinstance(learner.id, int) else None
        if error or about is None or about.course in (Course.WAIT, Course.DROP):
            message = error or "The learner’s row is left out, so this row is too."
            standing = Standing.EXCLUDED
        elif about.course is Course.LEAVE:
            standing, message = Standing.LEFT_ALONE, "The learner is in OneFile already, and left as they are."
        elif f"assignments-{row.number}" in planned:
            standing, message = Standing.CHANGE, ""
        else:
            standing, message = Standing.UNCHANGED, "This assignment is made already, or by another row."
        yield PlannedRow(row.sheet, row.number, name, Role.LEARNER, standing, onefile_id, message, on_people=False)


def _name_in(row: Row) -> str:
    texts = (row.cells[name].value for name in ("FirstName", "LastName") if name in row.cells)
    return " ".join(str(text).strip() for text in texts)
