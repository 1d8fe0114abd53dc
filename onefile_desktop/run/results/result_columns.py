"""The three columns that say on the roster itself what became of each row."""

from collections.abc import Collection
from copy import copy
from itertools import chain
from typing import cast

from openpyxl.styles import Border, Font, PatternFill
from openpyxl.styles.alignment import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.roster.saving import write_text
from onefile_desktop.run.results.outcome import RowOutcome

_HEADERS = ("OneFile outcome", "OneFile ID", "OneFile message")
_WIDTHS = (18.0, 12.0, 60.0)
_LAST_COLUMN = 16_384
"""XFD, the last one that Excel has."""


def fill(sheet: Worksheet, header_row: int, rows: Collection[RowOutcome]) -> None:
    """Writes what became of `rows`, in the columns that earlier results have, else on the right of everything."""
    written = {header_row, *(one.row for one in rows)}
    columns = _columns(sheet, header_row)
    _unmerge(sheet, written, columns)
    for header, column, width in zip(_HEADERS, columns, _WIDTHS, strict=True):
        if sheet.cell(header_row, column).value is None:
            _write_header(sheet, header_row, column, header)
            sheet.column_dimensions[get_column_letter(column)].width = width
    for one in rows:
        for column, value in zip(columns, (one.outcome.value, one.onefile_id, one.message), strict=True):
            # An ID that the user gave stays where there is no other.
            if isinstance(value, str):
                write_text(sheet, one.row, column, value)
            elif value is not None:
                sheet.cell(one.row, column, value)


def _columns(sheet: Worksheet, header_row: int) -> tuple[int, ...]:
    filled = {cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None}
    used = max(filled, default=0)
    # A title is no column, however wide it is, nor are cells that are merged out to the last one.
    below = [one.max_col for one in sheet.merged_cells.ranges if one.max_row >= header_row]
    used = max(used, *(last for last in below if last + len(_HEADERS) <= _LAST_COLUMN), 0)
    free = chain(range(used + 1, _LAST_COLUMN + 1), (column for column in range(1, used) if column not in filled))
    there = {
        folded(str(cell.value)): cell.column for cell in sheet[header_row] if cell.value is not None and cell.column
    }
    return tuple(there.get(folded(header)) or next(free) for header in _HEADERS)


def _touches(merged: CellRange, rows: Collection[int]) -> bool:
    return any(merged.min_row <= row <= merged.max_row for row in rows)


def _unmerge(sheet: Worksheet, rows: Collection[int], columns: Collection[int]) -> None:
    """Takes cells apart where an outcome is written: of merged ones, only the first can hold anything."""
    for merged in tuple(sheet.merged_cells.ranges):
        if _touches(merged, rows) and any(merged.min_col <= column <= merged.max_col for column in columns):
            sheet.unmerge_cells(merged.coord)


def _write_header(sheet: Worksheet, row: int, column: int, header: str) -> None:
    """A header that looks like the one on its left, bold where there is none."""
    write_text(sheet, row, column, header)
    cell = sheet.cell(row, column)
    neighbour = sheet.cell(row, column - 1) if column > 1 else cell
    if neighbour.has_style:
        cell.font = cast("Font", copy(neighbour.font))
        cell.fill = cast("PatternFill", copy(neighbour.fill))
        cell.border = cast("Border", copy(neighbour.border))
        cell.alignment = cast("Alignment", copy(neighbour.alignment))
    else:
        cell.font = Font(bold=True)
