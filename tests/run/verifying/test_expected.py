"""What OneFile should hold of each person once a run has ended."""

from dataclasses import replace

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.verifying.expected import expectations
from onefile_desktop.run.verifying.verification import Verification
from tests.run.scenes import PLACEMENT, Cohort


def _done(change: Change, onefile_id: int | None = None, **others: object) -> JournalChange:
    known = JournalChange(change, ChangeState.DONE, onefile_id, attempts=1)
    return replace(known, **others) if others else known


@pytest.mark.parametrize("other", [ChangeState.UNKNOWN, ChangeState.FAILED])
def test_programme_that_was_perhaps_given_may_be_all_that_a_template_seems_to_have_brought(other: ChangeState) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    template, standard = cohort.template(amy), cohort.standard(amy)
    found = expectations([_done(amy, 900), _done(template), JournalChange(standard, other, attempts=1)])
    assert found.templates == (other is ChangeState.UNKNOWN)
    assert bool(found.people[0].given) is (other is ChangeState.FAILED)


def test_the_last_value_sent_is_expected() -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams", MISID="1")
    first, second = cohort.update(amy, MISID="2", FirstName="Aimee"), cohort.update(amy, MISID="3")
    done = [_done(amy, 900), _done(first), _done(second)]
    ((one,), _, _) = _told(done)
    assert (one["MISID"], one["FirstName"]) == ("3", "Aimee")
    refused = [*done[:2], JournalChange(second, ChangeState.FAILED)]
    ((one,), _, _) = _told(refused)
    assert one["MISID"] == "2"
    unknown = [*done[:2], JournalChange(second, ChangeState.UNKNOWN, attempts=1)]
    ((one,), _, _) = _told(unknown)
    assert "MISID" not in one
    assert one["FirstName"] == "Aimee"


def test_somebody_who_was_found_there_was_sent_nothing() -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    there = JournalChange(amy, ChangeState.DONE, 900)
    assert expectations([there]).people == ()
    ((one,), _, _) = _told([there, _done(cohort.update(amy, MISID="2"))])
    assert one == {"MISID": "2"}


def _told(changes: list[JournalChange]) -> tuple[list[dict[str, object]], int, int]:
    found = expectations(changes)
    return [dict(one.fields) for one in found.people], found.assignments, found.placements


def test_further_placements_are_counted_with_what_cannot_be_checked() -> None:
    cohort = Cohort()
    eve = cohort.person("Eve Ellis", Role.EMPLOYER)
    placed = cohort.add(ChangeKind.ASSIGN_PLACEMENT, eve, writes.assign_placement(writes.IdOf(eve.key), PLACEMENT))
    assert _told([_done(eve, 900), _done(placed)])[1:] == (0, 1)
    told = Verification(1, 1, cannot_be_checked=3, placements=1).sentences
    assert told[-1].startswith("2 assignments and 1 further placement were sent; OneFile does not")
