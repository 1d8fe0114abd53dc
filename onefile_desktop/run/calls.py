"""The calls of a run that are under way: a small pool of threads, which only call and answer."""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Lock
from types import TracebackType
from typing import Self, TypeAlias

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, CancelledError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.writes import Request
from onefile_desktop.run.findings import Finding
from onefile_desktop.run.moments import Moment, seconds_since
from onefile_desktop.run.newcomers import WhoHasId
from onefile_desktop.run.standstill import LONG_SECONDS

Answer: TypeAlias = WriteAnswer | Finding | WhoHasId
_PATIENCE_SECONDS = 120.0  # longer pauses are the run's: it says so, counts them, and hears what is asked for
_NOT_SENT = "This was called back before it was sent."


@dataclass(frozen=True)
class EndedCall:
    """How the call for `key` ended, which took so many `seconds`: a change's key, or the ID of whoever was read.

    `was_called_back` says that this program gave it up, unsent. `last_turn` is the turn of the last call that may have
    left by then: all later ones left once this one had ended.
    """

    key: str | int
    ending: CallError | Answer
    was_called_back: bool
    seconds: float
    last_turn: int


class _LateError(CancelledError):
    """So much time has passed since a call was handed out that it must not leave any more."""


class Calls:
    """At most `at_once` calls; any more that are handed out wait until one has ended, in their order.

    Only the thread that drives the run comes here. Leaving the block waits for the threads. Within it, a reading that
    meets nothing but 429s ends after two minutes of pauses.
    """

    def __init__(self, client: OneFileClient, at_once: int, clock: Callable[[], Moment]) -> None:
        self._client = client
        self._clock = clock
        self._pool = ThreadPoolExecutor(at_once, "onefile-run")
        self._under_way: dict[Future[Answer], str | int] = {}
        self._called_back: set[Future[Answer]] = set()
        self._beginning = Lock()
        self._last_turn = 0
        self._took: dict[str | int, tuple[float, int]] = {}
        self._patience_before = client.patience

    def __enter__(self) -> Self:
        self._patience_before, self._client.patience = self._client.patience, _PATIENCE_SECONDS
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        self._client.patience = self._patience_before

    def __len__(self) -> int:
        return len(self._under_way)

    @property
    def not_begun(self) -> int:
        """How many have been handed out and wait for a thread."""
        return sum(not (future.running() or future.done()) for future in self._under_way)

    def send(self, key: str, request: Request, turn: int) -> None:
        """Sends `request` as soon as a thread is free and the rate limit allows, unless that is too late by then.

        `turn` is greater than that of all calls before it.
        """
        last_check = partial(self._check_in_time, self._clock())
        self._hand_out(key, partial(self._client.send, request, last_check=last_check), turn)

    def look(self, key: str, look: Callable[[], Finding]) -> None:
        """Makes `look` as soon as a thread is free for it; that is never too late."""
        self._hand_out(key, look)

    def read(self, user: int) -> None:
        """Reads somebody by ID as soon as a thread is free for it."""
        self._hand_out(user, lambda: WhoHasId(self._client.user(user)))

    def ended(self) -> tuple[EndedCall, ...]:
        """Those that have ended, each once. Raises what is no `CallError`, once it has told of all others."""
        done = [future for future in self._under_way if future.done()]
        ended = tuple(call for future in done if (call := self._ended(future)) is not None)
        if done and not ended:
            self._under_way.pop(done[0])
            done[0].result()
        return ended

    def _ended(self, future: Future[Answer]) -> EndedCall | None:
        error = CancelledError(_NOT_SENT) if future.cancelled() else future.exception()
        if error is not None and not isinstance(error, CallError):
            return None
        was_called_back = isinstance(error, CancelledError) and (
            future in self._called_back or isinstance(error, _LateError)
        )
        self._called_back.discard(future)
        key = self._under_way.pop(future)
        seconds, last_turn = self._took.pop(key, (0.0, self._last_turn))
        return EndedCall(key, error or future.result(), was_called_back, seconds, last_turn)

    def _hand_out(self, key: str | int, call: Callable[[], Answer], turn: int = 0) -> None:
        def timed() -> Answer:
            began = time.monotonic()
            with self._beginning:
                self._last_turn = max(self._last_turn, turn)
            try:
                return call()
            finally:
                self._took[key] = time.monotonic() - began, self._last_turn

        self._under_way[self._pool.submit(timed)] = key

    def _check_in_time(self, handed_out: Moment) -> None:
        if seconds_since(handed_out, self._clock()) > LONG_SECONDS:
            raise _LateError(_NOT_SENT)

    def wait(self, seconds: float) -> None:
        """Waits until one has ended, at most so long."""
        wait(self._under_way, seconds, FIRST_COMPLETED)

    def wait_for_all(self) -> None:
        """Waits until all have ended."""
        wait(self._under_way)

    def call_back_waiting(self) -> None:
        """Gives up those that no thread has begun; nothing of them can have left."""
        self._called_back.update(future for future in self._under_way if future.cancel())

    def call_back(self) -> None:
        """Gives up those that have not been sent, also those that wait for their turn, until `resume`."""
        self._called_back.update(self._under_way)
        for future in self._under_way:
            future.cancel()
        self._client.stop()

    def resume(self) -> None:
        """Calls may leave again after `call_back`."""
        self._client.resume()
