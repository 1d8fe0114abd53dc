"""What follows from the way in which a call ended: written down first, and drawn after that.

Only the thread that drives the run comes here.
"""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime

from onefile_desktop.onefile.answers import BareNumber
from onefile_desktop.onefile.endings import CallError, RefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.record import Assigned
from onefile_desktop.run import settling, wording
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.doubts import Doubts
from onefile_desktop.run.events import ChangeSettled
from onefile_desktop.run.findings import Finding, Found, Lagging, NotThere, Undecided
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.ledger_entries import LedgerEntry, ledger_entry
from onefile_desktop.run.person_search import Witness
from onefile_desktop.run.recovery import witness_of
from onefile_desktop.run.waits import Waits

_log = logging.getLogger(__name__)


class Conclusions:
    """The journal and the ledger of a run, what is left to do, and what is in doubt: kept in step."""

    def __init__(self, journal: Journal, ledger: Ledger, waits: Waits) -> None:
        self.agenda = Agenda(journal.changes())
        self.doubts = Doubts(waits)
        self._journal = journal
        self._ledger = ledger
        self._looks_first = journal.reopened
        self._looked_for: set[str] = set()

    def start(self) -> None:
        """Takes up where the journal stands: what was being sent when the program ended may have been carried out."""
        changes = self.agenda.changes
        resumed = [after for before in changes.values() if (after := settling.taken_up(before)) is not before]
        for change in resumed:
            self.agenda.under_way(change)
        unknown = [change for change in changes.values() if change.state is ChangeState.UNKNOWN]
        open_unknown = [change for change in unknown if settling.can_be_settled(change)]
        altered = self.agenda.start(frozenset(change.change.key for change in open_unknown))
        self._journal.record({change.change.key: change for change in (*resumed, *altered)}.values())
        for change in open_unknown:
            self.doubts.open(change, time.monotonic())
        if self.agenda.has_ready or self.doubts:
            self._journal.set_finished(False)
        self._journal.reopened = True
        entries = [self._entry(change) for change in changes.values() if change.state is ChangeState.DONE]
        self._ledger.catch_up(entry for entry in entries if entry is not None)

    def request(self, change: JournalChange) -> Request:
        """What is sent for a change, with every ID filled in."""
        return change.change.request.settled(self.agenda.ids(change.change))

    def taken(self, change: JournalChange) -> frozenset[int]:
        """The IDs that a change cannot have made: they were there before, or another change has made them."""
        return self.agenda.created(besides=change.change.key) | frozenset(change.change.known)

    def looks_first(self, change: JournalChange) -> bool:
        """Whether a change whose turn has come is looked for before it is sent; then it is now in doubt.

        A run that was ended may be resumed after its roster was submitted once more, or after somebody did by hand
        what it had left: then it must not be done a second time.
        """
        key = change.change.key
        if not self._looks_first or change.attempts or key in self._looked_for or not settling.doubles(change):
            return False
        self._looked_for.add(key)
        self.doubts.open_before_sending(change, time.monotonic())
        return True

    def witness(self, change: JournalChange) -> Witness | None:
        """Whom a search must show before it is believed that it does not show the person of `change`."""
        if change.accepted:
            return None  # never sent again, so nothing hangs on it
        found = self.agenda.witness(change, self.doubts[change.change.key].opened)
        return None if found is None else witness_of(found)

    def sending(self, change: JournalChange) -> None:
        """A change is about to be handed out; it may be once this has returned."""
        if isinstance(entry := self._entry(change), Assigned):
            self._ledger.sending(entry)
        sending = replace(change, state=ChangeState.SENDING, attempts=change.attempts + 1, sent=datetime.now(UTC))
        self._journal.record([sending])
        self.agenda.under_way(sending)

    def after_send(self, change: JournalChange, ending: CallError | WriteAnswer) -> list[ChangeSettled]:
        """A change was sent, and the call ended; returns what has come to its end by that."""
        _log.debug("%s: sent, %s", change.change.key, type(ending).__name__)
        if isinstance(ending, WriteAnswer):
            after = settling.after_answer(change, self._believed(change, ending))
        else:
            after = settling.after_error(change, ending)
        makes = change.change.kind in settling.MAKES_SOMETHING
        if isinstance(ending, RefusedError) and makes and change.attempts > 1:
            # An earlier call may have made it after all, and this one been refused for that.
            after = settling.undecided(change, f"OneFile refused to make this a second time: {ending.reason}")
            return self._remember_doubt(after, refusal=ending.reason)
        if after.state is ChangeState.UNKNOWN:
            return self._remember_doubt(after, candidate=ending.id if isinstance(ending, BareNumber) else None)
        if after.state is ChangeState.PLANNED:
            self._journal.record([after])
            self.agenda.put_back(after)
            return []
        return self._settle(after)

    def after_look(self, change: JournalChange, finding: CallError | Finding, answers: int) -> list[ChangeSettled]:
        """A change was looked for; returns what has come to its end by that.

        `answers` counts the useful answers to any call so far.
        """
        key = change.change.key
        _log.debug("%s: looked for, %s", key, type(finding).__name__)
        makes = change.change.kind in settling.MAKES_SOMETHING
        match finding:
            case Found(onefile_id) if makes and onefile_id in self.taken(change):
                return self._settle(settling.undecided(change, "Somebody else on this run has the ID that was found."))
            case Found(onefile_id):
                return self._settle(settling.done(change, onefile_id, self._how_found(change)))
            case Undecided(why):
                return self._settle(settling.undecided(change, why))
            case Lagging():
                if self.doubts.told_nothing(key, time.monotonic()):
                    return []
                return self._settle(settling.undecided(change, "OneFile’s search does not show yet who is new."))
            case NotThere():
                return self._after_not_found(change)
            case RefusedError() as error:
                return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
            case CallError() as error:
                if error.may_have_happened and self.doubts.is_hopeless(key, answers):
                    return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
                self.doubts.postpone(key, time.monotonic())
                return []

    def _how_found(self, change: JournalChange) -> str:
        if self.doubts[change.change.key].before_sending:
            return wording.THERE_ALREADY
        return "" if change.accepted else wording.FOUND

    def _after_not_found(self, change: JournalChange) -> list[ChangeSettled]:
        key = change.change.key
        if self.doubts.not_found(key):
            return []
        refusal = self.doubts[key].refusal
        if refusal:
            return self._settle(settling.failed(change, refusal))
        if settling.may_be_sent_again(change):
            self.doubts.close(key)
            self.agenda.put_back(change)
            return []
        return self._settle(settling.not_to_be_found(change))

    def _remember_doubt(
        self, change: JournalChange, *, refusal: str = "", candidate: int | None = None
    ) -> list[ChangeSettled]:
        self._journal.record([change])
        self.agenda.under_way(change)
        if not settling.can_be_settled(change):
            return self._settle(change)
        self.doubts.open(change, time.monotonic(), refusal=refusal, candidate=candidate)
        return []

    def _settle(self, change: JournalChange) -> list[ChangeSettled]:
        self.doubts.close(change.change.key)
        ended = self.agenda.settle(change)
        self._journal.record(ended)
        entry = self._entry(change) if change.state is ChangeState.DONE else None
        if entry is not None:
            self._ledger.remember([entry])
        agenda = self.agenda
        return [ChangeSettled(one, agenda.settled, agenda.total, agenda.people_settled, agenda.people) for one in ended]

    def _entry(self, change: JournalChange) -> LedgerEntry | None:
        return ledger_entry(change, self.request(change))

    def _believed(self, change: JournalChange, answer: WriteAnswer) -> WriteAnswer:
        """The answer, without an ID that cannot be new (the centre's own, somebody else's) or is yet to be verified."""
        impossible = self.taken(change) | {self._journal.info.organisation_id}
        makes = change.change.kind in settling.MAKES_SOMETHING
        unsure = change.change.kind is ChangeKind.CREATE and isinstance(answer, BareNumber)
        return WriteAnswer(None) if unsure or (makes and answer.id in impossible) else answer
