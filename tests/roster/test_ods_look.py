"""What is seen in an OpenDocument workbook besides its cells."""

import time
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.ods_look import look
from onefile_desktop.roster.files.reader import read_sheets
from onefile_desktop.roster.files.xlsx_limits import DamagedError, TooLargeError
from onefile_desktop.roster.files.xlsx_looks import SheetLook
from onefile_desktop.roster.rows import Area, CellError
from tests.roster.corpus import ods_by_hand as ods
from tests.roster.corpus.excel import zipped
from tests.roster.workbook_bytes import rewritten

CONTENT = "content.xml"


def content(*rows: str) -> bytes:
    """A workbook whose only sheet holds these rows."""
    return zipped(ods.document("People", rows))


def look_of(*rows: str) -> SheetLook:
    """The look at the only sheet."""
    (found,) = look(content(*rows))
    return found


def formula(attributes: str, shown: str) -> str:
    """A cell with a formula."""
    return f'<table:table-cell table:formula="of:=A1" {attributes}><text:p>{shown}</text:p></table:table-cell>'


def repeated(row: str, times: int, visibility: str = "visible") -> str:
    """A row that stands for many."""
    return row.replace("-row", f'-row table:number-rows-repeated="{times}" table:visibility="{visibility}"', 1)


HIDDEN_BLANK = ods.row([None], visibility="collapse")
TEXT = 'office:value-type="string"'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (ods.failed("#N/A"), "#N/A"),
        (ods.failed("Err:502"), "Err:502"),
        (ods.failed("#WERT!"), "#WERT!"),
        (ods.failed("#NV"), "#NV"),
        (ods.failed(""), "#ERROR!"),
        (formula('office:value-type="float" office:value="0"', "Err:502"), "Err:502"),
        (formula('office:value-type="float" office:value="0"', "#DIV/0!"), "#DIV/0!"),
        (formula(TEXT, "<text:span>#N</text:span>/A"), "#N/A"),
        (formula('office:value-type="float" office:value="5"', "###"), None),
        (formula(TEXT, "#1"), None),
        (formula(TEXT, "Quayside"), None),
        (formula(TEXT, "<office:annotation><text:p>#N/A</text:p></office:annotation>Quay"), None),
        (ods.cell("Err:502"), None),
    ],
)
def test_a_formula_that_failed_is_told_with_what_it_shows(cell: str, shown: str | None) -> None:
    found = look_of(ods.row(["Ann"], cell), HIDDEN_BLANK)
    assert found.failed == ({(0, 1): shown} if shown else {})


def test_a_failed_formula_stands_in_its_cell_and_not_blank() -> None:
    two = ods.failed("#REF!").replace("-cell", '-cell table:number-columns-repeated="2"', 1)
    skipped = '<table:table-cell table:number-columns-repeated="3"/>'
    (sheet,) = read_sheets(content(repeated(ods.row([None]), 4), ods.row(["Ann"], skipped + two)), "Cohort.ods")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (5, ("Ann", None, None, None, CellError("#REF!"), CellError("#REF!")))
    ]


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_rows_that_are_not_shown(visibility: str) -> None:
    found = look_of(
        ods.row(["Name"]),
        repeated(ods.row(["Ann"]), 3, visibility),
        ods.row(["Ben"]),
        ods.row(["Cy"], visibility=visibility),
    )
    assert found.hidden == {2, 3, 4, 6}


def test_a_million_hidden_blank_rows_cost_nothing() -> None:
    blank = repeated(ods.row([None]), 1_048_000, "collapse")
    before = time.process_time()
    found = look_of(ods.row(["Name"]), blank, ods.row(["Ann"], visibility="collapse"))
    assert found.hidden == {1_048_002}
    assert time.process_time() - before < 0.5


def test_more_than_can_be_kept_is_refused_at_once() -> None:
    wide = ods.failed("#N/A").replace("-cell", '-cell table:number-columns-repeated="16384"', 1)
    before = time.process_time()
    with pytest.raises(TooLargeError):
        look_of(repeated(ods.row([], wide), 1_048_576))
    assert time.process_time() - before < 0.5


def test_merged_cells() -> None:
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    merged = ods.cell("Care A").replace("-cell", f"-cell {spans}", 1)
    assert look_of(ods.row([]), ods.row(["Ann"], merged)).merged == (Area(2, 1, 4, 2),)


def test_each_sheet_has_its_own_and_a_table_in_a_cell_is_none() -> None:
    inner = f'<table:table table:name="In">{ods.row(["x"], visibility="collapse")}</table:table>'
    first = f'<table:table table:name="One">{ods.row(["x"], f"<table:table-cell>{inner}</table:table-cell>")}'
    second = ods.row(["Ann"], visibility="filter")
    made = rewritten(
        content(second), CONTENT, b'(?=<table:table table:name="People">)', f"{first}</table:table>".encode()
    )
    assert [found.hidden for found in look(made)] == [frozenset(), {1}]


def test_a_hidden_sheet_and_days_counted_from_1904() -> None:
    style = (
        b'<office:automatic-styles><style:style style:name="ta1" style:family="table">'
        b'<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>'
    )
    made = rewritten(content(ods.row(["Ann"])), CONTENT, b"<office:body>", style)
    made = rewritten(made, CONTENT, b'table:name="People"', b'table:name="People" table:style-name="ta1"')
    (sheet,) = read_sheets(made, "Cohort.ods")
    assert (sheet.is_hidden, sheet.from_1904) == (True, False)
    settings = (
        b'<office:spreadsheet><table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        b"</table:calculation-settings>"
    )
    (sheet,) = read_sheets(rewritten(made, CONTENT, b"<office:spreadsheet>", settings), "Cohort.ods")
    assert (sheet.is_hidden, sheet.from_1904) == (True, True)


def test_nothing_to_tell_is_not_looked_for() -> None:
    assert look(content(ods.row(["Ann", 5, True, None]))) == ()


@pytest.mark.parametrize(
    "mark", [b'table:visibility="x"', b'calcext:value-type="error"', b'table:number-rows-spanned="2"']
)
def test_what_there_is_to_tell_is_found_where_a_block_ends_in_it(mark: bytes) -> None:
    row = b"<table:table-row "
    made = rewritten(content(ods.row(["Ann"])), CONTENT, b"<table:table-row>", row + mark + b">")
    with ZipFile(BytesIO(made)) as archive:
        begins = archive.read(CONTENT).index(row) + len(row)
    for inside in range(1, len(mark)):
        blanks = b" " * (1024 * 1024 - begins - inside)
        assert look(rewritten(made, CONTENT, b"<office:body>", b"<office:body>" + blanks)) != ()


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><office:document-content'
    made = rewritten(content(HIDDEN_BLANK), CONTENT, b"<office:document-content", bomb)
    with pytest.raises(DamagedError):
        look(made)
    with pytest.raises(UnreadableFileError, match="is damaged"):
        read_sheets(made, "Cohort.ods")


def test_a_workbook_that_unpacks_to_far_more_than_it_is() -> None:
    blanks = b" " * (100 * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="unpacks to 100 MB, more than 400 times its size"):
        read_sheets(zipped({**ods.document("People", []), "Pictures/a.png": blanks}), "Cohort.ods")


def test_many_rows_that_are_alike_are_read() -> None:
    """Their bytes unpack to more than a hundred times as many."""
    rows = [ods.row([number, *["Quayside Nursery"] * 20]) for number in range(12_000)]
    made = content(*rows)
    assert len(made) * 100 < sum(map(len, rows))
    assert len(read_sheets(made, "Cohort.ods")[0].rows) == 12_000


def test_xml_that_breaks_off() -> None:
    with pytest.raises(UnreadableFileError, match="is damaged"):
        read_sheets(rewritten(content(HIDDEN_BLANK), CONTENT, b"</table:table>.*", b"<"), "Cohort.ods")


PIECES = st.tuples(st.integers(1, 4), st.sampled_from(["visible", "collapse", "filter"]), st.sampled_from("x!-"))


@given(st.lists(PIECES, max_size=8))
def test_rows_have_the_numbers_that_the_reader_gives_them(pieces: list[tuple[int, str, str]]) -> None:
    cells = {"x": ods.cell("x"), "!": ods.failed("#N/A"), "-": ods.cell(None)}
    expected = [(what, visibility != "visible") for times, visibility, what in pieces for _ in range(times)]
    rows = [repeated(ods.row([], cells[what]), times, visibility) for times, visibility, what in pieces]
    (sheet,) = read_sheets(content(*rows), "Cohort.ods")
    filled = {"x": ("x",), "!": (CellError("#N/A"),)}
    assert {row.number: row.cells for row in sheet.rows} == {
        number: filled[what] for number, (what, _) in enumerate(expected, start=1) if what != "-"
    }
    assert sheet.hidden == {
        number for number, (what, is_hidden) in enumerate(expected, start=1) if is_hidden and what != "-"
    }


TAGS = st.sampled_from(
    [
        "<table:table>",
        '<table:table table:name="x">',
        "</table:table>",
        '<table:table-row table:visibility="filter">',
        '<table:table-row table:number-rows-repeated="99999999999">',
        "</table:table-row>",
        '<table:table-cell calcext:value-type="error" table:number-columns-repeated="-1">',
        '<table:covered-table-cell table:number-rows-spanned="9999999">',
        "</table:table-cell>",
        "<office:annotation>",
        "</office:annotation>",
        "#N/A",
    ]
)


@given(st.lists(TAGS, max_size=20).map("".join))
def test_no_xml_breaks_it(xml: str) -> None:
    made = zipped({"content.xml": f'<a b="table:visibility">{xml}</a>'.encode()})
    with suppress(DamagedError, TooLargeError):
        look(made)
