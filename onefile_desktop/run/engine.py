"""Carries out a run: the single writer of its journal, and the only one who decides what is sent.

Calls go through a small pool of threads, which only call and answer. A change is `sending` on disk before it is handed
to them, and its answer is on disk before anything else is done with it.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, TooManyCallsError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.run.calls import Answer, Calls, EndedCall
from onefile_desktop.run.conclusions import Conclusions
from onefile_desktop.run.control import Control
from onefile_desktop.run.doubts import Doubt
from onefile_desktop.run.elsewhere import NOTHING_ELSEWHERE, Elsewhere
from onefile_desktop.run.endings_table import ROWS, Then
from onefile_desktop.run.events import ENDING_MESSAGES, LIMIT_USED_UP, ChangeSettled, Ended, Event, RunEnding, Waiting
from onefile_desktop.run.fault_points import fault_point
from onefile_desktop.run.findings import Finding
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.moments import Moment, this_moment
from onefile_desktop.run.newcomers import Newcomers, WhoHasId
from onefile_desktop.run.pace import Pace
from onefile_desktop.run.pausing import Pausing
from onefile_desktop.run.standstill import Standstill
from onefile_desktop.run.waits import Health, Waits

__all__ = ["ChangeSettled", "Control", "Ended", "Event", "RunEnding", "Waiting", "Waits", "carry_out"]

_AHEAD = 2  # calls that are written down while all slots are taken, so that no slot waits for the disk
_POLL_SECONDS = 0.2  # how soon a stop or a pause is heard while calls are under way
_SHORTEST_WAIT_SECONDS = 0.005
_LONGEST_WAIT_SECONDS = 60.0  # while the run stands still; whatever is asked for is heard at once
_WORTH_SAYING_SECONDS = 1.0
_DEFAULT_WAITS = Waits()

_log = logging.getLogger(__name__)


def carry_out(
    journal: Journal,
    client: OneFileClient,
    ledger: Ledger,
    *,
    control: Control,
    concurrency: int = 4,
    waits: Waits = _DEFAULT_WAITS,
    one_first: bool = False,
    until_assigned: bool = False,
    elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    clock: Callable[[], Moment] = this_moment,
) -> Generator[Event]:
    """Carries out what the journal has left to do, at most `concurrency` calls (1 to 8) at a time, and yields what
    happens.

    `one_first` begins with one person, and has the run stand still (`OneDone`) until `control` has it go on;
    `until_assigned` does so with the next one too, where nobody was assigned to that person after all. `elsewhere` is
    whom other runs have created, or may have; a run that is resumed creates none of them. `clock` tells for how long
    the run stood still, also while the computer slept.
    Raises `CannotRecordError` as soon as the journal or the ledger cannot be written; nothing is sent after that.
    Raises `UsageError` for another `concurrency`.
    Closing the generator, at any moment, waits for the calls under way and writes down how they ended.
    """
    pace = Pace(concurrency)
    with Calls(client, concurrency, clock) as calls:
        conclusions = Conclusions(journal, ledger, waits, elsewhere)
        run = _Run(journal, client, conclusions, calls, control, pace, Health(waits), Standstill(clock))
        run.start(one_first=one_first, until_assigned=until_assigned)
        fault_point("begun")
        try:
            yield from run.work()
        finally:
            run.drain()


class _Run:
    """One run under way. Everything but the calls themselves happens on the thread that drives the generator."""

    def __init__(
        self,
        journal: Journal,
        client: OneFileClient,
        conclusions: Conclusions,
        calls: Calls,
        control: Control,
        pace: Pace,
        health: Health,
        standstill: Standstill,
    ) -> None:
        self._journal = journal
        self._client = client
        self._calls = calls
        self._control = control
        self._pace = pace
        self._standstill = standstill
        self._conclusions = conclusions
        self._agenda = self._conclusions.agenda
        self._doubts = self._conclusions.doubts
        self._pausing = Pausing(control, calls, self._agenda, self._doubts, journal.rows)
        self._health = health
        self._ending: RunEnding | None = None
        self._message = ""
        self._said_until = 0.0

    def start(self, *, one_first: bool, until_assigned: bool) -> None:
        """Takes up where the journal stands."""
        self._conclusions.start()
        if one_first and not self._journal.info.finished:
            self._pausing.try_one_first(until_assigned=until_assigned)

    def work(self) -> Iterator[Event]:
        """Sends and looks until the run ends. Whatever is yielded is on disk already."""
        while True:
            yield from self._take_in(self._calls.ended())
            if self._control.stopping:
                self._end(RunEnding.STOPPED)
            if self._ending is None and not self._is_complete:
                for turn in self._pausing.heed():
                    self._said_until = 0.0
                    yield turn
            if self._ending is None and not self._pausing.holds_back:
                self._dispatch()
            if (self._ending is not None and not self._calls) or self._is_complete:
                break
            yield from self._wait()
        if self._is_complete:  # also where a stop was asked for during the last call
            self._journal.set_finished(True)
            self._ending, self._message = RunEnding.FINISHED, ""
        assert self._ending is not None
        yield Ended(self._ending, self._message or ENDING_MESSAGES[self._ending])

    def drain(self) -> None:
        """Waits for the calls under way and writes down how they ended."""
        try:
            if self._calls:
                self._calls.call_back()
                self._calls.wait_for_all()
            while self._calls:
                with suppress(CannotRecordError):  # it is kept, and written down with the others
                    self._take_in(self._calls.ended())
            self._conclusions.write_down()
        except CannotRecordError:
            _log.warning("The journal cannot be written, so how the last calls ended is not in it")
        finally:
            self._calls.resume()

    @property
    def _is_complete(self) -> bool:
        return not (self._calls or self._has_work or self._pausing.awaits_an_answer)

    @property
    def _newcomers(self) -> Newcomers:
        return self._conclusions.newcomers

    @property
    def _has_work(self) -> bool:
        return self._agenda.has_ready or bool(self._doubts)

    def _dispatch(self) -> None:
        """Hands out all calls that may start now, and a few that start as soon as others end."""
        sending: list[str] = []
        while len(self._calls) + len(sending) < self._room and not self._health.rest(time.monotonic()):
            newcomer = self._newcomers.take()
            if newcomer is not None:
                self._calls.read(newcomer)
            elif self._newcomers.are_being_read:
                break
            elif (doubt := self._next_doubt()) is not None:
                self._look(doubt)
            elif self._may_send and self._client.limiter.places > self._calls.not_begun + len(sending):
                if self._standstill.was_long():
                    self._conclusions.look_first_from_now_on()
                change = self._agenda.next_ready()
                if not self._conclusions.looks_first(change):
                    self._conclusions.sending(change)
                    sending.append(change.change.key)
            else:
                break
        self._conclusions.write_down()
        for key in sending:
            fault_point("journalled")
            change = self._agenda.changes[key]
            self._calls.send(key, self._conclusions.request(change), change.turn)

    @property
    def _room(self) -> int:
        """How many calls may be handed out; ahead of their time only where nothing has gone wrong lately."""
        if self._health.away:
            return 1
        return self._pace.at_once + (_AHEAD if self._pace.is_full else 0)

    @property
    def _may_send(self) -> bool:
        # While OneFile is away, what is in doubt is looked up first: sending would only make more of it.
        return self._agenda.has_ready and not (self._health.away and self._doubts)

    def _next_doubt(self) -> Doubt | None:
        """What is to be looked for now; while OneFile is away, also where that alone would tell nothing new."""
        while (doubt := self._doubts.take_due(time.monotonic())) is not None:
            if self._health.away or not self._conclusions.waits_for_witness(doubt):
                return doubt
        return None

    def _look(self, doubt: Doubt) -> None:
        fault_point("looking")
        self._calls.look(doubt.key, self._conclusions.look(self._client, doubt))

    def _wait(self) -> Iterator[Event]:
        """Waits until a call ends, something may be done again, or something is asked for."""
        for news in self._newcomers.news():
            self._said_until = 0.0
            yield news
        waiting = self._idle()
        # A call that was handed out with others may have found the rate limit used up: then it waits for its turn.
        said = self._held() if self._calls else waiting
        now = time.monotonic()
        if said.reason and said.seconds >= _WORTH_SAYING_SECONDS and now >= self._said_until:
            self._said_until = now + said.seconds
            yield said
        if self._calls:
            self._calls.wait(min(waiting.seconds, _POLL_SECONDS))
        else:
            self._control.wait(waiting.seconds)

    def _idle(self) -> Waiting:
        """For how long nothing more can be done, and why."""
        now = time.monotonic()
        if self._pausing.stands_still:
            return Waiting("", _LONGEST_WAIT_SECONDS)
        holds_back = self._ending is not None or self._pausing.holds_back or self._newcomers.are_being_read
        if holds_back or len(self._calls) >= self._room:
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

    def _take_in(self, ended: Iterable[EndedCall]) -> list[Event]:
        """Writes down how calls ended, and what follows."""
        events = [event for call in ended for event in self._concluded(call)]
        self._conclusions.write_down()
        return events

    def _concluded(self, call: EndedCall) -> list[Event]:
        ending = call.ending
        if _is_useful(ending) and self._standstill.moved():
            self._conclusions.look_first_from_now_on()
        events: list[Event] = []
        if isinstance(call.key, int):
            assert isinstance(ending, WhoHasId | CallError)
            self._newcomers.ended(call.key, ending, self._client.answered)
        else:
            assert not isinstance(ending, WhoHasId)
            events.extend(self._settled(self._agenda.changes[call.key], ending, call.last_turn))
        if not call.was_called_back:
            events.extend(self._fare(ending if isinstance(ending, CallError) else None, call.seconds))
        return events

    def _settled(
        self, change: JournalChange, ending: CallError | WriteAnswer | Finding, last_turn: int
    ) -> list[ChangeSettled]:
        """What has come to its end by the ending of a call that sent `change`, or looked for it."""
        if isinstance(ending, WriteAnswer) or (isinstance(ending, CallError) and change.state is ChangeState.SENDING):
            fault_point("answered")
            return self._conclusions.after_send(change, ending, last_turn)
        fault_point("looked")
        self._newcomers.try_again()
        return self._conclusions.after_look(change, ending, self._client.answered)

    def _fare(self, error: CallError | None, lasted: float) -> list[Event]:
        """What a call's ending says about the service, and about the run as a whole; it `lasted` so many seconds."""
        now = time.monotonic()
        self._pace.ended(error)
        then = Then.KEEP if error is None else ROWS[error.kind].then
        if error is None or _is_useful(error):
            self._health.answered()
        elif then is Then.ASK_FOR_TOKEN:
            if self._health.is_refused():
                self._end(RunEnding.TOKEN_REFUSED)
        elif then is Then.STOP:
            self._end(RunEnding.STOPPED)
        else:
            seconds = self._health.failed(error, now, self._client.limiter.ready_in(), lasted)
            if self._health.is_hopeless:
                self._end(RunEnding.SERVICE_AWAY, LIMIT_USED_UP if self._health.is_only_held_back else "")
            elif seconds:
                self._said_until = now + seconds
                self._calls.call_back_waiting()
                return [Waiting(error.reason, seconds, is_away=not isinstance(error, TooManyCallsError))]
        return []

    def _end(self, ending: RunEnding, message: str = "") -> None:
        if self._ending is None:
            self._ending, self._message = ending, message
            self._calls.call_back()


def _is_useful(ending: CallError | Answer) -> bool:
    """Whether OneFile has answered as it should, be it with a refusal."""
    return not isinstance(ending, CallError) or ROWS[ending.kind].then is Then.FAIL
