"""No create's answer arrives: nobody is there twice, and everybody is found."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from onefile_desktop.run.trial_waits import scaled
from onefile_desktop.run.waits import Waits
from tests.e2e.lost_answers import ANSWERS_LOST, PEOPLE, REQUESTS_LOST, SEARCHES, lost
from tests.e2e.storm import ANSWERS

_FACTOR = 0.03
"""Waits and lags are this much shorter than they are for people."""
_WAITS = scaled(Waits(), _FACTOR)


def service(search: str, answers: str) -> Mapping[str, object]:
    """The options of a centre, its lag shortened as the waits are."""
    options = dict(SEARCHES[search])
    lag = options.get("search_lag_seconds")
    return {**options, "create_answers": answers, **({"search_lag_seconds": 3.0 * _FACTOR} if lag else {})}


@pytest.mark.parametrize(
    ("search", "answers"),
    [*((search, "object") for search in SEARCHES), *(("all of it", each) for each in ANSWERS[1:])],
)
def test_every_answer_is_lost(tmp_path: Path, search: str, answers: str) -> None:
    seen = lost(tmp_path, ANSWERS_LOST, service(search, answers), _WAITS)
    assert seen.findings == []
    assert seen.unknown == []
    assert seen.creates == PEOPLE


@pytest.mark.parametrize("answers", ANSWERS)
def test_every_first_request_is_lost(tmp_path: Path, answers: str) -> None:
    """Whoever is found nowhere is sent again, but not before the search is sure to show them."""
    seen = lost(tmp_path, REQUESTS_LOST, service("all of it", answers), _WAITS)
    assert seen.findings == []
    assert seen.unknown == []
    assert seen.creates == 2 * PEOPLE


def test_every_answer_is_lost_and_the_search_lags_by_seconds(tmp_path: Path) -> None:
    """With the waits that people have."""
    seen = lost(tmp_path, ANSWERS_LOST, SEARCHES["all of it"], Waits())
    assert seen.findings == []
    assert seen.unknown == []
    assert seen.creates == PEOPLE
