"""Turns the references of rows into IDs, and says at the cell what cannot be turned."""

from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.resolve import (
    Ambiguous,
    Book,
    Found,
    NotReady,
    Resolution,
    Unknown,
    contradicts,
    resolve_thing,
)
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import Field, Target
from onefile_desktop.roster.problems import Problem, problem
from onefile_desktop.roster.rows import Reference, Row, Table


@dataclass(frozen=True)
class NewThing:
    """A placement or class that is not there and is to be made; `row` is the first that names it."""

    key: str
    target: Target
    name: str
    row: Row = field(repr=False)


@dataclass
class References:
    """Resolves the references of one pass over the roster, and collects what it had to say and what must be made."""

    centre: Centre
    book: Book
    options: PlanOptions
    problems: list[Problem] = field(default_factory=list[Problem])
    new_things: dict[tuple[Target, str], NewThing] = field(default_factory=dict[tuple[Target, str], NewThing])
    _people: dict[tuple[str, frozenset[Role]], Resolution] = field(
        default_factory=dict[tuple[str, frozenset[Role]], Resolution]
    )
    _companies: dict[str, bool] = field(default_factory=dict[str, bool])
    _things: dict[tuple[str, Target, int | None], Resolution] = field(
        default_factory=dict[tuple[str, Target, int | None], Resolution]
    )

    def person(
        self, table: Table, row: Row, column: Field, reference: Reference, roles: frozenset[Role] | None = None
    ) -> UserId | None:
        """Whom `reference` means among the roles that the column takes, or only `roles`.

        None where that cannot be told, which is then said.
        """
        named = (self.options.chosen(column.name, reference.text), roles or column.takes)
        if named not in self._people:
            self._people[named] = self.book.find(*named)
        resolution = self._people[named]
        if isinstance(resolution, Found) and not isinstance(resolution.id, str):
            if named[0] == reference.text and self._is_contradicted(reference, resolution, row):
                place, who = table.place(row, column.name), resolution.label
                self.problems.append(
                    problem("reference-contradicted", place, value=reference.text, who=who, name=reference.beside)
                )
            return resolution.id
        self._say(table, row, column, reference.text, resolution)
        return None

    def thing(
        self, table: Table, row: Row, column: Field, reference: Reference, *, standard: int | None = None
    ) -> UserId | str | None:
        """Which class, placement, unit ... `reference` means; None where that cannot be told, which is then said."""
        assert column.target is not None
        text = self.options.chosen(column.name, reference.text)
        named = (text, column.target, standard)
        if named not in self._things:
            self._things[named] = resolve_thing(text, column.target, self.centre, standard=standard)
        resolution = self._things[named]
        if isinstance(resolution, Found):
            return resolution.id
        makeable = column.target in (Target.PLACEMENT, Target.CLASSROOM)
        if isinstance(resolution, Unknown) and self.options.create_missing and makeable:
            return self._to_be_made(column.target, text, row)
        self._say(table, row, column, reference.text, resolution)
        return None

    def standard(self, table: Table, row: Row, column: Field, reference: Reference) -> int | None:
        """The ID of the standard or framework template that `reference` means; None as for `thing`."""
        found = self.thing(table, row, column, reference)
        return found if isinstance(found, int) else None

    def unit(self, table: Table, row: Row, column: Field, reference: Reference, standard: int | None) -> str | None:
        """The ID of the unit that `reference` means, looked for within `standard` where that is known."""
        found = self.thing(table, row, column, reference, standard=standard)
        return found if isinstance(found, str) else None

    def _to_be_made(self, target: Target, name: str, row: Row) -> IdOf:
        known = self.new_things.get((target, folded(name)))
        if known is None:
            kind = "placement" if target is Target.PLACEMENT else "classroom"
            known = NewThing(f"{kind}-{len(self.new_things) + 1}", target, name.strip(), row)
            self.new_things[target, folded(name)] = known
        return IdOf(known.key)

    def _is_contradicted(self, reference: Reference, found: Found, row: Row) -> bool:
        """Whether the name beside an email is another person's, and not that of a company."""
        if not contradicts(reference.beside, found.label):
            return False
        on_row = [display(row.cells[name].value) for name in ("PlacementID", "CompanyName") if name in row.cells]
        if not all(contradicts(reference.beside, company) for company in on_row):
            return False
        if reference.beside not in self._companies:
            name = spelt(reference.beside)
            self._companies[reference.beside] = any(name in spelt(one.name) for one in self.centre.placements)
        return not self._companies[reference.beside]

    def _say(self, table: Table, row: Row, column: Field, text: str, resolution: Resolution) -> None:
        place = table.place(row, column.name)
        if isinstance(resolution, Ambiguous):
            among = "; ".join(resolution.candidates)
            said = problem("reference-ambiguous", place, value=text, candidates=among)
        elif isinstance(resolution, NotReady):
            said = problem("reference-not-ready", place, value=text, who=resolution.name, other=resolution.row)
        else:
            suggestions = resolution.suggestions if isinstance(resolution, Unknown) else ()
            where = "in OneFile or on another row" if column.target is Target.PERSON else "in OneFile"
            said = problem(
                "reference-unknown", place, value=text, what=_what(column), where=where, suggestions=suggestions
            )
        self.problems.append(said)


def _what(column: Field) -> str:
    if column.target is not Target.PERSON:
        assert column.target is not None
        return column.target.value
    if column.takes == ASSESSORS:
        return "assessor"
    if len(column.takes) > 1:
        return "person"
    label = next(iter(column.takes)).label
    return label if label.isupper() else label.lower()
