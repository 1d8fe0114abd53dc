"""Workbook files to sheets of cells, numbered as Excel numbers them.

python-calamine reads every format, fast, but says nothing of failed formulas and ends the process over a
sheet that claims to reach the far corner; `xlsx_parts` sees to both before calamine has the file.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster import xlsx_parts
from onefile_desktop.roster.rows import CellError, CellValue, Sheet, SheetRow

_LARGEST_FILE = 50 * 1024 * 1024
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls files, and encrypted workbooks of any kind
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})

_Read = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of the workbook `path` (.xlsx, .xlsm, .xls, .xlsb or .ods), which is only read.

    Raises `UnreadableFileError` where it is no workbook, or cannot or may not be read.
    """
    content = read_file(path)
    try:
        errors = xlsx_parts.failed_formulas(content) if xlsx_parts.is_zip(content) else []
    except xlsx_parts.TooLargeError as error:
        raise UnreadableFileError(
            "File too large",
            f"“{path.name}” would fill too much memory: {error}.",
            "Copy the people into a new workbook, without empty rows and columns, and choose that.",
        ) from error
    except xlsx_parts.DamagedError as error:
        raise _damaged(path) from error
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            names = workbook.sheet_names
            tables = [
                workbook.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(names))
            ]
    except PasswordError as error:
        raise _protected(path) from error
    except CalamineError as error:
        raise _not_a_workbook(path) from error
    errors += [{}] * (len(names) - len(errors))
    return tuple(_sheet(*sheet) for sheet in zip(names, tables, errors, strict=False))


def read_file(path: Path) -> bytes:
    """The bytes of `path`; raises `UnreadableFileError` where they cannot be had, or are not a workbook's."""
    try:
        if path.is_dir():
            raise UnreadableFileError("Not a file", f"“{path.name}” is a folder.", "Choose the workbook inside it.")
        if path.stat().st_size > _LARGEST_FILE:
            raise UnreadableFileError(
                "File too large",
                f"“{path.name}” is larger than {_LARGEST_FILE // 1024**2} MB, which no roster is.",
                "Copy the people into a new workbook and choose that.",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(
            "No such file", f"There is no file “{path}”.", "Check its name and folder."
        ) from error
    except PermissionError as error:
        raise UnreadableFileError(
            "Not allowed",
            f"You are not allowed to read “{path.name}”.",
            "Close it in other programs, or ask its owner.",
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            "Unreadable file",
            f"“{path.name}” could not be read ({error.strerror}).",
            "If it is kept online, download it first; else copy it to this computer and try again.",
        ) from error
    if not content:
        raise UnreadableFileError("Empty file", f"“{path.name}” is empty: it has no bytes.", "Choose another file.")
    if content.startswith(_OLD_EXCEL) and _ENCRYPTED in content:
        raise _protected(path)
    return content


def _protected(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "Protected by a password",
        f"“{path.name}” is protected by a password.",
        "Save a copy without one (in Excel: File, Info, Protect Workbook), and choose that.",
    )


def _not_a_workbook(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "Not a workbook",
        f"“{path.name}” is not a workbook that this program can read.",
        "Open it in Excel, save it as an Excel workbook (.xlsx), and choose that.",
    )


def _damaged(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "Damaged file",
        f"“{path.name}” is damaged or was not copied completely.",
        "Open it in Excel, save it under a new name, and choose that.",
    )


def _sheet(name: str, rows: Sequence[Sequence[_Read]], errors: Mapping[tuple[int, int], str]) -> Sheet:
    """A sheet without its wholly empty rows. `errors` are failed formulas, by row and column from 0."""
    failed: dict[int, dict[int, str]] = {}
    for (row, column), text in errors.items():
        failed.setdefault(row, {})[column] = text
    height = max(len(rows), max(failed, default=-1) + 1)
    read = (
        SheetRow(index + 1, _cells(rows[index] if index < len(rows) else (), failed.get(index, {})))
        for index in range(height)
    )
    return Sheet(name, tuple(row for row in read if any(cell is not None for cell in row.cells)))


def _cells(row: Sequence[_Read], failed: Mapping[int, str]) -> tuple[CellValue, ...]:
    cells = [_cell(value) for value in row]
    cells += [None] * (max(failed, default=-1) + 1 - len(cells))
    for column, text in failed.items():
        cells[column] = CellError(text)
    return tuple(cells)


def _cell(value: _Read) -> CellValue:
    if isinstance(value, str):
        if not value:
            return None
        return CellError(value) if value in _ERRORS else value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return value
