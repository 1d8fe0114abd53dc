"""Several cells to one field, and one cell to several: names in one cell, an assessor, employer or observer in more.

The cells that a field was put together from stay in the row beside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onefile_desktop.roster.cells import display, one_line
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.kinds.blanks import REPEATS_ABOVE, counting_as_blank, says_nothing
from onefile_desktop.roster.rows import Cell, CellError, NotCalculated, Row
from onefile_desktop.roster.table.names import split_name

_FULL_NAME = "FullName"


@dataclass(frozen=True)
class _Parts:
    """A reference to a person, and the fields that say the same in pieces. `many`: its cell can name several."""

    reference: str
    first: str
    last: str
    email: str
    many: bool = False


_REFERENCES = (
    *(
        _Parts(f"Default{who}ID", f"{who}FirstName", f"{who}LastName", f"{who}Email")
        for who in ("Assessor", "Employer")
    ),
    _Parts("AdditionalObservers", "ObserverFirstName", "ObserverLastName", "ObserverEmail", many=True),
)
_SEVERAL = re.compile(r"[;\n\r]")
PARTS = frozenset(field.name for field in PEOPLE.values() if field.part_of)
"""The fields that other fields are worked out of. A row without any of them needs no composing."""

_LAST_NAME_FIRST = re.compile(r"(?:sur|last|family)[\s_-]*name.*(?:fore|first|given|christian)", re.IGNORECASE)
"""A header such as "Surname, forename" or "Name (last name, first name)" says in which order the names stand."""

_NAME, _ADDRESS = re.compile("[^<>@]{1,100}"), re.compile(r"[^<>@\s]{1,100}@[^<>@\s]{1,200}")

_BLANK = {name: counting_as_blank(field.kind, field) for name, field in PEOPLE.items()}


def compose(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """`cells`, by field, and what can be worked out of them.

    A full name gives the first and the last name where these have no cell of their own. The parts of an assessor,
    employer or observer give the reference to them: by email where there is one, with the name before it, as in
    `Jo Reed <jo@example.org>`; else by name. What the reference's own cell calls them goes before a name in parts; an
    observer is added to those in a cell that names several, or somebody by more than a name.
    Nothing is worked out of a cell that could not be read.
    """
    whole = dict(cells)
    if _FULL_NAME in cells:
        whole.update(_names(cells))
    for parts in _REFERENCES:
        found = _reference(cells, parts)
        if found is not None:
            whole[parts.reference] = found
    return whole


def _names(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    text = _said(cells, _FULL_NAME)
    wanted = [name for name in ("FirstName", "LastName") if is_open(cells, name)]
    if not wanted or not any(char.isalpha() for char in text):
        return {}
    if _LAST_NAME_FIRST.search(cells[_FULL_NAME].header or "") and "," not in text:
        last, _, first = text.partition(" ")
        text = f"{last}, {first}" if first else text
    split = split_name(text)
    found = {"FirstName": split.first, "LastName": split.last}
    return {name: replace(cells[_FULL_NAME], value=found[name], doubt=split.doubt) for name in wanted if found[name]}


def _reference(cells: Mapping[str, Cell], parts: _Parts) -> Cell | None:
    """The cell that says best who is meant, where that is not the reference's own."""
    given = [name for name in (parts.email, parts.last, parts.first) if name in cells]
    if not given or any(_is_unreadable(cells[name]) for name in given):
        return None
    if parts.many and (listed := _listed(cells, parts.reference)):
        further = _reference({name: cells[name] for name in given}, parts)
        return None if further is None else _added(cells[parts.reference], listed, further, cells.get(parts.email))
    if parts.reference in cells and _identifies(cells[parts.reference]):
        return None
    email, first, last = (_said(cells, name) for name in (parts.email, parts.first, parts.last))
    name = f"{first} {last}".strip()
    if "@" in email:
        beside = _said(cells, parts.reference) or name
        is_a_name = _NAME.fullmatch(beside) and not says_nothing(beside, REPEATS_ABOVE)
        are_told_apart = is_a_name and _ADDRESS.fullmatch(email)
        return replace(cells[parts.email], value=f"{beside} <{email}>" if are_told_apart else email)
    if not name or not is_open(cells, parts.reference):
        return None
    return replace(cells[parts.last if last else parts.first], value=name)


def _listed(cells: Mapping[str, Cell], name: str) -> str:
    """The text of a cell that names several people, or one by more than a name; else empty."""
    if is_open(cells, name) or _is_unreadable(cells[name]):
        return ""
    text = display(cells[name].value)
    return text if _SEVERAL.search(text) or _identifies(cells[name]) else ""


def _added(own: Cell, listed: str, further: Cell, email: Cell | None) -> Cell | None:
    """The cell with one more person on its list; None where they are on it already."""
    said = one_line(display(email.value if email is not None and "@" in display(email.value) else further.value))
    return None if said.casefold() in listed.casefold() else replace(own, value=f"{listed}; {display(further.value)}")


def doubting_names(rows: Sequence[Row]) -> tuple[Row, ...]:
    """`rows`, of which those are in doubt whose full name has no comma where most have one: "Lowe Fi".

    Where most names are "Surname, First" such a one may be in that order as well; it is where the header says so.
    """
    names = [display(cell.value) for row in rows if (cell := row.cells.get(_FULL_NAME)) is not None]
    if 2 * sum("," in name for name in names) <= len(names):
        return tuple(rows)
    return tuple(_doubting(row) for row in rows)


def _doubting(row: Row) -> Row:
    whole = row.cells.get(_FULL_NAME)
    if whole is None or "," in display(whole.value) or _LAST_NAME_FIRST.search(whole.header or ""):
        return row
    halves = {
        name: replace(cell, doubt=True)
        for name in ("FirstName", "LastName")
        if (cell := row.cells.get(name)) is not None and cell.column == whole.column
    }
    return replace(row, cells={**row.cells, **halves}) if halves else row


def _identifies(own: Cell) -> bool:
    """Whether a reference's own cell says more than a name: an email or a number. One that failed must be told."""
    return _is_unreadable(own) or any(char == "@" or char.isdigit() for char in display(own.value))


def is_open(cells: Mapping[str, Cell], name: str) -> bool:
    """Whether the row has nothing of its own for the field `name`, or only what counts as blank."""
    return name not in cells or not (_said(cells, name) or _is_unreadable(cells[name]))


def _said(cells: Mapping[str, Cell], name: str) -> str:
    """The text of a cell; empty where there is none, or it could not be read, or says only that it says nothing."""
    if name not in cells or _is_unreadable(cells[name]):
        return ""
    text = one_line(display(cells[name].value))
    return "" if says_nothing(text, _BLANK[name]) else text


def _is_unreadable(cell: Cell) -> bool:
    return isinstance(cell.value, CellError | NotCalculated)
