import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster import workbook as reader
from onefile_desktop.roster.rows import CellError, CellValue, Sheet, SheetRow
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.roster.xlsx_parts import left_behind
from tests.roster.books import book, open_document

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def rewritten(path: Path, part: str, change: tuple[bytes, bytes]) -> Path:
    """`path` with one of its parts changed, as no well-behaved program would write it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change[0] in parts[part]
    parts[part] = parts[part].replace(*change)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_cells_come_with_their_rows_as_excel_numbers_them(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[[], ["", "b"], [], [1, True, date(2004, 3, 23)]], Empty=[])
    assert read_workbook(path) == (
        Sheet("People", (SheetRow(2, (None, "b", None)), SheetRow(4, (1, True, date(2004, 3, 23))))),
        Sheet("Empty", ()),
    )


def test_times_and_durations_become_text(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[[time(9, 30), timedelta(hours=30), datetime.fromisoformat("2004-03-23T09:30")]])
    assert read_workbook(path)[0].rows[0].cells == (
        "09:30",
        "1 day, 6:00:00",
        datetime.fromisoformat("2004-03-23T09:30"),
    )


def test_failed_formulas_are_told_from_blank_cells_on_every_sheet(tmp_path: Path) -> None:
    workbook = Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("Second & last")
    first.append(["x", None, None])
    second.append([None, None])
    first["C1"], first["B2"], second["A3"] = "#N/A", "#DIV/0!", "#REF!"
    second["B3"] = "y"
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    found = read_workbook(path)
    assert found[0].rows == (
        SheetRow(1, ("x", None, CellError("#N/A"))),
        SheetRow(2, (None, CellError("#DIV/0!"), None)),
    )
    assert found[1].rows == (SheetRow(3, (CellError("#REF!"), "y")),)


def test_a_failed_formula_beyond_the_last_value_is_found(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "x"
    workbook.worksheets[0]["C2"] = "#NAME?"
    workbook.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows[1] == SheetRow(2, (None, None, CellError("#NAME?")))


def test_the_text_of_an_error_counts_as_one(tmp_path: Path) -> None:
    workbook = Workbook()
    cell = workbook.worksheets[0]["A1"]
    cell.value, cell.data_type = "#VALUE!", "s"
    workbook.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows[0].cells == (CellError("#VALUE!"),)


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(-(10**14), 10**14),
                st.dates(date(1901, 1, 1), date(2100, 1, 1)),
                st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(
                    lambda text: not re.search("_x[0-9A-Fa-f]{4}_", text) and text[0] not in "=#"
                ),
            ),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[CellValue]]) -> None:
    path = book(tmp_path_factory.getbasetemp() / "written.xlsx", S=rows)
    found = {row.number: row.cells for row in read_workbook(path)[0].rows}
    for number, row in enumerate(rows, start=1):
        width = max((index + 1 for index, cell in enumerate(row) if cell is not None), default=0)
        cells = found.get(number, ())
        assert list(cells[:width]) == row[:width]
        assert set(cells[width:]) <= {None}


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xls", ".dat"])
def test_the_content_tells_the_format_not_the_name(tmp_path: Path, suffix: str) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    assert read_workbook(path.rename(tmp_path / f"a{suffix}"))[0].rows == (SheetRow(1, ("x",)),)


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", "Ann")
    assert read_workbook(path) == (Sheet("People", (SheetRow(1, ("Ann",)),)),)


def no_workbooks(folder: Path) -> dict[str, Path]:
    """Files that cannot be read, by the title of what is said about them."""
    good = book(folder / "good.xlsx", S=[["x"]]).read_bytes()
    (folder / "inside").mkdir()
    files = {
        "Empty file": b"",
        "Not a workbook": b"Role,Email\n",
        "Damaged file": good[: len(good) // 2],
        "Protected by a password": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    }
    for title, content in files.items():
        (folder / f"{title}.xlsx").write_bytes(content)
    return {title: folder / f"{title}.xlsx" for title in files} | {
        "No such file": folder / "none.xlsx",
        "Not a file": folder / "inside",
    }


@pytest.mark.parametrize(
    "title", ["Empty file", "Not a workbook", "Damaged file", "Protected by a password", "No such file", "Not a file"]
)
def test_what_cannot_be_read_is_told_in_a_sentence_of_its_own(tmp_path: Path, title: str) -> None:
    path = no_workbooks(tmp_path)[title]
    with pytest.raises(UnreadableFileError) as told:
        read_workbook(path)
    assert told.value.title == title
    assert path.name in told.value.message
    assert told.value.what_to_do


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"<html><table>", OLE + bytes(600), b"PK\x05\x06" + bytes(18), b"\x00"]
)
def test_other_files_are_no_workbooks(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"not a workbook|damaged"):
        read_workbook(path)


def test_a_part_that_cannot_be_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x" * 1000]])
    with ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[start + 60 : start + 90] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_workbook(path)


def test_a_document_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnreadableFileError, match="not a workbook"):
        read_workbook(path)


@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_the_system_will_not_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError) -> None:
    def refuse(_: Path) -> bytes:
        raise fault

    path = book(tmp_path / "a.xlsx", S=[["x"]])
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFileError, match=r"not allowed|could not be read"):
        read_workbook(path)


def test_a_file_larger_than_any_roster_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LARGEST_FILE", 1000)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read_workbook(book(tmp_path / "a.xlsx", S=[["x"]]))


def test_a_sheet_that_reaches_the_far_corner_is_refused_before_it_is_read(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = workbook.worksheets[0]["XFD1048576"] = "x"
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFileError, match="row 1,048,576 and column 16,384"):
        read_workbook(tmp_path / "a.xlsx")


def test_formats_in_the_far_corner_do_no_harm(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "x"
    sheet["XFD1048576"].number_format = "@"
    workbook.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == (SheetRow(1, ("x",)),)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as part:
        for _ in range(501):
            part.write(bytes(1024 * 1024))
    with pytest.raises(UnreadableFileError, match="unpacks to 501 MB"):
        read_workbook(path)


def test_a_sheet_whose_part_is_missing_is_no_traceback(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    rewritten(path, "xl/_rels/workbook.xml.rels", (b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"))
    with pytest.raises(UnreadableFileError):
        read_workbook(path)


@pytest.mark.parametrize("piece", [b"<c ", b'<c t="e" r="A1">', b"<c\n\n", b"<sheet "])
def test_no_part_makes_the_search_go_over_and_over_it(tmp_path: Path, piece: bytes) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    rewritten(path, "xl/worksheets/sheet1.xml", (b"</sheetData>", piece * 20_000))
    rewritten(path, "xl/workbook.xml", (b"</sheets>", piece * 20_000))
    with pytest.raises(UnreadableFileError):
        read_workbook(path)


def test_a_chart_sheet_has_no_cells(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.create_chartsheet("Chart", 0)
    workbook.worksheets[0]["A1"] = "x"
    workbook.save(tmp_path / "a.xlsx")
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(tmp_path / "a.xlsx")}
    assert sheets["Sheet"] == (SheetRow(1, ("x",)),)
    assert not sheets.get("Chart")


def test_the_reader_itself_takes_a_failed_formula_for_a_blank_cell(tmp_path: Path) -> None:
    """The reason for looking into the parts; if this fails, that can go."""
    workbook = Workbook()
    workbook.worksheets[0].append(["x", "#N/A"])
    workbook.save(tmp_path / "a.xlsx")
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python() == [["x", ""]]


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    before = path.read_bytes()
    read_workbook(path)
    assert path.read_bytes() == before
    assert load_workbook(path).sheetnames == ["S"]


def test_what_openpyxl_drops_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    assert left_behind(path.read_bytes()) == ()
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
        archive.writestr("xl/vbaProject.bin", b"x")
    assert left_behind(path.read_bytes()) == ("pictures", "macros")
