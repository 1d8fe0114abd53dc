"""Learners with their managers in the same row, as rosters of real providers have it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Program, Served
from tests.roster.books import book

HEADER = (
    *("FirstName", "LastName", "Email", "MIS ID", "Class", "AssessorFirst", "AssessorLast"),
    *("EmployerFirst", "EmployerLast", "EmployerEmail", "Workplace", "Observer first name", "Observer surname"),
    "Observer email",
)
JO = ("Jo", "Quill", "jo.quill@rows.example.org")
MO = ("Mo", "Pettifer", "mo.pettifer@rows.example.org")
PAT = ("Pat", "Moss", "pat.moss@rows.example.org")
NOBODY = (None, None, None)
COUNCIL, JOINERY = "Westering Borough Council", "Pike & Sons Joinery"
TITLE = [["Autumn intake"], [], ["Please fill in every column."], []]


def learner(number: int, manager: tuple[Any, ...], at: str, observer: tuple[Any, ...] = NOBODY) -> list[Any]:
    name = ("Ann", "Ben", "Cai", "Dee")[number]
    email = f"{name.lower()}@rows.example.org"
    teachers = ("Business Admin September 2026", "Bola", "Akintola")
    return [name, "Oakes", email, f"ROW{number}", *teachers, *manager, at, *observer]


ROWS = [
    learner(0, JO, COUNCIL, PAT),
    learner(1, JO, COUNCIL),
    learner(2, ("Jo ", "QUILL", "Jo.Quill@rows.example.org"), JOINERY, PAT),
    learner(0, MO, COUNCIL),
]


def submitted(program: Program, centre: Served, roster: Path, *options: str) -> dict[str, Any]:
    """What `submit` says in the end, and its exit code."""
    connection = ("--url", centre.url, "--organisation", centre.organisation)
    ended = program(
        *("submit", roster, *connection, "--set", "Role=Learner", "--yes", "--json", *options),
        ONEFILE_TOKEN=centre.token,
    )
    assert ended.out, ended.err
    return {**ended.json, "code": ended.code, "err": ended.err}


def people(centre: Served) -> Mapping[str, dict[str, Any]]:
    """Everybody of these tests, by first name; nobody is there twice."""
    found = [user for user in centre.state()["users"] if str(user["Email"]).lower().endswith("@rows.example.org")]
    by_name = {user["FirstName"]: user for user in found}
    assert len(by_name) == len(found)
    return by_name


def placement_ids(state: dict[str, Any], person: dict[str, Any]) -> list[int]:
    return [person["PlacementID"], *(one["PlacementID"] for one in person.get("Placements", []))]


def test_each_is_created_once_and_a_second_run_finds_nothing_to_do(
    centre: Served, program: Program, tmp_path: Path
) -> None:
    roster = book(tmp_path / "roster.xlsx", Learners=[*TITLE, HEADER, *ROWS])
    ended = submitted(program, centre, roster)
    assert (ended["code"], ended["done"]) == (0, 3), ended["err"]
    state, there = centre.state(), people(centre)
    assert sorted(there) == ["Ann", "Ben", "Cai", "Jo", "Mo", "Pat"]
    ids = {name: user["ID"] for name, user in there.items()}
    assert {there[name]["DefaultEmployerID"] for name in ("Ann", "Ben", "Cai")} == {ids["Jo"]}
    assert {there[name]["Role"] for name in ("Jo", "Mo", "Pat")} == {40, 45}
    assigned = {(one["AssigneeID"], one["LearnerID"], one["Level"]) for one in state["assignments"]}
    assert {(ids["Mo"], ids["Ann"], 1), (ids["Pat"], ids["Ann"], 1), (ids["Pat"], ids["Cai"], 1)} <= assigned
    assert placement_ids(state, there["Jo"]) == [there["Ann"]["PlacementID"], there["Cai"]["PlacementID"]]
    assert placement_ids(state, there["Pat"]) == placement_ids(state, there["Jo"])
    assert placement_ids(state, there["Mo"]) == [there["Ann"]["PlacementID"]]
    results = {row["row"]: row for row in ended["results"]}
    assert [results[row]["outcome"] for row in (6, 7, 8, 9)] == ["created"] * 4
    assert f"Jo Quill was created too (OneFile ID {ids['Jo']})" in results[6]["message"]

    for options in ((), ("--existing", "assign"), ("--existing", "update")):
        again = submitted(program, centre, roster, *options)
        assert {row["outcome"] for row in again["results"]} <= {"unchanged", "already-there"}
    after = centre.state()
    assert after["users"] == state["users"]
    assert after["assignments"] == state["assignments"]


@pytest.mark.parametrize("by", ["MIS ID", "Email", "OneFile ID"])
def test_existing_learners_with_their_managers_are_a_roster_too(
    centre: Served, program: Program, tmp_path: Path, by: str
) -> None:
    without = [[*row[:7], *NOBODY, row[10], *NOBODY] for row in ROWS[:3]]
    first = submitted(program, centre, book(tmp_path / "learners.xlsx", Learners=[HEADER, *without]))
    assert first["done"] == 3
    before = people(centre)
    known = {"MIS ID": "MISID", "Email": "Email", "OneFile ID": "ID"}[by]
    (tmp_path / "elsewhere").mkdir()
    managers = [[before[row[0]][known], *row[7:10], *row[11:]] for row in ROWS[:3]]
    roster = book(
        tmp_path / "managers.xlsx",
        Managers=[[by, "Employer first name", "Employer surname", "Employer email", *HEADER[-3:]], *managers],
    )
    # Another computer, whose program has not made these people.
    away = {"ONEFILE_DESKTOP_HOME": str(tmp_path / "elsewhere")}
    connection = ("--url", centre.url, "--organisation", centre.organisation, "--set", "Role=Learner")
    words = ("submit", roster, *connection, "--yes", "--json")
    skipped = program(*words, ONEFILE_TOKEN=centre.token, **away)
    assert {row["outcome"] for row in skipped.json["results"]} == {"already-there"}
    assert people(centre).keys() == before.keys()

    ended = program(*words, "--existing", "assign", ONEFILE_TOKEN=centre.token, **away)
    assert (ended.code, ended.json["done"]) == (0, 3), ended.err
    there = people(centre)
    assert sorted(there.keys() - before.keys()) == ["Jo", "Pat"]
    assert {there[name]["DefaultEmployerID"] for name in ("Ann", "Ben", "Cai")} == {there["Jo"]["ID"]}
    assert len(placement_ids(centre.state(), there["Jo"])) == 2

    again = program(*words, "--existing", "assign", ONEFILE_TOKEN=centre.token, **away)
    assert {row["outcome"] for row in again.json["results"]} == {"unchanged"}
    assert people(centre) == there


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[Served]:
    """A centre that refuses the first person whom it is told to create."""
    faults = tmp_path / "faults.json"
    rule = {"method": "POST", "path": "/User", "calls": [1], "fault": "status", "status": 400, "body": "No such thing"}
    faults.write_text(json.dumps([rule]))
    command = [sys.executable, "-m", "onefile_desktop", "rehearsal", "--rate", "3000", "--faults", str(faults)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield Served(said["url"], said["token"], said["organisation"])
        process.terminate()


def test_whoever_waits_for_a_manager_who_is_refused_is_not_attempted(
    refusing: Served, program: Program, tmp_path: Path
) -> None:
    roster = book(tmp_path / "roster.xlsx", Learners=[HEADER, learner(0, JO, COUNCIL), learner(1, MO, COUNCIL)])
    ended = submitted(program, refusing, roster, "--at-once", "1")  # so that Jo Quill's create arrives first
    assert (ended["code"], ended["done"], ended["not_attempted"]) == (1, 1, 1)
    results = {row["person"]: row for row in ended["results"]}
    assert results["Ann Oakes"]["outcome"] == "not-attempted"
    assert "No such thing" in results["Ann Oakes"]["message"]
    assert "Jo Quill" in results["Ann Oakes"]["message"]
    assert results["Ben Oakes"]["outcome"] == "created"
    assert sorted(people(refusing)) == ["Ben", "Mo"]

    again = submitted(program, refusing, roster)
    assert (again["code"], again["done"]) == (0, 1)
    assert sorted(people(refusing)) == ["Ann", "Ben", "Jo", "Mo"]


def test_a_manager_who_may_be_there_is_settled_by_a_choice(centre: Served, program: Program, tmp_path: Path) -> None:
    andrew = ("Andrew", "Pike", "a.pike@rows.example.org")
    roster = book(tmp_path / "roster.xlsx", Learners=[HEADER, learner(0, andrew, COUNCIL), learner(1, andrew, COUNCIL)])
    there = next(user for user in centre.state()["users"] if (user["FirstName"], user["LastName"]) == andrew[:2])
    words = ("--url", centre.url, "--organisation", centre.organisation, "--set", "Role=Learner", "--json")

    def managers(*choice: str) -> tuple[int, list[str], list[Any]]:
        ended = program("plan", roster, *words, *choice, ONEFILE_TOKEN=centre.token)
        creates = [change for change in ended.json["changes"] if change["kind"] == "create"]
        given = [change["body"]["DefaultEmployerID"] for change in creates if change["body"]["Role"] == 1]
        return ended.code, [change["key"] for change in creates], given

    checked = program("check", roster, *words, ONEFILE_TOKEN=centre.token)
    asked = [(one["code"], one["row"], one["header"]) for one in checked.json["problems"] if one["row"] is not None]
    assert asked == [("described-perhaps-there", row, "EmployerEmail") for row in (2, 3)]
    assert managers() == (1, [], [])
    own = ["people-2-create", "people-3-create"]
    text = f"Default employer:{andrew[2]}"
    assert managers("--choose", f"{text}={there['ID']}") == (0, own, [there["ID"]] * 2)
    new = "people-2-employer-create"
    assert managers("--choose", f"{text}=create") == (0, [new, *own], [{"$id_of": new}] * 2)
