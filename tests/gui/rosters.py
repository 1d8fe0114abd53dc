"""Rosters as people have them: with a title above, protected, with hidden rows, as text."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

HEADER = ("Role", "First name", "Last name", "Email")
ADA = ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org")
BEN = ("Assessor", "Ben", "Rook", "ben.rook@intake.example.org")
CLEO = ("Assessor", "Cleo", "Marsh", "cleo.marsh@intake.example.org")


def protect(path: Path, password: str) -> Path:
    """The workbook `path`, encrypted as Excel does it."""
    plain = path.read_bytes()
    with path.open("wb") as out:
        OOXMLFile(BytesIO(plain)).encrypt(password, out)
    return path


def hide(path: Path, *rows: int) -> Path:
    """The workbook `path` with these rows of its first sheet hidden."""
    workbook = load_workbook(path)
    for row in rows:
        workbook.worksheets[0].row_dimensions[row].hidden = True
    workbook.save(path)
    return path


def csv_file(folder: Path, *rows: Sequence[str]) -> Path:
    """A CSV file with these rows."""
    path = folder / "intake.csv"
    path.write_text("".join(f"{','.join(row)}\n" for row in rows), "utf-8")
    return path
