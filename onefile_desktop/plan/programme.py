"""What a learner is given: framework templates, standards and units that neither OneFile nor the ledger shows.

Source: OneFile's guide "Assigning Framework Templates, Standards and Units via the API".
"""

from collections.abc import Iterator

from onefile_desktop.onefile import writes
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.record import Given
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.problems import Problem, problem


def programme_of(resolved: Resolved, case: Case) -> Iterator[Change]:
    """The changes that give a learner what they lack, the framework template before what may come with it."""
    subject, learner = resolved.subject, resolved.subject.id
    created = (subject.create_key,) if subject.course is Course.CREATE else ()
    given_before: list[str] = []
    for template in resolved.templates:
        if not _is_recorded(case, "framework-template", str(template), subject) and not _is_begun(subject, case):
            key = f"{subject.key}-framework-template-{template}"
            request = writes.assign_framework_template(template, learner)
            told = f"Give {subject.name} the framework template {_template(case, template)}"
            yield _change(subject, key, ChangeKind.FRAMEWORK_TEMPLATE, request, created, told)
            given_before.append(key)
    for standard in resolved.standards:
        if not _is_recorded(case, "standard", str(standard), subject) and (learner, standard) not in case.centre.aims:
            key = f"{subject.key}-standard-{standard}"
            request = writes.assign_standard(standard, learner)
            name = next((one.name for one in case.centre.standards if one.id == standard), str(standard))
            told = f"Give {subject.name} the standard {name}"
            yield _change(subject, key, ChangeKind.STANDARD, request, (*created, *given_before), told)
            given_before.append(key)
    for unit in resolved.units:
        if not _is_recorded(case, "unit", unit.unit, subject) and (learner, unit.unit) not in case.centre.summaries:
            key = f"{subject.key}-unit-{unit.unit}"
            request = writes.assign_unit(unit.unit, learner, unit.standard)
            told = f"Give {subject.name} the unit {unit.unit}"
            yield _change(subject, key, ChangeKind.UNIT, request, (*created, *given_before), told)


def gives_a_template(resolved: Resolved, case: Case) -> bool:
    """Whether this program gives, or gave, a learner a framework template, so that nobody can tell what they have."""
    return any(
        _is_recorded(case, "framework-template", str(template), resolved.subject)
        or not _is_begun(resolved.subject, case)
        for template in resolved.templates
    )


def not_given(resolved: Resolved, case: Case) -> Iterator[Problem]:
    """The warnings that a framework template is not given, because it cannot be told whether the learner has it."""
    subject = resolved.subject
    for template in resolved.templates:
        if not _is_recorded(case, "framework-template", str(template), subject) and _is_begun(subject, case):
            place = case.roster.people.place(subject.row.source("FrameworkTemplate"), "FrameworkTemplate")
            yield problem("template-not-given", place, value=_template(case, template), who=subject.name)


def _is_begun(subject: Subject, case: Case) -> bool:
    """Whether OneFile shows learning aims of somebody whose programme this program did not begin.

    They may come from the very template that the roster names: what a template holds, and who was given it, cannot
    be read.
    """
    person = subject.person
    if person is None or person.id in case.record.made:
        return False
    return person.id in case.centre.learners_with_aims


def _is_recorded(case: Case, what: str, thing: str, subject: Subject) -> bool:
    return subject.person is not None and Given(what, thing, subject.person.id) in case.record.given


def _template(case: Case, template: int) -> str:
    return next((one.name for one in case.centre.framework_templates if one.id == template), str(template))


def _change(
    subject: Subject, key: str, kind: ChangeKind, request: writes.Request, depends_on: tuple[str, ...], told: str
) -> Change:
    row, person_row = subject.row.row, subject.row.row.number
    return Change(
        key, kind, row.sheet, row.number, subject.name, person_row, subject.id, request, depends_on, told=told
    )
