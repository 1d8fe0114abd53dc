import struct
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from onefile_desktop.roster.files import xlsx_limits
from onefile_desktop.roster.files.xlsx_parts import MOST_CELLS, DamagedError, SheetLook, TooLargeError, look
from tests.roster.xlsx_pieces import LOOK, MAIN, SHEET, Parts, formats, packed, parts, relationships, saved, sheet

MEGABYTE = 1024 * 1024
TEXTS = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'}
BOOK = parts(SHEET, styles=formats("000")) | TEXTS


def read(content: bytes) -> list[Sequence[Sequence[object]]]:
    """The cells of each sheet, as the reader has them."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [book.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(book.sheet_names))]


def renamed(contents: Parts, *changes: tuple[str, str]) -> Parts:
    """The parts with names, and contents that refer to them, changed."""
    changed: dict[str, str | bytes] = {}
    for name, content in contents.items():
        assert isinstance(content, str)
        for old, new in changes:
            name, content = name.replace(old, new), content.replace(old, new)
        changed[name] = content
    return changed


@pytest.mark.parametrize(
    "contents",
    [
        renamed(BOOK, ('Target="worksheets/', 'Target="/xl/worksheets/')),
        renamed(BOOK, ('Target="xl/workbook', 'Target="/xl/workbook')),
        renamed(BOOK, ("xl/", "book/")),
        renamed(BOOK, ("r:id", "q:id"), ("xmlns:r=", "xmlns:q=")),
        {name.upper(): content for name, content in BOOK.items()},
        {name.replace("/", "\\"): content for name, content in BOOK.items()},
    ],
    ids=["absolute", "book absolute", "another folder", "another prefix", "capitals", "backslashes"],
)
def test_parts_are_found_where_the_reader_finds_them(contents: Parts) -> None:
    content = packed(contents)
    assert look(content) == (LOOK,)
    assert read(content) == [[["x", 7, ""], ["x", "", ""]]]


def test_sheets_that_are_none_have_their_place_as_in_the_reader() -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "x"
    workbook.create_chartsheet("Chart", 0)
    workbook.create_sheet("Last")["B2"] = 1
    content = saved(workbook)
    assert [found.reaches for found in look(content)] == [(0, 0), (1, 1), (2, 2)]
    assert read(content) == [[], [["x"]], [["", ""], ["", 1]]]


def test_a_sheet_whose_part_is_missing_has_its_place() -> None:
    contents = parts(SHEET, SHEET, styles=formats("000"))
    del contents["xl/worksheets/sheet1.xml"]
    assert look(packed(contents)) == (SheetLook(), LOOK)


def test_two_sheets_that_are_one_part() -> None:
    contents = parts(SHEET, SHEET, styles=formats("000"))
    both = [(f"rId{number}", "worksheet", "worksheets/sheet1.xml") for number in (1, 2)]
    assert look(packed(contents | {"xl/_rels/workbook.xml.rels": relationships(*both)})) == (LOOK, LOOK)


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "xl/workbook.bin"])
def test_what_is_no_such_workbook_has_no_sheets(name: str) -> None:
    assert look(packed({name: b"\1"})) == ()
    assert look(packed({name: b"\1", "_rels/.rels": relationships(("rId1", "officeDocument", name))})) == ()


def test_the_reader_keeps_no_larger_rectangle_than_the_look_says() -> None:
    rows = '<row r="2"><c r="C2" t="str"><v></v></c></row><row r="4"><c r="B4"><v>1</v></c><c r="G4" s="1"/></row>'
    content = packed(parts(sheet(rows)))
    (cells,) = read(content)
    assert (len(cells), len(cells[0])) == look(content)[0].reaches == (4, 3)


def test_a_sheet_that_reaches_the_far_corner_is_the_callers_to_judge() -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = workbook.worksheets[0]["XFD1048576"] = "x"
    (found,) = look(saved(workbook))
    assert found.reaches == (1_048_576, 16_384)
    assert found.reaches[0] * found.reaches[1] > MOST_CELLS > 50_001 * 60


def test_the_sheet_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onefile_desktop.roster.files.xlsx_looks.MOST_REMARKS", 2)
    with pytest.raises(TooLargeError, match="a sheet holds too many formulas") as told:
        look(packed(parts(sheet(""), sheet('<row><c r="B1"><f/></c><c><f/></c><c><f/></c></row>'))))
    assert (told.value.sheet, told.value.reaches) == (1, (1, 4))


def test_what_many_sheets_hold_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onefile_desktop.roster.files.xlsx_parts.MOST_REMARKS", 2)
    one = sheet('<row><c r="B1"><f/></c></row>')
    assert len(look(packed(parts(one, one)))) == 2
    with pytest.raises(TooLargeError, match="its sheets together") as told:
        look(packed(parts(one, one, one)))
    assert told.value.sheet is None


def test_an_archive_that_unpacks_to_too_much() -> None:
    with pytest.raises(TooLargeError, match="it unpacks to 301 MB"):
        look(packed({"xl/media/x.bin": bytes(301 * MEGABYTE)}))


def test_an_archive_that_unpacks_to_much_more_than_it_is() -> None:
    with pytest.raises(TooLargeError, match="it unpacks to 30 MB, more than 100 times its size"):
        look(packed({**BOOK, "xl/media/x.bin": bytes(30 * MEGABYTE)}))
    assert look(packed({**BOOK, "xl/media/x.bin": bytes(10 * MEGABYTE)})) == (LOOK,)


def test_sheets_that_are_one_part_count_as_often_as_they_are_read() -> None:
    many = [(f"rId{number}", "worksheet", "worksheets/sheet1.xml") for number in range(1, 901)]
    contents = parts(*[sheet("<row/>" * 70_000)] * 900) | {"xl/_rels/workbook.xml.rels": relationships(*many)}
    for number in range(2, 901):
        del contents[f"xl/worksheets/sheet{number}.xml"]
    with pytest.raises(TooLargeError, match="it unpacks to 360 MB"):
        look(packed(contents))


def test_too_many_parts_sheets_and_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError, match="5,000 parts"):
        look(packed({f"xl/{number}": b"" for number in range(5_001)}))
    with pytest.raises(TooLargeError, match="1,000 sheets"):
        look(packed({**BOOK, "xl/workbook.xml": f'<x:book xmlns:x="{MAIN}">{"<x:sheet/>" * 1001}</x:book>'}))
    monkeypatch.setattr(xlsx_limits, "_TEXTS_MATTER", 100)
    monkeypatch.setattr(xlsx_limits, "_MOST_TEXTS", 10)
    texts = f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 11}</sst>'
    with pytest.raises(TooLargeError, match="10 texts"):
        look(packed({**BOOK, "xl/sharedStrings.xml": texts}))


def test_parts_beside_the_sheets_are_small() -> None:
    with pytest.raises(TooLargeError, match=r"“xl/styles.xml” alone unpacks to 21 MB"):
        look(packed({**BOOK, "xl/styles.xml": b" " * 21 * MEGABYTE}, ZIP_STORED))


def test_a_part_that_claims_to_be_smaller_than_it_is() -> None:
    content = packed(parts(sheet(f'<row r="1">{"<c/>" * 5000}</row>')))
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    with pytest.raises(DamagedError):
        look(content.replace(struct.pack("<L", size), struct.pack("<L", 100)))


@pytest.mark.parametrize(
    "content",
    [
        b"PK",
        packed(BOOK)[:-100],
        packed(BOOK, ZIP_BZIP2),
        packed({**BOOK, "xl/worksheets/SHEET1.xml": SHEET}),
        packed(parts("")),
        packed(parts("x")),
        packed(parts(SHEET[:-20])),
        packed(parts(SHEET.replace("</row>", "", 1))),
        packed(parts(SHEET.encode("utf-16"))),
        packed(parts(SHEET.encode("utf-16-le"))),
        packed(parts(f'<?xml version="1.0" encoding="nonsense"?>{SHEET}')),
        packed(parts(f'<!DOCTYPE x [<!ENTITY a "1">]>{SHEET}')),
        packed(parts(sheet("<row>&a;</row>"))),
        packed(parts(sheet(f'<row x="{"y" * 6 * MEGABYTE}"/>'))),
        packed(parts(SHEET, styles="<x>")),
        packed({**BOOK, "xl/workbook.xml": "<x>"}),
        packed({**BOOK, "_rels/.rels": "<x>"}),
    ],
)
def test_damage_is_told(content: bytes) -> None:
    with pytest.raises(DamagedError):
        look(content)


@given(st.sampled_from([ZIP_STORED, ZIP_DEFLATED]), st.data())
def test_no_damage_breaks_it(compression: int, data: st.DataObject) -> None:
    content = bytearray(packed(BOOK, compression))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    with suppress(DamagedError, TooLargeError):
        look(bytes(content[:end]))
