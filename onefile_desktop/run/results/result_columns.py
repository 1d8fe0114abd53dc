"""The three columns that say on the roster itself what became of each row."""

from collections.abc import Iterable
from copy import copy
from typing import cast

from openpyxl.styles import Border, Font, PatternFill
from openpyxl.styles.alignment import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.roster.saving import write_text
from onefile_desktop.run.results.outcome import RowOutcome

_HEADERS = ("OneFile outcome", "OneFile ID", "OneFile message")
_WIDTHS = (18.0, 12.0, 60.0)


def fill(sheet: Worksheet, header_row: int, rows: Iterable[RowOutcome]) -> None:
    """Writes what became of `rows`, in the columns that earlier results have, else on the right of everything."""
    columns = _columns(sheet, header_row)
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
    used = 0
    for row in sheet.iter_rows():
        used = max(used, *(cell.column for cell in row if cell.value is not None), 0)
    used = max((used, *(merged.max_col for merged in sheet.merged_cells.ranges)))
    there = {
        folded(str(cell.value)): cell.column for cell in sheet[header_row] if cell.value is not None and cell.column
    }
    columns: list[int] = []
    for header in _HEADERS:
        column = there.get(folded(header))
        if column is None:
            used += 1
            column = used
        columns.append(column)
    return tuple(columns)


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
