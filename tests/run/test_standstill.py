"""What a colleague has done while a run stood still, for whatever reason, is not done a second time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.plan.changes import Change
from onefile_desktop.run.calls import Calls, EndedCall
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import Event, OneDone, RunEnding, Waiting
from onefile_desktop.run.findings import NotThere
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.moments import Moment
from onefile_desktop.run.standstill import Standstill
from tests.run.scenes import BRIEF, NAMES, Site, cohort_of, ending_of, site

_TWO_HOURS = 2 * 60 * 60.0


@dataclass
class Clock:
    """A clock that somebody sets."""

    now: float = 0.0

    def __call__(self) -> Moment:
        return Moment(self.now, self.now)


def by_a_colleague(here: Site, create: Change) -> None:
    """Somebody else makes this person."""
    with here.client() as client:
        client.send(create.request)


def carried_out(
    here: Site,
    on_event: Callable[[Event], None],
    *,
    clock: Clock,
    control: Control | None = None,
    one_first: bool = False,
) -> list[Event]:
    """Carries the run out and tells of each event when it comes."""
    seen: list[Event] = []
    with (
        here.fresh.pop() if here.fresh else Journal.open(here.journal_path) as journal,
        Ledger(here.folder / "ledger.sqlite3") as ledger,
        here.client() as client,
    ):
        for event in carry_out(
            journal,
            client,
            ledger,
            control=control or Control(),
            concurrency=1 if not one_first else 4,
            waits=BRIEF,
            one_first=one_first,
            clock=clock,
        ):
            seen.append(event)
            on_event(event)
    return seen


def test_whoever_was_looked_for_and_held_back_is_looked_for_again_after_a_long_time(tmp_path: Path) -> None:
    """Ben was being sent when the program ended; he is not there, and goes again once somebody has looked at Amy."""
    cohort, control, clock = cohort_of(2), Control(), Clock()
    slow = {"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "slow", "seconds": 0.6}
    with site(tmp_path, [slow]) as here:
        here.create(cohort)
        with here.journal() as journal:
            ben = journal.changes()[1]
            assert ben.change.person == "Ben Bright"
            journal.record([replace(ben, state=ChangeState.SENDING, attempts=1, sent=datetime.now(UTC), turn=1)])

        def on_event(event: Event) -> None:
            if isinstance(event, OneDone):
                by_a_colleague(here, ben.change)
                clock.now += _TWO_HOURS
                control.go_on()

        seen = carried_out(here, on_event, clock=clock, control=control, one_first=True)
        assert any(isinstance(event, OneDone) for event in seen)
        assert ending_of(seen) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:2])
        assert set(here.states().values()) == {"done"}


def test_whoever_is_not_there_goes_again_after_a_long_time_without_end(tmp_path: Path) -> None:
    """As before, but nobody has made Ben meanwhile: looking for him comes to an end."""
    cohort, control, clock = cohort_of(2), Control(), Clock()
    with site(tmp_path) as here:
        here.create(cohort)
        with here.journal() as journal:
            ben = journal.changes()[1]
            journal.record([replace(ben, state=ChangeState.SENDING, attempts=1, sent=datetime.now(UTC), turn=1)])

        def on_event(event: Event) -> None:
            if isinstance(event, OneDone):
                clock.now += _TWO_HOURS
                control.go_on()

        assert (
            ending_of(carried_out(here, on_event, clock=clock, control=control, one_first=True)) is RunEnding.FINISHED
        )
        assert here.new_people() == sorted(NAMES[:2])
        assert set(here.states().values()) == {"done"}


def test_calls_that_fail_do_not_hide_a_long_time_without_an_answer(tmp_path: Path) -> None:
    """Twice no session can be had, for six minutes and forty seconds each; after that Amy is there."""
    cohort, clock = cohort_of(2, assign=False), Clock()
    # Up to three calls meet it each time: the one under way, and two that had been handed out ahead.
    away = {"method": "POST", "path": "/Authentication", "calls": [2, 3, 4, 5, 6], "fault": "status", "status": 503}
    waited: list[Event] = []
    with site(tmp_path, [away]) as here, here.client() as colleague:
        here.create(cohort)
        colleague.customer()

        def on_event(event: Event) -> None:
            if isinstance(event, Waiting) and event.is_away:
                waited.append(event)
                clock.now += 400.0 if len(waited) <= 2 else 0.0
                if len(waited) == 2:
                    colleague.send(cohort.changes[0].request)

        assert ending_of(carried_out(here, on_event, clock=clock)) is RunEnding.FINISHED
        assert len(waited) >= 2
        assert here.new_people() == sorted(NAMES[:2])
        assert here.messages()["create:2"].startswith("Was there already")


def test_a_standstill_is_from_one_useful_answer_to_the_next() -> None:
    clock = Clock()
    standstill = Standstill(clock)
    told: list[float] = []
    for _ in range(25):
        clock.now += 60.0  # each time a call fails
        if standstill.was_long():
            told.append(clock.now)
    assert told == [660.0, 1320.0]
    clock.now += 500.0
    assert standstill.moved()
    clock.now += 600.0
    assert not standstill.moved()
    clock.now += 600.0
    assert not standstill.was_long()


@contextmanager
def _calls(here: Site, clock: Clock, rate: Rate | None = None) -> Iterator[tuple[OneFileClient, Calls]]:
    with here.client(rate=rate) as client, Calls(client, 1, clock) as calls:
        yield client, calls


def _ended(calls: Calls) -> dict[str | int, EndedCall]:
    calls.wait_for_all()
    return {call.key: call for call in calls.ended()}


def _is_late(call: EndedCall) -> bool:
    return isinstance(call.ending, CancelledError) and call.was_called_back


def test_a_call_that_waited_for_another_while_the_computer_slept_does_not_leave(tmp_path: Path) -> None:
    clock, may_end = Clock(), threading.Event()

    def look() -> NotThere:
        may_end.wait(10)
        return NotThere()

    amy, ben = cohort_of(2).changes[:2]
    with site(tmp_path) as here, _calls(here, clock) as (_, calls):
        calls.look("look", look)
        calls.send("late", amy.request, 1)
        clock.now = 601.0
        calls.send("in time", ben.request, 2)
        may_end.set()
        ended = _ended(calls)
        assert _is_late(ended["late"])
        assert ended["look"].ending == NotThere()
        assert not ended["in time"].was_called_back
        assert here.new_people() == ["Ben Bright"]
        assert here.state()["calls"]["total"] == 2  # no session was opened for the late one


def test_a_call_that_waited_for_its_turn_while_the_computer_slept_does_not_leave(tmp_path: Path) -> None:
    clock = Clock()
    amy, ben = cohort_of(2).changes[:2]
    with site(tmp_path) as here, _calls(here, clock, Rate(3, 0.5)) as (client, calls):
        client.customer()
        client.customer()  # with the authentication, all three places are taken
        calls.send("late", amy.request, 1)
        while calls.not_begun:
            time.sleep(0.01)
        clock.now = 601.0
        assert _is_late(_ended(calls)["late"])
        assert here.new_people() == []
        calls.send("in time", ben.request, 2)
        assert not _ended(calls)["in time"].was_called_back
        assert here.new_people() == ["Ben Bright"]
        assert client.calls == 4
