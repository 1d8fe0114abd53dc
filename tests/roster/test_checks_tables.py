from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import Passed
from tests.roster.books import LEARNER, TODAY, book, checked, said
from tests.roster.tables import HEADER_ROW, header_of, learners, made_roster, told, with_people

ROSTER = made_roster(*learners("MISID", "1", "2", "3"))


def test_an_unused_column_is_one_warning_at_its_heading(tmp_path: Path) -> None:
    rows = [LEARNER | {"Shoe size": size, "Empty": None, "OneFile outcome": "created"} for size in (43, 44)]
    rows[1]["Email"] = "al@example.org"
    found = checked(tmp_path, *rows)
    assert said(found.problems) == [(1, "H", "column-unused")]
    assert found.problems[0].value == "Shoe size"
    assert not found.rows_with_errors()
    left_out = ReadOptions(mapping=(("Shoe size", "-"),))
    assert checked(tmp_path, *rows, options=left_out).problems == ()


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


def test_a_total_is_told_apart_from_a_note() -> None:
    passed = (Passed(20, "A", "Role", "Total: 3", is_total=True), Passed(21, "B", "Name", "ask Jo"))
    found = check(with_people(ROSTER, passed=passed), today=TODAY).problems
    assert [(one.place.row, one.place.column, one.code, one.value) for one in found] == [
        (20, "A", "totals-row", "Total: 3"),
        (21, "B", "row-unused", "ask Jo"),
    ]


def test_a_column_with_the_month_first_is_told_once_at_its_heading() -> None:
    found = check(made_roster(*learners("DOB", "03/04/2004", "6/24/89", "7/25/90")), today=TODAY)
    assert told(found.problems) == [(HEADER_ROW, "DOB", "date-month-first")]
    (one,) = found.problems
    assert (one.place.header, one.place.column, one.value) == (header_of("DOB"), "H", "6/24/89")
    assert [person.date("DOB") for person in found.people] == [date(2004, 3, 4), date(1989, 6, 24), date(1990, 7, 25)]
