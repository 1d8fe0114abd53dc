"""What there is to say of a sheet as a whole: its columns, and the rows that are hidden or not read."""

from collections.abc import Iterator
from datetime import date

from onefile_desktop.roster.cells import display
from onefile_desktop.roster.checking.cells import Reading, long_date
from onefile_desktop.roster.fields import Kind
from onefile_desktop.roster.kinds.dates import probably_swapped
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import Column, Table
from onefile_desktop.roster.table.not_people import is_marked
from onefile_desktop.roster.table.remarks import chooses


def about_table(reading: Reading) -> Iterator[Problem]:
    """The warnings about how a table is read, whatever its single cells say."""
    table = reading.table
    if table.hidden:
        one = table.hidden == 1
        count = "1 hidden or filtered-out row is" if one else f"{table.hidden} hidden or filtered-out rows are"
        yield problem("hidden-rows", Place(table.sheet, table.header_row), count=count)
    for column in table.columns:
        if column.field is not None and column.guessed:
            label = reading.fields[column.field].label
            yield problem("column-guessed", _heading(table, column), value=_named(column), field=label, why=column.why)
        elif column.lost:
            code = "choice-unused" if chooses(column.header) else "column-unused"
            why = column.why or "nothing tells what it holds"
            yield problem(code, _heading(table, column), value=_named(column), why=why)
    for column, example in reading.months_first():
        yield problem("date-month-first", _heading(table, column), value=example)
    for column in table.columns:
        swapped = _swapped(reading, column)
        if swapped is not None:
            yield problem("date-swapped", _heading(table, column), value=display(swapped), read=long_date(swapped))
    yield from (problem("row-struck", Place(table.sheet, number)) for number in sorted(table.struck))
    for remark in table.remarks:
        column = remark.column
        place = Place(table.sheet, remark.number, column.letter, column.header or None, column.field)
        yield problem("perhaps-unwanted", place, value=remark.text, header=_named(column))
    for row in table.passed:
        place = Place(table.sheet, row.number, row.column, row.header or None)
        code = "totals-row" if row.is_total else "example-row" if is_marked(row.text) else "row-unused"
        yield problem(code, place, value=row.text)


def _swapped(reading: Reading, column: Column) -> date | None:
    """The first of a column's real dates if Excel has probably swapped day and month of all of them."""
    if column.field is None or reading.fields[column.field].kind is not Kind.DATE:
        return None
    cells = (row.cells.get(column.field) for row in reading.table.rows)
    return probably_swapped(cell.value for cell in cells if cell is not None and cell.column is not None)


def _heading(table: Table, column: Column) -> Place:
    """Where the name of a column stands, or would stand."""
    return Place(table.sheet, table.header_row, column.letter, column.header or None, column.field)


def _named(column: Column) -> str:
    return column.header or column.letter
