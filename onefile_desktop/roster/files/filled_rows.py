"""From what a reader found in the cells of a sheet to its rows: what is empty is left out, what is odd made plain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from types import MappingProxyType

from onefile_desktop.roster.files.xlsx_parts import SheetLook, TooLargeError
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated, SheetRow

ReadValue = float | str | bool | date | time | timedelta | None
"""What python-calamine and openpyxl make of a cell; an empty one is None or an empty text."""

_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
_TEXTS: Mapping[str, CellValue] = MappingProxyType({"": None} | {text: CellError(text) for text in _ERRORS})
_LAST_DAY = datetime(9999, 12, 31)  # noqa: DTZ001, workbooks know no zones
_MIDNIGHT = time()
_MOST_COLUMNS = 16_384


def filled_rows(rows: Iterable[Sequence[ReadValue]], look: SheetLook, room: int) -> Iterator[SheetRow]:
    """The `rows` of a sheet, from its first on, without the wholly empty ones and without empty cells at their end.

    `look` tells what the reader of the cells does not, perhaps further down than it went. Raises `TooLargeError`
    where there are more than `room` cells, counted from column A to the last filled one of each row, or more columns
    than Excel has, which a broken file can make up at little cost.
    """
    told = _told(look)
    for number, read in _numbered(rows, told):
        cells = [_TEXTS.get(value, value) if type(value) is str else _cell(value) for value in read]
        for column, value in told.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = value
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        room -= len(cells)
        reaches = max(look.reaches[0], number), max(look.reaches[1], len(cells))
        if room < 0:
            raise TooLargeError("it holds too many cells", reaches=reaches)
        if len(cells) > _MOST_COLUMNS:
            raise TooLargeError("it has more columns than Excel knows", reaches=reaches)
        yield SheetRow(number, tuple(cells))


def _numbered(
    rows: Iterable[Sequence[ReadValue]], told: Mapping[int, object]
) -> Iterator[tuple[int, Sequence[ReadValue]]]:
    number = 0
    for number, read in enumerate(rows, start=1):
        yield number, read
    yield from ((row, ()) for row in sorted(told) if row > number)


def _told(look: SheetLook) -> dict[int, dict[int, CellValue]]:
    """What the look tells of cells, by row as Excel numbers it and by column from 0."""
    told: dict[int, dict[int, CellValue]] = {}
    for (row, column), text in look.shown.items():
        told.setdefault(row + 1, {})[column] = text
    for row, column in look.uncalculated:
        told.setdefault(row + 1, {})[column] = NotCalculated()
    for (row, column), text in look.failed.items():
        told.setdefault(row + 1, {})[column] = CellError(text)
    return told


def _cell(value: ReadValue) -> CellValue:
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value


def _moment(value: datetime) -> date:
    """A moment to the second, or a day. Excel counts in fractions of days, so one may miss midnight by a hair."""
    if value.microsecond and value < _LAST_DAY:
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return value.date() if value.time() == _MIDNIGHT else value
