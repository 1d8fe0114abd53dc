"""What the admin said about the columns of a roster, remembered for the next one with the same columns.

Only the names of columns and fields are kept, never a cell of a row and never a value that was set for everyone.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import plain
from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.matching.columns import Mapped, field_called
from onefile_desktop.roster.matching.vocabulary import vocabulary
from onefile_desktop.roster.rows import Column
from onefile_desktop.roster.values import read_value
from onefile_desktop.settings import SavedMapping

LEFT_OUT = "-"
"""Stands for a field in a choice: the column is not to be used."""

MOST_REMEMBERED = 20

# Where the first person is taken for the header its cells are somebody's details: an address, a number, a date.
_DETAILS = re.compile(
    r"@|[0-9]{5}|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}|[0-9](?:st|nd|rd|th)?[\s-]*(?:"
    r"jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b[\s,-]*[0-9]{2}|^\s*[0-9][0-9.,\s]*$"
    r"|^[a-z]{1,2}[0-9][0-9a-z]?\s?[0-9][a-z]{2}$",
    re.IGNORECASE,
)


def name_of(column: Column, columns: Sequence[Column]) -> str:
    """What a choice calls `column` of `columns`: its header, where no other column has the same, or else its letter."""
    alike = sum(plain(other.header) == plain(column.header) for other in columns)
    return column.header if plain(column.header) and alike == 1 else column.letter


def remember(known: Sequence[SavedMapping], columns: Sequence[Column], mapping: Mapped) -> tuple[SavedMapping, ...]:
    """`known` with what `mapping` says about `columns` before it, in the place of what was said about the same headers.

    Without a choice, and for headers that look like somebody's details, it stays as it was. So it does where no header
    names a field, because then the sheet may well have none and begin with the first person.
    """
    headers = _headers(columns)
    choices = tuple(_choices(columns, mapping).items())
    if not choices or not any(map(_names_a_field, headers)) or any(map(_DETAILS.search, headers)):
        return tuple(known)
    others = (one for one in known if _alike(one.headers) != _alike(headers))
    return (SavedMapping(headers, choices), *others)[:MOST_REMEMBERED]


def recall(known: Sequence[SavedMapping], columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """The mapping that was chosen for columns with the same headers, in whatever order.

    Empty where there is none, and where it would change nothing: what it says was matched anyway. A match that was
    guessed does not count as matched, nor a column with values as left out that nobody said to leave out.
    """
    headers = _headers(columns)
    saved = next((one for one in known if _alike(one.headers) == _alike(headers)), None)
    if saved is None:
        return ()
    found: dict[str, str] = {}
    is_news = False
    for name, field in saved.choices:
        column = _column_called(name, columns, same_order=saved.headers == headers)
        if column is not None and (field == LEFT_OUT or field in PEOPLE):
            found[name_of(column, columns)] = field
            is_news = is_news or field != _settled(column)
    return tuple(found.items()) if is_news else ()


def _choices(columns: Sequence[Column], mapping: Mapped) -> Mapping[str, str]:
    """What `mapping` says, each column by the name that it has in `columns`, each field by its API name."""
    found: dict[str, str] = {}
    for name, target in mapping:
        column = _column_called(name, columns, same_order=True)
        field = field_called(target, PEOPLE)
        if column is not None and (field is not None or target == LEFT_OUT):
            found[name_of(column, columns)] = field.name if field else LEFT_OUT
    return found


def _names_a_field(header: str) -> bool:
    """Whether a header says by its words what stands below. A person's role says it as well, so it does not count."""
    is_role = isinstance(read_value(Kind.ROLE, header), Role)
    return not is_role and vocabulary(PEOPLE).meaning(header) is not None


def _headers(columns: Sequence[Column]) -> tuple[str, ...]:
    """The headers from column A to the last that has one."""
    by_index = {column.index: column.header for column in columns if column.header}
    return tuple(by_index.get(index, "") for index in range(max(by_index, default=-1) + 1))


def _alike(headers: Sequence[str]) -> Counter[str]:
    """Headers for comparing: two rosters with the same are of one kind."""
    return Counter(plain(header) for header in headers if plain(header))


def _column_called(name: str, columns: Sequence[Column], *, same_order: bool) -> Column | None:
    """The column of that header, or of that letter, which says something only where the columns stand as they did."""
    by_header = [column for column in columns if plain(column.header) and plain(column.header) == plain(name)]
    if by_header:
        return by_header[0] if len(by_header) == 1 else None
    if not same_order:
        return None
    return next((column for column in columns if column.letter == name.strip().upper()), None)


def _settled(column: Column) -> str | None:
    """What is certain about `column` now: its field, or that it is left out; None where neither is."""
    if column.field is not None:
        return None if column.guessed else column.field
    return None if column.lost else LEFT_OUT
