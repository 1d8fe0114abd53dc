"""Several cells to one field, and one cell to several: names in one cell, an assessor, employer or observer in more.

The cells that a field was put together from stay in the row beside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from unicodedata import normalize

from onefile_desktop.roster.cells import display, one_line, plain
from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.kinds.blanks import REPEATS_ABOVE, counting_as_blank, says_nothing
from onefile_desktop.roster.rows import Cell, CellError, NotCalculated, Reference, Row
from onefile_desktop.roster.table.names import TITLES, split_name
from onefile_desktop.roster.values import read_value

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
_SEVERAL, _BETWEEN_WORDS = re.compile(r"[;\n\r]"), re.compile(r"[\s,-]+")
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
    observer is added to those in a cell that names several, somebody by more than a name, or somebody else.
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
    text = said(cells, _FULL_NAME)
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
    if parts.many and (listed := _listed(cells, parts)):
        further = _reference({name: cells[name] for name in given}, parts)
        return None if further is None else _added(cells[parts.reference], listed, further)
    if parts.reference in cells and _identifies(cells[parts.reference]):
        return None
    email, name = said(cells, parts.email), _name_in(cells, parts)
    if "@" in email:
        beside = said(cells, parts.reference) or name
        is_a_name = _NAME.fullmatch(beside) and not says_nothing(beside, REPEATS_ABOVE)
        are_told_apart = is_a_name and _ADDRESS.fullmatch(email)
        return replace(cells[parts.email], value=f"{beside} <{email}>" if are_told_apart else email)
    if not name or not is_open(cells, parts.reference):
        return None
    return replace(cells[parts.last if said(cells, parts.last) else parts.first], value=name)


def _name_in(cells: Mapping[str, Cell], parts: _Parts) -> str:
    return f"{said(cells, parts.first)} {said(cells, parts.last)}".strip()


def _listed(cells: Mapping[str, Cell], parts: _Parts) -> str:
    """The text of a cell that names others than the parts do: several, one by more than a name, or somebody else."""
    if is_open(cells, parts.reference) or _is_unreadable(cells[parts.reference]):
        return ""
    own = cells[parts.reference]
    text = display(own.value)
    is_another = not _is_one_name(text, said(cells, parts.first), said(cells, parts.last))
    return text if _SEVERAL.search(text) or _identifies(own) or is_another else ""


def _is_one_name(whole: str, first: str, last: str) -> bool:
    """Whether a name in one cell can be that of somebody called `first` and `last`, either of which may be missing.

    It can where all words of one are in the other, or the surname is and one first name begins the other: J Reed is
    Jo Reed, and Vi Reed is not.
    """
    words, firsts, lasts = _words(whole), _words(first), _words(last)
    if words <= firsts | lasts or firsts | lasts <= words or not (firsts and lasts):
        return True
    others = words - lasts
    return lasts <= words and any(a.startswith(b) or b.startswith(a) for a in firsts for b in others)


def _words(name: str) -> frozenset[str]:
    without_accents = normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = (plain(part).strip(".") for part in _BETWEEN_WORDS.split(without_accents))
    return frozenset(word for word in words if word and word not in TITLES)


def _added(own: Cell, listed: str, further: Cell) -> Cell | None:
    """The cell with whoever is further on its list; None where they are on it already."""
    text = display(further.value)
    there = _on_list(listed)
    if all(any(_is_on_list(one, other) for other in there) for one in _on_list(text)):
        return None
    return replace(own, value=f"{listed}; {text}")


def _on_list(text: str) -> tuple[Reference, ...]:
    return cast("tuple[Reference, ...]", read_value(Kind.REFERENCES, text) or ())


def _is_on_list(one: Reference, other: Reference) -> bool:
    """Whether two are the same: by email, or by a name where one has no other than that."""
    if "@" in one.text:
        return one.text.casefold() == other.text.casefold()
    return _words(one.text) == _words(other.beside or other.text)


def said_in_parts(cells: Mapping[str, Cell], reference: str) -> tuple[str, str]:
    """The name and the email of whoever the parts beside the cell of a `reference` mean, as far as they give them.

    Empty for a reference that has no parts, or that they are added to.
    """
    parts = next((one for one in _REFERENCES if one.reference == reference and not one.many), None)
    if parts is None:
        return "", ""
    email = said(cells, parts.email)
    return _name_in(cells, parts), email if "@" in email else ""


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
    return name not in cells or not (said(cells, name) or _is_unreadable(cells[name]))


def said(cells: Mapping[str, Cell], name: str) -> str:
    """The text of a cell; empty where there is none, or it could not be read, or says only that it says nothing."""
    if name not in cells or _is_unreadable(cells[name]):
        return ""
    text = one_line(display(cells[name].value))
    return "" if says_nothing(text, _BLANK[name]) else text


def _is_unreadable(cell: Cell) -> bool:
    return isinstance(cell.value, CellError | NotCalculated)
