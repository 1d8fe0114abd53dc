"""A search that is behind shows nobody who is new: then that somebody is not shown tells nothing."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.run.elsewhere import NOTHING_ELSEWHERE, creates_elsewhere
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.waits import Waits
from tests.run.scenes import BRIEF, NAMES, Cohort, Site, cohort_of, ending_of, like_amy, site

_FIRST_LOST = [{"method": "POST", "path": "/User", "calls": [1], "fault": "lost-answer"}]


@pytest.mark.parametrize("refused", [False, True], ids=["", "only the whole role can be read"])
def test_looks_do_not_count_while_the_search_is_behind(tmp_path: Path, *, refused: bool) -> None:
    """Both looks fall into the lag; the others, created after, show that."""
    searches = {"method": "POST", "path": "/User/Search", "probability": 1, "fault": "status", "status": 400}
    faults = [*_FIRST_LOST, *([searches] if refused else [])]
    with site(tmp_path, faults, options={"search_lag_seconds": 0.6}) as here:
        here.create(cohort_of(4))
        assert ending_of(here.carry_out(concurrency=1)) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:4])
        assert set(here.states().values()) == {"done"}


def test_somebody_of_another_role_shows_it_too(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams")
    cohort.person("Ben Bright", Role.ASSESSOR)
    with site(tmp_path, _FIRST_LOST, options={"search_lag_seconds": 0.6}) as here:
        here.create(cohort)
        here.carry_out(concurrency=1)
        assert here.new_people() == ["Amy Adams", "Ben Bright"]
        assert set(here.states().values()) == {"done"}


def test_a_search_that_stays_behind_leaves_it_to_a_person(tmp_path: Path) -> None:
    with site(tmp_path, _FIRST_LOST, options={"search_lag_seconds": 60}) as here:
        here.create(cohort_of(2, assign=False))
        assert ending_of(here.carry_out(concurrency=1, waits=replace(BRIEF, lag_at_most=0.3))) is RunEnding.FINISHED
        assert here.states() == {"create:2": "unknown", "create:3": "done"}
        assert "does not show yet" in here.messages()["create:2"]
        assert here.new_people() == sorted(NAMES[:2])


def test_whoever_was_sent_beside_the_lost_call_does_not_show_that_it_has_ended(tmp_path: Path) -> None:
    """OneFile is still at the first of three when this side gives up; the other two are there and shown long before."""
    slow = {"method": "POST", "path": "/User", "calls": [1], "fault": "slow", "seconds": 0.9}
    waits = replace(BRIEF, lookups=(0.05, 0.3), late_lookup=1.6, lag_at_most=4.0)
    with site(tmp_path, [slow]) as here:
        here.create(cohort_of(3, assign=False))
        here.carry_out(waits=waits, client=here.client(answer_seconds=0.3))
        assert here.new_people() == sorted(NAMES[:3])
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 3
        assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("read", [True, False], ids=["", "one of them cannot be read"])
def test_a_resumed_run_knows_whom_another_run_has_just_made(tmp_path: Path, *, read: bool) -> None:
    """The first run ends before it sends anything, the same roster is submitted again, and the first goes on at once.

    A search does not show any of them yet, or shows all where one may not be read.
    """
    refused = {"method": "GET", "path": "/User/*", "calls": [2], "fault": "status", "status": 400, "body": "No"}
    with site(tmp_path, [] if read else [refused], options={"search_lag_seconds": 60 if read else 0}) as here:
        here.create(cohort_of(4))
        here.journal().close()
        here.journal_path.rename(tmp_path / "first")
        here.create(cohort_of(4))
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        (tmp_path / "first").rename(here.journal_path)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES[:4])
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 4
        assert set(here.states().values()) == {"done"}
        if read:
            calls = here.state()["calls"]["by_endpoint"]
            assert (
                sum(count for path, count in calls.items() if path.startswith("GET /User/")) == 4
            )  # each is read once


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("named", [True, False], ids=["a journal names them", "nobody knows who they are"])
def test_whom_somebody_who_cannot_be_read_may_be_is_not_created(tmp_path: Path, status: int, *, named: bool) -> None:
    """Another run has made Amy and Ben, OneFile does not tell who the first of them is, and no search shows any yet.

    Where nothing else tells either, it may be anybody.
    """
    failing = {"method": "GET", "path": "/User/1000", "probability": 1, "fault": "status", "status": status}
    with site(tmp_path, [failing], options={"search_lag_seconds": 60}) as here:
        here.create(cohort_of(3, assign=False))
        here.journal().close()
        here.journal_path.rename(tmp_path / "first")
        here.create(cohort_of(2, assign=False))
        here.carry_out(concurrency=1)
        runs = tmp_path / "runs"
        runs.mkdir()
        here.journal_path.rename(runs / "r2.sqlite")
        assert creates_elsewhere(runs, {}).made.keys() == {1000, 1001}
        (tmp_path / "first").rename(here.journal_path)
        here.carry_out(elsewhere=creates_elsewhere(runs, {}) if named else NOTHING_ELSEWHERE)
        assert here.new_people() == sorted(NAMES[: 3 if named else 2])
        assert here.states() == {"create:2": "unknown", "create:3": "done", "create:4": "done" if named else "unknown"}
        said = "Nothing was sent: Somebody was created a moment ago who cannot be read and could be this person"
        assert here.messages()["create:2"].startswith(f"{said} (OneFile ID 1000). In OneFile, look")


def _made_some_time_ago(here: Site, minutes: int) -> None:
    """Zed, whom another run has made, by the clock of then, and a run of Amy that is resumed."""
    with Ledger(here.folder / "ledger.sqlite3") as ledger:
        ledger.made(900)
    with closing(sqlite3.connect(here.folder / "ledger.sqlite3")) as file, file:
        file.execute("UPDATE made_at SET moment = moment - ?", (minutes * 60,))
    here.create(cohort_of(1, assign=False))
    here.journal().close()


@pytest.mark.parametrize(("minutes", "becomes"), [(14, "unknown"), (16, "done")])
def test_whoever_was_made_some_time_ago_and_cannot_be_read_is_left_to_the_search(
    tmp_path: Path, minutes: int, becomes: str
) -> None:
    refused = {"method": "GET", "path": "/User/900", "probability": 1, "fault": "status", "status": 400}
    with site(tmp_path, [refused], people=[like_amy(FirstName="Zed", LastName="Zane", Email="z@example.org")]) as here:
        _made_some_time_ago(here, minutes)
        here.carry_out()
        assert here.states() == {"create:2": becomes}


@pytest.mark.parametrize(("others", "read"), [(3, 4), (60, 50)])
def test_those_made_last_are_read_whatever_the_clock_said_then(tmp_path: Path, others: int, read: int) -> None:
    """The clock was an hour slow, and was set right since."""
    with site(tmp_path, people=[like_amy(FirstName="Zed", LastName="Zane", Email="z@example.org")]) as here:
        with Ledger(here.folder / "ledger.sqlite3") as ledger:
            ledger.remember(range(2000, 2000 + others))
        _made_some_time_ago(here, 60)
        here.carry_out()
        assert here.states() == {"create:2": "done"}
        assert here.state()["calls"]["by_endpoint"]["GET /User/{id}"] == read


def test_a_clock_that_was_set_right_since_has_nobody_made_twice(tmp_path: Path) -> None:
    with site(tmp_path, options={"search_lag_seconds": 60}) as here:
        here.create(cohort_of(2, assign=False))
        here.journal().close()
        here.journal_path.rename(tmp_path / "first")
        here.create(cohort_of(2, assign=False))
        here.carry_out()
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as file, file:
            file.execute("UPDATE made_at SET moment = moment - 3600")
        (tmp_path / "first").rename(here.journal_path)
        here.carry_out()
        assert here.new_people() == sorted(NAMES[:2])
        assert set(here.states().values()) == {"done"}


@pytest.mark.parametrize("who", ["Amy Archer", "Am Adams", "Mia Adams"], ids=["married", "misspelt", "a short name"])
def test_a_name_does_not_prove_that_somebody_else_is_created_by_another_run(tmp_path: Path, who: str) -> None:
    """Two with one mailbox are told apart by a person then: William may be Bill."""
    other = Cohort()
    other.person(who, Email="Amy.Adams@example.org")
    runs = tmp_path / "runs"
    runs.mkdir()
    with site(tmp_path) as here:
        here.create(other)
        with here.journal() as journal:
            journal.record([replace(journal.changes()[0], state=ChangeState.SENDING, attempts=1, turn=1)])
        here.journal_path.rename(runs / "r2.sqlite")
        here.create(cohort_of(1, assign=False))
        here.journal().close()
        here.carry_out(elsewhere=creates_elsewhere(runs, {}))
        assert here.states() == {"create:2": "unknown"}
        assert here.new_people() == []


def test_whom_another_run_may_be_creating_a_resumed_one_does_not_create(tmp_path: Path) -> None:
    """The first run ends before it sends anything; the second is killed as it creates Amy, and the first goes on."""
    runs = tmp_path / "runs"
    runs.mkdir()
    with site(tmp_path, options={"search_lag_seconds": 60}) as here:
        here.create(cohort_of(2))
        here.journal().close()
        here.journal_path.rename(tmp_path / "first")
        here.create(cohort_of(1))
        with here.journal() as journal, here.client() as client:
            amy = journal.changes()[0]
            journal.record([replace(amy, state=ChangeState.SENDING, attempts=1, turn=1)])
            client.send(amy.change.request)
        here.journal_path.rename(runs / "r2.sqlite")
        assert creates_elsewhere(runs, {}, besides="r2").unsettled == frozenset()
        (tmp_path / "first").rename(here.journal_path)
        here.carry_out(elsewhere=creates_elsewhere(runs, {}, besides="r1"))
        assert here.new_people() == sorted(NAMES[:2])
        states = here.states()
        assert (states["create:2"], states["create:3"]) == ("unknown", "done")
        assert here.messages()["create:2"].startswith("Nothing was sent: An earlier run may have created this person.")


def test_whom_a_run_has_made_itself_it_does_not_read_when_it_goes_on(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(2, assign=False))
        here.carry_out()
        with here.journal() as journal:
            journal.record([replace(journal.changes()[0], state=ChangeState.SENDING, onefile_id=None)])
        here.carry_out()
        assert here.new_people() == sorted(NAMES[:2])
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            made = ledger.record().made
        calls = here.state()["calls"]["by_endpoint"]
        assert len(made) == 2
        assert sum(count for path, count in calls.items() if path.startswith("GET /User/")) == 1


def test_a_search_that_is_up_to_date_is_believed(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "calls": [1], "fault": "lost-request"}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(3))
        here.carry_out()
        assert here.new_people() == sorted(NAMES[:3])
        assert set(here.states().values()) == {"done"}


def test_a_resumed_run_knows_who_came_later(tmp_path: Path) -> None:
    """The program was killed while it sent the first of two, and the second had its answer."""
    with site(tmp_path, _FIRST_LOST, options={"search_lag_seconds": 0.8}) as here:
        here.create(cohort_of(2, assign=False))
        here.carry_out(concurrency=1, waits=replace(BRIEF, lag_at_most=0.0))
        with here.journal() as journal:
            first = journal.changes()[0]
            assert first.state is ChangeState.UNKNOWN
            journal.record([replace(first, state=ChangeState.SENDING)])
        here.carry_out()
        assert here.states() == {"create:2": "done", "create:3": "done"}
        assert here.new_people() == sorted(NAMES[:2])


def test_without_anybody_later_the_second_look_takes_its_time() -> None:
    assert Waits().lookups == (2.0, 15.0)
    assert Waits().lag_at_most == pytest.approx(120)


@pytest.mark.parametrize("people", [1, 3], ids=["alone", "others are created meanwhile"])
def test_a_call_that_takes_long_is_not_sent_again_while_it_may_be_under_way(tmp_path: Path, people: int) -> None:
    """OneFile is at the first for longer than this side waits; that a search shows the others does not end it."""
    slow = {"method": "POST", "path": "/User", "calls": [1], "fault": "slow", "seconds": 0.9}
    waits = replace(BRIEF, lookups=(0.02, 0.15), late_lookup=0.8, lag_at_most=1.2)
    with site(tmp_path, [slow]) as here:
        here.create(cohort_of(people, assign=False))
        here.carry_out(waits=waits, concurrency=1, client=here.client(answer_seconds=0.6))
        assert here.new_people() == sorted(NAMES[:people])
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == people


def test_where_nobody_can_be_read_by_id_those_made_long_ago_hold_up_nobody(tmp_path: Path) -> None:
    failing = {"method": "GET", "path": "/User/*", "probability": 1, "fault": "status", "status": 500}
    with site(tmp_path, [failing]) as here:
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            ledger.remember(range(2000, 2020))
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as file, file:
            file.execute("UPDATE made_at SET moment = moment - 86400")
        here.create(cohort_of(3, assign=False))
        here.journal().close()
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert set(here.states().values()) == {"done"}
