"""An answer that drips, and pauses that OneFile asks for during a look: neither holds a run up in silence."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import RunEnding, Waiting
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.ledger import Ledger
from tests.onefile.scripted import Reply, ScriptedServer, authenticated
from tests.run.scenes import BRIEF, cohort_of, ending_of, site

_DRIPPING = {
    "body": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{",
    "headers": b"HTTP/1.1 200 OK\r\nX-Anything: ",
    "size of a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
}


@pytest.mark.parametrize("what", _DRIPPING)
def test_a_stop_while_an_answer_drips(tmp_path: Path, what: str) -> None:
    """The test's time limit would end it otherwise: the server never stops by itself."""
    control = Control()
    began = time.monotonic()

    def drip(_: object) -> Reply:
        control.request_stop()
        return Reply(_DRIPPING[what], "drip")

    with site(tmp_path) as here, ScriptedServer(authenticated(drip)) as dripping:
        here.create(cohort_of(1, assign=False))
        timeouts = Timeouts(connect=1, answer=0.2, repeats=())
        client = OneFileClient(dripping.url, "a-token", limiter=Limiter(Rate(1000, 1)), timeouts=timeouts)
        assert ending_of(here.carry_out(client=client, control=control)) is RunEnding.STOPPED
        assert time.monotonic() - began < 15
        assert set(here.states().values()) == {"unknown"}


def test_a_pause_that_is_asked_for_during_a_look_is_said_and_can_be_stopped(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User", "calls": [1], "fault": "lost-answer"},
        {"method": "POST", "path": "/User/Search", "probability": 1, "fault": "too-many", "retry_after": 300},
    ]
    control = Control()
    said: list[Waiting] = []
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1, assign=False))
        with here.fresh.pop() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            for event in carry_out(journal, client, ledger, control=control, waits=BRIEF):
                if isinstance(event, Waiting) and event.seconds > 200:
                    said.append(event)
                    control.request_stop()
        assert [(event.reason, event.is_away) for event in said] == [
            ("OneFile asks for a pause: too many calls in a short time.", False)
        ]


def test_outside_a_run_a_reading_is_as_patient_as_before(tmp_path: Path) -> None:
    with site(tmp_path) as here, here.client() as client:
        here.create(cohort_of(1))
        before = client.patience
        with here.fresh.pop() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger:
            during = {client.patience for _ in carry_out(journal, client, ledger, control=Control(), waits=BRIEF)}
        assert during == {120.0}
        assert client.patience == before > 30 * 60


def test_an_answer_of_twenty_digits_is_no_id(tmp_path: Path) -> None:
    answer = {"fault": "status", "status": 200, "body": "9" * 20}
    with site(tmp_path, [{"method": "POST", "path": "/Standard/*/Assign/*", "calls": [1], **answer}]) as here:
        cohort = cohort_of(2, assign=False)
        cohort.standard(cohort.changes[0])
        here.create(cohort)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert [states for key, states in here.states().items() if key.startswith("create")] == ["done", "done"]


def test_a_number_that_no_file_holds_cannot_be_recorded(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(1, assign=False))
        with here.journal() as journal:
            (change,) = journal.changes()
            with pytest.raises(CannotRecordError, match="too large"):
                journal.record([replace(change, state=ChangeState.DONE, onefile_id=10**19)])
            assert journal.changes() == (change,)
