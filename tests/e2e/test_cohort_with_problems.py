"""Every problem that is planted in the second example is reported at its cell, and nothing else is."""

from pathlib import Path

from onefile_desktop import paths
from tests.e2e.conftest import Program
from tests.roster.planted import NEEDS_A_CENTRE, PLANTED

COHORT = paths.resource("examples/cohort-with-problems.xlsx")


def test_every_planted_problem_is_reported_at_its_cell_and_nothing_else(program: Program) -> None:
    ended = program("check", COHORT, "--rehearsal", "--json")
    assert ended.code == 1
    found = [(one["sheet"], one["row"], one["column"], one["code"]) for one in ended.json["problems"]]
    expected = [(plant.sheet, plant.row, plant.column, plant.code) for plant in PLANTED]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert ended.json["ready"] + ended.json["with_errors"] + ended.json["excluded"] == ended.json["roster"]["rows"]


def test_without_a_connection_what_needs_one_is_left_out(program: Program) -> None:
    ended = program("check", COHORT, "--json")
    found = [(one["sheet"], one["row"], one["column"], one["code"]) for one in ended.json["problems"]]
    expected = [(p.sheet, p.row, p.column, p.code) for p in PLANTED if p.code not in NEEDS_A_CENTRE]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert "that needs a connection" in ended.err


def test_the_good_rows_go(program: Program, tmp_path: Path) -> None:
    ended = program("submit", COHORT, "--rehearsal", "--yes", "--json", "--report", tmp_path / "results.xlsx")
    assert ended.code == 1
    outcomes = {row["outcome"] for row in ended.json["results"]}
    assert outcomes == {"created", "excluded", "already-there"}
    assert all(row["message"] for row in ended.json["results"])
