"""A look into an old workbook (.xls) for what the reader does not tell: failed formulas, rows that are hidden, and
from when its days are counted.

Source: [MS-XLS], on BoundSheet8, Date1904, Row, Formula, FormulaValue and BoolErr; Excel 95 wrote the same of these.
"""

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

from olefile import OleFileIO

from onefile_desktop.roster.files.xlsx_parts import SheetLook

_BOUND_SHEET, _BEGIN, _END, _ROW, _FORMULA, _BOOL_OR_ERROR = 0x85, 0x809, 0x0A, 0x208, 0x06, 0x205
_DATE_1904 = 0x22
_HIDDEN = 0x20
_IS_ERROR, _NO_NUMBER = 2, 0xFFFF
_ERRORS: Mapping[int, str] = MappingProxyType(
    {0: "#NULL!", 7: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
)


def look(content: bytes) -> tuple[SheetLook, ...]:
    """A look at each sheet of the old workbook `content`, in its order; what cannot be made out is left to the
    reader, which refuses what is damaged."""
    try:
        workbook = _stream(content)
        about = [(kind, body) for kind, body in _records(workbook, 0) if kind in (_BOUND_SHEET, _DATE_1904)]
        sheets = [struct.unpack_from("<I", body)[0] for kind, body in about if kind == _BOUND_SHEET]
        from_1904 = any(struct.unpack_from("<H", body)[0] == 1 for kind, body in about if kind == _DATE_1904)
        return tuple(_look_at(workbook, begins, from_1904) for begins in sheets)
    except (OSError, ValueError, struct.error):
        return ()


def _stream(content: bytes) -> bytes:
    file: OleFileIO[Any] = OleFileIO(BytesIO(content))
    return file.openstream("Workbook" if file.exists("Workbook") else "Book").read()


def _records(workbook: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of the part that begins at `at`, without those of a chart inside it."""
    depth = 0
    while at + 4 <= len(workbook):
        kind, size = struct.unpack_from("<HH", workbook, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 1:
            yield kind, workbook[at + 4 : at + 4 + size]
        if depth < 1:
            return
        at += 4 + size


def _look_at(workbook: bytes, begins: int, from_1904: bool) -> SheetLook:
    failed: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    for kind, body in _records(workbook, begins):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & _HIDDEN:
                hidden.add(row + 1)
        elif kind == _BOOL_OR_ERROR:
            row, column, code, is_error = struct.unpack_from("<HH2xBB", body)
            if is_error:
                failed[row, column] = _ERRORS.get(code, "#ERROR!")
        elif kind == _FORMULA:
            row, column, what, code, number = struct.unpack_from("<HH2xBxBx2xH", body)
            if number == _NO_NUMBER and what == _IS_ERROR:
                failed[row, column] = _ERRORS.get(code, "#ERROR!")
    return SheetLook(failed, hidden=frozenset(hidden), from_1904=from_1904)
