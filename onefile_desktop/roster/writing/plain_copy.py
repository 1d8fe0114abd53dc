"""A plain new workbook with the cells of sheets that were read, for files that openpyxl cannot keep."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.cells import display
from onefile_desktop.roster.rows import Area, CellError, CellValue, NotCalculated, Sheet, SheetRow
from onefile_desktop.roster.saving import write_text

MOST_IN_AREAS = 500_000
"""How many merged cells a copy can have: openpyxl makes an object of each."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel's own; a file may lie about its places."""

_LONGEST_TITLE = 31  # what Excel takes
_NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]\x00-\x1f]|^'|'$")
_NARROWEST, _WIDEST = 9.0, 50.0
_ROWS_MEASURED = 200
_FIRST_YEAR = 1900  # earlier days are no dates in Excel
_DATE, _MOMENT, _TEXT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@"
_ZEROS_TO_KEEP = re.compile(r"[\d\s+().,/:-]{1,40}")
_NOT_AVAILABLE = "#N/A"


def plain_copy(sheets: Sequence[Sheet]) -> tuple[Workbook, dict[str, str]]:
    """A workbook with the cells of `sheets` where the admin has them, and the titles that the sheets have in it.

    Hidden rows are hidden, and merged cells merged. A formula that was never calculated becomes #N/A, so that its row
    is not taken for one that lacks nothing when the copy is loaded.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    titles: dict[str, str] = {}
    for sheet in sheets:
        titles[sheet.name] = _title(sheet.name, {title.casefold() for title in titles.values()})
        _write_sheet(workbook.create_sheet(titles[sheet.name]), sheet)
    return workbook, titles


def cells_in(areas: Iterable[Area]) -> int:
    """How many cells the areas have together."""
    return sum((area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) for area in areas)


def _title(name: str, taken: set[str]) -> str:
    wanted = _NOT_IN_A_TITLE.sub(" ", name).strip()[:_LONGEST_TITLE] or "Sheet"
    title, number = wanted, 2
    while title.casefold() in taken:
        title = f"{wanted[: _LONGEST_TITLE - 5]} ({number})"
        number += 1
    return title


def _write_sheet(copy: Worksheet, sheet: Sheet) -> None:
    widths: dict[int, float] = {}
    for index, row in enumerate(row for row in sheet.rows if row.number <= LAST_ROW):
        is_title = sum(value is not None for value in row.cells) == 1  # which may run on over the next columns
        for column, value in enumerate(row.cells[:LAST_COLUMN], start=1):
            if value is None:
                continue
            _write(copy, row.number, column, value)
            if index < _ROWS_MEASURED and not is_title:
                longest = max(map(len, display(value).split("\n")))
                widths[column] = max(widths.get(column, _NARROWEST), longest + 2.0)
    for column, width in widths.items():
        copy.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST)
    for number in sheet.hidden:
        copy.row_dimensions[number].hidden = True
    header = next((row for row in sheet.rows[:_ROWS_MEASURED] if _may_be_header(row)), None)
    if header is not None:
        for column in range(1, len(header.cells) + 1):
            copy.cell(header.number, column).font = Font("Calibri", 11, bold=True)
        copy.freeze_panes = f"A{header.number + 1}"
    for area in sheet.merged if cells_in(sheet.merged) <= MOST_IN_AREAS else ():
        copy.merge_cells(
            start_row=area.first_row,
            end_row=area.last_row,
            start_column=area.first_column + 1,
            end_column=area.last_column + 1,
        )


def _may_be_header(row: SheetRow) -> bool:
    """Whether the row holds texts, side by side, and nothing else: enough to have it stay in sight."""
    filled = [value for value in row.cells if value is not None]
    return len(filled) > 1 and all(isinstance(value, str) for value in filled)


def _write(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, NotCalculated):
        value = CellError(_NOT_AVAILABLE)
    if isinstance(value, CellError) and value.text in ERROR_CODES:
        sheet.cell(row, column, value.text).data_type = "e"
    elif isinstance(value, str | CellError) or (isinstance(value, date) and value.year < _FIRST_YEAR):
        text = value if isinstance(value, str) else display(value)
        write_text(sheet, row, column, text)
        if _ZEROS_TO_KEEP.fullmatch(text):
            sheet.cell(row, column).number_format = _TEXT
    else:
        cell = sheet.cell(row, column, value)
        if isinstance(value, datetime) and (value.hour or value.minute or value.second):
            cell.number_format = _MOMENT
        elif isinstance(value, date):
            cell.number_format = _DATE
