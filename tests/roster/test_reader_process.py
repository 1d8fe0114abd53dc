"""What happens when the process that reads a file falls over, or takes too much."""

import os
import sys
import time
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.reader import read_sheets
from onefile_desktop.roster.files.reader_process import Limits, limits_for, sheets_of
from onefile_desktop.roster.rows import SheetRow
from tests.roster.workbook_bytes import binary, rewritten, saved, xlsx

MEGABYTE = 1024 * 1024


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
