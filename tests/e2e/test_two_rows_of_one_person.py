"""A learner with two managers stands on two rows, as rosters of real providers have it."""

from pathlib import Path

from openpyxl import load_workbook

from tests.e2e.conftest import Program, Served
from tests.roster.books import book, table

BOSS = {
    "Role": "Employer",
    "First name": "Jo",
    "Last name": "Quill",
    "Email": "jo.quill@rows.example.org",
    "Placement": "Westering Borough Council",
}
CHIEF = BOSS | {"First name": "Mo", "Last name": "Pettifer", "Email": "mo.pettifer@rows.example.org"}
ANN = {
    "Role": "Learner",
    "First name": "Ann",
    "Last name": "Oakes",
    "Email": "ann.oakes@rows.example.org",
    "Placement": "Westering Borough Council",
    "Class": "Business Admin September 2026",
    "Default assessor": "Bola Akintola",
    "Default employer": "Jo Quill",
}
CAI = ANN | {"First name": "Cai", "Last name": "Orr", "Email": "cai.orr@rows.example.org"}


def test_one_create_two_managers_and_both_rows_in_the_results(centre: Served, program: Program, tmp_path: Path) -> None:
    roster = book(
        tmp_path / "roster.xlsx", People=table(BOSS, CHIEF, ANN, CAI, ANN | {"Default employer": "Mo Pettifer"})
    )
    out = tmp_path / "results.xlsx"
    connection = ("--url", centre.url, "--organisation", centre.organisation)
    words = ("submit", roster, *connection, "--yes", "--json", "--report", out)
    ended = program(*words, ONEFILE_TOKEN=centre.token)
    assert (ended.code, ended.json["done"]) == (0, 4)
    state = centre.state()
    new = [user for user in state["users"] if str(user["Email"]).endswith("@rows.example.org")]
    ids = {user["FirstName"]: user["ID"] for user in new}
    assert sorted(user["FirstName"] for user in new) == ["Ann", "Cai", "Jo", "Mo"]
    assert next(user for user in new if user["FirstName"] == "Ann")["DefaultEmployerID"] == ids["Jo"]
    assert [(one["AssigneeID"], one["LearnerID"], one["Level"]) for one in state["assignments"][-1:]] == [
        (ids["Mo"], ids["Ann"], 1)
    ]
    results = [(row["row"], row["outcome"], row["onefile_id"], row["same_as"]) for row in ended.json["results"]]
    assert results[2:] == [
        (4, "created", ids["Ann"], None),
        (5, "created", ids["Cai"], None),
        (6, "created", ids["Ann"], 4),
    ]
    people = load_workbook(out)["People"]
    assert [people.cell(row, 10).value for row in (4, 6)] == [ids["Ann"], ids["Ann"]]

    again = program("submit", out, *connection, "--yes", "--json", ONEFILE_TOKEN=centre.token)
    assert {row["outcome"] for row in again.json["results"]} == {"unchanged"}
    assert len(centre.state()["users"]) == len(state["users"])
    assert len(centre.state()["assignments"]) == len(state["assignments"])
