"""From a workbook to a `Roster`: which sheet it is on, where its header is, and what its rows hold."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

from onefile_desktop import collector
from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.headers import find_header_row, header_cells
from onefile_desktop.roster.matching.columns import Mapped, column_letter, field_meant, match_columns
from onefile_desktop.roster.matching.vocabulary import vocabulary
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Cell, CellValue, Column, Passed, Remark, Roster, Row, Sheet, SheetRow, Table
from onefile_desktop.roster.table.body_rows import BodyReader, Cells, is_blank, rows_below
from onefile_desktop.roster.table.composing import PARTS, compose, doubting_names, is_open
from onefile_desktop.roster.table.remarks import remarks_beside
from onefile_desktop.roster.table.sheet_choice import ASSIGNMENTS_SHEET, Candidate, candidates, sheet_called
from onefile_desktop.roster.workbook import read_workbook

_AS_FOUND = ReadOptions()
_FEWEST_CELLS = 3
"""So many make a row of people, or a header, rather than a note."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def read_roster(path: Path, options: ReadOptions = _AS_FOUND) -> Roster:
    """The roster in the workbook `path`.

    Raises `UnreadableFileError` for a file that is no workbook, `RosterShapeError` for a workbook that holds
    no roster, and `UsageError` for options that do not fit it.
    """
    return understand(path, read_workbook(path), options)


@collector.paused()
def understand(path: Path, sheets: Sequence[Sheet], options: ReadOptions) -> Roster:
    """The roster in `sheets`, which were read from `path`; raises as `read_roster` does, but for the file."""
    found = candidates(sheets, options)
    chosen, people = _first_with_people(found, options)
    read = found[chosen]
    rest = (other for other in found[chosen + 1 :] if other.rows)
    others = {other.sheet.name for other in rest if other.is_plainly_people or other.is_like(read)}
    unread = tuple(sheet.name for sheet in sheets if sheet.name in others)
    return Roster(path, people, _assignments(sheets, found[chosen].sheet, options), unread)


def _first_with_people(found: Sequence[Candidate], options: ReadOptions) -> tuple[int, Table]:
    """The first of the candidates on which anybody is, by its index, and what is on it."""
    everyone = compose(
        {field_meant(name, PEOPLE).name: Cell(text, None, None) for name, text in options.for_everyone if text.strip()}
    )
    left_out = 0
    for index, candidate in enumerate(found):
        people = _people(candidate, options, everyone)
        if people.rows:
            return index, people
        left_out = left_out or people.left_out
    sheet, header_row = found[0].sheet.name, found[0].header_row
    if not found[0].recognised and found[0].rows:
        raise RosterShapeError(
            "No column is recognised",
            f"No cell of row {header_row} on the sheet “{sheet}” names something that this program knows.",
            "Choose the row with the column names, or add one above the people.",
        )
    if left_out:
        raise RosterShapeError(
            "No rows",
            f"Everybody on the sheet “{sheet}” is on a hidden row, and hidden rows are left out.",
            "Take the hidden rows as well, or show in Excel those that you mean.",
        )
    raise RosterShapeError(
        "No rows",
        f"The sheet “{sheet}” has a header on row {header_row}, but nobody below it.",
        "Add a row for each person.",
    )


def _people(candidate: Candidate, options: ReadOptions, everyone: Mapping[str, Cell]) -> Table:
    def completed(cells: Cells) -> Mapping[str, Cell]:
        composed = cells if PARTS.isdisjoint(cells) else compose(cells)
        if not everyone:
            return composed
        own = {name: cell for name, cell in composed.items() if name not in everyone or not is_open(composed, name)}
        return {**everyone, **own}

    table = _table(candidate.sheet, candidate.header_row, PEOPLE, options, completed)
    return replace(table, rows=doubting_names(table.rows))


def _assignments(sheets: Sequence[Sheet], people: Sheet, options: ReadOptions) -> Table | None:
    """The finer assignments, where the workbook has a sheet of that name with a header."""
    sheet = sheet_called(sheets, ASSIGNMENTS_SHEET)
    if sheet is None or sheet is people or not sheet.rows:
        return None
    header = find_header_row(sheet, ASSIGNMENTS)
    if header is None:
        raise RosterShapeError(
            "No header row",
            f"The sheet “{sheet.name}” has no row with the column names Learner, Person and Level.",
            "Add one above the assignments, or remove the sheet.",
        )
    return _table(sheet, header, ASSIGNMENTS, replace(options, mapping=()), lambda cells: cells)


def _table(
    sheet: Sheet,
    header_row: int,
    fields: Mapping[str, Field],
    options: ReadOptions,
    completed: Callable[[Cells], Mapping[str, Cell]],
) -> Table:
    header = header_cells(sheet, header_row, fields, options.mapping)
    columns = _columns(header, rows_below(sheet, header_row), fields, options.mapping)
    reader = BodyReader(
        sheet,
        header_row,
        header,
        columns,
        completed,
        of_people=fields is PEOPLE,
        leave_out_hidden=options.leave_out_hidden,
    )
    body = reader.read()
    numbers = {row.number for row in body.rows}
    remarks: tuple[Remark, ...] = ()
    if fields is PEOPLE:
        _require_one_table(sheet, header_row, body.rows)
        body = replace(body, passed=(*_people_above(sheet, header_row, columns), *body.passed))
        remarks = tuple(remarks_beside(rows_below(sheet, header_row), columns, numbers))
    return Table(
        sheet.name,
        header_row,
        columns,
        body.rows,
        body.passed,
        body.hidden,
        body.left_out,
        sheet.from_1904,
        sheet.struck & numbers,
        remarks,
    )


def _people_above(sheet: Sheet, header_row: int, columns: Sequence[Column]) -> Iterator[Passed]:
    """Rows above the header that look like people: nobody is lost without a word, whichever row is the header."""
    for row in sheet.rows:
        if row.number >= header_row:
            return
        texts = [(index, display(cell)) for index, cell in enumerate(row.cells) if not is_blank(cell)]
        if len(texts) >= _FEWEST_CELLS and any(_ADDRESS.fullmatch(text) for _, text in texts):
            index, text = texts[0]
            header = next((column.header for column in columns if column.index == index), "")
            yield Passed(row.number, column_letter(index), header, text)


def _require_one_table(sheet: Sheet, header_row: int, rows: Sequence[Row]) -> None:
    """Raises `RosterShapeError` where another header stands further down: what is below it would be read wrongly."""
    called = cache(vocabulary(PEOPLE).called)
    for row in rows:
        if not all(called(display(cell.value)) for cell in islice(row.cells.values(), _FEWEST_CELLS)):
            continue
        texts = [display(cell.value) for cell in row.cells.values() if cell.column is not None]
        if len(texts) < _FEWEST_CELLS:
            continue
        named = [field for text in texts if (field := called(text))]
        if len(named) == len({field.name for field in named}) and len(named) * 2 > len(texts):
            raise RosterShapeError(
                "Two tables on one sheet",
                f"Row {row.number} of the sheet “{sheet.name}” names columns again, and not as row {header_row} does.",
                "Put the people below it on a sheet of their own, or under the same columns.",
            )


def _columns(
    header: Sequence[CellValue], below: Sequence[SheetRow], fields: Mapping[str, Field], mapping: Mapped
) -> tuple[Column, ...]:
    """What the columns mean that have a heading, or something standing in them."""
    beyond = (len(row.cells) for row in below if not all(is_blank(cell) for cell in row.cells[len(header) :]))
    padded = (*header, *[None] * (max(beyond, default=0) - len(header)))
    columns = match_columns(padded, fields, mapping, [row.cells for row in below])
    filled = _filled(below, {column.index for column in columns if column.field is None})
    return tuple(
        replace(column, lost=column.lost and column.index in filled)
        for column in columns
        if column.header or column.field or column.index in filled
    )


def _filled(below: Sequence[SheetRow], columns: set[int]) -> frozenset[int]:
    """Those of `columns` in which something stands."""
    empty = set(columns)
    for row in below:
        if not empty:
            break
        empty -= {
            index for index, cell in enumerate(row.cells) if cell is not None and index in empty and not is_blank(cell)
        }
    return frozenset(columns - empty)
