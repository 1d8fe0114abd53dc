"""Turns the references of rows into IDs, and says at the cell what cannot be turned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.changes import ChoiceUsed
from onefile_desktop.plan.choosing import person_meant
from onefile_desktop.plan.described import are_described
from onefile_desktop.plan.likeness import nearly
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.resolve import (
    Ambiguous,
    Archived,
    Book,
    Found,
    Holdup,
    NotReady,
    Resolution,
    Unknown,
    contradicts,
)
from onefile_desktop.plan.things import chosen_thing, name_of, resolve_thing, things_of
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import Field, Target
from onefile_desktop.roster.kinds.blanks import says_nothing
from onefile_desktop.roster.problems import CLAUSES, REASONS, Place, Problem, problem
from onefile_desktop.roster.rows import Reference, Row, Table
from onefile_desktop.roster.table.composing import said_in_parts


@dataclass(frozen=True)
class NewThing:
    """A placement or class that is not there and is to be made.

    `near` says which of those that are there, or are made before it, it may be a mistyping of.
    """

    key: str
    target: Target
    name: str
    near: tuple[str, ...] = ()


@dataclass
class References:
    """Resolves the references of one pass over the roster, and collects what it had to say and what must be made.

    `choices_used` are the admin's choices that it met, by field and folded text.
    """

    centre: Centre
    book: Book
    options: PlanOptions
    problems: list[Problem] = field(default_factory=list[Problem])
    new_things: dict[tuple[Target, str], NewThing] = field(default_factory=dict[tuple[Target, str], NewThing])
    choices_used: dict[tuple[str, str], ChoiceUsed] = field(default_factory=dict[tuple[str, str], ChoiceUsed])
    _people: dict[tuple[str, str, frozenset[Role]], Resolution] = field(
        default_factory=dict[tuple[str, str, frozenset[Role]], Resolution]
    )
    _companies: dict[str, bool] = field(default_factory=dict[str, bool])
    _things: dict[tuple[str, str, int | None], Resolution] = field(
        default_factory=dict[tuple[str, str, int | None], Resolution]
    )

    def person(
        self, table: Table, row: Row, column: Field, reference: Reference, roles: frozenset[Role] | None = None
    ) -> UserId | None:
        """Whom `reference` means among the roles that the column takes, or only `roles`.

        None where that cannot be told, which is then said.
        """
        resolution = self.meaning(column, reference, roles or column.takes)
        if isinstance(resolution, Found) and not isinstance(resolution.id, str):
            used = self._used(column, reference, resolution)
            other = "" if used else self._contradicting(reference, resolution, row, column)
            if other:
                place, who = table.place(row, column.name), resolution.label
                self.problems.append(
                    problem("reference-contradicted", place, value=reference.text, who=who, name=other)
                )
            return resolution.id
        self._say(table, row, column, reference.text, resolution)
        return None

    def meaning(self, column: Field, reference: Reference, roles: frozenset[Role]) -> Resolution:
        """Whom `reference` means in a column among `roles`; says nothing."""
        named = (column.name, reference.text, roles)
        if named not in self._people:
            self._people[named] = person_meant(self.book, self.options, *named)
        return self._people[named]

    def settle(self, column: Field, text: str, found: Found) -> None:
        """Says beforehand whom `text` means in a column, whoever else it might mean."""
        self._people[column.name, text, column.takes] = found

    def thing(
        self, table: Table, row: Row, column: Field, reference: Reference, *, standard: int | None = None
    ) -> UserId | str | None:
        """Which class, placement, unit ... `reference` means; None where that cannot be told, which is then said."""
        assert column.target is not None
        chosen = self.options.choice(column.name, reference.text)
        named = (column.name, reference.text, standard)
        if named not in self._things:
            look, text = (chosen_thing, chosen) if chosen else (resolve_thing, reference.text)
            self._things[named] = look(text, column.target, self.centre, standard=standard)
        resolution = self._things[named]
        if isinstance(resolution, Found):
            self._used(column, reference, resolution)
            return resolution.id
        makeable = column.target in (Target.PLACEMENT, Target.CLASSROOM) and _is_a_name(chosen or reference.text)
        if isinstance(resolution, Unknown) and self.options.create_missing and makeable:
            return self._to_be_made(table.place(row, column.name), column.target, chosen or reference.text)
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

    def _to_be_made(self, place: Place, target: Target, name: str) -> IdOf:
        known = self.new_things.get((target, folded(name)))
        if known is None:
            kind = "placement" if target is Target.PLACEMENT else "classroom"
            near = (
                *(f"“{one}” is there" for one in nearly(name, map(name_of, things_of(target, self.centre)))),
                *(f"“{one}” is made as well" for one in nearly(name, self._made(target))),
            )
            known = NewThing(f"{kind}-{len(self.new_things) + 1}", target, name.strip(), near)
            self.new_things[target, folded(name)] = known
        if known.near:
            near = " and ".join(known.near)
            self.problems.append(problem("new-thing-near", place, value=name, what=target.value, near=near))
        return IdOf(known.key)

    def _made(self, target: Target) -> list[str]:
        return [thing.name for thing in self.new_things.values() if thing.target is target]

    def _used(self, column: Field, reference: Reference, found: Found) -> bool:
        """Whether a choice has settled this, which is then noted."""
        if not self.options.choice(column.name, reference.text):
            return False
        key = (column.name, folded(reference.text))
        meant = "" if isinstance(found.id, IdOf) else str(found.id)
        is_remembered = key not in self.options.choices
        who = f"{found.label} (OneFile ID {meant})" if column.target is Target.PERSON and meant else found.label
        used = ChoiceUsed(column.name, reference.text, meant, who, is_remembered)
        self.choices_used.setdefault(key, used)
        return True

    def _contradicting(self, reference: Reference, found: Found, row: Row, column: Field) -> str:
        """What stands beside a reference, in its own cell or in columns of their own, and is another person's."""
        if self._is_contradicted(reference, found, row):
            return reference.beside
        name, email = said_in_parts(row.cells, column.name)
        if name:
            return name if contradicts(name, found.label) else ""
        known = None if isinstance(found.id, str) else self.book.by_id.get(found.id)
        is_another = known is not None and known.email != "" and folded(email) not in known.identifiers
        return email if is_another else ""

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
        chosen = self.options.choice(column.name, text)
        said = _problem_of(table.place(row, column.name), column, chosen or text, resolution)
        if isinstance(resolution, Unknown) and "@" not in text and are_described(table, column.name):
            said = replace(said, message=f"{said.message} {REASONS['no-email-to-create']}")
        if chosen:
            before = REASONS["chosen"].format(text=text, meant=chosen)
            said = replace(said, value=text, message=f"{before} {said.message}")
        self.problems.append(said)


_NOT_READY: Mapping[Holdup, str] = {
    Holdup.ERROR: "row-with-error",
    Holdup.UNDECIDED: "row-undecided",
    Holdup.SKIPPED: "row-left-out",
    Holdup.NOT_TAKEN: "row-left-out",
}


def _problem_of(place: Place, column: Field, text: str, resolution: Resolution) -> Problem:
    """What is wrong where `text` means what it turned out to mean."""
    if isinstance(resolution, Ambiguous):
        return problem("reference-ambiguous", place, value=text, candidates="; ".join(resolution.candidates))
    if isinstance(resolution, Archived):
        who = " and ".join(resolution.who)
        return problem(
            "reference-archived", place, value=text, who=f"{who} {'is' if len(resolution.who) == 1 else 'are'}"
        )
    if isinstance(resolution, NotReady):
        because = _NOT_READY[resolution.why]
        why, how = CLAUSES[because], REASONS[because]
        return problem(
            "reference-not-ready", place, value=text, who=resolution.name, other=resolution.row, why=why, how=how
        )
    where = "in OneFile or on another row" if column.target is Target.PERSON else "in OneFile"
    suggestions: tuple[str, ...] = ()
    if isinstance(resolution, Unknown):
        suggestions = resolution.suggestions
        where = f"{where}: {'; '.join(resolution.elsewhere)}" if resolution.elsewhere else where
    return problem("reference-unknown", place, value=text, what=_what(column), where=where, suggestions=suggestions)


def _is_a_name(text: str) -> bool:
    """Whether something can be called that: it is neither a word for nothing nor only signs."""
    return spelt(text) != "" and not says_nothing(text)


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
