"""A roster as values: cells with their places, rows as they were read, and rows as they were understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.problems import Place, Problem, rows_with_errors


@dataclass(frozen=True)
class CellError:
    """What Excel shows where a formula failed, such as #N/A."""

    text: str


@dataclass(frozen=True)
class NotCalculated:
    """A formula whose value was never saved, as programs leave it that write workbooks without Excel."""


CellValue = str | int | float | bool | date | datetime | CellError | NotCalculated | None


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, its corners included: rows as Excel numbers them, columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its number as Excel shows it, and its cells from column A on."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, without its wholly empty rows.

    `hidden` are the numbers of the rows that Excel does not show, hidden by hand or by a filter; `merged` are the
    areas that were merged into one cell, whose value stands in the first of its cells. `is_hidden` tells that Excel
    does not show the sheet, `from_1904` that its days are counted from 1904, as Excel for Mac once did. `struck` are
    the numbers of the rows of which everything is struck through.
    """

    name: str
    rows: tuple[SheetRow, ...]
    hidden: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False
    from_1904: bool = False
    struck: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Column:
    """One column of a table, and the field it was matched to; None where it matched nothing.

    `index` counts from 0 (column A). `why` says for people what the match rests on. `lost` is true where the
    column has values that are not used although nobody said to leave them out, `guessed` where the match rests on
    a likeness or on the values, not on a name that is known.
    """

    index: int
    letter: str
    header: str
    field: str | None
    why: str = ""
    lost: bool = False
    guessed: bool = False


@dataclass(frozen=True)
class Cell:
    """A value and the column it stands in; a value that `--set` gave to every row has no column.

    `doubt` is true where the value was worked out of another cell and may be wrong, as a name that was split.
    """

    value: CellValue = field(repr=False)
    column: str | None
    header: str | None
    doubt: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the roster, by field name. Blank cells are left out."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def place(self, field_name: str | None = None) -> Place:
        """Where a field of this row stands, for a problem that is said about it."""
        cell = self.cells.get(field_name) if field_name else None
        return Place(self.sheet, self.number, cell.column if cell else None, cell.header if cell else None, field_name)


@dataclass(frozen=True)
class Passed:
    """A row that was passed over, `text` being its first value: because nothing in it stands in a column that is
    used, or because it is a total of the rows above (`is_total`)."""

    number: int
    column: str
    header: str
    text: str = field(repr=False)
    is_total: bool = False


@dataclass(frozen=True)
class Remark:
    """What stands in the `column` of a row and may mean that the person on it is not to be enrolled."""

    number: int
    column: Column
    text: str = field(repr=False)


@dataclass(frozen=True)
class Table:
    """A sheet that was understood: where its header is, what its columns mean, and its rows.

    `header_row` is the last row of the header where it takes two. `hidden` counts the rows among `rows` that Excel
    does not show, `left_out` those that were not read because they are hidden and the admin wanted it so. `from_1904`
    is the sheet's. `struck` are the numbers of those of `rows` that are struck through.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    passed: tuple[Passed, ...] = ()
    hidden: int = 0
    left_out: int = 0
    from_1904: bool = False
    struck: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()

    def place(self, row: Row, field_name: str) -> Place:
        """Where a field of `row` stands, or would stand were it filled in."""
        place = row.place(field_name)
        if place.column is not None:
            return place
        column = next((column for column in self.columns if column.field == field_name), None)
        return replace(place, column=column.letter, header=column.header) if column else place


@dataclass(frozen=True)
class Roster:
    """The admin's file, read: people, and finer assignments where it has such a sheet.

    `unread` names the sheets that look like people as well, of which only one is read.
    """

    file: Path
    people: Table
    assignments: Table | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """The text that names something or somebody: a name, an email, a MIS ID or a OneFile ID.

    `beside` is the name that stands beside an email.
    """

    text: str = field(repr=False)
    beside: str = field(default="", repr=False, compare=False)


Value = str | int | bool | date | Reference | tuple[Reference, ...]


@dataclass(frozen=True)
class CheckedRow:
    """A row of People whose cells were understood. What is blank or was not understood is not in `values`.

    `also` are further rows of the same person, with only those of their values that add up: employers, programme,
    assignments. `filled_by` says which of them filled in a field that this row leaves blank.
    """

    row: Row
    role: Role
    values: Mapping[str, Value] = field(repr=False)
    also: tuple["CheckedRow", ...] = ()
    filled_by: Mapping[str, Row] = field(default_factory=dict[str, Row], repr=False)

    @property
    def parts(self) -> tuple["CheckedRow", ...]:
        """This row and the further rows of the same person."""
        return (self, *self.also)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all of the person's rows, this one's first."""
        return tuple(part.row.number for part in self.parts)

    def source(self, name: str) -> Row:
        """The row of the sheet that a field's value stands on."""
        return self.filled_by.get(name, self.row)

    def text(self, name: str) -> str:
        """The text of a field, empty where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def date(self, name: str) -> date | None:
        """The date of a field, None where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def references(self, name: str) -> tuple[Reference, ...]:
        """The references of a field, one or many, none where it is blank."""
        value = self.values.get(name)
        if isinstance(value, Reference):
            return (value,)
        return value if isinstance(value, tuple) else ()

    @cached_property
    def name(self) -> str:
        """First and last name, as people read it."""
        return f"{self.text('FirstName')} {self.text('LastName')}".strip()


@dataclass(frozen=True)
class CheckedAssignment:
    """A row of Assignments whose cells were understood. `as_role` is None where the row leaves it open."""

    row: Row
    learner: Reference
    person: Reference
    level: Level
    as_role: Role | None = None
    standard: Reference | None = None
    unit: Reference | None = None


@dataclass(frozen=True)
class Checked:
    """What the roster says, and everything that is wrong with it.

    `people` and `assignments` hold every row that could be understood at all, those with errors included, so
    that a reference to such a row can be told from one to nobody.
    """

    people: tuple[CheckedRow, ...]
    assignments: tuple[CheckedAssignment, ...]
    problems: tuple[Problem, ...]

    def references(self) -> Iterator[tuple[str, Reference]]:
        """Everything on both sheets that names something or somebody, with the field it stands in."""
        for row in (part for person in self.people for part in person.parts):
            for name in row.values:
                yield from ((name, reference) for reference in row.references(name))
        for one in self.assignments:
            named = (("Learner", one.learner), ("Person", one.person), ("Standard", one.standard), ("Unit", one.unit))
            yield from ((name, reference) for name, reference in named if reference is not None)

    def rows_with_errors(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of each row that an error keeps back."""
        return rows_with_errors(self.problems)
