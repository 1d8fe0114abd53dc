"""The smallest .xlsb writer: one sheet of texts, numbers, dates, yes or no, and formulas that failed.

Source: Microsoft's [MS-XLSB], "Excel (.xlsb) Binary File Format", sections 2.1.4 (records) and 2.4 (their contents).
"""

import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tests.roster.corpus.excel import Parts, Rows

_DAY_ZERO = date(1899, 12, 30)
_ROW, _BLANK, _ERROR, _BOOL, _REAL, _SHARED, _FORMULA_ERROR, _ITEM, _FORMAT_OF_CELL = 0, 1, 3, 4, 5, 7, 11, 19, 47
_SHEET, _SHEET_END, _BOOK, _BOOK_END, _BUNDLE, _BUNDLE_END, _CELLS, _CELLS_END = 129, 130, 131, 132, 143, 144, 145, 146
_SIZE, _PROPERTIES, _ONE_OF_BUNDLE, _TEXTS, _TEXTS_END = 148, 153, 156, 159, 160
_STYLES, _STYLES_END, _CELL_FORMATS, _CELL_FORMATS_END = 278, 279, 617, 618
_MERGED, _MERGES, _MERGES_END = 176, 177, 178
_HIDDEN = 0x10
_AN_ERROR = 0x1C

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass(frozen=True)
class Failed:
    """A cell that shows an error, by the number it has in binary workbooks; of a formula, or typed."""

    code: int
    of_formula: bool = True


def xlsb(
    name: str,
    rows: Rows,
    *,
    hidden: Collection[int] = (),
    merged: Iterable[tuple[int, int, int, int]] = (),
    from_1904: bool = False,
) -> Parts:
    """The parts of a binary workbook whose only sheet holds `rows`, from A1 on.

    `hidden` are numbers of rows as Excel numbers them, `merged` areas: first and last row, first and last column, from
    0. Where `from_1904`, only what the workbook says of itself changes, no day.
    """
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    kinds = {
        "xl/workbook.bin": "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
        "xl/worksheets/sheet1.bin": "application/vnd.ms-excel.worksheet",
        "xl/sharedStrings.bin": "application/vnd.ms-excel.sharedStrings",
        "xl/styles.bin": "application/vnd.ms-excel.styles",
    }
    declared = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    related = (
        ("rId1", "worksheet", "worksheets/sheet1.bin"),
        ("rId2", "styles", "styles.bin"),
        ("rId3", "sharedStrings", "sharedStrings.bin"),
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{declared}</Types>'.encode(),
        "_rels/.rels": _relations((("rId1", "officeDocument", "xl/workbook.bin"),)),
        "xl/_rels/workbook.bin.rels": _relations(related),
        "xl/workbook.bin": _book(name, from_1904),
        "xl/worksheets/sheet1.bin": _sheet(rows, texts, hidden, merged),
        "xl/sharedStrings.bin": _shared(texts),
        "xl/styles.bin": _styles(),
    }


def _relations(related: Iterable[tuple[str, str, str]]) -> bytes:
    tags = (f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in related)
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(tags)}</Relationships>'.encode()


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(content)
    while left > 0x7F:
        size += bytes([left & 0x7F | 0x80])
        left >>= 7
    return number + size + bytes([left]) + content


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _book(name: str, from_1904: bool) -> bytes:
    properties = struct.pack("<II", from_1904, 0) + _wide("")
    sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
    return b"".join(
        (
            _record(_BOOK),
            _record(_PROPERTIES, properties),
            _record(_BUNDLE),
            _record(_ONE_OF_BUNDLE, sheet),
            _record(_BUNDLE_END),
            _record(_BOOK_END),
        )
    )


def _sheet(rows: Rows, texts: list[str], hidden: Collection[int], merged: Iterable[tuple[int, int, int, int]]) -> bytes:
    width = max(len(row) for row in rows)
    parts = [_record(_SHEET), _record(_SIZE, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)), _record(_CELLS)]
    for index, row in enumerate(rows):
        flags = _HIDDEN if index + 1 in hidden else 0
        # Number, style, height in twips, two bytes of flags, no phonetics, one span of columns.
        parts.append(_record(_ROW, struct.pack("<IIHBBBIII", index, 0, 300, 0, flags, 0, 1, 0, len(row) - 1)))
        parts += [_cell(column, value, texts) for column, value in enumerate(row) if value is not None]
    parts.append(_record(_CELLS_END))
    if areas := [_record(_MERGED, struct.pack("<4I", *area)) for area in merged]:
        parts += [_record(_MERGES, struct.pack("<I", len(areas))), *areas, _record(_MERGES_END)]
    return b"".join([*parts, _record(_SHEET_END)])


def _cell(column: int, value: object, texts: list[str]) -> bytes:
    if isinstance(value, Failed):
        if value.of_formula:  # flags, the size of the formula, the formula (an error), no more of it
            formula = struct.pack("<IBBI", 2, _AN_ERROR, value.code, 0)
            return _record(_FORMULA_ERROR, struct.pack("<IIBH", column, 0, value.code, 0) + formula)
        return _record(_ERROR, struct.pack("<IIB", column, 0, value.code))
    if isinstance(value, bool):
        return _record(_BOOL, struct.pack("<IIB", column, 0, value))
    if isinstance(value, date):
        return _record(_REAL, struct.pack("<IId", column, 1, (value - _DAY_ZERO).days))
    if isinstance(value, int | float):
        return _record(_REAL, struct.pack("<IId", column, 0, value))
    return _record(_SHARED, struct.pack("<III", column, 0, texts.index(str(value))))


def _shared(texts: list[str]) -> bytes:
    items = b"".join(_record(_ITEM, b"\0" + _wide(text)) for text in texts)
    return _record(_TEXTS, struct.pack("<II", len(texts), len(texts))) + items + _record(_TEXTS_END)


def _styles() -> bytes:
    # Parent, number format (14: a date), font, fill, border, turning and indent, flags: all of them the first.
    formats = b"".join(
        _record(_FORMAT_OF_CELL, struct.pack("<HHHHHBBI", 0, code, 0, 0, 0, 0, 0, 0)) for code in (0, 14)
    )
    counted = _record(_CELL_FORMATS, struct.pack("<I", 2)) + formats + _record(_CELL_FORMATS_END)
    return _record(_STYLES) + counted + _record(_STYLES_END)
