"""What a file's bytes come to, read in this process."""

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook
from xlwt.CompoundDoc import XlsDoc

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.reader import read_sheets
from onefile_desktop.roster.rows import Area, CellError, CellValue, NotCalculated, Sheet, SheetRow
from tests.roster.books import open_document
from tests.roster.workbook_bytes import SHEET, binary, rewritten, saved, xlsx

MEGABYTE = 1024 * 1024


def only_row(content: bytes, name: str = "Cohort.xlsx") -> tuple[CellValue, ...]:
    """The cells of the only row of the only sheet."""
    ((row,),) = (sheet.rows for sheet in read_sheets(content, name))
    return row.cells


def told_of(content: bytes, name: str = "Cohort.xlsx") -> UnreadableFileError:
    """What is said of a file that cannot be read."""
    with pytest.raises(UnreadableFileError) as told:
        read_sheets(content, name)
    assert f"“{name}”" in told.value.message
    assert told.value.what_to_do
    return told.value


# Cells


TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: not re.search("_x[0-9A-Fa-f]{4}_", text) and text[0] not in "=#"
)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.dates(date(1900, 3, 1), date(2100, 1, 1)), TEXTS
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_what_was_written_is_read(rows: list[list[CellValue]]) -> None:
    trimmed = {number: tuple(row) for number, row in enumerate(map(without_end, rows), start=1) if row}
    assert {row.number: row.cells for row in read_sheets(xlsx(*rows), "Cohort.xlsx")[0].rows} == trimmed


def without_end(row: list[CellValue]) -> list[CellValue]:
    """A row without the empty cells at its end."""
    width = max((index + 1 for index, cell in enumerate(row) if cell is not None), default=0)
    return row[:width]


DAYS = {
    "1900": ((1, date(1900, 1, 1)), (61, date(1900, 3, 1)), (38069, date(2004, 3, 23)), (2958465, date(9999, 12, 31))),
    "1904": ((1, date(1904, 1, 2)), (60, date(1904, 3, 1)), (36607, date(2004, 3, 23))),
}


@pytest.mark.parametrize("epoch", DAYS)
def test_days_are_counted_from_where_the_workbook_counts_them(epoch: str) -> None:
    new, old = Workbook(), xlwt.Workbook()
    if epoch == "1904":
        new.epoch, old.dates_1904 = CALENDAR_MAC_1904, True
    sheet = old.add_sheet("S")
    for column, (number, _) in enumerate(DAYS[epoch]):
        cell = new.worksheets[0].cell(1, column + 1, number)
        cell.number_format = "dd/mm/yyyy"
        sheet.write(0, column, number, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    expected = tuple(day for _, day in DAYS[epoch])
    assert only_row(saved(new)) == expected
    assert only_row(saved(old), "Cohort.xls") == expected


@pytest.mark.parametrize(
    ("number", "shown", "read"),
    [
        (38069.5, "dd/mm/yyyy", datetime.fromisoformat("2004-03-23T12:00")),
        (38069.3958333333, "dd/mm/yyyy hh:mm", datetime.fromisoformat("2004-03-23T09:30")),
        (38069.0000001, "dd/mm/yyyy", date(2004, 3, 23)),
        (38068.99999999, "dd/mm/yyyy", date(2004, 3, 23)),
        (2958465.99999999, "dd/mm/yyyy", datetime.fromisoformat("9999-12-31T23:59:59.999")),
        (0.395833333333333, "hh:mm", "09:30"),
        (0.395844907407407, "hh:mm:ss", "09:30:01"),
        (1.25, "[h]:mm", "30:00:00"),
        (38069, "[$-809]dd mmmm yyyy;@", date(2004, 3, 23)),
        (38069, "General", 38069),
        (99999999, "dd/mm/yyyy", 99999999),
    ],
)
def test_dates_times_and_durations(number: float, shown: str, read: CellValue) -> None:
    workbook = Workbook()
    cell = workbook.worksheets[0].cell(1, 1, number)
    cell.number_format = shown
    assert only_row(saved(workbook)) == (read,)


def test_a_cell_that_has_only_a_format_is_blank() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "x"
    sheet["B1"].number_format = sheet["A2"].number_format = "dd/mm/yyyy"
    assert only_row(saved(workbook)) == ("x",)


def cells_of(xml: bytes) -> tuple[CellValue, ...]:
    """What the cells `xml` of a row come to."""
    return only_row(rewritten(xlsx(["x"]), SHEET, b"<c r.*</c>", xml))


def test_cells_as_other_programs_write_them() -> None:
    assert cells_of(
        b'<c t="inlineStr"><is><r><t>An</t></r><r><rPr><b/></rPr><t>n</t></r></is></c>'
        b'<c t="d"><v>2004-03-23</v></c><c t="d"><v>2004-03-23T00:00:00</v></c><c t="str"><f>A1</f><v>abc</v></c>'
        b'<c t="b"><v>1</v></c><c><v>1234567890.0</v></c><c><v>1e999</v></c><c><v>2.5E-1</v></c>'
    ) == ("Ann", date(2004, 3, 23), date(2004, 3, 23), "abc", True, 1234567890, "inf", 0.25)


def test_what_the_parts_tell_stands_in_the_cells() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Role", 123, "=1+1", "#N/A", None])
    sheet["B1"].number_format = "000000"
    sheet.append(["a"])
    sheet.append(["b"])
    sheet["D4"] = "#REF!"
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[9].hidden = True
    sheet.merge_cells("A6:C7")
    assert read_sheets(saved(workbook), "Cohort.xlsx") == (
        Sheet(
            "Sheet",
            (
                SheetRow(1, ("Role", "000123", NotCalculated(), CellError("#N/A"))),
                SheetRow(2, ("a",)),
                SheetRow(3, ("b",)),
                SheetRow(4, (None, None, None, CellError("#REF!"))),
            ),
            frozenset({2}),
            (Area(6, 0, 7, 2),),
        ),
    )


def test_the_reader_itself_takes_a_failed_formula_for_a_blank_cell() -> None:
    """The reason for looking into the parts; if this fails, that can go."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(xlsx(["x", "#N/A"])))
    assert workbook.get_sheet_by_index(0).to_python() == [["x", ""]]


# Formats


def test_an_old_workbook() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("People")
    sheet.write(1, 0, "Zoë")
    sheet.write(1, 1, 1234567890)
    sheet.write(1, 2, True)
    sheet.write_merge(3, 4, 1, 2, "both")
    workbook.add_sheet("Empty")
    assert read_sheets(saved(workbook), "Cohort.xls") == (
        Sheet(
            "People", (SheetRow(2, ("Zoë", 1234567890, True)), SheetRow(4, (None, "both"))), merged=(Area(4, 1, 5, 2),)
        ),
        Sheet("Empty", ()),
    )


def test_what_an_old_workbook_does_not_tell_either() -> None:
    workbook = xlwt.Workbook()
    workbook.add_sheet("Notes").write(0, 0, "x")
    sheet = workbook.add_sheet("People")
    sheet.write(0, 0, "Ann")
    sheet.row(0).set_cell_error(1, 0x2A)
    sheet.row(1).set_cell_boolean(0, True)
    sheet.row(2).set_cell_error(2, "#REF!")
    sheet.row(1).hidden = True
    people = read_sheets(saved(workbook), "Cohort.xls")[1]
    assert people.rows == (
        SheetRow(1, ("Ann", CellError("#N/A"))),
        SheetRow(2, (True,)),
        SheetRow(3, (None, None, CellError("#REF!"))),
    )
    assert people.hidden == {2}


def test_a_formula_that_failed_in_an_old_workbook() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("People")
    sheet.write(0, 0, "Ann")
    sheet.write(0, 1, xlwt.Formula("1/0"))
    blank, failed = bytes.fromhex("030000000000ffff"), bytes.fromhex("020007000000ffff")
    stream: bytes = workbook.get_biff_data()
    assert stream.count(blank) == 1
    made = BytesIO()
    XlsDoc().save(made, stream.replace(blank, failed))
    assert only_row(made.getvalue(), "Cohort.xls") == ("Ann", CellError("#DIV/0!"))


def test_a_binary_workbook() -> None:
    content = binary([["Role", "Born"], ["Learner", date(2004, 3, 23)], [None, True]])
    rows = (SheetRow(1, ("Role", "Born")), SheetRow(2, ("Learner", date(2004, 3, 23))), SheetRow(3, (None, True)))
    assert read_sheets(content, "Cohort.xlsb") == (Sheet("People", rows),)


@pytest.mark.parametrize("name", ["Cohort.ods", "Cohort.xlsx", "Cohort.csv"])
def test_an_open_document_sheet_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    content = open_document(tmp_path / "a.ods", "Ann").read_bytes()
    assert read_sheets(content, name) == (Sheet("People", (SheetRow(1, ("Ann",)),)),)


@pytest.mark.parametrize("name", ["Cohort.csv", "Cohort.txt", "Cohort.xls"])
def test_a_text_whatever_it_is_called(name: str) -> None:
    rows = (SheetRow(1, ("Role", "Email")), SheetRow(2, ("Learner", "ann@example.org")))
    assert read_sheets(b"Role\tEmail\nLearner\tann@example.org\n", name) == (Sheet("Cohort", rows),)


def test_a_workbook_that_is_called_a_text() -> None:
    assert only_row(xlsx(["x"]), "Cohort.csv") == ("x",)


def test_a_letter_is_no_table() -> None:
    letter = b"Dear Nia,\n\nthe learners, and their managers, are in the other file.\n"
    assert told_of(letter, "Cohort.xlsx").title == "Not a workbook"
    assert [len(row.cells) for row in read_sheets(letter, "Cohort.txt")[0].rows] == [1, 3]


def test_a_text_that_goes_on_too_far() -> None:
    assert "columns" in told_of(b"a,b\n" + b"," * 20_000 + b"x\n", "Cohort.csv").message


# What cannot be read


def test_a_workbook_without_sheets() -> None:
    none = rewritten(xlsx(["x"]), "xl/workbook.xml", b"<sheets>.*</sheets>", b"<sheets/>")
    assert told_of(none).message == "“Cohort.xlsx” has no sheets, and so no cells."


def test_a_workbook_of_charts() -> None:
    workbook = Workbook()
    workbook.create_chartsheet("Chart")
    workbook.remove(workbook.worksheets[0])
    assert "only charts" in told_of(saved(workbook)).message


def test_a_workbook_cut_short() -> None:
    whole = xlsx(["x"])
    for length in range(100, len(whole), 300):
        assert told_of(whole[:length]).title == "Damaged file"


def test_an_old_workbook_cut_short() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    for row in range(200):
        sheet.write(row, 0, f"Learner {row}")
    whole = saved(workbook)
    for length in range(100, len(whole) // 2, 700):
        assert told_of(whole[:length], "Cohort.xls").title in ("Damaged file", "Not a workbook")


def test_a_part_that_is_not_what_its_checksum_says() -> None:
    content = bytearray(xlsx(["x" * 1000]))
    with ZipFile(BytesIO(content)) as archive:
        at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content[at + 20 : at + 40] = bytes(20)
    assert told_of(bytes(content)).title == "Damaged file"


def test_a_sheet_whose_xml_breaks_off() -> None:
    assert (
        told_of(rewritten(xlsx(["x"], ["y"]), SHEET, b'<row r="2".*', b'<row r="2"><c r="A2"')).title == "Damaged file"
    )


def test_a_sheet_whose_part_is_missing() -> None:
    lost = rewritten(xlsx(["x"]), "xl/_rels/workbook.xml.rels", b"sheet1[.]xml", b"sheet9.xml")
    assert told_of(lost).title == "Damaged file"


def with_part(content: bytes, name: str, megabytes: int) -> bytes:
    """A workbook with one more part, all blanks."""
    made = BytesIO(content)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(megabytes):
            part.write(b" " * MEGABYTE)
    return made.getvalue()


@pytest.mark.parametrize("megabytes", [30, 400])
def test_a_workbook_that_unpacks_to_far_more_than_it_is(megabytes: int) -> None:
    error = told_of(with_part(xlsx(["x"]), "xl/media/image1.png", megabytes))
    assert error.title == "File too large"
    assert f"it unpacks to {megabytes} MB" in error.message


def test_a_workbook_of_very_many_parts() -> None:
    made = BytesIO(xlsx(["x"]))
    with ZipFile(made, "a") as archive:
        for number in range(6_000):
            archive.writestr(f"xl/media/{number}", b"")
    assert "parts" in told_of(made.getvalue()).message


def test_a_sheet_that_is_filled_too_far_out_is_named() -> None:
    workbook = Workbook()
    workbook.create_sheet("People", 0)
    for row in range(1, 300):
        workbook.worksheets[0].cell(row, 16_384, "stray")
    error = told_of(saved(workbook))
    assert error.title == "File too large"
    assert "its sheet “People” reaches to row 299 and column XFD" in error.message


def test_a_row_of_more_columns_than_excel_has_is_told() -> None:
    wide = b"<c><v>1</v></c>" * 20_000
    content = rewritten(xlsx(["Role"], ["Learner"]), SHEET, b"</row>", wide + b"</row>")
    with pytest.raises(UnreadableFileError, match="more columns than Excel knows"):
        read_sheets(content, "wide.xlsx")


def test_stray_values_far_below_and_far_out_hide_nobody() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Role", "Born", "Mark", "Sum"])
    sheet.append(["Learner", date(2004, 3, 23), "#N/A", "=1+1"])
    sheet["XFD1"] = sheet["A1048576"] = "stray"
    header, learner, last = read_sheets(saved(workbook), "Cohort.xlsx")[0].rows
    assert learner == SheetRow(2, ("Learner", date(2004, 3, 23), CellError("#N/A"), NotCalculated()))
    assert (header.cells[:4], header.cells[-1]) == (("Role", "Born", "Mark", "Sum"), "stray")
    assert last == SheetRow(1_048_576, ("stray",))


def test_a_protected_open_document_sheet(tmp_path: Path) -> None:
    seal = b"<manifest><file-entry><encryption-data><algorithm/></encryption-data></file-entry></manifest>"
    sealed = rewritten(open_document(tmp_path / "a.ods", "Ann").read_bytes(), "META-INF/manifest.xml", b".+", seal)
    assert "is protected" in told_of(sealed, "Cohort.ods").message
