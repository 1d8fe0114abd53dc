"""Trials may wait less, all in proportion."""

from dataclasses import asdict
from typing import cast

import pytest

from onefile_desktop.run.trial_waits import scaled, trial_waits
from onefile_desktop.run.waits import Waits


def _numbers(waits: Waits) -> list[float]:
    """Every one of the waits, in seconds."""
    values = cast("list[float | tuple[float, ...]]", list(asdict(waits).values()))
    return [number for value in values for number in (value if isinstance(value, tuple) else (value,))]


def test_all_of_them_are_multiplied() -> None:
    assert _numbers(scaled(Waits(), 0.5)) == [number / 2 for number in _numbers(Waits())]


@pytest.mark.parametrize("text", ["", "soon", "0", "-1", "2", "nan", "inf"])
def test_what_is_no_share_of_the_waits_changes_nothing(text: str) -> None:
    assert trial_waits(Waits(), {"ONEFILE_WAITS": text}) == Waits()


def test_the_environment_says_by_how_much() -> None:
    assert trial_waits(Waits(), {"ONEFILE_WAITS": "0.25"}) == scaled(Waits(), 0.25)
    assert trial_waits(Waits(), {}) == Waits()
