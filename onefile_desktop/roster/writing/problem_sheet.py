"""The sheet Problems of a marked copy: a line for each problem, which leads to its cell."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.problems import Place, Problem
from onefile_desktop.roster.saving import give_style, write_text
from onefile_desktop.roster.writing.marking import ERROR, WARNING
from onefile_desktop.roster.writing.template_look import TEAL, WHITE, filled, lettering, print_on_a4

_SHEET = "Problems"
_HEADINGS = ("Sheet", "Row", "Column", "Heading", "Kind", "What is wrong", "What the cell holds", "Code")
_WIDTHS = (14, 8, 10, 22, 11, 72, 28, 22)
_MESSAGE = _HEADINGS.index("What is wrong")
_WRAPPED_COLUMNS = frozenset({3, _MESSAGE, 6})  # from 0
_LINE_HEIGHT, _MOST_LINES = 15, 20  # in points; Excel shows no row that is taller than 409
_MOST_LINKS = 65_000  # Excel takes 65,530 on a sheet

_HEADER, _HEADER_FONT = filled(TEAL), lettering(WHITE, bold=True)
_LINK_FONT, _NOTE_FONT = Font("Calibri", 11, underline="single", color="1155CC"), lettering(italic=True)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_CENTRED = Alignment(vertical="top", horizontal="center")
_LINE = Border(bottom=Side("thin", color="D9E2E3"))


def remove_problem_sheet(workbook: Workbook) -> frozenset[str] | None:
    """Take the sheet Problems of an earlier marked copy out of `workbook`; what is returned are the messages on it.
    None where there is none: a sheet of that name that is the admin's own stays."""
    earlier = workbook[_SHEET] if _SHEET in workbook.sheetnames else None
    if not isinstance(earlier, Worksheet):
        return None
    lines = earlier.iter_rows(max_col=len(_HEADINGS), values_only=True)
    if next(lines, None) != _HEADINGS:
        return None
    messages = frozenset(str(line[_MESSAGE]) for line in lines if line[_MESSAGE])
    workbook.remove(earlier)
    return messages


def add_problem_sheet(
    workbook: Workbook,
    problems: Sequence[Problem],
    titles: Mapping[str, str],
    cells: Mapping[Place, str],
    notes: Sequence[str],
) -> None:
    """Add a sheet Problems, with which the workbook opens.

    `titles` are what the roster's sheets are called in `workbook`, `cells` say where problems are shown. `notes` stand
    below the problems.
    """
    sheet = workbook.create_sheet(_SHEET)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        head = sheet.cell(1, column, heading)
        head.font, head.fill = _HEADER_FONT, _HEADER
        head.alignment = Alignment(vertical="center", horizontal="center" if column in {2, 3} else None)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"
    order = {name: index for index, name in enumerate(titles)}
    styled: dict[bool, int] = {}
    row = 1
    for row, found in enumerate(
        sorted(problems, key=lambda one: (order.get(one.place.sheet, len(order)), one.place.order)), start=2
    ):
        if found.is_error in styled:
            for column in range(1, len(_HEADINGS) + 1):
                give_style(sheet.cell(row, column), sheet.cell(styled[found.is_error], column))
        else:
            _style_line(sheet, row, is_error=found.is_error)
            styled[found.is_error] = row
        _write_line(sheet, row, found)
        title = titles.get(found.place.sheet)
        if title in workbook.sheetnames and row <= _MOST_LINKS:
            _link(sheet, row, title, cells.get(found.place, "A1"))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADINGS))}{row}"
    for note_row, note in enumerate(notes, start=row + 2):
        write_text(sheet, note_row, 1, note)
        sheet.cell(note_row, 1).font = _NOTE_FONT
    print_on_a4(sheet, "landscape", pages_wide=1)
    sheet.print_title_rows = "1:1"
    _open_with(workbook, sheet)


def _write_line(sheet: Worksheet, row: int, found: Problem) -> None:
    place = found.place
    texts = (place.sheet, None, place.column, place.header, found.severity.value, found.message, found.value)
    for column, text in enumerate((*texts, found.code), start=1):
        if text:
            write_text(sheet, row, column, text)
    sheet.cell(row, 2, place.row)
    lines = max(_lines(text, _WIDTHS[column]) for column, text in enumerate(texts) if column in _WRAPPED_COLUMNS)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES) + 3


def _lines(text: str | None, width: int) -> int:
    """How many lines `text` takes in a column so wide, about."""
    return sum(1 + int(len(line) / (width * 1.1)) for line in (text or "").split("\n"))


def _style_line(sheet: Worksheet, row: int, *, is_error: bool) -> None:
    for column in range(1, len(_HEADINGS) + 1):
        cell = sheet.cell(row, column)
        cell.border = _LINE
        cell.alignment = _WRAPPED if column - 1 in _WRAPPED_COLUMNS else _CENTRED if column in {2, 3} else _TOP
    sheet.cell(row, 1).font = _LINK_FONT
    sheet.cell(row, 5).fill = ERROR if is_error else WARNING


def _link(sheet: Worksheet, row: int, title: str | None, cell: str) -> None:
    quoted = (title or "").replace("'", "''")
    link = sheet.cell(row, 1)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{cell}")


def _open_with(workbook: Workbook, sheet: Worksheet) -> None:
    """Have the workbook open with `sheet`. Of the others none may stay chosen: Excel would change both at once."""
    workbook.active = sheet
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
