"""What the columns of a sheet mean: each column to one field, no field to two columns.

In stages, the surest first, and each match says what it rests on:

1. what the admin said;
2. a field's own name, then another word for it that means nothing else;
3. much the same words: typing errors, another order, a note beside the name;
4. words that depend on their neighbours: "Name" and "Employer";
5. words that often mean it;
6. what the values look like, where the header does not say something else.

From 3 on it is a guess (`Column.guessed`). A guess is made only where the values do not speak against it and no second
column has the same claim: then neither is taken, and each names the other. `claims` is where they are settled.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from onefile_desktop.errors import UsageError
from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.fields import Field
from onefile_desktop.roster.matching.claims import Claims
from onefile_desktop.roster.matching.header_words import group_and_name
from onefile_desktop.roster.matching.vocabulary import vocabulary
from onefile_desktop.roster.rows import CellValue, Column

Mapped = Sequence[tuple[str, str]]
"""What the admin mapped by hand: a column's header, or its letter, and the field it means."""

_SAMPLES = 200
_LEAVE_OUT = frozenset({"", "-"})
_WRITTEN_BY_US = frozenset({"onefileoutcome", "onefileid", "onefilemessage"})  # columns of a results workbook


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
    return vocabulary(fields).called(text)


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


def leaves_out(target: str) -> bool:
    """Whether what a column was mapped to says that it is to be left out."""
    return target.strip() in _LEAVE_OUT


def match_columns(
    header_cells: Sequence[CellValue],
    fields: Mapping[str, Field],
    mapping: Mapped,
    samples: Sequence[Sequence[CellValue]] = (),
) -> tuple[Column, ...]:
    """A column for each cell of the header, with the field that it names, was mapped to, or seems to hold.

    `samples` are the cells of the rows below the header, of which the first 200 are looked at. `lost` is true for a
    column without a field even if it is empty: only the whole sheet can tell. Raises `UsageError` where `mapping`
    names a column or a field that is not there.
    """
    columns = [_unmatched(index, display(cell)) for index, cell in enumerate(header_cells)]
    claims = Claims(columns, fields, samples[:_SAMPLES], datetime.now().astimezone().date())
    for header, target in mapping:
        field = None if leaves_out(target) else field_meant(target, fields)
        claims.obey(_column_meant(columns, header), field)
    return claims.settled()


def _unmatched(index: int, header: str) -> Column:
    return Column(index, column_letter(index), header, None, lost=plain(header) not in _WRITTEN_BY_US)


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
    headed = [column for column in columns if column.header]
    alike = [column for column in headed if plain(column.header) == wanted] or [
        column for column in headed if plain(group_and_name(column.header)[1]) == wanted
    ]
    by_header = [column for column in alike if column.header == text.strip()] or alike
    if len(by_header) > 1:
        letters = " and ".join(column.letter for column in by_header)
        raise UsageError(
            "Which column?", f"Several columns are called “{text}”: {letters}.", "Give the letter of the one you mean."
        )
    letter = text.strip().upper()
    return by_header[0] if by_header else next((column for column in columns if column.letter == letter), None)
