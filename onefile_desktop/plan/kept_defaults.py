"""The default assessors and employers that learners will have: what OneFile has, or what the roster asks for."""

from collections.abc import Iterable, Iterator

from onefile_desktop.onefile.fields import number
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.described import EMPLOYER
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.matching import are_other_first_names
from onefile_desktop.plan.mentions import has_none
from onefile_desktop.plan.resolve import Book, Somebody
from onefile_desktop.plan.subjects import Course
from onefile_desktop.roster.problems import Problem, problem

_DEFAULTS = ("DefaultAssessorID", EMPLOYER.field)


def default_to_be(learner: Resolved, name: str) -> UserId | None:
    """The default assessor or employer (field `name`) that a learner will have, as far as OneFile shows it."""
    wanted, person = learner.ids.get(name), learner.subject.person
    if person is None or (wanted is not None and learner.subject.course is Course.UPDATE):
        return wanted
    return wanted if has_none(person, name) else number(person.fields.get(name))


def are_one(one: Somebody, other: Somebody) -> bool:
    """Whether two accounts are one human being's: the same email, and first names of which one may be the other."""
    if not one.email or one.email != other.email:
        return False
    return not are_other_first_names(one.name.partition(" ")[0], other.name.partition(" ")[0])


def their_own(case: Case, going: Iterable[Resolved], book: Book) -> Iterator[Problem]:
    """That learners would be given themselves, in another role but with the same email, as a default."""
    for one in going:
        row, person, learner = one.subject.row, one.subject.person, book.by_id[one.subject.id]
        for name in _DEFAULTS if row.role is Role.LEARNER and learner.email else ():
            wanted = one.ids.get(name)
            if wanted is None or wanted != default_to_be(one, name) or not are_one(book.by_id[wanted], learner):
                continue
            if person is not None and number(person.fields.get(name)) == wanted:
                continue
            for reference in row.references(name):
                place = case.roster.people.place(row.source(name), name)
                yield problem("assignment-self", place, value=reference.text)


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
