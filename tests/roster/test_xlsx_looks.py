import re
import time
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from onefile_desktop.roster.files.xlsx_formats import zero_format
from onefile_desktop.roster.files.xlsx_limits import DamagedError, TooLargeError
from onefile_desktop.roster.files.xlsx_looks import SheetLook, look_at
from onefile_desktop.roster.files.xlsx_parts import look
from onefile_desktop.roster.rows import Area
from tests.roster.xlsx_pieces import LOOK, MAIN, SHEET, formats, look_of, packed, parts, saved, sheet

MEGABYTE = 1024 * 1024
TEXTS = f'<sst xmlns="{MAIN}"><si><t>x</t></si><si><t>y</t></si></sst>'


def test_a_workbook_as_programs_write_it() -> None:
    workbook = Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("Second & last")
    first.append(["Name", "ULN", "Phone", "Email"])
    first.append(["Ann", 123, 7700900123, '=A2&"@example.org"'])
    first.append(["Bob", 5, "x", "#N/A"])
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
    assert found.failed == ({(1, 1): "#N/A"} if expected == "failed" else {})
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


def test_rows_that_are_struck_through() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, 8):
        sheet.append(["Ann", row, "=A1", True])
    struck, not_struck = Font(strike=True), Font(strike=False, bold=True)
    for cell in (*sheet[3], *sheet[5], *sheet[6][:3], sheet["A7"], sheet["F7"], sheet["A9"]):
        cell.font = struck
    for cell in (sheet["D6"], sheet["D5"], sheet["D4"]):
        cell.font = not_struck
    sheet["D5"] = None
    assert look(saved(workbook))[0].struck == {3, 5}


def test_only_the_fonts_of_cells_strike_through() -> None:
    fonts = '<fonts><font/><font><b/></font><font><strike val="{}"/></font></fonts><cellStyleXfs><xf fontId="2"/>'
    styles = (
        f'<styleSheet xmlns="{MAIN}">{fonts}</cellStyleXfs><cellXfs><xf fontId="0"/><xf fontId="1"/>'
        '<xf numFmtId="0" fontId="2"/><xf fontId="x"/></cellXfs>'
        "<dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="{n - 1}" t="b"><v>1</v></c></row>' for n in range(1, 6))
    for value, struck in (("1", {3}), ("true", {3}), ("0", set[int]()), ("false", set[int]())):
        assert look_of(rows, styles=styles.format(value)).struck == struck


def test_merged_areas() -> None:
    references = ("A1:B2", "$C$4:$C$6", "B9:A8", "A1", "A0:B1", "A1:XFE2", "A1:B1048577", "x", "")
    tags = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    found = look_of("", f"<mergeCells>{tags}</mergeCells>")
    assert found.merged == (Area(1, 0, 2, 1), Area(4, 2, 6, 2), Area(8, 0, 9, 1))


def test_text_that_looks_like_cells_is_none() -> None:
    trap = '<c r="Z99" t="e"><f>A1</f><v>#N/A</v></c><c r="Z98"><v>1</v></c><c r="Z97" s="1"/>'
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[{trap}]]></t></is></c><!-- {trap} --></row>'
    assert look_of(rows) == SheetLook(reaches=(1, 1))


def test_what_stands_beside_the_cells_is_no_cell() -> None:
    after = '<conditionalFormatting><f>A1</f></conditionalFormatting><row hidden="1"/><c r="Z9"><v>1</v></c>'
    assert look_of('<row r="1"><c r="A1"><v>1</v></c></row>', after) == SheetLook(reaches=(1, 1))


def prefixed(xml: str) -> str:
    """The same XML with a prefix before the names of its elements."""
    return re.sub(r"<(/?)(?=\w)", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")


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


CONTENTS = [
    *("", "<v></v>", "<v>5</v>", "<v>0</v>", "<v>1.5</v>", "<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v/>"),
    *("<f>A1</f><v>0</v>", "<f>A1</f><v>5</v>", '<f aca="false">A1</f><v>5</v>', '<f t="shared" si="0"/><v>7</v>'),
]
KINDS = ["s", "n", "b", "str", "e", "inlineStr"]
STYLES = ["", ' s="1"', ' s="2"', ' s="3"', ' s="12"']
CELLS = st.tuples(st.integers(-1, 3), st.sampled_from(STYLES), st.sampled_from([*CONTENTS, *KINDS]))


@st.composite
def rows_as_they_come(draw: st.DrawFn) -> str:
    """Rows of cells, mostly such as programs write them, some without their places."""
    rows = ""
    for row in range(1, draw(st.integers(1, 5)) + 1):
        rows += f'<row r="{row}">'
        column = 0
        for gap, style, kind in draw(st.lists(CELLS, max_size=8)):
            column += max(gap, 0) + 1
            place = f' r="{get_column_letter(column)}{row}"' if gap >= 0 else ""
            if kind in KINDS:
                content = "<is><t>a &lt; b</t></is>" if kind == "inlineStr" else "<v>1</v>"
                rows += f'<c{place}{style} t="{kind}">{content}</c>'
            else:
                rows += f"<c{place}{style}>{kind}</c>" if kind else f"<c{place}{style}/>"
        rows += "</row>"
    return rows


@given(rows_as_they_come(), st.integers(1, 400), st.booleans(), st.frozensets(st.sampled_from([0, 1, 3, 12])))
def test_nothing_is_lost_with_the_cells_that_are_taken_out(
    rows: str, size: int, recalculated: bool, struck: frozenset[int]
) -> None:
    """The comment has every cell go through the parser."""
    zero_formats = {style: found for style in (2, 12) if (found := zero_format("000"))}
    for text in (sheet(rows), prefixed(sheet(rows))):
        xml = text.encode()
        slow = look_at([b"<!---->", xml], zero_formats, recalculated, struck)
        blocks = [xml[start : start + size] for start in range(100, len(xml), size)]
        assert look_at([xml], zero_formats, recalculated, struck) == slow
        assert look_at([xml[:100], *blocks], zero_formats, recalculated, struck) == slow


@given(rows_as_they_come())
def test_the_reader_keeps_no_larger_rectangle_than_the_look_says(rows: str) -> None:
    content = packed(parts(sheet(rows.replace('t="e"', 't="str"'))) | {"xl/sharedStrings.xml": TEXTS})
    cells = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    (found,) = look(content)
    assert len(cells) <= found.reaches[0]
    assert max(map(len, cells), default=0) <= found.reaches[1]


def test_a_sheet_with_more_cells_than_can_be_kept() -> None:
    cells = b'<c r="B3"><v>1</v></c>' * 50_000
    blocks = [b"<worksheet><sheetData><row>", *[cells + b'<c r="A1"/>'] * 81]
    with pytest.raises(TooLargeError, match="a sheet holds too many cells") as told:
        look_at(blocks, {})
    assert told.value.reaches == (3, 2)


@pytest.mark.parametrize(
    "piece",
    [
        '<c r="A1"',
        '<c r="A1"><v>1',
        '<c r="A1" s="55555"><v>1</v></c><c r="A1">',
        '<c r="A1" s="1"/>',
        '<c r="A1" t="inlineStr"><is><t>',
        '<c r="A1"><f t="array" ref="A1:CV1000"/></c>',
        '<c r="AAAAAA',
        '<c t="e"><v>x</v></c>',
        "<c/>",
        "<c><f/></c>",
        "<c\n\n",
        "<row/>",
        "<x>",
        "<x:",
        "<",
        " ",
        "0",
        'a="" ',
        "&#65;",
        '<mergeCell ref="A1:B2"/>',
        "<!--",
        "<![CDATA[",
    ],
)
def test_nothing_makes_the_look_go_over_and_over_it(piece: str) -> None:
    content = packed(parts(sheet("<row>" + piece * (MEGABYTE // len(piece)) + "</row>"), styles=formats(*["000"] * 90)))
    before = time.process_time()
    with suppress(DamagedError, TooLargeError):
        look(content)
    assert time.process_time() - before < 1


def test_a_large_sheet_is_looked_at_quickly() -> None:
    """A quarter of a second is aimed at; the bound leaves room for a machine that has other things to do."""
    letters = [get_column_letter(column) for column in range(1, 31)]
    rows = ""
    for row in range(1, 10_001):
        cells = "".join(f'<c r="{letter}{row}" s="2" t="s"><v>{row * 7 % 50_000}</v></c>' for letter in letters)
        rows += f'<row r="{row}" spans="1:30">{cells}</row>'
    content = packed(parts(sheet(rows), styles=formats("000")))
    before = time.process_time()
    assert look(content)[0].reaches == (10_000, 30)
    assert time.process_time() - before < 0.5
