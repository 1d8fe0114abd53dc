"""A look into an .xlsx file's parts, before and beside the reader proper.

It bounds what the reader will unpack, and finds what the reader does not tell. The parts are searched as
bytes rather than parsed: that costs little, and no XML can do harm.
"""

import re
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from lzma import LZMAError
from posixpath import join, normpath
from zipfile import BadZipFile, ZipFile

_MOST_UNPACKED = 500 * 1024 * 1024
_MOST_CELLS = 10_000_000  # of the rectangle from A1 to the last filled cell, which the reader keeps whole
_WORKBOOK = "xl/workbook.xml"

# Every repetition has a bound, so that no file can make the search go over and over its length.
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s[^>]{0,2000}?\w{1,20}:id\s{0,9}=\s{0,9}[\"']([^\"'>]{1,200})[\"']")
_RELATIONSHIP = re.compile(rb"<(?:\w{1,20}:)?Relationship\s[^>]{1,4000}>")
_ATTRIBUTE = re.compile(rb"(\w{1,20})\s{0,9}=\s{0,9}[\"']([^\"']*)[\"']")
_CELL = rb"<(?:\w{1,20}:)?c\s"
_REFERENCE = rb"(?:[^>]{0,300}?\s)?r\s{0,9}=\s{0,9}[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"
# A cell that is not closed at once, so that something stands in it.
_FILLED_CELL = re.compile(_CELL + rb"(?=[^>]{0,300}[^>/]>)" + _REFERENCE)
_FAILED_CELL = re.compile(
    _CELL
    + rb"(?=[^>]{0,300}\bt\s{0,9}=\s{0,9}[\"']e[\"'])"
    + _REFERENCE
    + rb"[^>]{0,300}>(?:(?!</?(?:\w{1,20}:)?c[\s>]).){0,20000}?<(?:\w{1,20}:)?v>([^<]{1,20})<",
    re.DOTALL,
)

# What openpyxl leaves behind, by the name that its part begins with.
_DROPPED = {"xl/charts/": "charts", "xl/media/": "pictures", "xl/vbaProject.bin": "macros", "xl/slicers/": "slicers"}
# Everything that zipfile is known to raise over an archive that was cut short or tampered with.
_BROKEN = (BadZipFile, EOFError, LZMAError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)


class DamagedError(Exception):
    """The file is a zip archive whose parts cannot be had."""


class TooLargeError(Exception):
    """The file would unpack to more than any roster needs; the message says what."""


def is_zip(content: bytes) -> bool:
    """Whether `content` begins as .xlsx, .xlsm, .xlsb and .ods files do."""
    return content.startswith(b"PK")


def is_xlsx(content: bytes) -> bool:
    """Whether `content` is a workbook of the kind that openpyxl can read and write."""
    if not is_zip(content):
        return False
    with ZipFile(BytesIO(content)) as archive:
        return _WORKBOOK in archive.namelist()


def left_behind(content: bytes) -> tuple[str, ...]:
    """What the .xlsx file `content` holds that openpyxl does not keep."""
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
    return tuple(what for folder, what in _DROPPED.items() if any(name.startswith(folder) for name in names))


def failed_formulas(content: bytes) -> list[dict[tuple[int, int], str]]:
    """For each sheet in the workbook's order, what its failed formulas show, by row and column from 0.

    Raises `DamagedError` for a broken archive, and `TooLargeError` for what no reader should be given.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > _MOST_UNPACKED:
                raise TooLargeError(f"it unpacks to {unpacked // 1024**2:,} MB")
            return [_failed(archive.read(part)) if part else {} for part in _sheet_parts(archive)]
    except _BROKEN as error:
        raise DamagedError from error


def _sheet_parts(archive: ZipFile) -> Iterator[str | None]:
    """The names of the parts that hold the sheets, in the workbook's order; None for one that is not there."""
    names = set(archive.namelist())
    relationships = "xl/_rels/workbook.xml.rels"
    if not {_WORKBOOK, relationships} <= names:
        return
    targets: dict[bytes, str] = {}
    for tag in _RELATIONSHIP.findall(archive.read(relationships)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = unescape(attributes.get(b"Target", b"").decode("utf-8", "replace"))
        targets[attributes.get(b"Id", b"")] = normpath(join("xl", target)).lstrip("/")
    for relationship in _SHEET.findall(archive.read(_WORKBOOK)):
        part = targets.get(relationship)
        yield part if part in names else None


def _failed(sheet: bytes) -> dict[tuple[int, int], str]:
    last_row = last_column = 0
    for match in _FILLED_CELL.finditer(sheet):
        last_row = max(last_row, int(match[2]))
        last_column = max(last_column, _column_number(match[1]))
    if last_row * last_column > _MOST_CELLS:
        raise TooLargeError(f"a sheet reaches to row {last_row:,} and column {last_column:,}")
    if b'"e"' not in sheet and b"'e'" not in sheet:
        return {}
    return {
        (int(match[2]) - 1, _column_number(match[1]) - 1): unescape(match[3].decode("utf-8", "replace"))
        for match in _FAILED_CELL.finditer(sheet)
    }


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
