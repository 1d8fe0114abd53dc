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
from functools import partial
from typing import TypeAlias

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, CancelledError, RefusedError, SessionRefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.run.conclusions import Conclusions
from onefile_desktop.run.doubts import Doubt
from onefile_desktop.run.events import ENDING_MESSAGES, ChangeSettled, Ended, Event, RunEnding, Waiting
from onefile_desktop.run.findings import Finding
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.recovery import look, verify
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
        self._control = control
        self._concurrency = concurrency
        self._conclusions = Conclusions(journal, ledger, waits)
        self._agenda = self._conclusions.agenda
        self._doubts = self._conclusions.doubts
        self._health = Health(waits)
        self._under_way: dict[Future[_Result], str] = {}
        self._ending: RunEnding | None = None
        self._said_until = 0.0

    def start(self) -> None:
        """Takes up where the journal stands."""
        self._conclusions.start()

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
                change = self._agenda.next_ready()
                if not self._conclusions.looks_first(change):
                    self._send(pool, change)
            else:
                return

    @property
    def _may_send(self) -> bool:
        # While OneFile is away, what is in doubt is looked up first: sending would only make more of it.
        return self._agenda.has_ready and not (self._health.away and self._doubts)

    def _send(self, pool: ThreadPoolExecutor, change: JournalChange) -> None:
        self._conclusions.sending(change)
        self._submit(pool, change, partial(self._client.send, self._conclusions.request(change)))

    def _look(self, pool: ThreadPoolExecutor, doubt: Doubt) -> None:
        change = self._agenda.changes[doubt.key]
        thorough = doubt.is_last_look and not (change.accepted or doubt.before_sending)
        known = self._client, change.change, self._conclusions.request(change), self._conclusions.taken(change)
        if doubt.candidate is not None and not doubt.looks:
            self._submit(pool, change, partial(verify, *known, candidate=doubt.candidate))
            return
        witness = self._conclusions.witness(change)
        self._submit(pool, change, partial(look, *known, thorough=thorough, witness=witness))

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
        ending = error or future.result()
        if isinstance(ending, WriteAnswer) or (isinstance(ending, CallError) and change.state is ChangeState.SENDING):
            events = self._conclusions.after_send(change, ending)
        else:
            events = self._conclusions.after_look(change, ending, self._health.answers)
        return [*events, *self._fare(error)]

    def _fare(self, error: CallError | None) -> list[Event]:
        """What a call's ending says about the service, and about the run as a whole."""
        now = time.monotonic()
        if error is None or isinstance(error, RefusedError):
            self._health.answered()
        elif isinstance(error, SessionRefusedError):
            if self._health.is_refused():
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
