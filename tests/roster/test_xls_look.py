"""What is seen in an old workbook besides its cells."""

import pytest
import xlwt

from onefile_desktop.roster.files.xls_look import look
from tests.roster.workbook_bytes import saved


@pytest.mark.parametrize("from_1904", [False, True])
def test_from_when_its_days_are_counted(from_1904: bool) -> None:
    workbook = xlwt.Workbook()
    workbook.dates_1904 = from_1904
    workbook.add_sheet("One")
    workbook.add_sheet("Two")
    assert [found.from_1904 for found in look(saved(workbook))] == [from_1904, from_1904]


@pytest.mark.parametrize(("at", "byte"), [(30, 0), (31, 0xFF), (33, 0x7F)])
def test_sectors_of_a_size_that_cannot_be_are_left_to_the_reader(at: int, byte: int) -> None:
    workbook = xlwt.Workbook()
    workbook.add_sheet("One")
    changed = bytearray(saved(workbook))
    changed[at] = byte
    assert look(bytes(changed)) == ()
