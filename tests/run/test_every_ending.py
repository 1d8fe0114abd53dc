"""The table of endings, walked: each way in which a call can end, met on a real socket by a run of its own.

What the journal then holds, how often the call left, and what a person reads are the table's. That nobody is lost or
made twice afterwards is shown in `test_faults`.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import EndingKind
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run import wording
from onefile_desktop.run.endings_table import ROWS, CarriedOut, Then
from onefile_desktop.run.engine import Control, carry_out
from onefile_desktop.run.events import Ended, Event, RunEnding, Waiting
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.ledger import Ledger
from tests.onefile.scripted import Call, Reply, ScriptedServer, authenticated, http, in_turn
from tests.run import bad_networks
from tests.run.scenes import BRIEF, Cohort, Site, cohort_of, site

_LATER = replace(BRIEF, lookups=(3600.0, 3600.0))
_PAGE = "<!DOCTYPE html><title>Back soon</title>"


def _carry_out(
    here: Site,
    cohort: Cohort,
    client: OneFileClient,
    stop_at: Callable[[Event], bool] | None = None,
    concurrency: int = 1,
) -> tuple[list[Event], list[JournalChange]]:
    """Everything that happens until the first event that is to stop it, and what the journal holds then."""
    here.create(cohort)
    control = Control()
    events: list[Event] = []
    with here.fresh.pop() as journal, Ledger(here.folder / "ledger.sqlite3") as ledger, client:
        waits = BRIEF if stop_at is None else _LATER
        for event in carry_out(journal, client, ledger, control=control, concurrency=concurrency, waits=waits):
            events.append(event)
            if stop_at is not None and stop_at(event):
                control.request_stop()
        return events, list(journal.changes())


def _kinds(caplog: pytest.LogCaptureFixture) -> list[str]:
    """How the calls that sent something ended, as the log tells it."""
    return [text.partition(": sent, ")[2] for text in caplog.messages if ": sent, " in text]


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log of the run."""
    caplog.set_level(logging.DEBUG, "onefile_desktop.run")
    return caplog


def _is_waiting(event: Event) -> bool:
    return isinstance(event, Waiting)


def _sentence(kind: EndingKind, reason: str) -> str:
    return ROWS[kind].reads.format(reason=reason)


def _sent(here: Site) -> int:
    return here.state()["calls"]["by_endpoint"].get("POST /User", 0)


Network = Callable[[Path], AbstractContextManager[OneFileClient]]

NOT_SENT: Mapping[str, tuple[EndingKind, Network, str]] = {
    "refused": (
        EndingKind.UNREACHABLE,
        bad_networks.refused_port,
        "OneFile could not be reached. Check the internet connection.",
    ),
    "no such name": (
        EndingKind.ADDRESS_NOT_FOUND,
        bad_networks.unknown_address,
        "Your computer could not find OneFile’s address. Check the internet connection.",
    ),
    "self-signed": (
        EndingKind.NOT_SECURE,
        bad_networks.self_signed,
        (
            "No secure connection to OneFile came about. Colleges’ web filters sometimes intercept secure connections; "
            "your IT department can let this one through."
        ),
    ),
    "TLS stalls": (
        EndingKind.CONNECT_TIMEOUT,
        bad_networks.stalling,
        "OneFile could not be reached within 0.3 seconds.",
    ),
    "no room": (EndingKind.CONNECT_TIMEOUT, bad_networks.full, "OneFile could not be reached within 0.3 seconds."),
    "proxy, 407": (
        EndingKind.PROXY_LOGIN,
        bad_networks.proxy_with_login,
        (
            "Your network’s proxy asks for a name and a password, so nothing was sent. Your IT department can let this "
            "program through."
        ),
    ),
    "proxy, 403": (
        EndingKind.PROXY_REFUSED,
        bad_networks.proxy_that_forbids,
        "Your network’s proxy did not let the call through, so nothing was sent. Your IT department can help.",
    ),
    "proxy, 502": (
        EndingKind.PROXY_REFUSED,
        bad_networks.proxy_without_way,
        "Your network’s proxy did not let the call through, so nothing was sent. Your IT department can help.",
    ),
}


@pytest.mark.parametrize(("kind", "network", "reason"), NOT_SENT.values(), ids=NOT_SENT)
def test_no_connection(
    tmp_path: Path, log: pytest.LogCaptureFixture, kind: EndingKind, network: Network, reason: str
) -> None:
    if network is bad_networks.full and sys.platform != "linux":
        pytest.skip("Other systems refuse whoever finds no room")
    with site(tmp_path) as here, network(tmp_path) as client:
        events, (change,) = _carry_out(here, cohort_of(1, assign=False), client, _is_waiting)
    assert set(_kinds(log)) == {kind}
    assert (change.state, change.attempts) == (ChangeState.PLANNED, 0)
    assert [event.reason for event in events if isinstance(event, Waiting)] == [_sentence(kind, reason)]
    assert ROWS[kind].carried_out is CarriedOut.NO


def _fault(fault: str, **others: object) -> dict[str, object]:
    return {"method": "POST", "path": "/User", "calls": [1], "fault": fault, **others}


_BROKEN = "The connection to OneFile broke before its answer had arrived."
_AWAY = "OneFile is not available at the moment (status {}).".format
PERHAPS: Mapping[str, tuple[EndingKind, dict[str, object] | Reply, str]] = {
    "lost request": (EndingKind.BROKEN, _fault("lost-request"), _BROKEN),
    "lost answer": (EndingKind.BROKEN, _fault("lost-answer"), _BROKEN),
    "reset": (EndingKind.BROKEN, Reply(then="reset"), _BROKEN),
    "hang": (EndingKind.NO_ANSWER, _fault("hang", seconds=1), "OneFile did not answer within 0.3 seconds."),
    "cut": (EndingKind.CUT_ANSWER, _fault("cut"), "OneFile’s answer was cut short."),
    "garbled": (EndingKind.UNREADABLE_ANSWER, _fault("garbled"), "OneFile’s answer could not be read."),
    "damaged": (
        EndingKind.UNREADABLE_ANSWER,
        http(200, "no gzip", "Content-Encoding: gzip"),
        "OneFile’s answer arrived damaged.",
    ),
    **{
        str(status): (
            EndingKind.UNREADABLE_ANSWER,
            _fault("status", status=status, body="", carried_out=True),
            (
                f"OneFile’s answer pointed to another page (status {status}), which is not followed; "
                "a web filter or a changed address may be the cause."
            ),
        )
        for status in (301, 302, 303)
    },
    "a page": (
        EndingKind.PAGE,
        _fault("status", status=200, body=_PAGE),
        "A web page came back instead of OneFile’s answer.",
    ),
    **{
        str(status): (EndingKind.SERVICE_AWAY, _fault("status", status=status, body="no"), _AWAY(status))
        for status in (500, 502, 503, 504)
    },
    "maintenance": (
        EndingKind.MAINTENANCE,
        _fault("maintenance"),
        "OneFile is not available at the moment: it shows a page, perhaps of maintenance (503).",
    ),
}


@pytest.mark.parametrize(("kind", "trouble", "reason"), PERHAPS.values(), ids=PERHAPS)
def test_perhaps_carried_out(
    tmp_path: Path, log: pytest.LogCaptureFixture, kind: EndingKind, trouble: dict[str, object] | Reply, reason: str
) -> None:
    cohort = cohort_of(1, assign=False)
    if isinstance(trouble, Reply):
        with site(tmp_path) as here, ScriptedServer(authenticated(in_turn(trouble))) as server:
            _, (change,) = _carry_out(here, cohort, bad_networks.client_of(server.url), _is_waiting)
            sent = server.count("/User")
    else:
        with site(tmp_path, [trouble]) as here:
            client = here.client(answer_seconds=0.3 if kind is EndingKind.NO_ANSWER else 5.0)
            _, (change,) = _carry_out(here, cohort, client, _is_waiting)
            sent = _sent(here)
    assert _kinds(log) == [kind]
    assert sent == 1
    assert (change.state, change.attempts, change.accepted) == (ChangeState.UNKNOWN, 1, False)
    assert change.message == wording.unknown(change.change, _sentence(kind, reason))
    assert (ROWS[kind].carried_out, ROWS[kind].then) == (CarriedOut.PERHAPS, Then.LOOK)


_AGAIN = "only what is missing is sent."
REFUSALS: Mapping[str, tuple[EndingKind, int, str, str]] = {
    "400": (
        EndingKind.REFUSED,
        400,
        '{"message": "Email is not valid"}',
        f"OneFile refused this: Email is not valid. Correct the roster and submit it again: {_AGAIN}",
    ),
    "400 without a reason": (
        EndingKind.REFUSED,
        400,
        "",
        f"OneFile gave no reason (status 400). Correct the roster and submit it again: {_AGAIN}",
    ),
    "422": (
        EndingKind.REFUSED,
        422,
        "Too {odd}.",
        f"OneFile refused this: Too {{odd}}. Correct the roster and submit it again: {_AGAIN}",
    ),
    "403": (
        EndingKind.FORBIDDEN,
        403,
        "Not yours",
        (
            "OneFile refused this: Not yours. The API token may not do this: ask OneFile support to allow it. "
            f"Then submit the roster again: {_AGAIN}"
        ),
    ),
    "404": (
        EndingKind.NOT_FOUND,
        404,
        "No such classroom",
        (
            "OneFile refused this: No such classroom. What this refers to is no longer in OneFile. "
            f"Submit the roster again, which makes a new plan: {_AGAIN}"
        ),
    ),
    "409": (
        EndingKind.CONFLICT,
        409,
        "Taken",
        (
            "OneFile refused this: Taken. This goes against what OneFile holds already, so look there first. "
            f"Then correct the roster and submit it again: {_AGAIN}"
        ),
    ),
    "307": (
        EndingKind.REDIRECTED,
        307,
        "",
        (
            "OneFile pointed to another address (status 307); this is not followed. "
            "A web filter or a changed address may be the cause: ask your IT department or OneFile support. "
            f"Then submit the roster again: {_AGAIN}"
        ),
    ),
}


@pytest.mark.parametrize(("kind", "status", "body", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_refused(
    tmp_path: Path, log: pytest.LogCaptureFixture, kind: EndingKind, status: int, body: str, sentence: str
) -> None:
    faults = [_fault("status", status=status, body=body) | {"calls": [1, 2]}]
    with site(tmp_path, faults) as here:
        events, (change,) = _carry_out(here, cohort_of(1, assign=False), here.client())
        assert _sent(here) == (2 if status == 403 else 1)  # a 403 may mean a session that is lost: that is tried once
        assert here.new_people() == []
    assert _kinds(log) == [kind]
    assert isinstance(events[-1], Ended)
    assert events[-1].ending is RunEnding.FINISHED
    assert (change.state, change.message) == (ChangeState.FAILED, sentence)
    assert (ROWS[kind].carried_out, ROWS[kind].then) == (CarriedOut.NO, Then.FAIL)


_ALL_SENT_AGAIN: Mapping[str, tuple[EndingKind, dict[str, object], str, int]] = {
    "429": (
        EndingKind.TOO_MANY_CALLS,
        _fault("too-many"),
        "OneFile asks for a pause: too many calls in a short time.",
        2,
    ),
    "429 with Retry-After": (
        EndingKind.TOO_MANY_CALLS,
        _fault("too-many", retry_after=1),
        "OneFile asks for a pause: too many calls in a short time.",
        2,
    ),
    "no session, maintenance": (
        EndingKind.NO_SESSION,
        _fault("maintenance") | {"path": "/Authentication"},
        "OneFile is not available at the moment: it shows a page, perhaps of maintenance (503).",
        1,
    ),
    "no session, lost": (EndingKind.NO_SESSION, _fault("lost-answer") | {"path": "/Authentication"}, _BROKEN, 1),
    "no session, elsewhere": (
        EndingKind.NO_SESSION,
        _fault("status", status=404) | {"path": "/Authentication"},
        "There is no OneFile at this address (status 404).",
        1,
    ),
    "a new session refused": (
        EndingKind.SESSION_REFUSED,
        # The call, and the one that shows whether the session is taken for others; authentications are 1, 3 and 6.
        {"path": "/*", "calls": [2, 4, 5, 7], "fault": "expire-session"},
        "OneFile refuses the session that it has just opened.",
        4,  # the session that was refused is not tried again either
    ),
}


@pytest.mark.parametrize(("kind", "fault", "reason", "sent"), _ALL_SENT_AGAIN.values(), ids=_ALL_SENT_AGAIN)
def test_sent_again_after_a_pause(
    tmp_path: Path, log: pytest.LogCaptureFixture, kind: EndingKind, fault: dict[str, object], reason: str, sent: int
) -> None:
    with site(tmp_path, [fault]) as here:
        client = here.client(rate=Rate(100000, 0.3))
        events, (change,) = _carry_out(here, cohort_of(1, assign=False), client)
        assert _sent(here) == sent
        assert here.new_people() == ["Amy Adams"]
    assert _kinds(log) == [kind, EndingKind.DONE]
    assert (change.state, change.attempts, change.message) == (ChangeState.DONE, 1, "")
    assert _sentence(kind, reason) in [event.reason for event in events if isinstance(event, Waiting)]
    assert (ROWS[kind].carried_out, ROWS[kind].then) == (CarriedOut.NO, Then.SEND_AGAIN)


def test_no_connection_free(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    """The only connection is busy with an answer that comes in pieces."""
    arrived = threading.Event()

    def slowly(_: Call) -> Reply:
        arrived.set()
        time.sleep(0.2)
        return Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "hang")

    with site(tmp_path) as here, ScriptedServer(authenticated(slowly)) as server:
        client = bad_networks.client_of(server.url, connections=1)
        cohort = cohort_of(2, assign=False)
        events, changes = _carry_out(here, cohort, client, _is_waiting, concurrency=2)
        assert server.count("/User") == 1
    assert sorted(_kinds(log)) == [EndingKind.ALL_BUSY, EndingKind.NO_ANSWER]
    assert sorted(change.state for change in changes) == [ChangeState.PLANNED, ChangeState.UNKNOWN]
    reason = "OneFile was still busy with earlier calls, so this one was not sent."
    assert _sentence(EndingKind.ALL_BUSY, reason) in [event.reason for event in events if isinstance(event, Waiting)]


def test_a_token_that_is_refused(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    with site(tmp_path) as here:
        client = here.client(token="replaced")
        events, (change,) = _carry_out(here, cohort_of(1, assign=False), client)
        assert _sent(here) == 0
    assert set(_kinds(log)) == {EndingKind.TOKEN_REFUSED}
    assert events[-1] == Ended(RunEnding.TOKEN_REFUSED, _sentence(EndingKind.TOKEN_REFUSED, ""))
    assert (change.state, change.attempts) == (ChangeState.PLANNED, 0)


def test_stopped_before_it_was_sent(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    with site(tmp_path) as here:
        client = here.client()
        client.stop()
        events, (change,) = _carry_out(here, cohort_of(1, assign=False), client)
        assert _sent(here) == 0
    assert _kinds(log) == [EndingKind.CANCELLED]
    assert events[-1] == Ended(RunEnding.STOPPED, _sentence(EndingKind.CANCELLED, ""))
    assert (change.state, change.attempts) == (ChangeState.PLANNED, 0)


_YES: Mapping[str, tuple[EndingKind, str, dict[str, object] | None, int]] = {
    "object": (EndingKind.DONE, "object", None, 1),
    "session expired": (EndingKind.DONE, "object", _fault("expire-session"), 2),
    "closed after the authentication": (EndingKind.DONE, "object", _fault("stale") | {"path": "/Authentication"}, 1),
    "number": (EndingKind.BARE_NUMBER, "number", None, 1),
    "organisation": (EndingKind.NO_ID, "organisation", None, 1),
    "empty": (EndingKind.NO_ID, "empty", None, 1),
    "nothing arrives": (EndingKind.NO_ID, "object", _fault("empty"), 1),
}


@pytest.mark.parametrize(("kind", "answers", "fault", "sent"), _YES.values(), ids=_YES)
def test_yes(
    tmp_path: Path,
    log: pytest.LogCaptureFixture,
    kind: EndingKind,
    answers: str,
    fault: dict[str, object] | None,
    sent: int,
) -> None:
    with site(tmp_path, [fault] if fault else [], options={"create_answers": answers}) as here:
        # A connection that the other side has closed is replaced once that has arrived here; before, it is `BROKEN`.
        client = here.client(rate=Rate(1, 0.2) if fault and fault["fault"] == "stale" else None)
        _, (change,) = _carry_out(here, cohort_of(1, assign=False), client)
        assert _sent(here) == sent
        assert here.new_people() == ["Amy Adams"]
        (made,) = [user["ID"] for user in here.state()["users"] if user["FirstName"] == "Amy"]
    assert _kinds(log) == [kind]
    assert (change.state, change.onefile_id, change.message) == (ChangeState.DONE, made, "")
    assert ROWS[kind].carried_out is CarriedOut.YES


@pytest.mark.parametrize(
    ("kind", "answers", "fault"),
    [(EndingKind.NO_ID, "organisation", []), (EndingKind.BARE_NUMBER, "number", [_fault("garbled")])],
)
def test_yes_but_nobody_can_tell_who(
    tmp_path: Path, log: pytest.LogCaptureFixture, kind: EndingKind, answers: str, fault: list[dict[str, object]]
) -> None:
    """The search lags for as long as the run lasts; of a bare number, half has come."""
    options = {"create_answers": answers, "search_lag_seconds": 60}
    with site(tmp_path, fault, options=options) as here:
        _, (change,) = _carry_out(here, cohort_of(1, assign=False), here.client())
        assert _sent(here) == 1
    assert _kinds(log) == [kind]
    assert (change.state, change.accepted) == (ChangeState.UNKNOWN, True)
    assert change.message == wording.unknown(change.change, _sentence(kind, ""))


def test_every_kind_has_a_row_and_a_case() -> None:
    assert set(ROWS) == set(EndingKind)
    walked = {case[0] for cases in (NOT_SENT, PERHAPS, REFUSALS, _ALL_SENT_AGAIN, _YES) for case in cases.values()}
    of_their_own = {EndingKind.ALL_BUSY, EndingKind.TOKEN_REFUSED, EndingKind.CANCELLED}
    assert walked | of_their_own == set(EndingKind)
