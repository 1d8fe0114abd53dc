"""A run that is told to stand still does so soon, whatever it waits for, and goes on where it was."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import ChangeSettled, Ended, Event, Paused, RunEnding, Waiting, WentOn
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.moments import Moment, this_moment
from onefile_desktop.run.waits import Waits
from tests.run.scenes import BRIEF, NAMES, Site, cohort_of, ending_of, site

SOON = 2.0  # half a second, with room for a computer that has much else to do
LOST = [{"method": "POST", "path": "/User", "calls": [1, 2], "fault": "lost-answer"}]


@dataclass
class Clock:
    """Two clocks that somebody sets."""

    ticks: float = 0.0
    wall: float = 0.0

    def __call__(self) -> Moment:
        return Moment(self.ticks, self.wall)


@contextmanager
def _run(
    here: Site,
    control: Control,
    *,
    client: OneFileClient | None = None,
    waits: Waits = BRIEF,
    concurrency: int = 4,
    clock: Callable[[], Moment] = this_moment,
) -> Iterator[Generator[Event]]:
    journal = here.fresh.pop()
    with journal, Ledger(here.folder / "ledger.sqlite3") as ledger, client or here.client() as used:
        events = carry_out(journal, used, ledger, control=control, concurrency=concurrency, waits=waits, clock=clock)
        yield events
        events.close()


def _until_paused(events: Iterator[Event]) -> list[Event]:
    seen: list[Event] = []
    for event in events:
        seen.append(event)
        if isinstance(event, Paused):
            return seen
    raise AssertionError(f"never paused: {seen}")


@contextmanager
def _soon(act: Callable[[], object]) -> Iterator[None]:
    """Does something in 0.2 seconds, and expects the block to end soon after that."""
    timer = threading.Timer(0.2, act)
    timer.start()
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 0.2 + SOON
    timer.join()


def test_nothing_leaves_while_a_run_is_paused_and_it_goes_on_where_it_was(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path, latency_seconds=0.02) as here:
        here.create(cohort_of(8))
        with _run(here, control) as events:
            next(events)
            control.pause()
            seen = _until_paused(events)
            calls = here.state()["calls"]["total"]
            settled = [event for event in seen if isinstance(event, ChangeSettled)]
            assert len(settled) < 15
            assert len(here.new_people()) >= 1
            with Journal.read(here.journal_path) as journal:
                states = [change.state for change in journal.changes()]
                planned = [change for change in journal.changes() if change.state == "planned"]
            assert "sending" not in states
            assert "unknown" not in states
            assert {change.attempts for change in planned} == {0}
            time.sleep(0.1)
            assert here.state()["calls"]["total"] == calls
            control.go_on()
            rest = list(events)
        assert rest[0] == WentOn()
        assert ending_of(rest) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 8
        assert set(here.states().values()) == {"done"}


def test_a_run_that_goes_on_before_it_stood_still_says_nothing_of_it(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path, latency_seconds=0.05) as here:
        here.create(cohort_of(8))
        with _run(here, control) as events:
            next(events)
            control.pause()
            seen = [next(events)]
            control.go_on()
            seen.extend(events)
        assert ending_of(seen) is RunEnding.FINISHED
        assert not any(isinstance(event, Paused) for event in seen[1:])
        assert here.new_people() == sorted(NAMES)
        assert set(here.states().values()) == {"done"}


def test_a_run_can_be_stopped_while_it_is_paused(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path) as here:
        here.create(cohort_of(8))
        with _run(here, control) as events:
            next(events)
            control.pause()
            _until_paused(events)
            with _soon(control.request_stop):
                rest = list(events)
        assert [type(event) for event in rest] == [Ended]
        assert ending_of(rest) is RunEnding.STOPPED
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)


def test_going_on_is_heard_at_once(tmp_path: Path) -> None:
    control = Control()
    control.pause()
    with site(tmp_path) as here:
        here.create(cohort_of(1))
        with _run(here, control) as events:
            assert next(events) == Paused()
            assert here.state()["calls"]["total"] == 0
            with _soon(control.go_on):
                assert next(events) == WentOn()
            assert ending_of(list(events)) is RunEnding.FINISHED


def test_a_pause_is_heard_while_calls_wait_for_their_turn(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path) as here:
        here.create(cohort_of(8))
        with _run(here, control, client=here.client(rate=Rate(4, 60))) as events:
            with _soon(control.pause):
                seen = _until_paused(events)
            assert any(isinstance(event, Waiting) and "takes 4 calls" in event.reason for event in seen)
            with Journal.read(here.journal_path) as journal:
                assert {change.state for change in journal.changes()} == {"done", "planned"}
            control.request_stop()
            assert ending_of(list(events)) is RunEnding.STOPPED
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)


def test_calls_that_were_called_back_are_sent_when_the_run_goes_on(tmp_path: Path) -> None:
    control = Control()
    with site(tmp_path, rate=4) as here:
        here.create(cohort_of(3))
        with _run(here, control, client=here.client(rate=Rate(4, 1.0))) as events:
            timer = threading.Timer(0.2, control.pause)
            timer.start()
            _until_paused(events)
            timer.join()
            control.go_on()
            rest = list(events)
        assert ending_of(rest) is RunEnding.FINISHED
        assert set(here.states().values()) == {"done"}
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 3


@pytest.mark.parametrize("act", ["pause", "request_stop"])
def test_a_pause_and_a_stop_are_heard_while_onefile_is_away(tmp_path: Path, act: str) -> None:
    control = Control()
    with site(tmp_path) as here:
        url, token = here.server.url, here.server.token
        here.server.stop()
        here.create(cohort_of(2))
        waits = replace(BRIEF, retry=60.0, retry_at_most=60.0, give_up_after=1800.0)
        with _run(here, control, client=OneFileClient(url, token), waits=waits) as events:
            away = next(events)
            assert isinstance(away, Waiting)
            assert away.is_away
            with _soon(getattr(control, act)):
                assert isinstance(next(events), Paused if act == "pause" else Ended)
        assert set(here.states().values()) == {"planned"}


@pytest.mark.parametrize("act", ["pause", "request_stop"])
def test_a_pause_and_a_stop_are_heard_while_looks_are_due(tmp_path: Path, act: str) -> None:
    control = Control()
    with site(tmp_path, LOST) as here:
        here.create(cohort_of(2))
        with _run(here, control, waits=replace(BRIEF, lookups=(60.0, 90.0))) as events, _soon(getattr(control, act)):
            seen = list(_until(events, Paused if act == "pause" else Ended))
        assert any(isinstance(event, Waiting) and "did not answer clearly" in event.reason for event in seen)
        assert "unknown" in here.states().values()


def _until(events: Iterator[Event], kind: type[Event]) -> Iterator[Event]:
    for event in events:
        yield event
        if isinstance(event, kind):
            return


@pytest.mark.parametrize(
    ("ticks", "wall", "looks"), [(601, 601, True), (0, 601, True), (601, -3600, True), (599, 599, False)]
)
def test_after_a_long_standstill_everybody_is_looked_for_before_they_are_sent(
    tmp_path: Path, ticks: float, wall: float, *, looks: bool
) -> None:
    control, clock = Control(), Clock()
    with site(tmp_path, latency_seconds=0.02) as here:
        here.create(cohort_of(8, assign=False))
        with _run(here, control, concurrency=1, clock=clock) as events:
            next(events)
            control.pause()
            _until_paused(events)
            there = len(here.new_people())
            clock.ticks, clock.wall = ticks, wall
            control.go_on()
            assert ending_of(list(events)) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)
        searches = here.state()["calls"]["by_endpoint"].get("POST /User/Search", 0)
        assert (searches >= 8 - there) if looks else searches == 0


def test_whoever_a_colleague_made_in_a_long_pause_is_not_made_twice(tmp_path: Path) -> None:
    control, clock = Control(), Clock()
    (tmp_path / "colleague").mkdir()
    with site(tmp_path) as here:
        here.create(cohort_of(8))
        colleague = Site(here.server, tmp_path / "colleague")
        colleague.create(cohort_of(8))
        with _run(here, control, concurrency=1, clock=clock) as events:
            next(events)
            control.pause()
            _until_paused(events)
            assert len(here.new_people()) < 8
            colleague.journal().close()  # reopened, it makes only those who are not there
            assert ending_of(colleague.carry_out()) is RunEnding.FINISHED
            clock.wall = 8 * 60 * 60.0
            control.go_on()
            assert ending_of(list(events)) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)
        assert set(here.states().values()) == {"done"}
