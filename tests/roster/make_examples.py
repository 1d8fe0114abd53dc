"""Makes the example rosters: the cohort, and the workbook with problems.

Run `python -m tests.roster.make_examples` after a change to either; a test sees to it that the workbooks hold
exactly the cells that this makes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.paths import resource
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Kind
from onefile_desktop.roster.template import number_format, write_header
from tests.roster import cohort, planted
from tests.roster.cohort import Cells


def cohort_workbook() -> Workbook:
    """The example cohort."""
    workbook = Workbook()
    people = workbook.worksheets[0]
    people.title = "People"
    _fill(people, _fields(cohort.PEOPLE_COLUMNS, PEOPLE), cohort.people())
    finer = workbook.create_sheet("Assignments")
    _fill(finer, _fields(cohort.ASSIGNMENT_COLUMNS, ASSIGNMENTS), cohort.assignments())
    return workbook


def problem_workbook() -> Workbook:
    """The example with every problem that can arise."""
    workbook = Workbook()
    people = workbook.worksheets[0]
    people.title = planted.PEOPLE_SHEET
    people["A1"] = planted.TITLE
    people["A1"].font = Font(bold=True, size=14)
    fields = _fields(planted.PEOPLE_COLUMNS, PEOPLE)
    _fill(people, fields, [line.cells for line in planted.PEOPLE], planted.HEADER_ROW)
    for column, header in enumerate(planted.UNUSED_HEADERS, start=len(fields) + 1):
        people.cell(planted.HEADER_ROW, column, header)
        for row, line in enumerate(planted.PEOPLE, start=planted.HEADER_ROW + 1):
            people.cell(row, column, line.cells.get(header))
    for field, header in planted.MISSPELT.items():
        people.cell(planted.HEADER_ROW, planted.PEOPLE_COLUMNS.index(field) + 1, header)
    hidden = next(
        row for row, line in enumerate(planted.PEOPLE) if line.cells.get("LastName") == planted.HIDDEN_SURNAME
    )
    people.row_dimensions[hidden + planted.HEADER_ROW + 1].hidden = True
    struck = next(
        row for row, line in enumerate(planted.PEOPLE) if line.cells.get("LastName") == planted.STRUCK_SURNAME
    )
    for cell in people[struck + planted.HEADER_ROW + 1]:
        cell.font = Font(strike=True)
    finer = workbook.create_sheet(planted.ASSIGNMENTS_SHEET)
    columns = _fields(planted.ASSIGNMENT_COLUMNS, ASSIGNMENTS)
    _fill(finer, columns, [line.cells for line in planted.ASSIGNMENTS])
    _fill(workbook.create_sheet(planted.OTHER_SHEET), fields, planted.LATE_STARTERS)
    return workbook


def cells(workbook: Workbook) -> dict[tuple[str, str], object]:
    """Everything that stands in a workbook, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _fields(names: Sequence[str], table: Mapping[str, Field]) -> list[Field]:
    return [table[name] for name in names]


def _fill(sheet: Worksheet, fields: Sequence[Field], rows: Iterable[Cells], header_row: int = 1) -> None:
    write_header(sheet, fields, header_row)
    for row, values in enumerate(rows, start=header_row + 1):
        for column, field in enumerate(fields, start=1):
            value = values.get(field.name)
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if field.kind is Kind.DATE or not isinstance(value, date):  # a date elsewhere stays one
                cell.number_format = number_format(field)
            cell.alignment = Alignment(vertical="top")
            if value == planted.FAILED_FORMULA:
                cell.value = "#N/A"  # openpyxl writes no results of formulas, so the cell holds the error alone


def main() -> None:
    """Write both workbooks into the resources."""
    folder: Path = resource("examples")
    cohort_workbook().save(folder / "cohort.xlsx")
    problem_workbook().save(folder / "cohort-with-problems.xlsx")


if __name__ == "__main__":
    main()
