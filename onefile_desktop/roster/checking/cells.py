"""How the cells of one table are read: each by its field, and some by what their whole column shows."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from onefile_desktop.roster.cells import Doubtful, Invalid, display
from onefile_desktop.roster.fields import Field, Kind
from onefile_desktop.roster.kinds.dates import Order, column_order, first_with_month_first, read_date
from onefile_desktop.roster.kinds.identifiers import read_mis_id, zeros_kept
from onefile_desktop.roster.problems import REASONS, Problem, problem
from onefile_desktop.roster.rows import CellValue, Column, Row, Table, Value
from onefile_desktop.roster.values import reader_for

Reader = Callable[[CellValue], Value | Doubtful | Invalid | None]

_MIS_ID = "MISID"
_REPEATING = frozenset({Kind.ROLE, Kind.LEVEL, Kind.YES_NO, Kind.DATE, Kind.REFERENCE, Kind.REFERENCES})
"""Kinds whose columns say the same on many rows, so that most cells have been read already."""
_REMEMBERED = 4096
_HALVES = frozenset({"FirstName", "LastName"})


@dataclass(frozen=True)
class CellsRead:
    """What the cells of one row say, by field. A cell that could not be read is `failed`, and among the `problems`."""

    values: Mapping[str, Value]
    problems: list[Problem]
    failed: frozenset[str]

    def without(self, names: Set[str]) -> "CellsRead":
        """What the others say, those `names` left out."""
        values = dict(self.values)
        for name in names:
            values.pop(name, None)
        problems = [found for found in self.problems if found.place.field not in names]
        return CellsRead(values, problems, self.failed - names)


@dataclass(frozen=True)
class Reading:
    """How the cells of `table` are read.

    A value that was set for everyone stands in no column: it neither shows how a column is written nor follows it,
    and so has readers of its own. `mixed` are the fields whose dates have the day first and the month first, each with
    a date that has the month first.
    """

    table: Table
    fields: Mapping[str, Field]
    orders: Mapping[str, Order]
    in_columns: Mapping[str, Reader]
    for_everyone: Mapping[str, Reader]
    mixed: Mapping[str, str]
    today: date

    @classmethod
    def of(cls, table: Table, fields: Mapping[str, Field], today: date) -> "Reading":
        """The reading of `table`, for which its columns are looked at as a whole."""
        dates = [name for name, field in fields.items() if field.kind is Kind.DATE]
        orders = {name: column_order(_column(table, name)) for name in dates}
        zeros = zeros_kept(_column(table, _MIS_ID))
        epoch = table.from_1904
        in_columns = {name: _reader(field, today, orders.get(name), zeros, epoch) for name, field in fields.items()}
        # What is typed for everyone is typed into this program, which asks for the day first.
        for_everyone = {name: _reader(field, today, Order.DAY_FIRST, 0) for name, field in fields.items()}
        mixed = {name: first_with_month_first(_column(table, name)) for name in dates if orders[name] is Order.MIXED}
        return cls(table, fields, orders, in_columns, for_everyone, mixed, today)

    def read(self, row: Row) -> CellsRead:
        """What the cells of `row` say."""
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        failed: list[str] = []
        in_columns, for_everyone = self.in_columns, self.for_everyone
        for name, cell in row.cells.items():
            value = (for_everyone if cell.column is None else in_columns)[name](cell.value)
            if value is None:
                continue
            if not isinstance(value, (Invalid, Doubtful)):
                values[name] = value
            elif isinstance(value, Invalid):
                problems.append(self.told(value.code, row, name, why=value.why, example=self.mixed.get(name, "")))
                failed.append(name)
            else:
                read = long_date(value.value) if isinstance(value.value, date) else value.read
                problems.append(self.told(value.code, row, name, read=read))
                values[name] = value.value
        return CellsRead(values, problems, frozenset(failed))

    def told(self, code: str, row: Row, name: str, **details: str | int) -> Problem:
        """The problem `code` about the field `name` of `row`, whose cell, where it has one, is the problem's value."""
        value = display(row.cells[name].value) if name in row.cells else None
        return problem(code, self.table.place(row, name), value=value, suggestions=(), **details)

    def missing(self, row: Row, name: str, who: str) -> Problem:
        """The problem that `row` lacks the field `name`, which `who` needs, at its column or a part's."""
        at = next((one for one in (name, *self.parts(name)) if self.table.place(row, one).column is not None), name)
        place = replace(self.table.place(row, at), field=name)
        shown = display(row.cells[at].value) if at in row.cells else None
        if at not in row.cells:
            how = "fill-in" if place.column is not None else "no-column"
        else:
            how = "one-word" if at == "FullName" and _HALVES & row.cells.keys() else "counts-as-blank"
        label = self.fields[name].label
        return problem("required-missing", place, value=shown, who=who, field=label, how=REASONS[how])

    def parts(self, name: str) -> Iterator[str]:
        """The fields that the field `name` can be put together of, or taken out of."""
        whole = "FirstName" if name == "LastName" else name
        return (field.name for field in self.fields.values() if field.part_of == whole)

    def months_first(self) -> Iterator[tuple[Column, str]]:
        """The columns whose dates are all read with the month first, each with a date that shows why."""
        for column in self.table.columns:
            if column.field is not None and self.orders.get(column.field) is Order.MONTH_FIRST:
                yield column, first_with_month_first(_column(self.table, column.field))


def long_date(day: date) -> str:
    """The day as it cannot be misread: 3 April 2004."""
    return f"{day.day} {day:%B %Y}"


def _column(table: Table, name: str) -> list[CellValue]:
    """The cells of a field's column, without the values that were set for everyone."""
    cells = (row.cells.get(name) for row in table.rows)
    return [cell.value for cell in cells if cell is not None and cell.column is not None]


def _reader(field: Field, today: date, order: Order | None, zeros: int, from_1904: bool = False) -> Reader:
    """What reads the cells of `field`: dates in `order`, MIS IDs by the length `zeros` of those that kept theirs."""
    if field.kind is Kind.DATE:
        read = partial(read_date, order=order or Order.OPEN, today=today, field=field.name, from_1904=from_1904)
    elif field.name == _MIS_ID:
        read = partial(_read_mis_id, reader_for(field), zeros)
    else:
        read = reader_for(field)
    return lru_cache(_REMEMBERED, typed=True)(read) if field.kind in _REPEATING else read


def _read_mis_id(read: Reader, zeros: int, cell: CellValue) -> Value | Doubtful | Invalid | None:
    return read_mis_id(cell, zeros) if isinstance(value := read(cell), str) else value
