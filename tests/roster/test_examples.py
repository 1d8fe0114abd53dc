from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.paths import resource
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.problems import CATALOGUE
from onefile_desktop.roster.reading import read_roster
from tests.roster import planted
from tests.roster.make_examples import cells, cohort_workbook, problem_workbook
from tests.roster.planted import Plant

COHORT, PROBLEMS = resource("examples/cohort.xlsx"), resource("examples/cohort-with-problems.xlsx")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("path", "made"), [(COHORT, cohort_workbook()), (PROBLEMS, problem_workbook())], ids=["cohort", "problems"]
)
def test_the_workbooks_hold_exactly_what_the_script_makes(tmp_path: Path, path: Path, made: Workbook) -> None:
    made.save(tmp_path / "made.xlsx")
    assert cells(load_workbook(path)) == cells(load_workbook(tmp_path / "made.xlsx"))


def test_the_cohort_is_fifty_people_without_a_problem() -> None:
    found = check(read_roster(COHORT), today=TODAY)
    assert found.problems == ()
    assert Counter(person.role for person in found.people) == {
        Role.ASSESSOR: 2,
        Role.IQA: 1,
        Role.EMPLOYER: 5,
        Role.OBSERVER: 2,
        Role.LEARNER: 40,
    }


def test_the_cohort_has_assignments_at_all_levels_and_uses_all_its_columns() -> None:
    roster = read_roster(COHORT)
    found = check(roster, today=TODAY)
    assert Counter(one.level for one in found.assignments) == {
        Level.LEARNING_AIM: 10,
        Level.UNIT_SUMMARY: 5,
        Level.ADDITIONAL: 10,
    }
    used = {name for person in found.people for name in person.values} | {"Role"}
    assert used == {column.field for column in roster.people.columns}


def test_nobody_in_the_cohort_shares_anything() -> None:
    people = check(read_roster(COHORT), today=TODAY).people
    for field in ("Email", "MISID", "ULN", "MobileNumber"):
        texts = [text for person in people if (text := person.text(field))]
        assert len(texts) == len(set(texts))


def test_without_a_centre_a_check_finds_what_needs_none() -> None:
    found = check(read_roster(PROBLEMS), today=TODAY).problems
    reported = [Plant(one.place.sheet, one.place.row, one.place.column, one.code) for one in found]
    assert reported == [plant for plant in planted.PLANTED if plant.code not in planted.NEEDS_A_CENTRE]


def test_every_code_that_can_arise_today_is_planted() -> None:
    only_on_request = {  # what is given to people who are there, or made, only when the admin asks for it
        "archived-left",
        "decided-unlike",
        "default-kept",
        "email-not-changed",
        "new-thing-near",
        "replaces-assignment",
        "template-not-given",
    }
    # It takes another centre, an earlier run, or a row that without a centre has other problems.
    only_elsewhere = {"nobody-found", "not-compared", "reference-archived", "unsettled-before"}
    assert {plant.code for plant in planted.PLANTED} == set(CATALOGUE) - only_on_request - only_elsewhere


def test_good_rows_stand_among_the_planted_ones() -> None:
    roster = read_roster(PROBLEMS)
    with_problems = {(plant.sheet, plant.row) for plant in planted.PLANTED}
    assert sum((row.sheet, row.number) not in with_problems for row in roster.people.rows) >= 10
