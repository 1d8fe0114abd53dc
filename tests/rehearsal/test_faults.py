"""Every kind of fault, as a caller meets it."""

import http.client
import json
import time
from typing import Any

import pytest

from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import ASSESSOR, LEARNER, new_learner, small_centre

USERS = len(small_centre()["users"])
LOST = (http.client.RemoteDisconnected, http.client.BadStatusLine, ConnectionError)


def created(caller: Caller) -> int:
    return len(caller.state()["users"]) - USERS


def on_create(fault: str, **how: Any) -> list[dict[str, Any]]:
    return [{"method": "POST", "path": "/User", "calls": [1], "fault": fault, **how}]


def test_lost_answer(serve: Serve):
    caller = serve(faults=on_create("lost-answer"))
    with pytest.raises(LOST):
        caller.post("/User", new_learner())
    caller.connection.close()
    assert created(caller) == 1
    assert caller.post("/User", new_learner()).status == 200


def test_lost_request(serve: Serve):
    caller = serve(faults=on_create("lost-request"))
    with pytest.raises(LOST):
        caller.post("/User", new_learner())
    caller.connection.close()
    assert created(caller) == 0
    assert caller.state()["calls"]["by_endpoint"]["POST /User"] == 1


def test_hang(serve: Serve):
    caller = serve(faults=on_create("hang", seconds=0.4))
    caller.connection.timeout = 0.1
    caller.connection.close()
    with pytest.raises(TimeoutError):
        caller.post("/User", new_learner())
    caller.connection.close()
    assert created(caller) == 1
    caller.connection.timeout = 5
    assert caller.post("/User", new_learner()).status == 200


def test_hang_answers_in_the_end(serve: Serve):
    caller = serve(faults=on_create("hang", seconds=0.2))
    began = time.monotonic()
    assert caller.post("/User", new_learner()).status == 200
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    ("how", "status", "text", "content_type"),
    [
        ({}, 500, '{"message": "An error has occurred."}', "application/json"),
        ({"status": 502, "body": "<html>Bad</html>"}, 502, "<html>Bad</html>", "text/html"),
        ({"status": 400, "body": {"message": "No"}}, 400, '{"message": "No"}', "application/json"),
        ({"status": 599, "body": ""}, 599, "", "application/json"),
    ],
)
@pytest.mark.parametrize("carried_out", [False, True])
def test_status(serve: Serve, how: dict[str, Any], status: int, text: str, content_type: str, carried_out: bool):
    caller = serve(faults=on_create("status", carried_out=carried_out, **how))
    reply = caller.post("/User", new_learner())
    assert (reply.status, reply.text) == (status, text)
    assert reply.headers["Content-Type"].startswith(content_type)
    assert created(caller) == carried_out
    assert caller.post("/User", new_learner()).status == 200


def test_maintenance_is_everywhere_for_its_seconds(serve: Serve):
    caller = serve(faults=on_create("maintenance", seconds=0.4))
    assert caller.get("/Customer").status == 200
    began = time.monotonic()
    for reply in (caller.post("/User", new_learner()), caller.get("/Customer"), caller.post("/User", new_learner())):
        assert reply.status == 503
        assert reply.headers["Content-Type"].startswith("text/html")
        assert reply.text.startswith("<!DOCTYPE html>")
    assert caller.raw("POST", "/api/v2.1/Authentication").status == 503
    while caller.get("/Customer").status == 503:
        time.sleep(0.02)
    assert 0.35 < time.monotonic() - began < 2
    assert caller.post("/User", new_learner()).status == 200
    assert created(caller) == 1


def test_maintenance_without_seconds_is_for_one_call(serve: Serve):
    caller = serve(faults=on_create("maintenance"))
    assert caller.post("/User", new_learner()).status == 503
    assert caller.post("/User", new_learner()).status == 200


@pytest.mark.parametrize(("how", "header"), [({}, None), ({"retry_after": 7}, "7"), ({"retry_after": True}, "1")])
def test_too_many(serve: Serve, how: dict[str, Any], header: str | None):
    caller = serve(faults=on_create("too-many", seconds=0.3, **how))
    replies = [caller.post("/User", new_learner()), caller.get("/Customer")]
    assert [(reply.status, reply.headers["Retry-After"]) for reply in replies] == [(429, header)] * 2
    assert caller.state()["calls"]["too_many"] == 2
    time.sleep(0.35)
    assert caller.get("/Customer").status == 200
    assert created(caller) == 0


def test_expire_session(serve: Serve):
    caller = serve(faults=on_create("expire-session"))
    assert caller.post("/User", new_learner()).status == 401
    assert caller.get("/Customer").status == 401
    assert created(caller) == 0
    caller.authenticate()
    assert caller.post("/User", new_learner()).status == 200


def test_expire_session_leaves_authenticating_alone(serve: Serve):
    caller = serve(faults=[{"calls": [1, 3], "fault": "expire-session"}])
    assert caller.get("/Customer").status == 200
    assert caller.get("/Customer").status == 401


def test_expire_session_for_seconds(serve: Serve):
    caller = serve(faults=on_create("expire-session", seconds=0.3))
    assert caller.post("/User", new_learner()).status == 401
    assert (
        caller.raw("POST", "/api/v2.1/Authentication", headers={"X-CustomerToken": caller.server.token}).status == 401
    )
    time.sleep(0.35)
    assert caller.get("/Customer").status == 401
    caller.authenticate()
    assert caller.get("/Customer").status == 200


def test_garbled(serve: Serve):
    caller = serve(faults=on_create("garbled"))
    connection = caller.connection.sock
    reply = caller.post("/User", new_learner())
    assert reply.status == 200
    assert '{"ID": 1000, "Username": "nlearner1000"}'.startswith(reply.text)
    assert len(reply.text) == int(reply.headers["Content-Length"])
    with pytest.raises(ValueError, match="Unterminated"):
        _ = reply.json
    assert created(caller) == 1
    assert caller.get("/Customer").status == 200
    assert caller.connection.sock is connection


def test_cut(serve: Serve):
    caller = serve(faults=on_create("cut"))
    with pytest.raises(http.client.IncompleteRead) as cut:
        caller.post("/User", new_learner())
    assert cut.value.partial.startswith(b'{"ID"')
    assert cut.value.expected in {len(cut.value.partial), len(cut.value.partial) + 1}
    caller.connection.close()
    assert created(caller) == 1


def test_empty(serve: Serve):
    caller = serve(faults=on_create("empty"))
    reply = caller.post("/User", new_learner())
    assert (reply.status, reply.text, reply.headers["Content-Length"]) == (200, "", "0")
    assert created(caller) == 1


def test_empty_does_not_say_that_a_refused_call_was_carried_out(serve: Serve):
    caller = serve(faults=on_create("empty"))
    reply = caller.post("/User", {})
    assert (reply.status, reply.text) == (400, "")
    assert created(caller) == 0


def test_stale(serve: Serve):
    caller = serve(faults=on_create("stale"))
    reply = caller.post("/User", new_learner())
    assert reply.status == 200
    assert reply.headers["Connection"] is None
    assert caller.connection.sock is not None
    assert caller.connection.sock.recv(1) == b""
    caller.connection.close()
    assert created(caller) == 1


def test_slow(serve: Serve):
    caller = serve(faults=on_create("slow", seconds=0.3))
    other = Caller(caller.server)
    body = json.dumps(new_learner())
    began = time.monotonic()
    caller.connection.request("POST", "/api/v2.1/User", body, {"X-TokenID": caller.key})
    while "POST /User" not in (state := other.state())["calls"]["by_endpoint"]:
        time.sleep(0.01)
    assert len(state["users"]) == USERS
    response = caller.connection.getresponse()
    assert response.status == 200
    assert response.read()
    assert time.monotonic() - began >= 0.3
    assert created(other) == 1
    other.connection.close()


def test_the_body_is_read_before_any_fault(serve: Serve):
    caller = serve(faults=[{"path": "/User", "fault": "status", "status": 503}])
    for _ in range(2):
        assert caller.post("/User", new_learner(HomeAddress="x" * 1_000_000)).status == 503


def test_calls_count_from_1_for_each_rule_that_they_match(serve: Serve):
    caller = serve(
        faults=[
            {"method": "POST", "path": "/user", "calls": [2], "fault": "status", "status": 501},
            {"path": "/USER", "calls": [2, 3], "fault": "status", "status": 502},
            {"method": "get", "path": "/Customer", "calls": [1], "fault": "status", "status": 504},
        ]
    )
    assert [caller.post("/USER/", {}).status for _ in range(4)] == [400, 501, 502, 400]
    assert [caller.get("/Customer").status for _ in range(2)] == [504, 200]


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/User/*", {"get", "update"}),
        ("/user/*/ASSIGN", {"assign"}),
        ("/User/*/*", {"assign"}),
        ("/User", set()),
        ("/U*", set()),
        ("/*", set()),
        (None, {"get", "update", "assign"}),
    ],
)
def test_a_path_is_matched_whole(serve: Serve, path: str | None, taken: set[str]):
    rule = {"fault": "status", "status": 599}
    caller = serve(faults=[rule if path is None else {**rule, "path": path}], authenticated=False)
    statuses = {
        "get": caller.get(f"/User/{LEARNER}").status,
        "update": caller.post(f"/User/{LEARNER}", {}).status,
        "assign": caller.post(f"/User/{ASSESSOR}/Assign", {}).status,
    }
    assert {name for name, status in statuses.items() if status == 599} == taken


def test_a_rule_for_any_call_takes_authentication_but_nothing_outside_the_api(serve: Serve):
    caller = serve(faults=[{"fault": "status", "status": 599}], authenticated=False)
    assert caller.raw("POST", "/api/v2.1/Authentication").status == 599
    assert caller.raw("GET", "/elsewhere").status == 404


def test_calls_that_are_turned_away_do_not_use_a_rule_up(serve: Serve):
    maintenance = {"path": "/Customer", "calls": [1], "fault": "maintenance", "seconds": 0.2}
    caller = serve(faults=[maintenance, {"path": "/User", "calls": [1], "fault": "status", "status": 599}])
    caller.get("/Customer")
    assert caller.post("/User", {}).status == 503
    time.sleep(0.25)
    assert caller.post("/User", {}).status == 599


def drawn(serve: Serve, seed: int, probability: float) -> list[bool]:
    caller = serve(faults=[{"path": "/Customer", "probability": probability, "fault": "status"}], seed=seed)
    return [caller.get("/Customer").status == 500 for _ in range(60)]


def test_probability_depends_on_the_seed_alone(serve: Serve):
    first = drawn(serve, 1, 0.4)
    assert drawn(serve, 1, 0.4) == first
    assert drawn(serve, 2, 0.4) != first
    assert 10 < sum(first) < 40
    assert not any(drawn(serve, 1, 0))
    assert all(drawn(serve, 1, 1))
