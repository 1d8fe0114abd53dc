"""What a file really is, by its bytes: names lie, as an .xls does that a web page was saved under.

The marks are those of the formats' own descriptions: [MS-CFB] for old Excel and encrypted workbooks, ECMA-376 for
.xlsx, OpenDocument 1.3 for .ods, and the first bytes that every PDF, picture or archive begins with.
"""

import re
import struct
from collections.abc import Mapping
from enum import Enum, auto
from io import BytesIO
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.csv_text import looks_like_text
from onefile_desktop.roster.files.xlsx_limits import BROKEN_ARCHIVE


class Kind(Enum):
    """What a file is."""

    XLSX = auto()
    XLSB = auto()
    OPEN_DOCUMENT = auto()
    OLD_EXCEL = auto()
    TEXT = auto()

    ENCRYPTED = auto()
    DAMAGED = auto()
    EMPTY = auto()
    ZEROS = auto()
    VERY_OLD_EXCEL = auto()
    EXCEL_XML = auto()
    FLAT_OPEN_DOCUMENT = auto()
    WEB_PAGE = auto()
    PDF = auto()
    WORD = auto()
    PRESENTATION = auto()
    OTHER_DOCUMENT = auto()
    MAIL = auto()
    NUMBERS = auto()
    ARCHIVE = auto()
    PICTURE = auto()
    SHORTCUT = auto()
    LOCK = auto()
    UNKNOWN = auto()


READABLE = frozenset({Kind.XLSX, Kind.XLSB, Kind.OPEN_DOCUMENT, Kind.OLD_EXCEL, Kind.TEXT})
"""What holds a roster. ENCRYPTED may be any of them, once it is opened."""

_SAVE_AS_XLSX = "Open it in Excel, save it as an Excel workbook (.xlsx), and choose that."
_CHOOSE_WORKBOOK = "Choose the workbook with the people."
_COPY_AGAIN = "Copy or download it again. If it opens in Excel, save it there under a new name, and choose that."
_COPY_PEOPLE = "Open it, copy the table of people into a new Excel workbook, and choose that."

_REFUSALS: Mapping[Kind, tuple[str, str, str]] = MappingProxyType(
    {
        Kind.ENCRYPTED: (
            "Protected twice",
            "is protected by a password, and what is inside it by another",
            "Open it in Excel, save a copy without a password, and choose that.",
        ),
        Kind.DAMAGED: ("Damaged file", "is damaged or was not copied completely", _COPY_AGAIN),
        Kind.EMPTY: ("Empty file", "is empty: it has no bytes", "Copy or download it again, or choose another file."),
        Kind.ZEROS: (
            "Empty file",
            "is empty: it holds nothing but zeros, as a copy does that was broken off",
            "Copy or download it again, or choose another file.",
        ),
        Kind.VERY_OLD_EXCEL: ("Very old workbook", "was saved by a version of Excel before 1995", _SAVE_AS_XLSX),
        Kind.EXCEL_XML: (
            "Not a workbook",
            "is an “XML Spreadsheet 2003”, which this program cannot read",
            _SAVE_AS_XLSX,
        ),
        Kind.FLAT_OPEN_DOCUMENT: (
            "Not a workbook",
            "is a flat OpenDocument file (.fods), which this program cannot read",
            "Open it in LibreOffice, save it as .ods or .xlsx, and choose that.",
        ),
        Kind.WEB_PAGE: ("A web page", "is a web page (HTML), whatever it is called", _SAVE_AS_XLSX),
        Kind.PDF: (
            "A PDF",
            "is a PDF, not a workbook",
            "Ask for the workbook that it was made from, or copy its table into a new Excel workbook.",
        ),
        Kind.WORD: ("A Word document", "is a Word document, not a workbook", _COPY_PEOPLE),
        Kind.PRESENTATION: ("A presentation", "is a presentation, not a workbook", _COPY_PEOPLE),
        Kind.OTHER_DOCUMENT: ("Not a workbook", "is another kind of document, not a workbook", _SAVE_AS_XLSX),
        Kind.MAIL: (
            "An email",
            "is an email, not a workbook",
            "Open it, save the workbook that is attached to it, and choose that.",
        ),
        Kind.NUMBERS: (
            "An Apple document",
            "is a document of Apple Numbers (or Pages or Keynote), not a workbook",
            "Open it in Numbers, choose File, Export To, Excel, and choose what that makes.",
        ),
        Kind.ARCHIVE: (
            "An archive",
            "is an archive of other files (such as a zip), not a workbook",
            "Unpack it, and choose the workbook inside it.",
        ),
        Kind.PICTURE: ("A picture", "is a picture, not a workbook", _CHOOSE_WORKBOOK),
        Kind.SHORTCUT: (
            "A shortcut",
            "is only a shortcut to a workbook that is kept elsewhere, such as a Google Sheet",
            "Open it, download it as an Excel workbook (.xlsx), and choose that.",
        ),
        Kind.LOCK: (
            "A lock file",
            "is no workbook: Excel leaves it beside a workbook that is open",
            "Choose the workbook itself, whose name does not begin with “~$”.",
        ),
        Kind.UNKNOWN: ("Not a workbook", "is not a workbook that this program can read", _SAVE_AS_XLSX),
    }
)

_HEAD = 4096  # so many bytes tell what a text or a part is
_LOCK_NAMES = ("~$", ".~lock.")
_LARGEST_LOCK = 1000
_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_BYTES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.WORD),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"\x4c\0\0\0\x01\x14\x02\0", Kind.SHORTCUT),
    (b"bplist00", Kind.SHORTCUT),
    (b"\x09\0\x04\0", Kind.VERY_OLD_EXCEL),
    (b"\x09\x02\x06\0", Kind.VERY_OLD_EXCEL),
    (b"\x09\x04\x06\0", Kind.VERY_OLD_EXCEL),
)
_PICTURE_WITH_OFFSET = re.compile(rb"RIFF....WEBP|....ftyp(?:heic|heix|mif1|avif)", re.DOTALL)
_APART_FROM_WORDS = frozenset({Kind.PICTURE})  # a text may begin with BM; a picture has zeros near its beginning

_PROLOGUE = re.compile(r"(?:\ufeff|\s|<\?xml[^>]{0,300}\?>|<!--.{0,2000}?-->)*", re.DOTALL)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|table|meta|style|div|script|center|font|br)[\s/>])|mime-version:",
    re.IGNORECASE,
)
_XML = re.compile(r"[\ufeff\s]*<\?xml\s", re.IGNORECASE)
_EXCEL_XML = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=[\"']Excel\.Sheet", re.IGNORECASE)
_WORD_XML = re.compile(r"progid=[\"']Word\.Document|schemas\.microsoft\.com/office/word", re.IGNORECASE)
_SHORTCUT = re.compile(r"[\ufeff\s]*(?:\[InternetShortcut\]|\{[^{}]{0,2000}\"(?:doc_id|resource_id)\")")
_MAIL = re.compile(r"(?:From|Received|Return-Path|Delivered-To): .{1,500}\n(?:[\w-]+: |\s)")

_FILE_PASS = 0x2F  # [MS-XLS], FilePass
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("Workbook", Kind.OLD_EXCEL),
    ("Book", Kind.OLD_EXCEL),
    ("WordDocument", Kind.WORD),
    ("PowerPoint Document", Kind.PRESENTATION),
    ("__properties_version1.0", Kind.MAIL),
)


def kind_of(content: bytes, name: str) -> Kind:
    """What the bytes of a file are. Its name tells only what Excel lays beside an open workbook."""
    if not content:
        return Kind.EMPTY
    if is_lock_name(name) and len(content) <= _LARGEST_LOCK:
        return Kind.LOCK
    if not content.strip(b"\0"):
        return Kind.ZEROS
    if content.startswith(_ZIP):
        return _zip_kind(content)
    if content.startswith(_COMPOUND):
        return _compound_kind(content)
    return _binary_kind(content) or _text_kind(content)


def is_lock_name(name: str) -> bool:
    """Whether a file is called as what Excel or LibreOffice lay beside a workbook that is open."""
    return name.startswith(_LOCK_NAMES)


def refusal(kind: Kind, name: str) -> UnreadableFileError:
    """What is said of the file `name`, which is of a kind that holds no roster."""
    title, what, what_to_do = _REFUSALS[kind]
    return UnreadableFileError(title, f"“{name}” {what}.", what_to_do)


def _zip_kind(content: bytes) -> Kind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            declared = _beginning(archive, "mimetype")
            is_sealed = b"encryption-data" in _beginning(archive, "META-INF/manifest.xml")
    except BROKEN_ARCHIVE:
        return Kind.DAMAGED
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if b"opendocument.spreadsheet" in declared:
        return Kind.ENCRYPTED if is_sealed else Kind.OPEN_DOCUMENT
    if b"opendocument" in declared:
        return Kind.OTHER_DOCUMENT
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders:
        return Kind.WORD
    if "ppt" in folders:
        return Kind.PRESENTATION
    if "index.zip" in names or any(name.endswith((".iwa", ".apxl")) for name in names):
        return Kind.NUMBERS
    return Kind.DAMAGED if "xl" in folders else Kind.ARCHIVE


def _beginning(archive: ZipFile, name: str) -> bytes:
    """How a part begins; empty where there is none."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_HEAD)


def _compound_kind(content: bytes) -> Kind:
    from olefile import OleFileIO  # only old and encrypted workbooks need it

    try:
        file: OleFileIO[Any] = OleFileIO(BytesIO(content))
        streams = {"/".join(path).lower() for path in file.listdir()}
        for stream in streams & {"workbook", "book"}:
            if _is_sealed(file.openstream(stream).read(_HEAD)):
                return Kind.ENCRYPTED
    except Exception:  # olefile fails in many ways over a file that was cut short
        return Kind.DAMAGED
    return next((kind for stream, kind in _STREAMS if stream.lower() in streams), Kind.UNKNOWN)


def _is_sealed(workbook: bytes) -> bool:
    """Whether an old workbook's stream has the record FilePass, which is among its first and tells its encryption."""
    at = 0
    while at + 4 <= len(workbook):
        kind, size = struct.unpack_from("<HH", workbook, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False


def _binary_kind(content: bytes) -> Kind | None:
    """The kind of a file that begins as no text does; None where nothing is known that does so."""
    for mark, kind in _FIRST_BYTES:
        if content.startswith(mark) and not (kind in _APART_FROM_WORDS and looks_like_text(content)):
            return kind
    return Kind.PICTURE if _PICTURE_WITH_OFFSET.match(content) else None


def _text_kind(content: bytes) -> Kind:
    head = content[:_HEAD].decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if _EXCEL_XML.search(head) and _XML.match(head):
        return Kind.EXCEL_XML
    if _PAGE.match(head, _end_of_prologue(head)):
        return Kind.WEB_PAGE
    if _XML.match(head):
        if "urn:oasis:names:tc:opendocument" in head:
            return Kind.FLAT_OPEN_DOCUMENT
        return Kind.WORD if _WORD_XML.search(head) else Kind.UNKNOWN
    if _SHORTCUT.match(head):
        return Kind.SHORTCUT
    if _MAIL.match(head):
        return Kind.MAIL
    return Kind.TEXT if looks_like_text(content) else Kind.UNKNOWN


def _end_of_prologue(head: str) -> int:
    found = _PROLOGUE.match(head)
    return found.end() if found else 0
