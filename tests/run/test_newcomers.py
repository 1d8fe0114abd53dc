"""Whom other runs have made a resumed run reads first: a few at once, with a word, and it can be stopped."""

import threading
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.engine import Control, carry_out
from onefile_desktop.run.events import ChangeSettled, Ended, Event, Paused, ReadingNewcomers, RunEnding, Waiting, WentOn
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import BRIEF, NAMES, Site, cohort_of, ending_of, like_amy, site

NEW = 20
OTHERS = [
    like_amy(ID=900 + number, FirstName="Zed", LastName=f"Zane{number}", Email=f"zed{number}@example.org")
    for number in range(NEW)
]


def made_by_another_run(here: Site) -> None:
    """A run of one learner that is resumed, just after another run has made the others."""
    with Ledger(here.folder / "ledger.sqlite3") as ledger:
        ledger.remember([900 + number for number in range(NEW)])
    here.create(cohort_of(1))
    here.journal().close()


@contextmanager
def resumed(here: Site, control: Control, *, rate: Rate | None = None) -> Generator[Generator[Event]]:
    with here.journal() as journal, Ledger(here.folder / "ledger.sqlite3") as ledger, here.client(rate=rate) as client:
        events = carry_out(journal, client, ledger, control=control, waits=BRIEF)
        with closing(events):
            yield events


def _calls(here: Site, endpoint: str) -> int:
    return here.state()["calls"]["by_endpoint"].get(endpoint, 0)


def test_it_is_told_how_far_that_is_before_anything_is_sent(tmp_path: Path) -> None:
    with site(tmp_path, people=OTHERS) as here:
        made_by_another_run(here)
        events = here.carry_out()
        told = [(event.done, event.total) for event in events if isinstance(event, ReadingNewcomers)]
        assert told[0] == (0, NEW)
        assert told[-1] == (NEW, NEW)
        assert told == sorted(set(told))
        assert len(told) > 2
        kinds = [type(event) for event in events]
        assert kinds[: len(told)] == [ReadingNewcomers] * len(told)
        assert ending_of(events) is RunEnding.FINISHED
        assert _calls(here, "GET /User/{id}") == NEW
        assert set(here.states().values()) == {"done"}


def test_they_are_read_a_few_at_once(tmp_path: Path) -> None:
    slow = {"method": "GET", "path": "/User/*", "probability": 1, "fault": "slow", "seconds": 0.3}
    with site(tmp_path, [slow], people=OTHERS) as here:
        made_by_another_run(here)
        with resumed(here, control := Control()) as events:
            assert next(events) == ReadingNewcomers(0, NEW)  # nothing more is handed out before the next is asked for
            until = time.monotonic() + 5
            while _calls(here, "GET /User/{id}") < 4 and time.monotonic() < until:
                time.sleep(0.01)
            assert _calls(here, "GET /User/{id}") >= 4
            assert _calls(here, "POST /User") == 0
            control.request_stop()


def test_a_run_that_has_nobody_left_to_create_reads_none_of_them(tmp_path: Path) -> None:
    with site(tmp_path, people=OTHERS) as here:
        made_by_another_run(here)
        here.carry_out()
        before = _calls(here, "GET /User/{id}")
        assert not any(isinstance(event, ReadingNewcomers) for event in here.carry_out())
        assert _calls(here, "GET /User/{id}") == before


@pytest.mark.parametrize("held_up", [False, True], ids=["", "while the limit holds it up"])
def test_a_stop_meanwhile_is_heard_at_once_and_nothing_is_sent(tmp_path: Path, *, held_up: bool) -> None:
    control, asked = Control(), 0.0
    with site(tmp_path, people=OTHERS, latency_seconds=0.05) as here:
        made_by_another_run(here)
        with resumed(here, control, rate=Rate(6, 60) if held_up else None) as events:
            for event in events:
                has_begun = isinstance(event, ReadingNewcomers) and event.done >= 2
                if not asked and (isinstance(event, Waiting) if held_up else has_begun):
                    asked = time.monotonic()
                    control.request_stop()
                if isinstance(event, Ended):
                    assert event.ending is RunEnding.STOPPED
                    assert time.monotonic() - asked < 0.5
        assert asked
        assert _calls(here, "GET /User/{id}") < NEW
        assert _calls(here, "POST /User") == 0
        assert set(here.states().values()) == {"planned"}
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert "Amy Adams" in here.new_people()


def test_a_pause_meanwhile_leaves_nobody_out(tmp_path: Path) -> None:
    control = Control()
    happened: list[Event] = []
    calls: list[int] = []
    with site(tmp_path, people=OTHERS, latency_seconds=0.02) as here:
        made_by_another_run(here)
        with resumed(here, control) as events:
            for event in events:
                happened.append(event)
                match event:
                    case ReadingNewcomers(done) if 4 <= done < NEW and not calls:
                        control.pause()
                    case Paused():
                        calls.append(here.state()["calls"]["total"])
                        threading.Timer(0.1, control.go_on).start()
                    case WentOn():
                        calls.append(here.state()["calls"]["total"])
                    case _:
                        pass
        kinds = [type(event) for event in happened]
        assert len(set(calls)) == 1
        assert kinds.index(Paused) < kinds.index(WentOn) < kinds.index(ChangeSettled)
        assert _calls(here, "GET /User/{id}") == NEW


_FAILS_FOR_A_WHILE = {"method": "GET", "path": "/User/*", "calls": list(range(1, 13)), "fault": "status", "status": 500}
_AWAY_FOR_A_WHILE = {"method": "GET", "path": "/User/*", "calls": [2], "fault": "maintenance", "seconds": 0.6}


@pytest.mark.parametrize("fault", [_FAILS_FOR_A_WHILE, _AWAY_FOR_A_WHILE], ids=["fails", "maintenance"])
def test_nobody_is_created_before_those_are_read_whom_a_search_does_not_show(
    tmp_path: Path, fault: dict[str, object]
) -> None:
    """The first run ends before it sends anything, the same roster is submitted again, and the first goes on at once.

    Reading its people fails at first, and no search shows any of them.
    """
    with site(tmp_path, [fault], options={"search_lag_seconds": 60}) as here:
        here.create(cohort_of(4, assign=False))
        here.journal().close()
        here.journal_path.rename(tmp_path / "first")
        here.create(cohort_of(4, assign=False))
        here.carry_out()
        (tmp_path / "first").rename(here.journal_path)
        events = here.carry_out()
        assert ending_of(events) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:4])
        assert _calls(here, "POST /User") == 4
        assert set(here.states().values()) == {"done"}
        told = [event.done for event in events if isinstance(event, ReadingNewcomers)]
        assert told == sorted(told)
        assert told[-1] == 4
