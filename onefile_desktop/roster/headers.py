"""Which row of a sheet is its header, and what stands in it where it takes two.

A header of two lines is one of two kinds: names broken in two ("Date of" above "birth"), and groups above the names
(`header_groups`). Titles and instructions above a header are neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.fields import Field, Kind
from onefile_desktop.roster.header_groups import Groups, text_at
from onefile_desktop.roster.matching.columns import Mapped, field_meant, leaves_out
from onefile_desktop.roster.matching.vocabulary import vocabulary
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow
from onefile_desktop.roster.values import read_value

_ROWS_LOOKED_AT = 30
_FEWEST_MATCHES = 2
_CELLS_LOOKED_AT = 2_000
"""Of a row that is not blank: a sheet has up to 16,384 columns, and to know what each is called takes time."""
_NEARLY_ALL = 0.8


def find_header_row(sheet: Sheet, fields: Mapping[str, Field], mapping: Mapped = ()) -> int | None:
    """The number of the row, near the top, in which most cells name a field; None where none names two.

    Of a header of two lines it is the second. Of rows that name equally many the first counts, unless there are no
    people between it and the next: then it is a legend. Cells that hold a role, as those of people do, count only
    beside others. Raises `UsageError` where `mapping` means a field that is not there.
    """
    finder = _Finder(sheet, fields, mapping)
    best: _Header | None = None
    for position in range(min(_ROWS_LOOKED_AT, len(sheet.rows))):
        found = finder.ending_at(position)
        if finder.may_be_header(found) and (
            best is None
            or found.rank > best.rank
            or (found.rank == best.rank and not finder.has_people_between(best, found))
        ):
            best = found
    return best.last_row if best else None


def header_cells(
    sheet: Sheet, header_row: int, fields: Mapping[str, Field], mapping: Mapped = ()
) -> tuple[CellValue, ...]:
    """The texts of the header on `header_row`, one a column, both lines joined where it takes two and that says more.

    `header_row` may be either of the two lines. Where there is no such row, there are no cells.
    """
    position = next((at for at, row in enumerate(sheet.rows) if row.number == header_row), None)
    if position is None:
        return ()
    finder = _Finder(sheet, fields, mapping)
    own = finder.ending_at(position)
    if position + 1 < len(sheet.rows):
        below = finder.ending_at(position + 1)
        if below.first_row == header_row and below.rank >= own.rank:
            return below.cells
    return own.cells


def is_header_again(cells: Sequence[CellValue], header: Sequence[CellValue]) -> bool:
    """Whether a row repeats the header, or one line of it, as it does where a page ends or sheets were joined."""
    pairs = [
        (plain(text), plain(display(header[index])) if index < len(header) else "")
        for index, cell in enumerate(cells)
        if (text := display(cell))
    ]
    again = sum(text == name for text, name in pairs)
    ends = sum(text != name and len(text) > 2 and name.endswith(text) for text, name in pairs)
    if again >= _FEWEST_MATCHES and again + ends >= _NEARLY_ALL * len(pairs):
        return True
    starts = [len(text) > 2 and name != text and name.startswith(text) for text, name in pairs]
    if any(starts) and len(pairs) >= _FEWEST_MATCHES:
        return all(start or _is_role(text) for start, (text, _) in zip(starts, pairs, strict=True))
    return len(pairs) >= _FEWEST_MATCHES and all(len(text) > 2 and name.endswith(text) for text, name in pairs)


@dataclass(frozen=True)
class _Header:
    """A header as it could be: its lines and texts, the columns that name a field, and how much speaks for it.

    `rank` counts the fields that are named, first without the cells that may as well be somebody's role. `is_telling`
    where one of those others is not the role itself.
    """

    first_row: int
    last_row: int
    cells: tuple[CellValue, ...]
    named: Mapping[str, int]
    rank: tuple[int, int]
    is_telling: bool


class _Finder:
    """Looks at the rows of one sheet as headers."""

    def __init__(self, sheet: Sheet, fields: Mapping[str, Field], mapping: Mapped) -> None:
        self._sheet, self._fields = sheet, fields
        self._words = vocabulary(fields)
        self._mapping = {plain(header): target for header, target in reversed(mapping) if plain(header)}

    def ending_at(self, position: int) -> _Header:
        """The header whose last line is the row at `position`, with the line above where both are one header."""
        lower = self._sheet.rows[position]
        alone = self._header(lower.number, lower.number, lower.cells)
        upper = self._sheet.rows[position - 1] if position else None
        if upper is None or upper.number != lower.number - 1:
            return alone
        above = self._header(upper.number, upper.number, upper.cells)
        if not (alone.rank[0] or above.rank[0]):
            return alone
        return self._grouped(upper, lower, alone) or self._broken(upper, lower, alone, above) or alone

    def may_be_header(self, found: _Header) -> bool:
        """Whether it names two fields, and not only people by their roles, as a legend does."""
        return len(found.named) >= _FEWEST_MATCHES and found.is_telling

    def has_people_between(self, first: _Header, second: _Header) -> bool:
        """Whether a row between the two has values in the columns that `first` names."""
        return any(
            sum(bool(text_at(row.cells, column)) for column in first.named.values()) >= _FEWEST_MATCHES
            for row in self._sheet.rows
            if first.last_row < row.number < second.first_row
        )

    def _header(self, first_row: int, last_row: int, cells: Sequence[CellValue]) -> _Header:
        named: dict[str, int] = {}
        solid: set[str] = set()
        texts = (
            (column, text) for column, cell in enumerate(cells) if isinstance(cell, str) and (text := display(cell))
        )
        for column, text in islice(texts, _CELLS_LOOKED_AT):
            name = self._named(text)
            if name is not None:
                named.setdefault(name, column)
                if not _is_role(text):
                    solid.add(name)
        is_telling = any(self._fields[name].kind is not Kind.ROLE for name in solid)
        return _Header(first_row, last_row, tuple(cells), named, (len(solid), len(named)), is_telling)

    def _named(self, text: str) -> str | None:
        """The field that the header `text`, which is not empty, names, as far as its words tell."""
        if self._mapping and (target := self._mapping.get(plain(text))) is not None:
            return None if leaves_out(target) else field_meant(target, self._fields).name
        meaning = self._words.meaning(text)
        return meaning.field.name if meaning else None

    def _broken(self, upper: SheetRow, lower: SheetRow, alone: _Header, above: _Header) -> _Header | None:
        """Both lines as one whose names are broken in two, where that names more than either.

        Where it names as much as the upper, every text in the lower must go on with a name, and none be a person's.
        """
        width = max(len(upper.cells), len(lower.cells))
        texts = [f"{text_at(upper.cells, at)} {text_at(lower.cells, at)}".strip() or None for at in range(width)]
        both = self._header(upper.number, lower.number, texts)
        more = both.rank[1] - max(alone.rank[1], above.rank[1])
        ends = [(text, texts[at] or "") for at in range(len(lower.cells)) if (text := text_at(lower.cells, at))]
        goes_on = all(self._named(whole) and whole != text and not _is_role(text) for text, whole in ends)
        return both if more > 0 or (more == 0 and both.rank > alone.rank and goes_on) else None

    def _grouped(self, upper: SheetRow, lower: SheetRow, alone: _Header) -> _Header | None:
        """Both lines as one whose upper line groups the columns, where it does; `alone` is the lower by itself."""
        texts = Groups(upper, lower, self._sheet.merged, self._words, self._named).names(alone.named)
        if texts is None:
            return None
        both = self._header(upper.number, lower.number, texts)
        return both if self.may_be_header(both) else None


def _is_role(text: str) -> bool:
    return isinstance(read_value(Kind.ROLE, text), Role)
