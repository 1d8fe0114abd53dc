import string
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import Doubtful, Invalid, display
from onefile_desktop.roster.kinds.identifiers import read_mis_id, read_nino, read_onefile_id, read_uln, zeros_kept
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellValue
from tests.roster.cohort import uln


@pytest.mark.parametrize("number", range(0, 200, 7))
def test_a_uln_needs_its_check_digit(number: int) -> None:
    good = uln(number)
    for text in (good, f"{good}.0", f"'{good}", f"{good[:3]} {good[3:6]} {good[6:]}", display(float(good))):
        assert read_uln(text) == good
    for digit in set(string.digits) - {good[-1]}:
        assert read_uln(good[:-1] + digit) == Invalid("uln-invalid", REASONS["uln-check"])


def test_the_uln_for_not_yet_known_counts_as_blank() -> None:
    assert read_uln("9999999999") is None
    assert read_uln("9999999999.0") is None


@pytest.mark.parametrize("text", ["123456789", "0123456789", "12345678901", "abc"])
def test_what_is_no_uln(text: str) -> None:
    assert read_uln(text) == Invalid("uln-invalid", REASONS["uln-digits"])


@pytest.mark.parametrize("text", ["1.23457E+09", "1.2e+09", "1E+09", "7,01E+09"])
def test_a_uln_that_excel_has_shortened_is_told_as_such(text: str) -> None:
    assert read_uln(text) == Invalid("uln-invalid", REASONS["digits-lost"])


# AB 12 34 56 C is the pattern that HMRC prints; none of these were given to anybody for all we know.
@pytest.mark.parametrize("text", ["AB 12 34 56 C", "ab123456c", "AB-12-34-56-C", "AB–12–34–56–C", "ＡＢ123456Ｃ"])
def test_ninos(text: str) -> None:
    assert read_nino(text) == "AB123456C"


@pytest.mark.parametrize(
    "text", ["QQ123456C", "DA123456A", "AO123456A", "BG123456A", "TN010190M", "ZZ123456A", "AB123456E", "AB12345C", "A"]
)
def test_what_is_no_nino(text: str) -> None:
    assert read_nino(text) == Invalid("nino-invalid")


def test_onefile_ids() -> None:
    assert read_onefile_id("137001") == read_onefile_id("137001.0") == 137_001
    for text in ("HL26", "-5", "0", "1.5", "٤٢", "9" * 30, "1.23E+05"):
        assert read_onefile_id(text) == Invalid("id-invalid")


@pytest.mark.parametrize(
    ("cells", "length"),
    [
        ([], 0),
        ([123, 1234.0, "HL7", "00A12", None, "0"], 0),
        (["123", "4567", 89], 0),
        (["000123", 45.0], 6),
        (["0012", "000123", "0"], 6),
    ],
)
def test_the_length_of_the_numbers_that_kept_their_zeros(cells: list[CellValue], length: int) -> None:
    assert zeros_kept(cells) == length


@pytest.mark.parametrize("cell", [123, 123.0, 99_999])
def test_a_number_among_longer_texts_with_zeros_has_lost_some(cell: CellValue) -> None:
    assert read_mis_id(cell, 6) == Doubtful(display(cell), "zeros-lost")


@pytest.mark.parametrize(
    ("cell", "zeros"), [(123, 0), (123.0, 0), (123_456, 6), (1_234_567.0, 6), ("123", 6), ("000123", 6), ("HL7", 6)]
)
def test_a_number_that_may_be_whole_is_taken_as_it_is(cell: CellValue, zeros: int) -> None:
    assert read_mis_id(cell, zeros) == display(cell)


@pytest.mark.parametrize("cell", ["1.23E+09", "1E+12", 1e15, 12_345_678_901_234_567])
def test_a_mis_id_that_excel_has_shortened_has_lost_digits_for_certain(cell: CellValue) -> None:
    assert read_mis_id(cell, 0) == Invalid("digits-lost")


@pytest.mark.parametrize("cell", ["12E3", "1.5", "E+09", "3E+9", "HL26.0", 999_999_999_999_999])
def test_a_mis_id_that_only_resembles_one_has_not(cell: CellValue) -> None:
    assert read_mis_id(cell, 0) == display(cell)


@given(st.text(), st.integers(0, 12))
def test_what_was_read_reads_as_itself(text: str, zeros: int) -> None:
    for read in (read_uln, read_nino):
        found = read(text)
        assert not isinstance(found, str) or read(found) == found
    if isinstance(found := read_mis_id(text, zeros), str) and found:
        assert read_mis_id(found, zeros) == found


@pytest.mark.parametrize("cell", [date(2004, 3, 4), datetime.fromisoformat("2004-03-04T00:00:00")])
def test_a_mis_id_that_is_a_date_has_perhaps_been_made_one(cell: CellValue) -> None:
    assert read_mis_id(cell, 6) == Doubtful("04/03/2004", "mis-id-date")
