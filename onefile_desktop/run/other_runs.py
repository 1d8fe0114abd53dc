"""What other runs in the same centre mean for one run, and what that one leaves for them to know."""

from collections.abc import Iterable

from onefile_desktop.plan.changes import Change
from onefile_desktop.plan.record import Assigned
from onefile_desktop.run.elsewhere import Elsewhere
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.ledger_entries import LedgerEntry
from onefile_desktop.run.newcomers import Newcomers, who_is_new
from onefile_desktop.run.recovery import identity_of


class OtherRuns:
    """The ledger as the run named `run` sees it, and what it has not yet put there.

    `elsewhere` is whom the journals of other runs tell to have been created, or that they may have been.
    Every method that reads or writes the ledger raises `CannotRecordError`.
    """

    def __init__(self, ledger: Ledger, run: str, elsewhere: Elsewhere) -> None:
        self._ledger = ledger
        self._run = run
        self._elsewhere = elsewhere
        self._done: list[LedgerEntry] = []
        self._not_carried_out: list[Assigned] = []

    @property
    def has_unremembered(self) -> bool:
        """Whether something that this run has done is not in the ledger yet."""
        return bool(self._done)

    def catch_up(self, entries: Iterable[LedgerEntry | None]) -> None:
        """Has the ledger know at once what this run has done before it was resumed, and whom others have created."""
        self._ledger.catch_up(self._elsewhere.perhaps_unrecorded)
        self._ledger.catch_up((entry for entry in entries if entry is not None), run=self._run)

    def sending(self, entry: LedgerEntry | None) -> None:
        """Has the ledger know at once that `entry` is about to be sent."""
        if isinstance(entry, Assigned):
            self._ledger.sending(entry, run=self._run)

    def not_carried_out(self, entry: LedgerEntry | None) -> None:
        """Notes that it is certain that no call of this run for `entry` was carried out; `let_go` has it known."""
        if isinstance(entry, Assigned) and entry.is_iqa is not None:
            self._not_carried_out.append(entry)

    def done(self, entry: LedgerEntry | None) -> None:
        """Notes what this run has done; `remember` has it known."""
        if entry is not None:
            self._done.append(entry)

    def let_go(self) -> None:
        """Has the ledger know for what seats this run has reached in vain."""
        if self._not_carried_out:
            self._ledger.let_go(self._not_carried_out, run=self._run)
            self._not_carried_out.clear()

    def remember(self) -> None:
        """Has the ledger know what this run has done."""
        self._ledger.remember(self._done, run=self._run)
        self._done.clear()

    def have_done(self, entry: LedgerEntry | None) -> bool:
        """Whether another run has done it by now, and nothing was done since that takes it back."""
        return entry is not None and self._ledger.holds(entry)

    def have_overtaken(self, entry: LedgerEntry | None) -> bool:
        """Whether a seat would be taken from whom a later run has given it to, or may have."""
        return isinstance(entry, Assigned) and self._ledger.is_overtaken(entry, run=self._run)

    def may_be_creating(self, change: Change) -> bool:
        """Whether another run was telling OneFile to create the same person, which a search may not show yet."""
        return self._elsewhere.may_be_creating(identity_of(change))

    def newcomers(self, besides: frozenset[int]) -> Newcomers:
        """Whom a search may not show yet, as other runs have made them; `besides` are IDs of those who are known."""
        return who_is_new(self._ledger, besides, self._elsewhere.made)
