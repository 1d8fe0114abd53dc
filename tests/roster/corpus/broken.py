"""Files that are no workbook, or are one no more, and files that would take all of the computer's memory."""

from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import xlwt

from onefile_desktop.errors import UserFacingError
from tests.roster.corpus import xlsx_by_hand as hand
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, HEADERS, listed
from tests.roster.corpus.excel import Parts, write_parts, zipped

_TABLE = [hand.texts(1, HEADERS), hand.texts(2, ANN), hand.texts(3, BEN)]
_GOOD = hand.as_bytes(hand.package({"Learners": hand.sheet(_TABLE)}))
_SHEET = "xl/worksheets/sheet1.xml"
_ROWS = "".join(f"<tr><td>{'</td><td>'.join(map(str, row))}</td></tr>" for row in (HEADERS, ANN, BEN))
_MEGABYTE = 1024 * 1024


def _bytes(path: Path, *, content: bytes) -> None:
    path.write_bytes(content)


def _parts(path: Path, *, parts: Parts) -> None:
    write_parts(path, parts)


def _folder(path: Path) -> None:
    path.mkdir()


def _nothing(path: Path) -> None:
    assert not path.exists()


def _half(path: Path) -> None:
    content = zipped(_GOOD, ZIP_STORED)
    path.write_bytes(content[: len(content) // 2])


def _garbled_part(path: Path) -> None:
    """The sheet says that it is packed, and cannot be unpacked."""
    content = bytearray(zipped(_GOOD, ZIP_STORED))
    with ZipFile(BytesIO(content)) as archive:
        begins = archive.getinfo(_SHEET).header_offset
    listed_at = content.rindex(_SHEET.encode()) - 46
    for method in (begins + 8, listed_at + 10):
        assert content[method] == ZIP_STORED
        content[method] = ZIP_DEFLATED
    path.write_bytes(content)


def _xml_cut_short(path: Path) -> None:
    """The archive is whole, but the sheet ends in the middle of Ben, as after a full disk."""
    sheet = _GOOD[_SHEET]
    write_parts(path, {**_GOOD, _SHEET: sheet[: sheet.index(b"ben.okafor")]})


def _half_an_old_workbook(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Learners")
    for row, cells in enumerate((HEADERS, *[ANN] * 60)):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    saved = BytesIO()
    book.save(saved)
    path.write_bytes(saved.getvalue()[: len(saved.getvalue()) // 2])


def _lock_file() -> bytes:
    """What Excel lays beside a workbook while it is open: who has it, twice."""
    name = "Nia Price"
    narrow = bytes([len(name)]) + name.encode().ljust(54)
    wide = len(name).to_bytes(2, "little") + name.ljust(54).encode("utf-16-le")
    return narrow + wide


def _bomb(path: Path, *, lying: bool) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in _GOOD.items():
            if name != _SHEET:
                archive.writestr(name, content)
        with archive.open(_SHEET, "w") as part:
            part.write(_GOOD[_SHEET])
            for _ in range(600):
                part.write(b" " * _MEGABYTE)
        size = archive.getinfo(_SHEET).file_size
    if lying:
        true, told = size.to_bytes(4, "little"), len(_GOOD[_SHEET]).to_bytes(4, "little")
        content = path.read_bytes()
        assert content.count(true) >= 1
        path.write_bytes(content.replace(true, told))


def _far_corner(path: Path) -> None:
    stray = hand.row(1_048_576, [hand.text("XFD1048576", "x")])
    write_parts(path, hand.as_bytes(hand.package({"Learners": hand.sheet([*_TABLE, stray])})))


def _blank_rows(path: Path) -> None:
    styled = "".join(f'<c r="{hand.letter(column)}{{0}}" s="4"/>' for column in range(len(HEADERS)))
    blank = [hand.row(number, [styled.format(number)]) for number in range(4, 5004)]
    write_parts(path, hand.as_bytes(hand.package({"Learners": hand.sheet([*_TABLE, *blank])})))


def _styled_columns(path: Path) -> None:
    """Every cell of three rows has a format out to the last column, XFD."""
    beyond = [hand.letter(column) for column in range(len(HEADERS), 16_384)]
    rows = [
        hand.texts(number, cells, (f'<c r="{name}{number}" s="4"/>' for name in beyond))
        for number, cells in enumerate((HEADERS, ANN, BEN), start=1)
    ]
    write_parts(path, hand.as_bytes(hand.package({"Learners": hand.sheet(rows)})))


_WORD = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": b"<w:document/>",
    "word/styles.xml": b"<w:styles/>",
}
_PHOTOS = {f"IMG_000{number}.JPG": bytes.fromhex("ffd8ffe000104a464946") + bytes(200) for number in range(1, 4)}
_NUMBERS = {"Index/Document.iwa": bytes(100), "Index/Tables/Tile.iwa": bytes(100), "Metadata/Properties.plist": b"x"}
_PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_PAGE = f"<html><head><title>Learners</title></head><body><table>{_ROWS}</table></body></html>\n"
_NO_SHEETS = {
    name: content for name, content in hand.as_bytes(hand.package({})).items() if not name.startswith("xl/worksheets")
}
_DAMAGED = "damaged|not copied completely|not a workbook|could not be read"

CASES = (
    Case("web-page-called-xls.xls", partial(_bytes, content=_PAGE.encode()), Sentence("web page|HTML")),
    Case(
        "table-of-a-web-page-called-xlsx.xlsx",
        partial(_bytes, content=f"\ufeff\r\n  <TABLE border=1>{_ROWS}</TABLE>".encode()),
        Sentence("web page|HTML"),
    ),
    Case("pdf-called-xlsx.xlsx", partial(_bytes, content=_PDF), Sentence("PDF")),
    Case("word-document-called-xlsx.xlsx", partial(_parts, parts=_WORD), Sentence("Word")),
    Case("photos-in-a-zip-called-xlsx.xlsx", partial(_parts, parts=_PHOTOS), Sentence("zip|not a workbook")),
    Case("apple-numbers-called-xlsx.xlsx", partial(_parts, parts=_NUMBERS), Sentence("Numbers|not a workbook")),
    Case(
        "picture-called-xlsx.xlsx",
        partial(_bytes, content=bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(60)),
        Sentence("picture|image|not a workbook"),
    ),
    Case(
        "letter-called-xlsx.xlsx",
        partial(_bytes, content=b"Dear Nia,\n\nthe learners are in the other file.\n\nBest wishes\nTom\n"),
        Sentence("not a workbook|column names", UserFacingError),
    ),
    Case(
        "shortcut-to-a-google-sheet.gsheet",
        partial(_bytes, content=b'{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1aBcD","email":"nia@example.org"}'),
        Sentence("Google|not a workbook|column names", UserFacingError),
    ),
    Case("cut-short.xlsx", _half, Sentence("damaged|not copied completely")),
    Case("old-excel-cut-short.xls", _half_an_old_workbook, Sentence(_DAMAGED)),
    Case("part-garbled.xlsx", _garbled_part, Sentence("damaged|not copied completely")),
    Case("sheet-ends-in-the-middle.xlsx", _xml_cut_short, Sentence(_DAMAGED)),
    Case("zero-bytes.xlsx", partial(_bytes, content=b""), Sentence("empty")),
    Case("zero-bytes.csv", partial(_bytes, content=b""), Sentence("empty")),
    Case("only-nul-bytes.xlsx", partial(_bytes, content=bytes(4096)), Sentence(f"{_DAMAGED}|zero|nothing|empty")),
    Case("only-nul-bytes.csv", partial(_bytes, content=bytes(4096)), Sentence(f"{_DAMAGED}|zero|nothing|empty")),
    Case("~$lock-file-of-excel.xlsx", partial(_bytes, content=_lock_file()), Sentence(r"Excel.*open|open.*Excel|lock")),
    Case("no-sheets.xlsx", partial(_parts, parts=_NO_SHEETS), Sentence(f"sheet|{_DAMAGED}", UserFacingError)),
    Case("folder-called-workbook.xlsx", _folder, Sentence("folder"), kept=False),
    Case("not-there.xlsx", _nothing, Sentence("no file"), kept=False),
    Case("unpacks-to-600-mb.xlsx", partial(_bomb, lying=False), Sentence("unpack|memory|too large"), kept=False),
    Case(
        "lies-about-its-size.xlsx", partial(_bomb, lying=True), Sentence("damaged|unpack|memory|too large"), kept=False
    ),
    Case(
        "values-in-the-far-corner.xlsx",
        _far_corner,
        People(listed(ANN, BEN), ((1, "XFD", "column-unused"), (1_048_576, "XFD", "row-unused"))),
    ),
    Case("5000-blank-rows-with-formats.xlsx", _blank_rows, People(listed(ANN, BEN))),
    Case("formats-out-to-the-last-column.xlsx", _styled_columns, People(listed(ANN, BEN))),
)
