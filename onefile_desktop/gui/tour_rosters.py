"""Rosters such as people have them, for the tour: everybody on them is invented."""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_INTAKE = """\
Harbourside intake autumn 2026
Send it back by the end of August.
Ref,First nmae,Surname,Contact,DOB,Cohort,Programme lead,Shoe size
HB101,Nia,Okafor,nia.okafor@intake.example.org,23/03/2004,Adult Care 2026,Bola Akintola,39
HB102,Owen,Pike,owen.pike@intake.example.org,02/11/2003,Adult Care 2026,Bola Akintola,43
HB103,Sakura,Lindley,sakura.lindley@intake.example.org,17/07/2005,,Bola Akintola,37
HB104,Tom,Ferris,tom.ferris@intake.example.org,30/01/2002,Adult Care 2026,Tunde Bakare,42
HB105,Una,Brandt,una.brandt@intake.example.org,08/12/2004,Adult Care 2026,Tunde Bakare,40
"""


def write_intake(folder: Path, name: str) -> Path:
    """A CSV file whose columns are called as somebody liked: a title above, a typing error, words of their own."""
    path = folder / name
    path.write_text(_INTAKE, "utf-8")
    return path


def hide_rows(example: Path, out: Path, rows: Sequence[int]) -> Path:
    """A copy of the workbook `example` at `out` with `rows` of its first sheet hidden, as a filter leaves it."""
    numbers = "|".join(str(row) for row in rows)
    with ZipFile(example) as source, ZipFile(out, "w", ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _FIRST_SHEET:
                content = re.sub(rf'<row r="({numbers})"'.encode(), rb'<row r="\1" hidden="1"', content)
            copy.writestr(part, content)
    return out
