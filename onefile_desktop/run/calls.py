"""The calls of a run that are under way: a small pool of threads, which only call and answer."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, CancelledError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.run.findings import Finding
from onefile_desktop.run.moments import Moment, seconds_since
from onefile_desktop.run.standstill import LONG_SECONDS

Answer: TypeAlias = WriteAnswer | Finding
_NOT_SENT = "This was called back before it was sent."


@dataclass(frozen=True)
class EndedCall:
    """How the call for the change `key` ended. `was_called_back` says that this program gave it up, unsent."""

    key: str
    ending: CallError | Answer
    was_called_back: bool


class _LateError(CancelledError):
    """So much time has passed since a call was handed out that it must not leave any more."""


class Calls:
    """At most `at_once` calls; any more that are handed out wait until one has ended, in their order.

    Only the thread that drives the run comes here. Leaving the block waits for the threads.
    """

    def __init__(self, client: OneFileClient, at_once: int, clock: Callable[[], Moment]) -> None:
        self._client = client
        self._clock = clock
        self._pool = ThreadPoolExecutor(at_once, "onefile-run")
        self._under_way: dict[Future[Answer], str] = {}
        self._called_back: set[Future[Answer]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def __len__(self) -> int:
        return len(self._under_way)

    @property
    def not_begun(self) -> int:
        """How many have been handed out and wait for a thread."""
        return sum(not (future.running() or future.done()) for future in self._under_way)

    def hand_out(self, key: str, call: Callable[[], Answer]) -> None:
        """Makes `call` as soon as a thread is free for it."""
        handed_out = self._clock()

        def in_time() -> Answer:
            if seconds_since(handed_out, self._clock()) > LONG_SECONDS:
                raise _LateError(_NOT_SENT)
            return call()

        self._under_way[self._pool.submit(in_time)] = key

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
        return EndedCall(self._under_way.pop(future), error or future.result(), was_called_back)

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
