from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.rows import Reference
from tests.roster.books import checked_assignments, said

ASSIGNED = {"Learner": "Ann Lee", "Person": "Bob Ray", "As": "Assessor", "Level": 3, "Standard": "S", "Unit": None}


def test_an_assignment_is_understood(tmp_path: Path) -> None:
    found = checked_assignments(tmp_path, ASSIGNED, ASSIGNED | {"As": None, "Level": "Unit", "Unit": "U1"})
    assert found.problems == ()
    first, second = found.assignments
    assert (first.learner, first.person) == (Reference("Ann Lee"), Reference("Bob Ray"))
    assert (first.level, first.as_role) == (Level.LEARNING_AIM, Role.ASSESSOR)
    assert (first.standard, first.unit) == (Reference("S"), None)
    assert (second.level, second.as_role, second.unit) == (Level.UNIT_SUMMARY, None, Reference("U1"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Learner": None}, ("A", "required-missing")),
        ({"Person": None}, ("B", "required-missing")),
        ({"Level": None}, ("D", "required-missing")),
        ({"Level": "high"}, ("D", "level-unknown")),
        ({"As": "Prefect"}, ("C", "role-unknown")),
        ({"As": "Employer"}, ("C", "level-role")),
        ({"As": "Observer", "Level": 2, "Unit": "U"}, ("C", "level-role")),
        ({"As": "Learner", "Level": 1}, ("C", "level-role")),
        ({"Standard": None}, ("E", "assignment-incomplete")),
        ({"Level": 2}, ("F", "assignment-incomplete")),
        ({"Standard": "#N/A"}, ("E", "cell-error")),
    ],
)
def test_what_is_wrong_with_an_assignment(tmp_path: Path, cells: dict[str, Any], expected: tuple[str, str]) -> None:
    found = checked_assignments(tmp_path, ASSIGNED | cells)
    assert said(found.problems) == [(2, *expected)]
    assert found.rows_with_errors() == {("Assignments", 2)}


@pytest.mark.parametrize(
    ("role", "level"), [("Trainee Assessor", 3), ("IQA", 2), ("Employer", 1), ("Observer", 1), ("Assessor", 1)]
)
def test_what_the_levels_take(tmp_path: Path, role: str, level: int) -> None:
    assert checked_assignments(tmp_path, ASSIGNED | {"As": role, "Level": level, "Unit": "U"}).problems == ()


def test_an_assignments_sheet_without_a_needed_column(tmp_path: Path) -> None:
    found = checked_assignments(tmp_path, {"Learner": "Ann Lee", "Person": "Bob Ray"})
    assert said(found.problems) == [(2, None, "required-missing")]
    assert found.assignments == ()


def test_what_says_nothing_is_missing(tmp_path: Path) -> None:
    found = checked_assignments(tmp_path, ASSIGNED | {"Person": "TBC", "As": "-"})
    assert said(found.problems) == [(2, "B", "required-missing")]
    assert found.problems[0].value == "TBC"
    assert found.problems[0].message.endswith("counts as blank: fill in the cell, or leave the row out.")
