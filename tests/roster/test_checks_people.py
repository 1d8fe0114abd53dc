from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.rows import Cell, CellValue
from tests.roster.books import LEARNER as IN_A_BOOK
from tests.roster.books import TODAY, checked
from tests.roster.tables import LEARNER, learners, made_roster, told, with_people

BORN = date(2010, 9, 2)


@pytest.mark.parametrize(("start", "end", "codes"), [(1, 2, []), (2, 2, ["date-order"]), (3, 2, ["date-order"])])
def test_an_end_comes_after_its_start(tmp_path: Path, start: int, end: int, codes: list[str]) -> None:
    dates = {"Start date": date(2026, 9, start), "Planned end date": date(2026, 9, end)}
    found = checked(tmp_path, IN_A_BOOK | dates)
    assert [(one.place.column, one.code) for one in found.problems] == [("I", code) for code in codes]


@pytest.mark.parametrize(
    ("start", "code", "age"),
    [
        (date(2026, 9, 2), None, ""),
        (date(2026, 9, 1), "learner-young", "15"),
        (date(2023, 9, 2), "learner-young", "13"),
        (date(2023, 9, 1), "learner-too-young", "12"),
        (BORN, "learner-too-young", "0"),
        (date(2010, 9, 1), "learner-too-young", "0"),
    ],
)
def test_how_old_a_learner_would_be_at_the_start(start: date, code: str | None, age: str) -> None:
    problems = check(made_roster(LEARNER | {"DOB": BORN, "StartOn": start}), today=TODAY).problems
    found = tuple(one for one in problems if one.code != "date-unlikely")
    assert told(found) == ([(6, "DOB", code)] if code else [])
    if found:
        assert found[0].value == "02/09/2010"
        assert found[0].message.startswith(f"Ann Lee would be {age} on the start date ({start.day} September ")
        assert found[0].is_error is (code == "learner-too-young")


def test_somebody_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    for start, young in ((date(2028, 2, 28), True), (date(2028, 2, 29), False), (date(2028, 3, 1), False)):
        found = check(made_roster(LEARNER | {"DOB": date(2012, 2, 29), "StartOn": start}), today=TODAY)
        assert bool(found.problems) is young
    found = check(made_roster(LEARNER | {"DOB": date(2012, 2, 29), "StartOn": date(2025, 2, 28)}), today=TODAY)
    assert told(found.problems) == [(6, "DOB", "learner-too-young")]


@pytest.mark.parametrize("cells", [{"DOB": date(2020, 1, 1)}, {"StartOn": date(2026, 9, 1)}])
def test_without_either_date_nobody_is_too_young(cells: dict[str, CellValue]) -> None:
    found = check(made_roster(LEARNER | cells), today=TODAY).problems
    assert {one.code for one in found} <= {"date-unlikely"}


def test_a_birth_a_few_years_ago_is_unlikely_even_without_a_start() -> None:
    for year, code in ((TODAY.year, ["date-unlikely"]), (TODAY.year - 12, ["date-unlikely"]), (TODAY.year - 14, [])):
        found = check(made_roster(LEARNER | {"DOB": date(year, 1, 2)}), today=TODAY).problems
        assert [one.code for one in found] == code


def test_a_young_assessor_is_no_learner() -> None:
    row = LEARNER | {"Role": "Assessor", "DOB": BORN, "StartOn": date(2020, 1, 1)}
    found = check(made_roster(row), today=TODAY)
    assert {one.code for one in found.problems} == {"field-not-for-role"}


def test_codes_are_passed_on_as_they_stand_and_looked_at_where_they_are_words() -> None:
    found = check(made_roster(*learners("L12", "31", 98.0, "White British", "Not known", "-")), today=TODAY)
    assert told(found.problems) == [(8, "L12", "code-unusual"), (9, "L12", "code-unusual")]
    assert found.problems[0].message == "“White British” does not look like a code. It is passed on as it stands."
    assert not found.rows_with_errors()
    assert [person.text("L12") for person in found.people] == ["31", "98", "White British", "Not known", ""]


@pytest.mark.parametrize("in_doubt", [("FirstName",), ("LastName",), ("FirstName", "LastName"), ()])
def test_a_name_that_was_split_is_told_once_where_it_is_in_doubt(in_doubt: tuple[str, ...]) -> None:
    names = {"FullName": "Ann Mary Lee", "FirstName": "Ann Mary", "LastName": "Lee"}
    roster = made_roster(LEARNER | {"FullName": names["FullName"]})
    (row,) = roster.people.rows
    column, header = row.cells["FullName"].column, row.cells["FullName"].header
    split = {name: Cell(text, column, header, name in in_doubt) for name, text in names.items()}
    found = check(with_people(roster, rows=(replace(row, cells={**row.cells, **split}),)), today=TODAY).problems
    assert [(one.code, one.place.column, one.value) for one in found] == (
        [("name-split", column, "Ann Mary Lee")] if in_doubt else []
    )
    if found:
        assert found[0].message.startswith("Read as first name “Ann Mary” and last name “Lee”.")


def test_an_employer_in_three_columns_is_refused_once() -> None:
    parts = {"EmployerFirstName": "Jo", "EmployerLastName": "Boss", "EmployerEmail": "jo@example.org"}
    without = {"ClassroomID": None, "DefaultAssessorID": None, "Role": "Employer"}
    (one,) = check(made_roster(LEARNER | parts | without), today=TODAY).problems
    assert (one.code, one.place.field, one.value) == ("field-not-for-role", "EmployerFirstName", "Jo")
    assert one.message == "An employer does not take Default employer, so this value is not sent."
    whole = made_roster(LEARNER | parts | without | {"DefaultEmployerID": "Jo Boss"})
    (one,) = check(whole, today=TODAY).problems
    assert (one.place.field, one.value) == ("DefaultEmployerID", "Jo Boss")


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ({"StartOn": date(2052, 9, 1)}, ["date-unlikely"]),
        ({"StartOn": date(2028, 9, 1)}, []),
        ({"DOB": date(1929, 9, 14)}, ["date-unlikely"]),
        ({"PlannedEndDate": date(2082, 9, 1)}, ["date-unlikely"]),
    ],
)
def test_a_date_in_a_year_that_is_hardly_meant(dates: dict[str, date], codes: list[str]) -> None:
    found = check(made_roster(LEARNER | dates), today=TODAY).problems
    assert [one.code for one in found] == codes
    assert not any(one.is_error for one in found)
