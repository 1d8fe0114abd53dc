"""Carries out a run: the single writer of its journal, and the only one who decides what is sent.

Calls go through a small pool of threads, which only call and answer. A change is `sending` on disk before it is handed
to them, and its answer is on disk before anything else is done with it.
"""

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, CancelledError, RefusedError, SessionRefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request
from onefile_desktop.run import settling, wording
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.doubts import Doubt, Doubts
from onefile_desktop.run.events import ENDING_MESSAGES, ChangeSettled, Ended, Event, RunEnding, Waiting
from onefile_desktop.run.findings import Finding, Found, NotThere, Undecided
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.ledger_entries import LedgerEntry, ledger_entry
from onefile_desktop.run.recovery import look
from onefile_desktop.run.waits import Health, Waits

__all__ = ["ChangeSettled", "Control", "Ended", "Event", "RunEnding", "Waiting", "Waits", "carry_out"]

_POLL_SECONDS = 0.2  # how soon a stop is heard while calls are under way
_SHORTEST_WAIT_SECONDS = 0.005
_WORTH_SAYING_SECONDS = 1.0
_DEFAULT_WAITS = Waits()

_Result: TypeAlias = WriteAnswer | Finding

_log = logging.getLogger(__name__)


class Control:
    """Lets somebody else, on any thread, stop a run."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether a stop has been asked for."""
        return self._stop.is_set()

    def request_stop(self) -> None:
        """Asks the run to end; calls under way are finished first."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Waits, at most until a stop is asked for; says whether it was."""
        return self._stop.wait(seconds)


def carry_out(
    journal: Journal,
    client: OneFileClient,
    ledger: Ledger,
    *,
    control: Control,
    concurrency: int = 4,
    waits: Waits = _DEFAULT_WAITS,
) -> Generator[Event]:
    """Carries out what the journal has left to do, at most `concurrency` calls at a time, and yields what happens.

    Raises `CannotRecordError` as soon as the journal or the ledger cannot be written; nothing is sent after that.
    Closing the generator, at any moment, waits for the calls under way and writes down how they ended.
    """
    run = _Run(journal, client, ledger, control, concurrency, waits)
    run.start()
    with ThreadPoolExecutor(concurrency, "onefile-run") as pool:
        try:
            yield from run.work(pool)
        finally:
            run.drain()


class _Run:
    """One run under way. Everything but the calls themselves happens on the thread that drives the generator."""

    def __init__(
        self, journal: Journal, client: OneFileClient, ledger: Ledger, control: Control, concurrency: int, waits: Waits
    ) -> None:
        self._journal = journal
        self._client = client
        self._ledger = ledger
        self._control = control
        self._concurrency = concurrency
        self._agenda = Agenda(journal.changes())
        self._doubts = Doubts(waits)
        self._health = Health(waits)
        self._under_way: dict[Future[_Result], str] = {}
        self._ending: RunEnding | None = None
        self._said_until = 0.0

    def start(self) -> None:
        """Takes up where the journal stands: what was being sent when the program ended may have been carried out."""
        changes = self._agenda.changes
        interrupted = [
            settling.after_interruption(change) for change in changes.values() if change.state is ChangeState.SENDING
        ]
        for change in interrupted:
            self._agenda.under_way(change)
        unknown = [change for change in changes.values() if change.state is ChangeState.UNKNOWN]
        open_unknown = [
            change for change in unknown if settling.looks_needed(change) or settling.may_be_sent_again(change)
        ]
        altered = self._agenda.start(frozenset(change.change.key for change in open_unknown))
        self._journal.record({change.change.key: change for change in (*interrupted, *altered)}.values())
        for change in open_unknown:
            self._doubts.open(change, time.monotonic())
        if self._agenda.has_ready or self._doubts:
            self._journal.set_finished(False)
        entries = [self._entry(change) for change in changes.values() if change.state is ChangeState.DONE]
        self._ledger.remember(entry for entry in entries if entry is not None)

    def work(self, pool: ThreadPoolExecutor) -> Iterator[Event]:
        """Sends and looks until the run ends. Whatever is yielded is on disk already."""
        while True:
            for future in [future for future in self._under_way if future.done()]:
                yield from self._take_in(future)
            if self._ending is None and self._control.stopping:
                self._end(RunEnding.STOPPED)
            if self._ending is None:
                self._dispatch(pool)
            if not self._under_way:
                if self._ending is None and not (self._agenda.has_ready or self._doubts):
                    self._journal.set_finished(True)
                    self._ending = RunEnding.FINISHED
                if self._ending is not None:
                    break
            yield from self._wait()
        yield Ended(self._ending, ENDING_MESSAGES[self._ending])

    def drain(self) -> None:
        """Waits for the calls under way and writes down how they ended."""
        try:
            if self._under_way:
                self._client.stop()  # those that still wait for their turn give up
                wait(self._under_way)
                for future in list(self._under_way):
                    self._take_in(future)
        except CannotRecordError:
            _log.warning("The journal cannot be written: %d more calls have ended", len(self._under_way))
        finally:
            self._client.resume()

    def _dispatch(self, pool: ThreadPoolExecutor) -> None:
        """Hands out all calls that may start now."""
        slots = 1 if self._health.away else self._concurrency
        while len(self._under_way) < slots and not self._health.rest(time.monotonic()):
            doubt = self._doubts.take_due(time.monotonic())
            if doubt is not None:
                self._look(pool, doubt)
            elif self._may_send and self._client.limiter.ready_in() == 0:
                self._send(pool, self._agenda.next_ready())
            else:
                return

    @property
    def _may_send(self) -> bool:
        # While OneFile is away, what is in doubt is looked up first: sending would only make more of it.
        return self._agenda.has_ready and not (self._health.away and self._doubts)

    def _send(self, pool: ThreadPoolExecutor, change: JournalChange) -> None:
        request = self._request(change)
        sending = replace(change, state=ChangeState.SENDING, attempts=change.attempts + 1, sent=datetime.now(UTC))
        self._journal.record([sending])
        self._agenda.under_way(sending)
        self._submit(pool, change, partial(self._client.send, request))

    def _look(self, pool: ThreadPoolExecutor, doubt: Doubt) -> None:
        change = self._agenda.changes[doubt.key]
        thorough = doubt.is_last_look and not change.accepted
        request, taken = self._request(change), self._taken(change)
        self._submit(pool, change, partial(look, self._client, change.change, request, taken, thorough=thorough))

    def _submit(self, pool: ThreadPoolExecutor, change: JournalChange, call: Callable[[], _Result]) -> None:
        self._under_way[pool.submit(call)] = change.change.key

    def _wait(self) -> Iterator[Event]:
        """Waits until a call ends, something may be done again, or a stop is asked for."""
        waiting = self._idle()
        # A call that was handed out with others may have found the rate limit used up: then it waits for its turn.
        said = self._held() if self._under_way else waiting
        now = time.monotonic()
        if said.reason and said.seconds >= _WORTH_SAYING_SECONDS and now >= self._said_until:
            self._said_until = now + said.seconds
            yield said
        if self._under_way:
            wait(self._under_way, min(waiting.seconds, _POLL_SECONDS), FIRST_COMPLETED)
        else:
            self._control.wait(waiting.seconds)

    def _idle(self) -> Waiting:
        """For how long nothing more can be done, and why."""
        now = time.monotonic()
        if self._ending is not None or len(self._under_way) >= self._concurrency:
            return Waiting("", _POLL_SECONDS)
        if rest := self._health.rest(now):
            return Waiting("", rest)  # has been said when it began
        moments: list[Waiting] = []
        if (due := self._doubts.next_due()) is not None:
            moments.append(Waiting("OneFile did not answer clearly; looking shortly whether it was done.", due - now))
        if self._may_send:
            moments.append(self._held())
        first = min(moments, key=lambda each: each.seconds, default=Waiting("", _POLL_SECONDS))
        return replace(first, seconds=max(first.seconds, _SHORTEST_WAIT_SECONDS))

    def _held(self) -> Waiting:
        """For how long the rate limit lets nothing through."""
        rate = self._client.limiter.rate
        reason = f"OneFile takes {rate.calls} calls in {rate.seconds:g} seconds; the next may leave shortly."
        return Waiting(reason, self._client.limiter.ready_in())

    def _take_in(self, future: Future[_Result]) -> list[Event]:
        """Writes down how a call ended, then draws the conclusions."""
        key = self._under_way.pop(future)
        change = self._agenda.changes[key]
        error = future.exception()
        if error is not None and not isinstance(error, CallError):
            raise error
        if change.state is ChangeState.SENDING:
            events = self._after_send(change, error or future.result())
        else:
            events = self._after_look(change, error or future.result())
        return events + self._fare(error)

    def _after_send(self, change: JournalChange, ending: CallError | _Result) -> list[Event]:
        _log.debug("%s: sent, %s", change.change.key, type(ending).__name__)
        if isinstance(ending, WriteAnswer):
            after = settling.after_answer(change, self._believed(change, ending))
        else:
            assert isinstance(ending, CallError)
            after = settling.after_error(change, ending)
        if after.state is ChangeState.FAILED and change.attempts > 1 and change.change.kind in settling.MAKES_SOMETHING:
            # An earlier call may have made it after all, and this one been refused for that.
            assert isinstance(ending, CallError)
            after = settling.undecided(change, f"OneFile refused to make this a second time: {ending.reason}")
            return self._remember_doubt(after, refusal=ending.reason)
        if after.state is ChangeState.UNKNOWN:
            return self._remember_doubt(after)
        if after.state is ChangeState.PLANNED:
            self._journal.record([after])
            self._agenda.put_back(after)
            return []
        return self._settle(after)

    def _after_look(self, change: JournalChange, finding: CallError | _Result) -> list[Event]:
        key = change.change.key
        _log.debug("%s: looked for, %s", key, type(finding).__name__)
        match finding:
            case Found(onefile_id) if change.change.kind in settling.MAKES_SOMETHING and onefile_id in self._taken(
                change
            ):
                return self._settle(settling.undecided(change, "Somebody else on this run has the ID that was found."))
            case Found(onefile_id):
                return self._settle(settling.done(change, onefile_id, "" if change.accepted else wording.FOUND))
            case Undecided(why):
                return self._settle(settling.undecided(change, why))
            case NotThere():
                return self._after_not_found(change)
            case RefusedError() as error:
                return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
            case CallError() as error:
                if error.may_have_happened and self._doubts.is_hopeless(key, self._health.answers):
                    return self._settle(settling.undecided(change, f"It could not be looked up: {error.reason}"))
                self._doubts.postpone(key, time.monotonic())
                return []
            case WriteAnswer():
                raise AssertionError("A look never sends")

    def _after_not_found(self, change: JournalChange) -> list[Event]:
        key = change.change.key
        if self._doubts.not_found(key):
            return []
        refusal = self._doubts[key].refusal
        if refusal:
            return self._settle(settling.failed(change, refusal))
        if settling.may_be_sent_again(change):
            self._doubts.close(key)
            self._agenda.put_back(change)
            return []
        return self._settle(settling.not_to_be_found(change))

    def _fare(self, error: CallError | None) -> list[Event]:
        """What a call's ending says about the service, and about the run as a whole."""
        now = time.monotonic()
        if error is None or isinstance(error, RefusedError):
            self._health.answered()
        elif isinstance(error, SessionRefusedError):
            self._end(RunEnding.TOKEN_REFUSED)
        elif isinstance(error, CancelledError):
            self._end(RunEnding.STOPPED)
        else:
            seconds = self._health.failed(error, now, self._client.limiter.ready_in())
            if self._health.is_hopeless(now):
                self._end(RunEnding.SERVICE_AWAY)
            elif seconds:
                self._said_until = now + seconds
                return [Waiting(error.reason, seconds)]
        return []

    def _end(self, ending: RunEnding) -> None:
        if self._ending is None:
            self._ending = ending
            self._client.stop()  # those that still wait for their turn give up

    def _remember_doubt(self, change: JournalChange, refusal: str = "") -> list[Event]:
        self._journal.record([change])
        self._agenda.under_way(change)
        if not settling.can_be_settled(change):
            return self._settle(change)
        self._doubts.open(change, time.monotonic(), refusal=refusal)
        return []

    def _settle(self, change: JournalChange) -> list[Event]:
        self._doubts.close(change.change.key)
        ended = self._agenda.settle(change)
        self._journal.record(ended)
        entry = self._entry(change) if change.state is ChangeState.DONE else None
        if entry is not None:
            self._ledger.remember([entry])
        agenda = self._agenda
        return [ChangeSettled(one, agenda.settled, agenda.total, agenda.people_settled, agenda.people) for one in ended]

    def _entry(self, change: JournalChange) -> LedgerEntry | None:
        return ledger_entry(change, self._request(change))

    def _request(self, change: JournalChange) -> Request:
        return change.change.request.settled(self._agenda.ids(change.change))

    def _taken(self, change: JournalChange) -> frozenset[int]:
        return self._agenda.created(besides=change.change.key) | frozenset(change.change.known)

    def _believed(self, change: JournalChange, answer: WriteAnswer) -> WriteAnswer:
        """The answer, without an ID that cannot be new: the centre's own, or somebody else's."""
        impossible = self._taken(change) | {self._journal.info.organisation_id}
        makes = change.change.kind in settling.MAKES_SOMETHING
        return WriteAnswer(None) if makes and answer.id in impossible else answer
