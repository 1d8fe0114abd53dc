"""The template's guide: how to begin, what the colours mean, how names are looked up, and what each column takes."""

from collections.abc import Mapping, Sequence

from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.writing.template_look import (
    BORDER,
    FOR_CHOICE,
    FOR_EVERYBODY,
    FOR_SOME,
    GREY,
    INDENTED,
    INK,
    MISSING,
    NOT_TAKEN,
    TEAL,
    WHITE,
    WRAPPED,
    filled,
    header_fill,
    header_font,
    lettering,
    print_on_a4,
    roles_told,
)

_WIDTHS = (34, 70, 30, 34)
_LINE = 15.5  # the height of a line, in points

_STEPS = (
    "1.  Fill in the sheet People, one row a person: learners, assessors, IQAs, employers and observers alike.",
    "2.  Choose the role first: the row then shows in yellow what this person still needs.",
    "3.  Save the workbook and open it in OneFile Desktop. You can come back and correct it as often as you like.",
)
_COLOURS = (
    ("Email *", FOR_EVERYBODY, WHITE, "A column that must be filled in for everybody."),
    ("Class *", FOR_SOME, WHITE, "A column that must be filled in for some roles: the tables below say for which."),
    ("Telephone", FOR_CHOICE, INK, "A column that may stay empty. Columns that you do not use can be deleted."),
    ("", filled(MISSING), INK, "A cell that this row still needs, for the role in its first column."),
    ("", filled(NOT_TAKEN), INK, "A cell that the row’s role does not take: leave it empty."),
    ("Example: …", PatternFill(), GREY, "Shows how a row looks. It is never enrolled: leave it or delete it."),
)
_A_PERSON = (
    "By name, email, MIS ID or OneFile ID; somebody who is in OneFile, or on another row of this workbook. Where two "
    "people have the same name, write the email or the MIS ID."
)
_NAMES = (
    ("A person", _A_PERSON),
    ("A class, standard …", "By its name as OneFile has it. Capitals and extra spaces make no difference."),
    ("Several in one cell", "Where a column takes several, separate them with semicolons: Bob Ray; Eve Orr"),
    ("IDs and phone numbers", "Type them as they are: these columns keep the zeros at the front."),
    ("Dates", "Day first, such as 23/03/2004."),
)
_WITH_LISTS = "They hold the names that your centre had when this template was made. A newer name can be typed."
_WITHOUT_LISTS = (
    "Made without a connection to OneFile, this template has none for names: type them. One that you save while "
    "connected has them."
)
_CHECKED = (
    "OneFile Desktop checks every row and names each cell that needs mending. It then shows who would be created, who "
    "is in OneFile already, and what would be assigned. Nothing is sent before you have seen that and said yes."
)
_NEXT = (
    _CHECKED,
    "The sheet Assignments is for what does not fit on a learner’s own row, as below. Most rosters leave it empty.",
)
_ASSIGNED = (
    ("Learner *", "Person *, and in what role", "Level *", "Standard or unit"),
    ("ann.lee@example.org", "Eve Orr, as IQA", "Learning aim", "Standard: Early Years Educator"),
    ("ann.lee@example.org", "Bob Ray, as Assessor", "Unit summary", "Unit: Safeguarding children"),
    ("ann.lee@example.org", "Sam Poole, as Employer", "Additional", ""),
)


def write_guide(sheet: Worksheet, *, has_names: bool) -> None:
    """Write the guide. `has_names` says whether the drop-downs hold a centre's names."""
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _set_up_page(sheet)
    sheet["A1"] = "How to fill in this workbook"
    sheet["A1"].font = lettering(TEAL, size=18, bold=True)
    sheet.row_dimensions[1].height = 34
    row = _paragraphs(sheet, 2, _STEPS)
    row = _heading(sheet, row, "What the colours mean")
    for sample, fill, colour, text in _COLOURS:
        row = _pair(sheet, row, sample, text)
        cell = sheet.cell(row - 1, 1)
        cell.fill, cell.border = fill, BORDER
        cell.font = lettering(colour, bold=colour != GREY, italic=colour == GREY)
    row = _heading(sheet, row, "How names are looked up, and what cells take")
    for name, text in (*_NAMES, ("Drop-downs", _WITH_LISTS if has_names else _WITHOUT_LISTS)):
        row = _pair(sheet, row, name, text)
        sheet.cell(row - 1, 1).font = lettering(bold=True)
    row = _heading(sheet, row, "What happens next")
    row = _paragraphs(sheet, row, _NEXT)
    for index, line in enumerate(_ASSIGNED):
        row = _line(sheet, row, line)
        for cell in sheet[row - 1]:
            cell.font = lettering(bold=True) if index == 0 else lettering(GREY, italic=True)
            if index == 0:
                cell.fill = FOR_CHOICE
    row = _heading(sheet, row, "The columns of People")
    row = _columns(sheet, row, PEOPLE, ("Column", "What it takes", "Who may have it", "Must be filled in for"))
    row = _heading(sheet, row, "The columns of Assignments")
    _columns(sheet, row, ASSIGNMENTS, ("Column", "What it takes", "Must be filled in", ""))


def _columns(sheet: Worksheet, row: int, table: Mapping[str, Field], heads: Sequence[str]) -> int:
    row = _line(sheet, row, heads)
    for cell in sheet[row - 1]:
        cell.font, cell.fill = lettering(bold=True), FOR_CHOICE
    for field in table.values():
        if not field.in_template:
            continue
        must = roles_told(field.required_for) if field.required_for else ""
        told = (roles_told(field.roles), must) if table is PEOPLE else ("for every assignment" if must else "", "")
        row = _line(sheet, row, (field.label, field.guide, *told))
        sheet.cell(row - 1, 1).fill, sheet.cell(row - 1, 1).font = header_fill(field), header_font(field)
    return row


def _heading(sheet: Worksheet, row: int, text: str) -> int:
    row += 1
    for column in range(1, 5):
        sheet.cell(row, column).border = Border(bottom=Side("medium", color=TEAL))
    sheet.cell(row, 1, text).font = lettering(TEAL, size=13, bold=True)
    sheet.row_dimensions[row].height = 24
    return row + 1


def _paragraphs(sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    for text in texts:
        _merged(sheet, row, 1, text)
        row += 1
    return row


def _pair(sheet: Worksheet, row: int, name: str, text: str) -> int:
    sheet.cell(row, 1, name).alignment = INDENTED
    _merged(sheet, row, 2, text)
    return row + 1


def _merged(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    cell.alignment = INDENTED if column > 1 else WRAPPED
    sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=4)
    sheet.row_dimensions[row].height = _height(text, sum(_WIDTHS[column - 1 :]))


def _line(sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column, text or None)
        cell.alignment, cell.border = INDENTED, BORDER
    sheet.row_dimensions[row].height = max(_height(*sized) for sized in zip(texts, _WIDTHS, strict=True))
    return row + 1


def _height(text: str, width: float) -> float:
    """The height of a row, in points, that shows all of `text` in a cell so many letters wide."""
    return _LINE * -(-len(text) // int(width)) + 4 if text else _LINE + 4


def _set_up_page(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "9FB4B7"
    print_on_a4(sheet, "portrait", pages_wide=1)
