"""What a change that is done adds to the ledger."""

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.record import Assigned, Given
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.ledger_entries import LedgerEntry, ledger_entry


@pytest.mark.parametrize(
    ("kind", "request_", "entry"),
    [
        (ChangeKind.CREATE, writes.create_user({}), 99),
        (ChangeKind.UPDATE, writes.update_user(7, {"MISID": "M"}), None),
        (ChangeKind.ASSIGN, writes.assign_user(5, 7, Level.ADDITIONAL), Assigned(5, 7, 1)),
        (ChangeKind.ASSIGN, writes.assign_user(5, 7, Level.LEARNING_AIM, standard=3), Assigned(5, 7, 3, standard=3)),
        (ChangeKind.UNIT, writes.assign_unit("KS/1", 7, 3), Given("unit", "KS/1", 7)),
        (ChangeKind.ASSIGN_PLACEMENT, writes.assign_placement(5, 41), Given("assign-placement", "41", 5)),
        (ChangeKind.PLACEMENT, writes.create_placement(1, "Quay"), None),
    ],
    ids=lambda value: str(value) if isinstance(value, ChangeKind) else None,
)
def test_what_cannot_be_asked_of_onefile_is_kept(
    kind: ChangeKind, request_: writes.Request, entry: LedgerEntry | None
) -> None:
    change = Change("key", kind, "People", 2, "Jo Reed", None, 5, request_)
    assert ledger_entry(JournalChange(change, ChangeState.DONE, 99, attempts=1), request_) == entry


def test_who_was_there_already_counts_as_nobody_whom_this_program_has_made() -> None:
    request = writes.create_user({})
    change = Change("key", ChangeKind.CREATE, "People", 2, "Jo Reed", None, None, request)
    assert ledger_entry(JournalChange(change, ChangeState.DONE, 99), request) is None


@pytest.mark.parametrize(
    ("role", "is_iqa"), [(Role.IQA, True), (Role.ASSESSOR, False), (Role.TRAINEE_ASSESSOR, False), (None, None)]
)
def test_of_an_aim_or_a_unit_it_is_kept_as_what_somebody_was_assigned(role: Role | None, is_iqa: bool | None) -> None:
    for request in (
        writes.assign_user(5, 7, Level.LEARNING_AIM, standard=3),
        writes.assign_user(5, 7, Level.UNIT_SUMMARY, unit="U"),
    ):
        change = Change("key", ChangeKind.ASSIGN, "People", 2, "Jo Reed", None, 7, request, role=role)
        entry = ledger_entry(JournalChange(change, ChangeState.DONE), request)
        assert isinstance(entry, Assigned)
        assert entry.is_iqa is is_iqa
    request = writes.assign_user(5, 7, Level.ADDITIONAL)
    change = Change("key", ChangeKind.ASSIGN, "People", 2, "Jo Reed", None, 7, request, role=role)
    assert ledger_entry(JournalChange(change, ChangeState.DONE), request) == Assigned(5, 7, 1)
