"""However a run ends early, nothing is lost: the next one goes on where it ended."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.plan.record import Assigned
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.engine import Control, carry_out
from onefile_desktop.run.events import ENDING_MESSAGES, LIMIT_USED_UP, ChangeSettled, Ended, RunEnding, Waiting
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import ASSESSOR, BRIEF, NAMES, Site, cohort_of, ending_of, site


def _assert_everybody_once(here: Site, count: int) -> None:
    assert here.new_people() == sorted(NAMES[:count])
    assert len(here.state()["assignments"]) == count
    assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("after", [1, 2, 5])
def test_a_generator_that_is_closed_leaves_the_journal_true(tmp_path: Path, after: int) -> None:
    with site(tmp_path, latency_seconds=0.02) as here:
        here.create(cohort_of(6))
        with here.journal() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            events = carry_out(journal, client, ledger, control=Control(), waits=BRIEF)
            for _ in range(after):
                next(events)
            events.close()
            done = [change for change in journal.changes() if change.state == "done"]
            assert len(done) > after
            assert "sending" not in {change.state for change in journal.changes()}
            assert len(here.new_people()) == sum(change.change.key.startswith("create") for change in done)
            assert client.customer().id == 1  # the client can be used again
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        _assert_everybody_once(here, 6)


def test_a_generator_that_never_began_sends_nothing(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(1))
        with here.journal() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            carry_out(journal, client, ledger, control=Control()).close()
        assert here.state()["calls"]["total"] == 0


def test_a_stop_is_heard_at_once_while_the_run_waits(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(4))
        control = Control()
        client = here.client(rate=Rate(4, 60))
        timer = threading.Timer(0.3, control.request_stop)
        timer.start()
        began = time.monotonic()
        events = here.carry_out(control=control, client=client)
        timer.join()
        assert time.monotonic() - began < 1.5
        assert ending_of(events) is RunEnding.STOPPED
        assert any(isinstance(event, Waiting) and "takes 4 calls" in event.reason for event in events)
        assert "sending" not in here.states().values()
        with here.journal() as journal:
            assert not journal.info.finished
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        _assert_everybody_once(here, 4)


@pytest.mark.parametrize("people", [1, 2])
def test_a_stop_during_the_very_last_call_finds_the_run_finished(tmp_path: Path, people: int) -> None:
    control = Control()
    faults = [{"method": "POST", "path": "/User", "calls": [1], "fault": "slow", "seconds": 0.5}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(people, assign=False))
        stop_when_sent = threading.Thread(target=_stop_when_sent, args=(here, control))
        stop_when_sent.start()
        events = here.carry_out(control=control, concurrency=1)
        stop_when_sent.join()
        assert len(here.new_people()) == 1
        assert ending_of(events) is (RunEnding.FINISHED if people == 1 else RunEnding.STOPPED)
        with here.journal() as journal:
            assert journal.info.finished == (people == 1)


def _stop_when_sent(here: Site, control: Control) -> None:
    while "POST /User" not in here.state()["calls"]["by_endpoint"]:
        time.sleep(0.01)
    control.request_stop()


def test_a_stop_before_the_start_sends_nothing(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        control = Control()
        control.request_stop()
        assert control.stopping
        assert ending_of(here.carry_out(control=control)) is RunEnding.STOPPED
        assert here.new_people() == []


def test_a_client_that_was_stopped_ends_the_run(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        client = here.client()
        client.stop()
        assert ending_of(here.carry_out(client=client)) is RunEnding.STOPPED
        assert set(here.states().values()) == {"planned"}


def test_a_refused_token_ends_the_run_and_a_good_one_goes_on(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        events = here.carry_out(client=here.client(token="wrong"))
        assert ending_of(events) is RunEnding.TOKEN_REFUSED
        assert set(here.states().values()) == {"planned"}
        with here.journal() as journal:
            assert {change.attempts for change in journal.changes()} == {0}
        here.carry_out()
        _assert_everybody_once(here, 2)


def test_a_service_that_cannot_be_reached_ends_the_run_after_a_while(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2))
        url, token = here.server.url, here.server.token
    events = here.carry_out(
        client=OneFileClient(url, token), waits=replace(BRIEF, retry_at_most=0.2, give_up_after=0.3)
    )
    assert events[-1] == Ended(RunEnding.SERVICE_AWAY, ENDING_MESSAGES[RunEnding.SERVICE_AWAY])
    assert any(isinstance(event, Waiting) for event in events)
    assert set(here.states().values()) == {"planned"}


def test_a_limit_that_another_program_uses_up_is_called_that(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "probability": 1, "fault": "too-many"}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        client = here.client(rate=Rate(100000, 0.1))
        last = here.carry_out(client=client, waits=replace(BRIEF, give_up_after=0.3))[-1]
        assert last == Ended(RunEnding.SERVICE_AWAY, LIMIT_USED_UP)
        assert "another program uses up OneFile’s limit" in LIMIT_USED_UP
        assert set(here.states().values()) == {"planned"}


def test_a_service_that_comes_back_is_waited_for(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with site(tmp_path) as here:
        here.create(cohort_of(4))
    server = RehearsalServer(centre=tmp_path / "centre.json", state=state, rate=100000, latency_seconds=0.03)
    server.start()
    moved = Site(server, tmp_path)
    port = int(server.url.split(":")[2].partition("/")[0])
    with moved.journal() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, moved.client() as client:
        events = carry_out(journal, client, ledger, control=Control(), waits=replace(BRIEF, give_up_after=20.0))
        seen = [next(events)]
        server.stop()
        back = RehearsalServer(
            centre=tmp_path / "centre.json", state=state, rate=100000, port=port, latency_seconds=0.0
        )
        timer = threading.Timer(0.5, back.start)
        timer.start()
        seen.extend(events)
        timer.join()
    assert seen[-1] == Ended(RunEnding.FINISHED, "The run is finished: there is nothing left to send.")
    _assert_everybody_once(Site(back, tmp_path), 4)
    back.stop()


def test_a_long_maintenance_is_waited_out_without_losing_anybody(tmp_path: Path) -> None:
    faults = [{"path": "*", "calls": [5], "fault": "maintenance", "seconds": 1.0}, {"fault": "stale", "calls": [999]}]
    faults[0].pop("path")
    with site(tmp_path, faults) as here:
        here.create(cohort_of(8))
        events = here.carry_out(waits=replace(BRIEF, give_up_after=20.0))
        assert ending_of(events) is RunEnding.FINISHED
        _assert_everybody_once(here, 8)


def test_the_limit_is_kept_and_reached(tmp_path: Path) -> None:
    with site(tmp_path, rate=8) as here:
        here.create(cohort_of(8))
        here.carry_out(client=here.client(rate=Rate(8, 1.0)))
        _assert_everybody_once(here, 8)
        calls = here.state()["calls"]
    assert calls["too_many"] == 0
    assert calls["busiest_window"] <= 8


@pytest.mark.logs_warnings
def test_a_journal_that_cannot_be_written_stops_the_sending(tmp_path: Path) -> None:
    with site(tmp_path, latency_seconds=0.02) as here:
        here.create(cohort_of(8))
        with Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            journal = here.fresh.pop()
            events = carry_out(journal, client, ledger, control=Control(), concurrency=2, waits=BRIEF)
            next(events)
            journal.close()
            with pytest.raises(CannotRecordError):
                list(events)
        assert len(here.new_people()) <= 5  # two at a time, and two that were written down ahead
        assert list(here.states().values()).count("planned") <= 16 - len(here.new_people())
        here.carry_out()
        _assert_everybody_once(here, 8)


def test_what_was_made_and_assigned_is_in_the_ledger(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        cohort = cohort_of(2)
        amy = cohort.changes[0]
        template, standard, unit = cohort.template(amy), cohort.standard(amy), cohort.unit(amy)
        assert template.key != standard.key != unit.key
        here.create(cohort)
        here.carry_out()
        with here.journal() as journal:
            ids = [change.onefile_id for change in journal.changes()[:2]]
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            record = ledger.record()
        (tmp_path / "ledger.sqlite3").unlink()
        events = here.carry_out()  # finished already: only the ledger is brought up to date
        assert [type(event) for event in events] == [Ended]
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            assert ledger.record() == record
    assert record.made == set(ids)
    assert record.assigned == {Assigned(ASSESSOR, learner, 1) for learner in ids if learner}
    assert {(given.what, given.thing) for given in record.given} == {
        ("framework-template", "41"),
        ("standard", "31"),
        ("unit", "KS_COMM1"),
    }


def test_progress_counts_changes_and_people(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(3))
        settled = [event for event in here.carry_out() if isinstance(event, ChangeSettled)]
    assert [event.done for event in settled] == [1, 2, 3, 4, 5, 6]
    assert {event.total for event in settled} == {6}
    assert [event.people_done for event in settled] == sorted(event.people_done for event in settled)
    assert (settled[-1].people_done, settled[-1].people_total) == (3, 3)
