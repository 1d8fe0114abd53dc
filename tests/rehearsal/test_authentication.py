"""The API token, session keys and their end."""

import json
import time
from pathlib import Path

import pytest

from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import TOKEN, small_centre


def test_the_session_key_is_the_plain_body(serve: Serve):
    caller = serve(authenticated=False)
    reply = caller.raw("POST", "/api/v2.1/authentication", headers={"X-CustomerToken": TOKEN})
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert reply.text.isalnum()
    caller.key = reply.text
    assert caller.get("/Customer").json == {"ID": 2070, "Name": "Small Customer"}


def test_keys_made_earlier_stay_good(caller: Caller):
    first = caller.key
    caller.authenticate()
    assert caller.key != first
    assert caller.get("/Customer").status == 200
    caller.key = first
    assert caller.get("/Customer").status == 200


@pytest.mark.parametrize("headers", [{}, {"X-CustomerToken": "wrong"}, {"X-CustomerToken": "caf\xe9"}])
def test_a_wrong_token_is_refused(serve: Serve, headers: dict[str, str]):
    reply = serve(authenticated=False).raw("POST", "/api/v2.1/Authentication", headers=headers)
    assert reply.status == 401
    assert "X-CustomerToken" in reply.message


@pytest.mark.parametrize("headers", [{}, {"X-TokenID": "unknown"}, {"X-TokenID": TOKEN}, {"X-CustomerToken": TOKEN}])
def test_a_call_without_a_good_key_is_refused(serve: Serve, headers: dict[str, str]):
    reply = serve(authenticated=False).raw("POST", "/api/v2.1/User", "{}", headers)
    assert reply.status == 401
    assert "X-TokenID" in reply.message


def test_a_token_is_made_up_where_the_file_has_none(serve: Serve):
    centre = small_centre()
    del centre["customer"]["Token"]
    tokens = {serve(centre).server.token for _ in range(2)}
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


def test_a_key_lives_for_a_day(serve: Serve, tmp_path: Path):
    state_file = tmp_path / "state.json"
    caller = serve(state=state_file)
    caller.server.stop()
    state = json.loads(state_file.read_text())
    assert state["sessions"][caller.key] == pytest.approx(time.time() + 24 * 60 * 60, abs=60)
    state["sessions"][caller.key] -= 24 * 60 * 60
    state_file.write_text(json.dumps(state))
    with RehearsalServer(state=state_file) as server:
        later = Caller(server)
        later.key = caller.key
        assert later.get("/Customer").status == 401
        later.authenticate()
        assert later.get("/Customer").status == 200
        later.connection.close()
    assert caller.key not in json.loads(state_file.read_text())["sessions"]
