"""What there is to say of a sheet as a whole: its columns, and the rows that are hidden or not read."""

from collections.abc import Iterator

from onefile_desktop.roster.checking.cells import Reading
from onefile_desktop.roster.problems import Place, Problem, problem
from onefile_desktop.roster.rows import Column, Table


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
            yield problem("column-unused", _heading(table, column), value=_named(column))
    for column, example in reading.months_first():
        yield problem("date-month-first", _heading(table, column), value=example)
    for row in table.passed:
        place = Place(table.sheet, row.number, row.column, row.header or None)
        yield problem("totals-row" if row.is_total else "row-unused", place, value=row.text)


def _heading(table: Table, column: Column) -> Place:
    """Where the name of a column stands, or would stand."""
    return Place(table.sheet, table.header_row, column.letter, column.header or None, column.field)


def _named(column: Column) -> str:
    return column.header or column.letter
