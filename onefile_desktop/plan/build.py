"""Roster and centre become a plan: the changes in an order in which each can be made, and what became of each row.

Staff and employers come before learners, people before what they are given, that before who is assigned to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from onefile_desktop import collector
from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.assignments import Asked
from onefile_desktop.plan.bodies import body_of_create, body_of_update
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, PlannedRow, Standing
from onefile_desktop.plan.forecast import forecast
from onefile_desktop.plan.judging import Case, Judged, judge
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.record import Given
from onefile_desktop.plan.references import NewThing
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.rows import Row


@collector.paused()
def make_plan(case: Case, *, environment: str, calls_a_window: int = 300, window_seconds: float = 60.0) -> Plan:
    """The plan for a roster. The same roster against the same centre gives the same keys and the same digest."""
    judged = judge(case)
    creates = [one for one in judged.resolved if one.subject.course is Course.CREATE]
    staff = [one for one in creates if one.subject.row.role is not Role.LEARNER]
    learners = [one for one in creates if one.subject.row.role is Role.LEARNER]
    there = [one for one in judged.resolved if one.subject.course is not Course.CREATE]
    programme = {one.subject.id: tuple(_programme(one, case)) for one in judged.resolved}
    assignments = sorted(judged.asked, key=lambda asked: asked.level)
    rows_of = {subject.id: subject.row.row.number for subject in judged.subjects}
    changes = (
        *(_new_thing(thing, case) for thing in judged.new_things if _needed(thing, judged)),
        *(_create(one, case) for one in (*staff, *learners)),
        *(change for one in there if (change := _update(one)) is not None),
        *chain.from_iterable(programme.values()),
        *(_assign(asked, programme.get(asked.learner.id, ()), rows_of.get(asked.learner.id)) for asked in assignments),
    )
    return Plan(
        case.centre.organisation,
        environment,
        tuple(_rows(case, judged, changes)),
        changes,
        judged.problems,
        forecast(changes, case.centre.organisation, calls_a_window, window_seconds),
    )


def _create(resolved: Resolved, case: Case) -> Change:
    subject = resolved.subject
    request = writes.create_user(body_of_create(resolved, case.centre.organisation.id))
    details = "; ".join(_details(subject))
    told = f"Create {subject.row.name} as {subject.row.role.label}{f' ({details})' if details else ''}"
    return Change(
        subject.create_key,
        ChangeKind.CREATE,
        *subject.place,
        subject.row.name,
        subject.row.row.number,
        subject.id,
        request,
        request.waits_for(),
        subject.row.role,
        subject.known,
        told,
    )


def _details(subject: Subject) -> Iterator[str]:
    """Whom and what a new person is tied to, as the roster calls it."""
    for name in ("DefaultAssessorID", "DefaultEmployerID", "ClassroomID", "PlacementID"):
        for reference in subject.row.references(name):
            yield f"{PEOPLE[name].label.lower()} {reference.text}"
    for name in ("StartOn", "PlannedEndDate"):
        if (day := subject.row.date(name)) is not None:
            yield f"{PEOPLE[name].label.lower()} {day:%d/%m/%Y}"


def _update(resolved: Resolved) -> Change | None:
    subject = resolved.subject
    body = body_of_update(resolved)
    if not body:
        return None
    request = writes.update_user(subject.id, body)
    told = f"Change {', '.join(body)} of {subject.row.name}"
    return _for(subject, f"{subject.key}-update", ChangeKind.UPDATE, request, request.waits_for(), told)


def _programme(resolved: Resolved, case: Case) -> Iterator[Change]:
    """What a learner is given and neither OneFile nor this program's ledger shows."""
    subject, learner = resolved.subject, resolved.subject.id
    created = (subject.create_key,) if subject.course is Course.CREATE else ()
    given_before: list[str] = []
    for template in resolved.templates:
        if not _has(case, "framework-template", str(template), subject):
            key = f"{subject.key}-framework-template-{template}"
            request = writes.assign_framework_template(template, learner)
            name = next((one.name for one in case.centre.framework_templates if one.id == template), str(template))
            told = f"Give {subject.row.name} the framework template {name}"
            yield _for(subject, key, ChangeKind.FRAMEWORK_TEMPLATE, request, created, told)
            given_before.append(key)
    for standard in resolved.standards:
        if not _has(case, "standard", str(standard), subject) and (learner, standard) not in case.centre.aims:
            key = f"{subject.key}-standard-{standard}"
            request = writes.assign_standard(standard, learner)
            name = next((one.name for one in case.centre.standards if one.id == standard), str(standard))
            told = f"Give {subject.row.name} the standard {name}"
            yield _for(subject, key, ChangeKind.STANDARD, request, (*created, *given_before), told)
            given_before.append(key)
    for unit in resolved.units:
        if not _has(case, "unit", unit.unit, subject) and (learner, unit.unit) not in case.centre.summaries:
            key = f"{subject.key}-unit-{unit.unit}"
            request = writes.assign_unit(unit.unit, learner, unit.standard)
            told = f"Give {subject.row.name} the unit {unit.unit}"
            yield _for(subject, key, ChangeKind.UNIT, request, (*created, *given_before), told)


def _has(case: Case, what: str, thing: str, subject: Subject) -> bool:
    return subject.person is not None and Given(what, thing, subject.person.id) in case.record.given


def _for(
    subject: Subject, key: str, kind: ChangeKind, request: writes.Request, depends_on: tuple[str, ...], told: str
) -> Change:
    row = subject.row.row
    return Change(
        key, kind, row.sheet, row.number, subject.row.name, row.number, subject.id, request, depends_on, told=told
    )


def _assign(asked: Asked, programme: tuple[Change, ...], person_row: int | None) -> Change:
    request = writes.assign_user(
        asked.assignee.id, asked.learner.id, asked.level, standard=asked.standard, unit=asked.unit
    )
    wanted = {
        Level.ADDITIONAL: frozenset[ChangeKind](),
        Level.UNIT_SUMMARY: frozenset({ChangeKind.FRAMEWORK_TEMPLATE, ChangeKind.UNIT}),
        Level.LEARNING_AIM: frozenset({ChangeKind.FRAMEWORK_TEMPLATE, ChangeKind.STANDARD}),
    }[asked.level]
    first = tuple(change.key for change in programme if change.kind in wanted and _gives(change, asked))
    assert asked.place.row is not None
    to = f" for {asked.thing}" if asked.thing else ""
    return Change(
        asked.key,
        ChangeKind.ASSIGN,
        asked.place.sheet,
        asked.place.row,
        asked.learner.name,
        person_row,
        asked.learner.id,
        request,
        (*request.waits_for(), *first),
        asked.assignee.role,
        told=f"Assign {asked.assignee.name} ({asked.assignee.role.label}) to {asked.learner.name}{to}",
    )


def _gives(change: Change, asked: Asked) -> bool:
    """Whether a change may give the learner what the assignment is to. What a template holds cannot be read."""
    thing = asked.standard if asked.level is Level.LEARNING_AIM else asked.unit
    return change.kind is ChangeKind.FRAMEWORK_TEMPLATE or change.key.endswith(f"-{change.kind}-{thing}")


def _needed(thing: NewThing, judged: Judged) -> bool:
    return any(writes.IdOf(thing.key) in one.ids.values() for one in judged.resolved)


def _new_thing(thing: NewThing, case: Case) -> Change:
    make, kind = (
        (writes.create_placement, ChangeKind.PLACEMENT)
        if thing.target is Target.PLACEMENT
        else (writes.create_classroom, ChangeKind.CLASSROOM)
    )
    request = make(case.centre.organisation.id, thing.name)
    told = f"Make the {thing.target.value} {thing.name}"
    return Change(thing.key, kind, thing.row.sheet, thing.row.number, thing.name, None, None, request, told=told)


def _rows(case: Case, judged: Judged, changes: tuple[Change, ...]) -> Iterator[PlannedRow]:
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
            name = subject.row.name if subject else _name_in(row)
            planned = PlannedRow(row.sheet, row.number, name, role, Standing.EXCLUDED, onefile_id, message)
            first_rows[row.number] = planned
            yield planned
        else:
            first_rows[row.number] = _planned(subject, changed)
            yield first_rows[row.number]
    yield from _assignment_rows(case, judged, errors, changes)


def _planned(subject: Subject, changed: set[int]) -> PlannedRow:
    row = subject.row.row
    if subject.person is None:
        return PlannedRow(row.sheet, row.number, subject.row.name, subject.row.role, Standing.CREATE)
    if subject.course is Course.LEAVE:
        standing, message = Standing.LEFT_ALONE, "In OneFile already, and left as they are."
        if any(PEOPLE[name].target and not PEOPLE[name].in_create for name in subject.row.values):
            message += " What this row asks for besides was not done: choose that existing people get what is missing."
    elif row.number in changed:
        standing, message = Standing.CHANGE, ""
    else:
        standing, message = Standing.UNCHANGED, "In OneFile already; there is nothing to add or change."
    return PlannedRow(row.sheet, row.number, subject.row.name, subject.row.role, standing, subject.person.id, message)


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
