"""What a text that could not be told can be chosen to mean: what is likely first, then everybody or everything else."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Named
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.choosing import COLUMNS
from onefile_desktop.plan.resolve import Book, Somebody
from onefile_desktop.plan.things import Thing, meant_by, name_of, suggested, things_of, told
from onefile_desktop.roster.fields import Target
from onefile_desktop.roster.problems import Problem

CHOOSABLE = frozenset({"reference-ambiguous", "reference-archived", "reference-unknown"})
"""The codes of the problems that a choice settles."""


@dataclass(frozen=True)
class Candidate:
    """Somebody or something a text can be chosen to mean: `meant` as `PlanOptions.choices` takes it."""

    meant: str
    told: str = field(repr=False)


@dataclass(frozen=True)
class Candidates:
    """What a text in a column (the field's name) can be chosen to mean, `likely` first.

    `rows` is how many rows the choice would settle.
    """

    column: str
    text: str = field(repr=False)
    likely: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    rows: int


def is_choosable(problem: Problem) -> bool:
    """Whether a choice can settle the problem."""
    return problem.code in CHOOSABLE and problem.place.field in COLUMNS and problem.value is not None


def candidates(problem: Problem, problems: Iterable[Problem], book: Book, centre: Centre) -> Candidates:
    """What the text of a problem that `is_choosable` can mean; `problems` are all of the plan's."""
    name, text = problem.place.field or "", problem.value or ""
    column = COLUMNS[name]
    if column.target is None or column.target is Target.PERSON:
        people = sorted(book.assignable(column.takes), key=lambda one: (folded(one.name), one.described))
        first = tuple(map(_somebody, book.likely(text, column.takes)))
        rest = tuple(map(_somebody, people))
    else:
        things = sorted(things_of(column.target, centre), key=lambda one: folded(name_of(one)))
        first = tuple(map(_thing, meant_by(text, things) or _named(suggested(text, things), things)))
        rest = tuple(map(_thing, things))
    others = tuple(one for one in rest if one not in first)
    return Candidates(name, text, first, others, len(_rows(problem, problems)))


def _rows(problem: Problem, problems: Iterable[Problem]) -> frozenset[tuple[str, int | None]]:
    def settled(other: Problem) -> bool:
        return (
            other.code in CHOOSABLE
            and other.place.field == problem.place.field
            and folded(other.value or "") == folded(problem.value or "")
        )

    return frozenset(other.place.of_row for other in problems if settled(other))


def _named(names: Iterable[str], things: Iterable[Thing]) -> list[Thing]:
    """The things of these names or MIS IDs, in the order of `names`."""
    known = list(things)
    return [
        thing
        for name in names
        for thing in known
        if name == name_of(thing) or (isinstance(thing, Named) and name == thing.mis_id)
    ]


def _somebody(somebody: Somebody) -> Candidate:
    meant = somebody.email or somebody.mis_id or somebody.name if isinstance(somebody.id, IdOf) else str(somebody.id)
    return Candidate(meant, somebody.described)


def _thing(thing: Thing) -> Candidate:
    return Candidate(str(thing.id), told(thing))
