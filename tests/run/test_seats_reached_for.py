"""Who has the seat at a learning aim in the end: whom the newest run wants there, also where OneFile gave no answer."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile import writes
from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.record import Assigned
from onefile_desktop.run.conclusions import Conclusions
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import Waiting
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.waits import Waits
from tests.run.scenes import BRIEF, CENTRE_ID, STANDARD, Cohort, Site, like_amy, site

_AMY = 900
_RUNS = ("r1", "r2", "r3")
_WANTED = {"r1": 61, "r2": 62, "r3": 63}
"""Whom each run wants in the seat; the later the run, the newer."""
_FAULTS: Mapping[str, Mapping[str, object]] = {
    "carried out without an answer": {"fault": "lost-answer"},
    "not carried out, without an answer": {"fault": "lost-request"},
    "refused": {"fault": "status", "status": 409, "body": "Not today."},
    "held back": {"fault": "status", "status": 429, "body": "Too many."},
}
_LOST, _NOWHERE, _REFUSED, _HELD_BACK = _FAULTS
_ENDINGS = ("done", "never begun", *_FAULTS)
"""What may become of a run's first attempt at the seat; after each of them the program ends."""


def _people() -> list[dict[str, object]]:
    assessors = (
        {
            "ID": one,
            "OrganisationID": CENTRE_ID,
            "Role": 5,
            "FirstName": "Bo",
            "LastName": f"Li{one}",
            "Email": f"b{one}@example.org",
        }
        for one in _WANTED.values()
    )
    return [like_amy(), *assessors]


@contextmanager
def _begun(folder: Path, endings: Sequence[str]) -> Iterator[Site]:
    """A centre in which each run has made its attempt, the oldest first, and none has been resumed."""
    faults = [
        {"method": "POST", "path": f"/User/{_WANTED[run]}/Assign", "calls": [1], **_FAULTS[ending]}
        for run, ending in zip(_RUNS, endings, strict=False)
        if ending in _FAULTS
    ]
    with site(folder, faults, people=_people()) as here:
        for run, ending in zip(_RUNS, endings, strict=False):
            _begin(here, run, ending)
        yield here


def _journal(here: Site, run: str) -> Path:
    return here.folder / f"{run}.sqlite"


def _begin(here: Site, run: str, ending: str, *, wanted: int = 0) -> None:
    standard = writes.assign_standard(STANDARD, _AMY)
    seat = writes.assign_user(wanted or _WANTED[run], _AMY, Level.LEARNING_AIM, standard=STANDARD)
    changes = [
        Change("std", ChangeKind.STANDARD, "People", 2, "Amy", 2, _AMY, standard, (), Role.LEARNER),
        Change("seat", ChangeKind.ASSIGN, "People", 2, "Amy", 2, _AMY, seat, ("std",), Role.ASSESSOR),
    ]
    plan = Cohort(changes=changes).plan()
    with Journal.create(_journal(here, run), plan, run=run, connection={}, roster=None) as journal:
        if ending == "never begun":
            return
        _carry_out(here, journal, waits=replace(BRIEF, lookups=(60.0, 60.0)))
        seated = journal.changes()[1]
        if seated.state is ChangeState.UNKNOWN:  # as if the program had been killed before the call ended
            journal.record([replace(seated, state=ChangeState.SENDING, message="")])


def _go_on(here: Site, run: str) -> None:
    with Journal.open(_journal(here, run)) as journal:
        _carry_out(here, journal, waits=BRIEF)


def _carry_out(here: Site, journal: Journal, *, waits: Waits) -> None:
    """Carries a run out until it has to wait for more than a moment."""
    with (
        Ledger(here.folder / "ledger.sqlite3") as ledger,
        here.client() as client,
        closing(carry_out(journal, client, ledger, control=Control(), waits=waits)) as events,
    ):
        for event in events:
            if isinstance(event, Waiting):
                return


def _seat(here: Site) -> int | None:
    """Who has the seat."""
    return next((one["AssigneeID"] for one in here.state()["assignments"]), None)


def _ended(here: Site, run: str) -> JournalChange:
    with Journal.open(_journal(here, run)) as journal:
        return journal.changes()[1]


def _in_the_ledger(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "ledger.sqlite3")
    connection.execute(statement)
    connection.commit()
    connection.close()


def _assert_the_ledger_is_right(here: Site) -> None:
    with Ledger(here.folder / "ledger.sqlite3") as ledger:
        assert {one.assignee for one in ledger.record().assigned} <= {_seat(here)}


@pytest.mark.parametrize("ending", [_LOST, _NOWHERE])
@pytest.mark.parametrize("earlier", ["never begun", _LOST])
def test_an_earlier_run_leaves_a_seat_alone_that_a_later_one_may_have_given(
    tmp_path: Path, earlier: str, ending: str
) -> None:
    with _begun(tmp_path, (earlier, ending)) as here:
        before = _seat(here)
        for _ in range(2):
            _go_on(here, "r1")
            assert _seat(here) == before
            assert _ended(here, "r1").state == ("not-attempted" if earlier == "never begun" else "unknown")
            assert _ended(here, "r1").message.startswith("Somebody else has been assigned since")
        _go_on(here, "r2")
        assert _seat(here) == _WANTED["r2"]
        assert _ended(here, "r2").state == "done"


@pytest.mark.parametrize("ending", [_REFUSED, _HELD_BACK])
def test_a_later_run_whose_call_was_certainly_not_carried_out_holds_no_seat(tmp_path: Path, ending: str) -> None:
    with _begun(tmp_path, ("never begun", ending)) as here:
        _go_on(here, "r1")
        assert _seat(here) == _WANTED["r1"]
        assert _ended(here, "r1").state == "done"


def test_a_run_that_may_have_been_overtaken_is_not_said_to_have_the_seat(tmp_path: Path) -> None:
    """The program ended before the ledger knew what the earlier run had done, and the later one has reached for it."""
    with _begun(tmp_path, ("done", _LOST)) as here:
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            assert not ledger.record().assigned
        _in_the_ledger(tmp_path, "DELETE FROM assigned")
        _go_on(here, "r1")
        _assert_the_ledger_is_right(here)


def test_a_run_that_finds_its_wish_granted_keeps_the_seat_from_earlier_ones(tmp_path: Path) -> None:
    with _begun(tmp_path, ("done", "never begun")) as here:
        _begin(here, "r3", "never begun", wanted=_WANTED["r1"])
        _go_on(here, "r3")
        assert _ended(here, "r3").message.startswith("Was there already")
        _go_on(here, "r2")
        assert _seat(here) == _WANTED["r1"]
        assert _ended(here, "r2").state == "not-attempted"


@pytest.mark.logs_warnings
def test_a_run_whose_answer_the_ledger_could_not_be_told_keeps_the_seat(tmp_path: Path) -> None:
    with _begun(tmp_path, ("never begun",)) as here:
        with Ledger(tmp_path / "ledger.sqlite3"):
            _in_the_ledger(
                tmp_path, "CREATE TRIGGER fails BEFORE INSERT ON assigned BEGIN SELECT RAISE(ABORT, ''); END"
            )
        with pytest.raises(CannotRecordError):
            _begin(here, "r2", "done")
        assert _ended(here, "r2").state == "done"
        _in_the_ledger(tmp_path, "DROP TRIGGER fails")
        _go_on(here, "r1")
        assert _seat(here) == _WANTED["r2"]


def test_a_seat_that_was_let_go_is_held_again_once_the_call_is_sent_again(tmp_path: Path) -> None:
    with _begun(tmp_path, (_HELD_BACK,)) as here, Ledger(tmp_path / "ledger.sqlite3") as ledger:
        earlier = Assigned(_WANTED["r2"], _AMY, Level.LEARNING_AIM, STANDARD, is_iqa=False)
        with Journal.open(_journal(here, "r1")) as journal:
            conclusions = Conclusions(journal, ledger, BRIEF)
            conclusions.start()
            held: list[bool] = []
            for _ in range(2):
                seat = conclusions.agenda.next_ready()
                conclusions.sending(seat)
                conclusions.write_down()
                held.append(ledger.is_overtaken(earlier, run="r0"))
                conclusions.after_send(journal.changes()[1], CancelledError("It was called back."), last_turn=9)
                conclusions.write_down()
                held.append(ledger.is_overtaken(earlier, run="r0"))
            assert held == [True, False, True, False]


@settings(max_examples=25, deadline=None)
@given(endings=st.tuples(*[st.sampled_from(_ENDINGS)] * 3), order=st.sampled_from(list(permutations(_RUNS))))
@example(endings=("done", "done", _REFUSED), order=("r1", "r2", "r3"))
@example(endings=("never begun", "done", _REFUSED), order=("r1", "r2", "r3"))
@example(endings=("never begun", _LOST, _REFUSED), order=("r1", "r3", "r2"))
@example(endings=(_NOWHERE, _LOST, _HELD_BACK), order=("r2", "r1", "r3"))
@example(endings=(_LOST, _LOST, _LOST), order=("r2", "r1", "r3"))
def test_in_whatever_order_runs_are_resumed_the_newest_has_its_way(
    endings: tuple[str, ...], order: tuple[str, ...]
) -> None:
    with TemporaryDirectory() as folder, _begun(Path(folder), endings) as here:
        seats = [_seat(here)]
        for run in order:
            _go_on(here, run)
            seats.append(_seat(here))
            _assert_the_ledger_is_right(here)
        had = [one for one in seats if one is not None]
        assert had == sorted(had), "the seat went back to whom an earlier run wanted there"
        wanted = [run for run, ending in zip(_RUNS, endings, strict=True) if ending != _REFUSED]
        assert _seat(here) == (_WANTED[wanted[-1]] if wanted else None)
        if wanted:
            assert _ended(here, wanted[-1]).state == "done"
