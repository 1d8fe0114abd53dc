"""The program is killed at random moments, and resumed: everybody is there once, and what it says of them is true."""

import sys
from collections import Counter

import pytest

from tests.e2e.kill import blows, rounds

ROUNDS = list(range(1, 11))
SEED = 9


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_everybody_is_there_once_however_often_the_program_is_killed() -> None:
    done = list(rounds(ROUNDS, SEED, jobs=2))
    assert [each.number for each in done] == ROUNDS
    assert {each.number: each.findings for each in done if each.findings} == {}


def test_the_moments_are_many() -> None:
    planned = Counter(str(blow).partition(":")[0].partition(" ")[0] for each in ROUNDS for blow in blows(SEED, each))
    assert planned.keys() >= {"journalled", "answered", "killed", "asked"}
    assert planned.total() >= len(ROUNDS)
