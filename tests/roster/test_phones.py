import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import Invalid, display, tidy
from onefile_desktop.roster.kinds.phones import read_phone
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellValue


@pytest.mark.parametrize(
    "cell",
    [
        "07700 900123",
        "7700900123",
        7700900123.0,
        7700900123,
        "7700900123.0",
        "'07700900123",
        "(07700) 900-123",
        "(0)7700 900123",
        "07700‑900‑123",
        "07700.900.123",
        "07700/900123",
        "０７７００ ９００１２３",
        "tel: 07700 900123",
        "Mob 07700 900123",
        "M: 07700 900123",
    ],
)
def test_one_number_in_many_forms(cell: CellValue) -> None:
    assert read_phone(display(cell)) == "07700900123"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+44 07700 900123", "+447700900123"),
        ("(0044) 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("+353 20 913 1234", "+353209131234"),
        ("00353 (0)20 913 1234", "+353209131234"),
        ("01632 960001 ext. 12", "01632960001 ext 12"),
        ("01632 960001 x12", "01632960001 ext 12"),
        ("016977 2345", "0169772345"),
        ("0800 123456", "0800123456"),
    ],
)
def test_numbers_of_other_forms(text: str, number: str) -> None:
    assert read_phone(text) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0770", "phone-digits"),
        ("07700 90012", "phone-digits"),  # ten digits, which only some numbers in 01 and 0800 have
        ("07700 900 1234 5", "phone-digits"),
        ("0400 123 4567", "phone-digits"),
        ("+0770090012", "phone-digits"),
        ("+44 770", "phone-digits"),
        ("9" * 300, "phone-digits"),
        ("07700O900123", "phone-characters"),
        ("07700 900123 (Mum)", "phone-characters"),
        ("ask at the office", "phone-characters"),
        ("07700 900123 / 01632 960001", "phone-several"),
        ("07700 900123 or 01632 960001", "phone-several"),
        ("07700 900123\n01632 960001", "phone-several"),
        ("07700 900123 01632 960001", "phone-several"),
        ("7.70090E+09", "digits-lost"),
    ],
)
def test_what_is_no_number_says_why(text: str, why: str) -> None:
    assert read_phone(text) == Invalid("phone-invalid", REASONS[why])


@given(st.text() | st.from_regex(r"(\+|00)?(44|353)?\(?0?\)?[0-9 ]{6,14}( x[0-9]{1,3})?", fullmatch=True))
def test_a_number_that_was_read_reads_as_itself(text: str) -> None:
    found = read_phone(tidy(text))
    assert isinstance(found, Invalid) or read_phone(found) == found
