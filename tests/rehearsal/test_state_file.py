"""A centre that is the same one after a restart."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import ASSESSOR, LEARNER, ORGANISATION, STANDARD, new_learner, small_centre


def test_everything_is_there_again(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    centre = small_centre(create_answers="number")
    del centre["customer"]["Token"]
    before = serve(centre, state=state_file)
    created = before.post("/User", new_learner(FirstName="Zoë")).json
    before.post(f"/Standard/{STANDARD}/Assign/{LEARNER}")
    before.post(f"/User/{ASSESSOR}/Assign", {"LearnerID": LEARNER, "Level": 1})
    before.post("/Placement", {"OrganisationID": ORGANISATION, "Name": "Café"})
    before.post(f"/User/{LEARNER}/Archive")
    seen, token, signature = before.state(), before.server.token, before.get("/Customer").headers["Server"]
    before.server.stop()

    after = serve(small_centre(), state=state_file, authenticated=False)
    after.key = before.key
    state = after.state()
    assert {**state, "calls": None} == {**seen, "calls": None}
    assert state["calls"]["by_endpoint"]["POST /User"] == 1
    assert state["calls"]["total"] == seen["calls"]["total"] + 1
    assert after.server.token == token
    reply = after.get(f"/User/{created}")
    assert (reply.status, reply.json["FirstName"], reply.headers["Server"]) == (200, "Zoë", signature)
    assert after.post("/User", new_learner()).json > created
    assert after.post("/Placement/Search", {"Name": "Café"}).status == 200


def test_a_change_is_on_disk_before_its_answer(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    caller = serve(state=state_file)
    for n in range(3):
        created = caller.post("/User", new_learner(FirstName=f"N{n}")).json["ID"]
        users = json.loads(state_file.read_text())["centre"]["users"]
        assert users[-1]["ID"] == created
    assert [path.name for path in tmp_path.iterdir() if "state" in path.name] == ["state.json"]


def test_a_change_whose_answer_was_lost_is_on_disk(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    caller = serve(state=state_file, faults=[{"path": "/User", "fault": "status", "carried_out": True}])
    assert caller.post("/User", new_learner()).status == 500
    assert json.loads(state_file.read_text())["centre"]["users"][-1]["FirstName"] == "New"


def test_the_state_wins_over_the_centre_file(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    serve(state=state_file).server.stop()
    with RehearsalServer(centre=tmp_path / "absent.json", state=state_file) as server:
        assert server.organisation_id == ORGANISATION


def test_who_is_not_to_be_found_yet_stays_so(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    caller = serve(small_centre(search_lag_seconds=100), state=state_file)
    caller.post("/User", new_learner())
    caller.server.stop()
    again = serve(state=state_file)
    assert again.post("/User/Search", {"FirstName": "New"}).status == 204


def test_people_who_are_created_at_once_are_all_kept(serve: Serve, tmp_path: Path):
    caller = serve(state=tmp_path / "state.json")

    def create() -> None:
        other = Caller(caller.server)
        other.key = caller.key
        for _ in range(5):
            other.post("/User", new_learner())
        other.connection.close()

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    users = json.loads((tmp_path / "state.json").read_text())["centre"]["users"]
    assert len({user["ID"] for user in users}) == len(small_centre()["users"]) + 30


@pytest.mark.parametrize("value", [[], {}, {"instance": "x"}, {"instance": "x", "token": "y"}, "text"])
def test_a_file_that_is_no_state(tmp_path: Path, value: Any):
    state_file = tmp_path / "state.json"
    state_file.write_text(json.dumps(value))
    with pytest.raises(UnreadableFileError, match=r"state\.json"):
        RehearsalServer(state=state_file)
    assert json.loads(state_file.read_text()) == value


def test_a_state_without_its_lesser_parts_still_serves(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    state_file.write_text(json.dumps({"instance": "x", "token": "y", "centre": small_centre()}))
    caller = serve(state=state_file)
    assert caller.server.token == "y"
    assert caller.get("/Customer").status == 200


def test_a_state_file_where_none_can_be(serve: Serve, tmp_path: Path):
    with pytest.raises(UnreadableFileError, match="cannot be written"):
        serve(state=tmp_path / "no such folder" / "state.json")


@pytest.mark.logs_warnings
def test_a_change_that_cannot_be_kept_is_no_success(serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    folder = tmp_path / "folder"
    folder.mkdir()
    caller = serve(state=folder / "state.json")
    (folder / "state.json").unlink()
    folder.rmdir()
    reply = caller.post("/User", new_learner())
    assert (reply.status, reply.message) == (500, "An error has occurred.")
    assert "POST /User" in caplog.text
    assert caller.server.token not in caplog.text
    caller.server.stop()
