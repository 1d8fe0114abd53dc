"""The marked copy: the admin's own workbook, with every problem shown where it is."""

import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster import xlsx_parts
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import CellError, CellValue, Sheet
from onefile_desktop.roster.saving import replacing, writable
from onefile_desktop.roster.template import write_text
from onefile_desktop.roster.workbook import read_file, read_workbook

_SHEET = "Problems"
_HEADINGS = ("Sheet", "Row", "Column", "Heading", "Kind", "What is wrong", "What the cell holds", "Code")
_WIDTHS = (16, 8, 10, 24, 10, 80, 30, 22)
_ERROR, _WARNING = PatternFill("solid", fgColor="F8CFCB"), PatternFill("solid", fgColor="FCEBB6")
_AUTHOR = "OneFile Desktop"
_COMMENT_WIDTH, _COMMENT_LINE, _LETTERS_A_LINE = 320, 20, 44  # in pixels, and about


def write_marked_copy(roster_file: Path, problems: Sequence[Problem], out: Path) -> None:
    """Write to `out` a copy of `roster_file` whose cells with problems are filled and commented, and which
    has a sheet Problems with a line for each.

    What openpyxl cannot keep, such as pictures, is named there. A format that it cannot keep at all becomes a
    plain new workbook. Raises `UnreadableFileError` where one file cannot be read or the other not written.
    """
    workbook, lost = _copy_of(roster_file)
    by_cell: Mapping[tuple[str, int, str], list[Problem]] = defaultdict(list)
    for found in problems:
        if found.place.row is not None:
            by_cell[found.place.sheet, found.place.row, found.place.column or "A"].append(found)
    for (sheet, row, column), here in by_cell.items():
        if sheet in workbook.sheetnames:
            _mark(_cell(workbook[sheet], f"{column}{row}"), here)
    _list_problems(_problem_sheet(workbook), problems, lost)
    with replacing(out) as draft:
        workbook.save(draft)


def _copy_of(roster_file: Path) -> tuple[Workbook, tuple[str, ...]]:
    """The workbook to be marked, and what of the original it lacks."""
    sheets = read_workbook(roster_file)
    content = read_file(roster_file)
    if not xlsx_parts.is_xlsx(content):
        return _plain_copy(sheets), ("formats",)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it drops, which `left_behind` tells
            return load_workbook(BytesIO(content)), xlsx_parts.left_behind(content)
    except Exception:
        # openpyxl fails in many ways over files that the reader takes; a plain copy still shows the problems.
        return _plain_copy(sheets), ("formats",)


def _plain_copy(sheets: Sequence[Sheet]) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        copy = workbook.create_sheet(sheet.name)
        for row in sheet.rows:
            for column, value in enumerate(row.cells, start=1):
                _write(copy, row.number, column, value)
    return workbook


def _write(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, CellError):
        sheet.cell(row, column, value.text).data_type = "e"
    elif isinstance(value, str):
        write_text(sheet, row, column, value)
    elif value is not None:
        sheet.cell(row, column, value)


def _cell(sheet: Worksheet, name: str) -> Cell:
    """The cell `name`, or for one inside merged cells the first of them, which alone can be seen."""
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if name in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(cell, Cell)
    return cell


def _mark(cell: Cell, problems: Sequence[Problem]) -> None:
    cell.fill = _ERROR if any(found.is_error for found in problems) else _WARNING
    said = [cell.comment.text] if cell.comment else []
    text = writable("\n\n".join([*said, *(found.message for found in problems)]))
    lines = 2 + sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, height=lines * _COMMENT_LINE, width=_COMMENT_WIDTH)


def _problem_sheet(workbook: Workbook) -> Worksheet:
    """A new sheet Problems, in the place of the one that an earlier marked copy has."""
    if _SHEET in workbook.sheetnames:
        earlier = workbook[_SHEET]
        if tuple(cell.value for cell in next(earlier.iter_rows(max_row=1))) == _HEADINGS:
            workbook.remove(earlier)
    return workbook.create_sheet(_SHEET)


def _list_problems(sheet: Worksheet, problems: Sequence[Problem], lost: Sequence[str]) -> None:
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    row = 1
    for row, found in enumerate(problems, start=2):
        place = found.place
        texts = (place.sheet, "", place.column, place.header, found.severity.value, found.message, found.value)
        for column, text in enumerate((*texts, found.code), start=1):
            if text:
                write_text(sheet, row, column, text)
        if place.row is not None:
            sheet.cell(row, 2, place.row)
            _link(sheet.cell(row, 1), place.sheet, f"{place.column or 'A'}{place.row}")
        sheet.cell(row, 5).fill = _ERROR if found.is_error else _WARNING
        sheet.cell(row, 6).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADINGS))}{row}"
    if lost:
        write_text(sheet, row + 2, 1, f"This copy lacks what your own workbook has: {', '.join(lost)}.")


def _link(cell: Cell | MergedCell, sheet: str, target: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{target}", display=sheet)
    cell.style = "Hyperlink"
