"""What follows from the way in which a call ended: written down first, and drawn after that.

Only the thread that drives the run comes here.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial

from onefile_desktop.onefile.answers import BareNumber
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, RefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run import settling, wording
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.doubts import Doubt, Doubts
from onefile_desktop.run.elsewhere import NOTHING_ELSEWHERE, Elsewhere
from onefile_desktop.run.endings_table import may_be_carried_out
from onefile_desktop.run.events import ChangeSettled
from onefile_desktop.run.fault_points import fault_point
from onefile_desktop.run.findings import Altered, Finding, Found, Lagging, NotThere, Overtaken, Undecided
from onefile_desktop.run.identity import Identity
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.ledger_entries import LedgerEntry, ledger_entry
from onefile_desktop.run.newcomers import Newcomers
from onefile_desktop.run.other_runs import OtherRuns
from onefile_desktop.run.person_search import Witness
from onefile_desktop.run.recovery import confirm_candidate, identity_of, look, witness_of
from onefile_desktop.run.waits import Waits

_log = logging.getLogger(__name__)


class Conclusions:
    """The journal and the ledger of a run, what is left to do, and what is in doubt: kept in step.

    `elsewhere` is whom other runs have created, or may have.
    Several conclusions go to disk at once, with `write_down`; before that nothing may follow from them.
    """

    def __init__(
        self, journal: Journal, ledger: Ledger, waits: Waits, elsewhere: Elsewhere = NOTHING_ELSEWHERE
    ) -> None:
        self.agenda = Agenda(journal.changes())
        self.doubts = Doubts(waits)
        self._journal = journal
        self._other_runs = OtherRuns(ledger, journal.info.run, elsewhere)
        self._looks_first = journal.reopened
        self._looked_for: set[str] = set()
        self.newcomers = Newcomers()
        self._unwritten: dict[str, JournalChange] = {}

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
            self.doubts.open(change, time.monotonic(), self.agenda.last_turn)
        if self.agenda.has_ready or self.doubts:
            self._journal.set_finished(False)
        done = [change for change in changes.values() if change.state is ChangeState.DONE]
        self._other_runs.catch_up(self._entry(change) for change in done)
        planned = (change for change in changes.values() if change.state is ChangeState.PLANNED)
        if self._journal.reopened and any(one.change.kind is ChangeKind.CREATE for one in (*planned, *open_unknown)):
            self.newcomers = self._other_runs.newcomers(besides=self.agenda.created())
        self._journal.reopened = True

    def request(self, change: JournalChange) -> Request:
        """What is sent for a change, with every ID filled in."""
        return change.change.request.settled(self.agenda.ids(change.change))

    def taken(self, change: JournalChange) -> frozenset[int]:
        """The IDs that a change cannot have made: they were there before, or another change has made them."""
        return self.agenda.created(besides=change.change.key) | frozenset(change.change.known)

    def look_first_from_now_on(self) -> None:
        """Time has passed, so somebody else may have done what is left; what was looked for is looked for again."""
        self._looks_first = True
        self._looked_for.clear()

    def looks_first(self, change: JournalChange) -> bool:
        """Whether a change whose turn has come is looked for before it is sent; then it is now in doubt.

        A run that was ended may be resumed after its roster was submitted once more, or after somebody did by hand
        what it had left: then it must not be done a second time.
        """
        if not self._looks_first or change.change.key in self._looked_for:
            return False
        is_altered = settling.may_be_altered(change)
        if not (settling.doubles(change) or is_altered or self._is_known(change) or self._is_overtaken(change)):
            return False
        if change.attempts:
            self.doubts.open(change, time.monotonic(), self.agenda.last_turn)
        else:
            self.doubts.open_before_sending(change, time.monotonic())
        return True

    def look(self, client: OneFileClient, doubt: Doubt) -> Callable[[], Finding]:
        """The look that is due for what is in doubt, ready to be made on any thread."""
        self._looked_for.add(doubt.key)
        change = self.agenda.changes[doubt.key]
        if self._looks_first and self._is_overtaken(change):
            return Overtaken
        if self._looks_first and self._is_known(change):
            return partial(Found, None)
        known = client, change.change, self.request(change), self.taken(change)
        if doubt.candidate is not None and not doubt.looks:
            return partial(confirm_candidate, *known, candidate=doubt.candidate, others=self._people)
        witness = self.witness(change)
        thorough = doubt.is_last_look and not (change.accepted or doubt.before_sending)
        return partial(
            look, *known, thorough=thorough, witness=witness, newcomers=self.newcomers.so_far(), others=self._people
        )

    def waits_for_witness(self, doubt: Doubt) -> bool:
        """Puts off a look that tells no more than the last before somebody is created later; says whether it did."""
        if not doubt.awaits_witness:
            return False
        change = self.agenda.changes[doubt.key]
        if self._is_witnessed(change) or not self.agenda.may_be_witnessed(change):
            return False
        self.doubts.await_witness(doubt.key, time.monotonic())
        return True

    def witness(self, change: JournalChange) -> Witness | None:
        """Whom a search must show before it is believed that it does not show the person of `change`."""
        if change.accepted:
            return None  # never sent again, so nothing hangs on it
        since = self.doubts[change.change.key].since
        found = self.agenda.witness(change, since)
        return None if found is None else witness_of(found, sent_after=found.turn > since)

    def write_down(self) -> None:
        """Puts on disk what has been concluded; raises `CannotRecordError`, and can then be tried once more."""
        try:
            self._other_runs.let_go()  # first: what has ended in the journal must not hold a seat for ever
        finally:
            if self._unwritten:
                self._journal.record(self._unwritten.values())
                self._unwritten.clear()
        if self._other_runs.has_unremembered:
            fault_point("recorded")
            self._other_runs.remember()

    def sending(self, change: JournalChange) -> None:
        """A change is about to be handed out; it may be once it is written down."""
        self._other_runs.sending(self._entry(change))
        sending = replace(
            change,
            state=ChangeState.SENDING,
            attempts=change.attempts + 1,
            sent=datetime.now(UTC),
            turn=self.agenda.last_turn + 1,
        )
        self._conclude(sending)
        self.agenda.under_way(sending)

    def after_send(self, change: JournalChange, ending: CallError | WriteAnswer, last_turn: int) -> list[ChangeSettled]:
        """A change was sent, and the call ended; returns what has come to its end by that.

        `last_turn` is the turn of the last call that may have left by then.
        """
        _log.debug("%s: sent, %s", change.change.key, ending.kind)
        if isinstance(ending, WriteAnswer):
            after = settling.after_answer(change, self._believed(change, ending))
        else:
            after = settling.after_error(change, ending)
        kind = change.change.kind
        if isinstance(ending, CallError) and after.state is ChangeState.FAILED and change.attempts > 1:
            # An earlier call may have done it after all, and this one been refused for that.
            again = settling.refused_again(change, ending)
            shows = settling.SETTLING[kind].shows
            return self._remember_doubt(again, last_turn, refusal=after.message) if shows else self._settle(again)
        if after.state is ChangeState.UNKNOWN:
            candidate = ending.id if isinstance(ending, BareNumber) and kind is ChangeKind.CREATE else None
            return self._remember_doubt(after, last_turn, candidate=candidate)
        if after.state is not ChangeState.DONE:
            self._other_runs.not_carried_out(self._entry(change))
        if after.state is ChangeState.PLANNED:
            after = replace(after, sent=None, turn=0)
            self._conclude(after)
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
            case Overtaken():
                was_sent = settling.may_be_there(change)
                state = ChangeState.UNKNOWN if was_sent else ChangeState.NOT_ATTEMPTED
                message = wording.OVERTAKEN.format(again=" again" if was_sent else "")
                return self._settle(replace(change, state=state, message=message))
            case Altered():
                return self._settle(settling.altered(change))
            case Undecided(why):
                return self._settle(settling.undecided(change, why))
            case Lagging():
                if self.doubts.told_nothing(key, time.monotonic()):
                    return []
                return self._settle(settling.undecided(change, "OneFile’s search does not show yet who is new."))
            case NotThere(witnessed):
                return self._after_not_found(change, witnessed=witnessed)
            case RefusedError() as error:
                return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
            case CallError() as error:
                if may_be_carried_out(error) and self.doubts.is_hopeless(key, answers):
                    return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
                self.doubts.postpone(key, time.monotonic())
                return []

    def _how_found(self, change: JournalChange) -> str:
        if not settling.may_be_there(change):
            return wording.THERE_ALREADY
        return "" if change.accepted else wording.FOUND

    def _after_not_found(self, change: JournalChange, *, witnessed: bool) -> list[ChangeSettled]:
        key = change.change.key
        if self.doubts.not_found(key):
            return []
        refusal = self.doubts[key].refusal
        if refusal:
            return self._settle(settling.failed(change, refusal))
        if not settling.may_be_there(change) and self._other_runs.may_be_creating(change.change):
            return self._settle(settling.undecided(change, wording.MADE_ELSEWHERE))
        if settling.may_be_sent_again(change):
            self.doubts.close(key)
            self.agenda.put_back(change)
            return []
        # The witness may have come while this look was under way.
        may_be_told = self._is_witnessed(change) or self.agenda.may_be_witnessed(change)
        if may_be_told and not (witnessed or change.accepted):
            self.doubts.await_witness(key, time.monotonic())
            return []
        is_certain = witnessed or change.change.kind is ChangeKind.UPDATE  # which is read by its ID
        return self._settle(settling.not_to_be_found(change, is_certain=is_certain))

    def _is_witnessed(self, change: JournalChange) -> bool:
        """Whether a look could show by now that a search which does not show the person is up to date."""
        witness = self.witness(change)
        return witness is not None and witness.sent_after

    def _remember_doubt(
        self, change: JournalChange, since: int, *, refusal: str = "", candidate: int | None = None
    ) -> list[ChangeSettled]:
        self._conclude(change)
        self.agenda.under_way(change)
        if not settling.can_be_settled(change):
            return self._settle(change)
        self.doubts.open(change, time.monotonic(), since, refusal=refusal, candidate=candidate)
        return []

    def _settle(self, change: JournalChange) -> list[ChangeSettled]:
        self.doubts.close(change.change.key)
        ended = self.agenda.settle(change)
        self._conclude(*ended)
        if change.state is ChangeState.DONE:
            self._other_runs.done(self._entry(change))
        agenda = self.agenda
        return [ChangeSettled(one, agenda.settled, agenda.total, agenda.people_settled, agenda.people) for one in ended]

    def _conclude(self, *changes: JournalChange) -> None:
        self._unwritten.update((change.change.key, change) for change in changes)

    def _is_known(self, change: JournalChange) -> bool:
        """Whether another run has done by now what this one has not sent, and what OneFile cannot be asked about."""
        is_sent_or_shows = change.attempts or settling.SETTLING[change.change.kind].shows
        return not is_sent_or_shows and self._other_runs.have_done(self._entry(change))

    def _is_overtaken(self, change: JournalChange) -> bool:
        return self._other_runs.have_overtaken(self._entry(change))

    def _entry(self, change: JournalChange) -> LedgerEntry | None:
        return ledger_entry(change, self.request(change))

    def _believed(self, change: JournalChange, answer: WriteAnswer) -> WriteAnswer:
        """The answer, without an ID that cannot be new (the centre's own, somebody else's)."""
        impossible = self.taken(change) | {self._journal.info.organisation_id}
        makes = change.change.kind in settling.MAKES_SOMETHING
        return WriteAnswer(None) if makes and answer.id in impossible else answer

    @cached_property
    def _people(self) -> frozenset[Identity]:
        """Everybody whom this run creates."""
        identities = (identity_of(change.change) for change in self.agenda.changes.values())
        return frozenset(one for one in identities if one is not None)
