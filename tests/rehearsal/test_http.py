"""HTTP itself: connections, bodies of every kind, methods, and paths and names in any case."""

import http.client
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop import __version__
from onefile_desktop.errors import UserFacingError
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Caller, Serve
from tests.rehearsal.small_centre import CLASSROOM, LEARNER, ORGANISATION, TOKEN, new_learner, small_centre


def read_answer(bare: socket.socket) -> tuple[int, bytes]:
    response = http.client.HTTPResponse(bare)
    response.begin()
    body = response.read()
    response.close()
    return response.status, body


def request_bytes(caller: Caller, head: str, body: bytes = b"") -> bytes:
    return f"{head}\r\nHost: x\r\nX-TokenID: {caller.key}\r\n".encode() + body


def wait_for_calls(caller: Caller, total: int) -> None:
    """Waits until the server has read that many calls, the authentication included."""
    while caller.state()["calls"]["total"] < total:
        time.sleep(0.01)


def test_many_calls_go_over_one_connection(caller: Caller):
    first = caller.connection.sock
    assert first is not None
    for _ in range(5):
        assert caller.get("/Customer").status == 200
        assert caller.post("/User", {}).status == 400
    assert caller.connection.sock is first


def test_a_client_may_ask_to_close(caller: Caller):
    reply = caller.raw("GET", "/api/v2.1/Customer", headers={"X-TokenID": caller.key, "Connection": "close"})
    assert reply.headers["Connection"] == "close"
    assert caller.connection.sock is None


def test_two_calls_sent_at_once_are_answered_in_turn(caller: Caller):
    one = request_bytes(caller, "GET /api/v2.1/Customer HTTP/1.1", b"\r\n")
    answers = caller.sent(one + one)
    assert answers.count(b"HTTP/1.1 200 OK") == 2


def test_several_connections_are_served_at_once(serve: Serve):
    caller = serve(faults=[{"path": "/Customer", "fault": "slow", "seconds": 5}])
    with caller.socket() as waiting:
        waiting.sendall(request_bytes(caller, "GET /api/v2.1/Customer HTTP/1.1", b"\r\n"))
        began = time.monotonic()
        assert caller.get(f"/Organisation/{ORGANISATION}").status == 200
        assert time.monotonic() - began < 2


def test_stop_ends_idle_and_waiting_connections_promptly(serve: Serve):
    caller = serve(faults=[{"path": "/Customer", "fault": "hang", "seconds": 60}])
    with caller.socket() as idle, caller.socket() as waiting:
        waiting.sendall(request_bytes(caller, "GET /api/v2.1/Customer HTTP/1.1", b"\r\n"))
        wait_for_calls(caller, 2)
        began = time.monotonic()
        caller.server.stop()
        assert time.monotonic() - began < 2
        assert waiting.recv(1) == b""
        assert idle.recv(1) == b""
    with pytest.raises(RuntimeError):
        _ = caller.server.url
    caller.server.stop()


def test_stop_does_not_wait_for_a_slow_call(serve: Serve):
    caller = serve(faults=[{"path": "/Customer", "fault": "slow", "seconds": 60}])
    with caller.socket() as waiting:
        waiting.sendall(request_bytes(caller, "GET /api/v2.1/Customer HTTP/1.1", b"\r\n"))
        wait_for_calls(caller, 2)
        caller.server.stop()
        assert waiting.recv(1) == b""


def test_it_can_be_started_again(serve: Serve):
    caller = serve()
    caller.server.stop()
    with caller.server as again:
        assert again.url.startswith("http://127.0.0.1:")
        assert again.url.endswith("/api/v2.1")


def test_latency_holds_every_answer_back(serve: Serve):
    caller = serve(latency_seconds=0.1)
    began = time.monotonic()
    assert caller.get("/Customer").status == 200
    assert time.monotonic() - began >= 0.1


def test_a_taken_port_is_explained(serve: Serve, tmp_path: Path):
    taken = serve().address[1]
    with pytest.raises(UserFacingError, match=str(taken)):
        RehearsalServer(centre=tmp_path / "centre.json", port=taken).start()


@pytest.mark.parametrize(
    "settings", [{"port": 70000}, {"latency_seconds": -1}, {"rate": 0}, {"window_seconds": 0}, {"port": -1}]
)
def test_numbers_that_make_no_sense_are_refused(settings: dict[str, Any]):
    with pytest.raises(UserFacingError):
        RehearsalServer(**settings)


def test_every_answer_is_signed(serve: Serve):
    caller = serve()
    signature = caller.get("/Customer").headers["Server"]
    assert signature.startswith(f"OneFile-Desktop-Rehearsal/{__version__} (")
    assert caller.raw("GET", "/elsewhere").headers["Server"] == signature
    assert serve().get("/Customer").headers["Server"] != signature


def test_paths_and_field_names_in_any_case(caller: Caller):
    reply = caller.raw(
        "POST",
        "/API/V2.1/cLaSsRoOm/SEARCH/1/10/",
        json.dumps({"organisationid": ORGANISATION, "NAME": "autumn"}),
        {"x-tokenid": caller.key},
    )
    assert [found["ID"] for found in reply.json] == [CLASSROOM]
    created = caller.post("/uSER", {name.upper(): value for name, value in new_learner().items()})
    assert caller.person(created.json["ID"])["FirstName"] == "New"


def test_a_form_does_as_well_as_json(caller: Caller):
    created = caller.post("/User", form=new_learner(SupportFunding="true", ProviderID="", DOB="2001-02-03"))
    assert created.status == 200
    person = caller.person(created.json["ID"])
    assert (person["Role"], person["SupportFunding"], person["ProviderID"]) == (1, True, None)
    assert caller.get(f"/Classroom/{CLASSROOM}", form={"OrganisationID": ORGANISATION}).json["Name"] == "Autumn"


def test_fields_in_the_query_and_in_bodies_without_a_type(caller: Caller):
    assert len(caller.post(f"/User/Search?organisationID={ORGANISATION}&Role=10").json) == 1
    path, headers = "/api/v2.1/User/Search", {"X-TokenID": caller.key}
    assert len(caller.raw("POST", path, f"OrganisationID={ORGANISATION}&Role=10", headers).json) == 1
    assert len(caller.raw("POST", path, '{"Role": 10}', headers).json) == 1
    assert len(caller.raw("POST", path + "?Role=1", '\ufeff{"Role": 10}'.encode(), headers).json) == 1


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b'{"Role": }', b"[" * 100_000, b"7"])
def test_a_body_that_is_no_json_object_is_refused(caller: Caller, body: bytes):
    headers = {"X-TokenID": caller.key, "Content-Type": "application/json"}
    reply = caller.raw("POST", "/api/v2.1/User/Search", body, headers)
    assert reply.status == 400
    assert "body" in reply.message.lower()
    assert caller.get("/Customer").status == 200


def test_chunked_bodies(caller: Caller):
    body = b'{"Role": 10}'
    chunks = b"%x;name=value\r\n%s\r\n%x\r\n%s\r\n0\r\nTrailer: x\r\n\r\n" % (5, body[:5], len(body) - 5, body[5:])
    head = request_bytes(caller, "POST /api/v2.1/User/Search HTTP/1.1", b"Transfer-Encoding: chunked\r\n\r\n")
    with caller.socket() as bare:
        for _ in range(2):
            bare.sendall(head + chunks)
            status, answer = read_answer(bare)
            assert (status, len(json.loads(answer))) == (200, 1)


def test_a_client_may_wait_to_be_told_to_send_the_body(caller: Caller):
    head = b"Content-Length: 12\r\nExpect: 100-continue\r\n\r\n"
    with caller.socket() as bare:
        bare.sendall(request_bytes(caller, "POST /api/v2.1/User/Search HTTP/1.1", head))
        assert bare.recv(1000).startswith(b"HTTP/1.1 100 ")
        bare.sendall(b'{"Role": 10}')
        assert read_answer(bare)[0] == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: many\r\n\r\n", 400),
        (b"Content-Length: -1\r\n\r\n", 400),
        (b"Content-Length: 99999999999\r\n\r\n", 413),
        (b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    ],
)
def test_a_body_without_a_usable_length_ends_the_connection(caller: Caller, head: bytes, status: int):
    answer = caller.sent(request_bytes(caller, "POST /api/v2.1/User HTTP/1.1", head))
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nConnection: close\r\n" in answer


def test_chunks_without_end_are_too_long(caller: Caller):
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = request_bytes(caller, "POST /api/v2.1/User HTTP/1.1", b"Transfer-Encoding: chunked\r\n\r\n")
    with caller.socket() as bare:
        bare.sendall(head + chunk * 17)
        assert read_answer(bare)[0] == 413


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 12\r\n\r\n{",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"Transfer-Encoding: chunked\r\n\r\n5",
    ],
)
def test_a_client_that_goes_away_in_the_middle_changes_nothing(caller: Caller, rest: bytes):
    caller.sent(request_bytes(caller, "POST /api/v2.1/User HTTP/1.1", rest))
    caller.sent(b"")
    assert caller.state()["calls"]["total"] == 1
    assert caller.get("/Customer").status == 200


def test_a_line_that_is_no_http_is_refused(caller: Caller):
    assert b" 400 " in caller.sent(b"what is this nonsense here\r\n\r\n").partition(b"\r\n")[0]


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "BREW", "OPTIONS"])
def test_other_methods_are_not_taken(caller: Caller, method: str):
    reply = caller.call(method, "/Customer")
    assert reply.status == 405
    assert (reply.text == "") == (method == "HEAD")
    assert caller.get("/Customer").status == 200


def test_methods_belong_to_their_paths(caller: Caller):
    assert caller.post("/Customer", {}).status == 405
    assert caller.get("/User/Search/1/10").status == 405
    assert caller.get(f"/User/{LEARNER}/Archive").status == 405


@pytest.mark.parametrize("path", ["/api/v2.1/Nothing", "/api/v2.1", "/", "/api/v1/Customer", "/api/v2.1Customer", "*"])
def test_other_paths_are_unknown(caller: Caller, path: str):
    reply = caller.raw("GET", path, headers={"X-TokenID": caller.key})
    assert reply.status == 404
    assert reply.message


def test_the_state_page_needs_nothing_and_is_not_counted(serve: Serve):
    caller = serve(rate=1, faults=[{"fault": "lost-request"}], authenticated=False)
    for path in ("/rehearsal/state", "/api/v2.1/rehearsal/state"):
        state = caller.raw("GET", path).json
        held = {"users", "assignments", "learning_aims", "unit_summaries", "placements", "classrooms"}
        assert state.keys() == held | {"emails_sent", "calls"}
        assert state["calls"] == {"total": 0, "by_endpoint": {}, "too_many": 0, "busiest_window": 0}
    assert TOKEN not in caller.raw("GET", "/rehearsal/state").text


def test_the_state_page_shows_everybody_with_every_field(caller: Caller):
    users = caller.state()["users"]
    assert len(users) == len(small_centre()["users"])
    assert all({"ULN", "Username", "Archived", "PlannedEndDate", "L16"} <= user.keys() for user in users)
    assert any(user["Archived"] for user in users)
