"""What is seen in a binary workbook besides its cells."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.reader import read_sheets
from onefile_desktop.roster.files.xlsb_look import look
from onefile_desktop.roster.files.xlsx_limits import DamagedError, TooLargeError
from onefile_desktop.roster.files.xlsx_looks import SheetLook
from onefile_desktop.roster.rows import Area, CellError, SheetRow
from tests.roster.corpus.excel import zipped
from tests.roster.corpus.xlsb_by_hand import Failed, xlsb

BOOK, SHEET = "xl/workbook.bin", "xl/worksheets/sheet1.bin"
ROWS = [
    ["Name", "Born", "Here", "Class"],
    ["Ann", date(2004, 3, 23), True, Failed(0x2A)],
    ["Ben", 7.5, False, "A1"],
    [Failed(0x07, of_formula=False), None, None, "A1"],
]


def test_what_there_is_to_tell() -> None:
    made = zipped(xlsb("People", ROWS, hidden={2, 4}, merged=[(2, 3, 3, 3)], from_1904=True))
    assert look(made) == (
        SheetLook(
            {(1, 3): "#N/A", (3, 0): "#DIV/0!"}, hidden=frozenset({2, 4}), merged=(Area(3, 3, 4, 3),), from_1904=True
        ),
    )


def test_what_the_look_tells_stands_in_the_sheet() -> None:
    (sheet,) = read_sheets(zipped(xlsb("People", ROWS, hidden={3, 99})), "Cohort.xlsb")
    assert sheet.rows == (
        SheetRow(1, ("Name", "Born", "Here", "Class")),
        SheetRow(2, ("Ann", date(2004, 3, 23), True, CellError("#N/A"))),
        SheetRow(3, ("Ben", 7.5, False, "A1")),
        SheetRow(4, (CellError("#DIV/0!"), None, None, "A1")),
    )
    assert sheet.hidden == {3}


@pytest.mark.parametrize(
    ("code", "shown"),
    [(0, "#NULL!"), (0x0F, "#VALUE!"), (0x17, "#REF!"), (0x1D, "#NAME?"), (0x24, "#NUM!"), (0x99, "#ERROR!")],
)
def test_what_a_failed_formula_shows(code: int, shown: str) -> None:
    (sheet,) = read_sheets(zipped(xlsb("People", [["Ann", Failed(code)]])), "Cohort.xlsb")
    assert sheet.rows == (SheetRow(1, ("Ann", CellError(shown))),)


def test_records_that_are_not_known_are_passed_over_whatever_their_size() -> None:
    parts = dict(xlsb("People", [["Ann", Failed(0x2A)]]))
    unknown = b"\xff\x7f\x80\x80\x04" + bytes(65536)
    assert look(zipped({**parts, SHEET: unknown + parts[SHEET]}))[0].failed == {(0, 1): "#N/A"}


@pytest.mark.parametrize("part", [BOOK, SHEET])
def test_records_that_break_off(part: str) -> None:
    parts = dict(xlsb("People", ROWS, hidden={2}))
    for length in range(len(parts[part])):
        with suppress(UnreadableFileError):
            read_sheets(zipped({**parts, part: parts[part][:length]}), "Cohort.xlsb")


def test_a_workbook_without_its_first_part() -> None:
    parts = dict(xlsb("People", ROWS))
    del parts[BOOK]
    with pytest.raises(DamagedError):
        look(zipped(parts))


def test_a_name_that_goes_on_for_ever() -> None:
    endless = bytes([0x9C, 0x01, 12]) + bytes(8) + b"\x00\x00\x00\x10"
    parts = dict(xlsb("People", ROWS))
    with pytest.raises(DamagedError):
        look(zipped({**parts, BOOK: endless + parts[BOOK]}))


def test_a_workbook_that_unpacks_to_far_more_than_it_is() -> None:
    parts = xlsb("People", ROWS)
    with pytest.raises(UnreadableFileError, match="unpacks to 30 MB"):
        read_sheets(zipped({**parts, "xl/media/image1.png": bytes(30 * 1024 * 1024)}), "Cohort.xlsb")


@given(
    st.sampled_from([BOOK, SHEET]),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_no_bytes_break_it(part: str, changes: list[tuple[int, int]]) -> None:
    parts = dict(xlsb("People", ROWS, hidden={2}, merged=[(2, 3, 3, 3)]))
    changed = bytearray(parts[part])
    for at, byte in changes:
        changed[at % len(changed)] = byte
    with suppress(DamagedError, TooLargeError):
        assert len(look(zipped({**parts, part: bytes(changed)}))) <= 2


@given(st.binary(max_size=60))
def test_no_noise_breaks_it(noise: bytes) -> None:
    parts = dict(xlsb("People", ROWS))
    with suppress(DamagedError, TooLargeError):
        look(zipped({**parts, SHEET: noise}))
