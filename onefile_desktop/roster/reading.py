"""From a workbook to a `Roster`: which sheet it is on, where its header is, and what its rows hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.headers import Mapped, field_meant, find_header_row, match_columns
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Cell, CellValue, Column, Passed, Roster, Row, Sheet, SheetRow, Table
from onefile_desktop.roster.values import display
from onefile_desktop.roster.workbook import read_workbook

_PEOPLE_SHEET = "people"
_ASSIGNMENTS_SHEET = "assignments"
_NEVER_A_ROSTER = frozenset(
    {_ASSIGNMENTS_SHEET, "undelivered", "guide", "lists", "errors", "problems", "summary", "plan"}
)
_PLAINLY_PEOPLE = 3
"""So many columns of people are no coincidence."""
_AS_FOUND = ReadOptions()


def read_roster(path: Path, options: ReadOptions = _AS_FOUND) -> Roster:
    """The roster in the workbook `path`.

    Raises `UnreadableFileError` for a file that is no workbook, `RosterShapeError` for a workbook that holds
    no roster, and `UsageError` for options that do not fit it.
    """
    return understand(path, read_workbook(path), options)


def understand(path: Path, sheets: Sequence[Sheet], options: ReadOptions) -> Roster:
    """The roster in `sheets`, which were read from `path`; raises as `read_roster` does, but for the file."""
    sheet = _roster_sheet(sheets, options)
    header = options.header_row or find_header_row(sheet, PEOPLE, options.mapping)
    if header is None:
        raise _no_header(sheet)
    everyone = {field_meant(name, PEOPLE).name: text for name, text in options.for_everyone if text.strip()}
    people = _table(sheet, header, PEOPLE, options.mapping, everyone)
    if not people.rows:
        raise RosterShapeError(
            "No rows",
            f"The sheet “{sheet.name}” has a header on row {header}, but nobody below it.",
            "Add a row for each person.",
        )
    unread = () if options.sheet else tuple(_looking_like_people(sheets, sheet))
    return Roster(path, people, _assignments(sheets, sheet), unread)


def _roster_sheet(sheets: Sequence[Sheet], options: ReadOptions) -> Sheet:
    if options.sheet is not None:
        return _sheet_chosen(sheets, options.sheet)
    named = _called(sheets, _PEOPLE_SHEET)
    if named is not None and named.rows:
        return named
    filled = [sheet for sheet in sheets if sheet.rows and sheet.name.strip().casefold() not in _NEVER_A_ROSTER]
    if not filled:
        raise RosterShapeError("Empty workbook", "No sheet of this workbook holds any rows.", "Choose another file.")
    found = (
        sheet for sheet in filled if options.header_row or find_header_row(sheet, PEOPLE, options.mapping) is not None
    )
    sheet = next(found, None)
    if sheet is None:
        raise _no_header(filled[0])
    return sheet


def _looking_like_people(sheets: Sequence[Sheet], read: Sheet) -> Iterator[str]:
    """The other sheets that have a header of people, and rows under it."""
    for sheet in sheets:
        if sheet is read or sheet.name.strip().casefold() in _NEVER_A_ROSTER:
            continue
        header = next((row for row in sheet.rows if row.number == find_header_row(sheet, PEOPLE)), None)
        if header is None or header is sheet.rows[-1]:
            continue
        if sum(column.field is not None for column in match_columns(header.cells, PEOPLE, ())) >= _PLAINLY_PEOPLE:
            yield sheet.name


def _sheet_chosen(sheets: Sequence[Sheet], name: str) -> Sheet:
    chosen = _called(sheets, name)
    if chosen is None:
        there = ", ".join(f"“{sheet.name}”" for sheet in sheets)
        raise RosterShapeError("No such sheet", f"This workbook has no sheet “{name}”.", f"It has {there}.")
    if not chosen.rows:
        raise RosterShapeError("Empty sheet", f"The sheet “{chosen.name}” is empty.", "Choose another sheet.")
    return chosen


def _called(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    wanted = name.strip().casefold()
    return next((sheet for sheet in sheets if sheet.name.strip().casefold() == wanted), None)


def _no_header(sheet: Sheet) -> RosterShapeError:
    return RosterShapeError(
        "No header row",
        f"The sheet “{sheet.name}” has no row with column names such as Role, First name, Last name and Email.",
        "Add one above the people, say which row it is, or start from the template.",
    )


def _assignments(sheets: Sequence[Sheet], people: Sheet) -> Table | None:
    """The finer assignments, where the workbook has a sheet of that name with a header."""
    sheet = _called(sheets, _ASSIGNMENTS_SHEET)
    if sheet is None or sheet is people or not sheet.rows:
        return None
    header = find_header_row(sheet, ASSIGNMENTS)
    if header is None:
        raise RosterShapeError(
            "No header row",
            f"The sheet “{sheet.name}” has no row with the column names Learner, Person and Level.",
            "Add one above the assignments, or remove the sheet.",
        )
    return _table(sheet, header, ASSIGNMENTS, (), {})


def _table(
    sheet: Sheet, header_row: int, fields: Mapping[str, Field], mapping: Mapped, for_everyone: Mapping[str, str]
) -> Table:
    header = next((row for row in sheet.rows if row.number == header_row), None)
    if header is None:
        raise RosterShapeError(
            "No such header row",
            f"Row {header_row} of the sheet “{sheet.name}” is empty.",
            f"Its rows end at {sheet.rows[-1].number}: say which of them holds the column names.",
        )
    below = [row for row in sheet.rows if row.number > header_row]
    filled = {index for row in below for index, cell in enumerate(row.cells) if display(cell)}
    width = max(len(header.cells), max(filled, default=-1) + 1)
    padded = (*header.cells, *[None] * (width - len(header.cells)))
    columns = tuple(
        replace(column, lost=column.lost and column.index in filled)
        for column in match_columns(padded, fields, mapping)
        if column.header or column.index in filled
    )
    everyone = {name: Cell(text, None, None) for name, text in for_everyone.items()}
    rows = [_row(sheet.name, row, columns, everyone) for row in below]
    return Table(
        sheet.name,
        header_row,
        columns,
        tuple(row for row in rows if isinstance(row, Row)),
        tuple(row for row in rows if isinstance(row, Passed)),
    )


def _row(sheet: str, row: SheetRow, columns: Sequence[Column], everyone: Mapping[str, Cell]) -> Row | Passed | None:
    """The cells of `row` by field. A row may be blank, or hold nothing that belongs to a field, as a note does."""
    cells: dict[str, Cell] = {}
    for column in columns:
        value: CellValue = row.cells[column.index] if column.index < len(row.cells) else None
        if column.field is not None and display(value):
            cells[column.field] = Cell(value, column.letter, column.header)
    if cells:
        return Row(sheet, row.number, {**everyone, **cells})
    texts = ((column, display(row.cells[column.index])) for column in columns if column.index < len(row.cells))
    column, text = next(((column, text) for column, text in texts if text), (None, ""))
    return Passed(row.number, column.letter, column.header, text) if column else None
