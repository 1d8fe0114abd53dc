"""What a cell says by the rest of its column, and what is said of a cell that is missing."""

from datetime import date

import pytest

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.rows import Cell, CellError, CellValue, Checked, NotCalculated, Row
from tests.roster.books import TODAY
from tests.roster.tables import LEARNER, header_of, learners, made_roster, told, with_people


def checked_column(field: str, *cells: CellValue, everyone: dict[str, str] | None = None) -> Checked:
    return check(made_roster(*learners(field, *cells), everyone=everyone), today=TODAY)


def dates(found: Checked, field: str) -> list[date | None]:
    return [person.date(field) for person in found.people]


def test_a_day_beyond_twelve_settles_its_column() -> None:
    found = checked_column("DOB", "03/04/2004", "24/03/2004", date(1999, 1, 2))
    assert found.problems == ()
    assert dates(found, "DOB") == [date(2004, 4, 3), date(2004, 3, 24), date(1999, 1, 2)]


def test_an_order_that_nothing_settles_is_said_at_each_date() -> None:
    found = checked_column("DOB", "03/04/2004", "04/04/2004", date(1999, 12, 31), "2000-08-26T20:09:53Z")
    assert told(found.problems) == [(6, "DOB", "date-ambiguous")]
    assert "3 April 2004" in found.problems[0].message
    assert found.problems[0].value == "03/04/2004"


def test_each_column_has_an_order_of_its_own() -> None:
    rows = [row | {"StartOn": start} for row, start in zip(learners("DOB", "6/24/89"), ["24/03/2026"], strict=True)]
    found = check(made_roster(*rows), today=TODAY)
    assert [one.code for one in found.problems] == ["date-month-first"]
    assert found.people[0].date("StartOn") == date(2026, 3, 24)


def test_a_column_with_both_orders_is_mixed_but_for_what_can_only_be_one() -> None:
    found = checked_column("DOB", "2000-08-26T20:09:53Z", "23/03/1960", "6/24/89", "03/04/2004", "26 August 2000")
    assert told(found.problems) == [(8, "DOB", "date-mixed"), (9, "DOB", "date-mixed")]
    assert all("such as “6/24/89”" in one.message for one in found.problems)
    assert dates(found, "DOB") == [date(2000, 8, 26), date(1960, 3, 23), None, None, date(2000, 8, 26)]


@pytest.mark.parametrize("everyone", ["03/04/2026", "24/03/2026", "6/24/26"])
def test_a_date_for_everyone_neither_settles_nor_disturbs_a_column(everyone: str) -> None:
    """Rows without a date of their own have it; it is read day first, as this program asks for it."""
    found = checked_column("StartOn", "05/06/2026", None, "6/25/26", everyone={"StartOn": everyone})
    assert told(found.problems) == [(5, "StartOn", "date-month-first")]
    meant = {"03/04/2026": date(2026, 4, 3), "24/03/2026": date(2026, 3, 24), "6/24/26": date(2026, 6, 24)}
    assert dates(found, "StartOn") == [date(2026, 5, 6), meant[everyone], date(2026, 6, 25)]
    undecided = checked_column("StartOn", "05/06/2026", None, everyone={"StartOn": everyone})
    assert told(undecided.problems) == [(6, "StartOn", "date-ambiguous")]


def test_numbers_among_mis_ids_with_zeros_are_looked_at() -> None:
    found = checked_column("MISID", "000123", 456, 123_457.0, "789", "HL7", None)
    assert told(found.problems) == [(7, "MISID", "zeros-lost")]
    assert found.problems[0].value == "456"
    assert not found.problems[0].is_error
    assert found.people[1].text("MISID") == "456"


def test_numbers_of_any_length_are_mis_ids_where_none_has_zeros() -> None:
    assert checked_column("MISID", 7, 456, 123_457.0, "12", "HL7").problems == ()


def test_a_mis_id_for_everyone_is_not_part_of_the_column() -> None:
    assert checked_column("MISID", 7, everyone={"MISID": "000001"}).problems == ()


@pytest.mark.parametrize("field", ["Role", "DOB", "MISID", "LastName", "ClassroomID", "L12", "Standards"])
@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [(CellError("#REF!"), "cell-error", "#REF!"), (NotCalculated(), "formula-not-calculated", "(not calculated)")],
)
def test_a_formula_without_a_value_is_one_problem_at_its_cell(
    field: str, cell: CellValue, code: str, value: str
) -> None:
    (one,) = checked_column(field, cell).problems
    assert (one.code, one.place.field, one.place.header, one.value) == (code, field, header_of(field), value)
    assert one.is_error


@pytest.mark.parametrize("field", ["Email", "DefaultAssessorID", "LastName", "ClassroomID", "Role"])
def test_a_cell_that_says_nothing_is_missing_where_it_is_needed(field: str) -> None:
    (one,) = checked_column(field, "N/A").problems
    assert (one.code, one.place.field, one.value) == ("required-missing", field, "N/A")
    assert "counts as blank" in one.message


@pytest.mark.parametrize("field", ["ULN", "NINO", "MobileNumber", "DOB", "MISID", "SupportFunding", "AdditionalIQAs"])
def test_a_cell_that_says_nothing_is_nothing_elsewhere(field: str) -> None:
    found = checked_column(field, "n/a", "–", "TBC")
    assert found.problems == ()
    assert all(field not in person.values for person in found.people)


def row_with(*, doubt: bool = False, **cells: CellValue) -> Row:
    """A row under a name in one cell: `cells` beside those of a learner without names."""
    named = {name: cell for name, cell in LEARNER.items() if name not in {"FirstName", "LastName"}} | cells
    placed = {name: Cell(value, "B", "Learner", doubt=doubt) for name, value in named.items()}
    return Row("People", 6, placed)


ONE_NAME_COLUMN = made_roster({"Role": None, "FullName": None})


def test_a_name_of_one_word_asks_for_two_columns() -> None:
    row = row_with(FullName="Cher", FirstName="Cher", doubt=True)
    (one,) = check(with_people(ONE_NAME_COLUMN, rows=(row,)), today=TODAY).problems
    assert (one.code, one.place.column, one.place.field) == ("required-missing", "B", "LastName")
    assert "a single word, so use two columns" in one.message


@pytest.mark.parametrize(
    ("name", "how", "value"),
    [
        (None, "Fill in this cell, or leave the row out.", None),
        ("?", "What stands there counts as blank: fill in the cell, or leave the row out.", "?"),
    ],
)
def test_a_name_that_is_not_there_is_missing_at_the_column_for_both(
    name: str | None, how: str, value: str | None
) -> None:
    without = {field: cell for field, cell in LEARNER.items() if field not in {"FirstName", "LastName"}}
    found = check(made_roster(without | {"FullName": name}), today=TODAY).problems
    assert told(found) == [(6, "FirstName", "required-missing"), (6, "LastName", "required-missing")]
    assert {(one.place.header, one.value) for one in found} == {(header_of("FullName"), value)}
    assert all(one.message.endswith(how) for one in found)


def test_what_has_no_column_at_all_is_missing_without_one() -> None:
    without = {field: cell for field, cell in LEARNER.items() if field not in {"LastName", "DefaultAssessorID"}}
    found = check(made_roster(without), today=TODAY).problems
    assert told(found) == [(6, "LastName", "required-missing"), (6, "DefaultAssessorID", "required-missing")]
    assert {one.place.column for one in found} == {None}
    assert "No column is recognised as this one" in found[0].message


def test_a_name_in_one_cell_that_could_not_be_read_is_one_problem() -> None:
    row = row_with(FullName=CellError("#N/A"))
    found = check(with_people(ONE_NAME_COLUMN, rows=(row,)), today=TODAY)
    assert told(found.problems) == [(6, "FullName", "cell-error")]


def test_a_missing_whole_is_told_at_the_column_of_its_parts() -> None:
    without = {name: cell for name, cell in LEARNER.items() if name != "DefaultAssessorID"}
    found = check(made_roster(without | {"AssessorFirstName": None, "AssessorLastName": None}), today=TODAY)
    (one,) = found.problems
    assert (one.code, one.place.field) == ("required-missing", "DefaultAssessorID")
    assert one.place.header == header_of("AssessorFirstName")
    assert one.message.endswith("Fill in this cell, or leave the row out.")
