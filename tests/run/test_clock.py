"""A clock that is set back, or jumps, while a run is under way or between two runs: nothing hangs on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.onefile.endings import CancelledError
from onefile_desktop.onefile.roles import Role
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.conclusions import Conclusions
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import BRIEF, NAMES, cohort_of, ending_of, site

_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _sent(turns: list[int], minutes: list[int], roles: list[Role] | None = None) -> list[JournalChange]:
    """Creates that were sent in these turns, when the clock said so many minutes after noon; all but the first done."""
    creates = [
        replace(change, role=role)
        for change, role in zip(
            cohort_of(len(turns), assign=False).changes, roles or [Role.LEARNER] * len(turns), strict=True
        )
    ]
    changes = [
        JournalChange(
            one.change, ChangeState.DONE, 900 + turn, attempts=1, sent=_NOON + timedelta(minutes=minute), turn=turn
        )
        for one, turn, minute in zip((JournalChange(change) for change in creates), turns, minutes, strict=True)
    ]
    return [replace(changes[0], state=ChangeState.UNKNOWN, onefile_id=None), *changes[1:]]


def test_whoever_was_sent_before_is_no_witness_whatever_the_clock_said(tmp_path: Path) -> None:
    """An hour is set back between Ben, who was sent first, and Amy, who is looked for; Cai was sent after her."""
    amy, ben, cai = _sent([2, 1, 3], [0, 59, 1])
    agenda = Agenda([amy, ben, cai])
    assert agenda.witness(amy, since=2) == cai
    assert Agenda([amy, ben]).witness(amy, since=2) is None


@given(
    st.permutations(range(1, 9)),
    st.lists(st.integers(-600, 600), min_size=8, max_size=8),
    st.lists(st.sampled_from([Role.LEARNER, Role.ASSESSOR]), min_size=8, max_size=8),
    st.integers(1, 8),
)
def test_the_witness_is_told_by_the_order_of_the_calls(
    turns: list[int], minutes: list[int], roles: list[Role], since: int
) -> None:
    """That they were sent once the call had ended comes first, then the role, then how soon."""
    sought, *others = _sent(turns, minutes, roles)
    since = max(since, sought.turn)
    witness = Agenda([sought, *others]).witness(sought, since)
    later = sorted((one for one in others if one.turn > sought.turn), key=lambda one: one.turn)
    after = [one for one in later if one.turn > since]
    candidates = after or later[::-1]
    alike = [one for one in candidates if one.change.role is sought.change.role]
    assert witness == next(iter(alike or candidates), None)


def test_a_call_that_was_called_back_has_no_turn(tmp_path: Path) -> None:
    with site(tmp_path) as here, Ledger(tmp_path / "ledger.sqlite3") as ledger:
        here.create(cohort_of(1))
        with here.fresh.pop() as journal:
            fresh = journal.changes()
            conclusions = Conclusions(journal, ledger, BRIEF)
            conclusions.start()
            conclusions.sending(conclusions.agenda.next_ready())
            conclusions.write_down()
            sending = journal.changes()[0]
            assert (sending.state, sending.attempts, sending.turn) == (ChangeState.SENDING, 1, 1)
            conclusions.after_send(sending, CancelledError("It was called back."), last_turn=1)
            conclusions.write_down()
            assert journal.changes() == fresh


def test_turns_follow_each_other_also_in_a_run_that_goes_on(tmp_path: Path) -> None:
    with site(tmp_path, [{"method": "POST", "path": "/User", "calls": [4], "fault": "lost-request"}]) as here:
        here.create(cohort_of(8))
        with here.journal() as journal:
            earlier = replace(journal.changes()[0], sent=datetime(2199, 1, 1, tzinfo=UTC), turn=41)
            journal.record([earlier])
        assert ending_of(here.carry_out(concurrency=1)) is RunEnding.FINISHED
        with here.journal() as journal:
            turns = sorted(one.turn for one in journal.changes())
        assert turns[0] == 42
        assert len(set(turns)) == 16
        assert here.new_people() == sorted(NAMES)
