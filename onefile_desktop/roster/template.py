"""The template: a roster with drop-downs, formats that keep what is typed, hints, an example and a guide."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Kind
from onefile_desktop.roster.saving import replacing
from onefile_desktop.roster.table.not_people import EXAMPLE
from onefile_desktop.roster.writing.template_aids import aid_assignments, aid_people
from onefile_desktop.roster.writing.template_guide import write_guide
from onefile_desktop.roster.writing.template_lists import NO_LISTS, Lists, list_for, write_lists
from onefile_desktop.roster.writing.template_look import (
    BORDER,
    TEAL,
    WRAPPED,
    header_fill,
    header_font,
    needed_for,
    print_on_a4,
)

_LAST_ROW = 10_000  # of hints, drop-downs and aids; formats hold for whole columns
_HEADER_HEIGHT, _ROW_HEIGHT = 36.0, 18.0  # in points
_WIDTHS: Mapping[Kind, float] = {
    Kind.ROLE: 18,
    Kind.EMAIL: 32,
    Kind.REFERENCE: 26,
    Kind.REFERENCES: 34,
    Kind.TEXT: 20,
    Kind.DATE: 14,
    Kind.YES_NO: 12,
    Kind.LEVEL: 16,
}
_NARROWEST = 16.0
_TEXT_FORMAT, _DATE_FORMAT = "@", "dd/mm/yyyy"
_FIRST_DAY = "DATE(1900,1,1)"
_LONGEST_TITLE, _LONGEST_HINT = 32, 255  # what Excel takes


def write_template(out: Path, lists: Lists = NO_LISTS) -> None:
    """Write an empty roster to `out`: sheets People, Assignments and Guide, and a hidden one for drop-downs.

    Raises `UnreadableFileError` where `out` cannot be written.
    """
    workbook = Workbook()
    people = workbook.worksheets[0]
    people.title = "People"
    ranges = write_lists(workbook.create_sheet("Lists"), lists)
    fields = [field for field in PEOPLE.values() if field.in_template]
    _write_sheet(people, fields, ranges)
    _write_example(people, fields)
    aid_people(people, fields, _LAST_ROW)
    # On one page wide, forty columns could not be read.
    print_on_a4(people, "landscape", pages_wide=3)
    people.print_title_rows, people.print_title_cols = "1:1", "A:C"
    assignments = workbook.create_sheet("Assignments", 1)
    _write_sheet(assignments, list(ASSIGNMENTS.values()), ranges)
    aid_assignments(assignments, list(ASSIGNMENTS.values()), _LAST_ROW)
    print_on_a4(assignments, "landscape", pages_wide=1)
    assignments.print_title_rows = "1:1"
    write_guide(workbook.create_sheet("Guide", 2), has_names=lists != NO_LISTS)
    with replacing(out) as draft:
        workbook.save(draft)


def write_header(sheet: Worksheet, table: Sequence[Field], row: int = 1) -> None:
    """Write and style the header row of `table`, and its columns; a star marks what somebody must have."""
    for index, field in enumerate(table, start=1):
        cell = sheet.cell(row, index, f"{field.label} *" if field.required_for else field.label)
        cell.font, cell.fill = header_font(field), header_fill(field)
        cell.alignment, cell.border = WRAPPED, BORDER
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width = max(_WIDTHS.get(field.kind, _NARROWEST), min(len(field.label) * 0.8, 30))
        column.number_format = number_format(field)
    sheet.row_dimensions[row].height = _HEADER_HEIGHT
    # The names stay in sight while the sheet is scrolled, in both directions.
    names = "D" if "FirstName" in {field.name for field in table} else "A"
    sheet.freeze_panes = f"{names}{row + 1}"


def number_format(field: Field) -> str:
    """The format that keeps Excel from eating zeros and guessing dates."""
    return _DATE_FORMAT if field.kind is Kind.DATE else _TEXT_FORMAT


def _write_sheet(sheet: Worksheet, table: Sequence[Field], ranges: Mapping[str, str]) -> None:
    write_header(sheet, table)
    sheet.sheet_format.defaultRowHeight = _ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.sheet_properties.tabColor = TEAL
    for index, field in enumerate(table, start=1):
        letter, choices = get_column_letter(index), ranges.get(list_for(field))
        first = 3 if field.name == "Role" else 2  # the example's role is in no list
        sheet.add_data_validation(_validation(field, f"{letter}{first}:{letter}{_LAST_ROW}", choices))
        if field.required_for:
            told = needed_for(field)
            sheet.cell(1, index).comment = Comment(told, "OneFile Desktop", height=24 + 20 * -(-len(told) // 26))


def _write_example(sheet: Worksheet, table: Sequence[Field]) -> None:
    for index, field in enumerate(table, start=1):
        if field.name in EXAMPLE:
            sheet.cell(2, index, EXAMPLE[field.name]).number_format = number_format(field)
    hint = DataValidation(
        sqref="A2",
        allow_blank=True,
        showInputMessage=True,
        promptTitle="An example",
        prompt="This row shows what a person looks like. It is never enrolled: leave it here or delete it, and begin "
        "on the next row.",
    )
    sheet.add_data_validation(hint)


def _validation(field: Field, cells: str, choices: str | None) -> DataValidation:
    """The hint beside a cell, and its drop-down. Only what cannot be otherwise is refused: names may be new."""
    rule = DataValidation(
        sqref=cells,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=field.label[:_LONGEST_TITLE],
        prompt=hint(field, has_list=choices is not None),
    )
    if choices is not None:
        rule.type, rule.formula1 = "list", choices
        rule.showErrorMessage = field.kind in {Kind.ROLE, Kind.YES_NO, Kind.LEVEL}
        rule.errorTitle, rule.error = "Not in the list", "Choose one of the list."
    elif field.kind is Kind.DATE:
        rule.type, rule.operator, rule.formula1 = "date", "greaterThanOrEqual", _FIRST_DAY
        rule.showErrorMessage, rule.errorStyle = True, "warning"
        rule.errorTitle, rule.error = "Not a date", "Excel takes this for no date. Type it day first: 23/03/2004."
    return rule


def hint(field: Field, *, has_list: bool) -> str:
    """What is said beside a cell of the column: what it takes, and who must have it; as much as Excel shows."""
    said = [field.guide, needed_for(field)]
    if field.kind is Kind.REFERENCES and has_list:
        said.append("The list gives you one; type any others after it.")
    elif field.target is not None and has_list:
        said.append("Choose from the list, or type it.")
    elif field.target is not None and "name" not in field.guide:
        said.append("Type the name as OneFile has it.")
    elif field.kind is Kind.DATE and "23/03" not in field.guide:
        said.append("Day first: 23/03/2004.")
    text = ""
    for sentence in said:
        if sentence and len(text) + len(sentence) < _LONGEST_HINT:
            text = f"{text} {sentence}".strip()
    return text
