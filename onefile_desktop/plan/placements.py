"""At which placements employers and observers work: the one they are created with, and further ones of their learners.

Source of the call for further ones: a program that was seen to do it after creating an employer, see `onefile.writes`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from onefile_desktop.onefile.fields import number
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.assignments import Asked
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.described import EMPLOYER
from onefile_desktop.plan.kept_defaults import default_to_be
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.options import Existing
from onefile_desktop.plan.references import References
from onefile_desktop.plan.resolve import Found, Somebody
from onefile_desktop.plan.subjects import Course
from onefile_desktop.plan.workplace_people import Newcomer
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import REASONS, problem
from onefile_desktop.roster.rows import CheckedRow, Reference, Roster

_PLACEMENT = "PlacementID"
_AT_SEVERAL = frozenset({Role.EMPLOYER, Role.OBSERVER})


@dataclass(frozen=True)
class FurtherPlacement:
    """A placement that somebody is given beside their own, and what it is called.

    `place` is sheet and number of the row that needs it.
    """

    person: Somebody
    placement: UserId
    place: tuple[str, int]
    name: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The key of the change."""
        who = self.person.id
        whose = who.key.removesuffix("-create") if isinstance(who, IdOf) else f"person-{who}"
        where = self.placement.key if isinstance(self.placement, IdOf) else self.placement
        return f"{whose}-assign-placement-{where}"


def placed(
    newcomers: Iterable[Newcomer], learners: Mapping[UserId, Resolved], references: References, roster: Roster
) -> tuple[Resolved, ...]:
    """Those of `newcomers` who are to be created, at the workplace that a row gives them, else at their learner's.

    Who has neither is left out, which is said. `learners` are all of the roster.
    """
    found: list[Resolved] = []
    for newcomer in newcomers:
        is_employer = newcomer.row.role is Role.EMPLOYER
        own: list[UserId] = []
        theirs: list[UserId] = []
        for mention in newcomer.mentions:
            own += _workplace(mention.described.part, references, roster) if is_employer else ()
            theirs += _placement_of(learners[mention.learner.id])
        if own or theirs:
            placement = (own or theirs)[0]
            values = {**newcomer.row.values, _PLACEMENT: Reference(_called(placement, references))}
            row = replace(newcomer.row, values=values)
            found.append(Resolved(replace(newcomer, row=row), {_PLACEMENT: placement}))
            continue
        for mention in newcomer.mentions:
            label = PEOPLE[EMPLOYER.workplace if is_employer else _PLACEMENT].label
            who, how = f"{newcomer.row.name}, who is new,", REASONS["fill-in"]
            email = mention.described.email
            references.problems.append(
                problem("required-missing", mention.place, value=email, who=who, field=label, how=how)
            )
    return tuple(found)


def further_placements(
    case: Case, going: Sequence[Resolved], kept_back: Collection[UserId], asked: Iterable[Asked], references: References
) -> tuple[FurtherPlacement, ...]:
    """Every placement that an employer or observer lacks and a learner of theirs is at, each once.

    `going` is everybody for whom something may be sent, those included whom learners' rows describe; `kept_back` are
    those whose own row is left out, so that nothing is sent for it; `asked` are the assignments. People who are there
    already are given placements only where people who are there get what is missing, or if this program made them, and
    only where it is known which they have.
    """
    by_id = {one.subject.id: one for one in going}
    has: dict[UserId, frozenset[UserId] | None] = {}
    found: dict[tuple[UserId, UserId], FurtherPlacement] = {}
    for person, placement, place in (*_of_defaults(case, going, references), *_of_assigned(case, by_id, asked)):
        somebody = references.book.by_id.get(person)
        if somebody is None or somebody.role not in _AT_SEVERAL or person in kept_back:
            continue
        if person not in has:
            has[person] = _has(person, by_id.get(person), case)
        known = has[person]
        if known is not None and placement not in known:
            found.setdefault(
                (person, placement), FurtherPlacement(somebody, placement, place, _called(placement, references))
            )
    return tuple(found.values())


_Need = tuple[UserId, UserId, tuple[str, int]]
"""A person, a placement they need, and sheet and number of the row that needs it."""


def _of_defaults(case: Case, going: Sequence[Resolved], references: References) -> Iterator[_Need]:
    """What default employers need, and whose workplace a learner's row gives."""
    for one in going:
        if one.subject.row.role is not Role.LEARNER:
            continue
        employer = default_to_be(one, EMPLOYER.field)
        for placement in _placement_of(one) if employer is not None else ():
            assert employer is not None
            yield employer, placement, one.subject.place
        for part in one.subject.row.parts:
            for reference in part.references(EMPLOYER.field) if part.references(EMPLOYER.workplace) else ():
                column = PEOPLE[EMPLOYER.field]
                meant = references.meaning(column, reference, column.takes)
                if not isinstance(meant, Found) or isinstance(meant.id, str):
                    continue
                is_given = part is not one.subject.row or employer == meant.id
                for placement in _workplace(part, references, case.roster) if is_given else ():
                    yield meant.id, placement, (part.row.sheet, part.row.number)


def _of_assigned(case: Case, by_id: Mapping[UserId, Resolved], asked: Iterable[Asked]) -> Iterator[_Need]:
    for one in asked:
        learner = by_id.get(one.learner.id)
        person = case.centre.by_id.get(one.learner.id) if isinstance(one.learner.id, int) else None
        at = _placement_of(learner) if learner is not None else _placements_there(person)[:1]
        for placement in at if one.level is Level.ADDITIONAL else ():
            assert one.place.row is not None
            yield one.assignee.id, placement, (one.place.sheet, one.place.row)


def _placement_of(learner: Resolved) -> tuple[UserId, ...]:
    """The placement that a learner will have, if any."""
    wanted, person = learner.ids.get(_PLACEMENT), learner.subject.person
    if wanted is not None and (person is None or learner.subject.course is Course.UPDATE):
        return (wanted,)
    return _placements_there(person)[:1]


def _called(placement: UserId, references: References) -> str:
    """The name of a placement that is there or is to be made."""
    if isinstance(placement, IdOf):
        return next(one.name for one in references.new_things.values() if one.key == placement.key)
    return next((one.name for one in references.centre.placements if one.id == placement), f"OneFile ID {placement}")


def _workplace(part: CheckedRow, references: References, roster: Roster) -> list[UserId]:
    column = PEOPLE[EMPLOYER.workplace]
    found = (
        references.thing(roster.people, part.source(column.name), column, reference)
        for reference in part.references(column.name)
    )
    return [one for one in found if one is not None and not isinstance(one, str)]


def _has(person: UserId, resolved: Resolved | None, case: Case) -> frozenset[UserId] | None:
    """The placements that somebody has or is given by their own row; None where they are to be left as they are."""
    own = resolved.ids.get(_PLACEMENT) if resolved is not None else None
    if isinstance(person, IdOf):
        return frozenset() if own is None else frozenset({own})
    there = case.centre.by_id.get(person)
    left_alone = case.options.existing is Existing.SKIP and person not in case.record.made
    if there is None or there.archived or left_alone or not (at := _placements_there(there)):
        return None
    first, *others = at
    is_moved = own is not None and resolved is not None and resolved.subject.course is Course.UPDATE
    given = (one for one in case.record.given if one.what == "assign-placement" and one.learner == person)
    return frozenset({own if is_moved and own is not None else first, *others, *(int(one.thing) for one in given)})


def _placements_there(person: Person | None) -> tuple[int, ...]:
    """The placements of somebody in OneFile as far as it shows them, their own first; none where that is not known."""
    if person is None or not person.complete or (own := number(person.fields.get(_PLACEMENT))) is None:
        return ()
    further = person.fields.get("Placements")
    listed = cast("list[object]", further) if isinstance(further, list) else []
    found = (
        number(cast("dict[str, object]", one).get(_PLACEMENT)) if isinstance(one, dict) else number(one)
        for one in listed
    )
    return (own, *(one for one in found if one is not None))
