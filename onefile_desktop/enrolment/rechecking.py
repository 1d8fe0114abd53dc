"""Right before a plan is sent: is the centre still what the plan was made from?

A plan may lie for hours before somebody submits it, and other people work in the centre meanwhile. So what the plan
concerns is read again, and the plan is made anew from that, unasked. Where it comes out the same it is sent, whatever
else has changed; else it is refused with what has changed, and nothing is sent.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace

from onefile_desktop.centre.concern import Concern
from onefile_desktop.centre.differences import Difference, differences, who
from onefile_desktop.centre.download import Reading
from onefile_desktop.centre.recheck import Reread, reread
from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import StalePlanError
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, Standing
from onefile_desktop.plan.concern import concern
from onefile_desktop.plan.options import Decision
from onefile_desktop.plan.updates import within_a_sentence
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.run.moments import Moment, seconds_since, this_moment

FRESH_SECONDS = 60.0
"""A reading of the centre that began so recently is one right before the run."""
_MOST_NAMED = 5
_TOLD_ANYWAY = frozenset({"FirstName", "LastName", "MISID"})
"""What `differences` tells of everybody."""
_PLACEMENTS = {"PlacementID": "placement", "Placements": "placement"}


def rechecked(enrolment: Enrolment, clock: Callable[[], Moment] = this_moment) -> Generator[Reading, None, Enrolment]:
    """The enrolment with a plan that may be sent now; asks nothing of a centre that was read a moment ago.

    Yields progress. Raises `StalePlanError` where the centre has changed under the plan, and the errors of
    `onefile.endings`.
    """
    assert enrolment.plan is not None
    assert enrolment.centre is not None
    assert enrolment.connection is not None
    if enrolment.read_at is not None and seconds_since(enrolment.read_at, clock()) < FRESH_SECONDS:
        return enrolment
    concerned = concern(enrolment.plan, enrolment.centre)
    needed = enrolment.wanted(enrolment.record)
    found = yield from reread(enrolment.connection.client, enrolment.centre, needed, concerned)
    if found.centre == enrolment.centre:
        return enrolment
    remade = replace(enrolment, centre=found.centre).planned(enrolment.plan_options)
    reconsider = _to_reconsider(enrolment, remade)
    if reconsider or _intent(remade) != _intent(enrolment):
        raise StalePlanError(
            "The plan is out of date",
            f"{_told(_telling(enrolment.plan, enrolment.centre, found, needed, concerned))} Nothing was sent.",
            "Make the plan anew, and look at it before you submit it.",
            reconsider=reconsider,
            noticed=found.noticed,
        )
    return remade


def _intent(enrolment: Enrolment) -> object:
    """What the admin agreed to: what is sent and what it replaces, who is left out, and what is wrong where.

    Not in which words, and with which suggestions: these follow from people whom no change is about.
    """
    plan = enrolment.plan
    assert plan is not None
    return (
        plan.digest,
        tuple(change.was for change in plan.changes),
        frozenset((row.sheet, row.row) for row in plan.rows if row.standing is Standing.EXCLUDED),
        frozenset((found.code, found.place) for found in plan.problems),
    )


def _to_reconsider(before: Enrolment, after: Enrolment) -> frozenset[int]:
    """The rows that were to be created although somebody is like them, and that somebody else is like by now."""
    created = {row for row, decision in before.plan_options.decisions.items() if decision is Decision.CREATE}
    assert before.checked is not None
    return frozenset(
        number
        for row in before.checked.people
        for number in created.intersection(row.numbers)
        if _ids(after, row.row.number) - _ids(before, row.row.number)
    )


def _ids(enrolment: Enrolment, row: int) -> frozenset[int]:
    return frozenset(person.id for person in enrolment.candidates(row))


def _telling(plan: Plan, before: Centre, found: Reread, needed: Wanted, concerned: Concern) -> tuple[Difference, ...]:
    """What has changed of the people and places that the roster may be about; of everything, where it is neither."""
    everything = (*differences(before, found.centre, found.noticed), *_replaced(plan, before, found.centre))

    def is_close(one: Difference) -> bool:
        if one.person is None or one.person in concerned.ids | found.noticed:
            return True
        known = (before.by_id.get(one.person), found.centre.by_id.get(one.person))
        return any(person is not None and _is_named(person, needed) for person in known)

    return tuple(filter(is_close, everything)) or everything


def _replaced(plan: Plan, before: Centre, now: Centre) -> Iterator[Difference]:
    """What the plan was to change of people, and is another there by now."""
    for change in plan.changes:
        if not isinstance(change.about, int):
            continue
        old, new = before.by_id.get(change.about), now.by_id.get(change.about)
        if old is None or new is None:
            continue
        labels = {label for name, label in _touched(change).items() if old.fields.get(name) != new.fields.get(name)}
        if labels:
            yield Difference(old.id, f"{who(old)} has another {' and another '.join(sorted(labels))} now")


def _touched(change: Change) -> Mapping[str, str]:
    """The fields of a person that a change is about, by OneFile's name, and what people call them."""
    if change.kind is ChangeKind.ASSIGN_PLACEMENT:
        return _PLACEMENTS
    names = change.request.body.keys() - _TOLD_ANYWAY if change.kind is ChangeKind.UPDATE else ()
    return {name: within_a_sentence(PEOPLE[name]) for name in names}


def _is_named(person: Person, needed: Wanted) -> bool:
    called = {folded(text) for text in (person.name, person.email, person.mis_id) if text}
    return needed.could_be(person) or not called.isdisjoint(needed.named)


def _told(changes: tuple[Difference, ...]) -> str:
    if not changes:
        return "The centre has changed since the plan was made."
    named = [one.told for one in changes[:_MOST_NAMED]]
    more = [f"and {len(changes) - _MOST_NAMED} more"] if len(changes) > _MOST_NAMED else []
    return f"Since the plan was made, {'; '.join([*named, *more])}."
