from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import Invalid, display, one_line, plain, tidy, typed, unreadable
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated
from tests.roster.test_values import CELLS


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        ("", ""),
        ("  Ann \t", "Ann"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("\ufeffAnn\u200b", "Ann"),
        ("Mary  Ann", "Mary Ann"),
        ("O’Brien", "O’Brien"),
        ("1 Gull Lane \r\n Westering", "1 Gull Lane\nWestering"),
        ("Jose\u0301", "José"),
        (1234567890.0, "1234567890"),
        (42, "42"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2004, 3, 23), "23/03/2004"),
        (datetime.fromisoformat("2004-03-23T00:00"), "23/03/2004"),
        (datetime.fromisoformat("2004-03-23T09:05"), "23/03/2004 09:05"),
        (CellError("#N/A"), "#N/A"),
        (NotCalculated(), "(not calculated)"),
    ],
)
def test_a_cell_is_shown_as_a_person_sees_it(cell: CellValue, shown: str) -> None:
    assert display(cell) == shown


@given(CELLS)
def test_what_is_shown_is_shown_again_as_it_is(cell: CellValue) -> None:
    assert display(display(cell)) == display(cell)


def test_joiners_stay_inside_names_that_are_written_with_them() -> None:
    assert tidy("\u200cن\u200cم\u200d ") == "ن\u200cم"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_only_formulas_can_be_without_a_value() -> None:
    assert unreadable(CellError("#N/A")) == Invalid("cell-error")
    assert unreadable(NotCalculated()) == Invalid("formula-not-calculated")
    assert unreadable("#N/A") is None


def test_one_line() -> None:
    assert one_line("Ann\nMary \n\nLee") == "Ann Mary Lee"


@pytest.mark.parametrize("name", ["O'Brien", "O’Brien", "O\u02bcBrien", "O`BRIEN", "o brien", "O\uff07Brien"])
def test_a_name_compares_equal_in_all_its_spellings(name: str) -> None:
    assert plain(name) == "obrien"


@given(st.text())
def test_comparing_what_compares_makes_no_difference(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert typed(typed(text)) == typed(text)
