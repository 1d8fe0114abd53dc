"""Whoever was enrolled is there, once, and is planned no more: with the ledger and without it, whatever the service."""

import json
from pathlib import Path

import pytest

from onefile_desktop import paths
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.workbook import read_workbook
from tests.e2e.examination import examine
from tests.e2e.random_enrolments import COMBINATIONS, Options, random_enrolment

COHORT, WITH_PROBLEMS = sorted(paths.resource("examples").glob("*.xlsx"))
BUILT_IN = paths.resource("rehearsal/centre.json")
SEED = 2026
HALF = [one for place, one in enumerate(COMBINATIONS) if (place // 4 + place) % 2 == 0]
"""With each search an answer that tells the ID and one that does not; all of them have their turn in the series."""


def told(options: Options) -> str:
    """A combination, as a test's name."""
    return ",".join(f"{name}={value}" for name, value in options.items())


@pytest.mark.parametrize(
    ("file", "existing"),
    [(COHORT, Existing.SKIP), (COHORT, Existing.UPDATE), (WITH_PROBLEMS, Existing.ASSIGN)],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_an_example_roster_leaves_nothing_to_do(file: Path, existing: Existing) -> None:
    seen = examine(file, read_workbook(file, None), PlanOptions(existing=existing), BUILT_IN)
    assert seen.findings == []
    assert seen.creates >= 8


@pytest.mark.parametrize("number", range(12))
def test_a_random_roster_leaves_nothing_to_do(number: int, tmp_path: Path) -> None:
    seen = random_enrolment(number, SEED).examined(tmp_path)
    assert seen.findings == []


@pytest.mark.parametrize("service", HALF, ids=told)
def test_whatever_the_service_answers_and_shows(service: Options, tmp_path: Path) -> None:
    one = random_enrolment(7, SEED, service=service, most=4)
    seen = examine(tmp_path / "roster.xlsx", one.sheets(), one.plan_options, one.centre_file(tmp_path), one.roster)
    assert seen.findings == []


def test_the_combinations_are_all_of_them() -> None:
    told_apart = {json.dumps(dict(options), sort_keys=True) for options in COMBINATIONS}
    assert len(told_apart) == len(COMBINATIONS) == 4 * (2 * 2 + 5)
