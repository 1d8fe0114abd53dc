"""A clock that is set back, or jumps, while a run is under way or between two runs: nothing hangs on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState, JournalChange
from tests.run.scenes import NAMES, cohort_of, ending_of, site

_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _sent(turns: list[int], minutes: list[int]) -> list[JournalChange]:
    """Creates that were sent in these turns, when the clock said so many minutes after noon; all but the first done."""
    changes = [
        JournalChange(
            one.change, ChangeState.DONE, 900 + turn, attempts=1, sent=_NOON + timedelta(minutes=minute), turn=turn
        )
        for one, turn, minute in zip(
            (JournalChange(change) for change in cohort_of(len(turns), assign=False).changes),
            turns,
            minutes,
            strict=True,
        )
    ]
    return [replace(changes[0], state=ChangeState.UNKNOWN, onefile_id=None), *changes[1:]]


def test_whoever_was_sent_before_is_no_witness_whatever_the_clock_said(tmp_path: Path) -> None:
    """An hour is set back between Ben, who was sent first, and Amy, who is looked for; Cai was sent after her."""
    amy, ben, cai = _sent([2, 1, 3], [0, 59, 1])
    agenda = Agenda([amy, ben, cai])
    assert agenda.witness(amy, since=2) == cai
    assert Agenda([amy, ben]).witness(amy, since=2) is None


@given(st.permutations(range(1, 9)), st.lists(st.integers(-600, 600), min_size=8, max_size=8), st.integers(1, 8))
def test_the_witness_is_told_by_the_order_of_the_calls(turns: list[int], minutes: list[int], since: int) -> None:
    sought, *others = _sent(turns, minutes)
    since = max(since, sought.turn)
    witness = Agenda([sought, *others]).witness(sought, since)
    later = sorted(one.turn for one in others if one.turn > sought.turn)
    after = [turn for turn in later if turn > since]
    expected = after[0] if after else later[-1] if later else None
    assert (witness.turn if witness else None) == expected


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
