"""Tables on sheets of their own: a heading that stays in sight and filters, and rows as high as their text."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.saving import give_style, write_text
from onefile_desktop.roster.writing.template_look import TEAL, WHITE, filled, lettering, print_on_a4

Line = Sequence[str | int]

_HEADER, _HEADER_FONT = filled(TEAL), lettering(WHITE, bold=True)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_CENTRED = Alignment(vertical="top", horizontal="center")
_LINE = Border(bottom=Side("thin", color="D9E2E3"))
_NUMBERS = frozenset({"No.", "Row"})
_TEXT = "@"
_LINE_HEIGHT, _MOST_LINES = 15, 20  # in points; Excel shows no row that is taller than 409


def write_table(
    sheet: Worksheet,
    columns: Mapping[str, int],
    lines: Iterable[Line],
    *,
    printed: int | None = None,
    as_typed: Iterable[str] = (),
) -> None:
    """Writes `lines` below the headings of `columns`, which says how wide each is in characters.

    Only the first `printed` columns are for people, and wrapped. What is edited in a column that is `as_typed` stays
    text, so that a number keeps its leading zeros.
    """
    headings, widths = list(columns), list(columns.values())
    for column, (heading, width) in enumerate(columns.items(), start=1):
        head = sheet.cell(1, column, heading)
        head.font, head.fill = _HEADER_FONT, _HEADER
        head.alignment = Alignment(vertical="center", horizontal="center" if heading in _NUMBERS else None)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 24
    readable = len(columns) if printed is None else printed
    typed = {headings.index(heading) + 1 for heading in as_typed}
    row = 1
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row, column, value if isinstance(value, int) else None)
            if row > 2:
                give_style(cell, sheet.cell(2, column))
            else:
                words = _WRAPPED if column <= readable else _TOP
                cell.alignment, cell.border = _CENTRED if isinstance(value, int) else words, _LINE
                if column in typed:
                    cell.number_format = _TEXT
            if isinstance(value, str) and value:
                write_text(sheet, row, column, value)
        sheet.row_dimensions[row].height = fitting_height(line[:readable], widths[:readable])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{row}"
    print_on_a4(sheet, "landscape", pages_wide=1)
    sheet.print_title_rows = "1:1"


def fitting_height(line: Line, widths: Sequence[int]) -> float:
    """The height in points that the longest text takes: Excel does not fit rows that it did not write itself."""
    lines = (
        sum(1 + int(len(part) / (width * 1.1)) for part in str(value).split("\n"))
        for value, width in zip(line, widths, strict=True)
    )
    return _LINE_HEIGHT * min(max(lines), _MOST_LINES) + 3
