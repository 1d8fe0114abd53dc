"""A look into an OpenDocument workbook (.ods) for what the reader does not tell: failed formulas, rows that are
hidden, cells that are merged.

Source: OASIS, "OpenDocument v1.3", part 3, section 9 (tables); that a failed formula is a text which is called an
error beside the standard (`calcext`) is LibreOffice's way, and others only show the error.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onefile_desktop.roster.files.xlsx_limits import TooLargeError, opened, parse
from onefile_desktop.roster.files.xlsx_looks import MOST_REMARKS, SheetLook
from onefile_desktop.roster.rows import Area

_CONTENT = "content.xml"
_WORDINESS = 4  # LibreOffice writes 130 bytes for a cell where Excel writes 30
# Where a workbook has something to tell, one of these stands in it; few have, and are spared the slow look.
_TELLING = (b"table:visibility", b'"error"', b"'error'", b">#", b">Err:", b"-spanned", b"1904-01-01")
_LONGEST_TELLING = max(map(len, _TELLING))

_TABLE, _ROW, _NOTE, _DAY_ZERO = "table:table", "table:table-row", "office:annotation", "table:null-date"
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})
_TYPES = ("office:value-type", "calcext:value-type")
_ERROR = re.compile(r"#N/A|#[A-Z0/]{2,8}[!?]|Err:\d{3}")
_LONGEST_ERROR = 100
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet


def look(content: bytes) -> tuple[SheetLook, ...]:
    """A look at each sheet of the workbook `content`, in its order; none where there is nothing to tell.

    Raises `DamagedError` for a broken archive and XML that makes no sense, and `TooLargeError`.
    """
    with opened(content, _WORDINESS) as parts:
        if _CONTENT not in parts or not _has_to_tell(parts.blocks(_CONTENT)):
            return ()
        workbook = _Workbook()
        parse(parts.blocks(_CONTENT), start=workbook.start, end=workbook.end, text=workbook.text)
        return tuple(workbook.looks())


def _has_to_tell(blocks: Iterable[bytes]) -> bool:
    last = b""
    for block in blocks:
        read = last + block
        if any(mark in read for mark in _TELLING):
            return True
        last = block[-_LONGEST_TELLING:]
    return False


@dataclass
class _Found:
    """What was found on a sheet."""

    failed: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    hidden: set[int] = field(default_factory=set[int])
    merged: list[Area] = field(default_factory=list[Area])


@dataclass(frozen=True)
class _Cells:
    """A cell, and how often it is repeated below and beside itself; rows and columns from 0."""

    rows: range
    columns: range
    is_error: bool


class _Workbook:
    """What is found while the XML goes by, and where in it we are."""

    def __init__(self) -> None:
        self._sheets: list[_Found] = []
        self._depth = self._remarks = 0
        self._from_1904 = self._is_hidden = self._in_note = False
        self._rows = range(0)
        self._column = 0
        self._cells: _Cells | None = None
        self._shown = ""

    def looks(self) -> Iterator[SheetLook]:
        """What was found, sheet by sheet."""
        for sheet in self._sheets:
            yield SheetLook(
                sheet.failed, hidden=frozenset(sheet.hidden), merged=tuple(sheet.merged), from_1904=self._from_1904
            )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == _TABLE:
            self._depth += 1  # a table may stand in the cell of another, and is no sheet then
            if self._depth == 1 and "table:name" in attributes:
                self._sheets.append(_Found())
                self._rows = range(0)
        elif self._depth > 1 or not self._sheets:
            self._from_1904 |= tag == _DAY_ZERO and attributes.get("table:date-value", "").startswith("1904-01-01")
        elif tag == _ROW:
            self._start_row(attributes)
        elif tag in _CELLS:
            self._start_cell(attributes)
        elif tag == _NOTE:
            self._in_note = True

    def text(self, text: str) -> None:
        """Some text goes by, of a cell perhaps in several pieces."""
        if self._cells and not self._in_note and len(self._shown) < _LONGEST_ERROR:
            self._shown += text[:_LONGEST_ERROR]

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == _TABLE:
            self._depth -= 1
        elif tag == _NOTE:
            self._in_note = False
        elif self._cells and self._depth == 1 and tag in _CELLS:
            self._end_cell(self._cells)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        first = self._rows.stop
        self._rows = range(first, min(first + _times(attributes, "table:number-rows-repeated"), _LAST_ROW))
        self._column = 0
        self._is_hidden = attributes.get("table:visibility") in _HIDDEN

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        sheet, first = self._sheets[-1], self._column
        self._column = min(first + _times(attributes, "table:number-columns-repeated"), _LAST_COLUMN)
        types = [attributes[name] for name in _TYPES if name in attributes]
        if types and self._is_hidden:
            self._is_hidden = False  # it is told once, and not of blank rows, of which there may be a million
            self._remark(len(self._rows))
            sheet.hidden.update(row + 1 for row in self._rows)
        height, width = (_times(attributes, f"table:number-{what}-spanned") for what in ("rows", "columns"))
        if height * width > 1:
            self._remark(1)
            row = self._rows.start
            sheet.merged.append(Area(row + 1, first, min(row + height, _LAST_ROW), first + width - 1))
        if "error" in types or "table:formula" in attributes:
            self._cells = _Cells(self._rows, range(first, self._column), "error" in types)
            self._shown = ""

    def _end_cell(self, cells: _Cells) -> None:
        self._cells = None
        shown = self._shown.strip()
        if cells.is_error or _ERROR.fullmatch(shown):
            self._remark(len(cells.rows) * len(cells.columns))
            places = ((row, column) for row in cells.rows for column in cells.columns)
            self._sheets[-1].failed.update(dict.fromkeys(places, shown or "#ERROR!"))

    def _remark(self, count: int) -> None:
        self._remarks += count
        if self._remarks > MOST_REMARKS:
            raise TooLargeError("it holds too many formulas that failed, hidden rows or merged cells")


def _times(attributes: Mapping[str, str], name: str) -> int:
    """A number of repeats, 1 where none is told."""
    told = attributes.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 1
