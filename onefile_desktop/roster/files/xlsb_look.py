"""A look into a binary workbook (.xlsb) for what the reader does not tell: failed formulas, rows that are hidden,
cells that are merged.

Source: [MS-XLSB], sections 2.1.4 (records) and 2.4, on BrtWbProp, BrtBundleSh, BrtRowHdr, BrtCellError, BrtFmlaError
and BrtMergeCell.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from onefile_desktop.roster.files.xlsx_limits import DamagedError, Parts, TooLargeError, opened
from onefile_desktop.roster.files.xlsx_looks import MOST_REMARKS, SheetLook
from onefile_desktop.roster.files.xlsx_parts import targets_of
from onefile_desktop.roster.rows import Area

_WORKBOOK = "xl/workbook.bin"
_ROW, _ERROR, _FORMULA_ERROR, _MERGED, _PROPERTIES, _SHEET = 0, 3, 11, 176, 153, 156
_FROM_1904, _HIDDEN = 0x01, 0x10
_NO_PART = 0xFFFFFFFF  # of a sheet that is only a macro
_LONGEST_IDENTIFIER = 255
_LONGEST_SIZE = 28  # bits
# Cells that nothing needs to be said about, nearly all: blank, number, yes or no, number, shared text.
_PLAIN = re.compile(rb"(?:\x01\x08.{8}|\x02\x0c.{12}|\x04\x09.{9}|\x05\x10.{16}|\x07\x0c.{12})*+", re.DOTALL)
_ERRORS: Mapping[int, str] = MappingProxyType(
    {
        0: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
        0x2B: "#GETTING_DATA",
    }
)


def look(content: bytes) -> tuple[SheetLook, ...]:
    """A look at each sheet of the binary workbook `content`, in its order, sheets that are charts included.

    Raises `DamagedError` for a broken archive and for records that make no sense, and `TooLargeError`.
    """
    with opened(content) as parts:
        try:
            return tuple(_looks(parts))
        except LookupError as error:
            raise DamagedError from error


def _looks(parts: Parts) -> Iterator[SheetLook]:
    targets = targets_of(parts, _WORKBOOK)
    names: list[str] = []
    from_1904 = False
    for kind, body in _records(parts, _WORKBOOK):
        if kind == _PROPERTIES:
            from_1904 = bool(body[0] & _FROM_1904)
        elif kind == _SHEET and (identifier := _identifier(body)) is not None:
            names.append(targets.get(identifier, ""))
    remarks = 0
    for name in names:
        found = _look_at(parts, name, from_1904) if name in parts else SheetLook()
        remarks += len(found.failed) + len(found.hidden) + len(found.merged)
        if remarks > MOST_REMARKS:
            raise TooLargeError("it holds too many formulas that failed, hidden rows or merged cells")
        yield found


def _look_at(parts: Parts, name: str, from_1904: bool) -> SheetLook:
    failed: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    merged: list[Area] = []
    row = 0
    for kind, body in _records(parts, name):
        if kind == _ROW:
            row, flags = struct.unpack_from("<I7xB", body)
            if flags & _HIDDEN:
                hidden.add(row + 1)
        elif kind in (_ERROR, _FORMULA_ERROR):
            column, code = struct.unpack_from("<I4xB", body)
            failed[row, column] = _ERRORS.get(code, "#ERROR!")
        elif kind == _MERGED:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            merged.append(Area(first_row + 1, first_column, last_row + 1, last_column))
    return SheetLook(failed, hidden=frozenset(hidden), merged=tuple(merged), from_1904=from_1904)


def _identifier(body: bytes) -> str | None:
    """What the workbook calls the part of a sheet; None for a sheet without one, which the reader leaves out."""
    (length,) = struct.unpack_from("<8xI", body)
    if length == _NO_PART:
        return None
    if length > _LONGEST_IDENTIFIER:
        raise DamagedError
    return body[12 : 12 + 2 * length].decode("utf-16-le", "replace")


def _records(parts: Parts, name: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part but for plain cells: kind and body. Raises `IndexError` where it breaks off."""
    part = b"".join(parts.blocks(name))
    at = _after_plain(part, 0)
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | part[at] << 7, at + 1
        size = bits = 0
        more = True
        while more:
            more = bool(part[at] & 0x80) and bits < _LONGEST_SIZE - 7
            size |= (part[at] & 0x7F) << bits
            at, bits = at + 1, bits + 7
        yield kind, part[at : at + size]
        at = _after_plain(part, at + size)


def _after_plain(part: bytes, at: int) -> int:
    match = _PLAIN.match(part, at)
    assert match
    return match.end()
