"""What a file's bytes come to, in this process, and what happens when the process that reads them falls over."""

import os
import re
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook
from xlwt.CompoundDoc import XlsDoc

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster import answer
from onefile_desktop.roster.reader import read_sheets
from onefile_desktop.roster.reader_process import Limits, limits_for, sheets_of
from onefile_desktop.roster.rows import Area, CellError, CellValue, NotCalculated, Sheet, SheetRow
from tests.roster.books import open_document
from tests.roster.corpus.xlsb_by_hand import xlsb

MEGABYTE = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def saved(workbook: Workbook | xlwt.Workbook) -> bytes:
    """The bytes of a workbook."""
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def xlsx(*rows: Sequence[Any]) -> bytes:
    """A workbook with these rows."""
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    return saved(workbook)


def rewritten(content: bytes, part: str, change: bytes, into: bytes) -> bytes:
    """A workbook with one of its parts changed, as no well-behaved program would write it; `change` is a pattern."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(made, "w", ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            text, times = re.subn(change, into, archive.read(name), flags=re.DOTALL)
            assert times or name != part
            changed.writestr(name, text if name == part else archive.read(name))
    return made.getvalue()


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


def binary(rows: list[list[object]]) -> bytes:
    """A binary workbook with these rows."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part in xlsb("People", rows).items():
            archive.writestr(name, part)
    return made.getvalue()


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


# The process that reads


def sentence(content: bytes, limits: Limits, name: str = "Cohort.xlsx") -> str:
    """What is said of a file that the process that reads does not get through."""
    with pytest.raises(UnreadableFileError) as told:
        sheets_of(content, name, None, limits)
    assert told.value.what_to_do
    return told.value.message


def test_the_process_answers_what_this_one_would() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Zoë\n“x”", 1.5, True, None, date(2004, 3, 23), datetime.fromisoformat("2004-03-23T09:30"), "=1+1"])
    sheet["A3"] = "#N/A"
    sheet.merge_cells("A3:B4")
    sheet.row_dimensions[3].hidden = True
    workbook.create_sheet("Empty")
    content = saved(workbook)
    assert sheets_of(content, "Cohort.xlsx", None) == read_sheets(content, "Cohort.xlsx")


def test_an_old_sheet_that_reaches_too_far_ends_only_the_process_that_reads_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    sheet.write(0, 0, "x")
    sheet.write(65_535, 255, "x")
    assert "would fill too much memory" in sentence(saved(workbook), limits_for(b""), "Cohort.xls")
    assert capfd.readouterr() == ("", "")


def test_a_reader_that_panics_ends_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    """Over a text that is not there, python-calamine panics, which is no ordinary exception."""
    lost = rewritten(binary([["Role"]]), "xl/worksheets/sheet1.bin", b"\0{4}(?=\x92)", b"\xff\0\0\0")
    assert "damaged" in sentence(lost, limits_for(b""), "Cohort.xlsb")
    assert capfd.readouterr() == ("", "")


def test_reading_that_takes_too_long_is_ended() -> None:
    slow = slow_to_open(xlsx(["x"]))
    began = time.monotonic()
    with pytest.raises(UnreadableFileError, match="takes longer than 1 second"):
        sheets_of(slow, "Cohort.xlsx", "x", Limits(350, 1, 30))
    assert time.monotonic() - began < 10


def slow_to_open(content: bytes) -> bytes:
    """A protected workbook that wants a password's key to be worked out ten times as long as Excel does."""
    made = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt("x", made)
    assert made.getvalue().count(b'spinCount="100000"')
    return made.getvalue().replace(b'spinCount="100000"', b'spinCount="999999"')


def put_in_its_place(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Has `script` run where Python should read a file."""
    stand_in = folder / "python"
    stand_in.write_text(f"#!/bin/sh\n{script}\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))


ANSWER_WITHOUT_END = """echo '{"sheet": "S", "hidden": [], "merged": []}'; echo '[1, ["x"]]'"""
HUNGRY = f"""exec {sys.executable} -c 'import time; x = b"x" * (200 * 1024 * 1024); time.sleep(60)'"""
BUSY = f"exec {sys.executable} -c 'while True: pass'"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo garbage", "makes the reader fail"),
        ("cat >&2; exit 0", "makes the reader fail"),
        ("exit 1", "makes the reader fail"),
        ("cat >/dev/null; " + ANSWER_WITHOUT_END, "makes the reader fail"),
        ("kill -SEGV $$", "makes the reader fail"),
        ("kill -KILL $$", "fill too much memory"),
        ("kill -ABRT $$", "fill too much memory"),
        ("exec sleep 60", "takes longer than 1 second"),
        (BUSY, "takes longer than 1 second"),
        (HUNGRY, "fill too much memory"),
    ],
)
def test_whatever_becomes_of_the_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], script: str, told: str
) -> None:
    put_in_its_place(monkeypatch, tmp_path, script)
    began = time.monotonic()
    assert told in sentence(xlsx(["x"]) + bytes(MEGABYTE), Limits(100, 1, 3))
    assert time.monotonic() - began < 10
    assert capfd.readouterr() == ("", "")


def test_a_computer_that_starts_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert "did not let the program start its reader" in sentence(xlsx(["x"]), limits_for(b""))


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_the_process_is_told_no_secret_where_others_could_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", "Harbour-7")
    monkeypatch.setenv("ONEFILE_TOKEN", "a-token")
    put_in_its_place(monkeypatch, tmp_path, f'{{ echo "$@"; env; }} >{seen}; cat >/dev/null')
    with pytest.raises(UnreadableFileError):
        sheets_of(xlsx(["x"]), "Cohort.xlsx", "Harbour-7")
    assert "PATH=" in seen.read_text()
    assert "Harbour-7" not in seen.read_text()
    assert "a-token" not in seen.read_text()


def test_nothing_in_the_current_folder_is_taken_for_a_part_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "zipfile", "python_calamine", "sitecustomize", "onefile_desktop"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)  # an empty entry of it means the current folder
    assert sheets_of(xlsx(["x"]), "Cohort.xlsx", None)[0].rows == (SheetRow(1, ("x",)),)


def test_larger_files_get_more_time() -> None:
    small, large = limits_for(b""), limits_for(bytes(10 * MEGABYTE))
    assert (small.seconds, large.seconds) == (6, 26)
    assert small.megabytes == large.megabytes


# The answer


ANSWERED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([CellError("#N/A"), NotCalculated()]),
)
ROWS = st.builds(SheetRow, st.integers(1, 1_048_576), st.lists(ANSWERED, max_size=5).map(tuple))
AREAS = st.builds(Area, *[st.integers(0, 16_384)] * 4)
SHEETS = st.builds(
    Sheet,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(ROWS, max_size=5).map(tuple),
    st.frozensets(st.integers(1, 1_048_576)),
    st.lists(AREAS, max_size=3).map(tuple),
)


@given(st.lists(SHEETS, max_size=3).map(tuple))
def test_sheets_come_over_as_they_are(sheets: tuple[Sheet, ...]) -> None:
    out = BytesIO()
    answer.write_sheets(sheets, out)
    assert answer.sheets_in(out.getvalue()) == sheets
    with pytest.raises(answer.GarbledError):
        answer.sheets_in(out.getvalue()[:-3])


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda said: repr(said).encode())
)
def test_nothing_else_is_taken_for_an_answer(said: bytes) -> None:
    with pytest.raises(answer.GarbledError):
        answer.sheets_in(said)
