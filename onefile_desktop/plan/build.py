"""Roster and centre become a plan: the changes in an order in which each can be made, and what became of each row.

Staff and employers come before learners, people before what they are given, that before who is assigned to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from onefile_desktop import collector
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.assignments import Asked
from onefile_desktop.plan.bodies import body_of_create
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Change, ChangeKind, Plan
from onefile_desktop.plan.choosing import with_remembered
from onefile_desktop.plan.everybody import foremost_last
from onefile_desktop.plan.forecast import forecast
from onefile_desktop.plan.judging import judge
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.notices import Planned, notices
from onefile_desktop.plan.placements import FurtherPlacement
from onefile_desktop.plan.planned_rows import planned_rows
from onefile_desktop.plan.programme import programme_of
from onefile_desktop.plan.references import NewThing
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.plan.updates import update_of
from onefile_desktop.roster.fields import PEOPLE, Target


@collector.paused()
def make_plan(
    case: Case,
    *,
    environment: str,
    calls_a_window: int = 300,
    window_seconds: float = 60.0,
    now: datetime | None = None,
) -> Plan:
    """The plan for a roster. The same roster against the same centre gives the same keys and the same digest.

    `now` is only for notices, such as that this is a bad moment for emails; None where there are to be none of those.
    """
    case = with_remembered(case)
    judged = judge(case)
    creates = [one for one in judged.resolved if one.subject.course is Course.CREATE]
    staff = [one for one in creates if one.subject.row.role is not Role.LEARNER]
    learners = [one for one in creates if one.subject.row.role is Role.LEARNER]
    there = [one for one in judged.resolved if one.subject.course is not Course.CREATE]
    programme = {one.subject.id: tuple(programme_of(one, case)) for one in judged.resolved}
    assignments = sorted(judged.asked, key=lambda asked: asked.level)
    chosen = {(one.column, folded(one.text)): one.who for one in judged.choices_used}
    rows_of = {subject.id: subject.row.row.number for subject in foremost_last(judged.subjects)}
    of_people = (
        *(_create(one, case, chosen) for one in (*staff, *judged.newcomers, *learners)),
        *(change for one in there if (change := _update(one, case)) is not None),
        *chain.from_iterable(programme.values()),
        *(_assign_placement(one, rows_of.get(one.person.id)) for one in judged.further),
        *(_assign(asked, programme.get(asked.learner.id, ()), rows_of.get(asked.learner.id)) for asked in assignments),
    )
    changes = (*_new_things(judged.new_things, of_people, case), *of_people)
    centre = case.centre
    expected = forecast(changes, centre.organisation, calls_a_window, window_seconds, centre.calls)
    rows = tuple(planned_rows(case, judged, changes))
    planned = Planned(changes, rows, judged.problems, judged.choices_used, expected, environment)
    return Plan(
        centre.organisation,
        environment,
        rows,
        changes,
        judged.problems,
        expected,
        notices(case, planned, now),
        judged.choices_used,
    )


def _create(resolved: Resolved, case: Case, chosen: Mapping[tuple[str, str], str]) -> Change:
    subject = resolved.subject
    request = writes.create_user(body_of_create(resolved, case.centre.organisation.id))
    details = "; ".join(_details(subject, chosen))
    told = f"Create {subject.name} as {subject.row.role.label}{f' ({details})' if details else ''}"
    return Change(
        subject.create_key,
        ChangeKind.CREATE,
        *subject.place,
        subject.name,
        subject.person_row,
        subject.id,
        request,
        request.waits_for(),
        subject.row.role,
        subject.known,
        told,
    )


def _details(subject: Subject, chosen: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Whom and what a new person is tied to, as the roster calls it, and what the admin chose that to mean."""
    for name in ("DefaultAssessorID", "DefaultEmployerID", "ClassroomID", "PlacementID"):
        for reference in subject.row.references(name):
            who = chosen.get((name, folded(reference.text)))
            yield f"{PEOPLE[name].label.lower()} {reference.text}{f' = {who}' if who else ''}"
    for name in ("StartOn", "PlannedEndDate"):
        if (day := subject.row.date(name)) is not None:
            yield f"{PEOPLE[name].label.lower()} {day:%d/%m/%Y}"


def _update(resolved: Resolved, case: Case) -> Change | None:
    subject, update = resolved.subject, update_of(resolved, case.centre)
    if update is None:
        return None
    request = writes.update_user(subject.id, update.body)
    return Change(
        f"{subject.key}-update",
        ChangeKind.UPDATE,
        *subject.place,
        subject.name,
        subject.row.row.number,
        subject.id,
        request,
        request.waits_for(),
        told=update.told,
        was=update.was,
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


def _assign_placement(asked: FurtherPlacement, person_row: int | None) -> Change:
    request = writes.assign_placement(asked.person.id, asked.placement)
    person = asked.person
    return Change(
        asked.key,
        ChangeKind.ASSIGN_PLACEMENT,
        *asked.place,
        person.name,
        person_row,
        person.id,
        request,
        request.waits_for(),
        person.role,
        told=f"Give {person.name} ({person.role.label}) the placement {asked.name} as well",
    )


def _new_things(things: Iterable[NewThing], of_people: Iterable[Change], case: Case) -> Iterator[Change]:
    """Those of `things` that some change waits for, each on the first row of such a change."""
    waiting: dict[str, list[Change]] = defaultdict(list)
    for change in of_people:
        for key in change.request.waits_for():
            waiting[key].append(change)
    for thing in things:
        if thing.key in waiting:
            yield _new_thing(thing, min(waiting[thing.key], key=lambda change: change.row), case)


def _new_thing(thing: NewThing, first: Change, case: Case) -> Change:
    make, kind = (
        (writes.create_placement, ChangeKind.PLACEMENT)
        if thing.target is Target.PLACEMENT
        else (writes.create_classroom, ChangeKind.CLASSROOM)
    )
    request = make(case.centre.organisation.id, thing.name)
    told = f"Make the {thing.target.value} {thing.name}"
    return Change(thing.key, kind, first.sheet, first.row, thing.name, None, None, request, told=told)
