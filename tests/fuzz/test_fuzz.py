"""A short run of `python -m tests.fuzz`."""

from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.__main__ import run, seeds
from tests.fuzz.mutations import MUTATIONS, mutant


def test_no_damaged_workbook_makes_the_program_fall_over(tmp_path: Path) -> None:
    ended = list(run(60, seed=1, folder=tmp_path))
    assert [(one.name, one.fault) for one in ended if one.fault] == []
    assert {one.code for one in ended} >= {1, 2}


@pytest.mark.parametrize("deed", MUTATIONS)
def test_every_damage_changes_something_and_can_be_made_again(deed: str) -> None:
    known = seeds()
    of_this_deed = ((number, made) for number in range(400) if f"-{deed}-" in (made := mutant(known, number, 7))[0])
    found = list(islice(of_this_deed, 2))
    assert found
    assert all(mutant(known, number, 7) == made for number, made in found)
