"""From a file's bytes to sheets: everything in which a hostile or broken file could do harm.

The program runs it in a process of its own (`reader_process`), because some files abort whoever reads them.
python-calamine reads the cells, fast; what it does not tell comes from `xlsx_parts`, `xlsb_look`, `xls_look` and
`ods_look`. No macro, link or query is ever followed: none of the libraries can.
"""

import gc
import json
import os
import sys
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any, cast

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files import answer, xlsx_parts
from onefile_desktop.roster.files.csv_text import UnreadableTextError, read_csv
from onefile_desktop.roster.files.file_kinds import READABLE, Kind, kind_of, refusal
from onefile_desktop.roster.files.filled_rows import ReadValue, filled_rows
from onefile_desktop.roster.files.xlsx_parts import MOST_CELLS, SheetLook, TooLargeError
from onefile_desktop.roster.rows import Area, Sheet

_MEGABYTE = 1024 * 1024
_OF_TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})
_ROWS_OF_A_TABLE = 2  # a header, and somebody
_COPY = "Copy the people into a new workbook, without anything around them, and choose that."


def read_sheets(content: bytes, name: str, password: str | None = None) -> tuple[Sheet, ...]:
    """The sheets of the file `name`, whose bytes are `content`; rows as Excel numbers them.

    Raises `PasswordNeededError` where it is protected and `password` does not open it, and `UnreadableFileError`
    for every other reason why it cannot be read.
    """
    kind = kind_of(content, name)
    if kind is Kind.ENCRYPTED:
        from onefile_desktop.roster.files.protection import unprotected  # it takes its time, and few files need it

        content = unprotected(content, name, password)
        kind = kind_of(content, name)
    if kind not in READABLE:
        raise refusal(kind, name)
    if kind is Kind.TEXT:
        return (_text(content, name),)
    return _workbook(content, kind, name)


def serve() -> None:
    """What the process that reads does, from its beginning to its end: one file, asked for on standard input (a
    line of JSON, then the file's bytes) and answered on standard output."""
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as out:
        about: dict[str, Any] = json.loads(asked.readline())
        _limit(about["megabytes"], about["seconds"])
        name = about["name"].encode(errors="replace").decode()  # it may hold bytes that are no letters
        try:
            answer.write_sheets(read_sheets(asked.read(), name, about["password"]), out)
        except UnreadableFileError as error:
            answer.write_error(error, out)
        except MemoryError:
            os._exit(answer.OUT_OF_MEMORY)
    os._exit(0)  # nothing is left to be done, and tidying up a large sheet takes its time


def _limit(megabytes: int, seconds: int) -> None:
    """Has the system end this process where it takes more, as far as the system can; who started it watches, too."""
    gc.disable()
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)  # no window over an abort
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an abort leaves no copy of the roster on the disk
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform == "linux":  # macOS takes this limit and does not keep it
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))


def _text(content: bytes, name: str) -> Sheet:
    """The table that a text is. One with another ending than texts have must look like a table, too."""
    file = PurePath(name)
    try:
        sheet = read_csv(content, file.stem)
    except UnreadableTextError as error:
        raise UnreadableFileError("Unreadable text", f"“{name}” could not be read, because {error}.", _COPY) from error
    if file.suffix.lower() in _OF_TEXTS or sum(len(row.cells) > 1 for row in sheet.rows) >= _ROWS_OF_A_TABLE:
        return sheet
    raise refusal(Kind.UNKNOWN, name)


def _workbook(content: bytes, kind: Kind, name: str) -> tuple[Sheet, ...]:
    looks = _looks(content, kind, name)
    sheets: list[Sheet] = []
    room = MOST_CELLS
    with _damage_told(name), CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            look = looks[index] if index < len(looks) else SheetLook()
            if look.reaches[0] * look.reaches[1] > MOST_CELLS:
                rows, merged = _thin_rows(content, about.name), look.merged
            else:
                sheet = workbook.get_sheet_by_index(index)
                rows, merged = _rows(sheet), look.merged or _merged(sheet)
            try:
                kept = tuple(filled_rows(rows, look, room))
            except TooLargeError as error:
                raise _too_large(name, about.name, error) from error
            room -= sum(len(row.cells) for row in kept)
            numbers = {row.number for row in kept}
            hidden, struck = look.hidden & numbers, look.struck & numbers
            is_hidden = about.visible != SheetVisibleEnum.Visible
            sheets.append(Sheet(about.name, kept, hidden, merged, is_hidden, look.from_1904, struck))
        if not sheets:
            what = "only charts or macros" if workbook.sheets_metadata else "no sheets"
            raise UnreadableFileError("No sheets", f"“{name}” has {what}, and so no cells.", "Choose another file.")
    return tuple(sheets)


def _looks(content: bytes, kind: Kind, name: str) -> Sequence[SheetLook]:
    """What the reader does not tell of each sheet of a workbook that can be looked into."""
    try:
        return _look(content, kind)
    except xlsx_parts.DamagedError as error:
        raise refusal(Kind.DAMAGED, name) from error
    except TooLargeError as error:
        sheet = None
        if error.sheet is not None:
            with _damage_told(name), CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
                sheet = workbook.sheet_names[error.sheet]
        raise _too_large(name, sheet, error) from error


def _look(content: bytes, kind: Kind) -> Sequence[SheetLook]:
    if kind is Kind.XLSX:
        return xlsx_parts.look(content)
    from onefile_desktop.roster.files import ods_look, xls_look, xlsb_look  # few files need them

    others = {Kind.XLSB: xlsb_look.look, Kind.OPEN_DOCUMENT: ods_look.look, Kind.OLD_EXCEL: xls_look.look}
    return others[kind](content)


def _too_large(name: str, sheet: str | None, error: TooLargeError) -> UnreadableFileError:
    from onefile_desktop.roster.matching.columns import column_letter  # it knows the fields, too, and takes its time

    row, column = error.reaches
    where = f"; its sheet “{sheet}” reaches to row {row:,} and column {column_letter(column - 1)}" if row else ""
    return UnreadableFileError("File too large", f"“{name}” would fill too much memory: {error}{where}.", _COPY)


@contextmanager
def _damage_told(name: str) -> Generator[None]:
    """Calamine fails in many ways over broken files, and panics over some, which is no ordinary exception."""
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:
        raise refusal(Kind.DAMAGED, name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise refusal(Kind.DAMAGED, name) from error
        raise


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[ReadValue]]:
    """The rows of a sheet from A1 on. Calamine begins with row 1, but with the first column that is filled."""
    before = [None] * (sheet.start[1] if sheet.start else 0)
    return ([*before, *row] for row in sheet.iter_rows()) if before else sheet.iter_rows()


def _merged(sheet: CalamineSheet) -> tuple[Area, ...]:
    """The merged areas as calamine tells them of old workbooks."""
    areas = sheet.merged_cell_ranges or ()
    return tuple(Area(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in areas)


def _thin_rows(content: bytes, sheet: str) -> Iterator[Sequence[ReadValue]]:
    """The rows of a sheet that reaches far further than it is filled, as one does with a stray value in its last
    column. Calamine would keep the whole rectangle; openpyxl goes over it row by row, and takes its time."""
    from openpyxl import load_workbook  # it takes its time already to be loaded

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, nothing is wanted here
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
        read = workbook[sheet]
        read.reset_dimensions()
        yield from cast("Iterator[Sequence[ReadValue]]", read.iter_rows(values_only=True))
