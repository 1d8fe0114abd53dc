"""What a text of the roster means, said with --choose and remembered for the centre."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop import paths
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, Said, state_of
from tests.cli.rosters import HEADERS, new_learner, write_roster
from tests.rehearsal.small_centre import EMPLOYER, SECOND_ASSESSOR, SECOND_PLACEMENT, small_centre


def helen(server: RehearsalServer) -> dict[str, Any]:
    """An assessor of the rehearsal centre."""
    return next(one for one in state_of(server)["users"] if one["LastName"] == "Ashworth" and one["Role"] == 5)


def assessors(said: Said) -> list[object]:
    """The default assessor of each learner who would be created."""
    creates = [change["body"] for change in said.json["changes"] if change["kind"] == "create"]
    return [body["DefaultAssessorID"] for body in creates]


@pytest.mark.parametrize("field", ["Default assessor", "DefaultAssessorID", "default  ASSESSOR", "Assessor email"])
@pytest.mark.parametrize("by", ["FirstName LastName", "Email", "MISID", "ID"])
def test_a_text_is_settled_in_all_its_rows(
    run: Run, tmp_path: Path, centre: RehearsalServer, field: str, by: str
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", *(new_learner(number, "H Ashworth") for number in (1, 2, 3)))
    refused = run("plan", roster, "--url", centre.url, "--json")
    assert (refused.code, refused.json["changes"]) == (1, [])
    meant = " ".join(str(helen(centre)[name]) for name in by.split())
    said = run("plan", roster, "--url", centre.url, "--json", "--choose", f"{field}:H Ashworth={meant}")
    assert (said.code, assessors(said)) == (0, [helen(centre)["ID"]] * 3)


def test_a_part_of_a_reference_that_is_an_email(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    headers = (*HEADERS[:6], "Assessor email")
    row = new_learner(1)[:6]
    roster = write_roster(tmp_path / "r.xlsx", (*row, "h.ashworth@example.org"), headers=headers)
    choose = f"Assessor email:h.ashworth@example.org={helen(centre)['ID']}"
    said = run("plan", roster, "--url", centre.url, "--json", "--choose", choose)
    assert (said.code, assessors(said)) == (0, [helen(centre)["ID"]])


@pytest.mark.parametrize("field", ["Nonsense", "Email", "Full name", "Start date"])
def test_a_field_that_refers_to_nobody_is_refused_with_those_that_do(run: Run, tmp_path: Path, field: str) -> None:
    said = run("plan", write_roster(tmp_path / "r.xlsx", new_learner(1)), "--rehearsal", "--choose", f"{field}:x=y")
    assert said.code == 2
    for possible in (
        "Placement",
        "Class",
        "Default assessor",
        "Additional IQAs",
        "Unit to assess",
        "Person",
        "Learner",
    ):
        assert possible in said.err
    assert "Start date, " not in said.err


def test_a_text_that_is_not_on_the_roster_is_refused_by_the_fields_label(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", new_learner(1))
    said = run("plan", roster, "--rehearsal", "--choose", "DefaultAssessorID:Nobody=1")
    assert (said.code, "The roster has no “nobody” as Default assessor." in said.err) == (2, True)


def test_a_choice_of_nobody_is_said_and_left_out(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", new_learner(1, "H Ashworth"))
    said = run("check", roster, "--rehearsal", "--json", "--choose", "Default assessor:H Ashworth=4711")
    (problem,) = [one for one in said.json["problems"] if one["severity"] == "error"]
    assert (said.code, problem["code"], problem["value"]) == (1, "reference-unknown", "H Ashworth")
    assert problem["message"].startswith("For “H Ashworth” you chose “4711”. There is no assessor “4711”")


def test_it_is_remembered_for_other_rosters_of_the_centre_until_it_is_forgotten(
    run: Run, tmp_path: Path, centre: RehearsalServer
) -> None:
    first = write_roster(tmp_path / "first.xlsx", new_learner(1, "H Ashworth"))
    second = write_roster(tmp_path / "second.xlsx", new_learner(2, "h ashworth"))
    chosen = run("plan", first, "--url", centre.url, "--json", "--choose", "Default assessor:H Ashworth=Helen Ashworth")
    again = run("plan", first, "--url", centre.url, "--json")
    assert (again.code, again.json["digest"]) == (0, chosen.json["digest"])
    later = run("plan", second, "--url", centre.url)
    assert later.code == 0
    assert "Default assessor “h ashworth” = Helen Ashworth" in later.out
    other = next(one for one in state_of(centre)["users"] if one["Role"] == 5 and one["ID"] != helen(centre)["ID"])
    instead = ("--choose", f"Default assessor:h ashworth={other['ID']}")
    assert assessors(run("plan", second, "--url", centre.url, "--json", *instead)) == [other["ID"]]
    assert assessors(run("plan", first, "--url", centre.url, "--json")) == [other["ID"]]
    forgotten = run("plan", second, "--url", centre.url, "--json", "--choose", "Default assessor:H Ashworth=")
    assert (forgotten.code, forgotten.json["changes"]) == (1, [])
    assert run("plan", first, "--url", centre.url, "--json").code == 1


def test_it_is_not_remembered_for_another_centre(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", new_learner(1, "H Ashworth"))
    choose = ("--choose", "Default assessor:H Ashworth=Helen Ashworth")
    assert run("plan", roster, "--url", centre.url, "--json", *choose).code == 0
    assert run("plan", roster, "--url", centre.url, "--json").code == 0
    assert run("plan", roster, "--rehearsal", "--json").code == 1


def test_a_remembered_person_who_is_not_there_any_more_is_not_used(
    run: Run, tmp_path: Path, centre: RehearsalServer
) -> None:
    roster = write_roster(tmp_path / "r.xlsx", new_learner(1, "H Ashworth"))
    choose = ("--choose", "Default assessor:H Ashworth=Helen Ashworth")
    assert run("plan", roster, "--url", centre.url, *choose).code == 0
    (ledger,) = paths.ledgers_folder().glob("*.sqlite")
    connection = sqlite3.connect(ledger)
    connection.execute("UPDATE chosen SET meant = '999999'")
    connection.commit()
    connection.close()
    said = run("plan", roster, "--url", centre.url)
    assert said.code == 1
    assert "is no longer in OneFile, or is archived" in said.out


def test_people_of_one_name_are_told_apart_though_the_search_shows_neither_email_nor_placement(
    run: Run, tmp_path: Path
) -> None:
    content = small_centre(search_shows_email=False)
    twins = [dict(one, LastName="Moss", FirstName="Al") for one in content["users"] if one["ID"] == SECOND_ASSESSOR]
    employers = [dict(one, ID=one["ID"] + 900) for one in content["users"] if one["ID"] == EMPLOYER]
    employers[0] |= {"PlacementID": SECOND_PLACEMENT}
    others = [one for one in content["users"] if one["ID"] != SECOND_ASSESSOR]
    centre = tmp_path / "centre.json"
    centre.write_text(json.dumps({**content, "users": [*others, *twins, *employers]}), "utf-8")
    headers = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor", "Default employer")
    row = ("Learner", "Tamsin", "Quill", "tamsin@example.org", "Bakery", "Autumn", "Al Moss", "Em Ploy")
    roster = write_roster(tmp_path / "r.xlsx", row, headers=headers)
    said = run("check", roster, "--rehearsal", "--centre", centre, "--json")
    told = {one["field"]: one["message"] for one in said.json["problems"] if one["code"] == "reference-ambiguous"}
    assert told["DefaultAssessorID"].count("@") == 2
    assert "at Bakery" in told["DefaultEmployerID"]
    assert "at Brewery" in told["DefaultEmployerID"]


def test_only_ids_and_fingerprints_are_kept(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", new_learner(1, "H Ashworth"))
    run("plan", roster, "--url", centre.url, "--choose", "Default assessor:H Ashworth=Helen Ashworth")
    (ledger,) = paths.ledgers_folder().glob("*.sqlite")
    assert b"ashworth" not in ledger.read_bytes().lower()
    connection = sqlite3.connect(ledger)
    ((text, meant),) = connection.execute("SELECT text, meant FROM chosen").fetchall()
    connection.close()
    assert (len(text), meant) == (64, str(helen(centre)["ID"]))
