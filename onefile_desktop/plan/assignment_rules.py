"""What may not stand together: the checks that need all assignments of a roster at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.fields import number
from onefile_desktop.onefile.roles import ASSESSORS, Level, Role
from onefile_desktop.onefile.writes import UserId
from onefile_desktop.plan.assignments import Asked
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.kept_defaults import are_one, default_to_be
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.programme import gives_a_template
from onefile_desktop.plan.record import Assigned, Given
from onefile_desktop.plan.resolve import Book, Somebody
from onefile_desktop.roster.problems import Problem, problem

_ASSESSOR = "DefaultAssessorID"


def distinct(asked: Sequence[Asked]) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
    """Each assignment once, and a warning at each cell that asks for one again."""
    first: dict[object, Asked] = {}
    problems: list[Problem] = []
    for one in asked:
        known = first.setdefault(one.same_as, one)
        if known is not one:
            problems.append(problem("assignment-repeated", one.place, value=one.assignee.name, other=known.place.row))
    return tuple(first.values()), tuple(problems)


def judged(asked: Iterable[Asked], learners: Mapping[UserId, Resolved], case: Case, book: Book) -> Iterable[Problem]:
    """Everything that is wrong with these assignments, or deserves a look. `learners`: those on the roster, by ID."""
    assessors: defaultdict[UserId, dict[str, Somebody]] = defaultdict(dict)
    for one in (everything := list(asked)):
        if one.assignee.role in ASSESSORS and one.assignee.email:
            assessors[one.learner.id][one.assignee.email] = one.assignee
    for learner in {one.learner.id for one in everything}:
        default = _default_assessor(learner, learners.get(learner), case)
        somebody = book.by_id.get(default) if default is not None else None
        if somebody is not None and somebody.email:
            assessors[learner][somebody.email] = somebody
    seats: defaultdict[object, list[Asked]] = defaultdict(list)
    for one in everything:
        if one.level is not Level.ADDITIONAL:
            seats[one.seat].append(one)
        if are_one(one.assignee, one.learner):
            yield problem("assignment-self", one.place, value=one.assignee.name)
        if one.assignee.role is Role.IQA and one.assignee.email in assessors[one.learner.id]:
            yield problem(
                "iqa-is-assessor", one.place, value=one.assignee.name, who=one.assignee.name, learner=one.learner.name
            )
        if not _has(one, learners.get(one.learner.id), case) and not is_assigned(one, case):
            code = "standard-missing" if one.level is Level.LEARNING_AIM else "unit-missing"
            yield problem(code, one.place_of_thing or one.place, value=one.thing, who=one.learner.name)
    for rivals in seats.values():
        for one in rivals if len(rivals) > 1 else ():
            other = next(rival for rival in rivals if rival is not one)
            yield problem(
                "assignment-conflict", one.place, value=one.assignee.name, other=other.place.row, what=_what(one)
            )


def _default_assessor(learner: UserId, resolved: Resolved | None, case: Case) -> UserId | None:
    """Whom the learner will have; of somebody who is not on the roster, as far as OneFile has shown it."""
    if resolved is not None:
        return default_to_be(resolved, _ASSESSOR)
    person = case.centre.by_id.get(learner) if isinstance(learner, int) else None
    return number(person.fields.get(_ASSESSOR)) if person is not None else None


def is_assigned(one: Asked, case: Case) -> bool:
    """Whether this program has made an assignment already, and given that seat to nobody else since."""
    learner, assignee = one.learner.id, one.assignee.id
    if not isinstance(learner, int) or not isinstance(assignee, int):
        return False
    is_iqa = None if one.level is Level.ADDITIONAL else one.assignee.role is Role.IQA
    wanted = Assigned(assignee, learner, int(one.level), one.standard, one.unit, is_iqa)

    def may_be(onefile_id: int, as_iqa: bool) -> bool:
        person = case.centre.by_id.get(onefile_id)
        return person is None or person.role is None or (person.role is Role.IQA) is as_iqa

    return case.record.has_assigned(wanted, may_be)


def replacing(one: Asked, centre: Centre) -> Problem | None:
    """The warning that somebody who is there already loses a seat; None where nobody can.

    Nobody has one of an aim or unit that the learner is only being given.
    """
    if one.level is Level.ADDITIONAL or not isinstance(one.learner.id, int):
        return None
    has_aim, has_unit = (one.learner.id, one.standard) in centre.aims, (one.learner.id, one.unit) in centre.summaries
    if one.learner.id in centre.programmes_read and not (has_aim or has_unit):
        return None
    role = "IQA" if one.assignee.role is Role.IQA else "assessor"
    return problem("replaces-assignment", one.place, value=one.assignee.name, role=role, what=_what(one))


def _has(one: Asked, resolved: Resolved | None, case: Case) -> bool:
    """Whether the learner has, or is being given, what the assignment is to.

    What a framework template holds cannot be read, so a learner who is being given one is believed to get it.
    """
    if one.level is Level.ADDITIONAL or (resolved is not None and gives_a_template(resolved, case)):
        return True
    learner, centre = one.learner.id, case.centre
    if one.level is Level.LEARNING_AIM:
        given = resolved is not None and one.standard in resolved.standards
        thing, there = Given("standard", str(one.standard), _number(learner)), (learner, one.standard) in centre.aims
    else:
        given = resolved is not None and any(unit.unit == one.unit for unit in resolved.units)
        thing, there = Given("unit", str(one.unit), _number(learner)), (learner, one.unit) in centre.summaries
    unread = isinstance(learner, int) and learner not in centre.programmes_read
    return given or there or unread or thing in case.record.given


def _number(learner: UserId) -> int:
    return learner if isinstance(learner, int) else 0


def _what(one: Asked) -> str:
    return "learning aim" if one.level is Level.LEARNING_AIM else "unit"
