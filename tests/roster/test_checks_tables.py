from datetime import date, datetime
from pathlib import Path

import pytest

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import CellValue, Passed
from tests.roster.books import LEARNER, TODAY, book, checked, said, table
from tests.roster.tables import HEADER_ROW, header_of, learners, made_roster, told, with_people

ROSTER = made_roster(*learners("MISID", "1", "2", "3"))


def test_an_unused_column_is_one_warning_at_its_heading(tmp_path: Path) -> None:
    rows = [LEARNER | {"Shoe size": size, "Empty": None, "OneFile outcome": "created"} for size in (43, 44)]
    rows[1]["Email"] = "al@example.org"
    found = checked(tmp_path, *rows)
    assert said(found.problems) == [(1, "H", "column-unused")]
    assert found.problems[0].value == "Shoe size"
    assert "nothing tells what it holds" in found.problems[0].message
    assert not found.rows_with_errors()
    left_out = ReadOptions(mapping=(("Shoe size", "-"),))
    assert checked(tmp_path, *rows, options=left_out).problems == ()
    (second,) = checked(tmp_path, LEARNER | {"Family name": "Smith"}).problems
    assert "column C is “Last name” already" in second.message


def test_a_column_without_a_heading_is_named_by_its_letter(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[list(LEARNER), [*LEARNER.values(), "x"]])
    (told,) = check(read_roster(path), today=TODAY).problems
    assert (told.value, told.place.header) == ("H", None)


@pytest.mark.parametrize(
    ("hidden", "said_so"),
    [(1, "1 hidden or filtered-out row is included. "), (3, "3 hidden or filtered-out rows are included. ")],
)
def test_hidden_rows_are_one_warning(hidden: int, said_so: str) -> None:
    found = check(with_people(ROSTER, hidden=hidden), today=TODAY)
    assert told(found.problems) == [(HEADER_ROW, None, "hidden-rows")]
    assert found.problems[0].message.startswith(said_so)
    assert len(found.people) == 3


def test_rows_that_were_left_out_are_not_spoken_of() -> None:
    assert check(with_people(ROSTER, left_out=3), today=TODAY).problems == ()


def test_a_guessed_column_is_told_at_its_heading_with_the_reason() -> None:
    columns = [*ROSTER.people.columns]
    guess = {"guessed": True, "why": "its cells look like MIS IDs"}
    columns[-1] = type(columns[-1])(**(vars(columns[-1]) | guess))
    (one,) = check(with_people(ROSTER, columns=tuple(columns)), today=TODAY).problems
    assert (one.place.row, one.place.column, one.place.field) == (HEADER_ROW, "H", "MISID")
    assert one.message.startswith("The column “MIS ID:” is taken for MIS ID: its cells look like MIS IDs.")


def test_a_total_is_told_apart_from_a_note_and_from_an_example() -> None:
    passed = (
        Passed(20, "A", "Role", "Total: 3", is_total=True),
        Passed(21, "B", "Name", "ask Jo"),
        Passed(22, "A", "Role", "Example: Learner"),
    )
    found = check(with_people(ROSTER, passed=passed), today=TODAY).problems
    assert [(one.place.row, one.place.column, one.code, one.value) for one in found] == [
        (20, "A", "totals-row", "Total: 3"),
        (21, "B", "row-unused", "ask Jo"),
        (22, "A", "example-row", "Example: Learner"),
    ]


def test_a_column_with_the_month_first_is_told_once_at_its_heading() -> None:
    found = check(made_roster(*learners("DOB", "03/04/2004", "6/24/89", "7/25/90")), today=TODAY)
    assert told(found.problems) == [(HEADER_ROW, "DOB", "date-month-first")]
    (one,) = found.problems
    assert (one.place.header, one.place.column, one.value) == (header_of("DOB"), "H", "6/24/89")
    assert [person.date("DOB") for person in found.people] == [date(2004, 3, 4), date(1989, 6, 24), date(1990, 7, 25)]


@pytest.mark.parametrize(
    "header", ["Enrol?", "Enroll (Y/N)", "To be enrolled", "Import", "Include?", "Skip", "Excluded"]
)
def test_a_column_that_says_who_is_to_be_enrolled_is_not_used_and_told_so(tmp_path: Path, header: str) -> None:
    rows = [LEARNER | {header: "Yes"}, LEARNER | {"First name": "Bo", "Email": "bo@example.org", header: "No"}]
    found = checked(tmp_path, *rows)
    unwanted = 2 if header in ("Skip", "Excluded") else 3
    assert said(found.problems) == [(1, "H", "choice-unused"), (unwanted, "H", "perhaps-unwanted")]
    assert len(found.people) == 2


@pytest.mark.parametrize(
    "header", ["Enrolment fee", "Address book", "Including VAT", "Addition", "Enrolled on OneFile", "Imported", "Added"]
)
def test_other_unused_columns_say_nothing_of_enrolling(tmp_path: Path, header: str) -> None:
    assert "choice-unused" not in {one.code for one in checked(tmp_path, LEARNER | {header: "x"}).problems}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Notes", "Do not enrol - no response"),
        ("Notes", "withdrawn 20/09"),
        ("Comments", "Please withdraw me"),
        ("Stage", "Closed Lost"),
        ("Left", date(2026, 10, 12)),
        ("WithdrawReason", 3),
        ("LearnActEndDate", date(2026, 10, 2)),
        ("CompStatus", 3),
        ("Learner status", "Withdrawn"),
        ("Exclude?", "y"),
        ("Exclude", "x"),
        ("Enrol?", "No - withdrawn"),
        ("Completion status", "03"),
        ("Notes", "Dropped-out"),
        ("Notes", "not enrolling"),
        ("Learner status", "Left"),
    ],
)
def test_somebody_who_is_perhaps_not_to_be_enrolled_is_told(tmp_path: Path, header: str, value: CellValue) -> None:
    found = [one for one in checked(tmp_path, LEARNER | {header: value}).problems if one.code == "perhaps-unwanted"]
    assert [(one.place.row, one.place.column, one.place.header) for one in found] == [(2, "H", header)]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Notes", "Left school in 2024, lives with Jo"),
        ("Notes", "would not add her phone"),
        ("Left", "No"),
        ("Withdrawn", "n/a"),
        ("CompStatus", 1),
        ("Learner status", "In learning"),
        ("Enrol?", "Yes"),
        ("Enrol?", "Not sure"),
        ("Category", "Care leaver"),
        ("Notes", "Declined photo consent"),
        ("Notes", "Left school in May"),
        ("Leaving date", "#N/A"),
        ("Leaving date", datetime(1900, 1, 1)),  # noqa: DTZ001
    ],
)
def test_a_remark_that_says_nothing_of_the_kind(tmp_path: Path, header: str, value: CellValue) -> None:
    problems = checked(tmp_path, LEARNER | {header: value}).problems
    assert "perhaps-unwanted" not in {one.code for one in problems}


def test_the_first_remark_on_a_row_is_enough(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, LEARNER | {"Learner status": "Withdrawn", "Left": "1 May", "Exclude?": "y"}).problems[
        -1:
    ]
    assert found.message.startswith("“Withdrawn” under “Learner status” may mean")


def test_a_column_that_was_left_out_is_not_looked_at(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=table(LEARNER | {"Notes": "withdrawn"}))
    options = ReadOptions(mapping=(("Notes", "-"),))
    assert check(read_roster(path, options), today=TODAY).problems == ()


SWAPPED = [date(2004, 4, 3), date(2003, 12, 11), date(2004, 7, 9)]
"""Of 3 April, 11 December and 9 July, as an American Excel reads 4/3, 12/11 and 7/9."""


def test_real_dates_among_texts_that_excel_could_not_swap_have_perhaps_been_swapped() -> None:
    found = check(made_roster(*learners("DOB", *SWAPPED, "23/03/2004", "14/02/2004")), today=TODAY).problems
    assert told(found) == [(HEADER_ROW, "DOB", "date-swapped")]
    assert "3 April 2004" in found[0].message


@pytest.mark.parametrize(
    "others",
    [
        (),
        ("23/03/2004", date(2004, 3, 14)),  # Excel has read one as it stands
        ("23/03/2004", "03/04/2004"),  # and would have made a date of this
        ("23/03/2004", "03.04.2004"),
        ("3 March 2004", "2004-03-23"),
        ("45/03/2004",),
    ],
)
def test_dates_of_which_one_shows_that_nothing_was_swapped(others: tuple[CellValue, ...]) -> None:
    found = check(made_roster(*learners("DOB", *SWAPPED, *others)), today=TODAY).problems
    assert "date-swapped" not in {one.code for one in found}


def test_starts_in_one_month_are_no_sign_of_swapping() -> None:
    starts = [date(2026, 9, day) for day in (1, 2, 7)]
    assert check(made_roster(*learners("StartOn", *starts, "14/09/2026")), today=TODAY).problems == ()


def test_starts_on_the_first_of_a_month_are_no_sign_of_swapping() -> None:
    starts = [date(2026, month, 1) for month in (3, 4, 9, 10)]
    assert check(made_roster(*learners("StartOn", *starts, "14/09/2026")), today=TODAY).problems == ()
