"""A cohort in a large centre takes few calls beyond one a change; the benchmark prints how many."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.calls import LEARNERS, MOST, NEW, STAFF, naive, ours, wizard, write_centre


def test_the_centre_is_as_large_as_it_says(tmp_path: Path) -> None:
    users = json.loads(write_centre(tmp_path / "centre.json").read_text("utf-8"))["users"]
    assert len(users) == LEARNERS + sum(STAFF.values()) == 2_000
    assert len({(user["FirstName"], user["LastName"]) for user in users}) == 2_000


def test_a_hundred_new_learners_in_a_centre_of_two_thousand(tmp_path: Path) -> None:
    assert ours(tmp_path).beyond <= MOST


@pytest.mark.parametrize("answers", ["empty", "number", "organisation"])
def test_a_service_that_does_not_say_whom_it_created_takes_more(tmp_path: Path, answers: str) -> None:
    """No limit: nobody is to believe that the limit holds for these."""
    assert ours(tmp_path, create_answers=answers).beyond > MOST


def test_the_wizard_looks_at_the_centre_twice(tmp_path: Path) -> None:
    assert MOST < wizard(tmp_path).beyond < 2 * MOST


def test_the_naive_program_takes_three_calls_more_for_each(tmp_path: Path) -> None:
    assert naive(tmp_path).beyond == 3 * NEW + 1
