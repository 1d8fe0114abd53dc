"""Which row of a sheet is its header, and what its columns mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from onefile_desktop.errors import UsageError
from onefile_desktop.roster.fields import Field
from onefile_desktop.roster.rows import CellValue, Column, Sheet
from onefile_desktop.roster.values import display, plain

_ROWS_LOOKED_AT = 30
_FEWEST_MATCHES = 2
_LEAVE_OUT = frozenset({"", "-"})
_WRITTEN_BY_US = frozenset({"onefileoutcome", "onefileid", "onefilemessage"})  # columns of a results workbook

Mapped = Sequence[tuple[str, str]]
"""What the admin mapped by hand: a column's header, or its letter, and the field it means."""


def column_letter(index: int) -> str:
    """The letter that Excel shows above the column `index`, which counts from 0."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def field_called(text: str, fields: Mapping[str, Field]) -> Field | None:
    """The field whose name, label or synonym is `text`, whatever its case, spaces and punctuation."""
    return fields.get(text) or _own_names(fields).get(plain(text)) or _synonyms(fields).get(plain(text))


def field_meant(text: str, fields: Mapping[str, Field]) -> Field:
    """The field that an option calls `text`; raises `UsageError` where there is none."""
    found = field_called(text, fields)
    if found is None:
        labels = [field.label for field in fields.values()]
        close = get_close_matches(text, labels, n=3) or labels[:6]
        raise UsageError(
            "Unknown field", f"There is no field “{text}”.", f"Use a field's name, for instance {', '.join(close)}."
        )
    return found


def find_header_row(sheet: Sheet, fields: Mapping[str, Field], mapping: Mapped = ()) -> int | None:
    """The number of the row, near the top, in which most cells name a field; None where none names two."""
    best, best_count = None, _FEWEST_MATCHES - 1
    for row in sheet.rows[:_ROWS_LOOKED_AT]:
        count = sum(1 for column in match_columns(row.cells, fields, _of_these(row.cells, mapping)) if column.field)
        if count > best_count:
            best, best_count = row.number, count
    return best


def match_columns(
    header_cells: Sequence[CellValue], fields: Mapping[str, Field], mapping: Mapped
) -> tuple[Column, ...]:
    """A column for each cell of the header row, with the field that it names or was mapped to.

    No two columns have one field: what was mapped goes before a field's own name, that before a synonym,
    and of two alike the first. Raises `UsageError` where `mapping` names a column or a field that is not there.
    """
    columns = [_unmatched(index, display(cell)) for index, cell in enumerate(header_cells)]
    settled: dict[int, Column] = {}
    taken: dict[str, Column] = {}
    for column, field, why in (*_mapped(columns, fields, mapping), *_named(columns, fields)):
        if column.index in settled:
            continue
        if field is None:
            settled[column.index] = replace(column, why=why, lost=False)
        elif field.name in taken:
            why = f"column {taken[field.name].letter} is “{field.label}” already"
            settled[column.index] = replace(column, why=why)
        else:
            settled[column.index] = taken[field.name] = replace(column, field=field.name, why=why, lost=False)
    return tuple(settled.get(column.index, column) for column in columns)


_Match = tuple[Column, Field | None, str]


def _unmatched(index: int, header: str) -> Column:
    return Column(index, column_letter(index), header, None, lost=plain(header) not in _WRITTEN_BY_US)


def _mapped(columns: Sequence[Column], fields: Mapping[str, Field], mapping: Mapped) -> Iterator[_Match]:
    for header, target in mapping:
        leave_out = target.strip() in _LEAVE_OUT
        field = None if leave_out else field_meant(target, fields)
        yield _column_meant(columns, header), field, "left out, as you said" if leave_out else "you chose it"


def _named(columns: Sequence[Column], fields: Mapping[str, Field]) -> Iterator[_Match]:
    own, synonyms = _own_names(fields), _synonyms(fields)
    for column in columns:
        if field := fields.get(column.header) or own.get(plain(column.header)):
            yield column, field, "this is what the column is called"
    for column in columns:
        if field := synonyms.get(plain(column.header)):
            yield column, field, f"another word for “{field.label}”"


def _own_names(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    named = [field for field in fields.values() if not field.exact]
    return {plain(field.name): field for field in named} | {plain(field.label): field for field in named}


def _synonyms(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    return {plain(word): field for field in fields.values() for word in field.synonyms}


def _column_meant(columns: Sequence[Column], text: str) -> Column:
    found = _column_called(columns, text)
    if found is None:
        headers = ", ".join(f"“{column.header}”" for column in columns if column.header)
        raise UsageError(
            "Unknown column",
            f"The roster has no column “{text}”.",
            f"Its columns are {headers}; a letter will do, too.",
        )
    return found


def _column_called(columns: Iterable[Column], text: str) -> Column | None:
    wanted = plain(text)
    by_header = next((column for column in columns if column.header and plain(column.header) == wanted), None)
    return by_header or next((column for column in columns if column.letter == text.strip().upper()), None)


def _of_these(header_cells: Sequence[CellValue], mapping: Mapped) -> Mapped:
    """What of `mapping` is about these cells, of which nobody knows yet whether they are headers."""
    present = {plain(display(cell)) for cell in header_cells} - {""}
    return [(header, target) for header, target in mapping if plain(header) in present]
