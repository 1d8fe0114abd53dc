"""The rows below a header: which of them are rows of the table, and what each holds by field."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.headers import is_header_again
from onefile_desktop.roster.rows import Area, Cell, CellValue, Column, Passed, Row, Sheet, SheetRow
from onefile_desktop.roster.table.not_people import (
    IDENTIFYING,
    RowKind,
    is_example,
    is_marked,
    is_templates_own,
    is_total,
    kind_of_row,
)

_GLANCE = 3
_WIDE = 3
"""A cell merged over so many columns is a heading."""

Cells = dict[str, Cell]
"""The cells of a row, by field."""


@dataclass(frozen=True)
class Body:
    """The rows below a header.

    `hidden` counts those of `rows` that Excel does not show, `left_out` those that are not among them because of it.
    """

    rows: tuple[Row, ...]
    passed: tuple[Passed, ...]
    hidden: int
    left_out: int


@dataclass(frozen=True)
class BodyReader:
    """How the rows below one header are read.

    `header` are the cells of the header, `columns` what they mean, and `completed` adds to the cells of a row what
    does not stand there. Where not `of_people`, only totals are passed over, and what stands in no column in use.
    """

    sheet: Sheet
    header_row: int
    header: Sequence[CellValue]
    columns: Sequence[Column]
    completed: Callable[[Cells], Mapping[str, Cell]]
    of_people: bool
    leave_out_hidden: bool

    def read(self) -> Body:
        """Every row but blank ones, repeated headers and the template's example."""
        below = rows_below(self.sheet, self.header_row)
        lent = _lent_by_merged_cells(self.sheet.merged, below, self.columns)
        headings = {
            (area.first_row, area.first_column)
            for area in self.sheet.merged
            if area.last_column - area.first_column + 1 >= _WIDE
        }
        used = [(column.index, column.field, _Cells(column)) for column in self.columns if column.field]
        rows: list[Row] = []
        passed: list[Passed] = []
        left_out = 0
        for row in below:
            values, width = row.cells, len(row.cells)
            own: Cells = {}
            first = None
            for index, field, cells in used:
                value = values[index] if index < width else None
                if value is None:
                    continue
                kind = type(value)
                cell = cells[value] if kind is str or kind is date else cells.of(value)
                if cell is not None:
                    own[field] = cell
                    if first is None:
                        first = index
            found = self._read(row, own, lent.get(row.number, {}), is_wide=(row.number, first) in headings)
            if self.leave_out_hidden and row.number in self.sheet.hidden:
                left_out += isinstance(found, Row)
            elif isinstance(found, Row):
                rows.append(found)
            elif found is not None:
                passed.append(found)
        hidden = sum(row.number in self.sheet.hidden for row in rows) if self.sheet.hidden else 0
        return Body(tuple(rows), tuple(passed), hidden, left_out)

    def _read(self, row: SheetRow, own: Cells, lent: Cells, *, is_wide: bool) -> Row | Passed | None:
        if own and self._is_nobody(row, own):
            return self._no_longer_the_templates(row, own)
        kind = self._kind(row, own, lent, is_wide=is_wide)
        if kind is not RowKind.PERSON:
            return self._passed(row, is_total=kind is RowKind.TOTAL)
        if lent:
            fields = [column.field for column in self.columns if column.field]
            own = {name: own.get(name) or lent[name] for name in fields if name in own or name in lent}
        return Row(self.sheet.name, row.number, self.completed(own))

    def _is_nobody(self, row: SheetRow, own: Cells) -> bool:
        """Whether `row` is the header again, or the template's example."""
        role, email = own.get("Role"), own.get("Email")
        first = next(iter(own.values())).value
        if self.of_people and is_example(first, role and role.value, email and email.value):
            return True
        return not (email and _has_at(email.value)) and self._is_header_again(row, own)

    def _no_longer_the_templates(self, row: SheetRow, own: Cells) -> Passed | None:
        """That `row` is passed over because it is marked as an example, though somebody may have typed over it."""
        mark = next((cell for cell in own.values() if is_marked(cell.value)), None)
        if mark is None or mark.column is None or is_templates_own({name: cell.value for name, cell in own.items()}):
            return None
        return Passed(row.number, mark.column, mark.header or "", display(mark.value))

    def _is_header_again(self, row: SheetRow, own: Cells) -> bool:
        """Whether `row` repeats the header. A glance at its first cells spares most rows a look at all of them."""
        for cell in islice(own.values(), _GLANCE):
            text, name = plain(display(cell.value)), self._names[cell.column or ""]
            if name.startswith(text) or name.endswith(text):
                return is_header_again(row.cells, self.header)
        return False

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What the columns are called, made plain, by their letters."""
        return {column.letter: plain(column.header) for column in self.columns}

    def _kind(self, row: SheetRow, own: Cells, lent: Cells, *, is_wide: bool) -> RowKind:
        if not (self.of_people and self._identifies):
            if is_total(row.cells):
                return RowKind.TOTAL
            return RowKind.PERSON if own else RowKind.NOTE
        if "Email" in own and _has_at(own["Email"].value):
            return RowKind.PERSON
        used = {name: cell.value for name, cell in own.items()}
        return kind_of_row(used, row.cells, borrows_identity=not IDENTIFYING.isdisjoint(lent), is_wide=is_wide)

    @cached_property
    def _identifies(self) -> bool:
        """Whether some column says who a row is. Where none does, no row can be judged by it."""
        return any(column.field in IDENTIFYING for column in self.columns)

    def _passed(self, row: SheetRow, *, is_total: bool) -> Passed | None:
        """That `row` is passed over; None where it is blank."""
        for column in self.columns:
            if column.index < len(row.cells) and (text := display(row.cells[column.index])):
                return Passed(row.number, column.letter, column.header, text, is_total)
        return None


class _Cells(dict[CellValue, Cell | None]):
    """The cells of one column by their text or date, None for a blank one: most columns say the same on many rows.

    Numbers have none: to a dictionary, 1 is the same as TRUE.
    """

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, value: CellValue) -> Cell | None:
        cell = self[value] = None if is_blank(value) else self.of(value)
        return cell

    def of(self, value: CellValue) -> Cell:
        """The cell that holds `value`."""
        return Cell(value, self._column.letter, self._column.header)


def rows_below(sheet: Sheet, header_row: int) -> Sequence[SheetRow]:
    """The rows of `sheet` below `header_row`."""
    return sheet.rows[bisect_right(sheet.rows, header_row, key=lambda row: row.number) :]


def is_blank(value: CellValue) -> bool:
    """Whether a person sees nothing in a cell."""
    if isinstance(value, str) and value[:1].isalnum():
        return False
    return value is None or not display(value)


def _has_at(value: CellValue) -> bool:
    return isinstance(value, str) and "@" in value


def _lent_by_merged_cells(
    merged: Sequence[Area], below: Sequence[SheetRow], columns: Sequence[Column]
) -> Mapping[int, Cells]:
    """What cells that are merged downwards say about further rows, by number of the row and field."""
    used = {column.index: column for column in columns if column.field}
    downwards = [area for area in merged if area.last_row > area.first_row and area.first_column in used]
    lent: defaultdict[int, Cells] = defaultdict(dict)
    done: dict[int, int] = {}  # by column, so that areas which overlap, as no Excel makes them, cost no more
    for area in sorted(downwards, key=lambda area: area.first_row):
        column = used[area.first_column]
        start = bisect_right(below, area.first_row, key=lambda row: row.number)
        end = bisect_right(below, area.last_row, key=lambda row: row.number)
        first = below[start - 1] if start else None
        if first is None or first.number != area.first_row or column.index >= len(first.cells):
            continue
        value = first.cells[column.index]
        if column.field and not is_blank(value):
            for row in below[max(start, done.get(column.index, 0)) : end]:
                lent[row.number][column.field] = Cell(value, column.letter, column.header)
            done[column.index] = max(end, done.get(column.index, 0))
    return lent
