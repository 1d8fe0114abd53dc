"""The main job: the example cohort is enrolled, and the centre then holds exactly what was planned."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from onefile_desktop import paths
from tests.e2e.conftest import Program, Served

COHORT = paths.resource("examples/cohort.xlsx")
BEFORE = json.loads(paths.resource("rehearsal/centre.json").read_text("utf-8"))
ROLES = {"Learner": 1, "Trainee Assessor": 4, "Assessor": 5, "IQA": 10, "Employer": 40, "Observer": 45}


def settled(value: Any, ids: Mapping[str, int]) -> Any:
    """A value of a body, with the ID that was made in the place of a reference to it."""
    return ids[value["$id_of"]] if isinstance(value, dict) else value


def id_in(path: str, ids: Mapping[str, int]) -> int:
    """The ID between the slashes of `/User/{id}/Assign`."""
    text = path.split("/")[2]
    return ids[text.removeprefix("{$id_of:").removesuffix("}")] if text.startswith("{") else int(text)


def assigned(entries: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """Assignments, for comparing."""
    names = ("AssigneeID", "LearnerID", "Level", "StandardID", "UnitID")
    found = [tuple(entry.get(name) for name in names) for entry in entries]
    assert len(found) == len(set(found))
    return set(found)


def test_the_centre_holds_exactly_what_was_planned(centre: Served, program: Program, tmp_path: Path) -> None:
    connection = ("--url", centre.url)
    before = centre.state()
    plan = program("plan", COHORT, *connection, "--json", ONEFILE_TOKEN=centre.token).json
    report = tmp_path / "results.xlsx"
    ended = program(
        *("submit", COHORT, *connection, "--yes", "--digest", plan["digest"], "--json", "--report", report),
        ONEFILE_TOKEN=centre.token,
    )
    assert ended.code == 0, ended.err
    after = centre.state()

    # Everybody who was there is as they were; everybody else is one planned create, field by field.
    there = {user["ID"]: user for user in before["users"]}
    now = {user["ID"]: user for user in after["users"]}
    assert all(now[onefile_id] == user for onefile_id, user in there.items())
    creates = {change["key"]: change for change in plan["changes"] if change["kind"] == "create"}
    by_row = {(row["sheet"], row["row"]): row["onefile_id"] for row in ended.json["results"]}
    ids = {key: by_row[change["sheet"], change["row"]] for key, change in creates.items()}
    assert sorted(ids.values()) == sorted(now.keys() - there.keys())
    for key, change in creates.items():
        made = now[ids[key]]
        for name, value in change["body"].items():
            assert made[name] == settled(value, ids), (key, name)

    # The assignments are those that were there, and one for each planned.
    planned = [
        {name: settled(value, ids) for name, value in change["body"].items()}
        | {"AssigneeID": id_in(change["path"], ids)}
        for change in plan["changes"]
        if change["kind"] == "assign"
    ]
    assert {entry["Level"] for entry in planned} == {1, 2, 3}
    assert assigned(after["assignments"]) == assigned(before["assignments"]) | assigned(planned)

    # So is the programme.
    templates = {template["ID"]: template for template in BEFORE["framework_templates"]}
    aims, units = set(), set()
    for change in plan["changes"]:
        parts = change["path"].split("/")
        if change["kind"] == "standard":
            aims.add((ids[parts[4][8:-1]], int(parts[2])))
        elif change["kind"] == "unit":
            units.add((ids[parts[4][8:-1]], parts[2]))
        elif change["kind"] == "framework-template":
            learner = ids[parts[4][8:-1]]
            for standard in templates[int(parts[2])]["Standards"]:
                aims.add((learner, standard["StandardID"]))
                units |= {(learner, unit) for unit in standard["UnitIDs"]}
    new = set(ids.values())
    assert {(aim["LearnerID"], aim["StandardID"]) for aim in after["learning_aims"] if aim["LearnerID"] in new} == aims
    assert {(s["LearnerID"], s["UnitID"]) for s in after["unit_summaries"] if s["LearnerID"] in new} == units
    assert len(after["learning_aims"]) - len(before["learning_aims"]) == len(aims)

    # One call a change, and none refused for haste.
    calls = after["calls"]["by_endpoint"]
    assert calls["POST /User"] == len(creates)
    assert calls["POST /User/{id}/Assign"] == len(planned)
    assert after["calls"]["too_many"] == 0

    # And nothing is left to do.
    again = program("plan", COHORT, *connection, "--json", ONEFILE_TOKEN=centre.token)
    assert (again.code, again.json["changes"]) == (0, [])


def test_the_workbook_and_the_centre_agree(program: Program, tmp_path: Path, centre: Served) -> None:
    """Held against the workbook itself, so that a mistake of the planner's cannot confirm itself."""
    report = tmp_path / "results.xlsx"
    ended = program("submit", COHORT, "--url", centre.url, "--yes", "--report", report, ONEFILE_TOKEN=centre.token)
    assert ended.code == 0, ended.err
    users = {user["ID"]: user for user in centre.state()["users"]}
    by_name = {f"{user['FirstName']} {user['LastName']}": user for user in users.values() if not user["Archived"]}
    sheet = load_workbook(report)["People"]
    headers = [str(cell.value).strip(" *") for cell in sheet[1]]
    rows = [dict(zip(headers, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(rows) == 50
    for row in rows:
        assert row["OneFile outcome"] in ("created", "already-there")
        user = users[row["OneFile ID"]]
        assert (user["FirstName"], user["LastName"], user["Email"]) == (
            row["First name"],
            row["Last name"],
            row["Email"],
        )
        assert user["Role"] == ROLES[str(row["Role"])]
        if row["OneFile outcome"] == "created" and row["Default assessor"]:
            assessor = users[user["DefaultAssessorID"]]
            named = str(row["Default assessor"])
            assert named in (f"{assessor['FirstName']} {assessor['LastName']}", assessor["Email"], assessor["MISID"])
        if row["OneFile outcome"] == "created" and isinstance(row["Start date"], datetime):
            assert user["StartOn"] == f"{row['Start date']:%Y-%m-%d}T00:00:00Z"
    named = [str(row["Email"]) for row in rows]
    emails = [user["Email"] for user in users.values() if user["Email"] in named]
    assert len(emails) == len(rows)
    sheet = load_workbook(report)["Assignments"]
    headers = [str(cell.value).strip(" *") for cell in sheet[1]]
    held = {(entry["AssigneeID"], entry["LearnerID"], entry["Level"]) for entry in centre.state()["assignments"]}
    levels = {"Learning aim": 3, "Unit summary": 2, "Additional": 1}
    for values in sheet.iter_rows(min_row=2, values_only=True):
        row = dict(zip(headers, values, strict=True))
        assert row["OneFile outcome"] == "updated"
        assert users[row["OneFile ID"]]["Role"] == ROLES["Learner"]
        assignees = [user["ID"] for user in users.values() if row["Person"] in (user["Email"], user["MISID"])]
        assignees += [by_name[str(row["Person"])]["ID"]] if row["Person"] in by_name else []
        level = levels.get(str(row["Level"])) or int(str(row["Level"]))
        assert any((assignee, row["OneFile ID"], level) in held for assignee in assignees), row


def test_the_results_workbook_of_a_rehearsal(program: Program, tmp_path: Path) -> None:
    report = tmp_path / "results.xlsx"
    ended = program("submit", COHORT, "--rehearsal", "--yes", "--report", report)
    assert ended.code == 0, ended.err
    workbook = load_workbook(report)
    original = load_workbook(COHORT)
    for name in ("People", "Assignments"):
        headers = [cell.value for cell in workbook[name][1]]
        outcome, onefile_id = headers.index("OneFile outcome"), headers.index("OneFile ID")
        rows = list(workbook[name].iter_rows(min_row=2, values_only=True))
        assert len(rows) == original[name].max_row - 1
        assert all(row[outcome] and isinstance(row[onefile_id], int) for row in rows)
    assert "Summary" in workbook.sheetnames
