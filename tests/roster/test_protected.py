import hashlib
import logging
import os
import struct
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from xlwt.CompoundDoc import XlsDoc

from onefile_desktop.errors import PasswordNeededError, UnreadableFileError
from onefile_desktop.roster.files.reader import read_sheets
from onefile_desktop.roster.rows import Sheet, SheetRow
from onefile_desktop.roster.workbook import read_workbook
from tests.roster.books import book

PASSWORD = "Harbour-7 é £"
BUILT_IN = "VelvetSweatshop"
PEOPLE = (Sheet("People", (SheetRow(1, ("Role", "Email")), SheetRow(2, ("Learner", "ann@example.org")))),)
_BOF, _FILE_PASS, _BOUND_SHEET = 0x809, 0x2F, 0x85
_KEPT_PLAIN = frozenset({_BOF, _FILE_PASS, 0xE1})
_SALT, _VERIFIER = bytes(range(16)), bytes(range(100, 116))


def sealed(plain: bytes, password: str = PASSWORD) -> bytes:
    """A workbook that is encrypted as Excel does it now."""
    made = BytesIO()
    OOXMLFile(BytesIO(plain)).encrypt(password, made)
    return made.getvalue()


def people(tmp_path: Path) -> bytes:
    """A workbook with a header and somebody."""
    rows = [row.cells for row in PEOPLE[0].rows]
    return book(tmp_path / "plain.xlsx", People=rows).read_bytes()


def old_workbook(password: str) -> bytes:
    """An old workbook with the same people, encrypted as Excel 97 did it: [MS-OFFCRYPTO] 2.3.6, [MS-XLS] 2.2.10."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("People")
    for row in PEOPLE[0].rows:
        for column, cell in enumerate(row.cells):
            sheet.write(row.number - 1, column, cell)
    stream: bytes = workbook.get_biff_data()
    proof = _rc4(password, 0, _VERIFIER + hashlib.md5(_VERIFIER).digest())
    file_pass = struct.pack("<HHHHH", _FILE_PASS, 54, 1, 1, 1) + _SALT + proof
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream = stream[:first] + file_pass + stream[first:]
    stream += struct.pack("<HH", 0, -len(stream) % 4) + bytes(-len(stream) % 4)  # xlwt pads it with records of nothing
    blocks = range(0, len(stream), 1024)
    crypted = b"".join(_rc4(password, n, stream[start : start + 1024]) for n, start in enumerate(blocks))
    mixed, at = bytearray(), 0
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        clear = stream[at : at + 4 + (size if kind in _KEPT_PLAIN else 0)]
        if kind == _BOUND_SHEET:  # where the sheet begins, which is further down now
            clear += struct.pack("<I", struct.unpack_from("<I", stream, at + 4)[0] + len(file_pass))
        mixed += clear + crypted[at + len(clear) : at + 4 + size]
        at += 4 + size
    made = BytesIO()
    XlsDoc().save(made, bytes(mixed))
    return made.getvalue()


def _rc4(password: str, block: int, data: bytes) -> bytes:
    short = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    base = hashlib.md5((short + _SALT) * 16).digest()[:5]
    key = hashlib.md5(base + struct.pack("<I", block)).digest()
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def test_the_password_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "Cohort.xlsx"
    path.write_bytes(sealed(people(tmp_path)))
    before = path.read_bytes()
    assert read_workbook(path, PASSWORD) == PEOPLE
    assert path.read_bytes() == before


@pytest.mark.parametrize(("password", "title"), [(None, "Protected by a password"), ("Harbour-8", "Wrong password")])
@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_without_the_right_password_it_is_asked_for(
    tmp_path: Path, password: str | None, title: str, old: bool
) -> None:
    path = tmp_path / "Cohort.xlsx"
    path.write_bytes(old_workbook(PASSWORD) if old else sealed(people(tmp_path)))
    with pytest.raises(PasswordNeededError) as told:
        read_workbook(path, password)
    assert told.value.title == title
    assert "“Cohort.xlsx”" in told.value.message
    assert "ONEFILE_ROSTER_PASSWORD" in told.value.what_to_do
    assert "Harbour-8" not in repr(told.value)


def test_an_old_workbook_is_opened_by_its_password_too(tmp_path: Path) -> None:
    path = tmp_path / "Cohort.xls"
    path.write_bytes(old_workbook("Quay 1997"))
    assert read_workbook(path, "Quay 1997") == PEOPLE


@pytest.mark.parametrize("password", [None, "not needed"])
def test_what_excel_protects_against_changes_only_needs_no_password(tmp_path: Path, password: str | None) -> None:
    assert read_sheets(sealed(people(tmp_path), BUILT_IN), "Cohort.xlsx", password) == PEOPLE
    assert read_sheets(old_workbook(BUILT_IN), "Cohort.xls", password) == PEOPLE


def test_a_sheet_that_is_protected_against_changes_needs_none_either(tmp_path: Path) -> None:
    path = tmp_path / "Cohort.xlsx"
    path.write_bytes(people(tmp_path))
    workbook = load_workbook(path)
    workbook["People"].protection.sheet = True
    workbook["People"].protection.password = "invented"
    workbook.security.lockStructure = True
    workbook.save(path)
    assert read_workbook(path) == PEOPLE


def test_a_password_that_is_not_needed_does_no_harm(tmp_path: Path) -> None:
    assert read_sheets(people(tmp_path), "Cohort.xlsx", PASSWORD) == PEOPLE
    assert read_sheets(b"Role,Email\n", "Cohort.csv", PASSWORD)[0].rows == (SheetRow(1, ("Role", "Email")),)


def test_a_protection_that_no_password_opens_is_told_from_one_that_does(tmp_path: Path) -> None:
    labelled = sealed(people(tmp_path)).replace(
        "EncryptionInfo".encode("utf-16-le"), "DRMEncryptInfo".encode("utf-16-le")
    )
    with pytest.raises(UnreadableFileError, match="sensitivity label") as told:
        read_sheets(labelled, "Cohort.xlsx", PASSWORD)
    assert not isinstance(told.value, PasswordNeededError)


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_nothing_of_it_is_laid_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bool) -> None:
    content = old_workbook(PASSWORD) if old else sealed(people(tmp_path))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(os, "open", refuse)
    assert read_sheets(content, "Cohort.xls", PASSWORD) == PEOPLE


def test_the_password_is_not_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert read_sheets(sealed(people(tmp_path)), "Cohort.xlsx", PASSWORD) == PEOPLE
    assert PASSWORD not in caplog.text
