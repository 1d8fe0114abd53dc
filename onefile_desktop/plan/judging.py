"""Everything that is wrong with a roster when it is held against a centre, and everything that can go ahead.

A row that cannot go ahead may keep others back that refer to it, and two rows that contradict each other keep
each other back. So the roster is gone over until nothing more falls out; rows only ever fall out, so that ends.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.alike_rows import alike_rows
from onefile_desktop.plan.assignment_rules import distinct, is_assigned, judged, replacing
from onefile_desktop.plan.assignments import Asked, asked_on_assignments, asked_on_people
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import ChoiceUsed
from onefile_desktop.plan.choosing import person_meant
from onefile_desktop.plan.everybody import book_of, foremost_last
from onefile_desktop.plan.kept_defaults import kept_defaults, their_own
from onefile_desktop.plan.learners import Resolved, resolved
from onefile_desktop.plan.mis_values import of_the_centre
from onefile_desktop.plan.options import Existing
from onefile_desktop.plan.placements import FurtherPlacement, further_placements, placed
from onefile_desktop.plan.programme import not_given
from onefile_desktop.plan.references import NewThing, References
from onefile_desktop.plan.resolve import Book, Found, NotReady, Somebody
from onefile_desktop.plan.subjects import Course, Subject, subjects
from onefile_desktop.plan.workplace_people import WorkplacePeople, settle_chosen, workplace_people
from onefile_desktop.roster.fields import LEARNERS
from onefile_desktop.roster.joining import waiting_for_each_other
from onefile_desktop.roster.problems import Problem, problem, rows_with_errors
from onefile_desktop.roster.rows import CheckedAssignment, Roster

Blocked = frozenset[tuple[str, int]]
"""Sheet and number of each row that an error keeps back."""


@dataclass(frozen=True)
class About:
    """Whom a row of Assignments is about, and what becomes of it."""

    learner: Somebody | None
    course: Course


@dataclass(frozen=True)
class Judged:
    """The roster against the centre. `resolved` and `asked` are what goes ahead, `subjects` are all.

    `about` says by row number whom each understood row of Assignments is about, `choices_used` what the admin's
    choices mean. `newcomers` are people whom learners' rows describe and who are created for them, `further` the
    placements that employers and observers are given beside their own.
    """

    subjects: tuple[Subject, ...]
    resolved: tuple[Resolved, ...]
    asked: tuple[Asked, ...]
    new_things: tuple[NewThing, ...]
    about: Mapping[int, About]
    problems: tuple[Problem, ...]
    choices_used: tuple[ChoiceUsed, ...] = ()
    newcomers: tuple[Resolved, ...] = ()
    further: tuple[FurtherPlacement, ...] = ()


def judge(case: Case) -> Judged:
    """Holds the roster against the centre; the order of the problems is that of the workbook."""
    pairs = tuple(subjects(case))
    everybody = tuple(subject for subject, _ in pairs)
    # Only who is created needs everything that a create needs; who is not found is told just that.
    there = {
        place
        for subject, found in pairs
        if subject.person is not None
        or subject.course is Course.WAIT
        or any(one.code == "nobody-found" for one in found)
        for place in subject.places
    }
    said: dict[object, Problem] = {}
    _add(said, (one for one in case.checked.problems if not _is_moot(one, there)))
    _add(said, (one for _, found in pairs for one in found))
    _add(said, of_the_centre(case))
    _add(said, _same_person_twice(case, everybody))
    blocked = rows_with_errors(said.values())
    _add(said, alike_rows(case, [one for one in everybody if blocked.isdisjoint(one.places)]))
    at_work = workplace_people(case, everybody)
    _add(said, at_work.problems)
    while True:
        blocked = rows_with_errors(said.values())
        last = _go_over(case, everybody, at_work, blocked)
        _add(said, last.problems)
        _add(said, waiting_for_each_other(case.checked.people, said.values()))
        if rows_with_errors(said.values()) == blocked:
            break
    sheets = [case.roster.people.sheet, case.roster.assignments.sheet if case.roster.assignments else ""]

    def in_the_workbook(one: Problem) -> tuple[int, int, int, str]:
        return (sheets.index(one.place.sheet) if one.place.sheet in sheets else len(sheets), *one.place.order)

    return replace(last, problems=tuple(sorted(said.values(), key=in_the_workbook)))


def _go_over(case: Case, everybody: tuple[Subject, ...], at_work: WorkplacePeople, blocked: Blocked) -> Judged:
    described = at_work.newcomers(blocked)
    references = References(case.centre, book_of(case, (*everybody, *described), blocked), case.options)
    settle_chosen(references, described)
    each = tuple(resolved(subject, case.roster.people, references) for subject in foremost_last(everybody))
    going = tuple(one for one in each if one.subject.goes_ahead and blocked.isdisjoint(one.subject.places))
    newcomers = placed(described, {one.subject.id: one for one in each}, references, case.roster)
    asked = [asking for one in going for asking in asked_on_people(one, case.roster, references)]
    course_of = {
        subject.id: subject.course if blocked.isdisjoint(subject.places) else Course.WAIT
        for subject in foremost_last(everybody)
    }
    about: dict[int, About] = {}
    for assignment in case.checked.assignments:
        found = _about(assignment, references.book, course_of, case)
        about[assignment.row.number] = found
        if found.course is Course.LEAVE and found.learner is not None:
            references.problems.append(_left_as_they_are(case.roster, assignment, found.learner))
        elif found.course is not Course.DROP:
            asking = asked_on_assignments(assignment, case.roster, references)
            waits = found.course is Course.WAIT or (assignment.row.sheet, assignment.row.number) in blocked
            if asking is not None and not waits:
                asked.append(asking)
    once, repeated = distinct(asked)
    learners = {one.subject.id: one for one in going if one.subject.row.role is Role.LEARNER}
    missing = tuple(one for one in once if not is_assigned(one, case))
    kept_back = {one.subject.id for one in each} - {one.subject.id for one in going}
    further = further_placements(case, (*going, *newcomers), kept_back, once, references)
    problems = (
        *at_work.without_echoes(references.problems, blocked),
        *kept_defaults(case, going),
        *their_own(case, going, references.book),
        *chain.from_iterable(not_given(one, case) for one in going),
        *repeated,
        *judged(once, learners, case, references.book),
        *(warning for one in missing if (warning := replacing(one, case.centre))),
    )
    new_things = tuple(references.new_things.values())
    used = tuple(references.choices_used.values())
    return Judged(everybody, going, missing, new_things, about, problems, used, newcomers, further)


def _about(assignment: CheckedAssignment, book: Book, course_of: Mapping[UserId, Course], case: Case) -> About:
    found = person_meant(book, case.options, "Learner", assignment.learner.text, LEARNERS)
    if isinstance(found, NotReady) and found.by_choice:
        return About(None, Course.DROP)
    if not isinstance(found, Found) or isinstance(found.id, str):
        return About(None, Course.WAIT)
    learner = book.by_id[found.id]
    if found.id in course_of:
        return About(learner, course_of[found.id])
    left_alone = case.options.existing is Existing.SKIP and found.id not in case.record.made
    return About(learner, Course.LEAVE if left_alone else Course.ADD)


def _left_as_they_are(roster: Roster, assignment: CheckedAssignment, learner: Somebody) -> Problem:
    assert roster.assignments is not None
    place = roster.assignments.place(assignment.row, "Learner")
    text = assignment.learner.text
    then = "is left as they are"
    return problem("already-in-onefile", place, value=text, who=learner.name, by="as a learner", then=then)


def _same_person_twice(case: Case, everybody: tuple[Subject, ...]) -> Iterable[Problem]:
    """Two rows that turn out to be one person of the centre: whichever came last would win."""
    rows_of: defaultdict[int, list[Subject]] = defaultdict(list)
    for subject in everybody:
        if subject.person is not None and subject.course is not Course.DROP:
            rows_of[subject.person.id].append(subject)
    for onefile_id, rows in rows_of.items():
        why = f"both are OneFile ID {onefile_id}"
        for subject in rows if len(rows) > 1 else ():
            other = next(one for one in rows if one is not subject).row.row.number
            place = case.roster.people.place(subject.row.row, "LastName")
            yield problem("person-repeated", place, value=subject.row.name, other=other, why=why)


def _is_moot(found: Problem, there: Collection[tuple[str, int | None]]) -> bool:
    """Whether a problem of the roster alone counts no more: `there` are the rows of people who need not be created.

    Which rows wait for others of the same person is found anew, now that it is known what they need.
    """
    return found.code == "same-person-waits" or (found.code == "required-missing" and found.place.of_row in there)


def _add(said: dict[object, Problem], problems: Iterable[Problem]) -> None:
    for one in problems:
        # What is said of the whole sheet has no value to tell one from another.
        said.setdefault((one.code, one.place, one.value or one.message), one)
