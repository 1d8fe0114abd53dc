"""Workbooks as bytes, also such as no well-behaved program would write."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlwt
from openpyxl import Workbook

from tests.roster.corpus.xlsb_by_hand import xlsb

SHEET = "xl/worksheets/sheet1.xml"


def saved(workbook: Workbook | xlwt.Workbook) -> bytes:
    """The bytes of a workbook."""
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def xlsx(*rows: Sequence[Any]) -> bytes:
    """A workbook with these rows."""
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    return saved(workbook)


def rewritten(content: bytes, part: str, change: bytes, into: bytes) -> bytes:
    """A workbook with one of its parts changed, as no well-behaved program would write it; `change` is a pattern."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(made, "w", ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            text, times = re.subn(change, into, archive.read(name), flags=re.DOTALL)
            assert times or name != part
            changed.writestr(name, text if name == part else archive.read(name))
    return made.getvalue()


def binary(rows: list[list[object]]) -> bytes:
    """A binary workbook with these rows."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part in xlsb("People", rows).items():
            archive.writestr(name, part)
    return made.getvalue()
