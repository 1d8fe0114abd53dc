from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import Doubtful, Invalid
from onefile_desktop.roster.kinds.dates import Order, column_order, first_with_month_first, read_date
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated
from tests.roster.books import TODAY
from tests.roster.test_values import CELLS

FAIR_DATES = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def read(cell: CellValue, order: Order = Order.OPEN, field: str = "StartOn") -> date | Doubtful | Invalid | None:
    return read_date(cell, order=order, today=TODAY, field=field)


@pytest.mark.parametrize(
    "cell",
    [
        date(2004, 3, 23),
        datetime.fromisoformat("2004-03-23T12:30"),
        "23/03/2004",
        "23/3/04",
        "23-03-2004",
        "23.03.2004",
        "23/03/2004 00:00:00",
        "23/03/2004, 9:05 am",
        "23/03/2004.",
        "'23/03/2004",
        "23 / 03 / 2004",
        "23 03 2004",
        "23–03–2004",
        "23 – 3 – 04",
        "23\\03\\2004",
        "２３/０３/２００４",
        "3/23/2004",
        "2004-03-23",
        "2004/03/23",
        "2004-03-23T09:30:00",
        "2004-03-23T09:30:00Z",
        "2004-03-23 09:30:00.1234567+00:00",
        "23 March 2004",
        "23rd March 2004",
        "23-Mar-04",
        "23/Mar/2004",
        "23.Mar.2004",
        "23Mar2004",
        "23 Mar '04",
        "23RD OF MARCH, 2004",
        "23 March 2004 09:05",
        "2004-Mar-23",
        "2004 March 23rd",
        "20040323",
        20040323.0,
        "Tue. 23/03/2004",
        "Tues 23 Mar 2004",
        "Tuesday, 23 March 2004",
        "March 23, 2004",
        "Mar 23 2004",
        38069,
        38069.0,
        38069.75,
        "38069",
        "38069.75",
    ],
)
def test_ways_to_write_a_day(cell: CellValue) -> None:
    assert read(cell) == date(2004, 3, 23)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2004-06-30T23:00:00Z", date(2004, 7, 1)),  # OneFile's midnight in summer
        ("2004-12-30T23:00:00Z", date(2004, 12, 30)),
        ("2004-06-30T23:00:00-05:00", date(2004, 7, 1)),
        ("9999-12-31T23:00:00Z", "date-invalid"),
        ("0001-01-01T00:00:00+14:00", "date-invalid"),
    ],
)
def test_a_moment_is_the_day_it_was_in_london(cell: str, day: date | str) -> None:
    found = read(cell)
    assert (found.code if isinstance(found, Invalid) else found) == day


@pytest.mark.parametrize("cell", ["", None, "   "], ids=["empty text", "nothing", "spaces"])
def test_a_blank_cell_is_no_date(cell: CellValue) -> None:
    assert read(cell) is None


@pytest.mark.parametrize("cell", ["n/a", "TBC", "-", "–", "Not known"])
def test_a_cell_that_says_nothing_is_no_date(cell: str) -> None:
    assert read(cell) is None


@pytest.mark.parametrize(("text", "month"), [("1 Sept 2024", 9), ("1 May 24", 5), ("JUNE 1, 2024", 6)])
def test_months_have_names(text: str, month: int) -> None:
    assert read(text) == date(2024, month, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "0/03/2004",
        "13/13/2004",
        "2004-13-01",
        "32 March 2004",
        "5 Brumaire 2004",
        "March 2004",
        "1234567",
        "99999",
        "20041301",
        "/" * 32_767,
        "\n1" * 16_000,
        "2004",
        2004,
        True,
        "1/2",
        "2004-02-30T00:00:00Z",
        "23/03-2004",
        "12/2004",
        -1.0,
        float("nan"),
        float("inf"),
        "1/1/0000",
        "23/03/1066",
    ],
)
def test_what_is_no_date(cell: CellValue) -> None:
    found = read(cell)
    assert isinstance(found, Invalid)
    assert found.code == "date-invalid"
    assert found.why


@pytest.mark.parametrize("text", ["29/02/2005", "29/02/1900", "31/04/2004", "31 April 2004", "2004-02-30", "20040230"])
def test_a_day_that_its_month_does_not_have_says_so(text: str) -> None:
    assert read(text) == Invalid("date-invalid", REASONS["date-calendar"])


def test_a_formula_without_a_value_is_told_as_such() -> None:
    assert read(CellError("#N/A")) == Invalid("cell-error")
    assert read(NotCalculated()) == Invalid("formula-not-calculated")


@pytest.mark.parametrize("text", ["03/04/2004", "3-4-2004", "03/04/04", "3 / 4 / 04", "03/04/2004 09:00"])
def test_an_order_that_nothing_settles_is_read_day_first_and_said(text: str) -> None:
    assert read(text) == Doubtful(date(2004, 4, 3), "date-ambiguous")


@pytest.mark.parametrize("text", ["04/04/2004", "03.04.2004", "2004-04-03", "3 April 2004", "4/04/2004"])
def test_these_are_not_ambiguous(text: str) -> None:
    assert isinstance(read(text), date)


def test_the_column_settles_the_order() -> None:
    assert read("03/04/2004", Order.DAY_FIRST) == date(2004, 4, 3)
    assert read("03/04/2004", Order.MONTH_FIRST) == date(2004, 3, 4)


def test_in_a_mixed_column_only_a_day_that_cannot_be_a_month_is_believed() -> None:
    assert read("24/03/2004", Order.MIXED) == date(2004, 3, 24)
    assert read("3/24/2004", Order.MIXED) == Invalid("date-mixed")
    assert read("03/04/2004", Order.MIXED) == Invalid("date-mixed")
    assert read("04/04/2004", Order.MIXED) == date(2004, 4, 4)
    assert read("2004-04-03T20:09:53Z", Order.MIXED) == date(2004, 4, 3)
    assert read(date(2004, 4, 3), Order.MIXED) == date(2004, 4, 3)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        ([], Order.OPEN),
        (["03/04/2004", "2004-05-30", "hello", date(2004, 5, 30), None, 38069.0], Order.OPEN),
        (["03/04/2004", "24/03/2004"], Order.DAY_FIRST),
        (["24.03.2004", "03/04/2004"], Order.DAY_FIRST),
        (["03/04/2004", "6/24/89"], Order.MONTH_FIRST),
        (["6 – 24 – 89", "2000-08-26T20:09:53Z", "26 August 2000", date(2000, 8, 26)], Order.MONTH_FIRST),
        (["24/03/2004", "6/24/89"], Order.MIXED),
    ],
)
def test_the_order_of_a_column(cells: list[CellValue], order: Order) -> None:
    assert column_order(cells) is order


def test_the_first_text_that_shows_the_month_first() -> None:
    assert first_with_month_first(["03/04/2004", None, " 6/24/89", "7/24/89"]) == "6/24/89"
    assert first_with_month_first(["03/04/2004"]) == ""


def test_two_digits_of_a_birth_year_lie_in_the_past() -> None:
    assert read("24/03/04", field="DOB") == date(2004, 3, 24)
    assert read("24/03/89", field="DOB") == date(1989, 3, 24)
    assert read("24-Mar-89", field="DOB") == date(1989, 3, 24)
    assert read("24/03/28", field="DOB") == date(1928, 3, 24)
    assert read("22/11/26", field="DOB") == TODAY
    assert read("23/11/26", field="DOB") == date(1926, 11, 23)


@pytest.mark.parametrize("field", ["StartOn", "PlannedEndDate", "CentreRegister"])
@pytest.mark.parametrize(("text", "year"), [("24/03/28", 2028), ("24/03/30", 2030), ("24/03/99", 1999)])
def test_two_digits_of_another_year_mean_the_nearest(field: str, text: str, year: int) -> None:
    assert read(text, field=field) == date(year, 3, 24)


def test_two_digits_mean_a_century_that_has_the_day() -> None:
    assert read("29/02/00", field="DOB") == read("29/02/00") == date(2000, 2, 29)
    assert read("29/02/28", field="DOB") == date(1928, 2, 29)
    assert read("29/02/01") == Invalid("date-invalid", REASONS["date-calendar"])


@pytest.mark.parametrize("cell", [TODAY + timedelta(days=1), "24/03/2044", date(1899, 12, 31), "01/01/1066"])
def test_births_that_cannot_be(cell: CellValue) -> None:
    found = read(cell, field="DOB")
    assert isinstance(found, Invalid)
    assert found.code == "date-invalid"
    assert "date of birth" in found.why


def test_a_birth_today_can_be() -> None:
    assert read(TODAY, field="DOB") == TODAY


SUFFIX = st.sampled_from(["", " 00:00", " 09:05:59", "T09:05:59", ", 9:05 pm", "."])


@given(day=FAIR_DATES, suffix=SUFFIX, separator=st.sampled_from("/-. –"), space=st.sampled_from(["", " "]))
def test_a_day_comes_back_from_every_way_to_write_it(day: date, suffix: str, separator: str, space: str) -> None:
    between = f"{space}{separator}{space}"
    for parts in ("%d %m %Y", "%d %b %Y", "%d %B %Y", "%Y %m %d", "%Y %b %d"):
        assert read(day.strftime(parts).replace(" ", between) + suffix, Order.DAY_FIRST) == day
    for text in (
        f"{day:%A}, {day.day} {day:%B %Y}",
        f"{day:%a %d/%m/%Y}",
        f"{day:%B} {day.day}, {day:%Y}",
        f"{day:%b} {day.day} {day:%Y}",
    ):
        assert read(text + suffix, Order.DAY_FIRST) == day
    if separator != ".":
        assert read(day.strftime("%m %d %Y").replace(" ", between) + suffix, Order.MONTH_FIRST) == day
    assert read(day) == read(datetime.fromisoformat(f"{day}T00:00")) == day
    assert read(f"{day}T12:00:00Z") == day
    if day.year < 2100:
        assert read(f"{day:%Y%m%d}") == day


@given(cell=CELLS | st.from_regex(r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -](20)?[0-9]{2}", fullmatch=True))
def test_a_date_that_was_read_reads_as_itself(cell: CellValue) -> None:
    for field in ("DOB", "StartOn"):
        if isinstance(found := read(cell, Order.DAY_FIRST, field), date):
            assert read(f"{found:%d/%m/%Y}", Order.DAY_FIRST, field) == found


@given(cell=CELLS, order=st.sampled_from(Order), field=st.sampled_from(["DOB", "StartOn"]))
def test_no_content_of_a_cell_raises(cell: CellValue, order: Order, field: str) -> None:
    read(cell, order, field)
    column_order([cell])


@given(
    text=st.from_regex(
        r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?Z?)?", fullmatch=True
    ),
    order=st.sampled_from(Order),
)
def test_nothing_that_looks_like_a_date_raises(text: str, order: Order) -> None:
    read(text, order, "DOB")
    column_order([text])


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["45/03/2004"], Order.OPEN),
        (["03/45/2004"], Order.OPEN),
        (["45/13/2004", "6/24/1989"], Order.MONTH_FIRST),
        (["31/02/2004", "3/4/2004"], Order.DAY_FIRST),  # no day, but what comes first can be no month
        (["31/02/2004", "6/24/1989"], Order.MIXED),
        (["02/31/2004", "24/06/1989"], Order.DAY_FIRST),
        (["06/31/2004", "04/05/2004"], Order.OPEN),
        (["29/02/2003"], Order.DAY_FIRST),  # of a wrong year, and plain all the same
    ],
)
def test_what_is_in_no_calendar_settles_no_order(cells: list[CellValue], order: Order) -> None:
    assert column_order(cells) is order


@pytest.mark.parametrize("cell", ['"', "as above", "DITTO"])
def test_a_date_that_stands_above_is_none(cell: str) -> None:
    assert read(cell) == Invalid("ditto")
