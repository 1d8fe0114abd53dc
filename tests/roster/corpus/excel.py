"""Workbooks as openpyxl writes them, without what differs from one time to the next."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
Change = Callable[[Worksheet], object]
Parts = Mapping[str, bytes]

_SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*<")


def workbook(path: Path, sheets: Mapping[str, Rows], change: Change | None = None) -> None:
    """A workbook with these sheets; `change` is made to the first."""
    write_parts(path, workbook_parts(sheets, change))


def workbook_parts(sheets: Mapping[str, Rows], change: Change | None = None) -> Parts:
    """The parts of a workbook with these sheets; `change` is made to the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        fill(book.create_sheet(name), rows)
    if change is not None:
        change(book.worksheets[0])
    return parts_of(book)


def fill(sheet: Worksheet, rows: Rows) -> None:
    """Writes `rows` from A1 on. A text stays a text, even one that openpyxl would take for a formula or an error."""
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"


def parts_of(book: Workbook) -> Parts:
    """The parts of `book`, all of them saved in the same moment."""
    saved = BytesIO()
    book.save(saved)
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    return {**parts, core: _SAVED_AT.sub(rb"\g<1>2026-11-02T09:00:00Z<", parts[core])}


def write_parts(path: Path, parts: Parts) -> None:
    """A zip archive of these parts, which is the same whenever it is written."""
    path.write_bytes(zipped(parts))


def zipped(parts: Parts, packing: int = ZIP_DEFLATED) -> bytes:
    """The bytes of a zip archive of these parts."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name)
            info.compress_type = packing
            archive.writestr(info, content)
    return packed.getvalue()
