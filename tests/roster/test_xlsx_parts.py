import re
import struct
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from onefile_desktop.roster import xlsx_limits
from onefile_desktop.roster.rows import Area
from onefile_desktop.roster.xlsx_formats import zero_format
from onefile_desktop.roster.xlsx_looks import look_at
from onefile_desktop.roster.xlsx_parts import (
    MOST_CELLS,
    DamagedError,
    SheetLook,
    TooLargeError,
    is_xlsx,
    is_zip,
    left_behind,
    look,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MEGABYTE = 1024 * 1024


def relationships(*targets: tuple[str, str, str]) -> str:
    """A part of relationships to these: identifier, kind and target."""
    tags = "".join(f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{to}"/>' for id, kind, to in targets)
    return f'<Relationships xmlns="{PACKAGE}">{tags}</Relationships>'


def parts(*sheets: str | bytes, styles: str = "", calculation: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets, as plain as can be."""
    entries = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    to_sheets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets>{calculation}</workbook>',
        "xl/_rels/workbook.xml.rels": relationships(*to_sheets),
    }
    made |= {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)}
    return made | ({"xl/styles.xml": styles} if styles else {})


def packed(contents: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with these rows, and what comes after them."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def look_of(rows: str, after: str = "", *, styles: str = "", calculation: str = "") -> SheetLook:
    """The look at the only sheet of a workbook with these rows."""
    (found,) = look(packed(parts(sheet(rows, after), styles=styles, calculation=calculation)))
    return found


def formats(*codes: str) -> str:
    """A part of styles: the style numbered from 1 has the first of these formats, and so on; 0 has none."""
    named = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="000"/></dxf></dxfs>'
        "</styleSheet>"
    )


def saved(workbook: Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_workbook_as_programs_write_it() -> None:
    workbook = Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("Second & last")
    for row in (
        ["Name", "ULN", "Phone", "Email"],
        ["Ann", 123, 7700900123, '=A2&"@example.org"'],
        ["Bob", 5, "x", "#N/A"],
    ):
        first.append(row)
    first["B2"].number_format, first["B3"].number_format = "0000000000", "0"
    first["C2"].number_format, first["C3"].number_format = "00000 000000", "00000 000000"
    first["F9"].number_format = "@"
    first.row_dimensions[3].hidden = True
    first.row_dimensions[7].hidden = True
    first.merge_cells("A1:B1")
    second["C5"] = ArrayFormula("C5:C7", "=A1:A3*2")
    assert look(saved(workbook)) == (
        SheetLook(
            failed={(2, 3): "#N/A"},
            uncalculated=frozenset({(1, 3)}),
            shown={(1, 1): "0000000123", (1, 2): "07700 900123"},
            hidden=frozenset({3}),
            merged=(Area(1, 0, 1, 1),),
            reaches=(3, 4),
        ),
        SheetLook(uncalculated=frozenset({(4, 2), (5, 2), (6, 2)}), reaches=(7, 3)),
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="B2"><f>A1</f></c>', "uncalculated"),
        ('<c r="B2"><f>A1</f><v></v></c>', "uncalculated"),
        ('<c r="B2"><f>A1</f><v/></c>', "uncalculated"),
        ('<c r="B2"><f t="shared" si="0"/></c>', "uncalculated"),
        ('<c r="B2"><f/></c>', "uncalculated"),
        ('<c r="B2" t="str"><f>A1</f></c>', "uncalculated"),
        ('<c r="B2" t="s"><f>A1</f></c>', "uncalculated"),
        ('<c r="B2" t="e"><f>A1</f></c>', "uncalculated"),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', "blank"),
        ('<c r="B2" t="str"><f>A1</f><v/></c>', "blank"),
        ('<c r="B2" t="str"><f>A1</f><v>x</v></c>', "filled"),
        ('<c r="B2"><f>A1</f><v>0</v></c>', "filled"),
        ('<c r="B2"><f t="shared" si="0"/><v>3</v></c>', "filled"),
        ('<c r="B2" t="e"><f>A1</f><v>#N/A</v></c>', "failed"),
        ('<c t="e" r="B2"><v>#N/A</v></c>', "failed"),
        ("<c\n t = 'e'\n r = 'B2' ><v >#N/A</v ></c >", "failed"),
        ('<c r="B2" t="e"><v><![CDATA[#N/A]]></v></c>', "failed"),
        ('<c r="B2" t="e"><v>&#35;N/A</v></c>', "failed"),
        ('<c r="B2" t="inlineStr"><is><t>x</t></is></c>', "filled"),
        ('<c r="B2" t="inlineStr"><f>A1</f><is><t>x</t></is></c>', "filled"),
        ('<c r="B2" s="1"/>', "nothing"),
        ('<c r="B2" s="1"></c>', "nothing"),
        ('<c r="B2" s="1"><v></v></c>', "nothing"),
        ('<c r="B2" s="1" ><v/></c>', "nothing"),
    ],
)
def test_what_a_cell_holds(cell: str, expected: str) -> None:
    found = look_of(f'<row r="2"><c r="A1"><v>1</v></c>{cell}<c r="A2"><v>1</v></c></row>')
    assert set(found.failed.items()) == ({((1, 1), "#N/A")} if expected == "failed" else set())
    assert found.uncalculated == (frozenset({(1, 1)}) if expected == "uncalculated" else frozenset())
    assert found.reaches == ((2, 1) if expected == "nothing" else (2, 2))


def test_a_saved_0_is_no_result_where_the_workbook_asks_to_be_calculated() -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><v>0</v></c><c r="C1"><f>B1</f><v>4</v></c></row>'
    asks = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    assert look_of(rows, calculation=asks).uncalculated == {(0, 0)}
    assert look_of(rows, calculation='<calcPr calcId="191029"/>').uncalculated == frozenset()


def test_an_array_formula_without_a_result_fills_its_area_within_reason() -> None:
    small = '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X</f></c></row>'
    assert look_of(small).uncalculated == {(0, 0), (0, 1), (1, 0), (1, 1)}
    large = '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">X</f></c></row>'
    assert look_of(large).uncalculated == {(0, 0)}


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("00000", "123", "00123"),
        ("00000", "123.0", "00123"),
        ("00000", "1.23E+2", "00123"),
        ("00000", "1234567", "1234567"),
        ("00000", "0", "00000"),
        ("00000", "-12", "-00012"),
        ("000-000", "1234", "001-234"),
        ("000-000", "1234567", "1234-567"),
        ('"L"00000', "7", "L00007"),
        (r"\L00000", "7", "L00007"),
        ("00000 000000", "7700900123", "07700 900123"),
        (r"00\/00\/0000", "1092004", "01/09/2004"),
        ("(00) 00", "123", "(01) 23"),
        ("#00", "5", "05"),
        ("??00", "5", "05"),
        ("[Blue]0000", "5", "0005"),
        ("[$-809]0000", "5", "0005"),
        ("_-0000_-", "5", "0005"),
        ("0000;-0000;", "5", "0005"),
        ("0000;-000", "-5", "-005"),
        ("0000;;000", "0", "000"),
        ("000;000;000;@", "5", "005"),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(code: str, number: str, shown: str) -> None:
    style = formats("General", code.replace('"', "&quot;"))
    rows = f'<row r="1"><c r="A1" s="2"><v>{number}</v></c><c r="B1" s="1"><v>{number}</v></c></row>'
    assert look_of(rows, styles=style).shown == {(0, 0): shown}


@pytest.mark.parametrize("number", ["1.5", "x", "", "1E400", "nan", "123456789012345678", "1" * 60])
def test_what_is_no_whole_number_is_left_to_the_reader(number: str) -> None:
    assert look_of(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', styles=formats("00000")).shown == {}


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "#,##0", "#,##000", "0.00", "00.0", "00%", "00E+00", "dd/mm/yyyy", "[hh]:mm:ss", "[h]00", "@", "0/00",
        "[&lt;100]000;0000", "* 00", "$000", "00 kg", "", ";", "000\\", "&quot;000", "[000", "0" * 300,
    ],
)  # fmt: skip
def test_formats_that_show_more_than_digits_are_left_to_the_reader(code: str) -> None:
    shown = look_of('<row r="1"><c r="A1" s="1"><v>5</v></c></row>', styles=formats(code)).shown
    assert shown == ({(0, 0): "005"} if code == "000\\" else {})


def test_texts_and_dates_in_such_a_format_are_left_alone() -> None:
    cells = "".join(
        f'<c r="{place}" s="1" t="{kind}"><v>1</v></c>' for place, kind in (("A1", "s"), ("B1", "str"), ("C1", "b"))
    )
    assert look_of(f'<row r="1">{cells}<c r="D1" s="1" t="n"><v>1</v></c></row>', styles=formats("00")).shown == {
        (0, 3): "01"
    }


@pytest.mark.parametrize("styles", [formats(*["000"] * 150), formats("000").replace('numFmtId="0"', 'numFmtId="164"')])
def test_many_such_formats_or_one_that_every_cell_has(styles: str) -> None:
    found = look_of('<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1" s="1" t="s"><v>5</v></c></row>', styles=styles)
    assert found.shown == {(0, 0): "005"}
    assert found.reaches == (1, 2)


@given(st.text('0#?-" ;\\[]_*.,a:/', max_size=12), st.integers(-(10**16), 10**16) | st.floats())
def test_no_format_breaks_it(code: str, number: float) -> None:
    read = zero_format(code)
    if read:
        shown = read.show(str(number))
        assert shown is None or isinstance(shown, str)


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ('<row r="2" hidden="1">', True),
        ('<row r="2" hidden="true">', True),
        ("<row hidden = '1' r='2'>", True),
        ('<row r="2" ht="0" customHeight="1">', True),
        ('<row r="2" ht="0.0">', True),
        ('<row r="2" hidden="0" ht="15">', False),
        ('<row r="2" hidden="false" ht="x">', False),
    ],
)
def test_rows_that_excel_does_not_show(row: str, hidden: bool) -> None:
    found = look_of(f'<row r="1"/>{row}<c r="A2"><v>1</v></c></row><row r="3" hidden="1"/>')
    assert found.hidden == (frozenset({2}) if hidden else frozenset())


def test_rows_and_cells_without_a_place_follow_from_those_before() -> None:
    error = '<c t="e"><v>#N/A</v></c>'
    rows = (
        f'<row>{error}<c/>{error}</row><row hidden="1"><c><v>1</v></c></row>'
        f'<row r="5"><c r="B5"><v>1</v></c>{error}</row><row>{error}</row>'
    )
    found = look_of(rows)
    assert set(found.failed) == {(0, 0), (0, 2), (4, 2), (5, 0)}
    assert found.hidden == {2}
    assert found.reaches == (6, 3)


def test_merged_areas() -> None:
    references = ("A1:B2", "$C$4:$C$6", "B9:A8", "A1", "A0:B1", "A1:XFE2", "A1:B1048577", "x", "")
    after = f"<mergeCells>{''.join(f'<mergeCell ref="{reference}"/>' for reference in references)}</mergeCells>"
    assert look_of("", after).merged == (Area(1, 0, 2, 1), Area(4, 2, 6, 2), Area(8, 0, 9, 1))


def test_text_that_looks_like_cells_is_none() -> None:
    trap = '<c r="Z99" t="e"><f>A1</f><v>#N/A</v></c><c r="Z98"><v>1</v></c><c r="Z97" s="1"/>'
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[{trap}]]></t></is></c><!-- {trap} --></row>'
    assert look_of(rows) == SheetLook(reaches=(1, 1))


def test_what_stands_beside_the_cells_is_no_cell() -> None:
    after = (
        '<conditionalFormatting><f>A1</f></conditionalFormatting><x:row hidden="1" xmlns:x="x"/><c r="Z9"><v>1</v></c>'
    )
    assert look_of('<row r="1"><c r="A1"><v>1</v></c></row>', after) == SheetLook(reaches=(1, 1))


def prefixed(xml: str) -> str:
    """The same XML with a prefix before the names of its elements."""
    return re.sub(r"<(/?)(?=\w)", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>7</v></c><c r="C1" t="e"><v>#REF!</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2"><f>A1</f><v></v></c><c r="D2" s="1"/></row>'
)
LOOK = SheetLook(
    failed={(0, 2): "#REF!"},
    uncalculated=frozenset({(1, 1)}),
    shown={(0, 1): "007"},
    hidden=frozenset({2}),
    merged=(Area(4, 0, 5, 0),),
    reaches=(2, 3),
)
SHEET = sheet(ROWS, '<mergeCells><mergeCell ref="A4:A5"/></mergeCells>')


@pytest.mark.parametrize(
    "xml",
    [
        SHEET,
        SHEET.replace('"', "'"),
        SHEET.replace("<c ", "\n  <c ").replace("</c>", "\n  </c>"),
        prefixed(SHEET),
        SHEET.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{SHEET}',
        "\ufeff" + SHEET,
        SHEET.replace("<sheetData>", "<!-- é --><sheetData>"),
    ],
    ids=["plain", "single quotes", "indented", "prefix", "strict", "another encoding", "with a mark", "comment"],
)
def test_the_same_sheet_written_in_other_ways(xml: str) -> None:
    assert look(packed(parts(xml, styles=formats("000")))) == (LOOK,)


def renamed(contents: Mapping[str, str | bytes], *changes: tuple[str, str]) -> dict[str, str | bytes]:
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
        renamed(parts(SHEET, styles=formats("000")), ('Target="worksheets/', 'Target="/xl/worksheets/')),
        renamed(parts(SHEET, styles=formats("000")), ('Target="worksheets/', 'Target="xl/worksheets/')),
        renamed(parts(SHEET, styles=formats("000")), ('Target="xl/workbook', 'Target="/xl/workbook')),
        renamed(parts(SHEET, styles=formats("000")), ("xl/", "book/")),
        renamed(parts(SHEET, styles=formats("000")), ("r:id", "q:id"), ("xmlns:r=", "xmlns:q=")),
        {name.upper(): content for name, content in parts(SHEET, styles=formats("000")).items()},
        {name.replace("/", "\\"): content for name, content in parts(SHEET, styles=formats("000")).items()},
    ],
    ids=[
        "absolute",
        "from the top",
        "workbook absolute",
        "another folder",
        "another prefix",
        "capitals",
        "backslashes",
    ],
)
def test_parts_are_found_where_readers_find_them(contents: Mapping[str, str | bytes]) -> None:
    content = packed(contents)
    assert look(content) == (LOOK,)
    assert len(CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names) == 1


def test_sheets_that_are_none_have_their_place_as_in_the_reader(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "#N/A"
    workbook.create_chartsheet("Chart", 0)
    workbook.create_sheet("Last")["B2"] = 1
    content = saved(workbook)
    assert [found.reaches for found in look(content)] == [(0, 0), (1, 1), (2, 2)]
    read = CalamineWorkbook.from_filelike(BytesIO(content))
    assert read.sheet_names == ["Chart", "Sheet", "Last"]
    assert [read.get_sheet_by_index(index).total_height for index in range(3)] == [0, 0, 2]


def test_a_sheet_whose_part_is_missing_has_its_place() -> None:
    contents = parts(SHEET, SHEET, styles=formats("000"))
    del contents["xl/worksheets/sheet1.xml"]
    assert look(packed(contents)) == (SheetLook(), LOOK)


def test_two_names_for_one_sheet() -> None:
    contents = renamed(parts(SHEET, SHEET, styles=formats("000")), ("rId2", "rId1"))
    contents["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "worksheets/sheet1.xml"))
    assert look(packed(contents)) == (LOOK, LOOK)


@pytest.mark.parametrize(
    "contents", [{"word/document.xml": "<x/>"}, {"content.xml": "<x/>"}, {"xl/workbook.bin": b"\1"}]
)
def test_what_is_no_such_workbook_has_no_sheets(contents: dict[str, str | bytes]) -> None:
    target = next(iter(contents))
    assert look(packed(contents)) == ()
    assert look(packed(contents | {"_rels/.rels": relationships(("rId1", "officeDocument", target))})) == ()


# Cells as they come: mostly such as programs write them, some otherwise.
CELLS = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="12"']),
    st.sampled_from(
        [
            "<v>5</v>",
            "<v>0</v>",
            "<f>A1</f><v>0</v>",
            "<f>A1</f><v>5</v>",
            "<f>A1</f>",
            "<f>A1</f><v></v>",
            "<f>A1</f><v/>",
        ]
        + ["", "<v></v>", '<f aca="false">A1</f><v>5</v>', '<f t="shared" si="0"/><v>7</v>', "<v>1.5</v>"]
    )
    | st.sampled_from(["s", "n", "b", "str", "e", "inlineStr"]),
    st.booleans(),
)


def cells_xml(row: int, cells: Iterable[tuple[int, str, str, bool]]) -> str:
    """One row of such cells."""
    made: list[str] = []
    column = 0
    for gap, style, content, is_placed in cells:
        column += gap + 1 if is_placed else 1
        place = f' r="{get_column_letter(column)}{row}"' if is_placed else ""
        if content.isalpha():
            value = "<is><t>x &lt;</t></is>" if content == "inlineStr" else "<v>1</v>"
            made.append(f'<c{place}{style} t="{content}">{value}</c>')
        else:
            made.append(f"<c{place}{style}>{content}</c>" if content else f"<c{place}{style}/>")
    return f'<row r="{row}">{"".join(made)}</row>'


@given(st.lists(st.lists(CELLS, max_size=8), max_size=6), st.integers(1, 400), st.booleans())
def test_nothing_is_lost_with_the_cells_that_are_taken_out(
    rows: list[list[tuple[int, str, str, bool]]], size: int, recalculated: bool
) -> None:
    """A comment has every cell go through the parser; so has cutting the XML at random where it cuts cells."""
    xml = sheet("".join(cells_xml(number, cells) for number, cells in enumerate(rows, start=1)))
    zero_formats = {style: found for style in (2, 12) if (found := zero_format("000"))}
    for text in (xml, prefixed(xml)):
        slow = look_at([b"<!---->", text.encode()], zero_formats, recalculated)
        blocks = [text.encode()[start : start + size] for start in range(0, len(text), size)]
        assert look_at([text.encode()], zero_formats, recalculated) == slow
        assert look_at([text.encode()[:90], *blocks[:0], text.encode()[90:]], zero_formats, recalculated) == slow
        assert look_at(blocks, zero_formats, recalculated) == slow


def test_the_reader_keeps_no_larger_rectangle_than_the_look_says() -> None:
    rows = '<row r="2"><c r="C2" t="str"><v></v></c></row><row r="4"><c r="B4"><v>1</v></c><c r="G4" s="1"/></row>'
    content = packed(parts(sheet(rows)))
    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    assert (read.total_height, read.total_width) == look(content)[0].reaches == (4, 3)


def test_a_sheet_that_reaches_the_far_corner_is_the_callers_to_judge() -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = workbook.worksheets[0]["XFD1048576"] = "x"
    (found,) = look(saved(workbook))
    assert found.reaches == (1_048_576, 16_384)
    assert found.reaches[0] * found.reaches[1] > MOST_CELLS > 50_001 * 60


def test_a_sheet_with_more_cells_than_can_be_kept_is_named() -> None:
    cell = '<c r="A1"><v>1</v></c>'
    full = packed(parts(sheet(""), sheet("<row>" + cell * 800_000 + "</row>")))
    assert look(full)[1].reaches == (1, 1)
    with pytest.raises(TooLargeError, match="cells") as told:
        look_at(
            [b"<worksheet><sheetData><row>", *[(cell * 10_000 + "<c r=").encode() + b'"A1"/>'] * 401, b"</row>"], {}
        )
    assert told.value.reaches == (1, 1)


def test_the_sheet_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onefile_desktop.roster.xlsx_looks.MOST_REMARKS", 2)
    with pytest.raises(TooLargeError, match="a sheet holds too many formulas") as told:
        look(packed(parts(sheet(""), sheet('<row><c r="B1"><f/></c><c><f/></c><c><f/></c></row>'))))
    assert (told.value.sheet, told.value.reaches) == (1, (1, 4))


def test_an_archive_that_unpacks_to_too_much() -> None:
    contents = {"xl/media/x.bin": bytes(301 * MEGABYTE)}
    with pytest.raises(TooLargeError, match="it unpacks to 301 MB"):
        look(packed(contents))


def test_an_archive_that_unpacks_to_much_more_than_it_is() -> None:
    with pytest.raises(TooLargeError, match="it unpacks to 30 MB, more than 100 times its size"):
        look(packed(parts(SHEET) | {"xl/media/x.bin": bytes(30 * MEGABYTE)}))
    assert len(look(packed(parts(SHEET) | {"xl/media/x.bin": bytes(10 * MEGABYTE)}))) == 1


def test_sheets_that_are_one_part_count_as_often_as_they_are_read() -> None:
    contents = parts(*["x"] * 900)
    contents["xl/_rels/workbook.xml.rels"] = relationships(
        *((f"rId{number}", "worksheet", "worksheets/sheet1.xml") for number in range(1, 901))
    )
    contents["xl/worksheets/sheet1.xml"] = sheet("<row/>" * 70_000)
    with pytest.raises(TooLargeError, match="unpacks to 3"):
        look(packed(contents))


def test_too_many_parts_sheets_and_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError, match="5,000 parts"):
        look(packed({f"xl/{number}": b"" for number in range(5_001)}))
    with pytest.raises(TooLargeError, match="1,000 sheets"):
        look(
            packed(
                parts(SHEET) | {"xl/workbook.xml": f'<x:workbook xmlns:x="{MAIN}">{"<x:sheet/>" * 1001}</x:workbook>'}
            )
        )
    monkeypatch.setattr(xlsx_limits, "_TEXTS_MATTER", 100)
    monkeypatch.setattr(xlsx_limits, "_MOST_TEXTS", 10)
    texts = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 11}</sst>'}
    with pytest.raises(TooLargeError, match="10 texts"):
        look(packed(parts(SHEET) | texts))


def test_a_part_that_claims_to_be_smaller_than_it_is() -> None:
    content = packed(parts(sheet(f'<row r="1">{"<c/>" * 5000}</row>')))
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    with pytest.raises(DamagedError):
        look(content.replace(struct.pack("<L", size), struct.pack("<L", 100)))


def doubled(name: str) -> bytes:
    """A workbook with two parts of (nearly) one name."""
    return packed(parts(SHEET) | {name: SHEET})


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x05\x06" + bytes(18) + b"PK",
        b"PK",
        packed(parts(SHEET))[:-100],
        packed(parts(SHEET), ZIP_BZIP2),
        doubled("xl/worksheets/SHEET1.xml"),
        packed(parts(SHEET[:-20])),
        packed(parts(SHEET.replace("</row>", "", 1))),
        packed(parts("")),
        packed(parts("x")),
        packed(parts(SHEET.encode("utf-16"))),
        packed(parts(SHEET.encode("utf-16-le"))),
        packed(parts(f'<?xml version="1.0" encoding="nonsense"?>{SHEET}')),
        packed(parts(f'<!DOCTYPE x [<!ENTITY a "1">]>{SHEET}')),
        packed(parts(sheet("<row>&a;</row>"))),
        packed(parts(sheet(f'<row x="{"y" * 6 * MEGABYTE}"/>'))),
        packed(parts(SHEET, styles="<x>")),
        packed(parts(SHEET) | {"xl/workbook.xml": "<x>"}),
        packed(parts(SHEET) | {"_rels/.rels": "<x>"}),
    ],
)
def test_damage_is_told(content: bytes) -> None:
    with pytest.raises(DamagedError):
        look(content)


@pytest.mark.parametrize(
    "piece",
    [
        '<c r="A1"', '<c r="A1"><v>1', '<c r="A1" s="55555"><v>1</v></c><c r="A1">', "<c/>", "<row/>", "<c><f/></c>", "<", " ",
        '<c r="A1" t="inlineStr"><is><t>', '<c r="A1" s="1"/>', "<x>", "&#65;", '<mergeCell ref="A1:B2"/>', "<!--", "<![CDATA[",
        '<c r="A1"><f t="array" ref="A1:CV1000"/></c>', '<c t="e"><v>x</v></c>', 'a="" ', "<c\n\n", "<x:", "0", '<c r="AAAAAA',
    ],
)  # fmt: skip
def test_no_part_makes_the_look_go_over_and_over_it(piece: str) -> None:
    content = packed(parts(sheet("<row>" + piece * (MEGABYTE // len(piece)) + "</row>"), styles=formats(*["000"] * 90)))
    before = time.process_time()
    with suppress(DamagedError, TooLargeError):
        look(content)
    assert time.process_time() - before < 1


@given(st.data())
def test_no_damage_breaks_it(data: st.DataObject) -> None:
    content = bytearray(
        packed(parts(SHEET, SHEET, styles=formats("000")), data.draw(st.sampled_from([0, ZIP_DEFLATED])))
    )
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DamagedError, TooLargeError):
        look(bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content))


def test_a_large_workbook_is_looked_at_quickly() -> None:
    """A quarter of a second is asked for; the bound leaves room for a machine that has other things to do."""
    letters = [get_column_letter(column) for column in range(1, 31)]
    rows = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{letter}{row}" s="2" t="s"><v>{row * 7 % 50_000}</v></c>""" for letter in letters)}</row>'
        for row in range(1, 10_001)
    )
    content = packed(parts(sheet(rows), styles=formats("000")))
    before = time.process_time()
    assert look(content)[0].reaches == (10_000, 30)
    assert time.process_time() - before < 0.5


def test_what_openpyxl_reads_writes_and_leaves_behind() -> None:
    content = saved(Workbook())
    assert is_zip(content)
    assert is_xlsx(content)
    assert not is_xlsx(content[:200])
    assert not is_xlsx(b"Name,Class\n")
    assert not is_xlsx(packed({"word/document.xml": "<x/>"}))
    assert left_behind(content) == ()
    contents = parts(SHEET) | {"xl/media/image1.png": b"x", "xl/vbaProject.bin": b"x", "xl/charts/chart1.xml": b"x"}
    assert left_behind(packed(contents)) == ("charts", "pictures", "macros")
