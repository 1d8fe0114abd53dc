"""How the reader in its own process answers: lines of JSON, because those can do nothing to whoever reads them.

A line that is an object begins a sheet, or says why there is none, or ends the answer; a line that is a list is a
row of the sheet. What JSON has no word for is a list in a row: its kind, and its text.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, replace
from datetime import date, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from onefile_desktop import collector
from onefile_desktop.errors import PasswordNeededError, UnreadableFileError
from onefile_desktop.roster.rows import Area, CellError, CellValue, NotCalculated, Sheet, SheetRow

OUT_OF_MEMORY = 3
"""The code that the reader ends with, instead of an answer, where its memory did not do."""

_DATE, _MOMENT, _ERROR, _UNCALCULATED = "date", "moment", "error", "uncalculated"
_DECODED: Mapping[str, Callable[..., CellValue]] = MappingProxyType(
    {_DATE: date.fromisoformat, _MOMENT: datetime.fromisoformat, _ERROR: CellError, _UNCALCULATED: NotCalculated}
)


class GarbledError(Exception):
    """What came is no answer, or not all of one."""


def write_sheets(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write `sheets` to `out`, and that they are all."""
    for sheet in sheets:
        merged = [astuple(area) for area in sheet.merged]
        about = {"is_hidden": sheet.is_hidden, "from_1904": sheet.from_1904, "struck": sorted(sheet.struck)}
        out.write(_line({"sheet": sheet.name, "hidden": sorted(sheet.hidden), "merged": merged, **about}))
        out.writelines(_line((row.number, row.cells)) for row in sheet.rows)
    out.write(_line({"end": True}))


def write_error(error: UnreadableFileError, out: BinaryIO) -> None:
    """Write to `out` why there are no sheets."""
    said = (error.title, error.message, error.what_to_do)
    out.write(_line({"error": said, "password": isinstance(error, PasswordNeededError)}))


@collector.paused()
def sheets_in(answer: bytes) -> tuple[Sheet, ...]:
    """The sheets that were answered. Raises the error that was answered, or `GarbledError`."""
    try:
        return _sheets(answer)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise GarbledError from error


def _sheets(answer: bytes) -> tuple[Sheet, ...]:
    sheets: list[Sheet] = []
    rows: list[SheetRow] = []
    keep = dict[str, str]().setdefault  # a text that stands in many cells is kept once
    for line in BytesIO(answer):
        said: Any = json.loads(line)
        if isinstance(said, list):
            number, cells = cast("tuple[int, list[Any]]", said)
            rows.append(SheetRow(number, tuple([keep(one, one) if type(one) is str else _cell(one) for one in cells])))
            continue
        if "error" in said:
            raise (PasswordNeededError if said["password"] else UnreadableFileError)(*said["error"])
        if sheets:
            sheets[-1] = replace(sheets[-1], rows=tuple(rows))
        if "end" in said:
            return tuple(sheets)
        rows = []
        merged = tuple(Area(*corners) for corners in said["merged"])
        hidden, struck = frozenset(said["hidden"]), frozenset(said["struck"])
        sheets.append(Sheet(said["sheet"], (), hidden, merged, said["is_hidden"], said["from_1904"], struck))
    raise GarbledError


def _cell(cell: Any) -> CellValue:
    return _DECODED[cell[0]](*cell[1:]) if type(cell) is list else cell


def _line(said: object) -> bytes:
    return _as_json(said).encode() + b"\n"


def _encoded(cell: object) -> tuple[str, ...]:
    if isinstance(cell, datetime):
        return _MOMENT, cell.isoformat()
    if isinstance(cell, date):
        return _DATE, cell.isoformat()
    if isinstance(cell, CellError):
        return _ERROR, cell.text
    assert isinstance(cell, NotCalculated)
    return (_UNCALCULATED,)


_as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encoded).encode
