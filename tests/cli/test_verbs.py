"""Every verb, as it is typed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop import paths
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, state_of, write_faults
from tests.cli.rosters import HEADERS, NIA, new_learner, write_roster

COHORT = paths.resource("examples/cohort.xlsx")


def test_a_roster_is_checked_without_a_connection(run: Run, tmp_path: Path) -> None:
    said = run("check", write_roster(tmp_path / "r.xlsx", NIA, new_learner(1)))
    assert said.code == 0
    assert "that needs a connection" in said.out
    assert "2 ready, 0 with errors" in said.out
    assert said.err == ""


def test_the_document_of_a_check(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1, "Nia Coal"), (*new_learner(2)[:3], "nonsense"))
    said = run("check", roster, "--rehearsal", "--json")
    assert said.code == 1
    assert said.json["roster"]["file"] == str(roster)
    assert (said.json["roster"]["sheet"], said.json["roster"]["header_row"], said.json["roster"]["rows"]) == (
        "People",
        1,
        3,
    )
    assert said.json["roster"]["columns"][3] == {"header": "Email", "letter": "D", "field": "Email"}
    assert (said.json["ready"], said.json["with_errors"], said.json["excluded"]) == (1, 2, 0)
    first = next(problem for problem in said.json["problems"] if problem["row"] == 3)
    assert {key: first[key] for key in ("sheet", "row", "column", "header", "field", "value", "code", "severity")} == {
        "sheet": "People",
        "row": 3,
        "column": "G",
        "header": "Default assessor",
        "field": "DefaultAssessorID",
        "value": "Nia Coal",
        "code": "reference-unknown",
        "severity": "error",
    }
    assert first["suggestions"] == ["Nia Cole"]
    assert "Nia Cole" in first["message"]


def test_the_marked_copy(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1, "Nobody Known"))
    run("check", roster, "--rehearsal", "--report", tmp_path / "marked.xlsx")
    marked = load_workbook(tmp_path / "marked.xlsx")
    listed = [str(row) for row in marked["Problems"].iter_rows(min_row=2, values_only=True)]
    assert sum("Nobody Known" in row for row in listed) == 1
    assert marked["People"]["G3"].comment is not None


def test_the_plan_is_the_same_each_time_and_says_what_would_be_sent(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), "Helen Ashworth"))
    first = run("plan", roster, "--rehearsal", "--json")
    again = run("plan", roster, "--rehearsal", "--json", "--report", tmp_path / "plan.xlsx")
    assert first.code == 0
    assert first.json == again.json
    assert first.json["summary"]["create"] == {"Learner": 1, "Assessor": 1}
    assert first.json["environment"] == "rehearsal"
    create = next(c for c in first.json["changes"] if c["row"] == 3 and c["kind"] == "create")
    assert create["body"]["DefaultAssessorID"] == {"$id_of": first.json["changes"][0]["key"]}
    assert create["depends_on"] == [first.json["changes"][0]["key"]]
    assert load_workbook(tmp_path / "plan.xlsx")["Plan"].max_row == len(first.json["changes"]) + 1


def test_nothing_is_sent_without_a_yes(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    said = run("submit", roster, "--url", centre.url, "--json")
    assert said.code == 2
    assert said.out == ""
    assert "--yes" in said.err
    assert "POST /User" not in state_of(centre)["calls"]["by_endpoint"]


def test_a_stale_plan_is_not_sent(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    digest = run("plan", roster, "--url", centre.url, "--json").json["digest"]
    write_roster(roster, ("Assessor", "Nia", "Coles", "nia.cole@example.org"))
    stale = run("submit", roster, "--url", centre.url, "--yes", "--digest", digest)
    assert stale.code == 2
    assert "Nothing was sent" in stale.err
    assert "POST /User" not in state_of(centre)["calls"]["by_endpoint"]
    write_roster(roster, NIA)
    assert run("submit", roster, "--url", centre.url, "--yes", "--digest", digest).code == 0
    assert state_of(centre)["calls"]["by_endpoint"]["POST /User"] == 1


def test_a_submit_and_the_same_again(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), "Helen Ashworth"))
    said = run("submit", roster, "--url", centre.url, "--yes", "--json", "--report", tmp_path / "results.xlsx")
    assert said.code == 0
    assert (said.json["finished"], said.json["done"], said.json["failed"], said.json["unknown"]) == (True, 2, 0, 0)
    assert [row["outcome"] for row in said.json["results"]] == ["created", "created"]
    assert said.json["results"][1]["assignments"].items() >= {"done": 1, "failed": 0, "unknown": 0}.items()
    held = {user["ID"]: user for user in state_of(centre)["users"]}
    assert held[said.json["results"][1]["onefile_id"]]["DefaultAssessorID"] == said.json["results"][0]["onefile_id"]
    again = run("plan", roster, "--url", centre.url, "--json")
    assert again.json["changes"] == []
    from_results = run("submit", tmp_path / "results.xlsx", "--url", centre.url, "--yes", "--json")
    assert (from_results.code, from_results.json["done"]) == (0, 0)
    assert state_of(centre)["calls"]["by_endpoint"]["POST /User"] == 2


def test_good_rows_go_and_bad_ones_are_named(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1, "Nobody Known"))
    said = run("submit", roster, "--rehearsal", "--yes", "--json", "--report", tmp_path / "results.xlsx")
    assert said.code == 1
    assert [(row["row"], row["outcome"]) for row in said.json["results"]] == [(2, "created"), (3, "excluded")]
    assert "Nobody Known" in said.json["results"][1]["message"]


def test_what_onefile_refuses_is_said_in_its_words(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = write_faults(
        tmp_path,
        {
            "method": "POST",
            "path": "/User/*/Assign",
            "calls": [1],
            "fault": "status",
            "status": 400,
            "body": '{"message": "Helen is on holiday"}',
            "carried_out": False,
        },
    )
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), "Helen Ashworth"))
    with RehearsalServer(faults=faults) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        said = run("submit", roster, "--url", server.url, "--yes", "--json")
    assert said.code == 1
    assert said.json["results"][1]["outcome"] == "created"
    assert said.json["results"][1]["assignments"]["failed"] == 1
    assert "Helen is on holiday" in said.json["results"][1]["message"]


def test_only_some_rows(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, ("IQA", "Ira", "Vale", "ira.vale@example.org"))
    said = run("submit", roster, "--rehearsal", "--yes", "--json", "--only", 3)
    assert [(row["row"], row["outcome"]) for row in said.json["results"]] == [(2, "excluded"), (3, "created")]
    assert said.code == 0


def test_the_options_of_a_roster(run: Run, tmp_path: Path) -> None:
    headers = ("Rolle", "First name", "Last name", "Email")
    roster = write_roster(tmp_path / "r.xlsx", ("Learner", "Tamsin", "Quillfeather", "t@example.org"), headers=headers)
    options = ["--map", "Rolle=Role", "--set", "Class=New Class", "--set", "Placement=Bluebell Day Nursery"]
    options += ["--set", "Default assessor=H Ashworth", "--choose", "Default assessor:H Ashworth=Helen Ashworth"]
    said = run("plan", roster, "--rehearsal", "--json", "--create-missing", *options)
    assert [change["kind"] for change in said.json["changes"]] == ["classroom", "create"]
    assert said.json["changes"][1]["body"]["ClassroomID"] == {"$id_of": said.json["changes"][0]["key"]}


def test_a_possible_duplicate_is_decided(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    helen = next(user for user in state_of(centre)["users"] if user["LastName"] == "Ashworth" and user["Role"] == 5)
    roster = write_roster(tmp_path / "r.xlsx", ("Assessor", "Helen", "Ashworth", "new.address@example.org"))
    assert run("plan", roster, "--rehearsal", "--json").code == 1
    create = run("plan", roster, "--url", centre.url, "--json", "--decide", "2=create")
    assert create.json["summary"]["create"] == {"Assessor": 1}
    same = run("plan", roster, "--url", centre.url, "--json", "--decide", f"2={helen['ID']}")
    assert (same.code, same.json["changes"]) == (0, [])
    left = run("plan", roster, "--url", centre.url, "--json", "--decide", "2=skip")
    assert (left.code, left.json["summary"]["excluded"]) == (0, 1)


def test_a_template_and_one_with_the_names_of_a_centre(run: Run, tmp_path: Path) -> None:
    assert run("template", tmp_path / "plain.xlsx").code == 0
    assert run("template", tmp_path / "filled.xlsx", "--rehearsal").code == 0
    lists = [
        cell for row in load_workbook(tmp_path / "filled.xlsx")["Lists"].iter_rows(values_only=True) for cell in row
    ]
    assert "Bluebell Day Nursery" in lists
    assert "Helen Ashworth" in lists
    plain = load_workbook(tmp_path / "plain.xlsx")
    assert plain.sheetnames[:3] == ["People", "Assignments", "Guide"]
    assert plain["Lists"].sheet_state == "hidden"


def test_runs_are_listed(run: Run, tmp_path: Path) -> None:
    assert run("runs", "--json").json == {"runs": []}
    assert "no runs" in run("runs").out
    done = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", "--json")
    (only,) = run("runs", "--json").json["runs"]
    assert (only["run"], only["finished"], only["environment"]) == (done.json["run"], True, "rehearsal")
    assert done.json["run"] in run("runs").out
    assert run("resume").code == 2


def test_a_run_goes_on_where_its_token_was_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), new_learner(2))
    faults = write_faults(
        tmp_path, {"method": "POST", "path": "/User", "calls": [2], "fault": "expire-session", "seconds": 2}
    )
    with RehearsalServer(faults=faults) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        stopped = run("submit", roster, "--url", server.url, "--yes", "--json")
        assert stopped.code == 3
        assert not stopped.json["finished"]
        assert "resume" in stopped.err
        assert run("runs", "--json").json["runs"][0]["finished"] is False
        monkeypatch.delenv("ONEFILE_TOKEN")
        assert "ONEFILE_TOKEN" in run("resume").err
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        resumed = _until(run, 0, "resume", "--json", "--report", str(tmp_path / "results.xlsx"))
        assert (resumed["finished"], resumed["done"]) == (True, 3)
        names = [user["Email"] for user in state_of(server)["users"]]
        assert [
            names.count(name) for name in ("nia.cole@example.org", "tamsin1@example.org", "tamsin2@example.org")
        ] == [1, 1, 1]


def _until(run: Run, code: int, *words: str) -> dict[str, object]:
    deadline = time.monotonic() + 30
    while (said := run(*words)).code != code:
        assert time.monotonic() < deadline, said.err
        time.sleep(0.2)
    return said.json


def test_a_run_belongs_to_its_centre(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
    faults = write_faults(tmp_path, {"method": "POST", "path": "/User", "fault": "expire-session", "seconds": 60})
    with RehearsalServer(faults=faults) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        assert run("submit", roster, "--url", server.url, "--yes").code == 3
    with RehearsalServer() as other:
        monkeypatch.setenv("ONEFILE_TOKEN", other.token)
        organisation = [
            o["ID"] for o in json.loads(paths.resource("rehearsal/centre.json").read_text())["organisations"]
        ]
        said = run("resume", "--url", other.url, "--organisation", organisation[1])
    assert said.code == 2
    assert "belongs to" in said.err


def test_a_served_rehearsal_centre(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "onefile_desktop",
        "rehearsal",
        "--state",
        str(tmp_path / "s.json"),
        "--rate",
        "50",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        assert said["url"].startswith("http://127.0.0.1:")
        assert said["organisation"] == 5740
        assert said["token"]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert (tmp_path / "s.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_at_a_terminal_a_served_rehearsal_centre_says_how_to_work_on_it(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "onefile_desktop", "rehearsal"]
    with (
        os.fdopen(ours, encoding="utf-8") as terminal,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process,
    ):
        os.close(theirs)
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        told = [terminal.readline().strip() for _ in range(4)]
        process.send_signal(signal.SIGINT)
        assert (process.wait(10), process.stdout.read()) == (0, b"")
    assert told[1] == f"export ONEFILE_TOKEN={said['token']}"
    assert told[2].endswith(f" --url {said['url']} --organisation {said['organisation']} --yes")
    assert told[3] == "Leave this window open; Ctrl-C ends the rehearsal centre."


def test_a_unit_whose_id_needs_escaping(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built_in = json.loads(paths.resource("rehearsal/centre.json").read_text("utf-8"))
    unit = next(unit for unit in built_in["units"] if unit["StandardID"] == built_in["standards"][0]["ID"])
    text = json.dumps(built_in, ensure_ascii=False).replace(f'"{unit["ID"]}"', '"Part 1 & 2"')
    centre = tmp_path / "centre.json"
    centre.write_text(text, "utf-8")
    headers = (*HEADERS[:7], "Units")
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), "Part 1 & 2"), headers=headers)
    faults = write_faults(
        tmp_path, {"method": "POST", "path": "/Unit/*/Assign/*/*", "calls": [1], "fault": "lost-answer"}
    )
    with RehearsalServer(centre=centre, faults=faults) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        said = run("submit", roster, "--url", server.url, "--yes", "--json")
        assert said.code == 0, said.err
        assert run("plan", roster, "--url", server.url, "--json", "--existing", "assign").json["changes"] == []
        (given,) = [
            s for s in state_of(server)["unit_summaries"] if s["LearnerID"] == said.json["results"][1]["onefile_id"]
        ]
        assert given["UnitID"] == "Part 1 & 2"
        calls = state_of(server)["calls"]["by_endpoint"]
        assert [number for call, number in calls.items() if call.startswith("POST /Unit/{")] == [1]


def test_what_the_columns_were_taken_for_and_whom_a_person_is_tied_to(run: Run, tmp_path: Path) -> None:
    headers = ("Type", "Forename", "Surname", "Email", "Workplace", "Class", "Tutor")
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), headers=headers)
    said = run("plan", roster, "--rehearsal", "--map", "Type=Role")
    assert "Type as Role; Forename as First name; Surname as Last name; Email; Workplace as Placement" in said.out
    assert "default assessor Nia Cole; class Customer Service Rolling; placement Bluebell Day Nursery" in said.out


def test_people_who_are_left_alone_say_what_was_not_done(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1))
    assert run("submit", roster, "--url", centre.url, "--yes").code == 0
    other = write_roster(tmp_path / "other.xlsx", NIA)
    (nia,) = run("submit", other, "--url", centre.url, "--yes", "--json").json["results"]
    assert nia["outcome"] == "unchanged"
    helen = next(
        user for user in state_of(centre)["users"] if user["Role"] == 1 and user["Email"] and not user["Archived"]
    )
    row = ("Learner", helen["FirstName"], helen["LastName"], helen["Email"], None, None, None, "Martin Goodall")
    left = write_roster(tmp_path / "left.xlsx", row)
    (result,) = run("submit", left, "--url", centre.url, "--yes", "--json").json["results"]
    assert result["outcome"] == "already-there"
    assert "was not done" in result["message"]
