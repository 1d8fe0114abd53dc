from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from xlwt.CompoundDoc import XlsDoc

from onefile_desktop.roster.files.file_kinds import READABLE, Kind, kind_of, refusal
from tests.roster.books import open_document


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def xlsx() -> bytes:
    """A workbook with nothing in it."""
    made = BytesIO()
    Workbook().save(made)
    return made.getvalue()


def xls() -> bytes:
    """An old workbook with one text."""
    workbook, made = xlwt.Workbook(), BytesIO()
    workbook.add_sheet("S").write(0, 0, "x")
    workbook.save(made)
    return made.getvalue()


def compound(stream: str) -> bytes:
    """A compound file, as old Office programs made them, whose only stream is called `stream`."""
    made = BytesIO()
    XlsDoc().save(made, b"\x09\x08\x10\x00" + bytes(5000))
    named = made.getvalue().replace(
        "Workbook".encode("utf-16-le").ljust(64, b"\0"), stream.encode("utf-16-le").ljust(64, b"\0")
    )
    length = named.index(stream.encode("utf-16-le")) + 64
    return named[:length] + (2 * len(stream) + 2).to_bytes(2, "little") + named[length + 2 :]


EXCEL_XML = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"/></Workbook>'
)
WORD_XML = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
FLAT = b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
WRITER = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
NUMBERS = {"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}
LOCK = b"\x07Nia Lee".ljust(165)
PICTURES = {
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "GIF": b"GIF89a\1\0\1\0\0\0\0",
    "BMP": b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0",
    "TIFF": b"II*\0\x08\0\0\0",
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 \0",
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0",
}
FILES: Mapping[str, tuple[bytes, Kind]] = {
    "nothing": (b"", Kind.EMPTY),
    "zeros": (bytes(2000), Kind.ZEROS),
    "xlsx": (xlsx(), Kind.XLSX),
    "its names in capitals and with backslashes": (archive({"XL\\Workbook.xml": b"<x/>"}), Kind.XLSX),
    "xlsb": (archive({"xl/workbook.bin": b"x"}), Kind.XLSB),
    "xls": (xls(), Kind.OLD_EXCEL),
    "Excel 95": (compound("Book"), Kind.OLD_EXCEL),
    "Excel 4": (b"\x09\x04\x06\0\0\0\x10\0\0\0", Kind.VERY_OLD_EXCEL),
    "encrypted": (compound("EncryptedPackage"), Kind.ENCRYPTED),
    "commas": (b"Role,Email\nLearner,a@example.org\n", Kind.TEXT),
    "a name that begins as a picture does": (b"BMI,Email\n21,a@example.org\n", Kind.TEXT),
    "UTF-16": ("Role\tEmail\n".encode("utf-16"), Kind.TEXT),
    "a tag in a header": (b"<Role>,<Email>\n", Kind.TEXT),
    "web page": (b"<html><body><table>", Kind.WEB_PAGE),
    "web page in UTF-16": ("<!DOCTYPE html>\n<p>".encode("utf-16"), Kind.WEB_PAGE),
    "web page after a mark and a comment": (b"\xef\xbb\xbf\r\n<!-- made by MIS -->\n<TABLE border=1>", Kind.WEB_PAGE),
    "web page that is XML": (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', Kind.WEB_PAGE),
    "web page in one file": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", Kind.WEB_PAGE),
    "XML spreadsheet": (EXCEL_XML, Kind.EXCEL_XML),
    "Word as XML": (WORD_XML, Kind.WORD),
    "flat OpenDocument": (FLAT, Kind.FLAT_OPEN_DOCUMENT),
    "other XML": (b'<?xml version="1.0"?><people/>', Kind.UNKNOWN),
    "OpenDocument text": (archive(WRITER), Kind.OTHER_DOCUMENT),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Kind.PDF),
    "Word": (archive({"word/document.xml": b"<x/>"}), Kind.WORD),
    "old Word": (compound("WordDocument"), Kind.WORD),
    "rich text": (b"{\\rtf1\\ansi}", Kind.WORD),
    "PowerPoint": (archive({"ppt/presentation.xml": b"<x/>"}), Kind.PRESENTATION),
    "old PowerPoint": (compound("PowerPoint Document"), Kind.PRESENTATION),
    "Outlook": (compound("__properties_version1.0"), Kind.MAIL),
    "email": (b"From: Nia <nia@example.org>\nTo: Tam <tam@example.org>\nSubject: Roster\n\nHere.\n", Kind.MAIL),
    "other compound file": (compound("Contents"), Kind.UNKNOWN),
    "compound file cut short": (xls()[:700], Kind.DAMAGED),
    "Numbers": (archive(NUMBERS), Kind.NUMBERS),
    "older Numbers": (archive({"Index.zip": b"x"}), Kind.NUMBERS),
    "photos": (archive({"IMG_1.JPG": b"x", "IMG_2.JPG": b"x"}), Kind.ARCHIVE),
    "empty archive": (archive({}), Kind.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", Kind.ARCHIVE),
    "gzip": (b"\x1f\x8b\x08\0", Kind.ARCHIVE),
    "workbook without its list of sheets": (archive({"xl/worksheets/sheet1.xml": b"<x/>"}), Kind.DAMAGED),
    "archive cut short": (xlsx()[:3000], Kind.DAMAGED),
    "Google Sheet": (b'{"":"DO NOT EDIT","doc_id":"1a","email":"nia@example.org"}', Kind.SHORTCUT),
    "link": (b"[InternetShortcut]\r\nURL=https://example.org/\r\n", Kind.SHORTCUT),
    "Windows link": (b"\x4c\0\0\0\x01\x14\x02\0\0\0", Kind.SHORTCUT),
    "iCloud placeholder": (b"bplist00\xd3\1\2", Kind.SHORTCUT),
    "program": (b"MZ\x90\0\3\0\0\0", Kind.UNKNOWN),
} | {name: (content + bytes(40), Kind.PICTURE) for name, content in PICTURES.items()}


@pytest.mark.parametrize("name", FILES)
def test_the_bytes_tell_what_a_file_is(name: str) -> None:
    content, kind = FILES[name]
    assert kind_of(content, "Cohort.xlsx") is kind
    assert kind_of(content, "Cohort.csv") is kind


def test_an_open_document_sheet(tmp_path: Path) -> None:
    assert kind_of(open_document(tmp_path / "a.ods", "x").read_bytes(), "a.xlsx") is Kind.OPEN_DOCUMENT


@pytest.mark.parametrize("name", ["~$Cohort.xlsx", ".~lock.Cohort.xlsx#"])
def test_what_lies_beside_an_open_workbook(name: str) -> None:
    assert kind_of(LOCK, name) is Kind.LOCK
    assert kind_of(xlsx(), name) is Kind.XLSX


def test_what_an_archive_says_it_is_may_be_no_bomb() -> None:
    assert kind_of(archive({"mimetype": b"x" * 50_000_000}), "a.ods") is Kind.ARCHIVE


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "PK\x03\x04", "PK\x05\x06", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "<?xml "]),
)
def test_any_bytes_are_of_some_kind(content: bytes, beginning: str) -> None:
    assert isinstance(kind_of(beginning.encode("latin-1") + content, "a.xlsx"), Kind)


def test_each_kind_has_a_sentence_of_its_own() -> None:
    said = {kind: refusal(kind, "Cohort.xlsx") for kind in set(Kind) - READABLE}
    assert len({error.message for error in said.values()}) == len(said)
    for error in said.values():
        assert error.message.startswith("“Cohort.xlsx” ")
        assert error.title
        assert error.what_to_do.endswith(".")
