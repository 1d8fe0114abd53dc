"""A look at one sheet of an .xlsx file, for what the reader does not tell.

The cells that nothing needs to be said about are taken out first (`xlsx_plain`), and a parser gets the rest.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from onefile_desktop.roster.files.xlsx_formats import ZeroFormat
from onefile_desktop.roster.files.xlsx_limits import MOST_CELLS, TooLargeError, parse
from onefile_desktop.roster.files.xlsx_plain import plain_cells, prefix_in
from onefile_desktop.roster.rows import Area

MOST_REMARKS = 1_000_000
"""What may be found on a sheet, and on all of them together; each costs some 150 bytes."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet
_MOST_ELEMENTS = 4 * MOST_CELLS
_MOST_OTHERS = 1_000_000  # elements that a look knows nothing of
_MOST_IN_ARRAYS = 100_000
_LONGEST_VALUE = 100

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TRUE = frozenset({"1", "true"})
# Types whose cell is filled however empty its value is.
_TEXT_TYPES = frozenset({"str", "inlineStr"})


@dataclass(frozen=True)
class SheetLook:
    """What the reader does not tell about a sheet; cells are pairs of row and column, both from 0.

    `failed` is what failed formulas show, such as #N/A. `uncalculated` are the cells whose formula has no saved value.
    A formula that is saved with an empty text was calculated and is merely blank; one that is saved with 0 in a
    workbook that asks to be calculated anew when it is opened was not, since that is what programs write that cannot
    calculate. `shown` is what Excel shows for whole numbers whose format adds zeros at the front. `hidden` are the
    numbers, as Excel numbers them, of rows that it does not show, `struck` of those whose filled cells are all struck
    through, which is how people cross somebody out. `merged` are the areas merged into one cell.
    `reaches` is the last row and the last column that hold a value or a formula, as counts: (0, 0) for a sheet
    without any, and for one that is no sheet of cells, such as a chart. `from_1904`: its days are counted from 1904.
    """

    failed: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    hidden: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    reaches: tuple[int, int] = (0, 0)
    from_1904: bool = False
    struck: frozenset[int] = frozenset()


def look_at(
    blocks: Iterable[bytes],
    formats: Mapping[int, ZeroFormat],
    recalculated: bool = False,
    struck: frozenset[int] = frozenset(),
) -> SheetLook:
    """The look at the sheet whose XML comes in `blocks`.

    `formats` are those of the workbook that show zeros, `recalculated` is whether it asks to be calculated anew when
    it is opened, `struck` are the styles that strike a text through. Raises `DamagedError`, and `TooLargeError` for a
    sheet that no reader should be given.
    """
    sheet = _Sheet(formats, recalculated, struck)
    parse(sheet.remaining(blocks), start=sheet.start, end=sheet.end, text=sheet.text)
    return sheet.look()


class _Sheet:
    """What is found while the XML of a sheet goes by, and where in it we are."""

    def __init__(self, formats: Mapping[int, ZeroFormat], recalculated: bool, struck: frozenset[int]) -> None:
        self._formats = formats
        self._struck_styles = struck
        self._recalculated = recalculated
        self._failed: dict[tuple[int, int], str] = {}
        self._uncalculated: set[tuple[int, int]] = set()
        self._shown: dict[tuple[int, int], str] = {}
        self._hidden: set[int] = set()
        self._struck: set[int] = set()
        self._not_struck: set[int] = set()  # rows with a filled cell that is not; kept only where any may be struck
        self._merged: list[Area] = []
        self._last_row = self._last_column = 0
        self._filled = self._elements = self._others = self._in_arrays = 0
        self._row = self._column = 0
        self._next_row = self._next_column = 0
        self._in_rows = self._in_cell = self._in_value = False
        self._attributes: Mapping[str, str] = {}
        self._formula: Mapping[str, str] | None = None
        self._value: str | None = None
        self._inline = False

    def look(self) -> SheetLook:
        """What was found."""
        return SheetLook(
            self._failed,
            frozenset(self._uncalculated),
            self._shown,
            frozenset(row for row in self._hidden if row <= self._last_row),
            tuple(self._merged),
            (self._last_row, self._last_column),
            struck=frozenset(self._struck - self._not_struck),
        )

    def remaining(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks without those cells that can be counted without a closer look."""
        plain: re.Pattern[bytes] | None = None
        last = b""
        for number, block in enumerate(blocks):
            if number == 0 and (prefix := prefix_in(block)) is not None:
                plain = plain_cells(prefix, frozenset(self._formats), self._struck_styles, self._recalculated)
            # In a comment or a CDATA section, what looks like a cell may be none.
            if b"<!" in block or (last == b"<" and block.startswith(b"!")):
                plain = None
            last = block[-1:]
            if plain is None:
                yield block
                continue
            pieces = plain.split(block)
            letters, rows = set(pieces[1::3]) - {None}, set(pieces[2::3]) - {None}
            if rows:
                filled = len(pieces) // 3 - pieces[1::3].count(None)
                self._count(max(map(int, rows)), max(map(_column_count, letters)), filled)
                if self._struck_styles:
                    self._not_struck.update(map(int, rows))
            yield b"".join(pieces[::3])

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise self._too_many("cells")
        name = tag.rpartition(":")[2]
        if self._in_cell:
            self._start_in_cell(name, attributes)
        elif name == "c" and self._in_rows:
            self._start_cell(attributes)
        elif name == "row" and self._in_rows:
            self._start_row(attributes)
        elif name == "sheetData":
            self._in_rows = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self._others += 1
            if self._others > _MOST_OTHERS:
                raise self._too_many("things that are not cells")

    def text(self, text: str) -> None:
        """Some text goes by, of a value perhaps in several pieces."""
        if self._in_value and len(self._value or "") < _LONGEST_VALUE:
            self._value = (self._value or "") + text[:_LONGEST_VALUE]

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c" and self._in_cell:
            self._end_cell()
        elif name == "row" and self._in_rows:
            self._next_row += 1
            self._next_column = 0
        elif name == "sheetData":
            self._in_rows = False

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        if number.isascii() and number.isdigit() and len(number) < 8:
            self._next_row = max(int(number) - 1, 0)
        hidden = attributes.get("hidden", "").strip() in _TRUE
        if (hidden or _is_zero(attributes.get("ht", ""))) and self._next_row < _LAST_ROW:
            self._hidden.add(self._next_row + 1)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._row, self._column = int(place[2]) - 1, _column_count(place[1].encode()) - 1
        else:
            self._row, self._column = self._next_row, self._next_column
        self._next_column = self._column + 1
        self._attributes = attributes
        self._in_cell, self._in_value, self._inline = True, False, False
        self._formula = self._value = None

    def _start_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "v":
            self._in_value = True
            self._value = self._value or ""
        elif name == "f":
            self._formula = attributes
        elif name == "is":
            self._inline = True

    def _end_cell(self) -> None:
        self._in_cell = False
        kind = self._attributes.get("t", "n")
        value = self._value
        if self._formula is None and not value and not self._inline and (value is None or kind not in _TEXT_TYPES):
            return
        self._count(self._row + 1, self._column + 1, 1)
        style = _number(self._attributes.get("s", "0"))
        if self._struck_styles:
            (self._struck if style in self._struck_styles else self._not_struck).add(self._row + 1)
        place = (self._row, self._column)
        if kind == "e" and value:
            self._failed[place] = value
        elif self._formula is not None and self._is_uncalculated(kind):
            self._uncalculated.update((place, *self._filled_along()))
        elif kind == "n" and value and (shows := self._formats.get(style)):
            shown = shows.show(value)
            if shown is not None:
                self._shown[place] = shown
        if len(self._failed) + len(self._uncalculated) + len(self._shown) > MOST_REMARKS:
            raise self._too_many("formulas that failed or were not calculated, or numbers with zeros in front")

    def _is_uncalculated(self, kind: str) -> bool:
        """Whether the cell at hand, which has a formula, has no value saved."""
        if self._inline:
            return False
        if self._recalculated and kind == "n" and _is_zero(self._value or ""):
            return True
        return self._value is None if kind == "str" else not self._value

    def _filled_along(self) -> Iterator[tuple[int, int]]:
        """The cells that the formula at hand fills together with its own."""
        formula = self._formula or {}
        area = _area(formula.get("ref", "")) if formula.get("t") == "array" else None
        if area is None:
            return
        height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        self._in_arrays += height * width
        if self._in_arrays <= _MOST_IN_ARRAYS:
            self._count(area.last_row, area.last_column + 1, 0)
            for row in range(area.first_row - 1, area.last_row):
                yield from ((row, column) for column in range(area.first_column, area.last_column + 1))

    def _count(self, row: int, column: int, cells: int) -> None:
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        self._filled += cells
        if self._filled > MOST_CELLS:
            raise self._too_many("cells")

    def _merge(self, reference: str) -> None:
        area = _area(reference)
        if area:
            self._merged.append(area)
        if len(self._merged) > MOST_REMARKS:
            raise self._too_many("merged cells")

    def _too_many(self, what: str) -> TooLargeError:
        return TooLargeError(f"a sheet holds too many {what}", reaches=(self._last_row, self._last_column))


@lru_cache(maxsize=_LAST_COLUMN)
def _column_count(letters: bytes) -> int:
    """How many columns there are up to the one that is named, 1 for A."""
    count = 0
    for letter in letters.upper():
        count = count * 26 + letter - ord("A") + 1
    return count


def _area(reference: str) -> Area | None:
    """The area that is written as A1:B2; None where it is written otherwise or lies outside of any sheet."""
    match = _AREA.fullmatch(reference)
    if not match:
        return None
    rows = sorted((int(match[2]), int(match[4])))
    columns = sorted((_column_count(match[1].encode()), _column_count(match[3].encode())))
    if rows[0] < 1 or rows[1] > _LAST_ROW or columns[1] > _LAST_COLUMN:
        return None
    return Area(rows[0], columns[0] - 1, rows[1], columns[1] - 1)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False
