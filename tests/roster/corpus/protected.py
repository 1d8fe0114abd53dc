"""Workbooks that want a password, and some that only look so."""

from functools import partial
from io import BytesIO
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import PasswordNeededError
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, HEADERS, listed
from tests.roster.corpus.excel import workbook, workbook_parts, zipped

PASSWORD = "Harbour-7 é"
"""What opens the protected workbook."""


_EXCELS_OWN = "VelvetSweatshop"  # what Excel seals a workbook with whose structure is protected, and opens by itself


def _sealed(path: Path, *, password: str) -> None:
    with path.open("wb") as out:
        OOXMLFile(BytesIO(zipped(workbook_parts({"Learners": [HEADERS, ANN, BEN]})))).encrypt(password, out)


def unprotected(path: Path, password: str) -> bytes:
    """What is inside a sealed workbook, whose own bytes are others each time it is made."""
    inside = BytesIO()
    with path.open("rb") as sealed:
        file = OOXMLFile(sealed)
        file.load_key(password=password)
        file.decrypt(inside)
    return inside.getvalue()


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.password = "invented"


def _against_changes(path: Path) -> None:
    workbook(path, {"Learners": [HEADERS, ANN, BEN]}, _protect)


NAME, _STRUCTURE = "protected-by-a-password.xlsx", "structure-protected-against-changes.xlsx"
SEALED = {NAME: PASSWORD, _STRUCTURE: _EXCELS_OWN}
"""The workbooks that are sealed, and what opens them."""
_protected = partial(_sealed, password=PASSWORD)

CASES = (
    Case(NAME, _protected, Sentence("password", PasswordNeededError)),
    Case(NAME, _protected, Sentence("password", PasswordNeededError), password="wrong"),
    Case(NAME, _protected, People(listed(ANN, BEN), sheet="Learners"), password=PASSWORD),
    Case(_STRUCTURE, partial(_sealed, password=_EXCELS_OWN), People(listed(ANN, BEN), sheet="Learners")),
    Case("sheet-protected-against-changes.xlsx", _against_changes, People(listed(ANN, BEN))),
    Case("sheet-protected-against-changes.xlsx", _against_changes, People(listed(ANN, BEN)), password="not needed"),
)
