"""Everything that is wrong with a roster when it is held against a centre, and everything that can go ahead.

A row that cannot go ahead may keep others back that refer to it, and two rows that contradict each other keep
each other back. So the roster is gone over until nothing more falls out; rows only ever fall out, so that ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.assignment_rules import distinct, judged, replacing
from onefile_desktop.plan.assignments import Asked, asked_on_assignments, asked_on_people
from onefile_desktop.plan.learners import Resolved, resolved
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Assigned, Record
from onefile_desktop.plan.references import NewThing, References
from onefile_desktop.plan.resolve import Book, Found, NotReady, Somebody, person_of_centre
from onefile_desktop.plan.subjects import Course, Subject, subjects
from onefile_desktop.roster.fields import LEARNERS
from onefile_desktop.roster.joining import waiting_for_each_other
from onefile_desktop.roster.problems import Place, Problem, problem, rows_with_errors
from onefile_desktop.roster.rows import Checked, CheckedAssignment, Roster

Blocked = frozenset[tuple[str, int]]
"""Sheet and number of each row that an error keeps back."""


@dataclass(frozen=True)
class Case:
    """What is judged: a roster, the centre it is held against, what this program did there before, and decisions."""

    roster: Roster
    checked: Checked
    centre: Centre
    record: Record = field(default_factory=Record)
    options: PlanOptions = field(default_factory=PlanOptions)


@dataclass(frozen=True)
class About:
    """Whom a row of Assignments is about, and what becomes of it."""

    learner: Somebody | None
    course: Course


@dataclass(frozen=True)
class Judged:
    """The roster against the centre. `resolved` and `asked` are what goes ahead, `subjects` are all.

    `about` says by row number whom each understood row of Assignments is about.
    """

    subjects: tuple[Subject, ...]
    resolved: tuple[Resolved, ...]
    asked: tuple[Asked, ...]
    new_things: tuple[NewThing, ...]
    about: Mapping[int, About]
    problems: tuple[Problem, ...]


def judge(case: Case) -> Judged:
    """Holds the roster against the centre; the order of the problems is that of the workbook."""
    pairs = tuple(subjects(case.roster, case.checked.people, case.centre, case.record, case.options))
    everybody = tuple(subject for subject, _ in pairs)
    # Only who is created needs everything that a create needs.
    there = {
        place
        for subject in everybody
        if subject.person is not None or subject.course is Course.WAIT
        for place in subject.places
    }
    said: dict[object, Problem] = {}
    _add(
        said,
        (one for one in case.checked.problems if not (one.code == "required-missing" and one.place.of_row in there)),
    )
    _add(said, (found for _, found in pairs if found is not None))
    _add(said, _of_the_centre(case))
    _add(said, _same_person_twice(case, everybody))
    while True:
        blocked = rows_with_errors(said.values())
        last = _go_over(case, everybody, blocked)
        _add(said, last.problems)
        _add(said, waiting_for_each_other(case.checked.people, said.values()))
        if rows_with_errors(said.values()) == blocked:
            break
    sheets = [case.roster.people.sheet, case.roster.assignments.sheet if case.roster.assignments else ""]

    def in_the_workbook(one: Problem) -> tuple[int, int, int, str]:
        return (sheets.index(one.place.sheet) if one.place.sheet in sheets else len(sheets), *one.place.order)

    return replace(last, problems=tuple(sorted(said.values(), key=in_the_workbook)))


def _go_over(case: Case, everybody: tuple[Subject, ...], blocked: Blocked) -> Judged:
    references = References(case.centre, _book(case, everybody, blocked), case.options)
    each = tuple(resolved(subject, case.roster.people, references) for subject in everybody)
    going = tuple(one for one in each if one.subject.goes_ahead and blocked.isdisjoint(one.subject.places))
    asked = [asking for one in going for asking in asked_on_people(one, case.roster, references)]
    course_of = {subject.id: subject.course for subject in everybody}
    about: dict[int, About] = {}
    for assignment in case.checked.assignments:
        found = _about(assignment, references.book, course_of, case)
        about[assignment.row.number] = found
        if found.course is Course.LEAVE and found.learner is not None:
            references.problems.append(_left_as_they_are(case.roster, assignment, found.learner))
        elif found.course is not Course.DROP:
            asking = asked_on_assignments(assignment, case.roster, references)
            if asking is not None and (assignment.row.sheet, assignment.row.number) not in blocked:
                asked.append(asking)
    once, repeated = distinct(asked)
    learners = {one.subject.id: one for one in going if one.subject.row.role is Role.LEARNER}
    missing = tuple(one for one in once if _recorded(one) not in case.record.assigned)
    problems = (
        *references.problems,
        *repeated,
        *judged(once, learners, case.centre, case.record, references.book),
        *(warning for one in missing if (warning := replacing(one))),
    )
    new_things = tuple(references.new_things.values())
    return Judged(everybody, going, missing, new_things, about, problems)


def _book(case: Case, everybody: tuple[Subject, ...], blocked: Blocked) -> Book:
    on_roster = [subject.somebody(not blocked.isdisjoint(subject.places)) for subject in everybody]
    listed = {somebody.id for somebody in on_roster}
    of_centre = [
        person_of_centre(person, person.role)
        for person in case.centre.people
        if person.role is not None and not person.archived and person.id not in listed
    ]
    return Book((*on_roster, *of_centre))


def _about(assignment: CheckedAssignment, book: Book, course_of: Mapping[UserId, Course], case: Case) -> About:
    found = book.find(case.options.chosen("Learner", assignment.learner.text), LEARNERS)
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


def _recorded(one: Asked) -> Assigned | None:
    if isinstance(one.learner.id, int) and isinstance(one.assignee.id, int):
        return Assigned(one.assignee.id, one.learner.id, int(one.level), one.standard, one.unit)
    return None


def _same_person_twice(case: Case, everybody: tuple[Subject, ...]) -> Iterable[Problem]:
    """Two rows that turn out to be one person of the centre: whichever came last would win."""
    rows_of: defaultdict[int, list[Subject]] = defaultdict(list)
    for subject in everybody:
        if subject.person is not None:
            rows_of[subject.person.id].append(subject)
    for onefile_id, rows in rows_of.items():
        why = f"both are OneFile ID {onefile_id}"
        for subject in rows if len(rows) > 1 else ():
            other = next(one for one in rows if one is not subject).row.row.number
            place = case.roster.people.place(subject.row.row, "LastName")
            yield problem("person-repeated", place, value=subject.row.name, other=other, why=why)


def _of_the_centre(case: Case) -> Iterable[Problem]:
    """What there is to say of the centre itself: what could not be compared, and MIS IDs that are shared.

    Two assessors with one MIS ID stop the MIS from creating learners (OneFile's article on duplicate MIS values).
    """
    for note in case.centre.notes:
        yield problem("not-compared", Place(case.roster.people.sheet), note=note)
    for people in case.centre.by_mis_id.values():
        sharing = [person for person in people if person.role in ASSESSORS]
        if len(sharing) > 1:
            names = " and ".join(f"{one.name}{' (archived)' if one.archived else ''}" for one in sharing)
            place = Place(case.roster.people.sheet)
            yield problem("mis-id-shared", place, value=sharing[0].mis_id, people=names)


def _add(said: dict[object, Problem], problems: Iterable[Problem]) -> None:
    for one in problems:
        said.setdefault((one.code, one.place, one.value), one)
