"""Whose default employer stays although the roster names another one."""

from collections.abc import Iterable, Iterator

from onefile_desktop.onefile.fields import number
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.described import EMPLOYER
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.subjects import Course
from onefile_desktop.plan.workplace_people import has_none
from onefile_desktop.roster.problems import Problem, problem


def kept_defaults(case: Case, going: Iterable[Resolved]) -> Iterator[Problem]:
    """That learners who only get what is missing keep the default employer whom they have."""
    for one in going:
        row, person, name = one.subject.row, one.subject.person, EMPLOYER.field
        if one.subject.course is not Course.ADD or person is None or not person.complete or has_none(person, name):
            continue
        there, wanted = number(person.fields.get(name)), one.ids.get(name)
        # Whom the row describes has no ID where nobody needs them to be created.
        if wanted == there or (wanted is None and EMPLOYER.email not in row.values):
            continue
        known = case.centre.by_id.get(there) if there is not None else None
        who = known.name if known else f"OneFile ID {there}"
        for reference in row.references(name):
            place = case.roster.people.place(row.source(name), name)
            yield problem("default-kept", place, value=reference.text, who=person.name, employer=who)
