import errno
import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.rows import CellError, Sheet, SheetRow
from onefile_desktop.roster.workbook import read_workbook
from tests.roster.books import book, open_document


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
        Sheet("People", (SheetRow(2, (None, "b")), SheetRow(4, (1, True, date(2004, 3, 23))))),
        Sheet("Empty", ()),
    )


def test_times_and_durations_become_text(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[[time(9, 30), timedelta(hours=30), datetime.fromisoformat("2004-03-23T09:30")]])
    assert read_workbook(path)[0].rows[0].cells == ("09:30", "30:00:00", datetime.fromisoformat("2004-03-23T09:30"))


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
    assert found[0].rows == (SheetRow(1, ("x", None, CellError("#N/A"))), SheetRow(2, (None, CellError("#DIV/0!"))))
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


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xls", ".dat"])
def test_the_content_tells_the_format_not_the_name(tmp_path: Path, suffix: str) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    assert read_workbook(path.rename(tmp_path / f"a{suffix}"))[0].rows == (SheetRow(1, ("x",)),)


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", "Ann")
    assert read_workbook(path) == (Sheet("People", (SheetRow(1, ("Ann",)),)),)


def test_a_part_that_cannot_be_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x" * 1000]])
    with ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[start + 60 : start + 90] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_workbook(path)


def told_of(path: Path) -> UnreadableFileError:
    """What is said of a file that cannot be read."""
    with pytest.raises(UnreadableFileError) as told:
        read_workbook(path)
    assert path.name in told.value.message
    assert told.value.what_to_do
    return told.value


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "Cohort.xlsx").mkdir()
    assert told_of(tmp_path / "Cohort.xlsx").message == "“Cohort.xlsx” is a folder."


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert told_of(tmp_path / "gone.xlsx").title == "No such file"


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    assert told_of(tmp_path / "empty.xlsx").title == "Empty file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_never_keeps_the_program_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert "not an ordinary file" in told_of(tmp_path / "pipe.xlsx").message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device without an end here")
def test_a_device_that_never_ends() -> None:
    assert "not an ordinary file" in told_of(Path("/dev/zero")).message


def on_windows(code: int) -> OSError:
    """An error as Windows gives it, whose number other systems know nothing of."""
    error = OSError(errno.EINVAL, "The cloud operation was unsuccessful")
    error.winerror = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("fault", "name", "title"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "roster.xlsx", "Not allowed"),
        (PermissionError(errno.EACCES, "Permission denied"), "~$roster.xlsx", "A lock file"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "roster.xlsx", "No such file"),
        (on_windows(32), "roster.xlsx", "Open elsewhere"),
        (on_windows(33), "roster.xlsx", "Open elsewhere"),
        (on_windows(362), "roster.xlsx", "Kept elsewhere"),
        (on_windows(389), "roster.xlsx", "Kept elsewhere"),
        (on_windows(426), "roster.xlsx", "Kept elsewhere"),
        (OSError(errno.EIO, "Input/output error"), "roster.xlsx", "Kept elsewhere"),
        (OSError(errno.ETIMEDOUT, "Timed out"), "roster.xlsx", "Kept elsewhere"),
        (OSError(errno.EDEADLK, "Resource deadlock avoided"), "roster.xlsx", "Kept elsewhere"),
        (OSError(errno.EMFILE, "Too many open files"), "roster.xlsx", "Unreadable file"),
    ],
    ids=lambda value: f"{getattr(value, 'winerror', value.errno)}" if isinstance(value, OSError) else str(value),
)
def test_a_file_that_the_system_will_not_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, name: str, title: str
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    path = book(tmp_path / name, S=[["x"]])
    monkeypatch.setattr(Path, "open", refuse)
    assert told_of(path).title == title


def test_a_file_larger_than_any_roster_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    assert "larger than 50 MB" in told_of(path).message


def test_a_stray_value_in_the_far_corner_hides_nobody(tmp_path: Path) -> None:
    """The sheet that makes python-calamine end the process that reads it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["B2"], sheet["XFD1048576"] = "x", "#N/A", "stray"
    workbook.save(tmp_path / "a.xlsx")
    first, second, last = read_workbook(tmp_path / "a.xlsx")[0].rows
    assert (first, second) == (SheetRow(1, ("x",)), SheetRow(2, (None, CellError("#N/A"))))
    assert (last.number, len(last.cells), last.cells[-1]) == (1_048_576, 16_384, "stray")


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


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["x"]])
    before = path.read_bytes()
    read_workbook(path)
    assert path.read_bytes() == before
    assert load_workbook(path).sheetnames == ["S"]
