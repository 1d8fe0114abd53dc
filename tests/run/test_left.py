"""What a run has left to do, in people."""

from dataclasses import replace

from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.left import Left, left_of
from tests.run.scenes import Cohort

DONE, PLANNED, SENDING = ChangeState.DONE, ChangeState.PLANNED, ChangeState.SENDING
FAILED, UNKNOWN, NOT_ATTEMPTED = ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.NOT_ATTEMPTED


def left(*states: tuple[ChangeState, ChangeState]) -> Left:
    """Of a run with so many learners, whose creates and standards have come so far."""
    cohort = Cohort()
    for number, _ in enumerate(states):
        cohort.standard(cohort.person(f"Amy Adams{number}"))
    flat = [state for pair in states for state in pair]
    return left_of(
        replace(JournalChange(change), state=state) for change, state in zip(cohort.changes, flat, strict=True)
    )


def test_whoever_has_something_left_is_left() -> None:
    found = left((DONE, DONE), (DONE, PLANNED), (PLANNED, PLANNED), (SENDING, PLANNED))
    assert found == Left(people=4, left=3, unknown=0, need_a_look=0)
    assert found.sentence == "3 of 4 people left"
    assert not found.is_only_unknown


def test_whoever_needs_a_look_is_counted_besides() -> None:
    found = left((DONE, FAILED), (FAILED, NOT_ATTEMPTED), (UNKNOWN, NOT_ATTEMPTED), (DONE, PLANNED))
    assert found == Left(people=4, left=1, unknown=1, need_a_look=3)
    assert found.sentence == "1 of 4 people left; 3 need a look"
    assert left((DONE, PLANNED), (FAILED, FAILED)).sentence.endswith("1 needs a look")


def test_a_run_of_which_only_unknown_changes_are_left() -> None:
    assert left((DONE, DONE), (UNKNOWN, NOT_ATTEMPTED), (DONE, UNKNOWN)).sentence == (
        "2 people of whom nobody knows whether everything was carried out"
    )
    assert left((UNKNOWN, NOT_ATTEMPTED)).sentence.startswith("1 person of whom")
    assert left((UNKNOWN, NOT_ATTEMPTED)).is_only_unknown


def test_a_run_about_nobody() -> None:
    assert left().sentence == "no people are left"
