"""Runs long jobs with a line of progress on a terminal, and hears Ctrl-C meanwhile."""

import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from tqdm import tqdm

from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.run.events import ChangeSettled, Event, OneDone, Verifying, Waiting

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

T = TypeVar("T")


def watched(reading: Generator[Reading, None, T]) -> T:
    """Runs a job that reads the centre."""
    with tqdm(desc="Reading the centre", bar_format="{desc}", disable=None, file=sys.stderr, leave=False) as bar:
        while True:
            try:
                progress = next(reading)
            except StopIteration as done:
                return done.value
            bar.set_description_str(f"Reading the centre: {progress.what}, {progress.calls} calls")


def run_watched(events: Generator[Event, None, RunResult], one_done: Callable[[OneDone], object]) -> RunResult:
    """Runs a run. `one_done` is told of the person who was tried first, and has the run go on or stop."""
    with tqdm(desc="Enrolling", unit="call", disable=None, file=sys.stderr) as bar:
        while True:
            try:
                event = next(events)
            except StopIteration as done:
                return done.value
            match event:
                case ChangeSettled():
                    bar.total = event.total
                    bar.update(event.done - bar.n)
                    bar.set_postfix_str(f"{event.people_done} of {event.people_total} people")
                case Waiting():
                    bar.set_postfix_str(event.reason)
                case Verifying():
                    bar.set_postfix_str(f"read back {event.done} of {event.total} people")
                case OneDone():
                    bar.clear()
                    one_done(event)
                case _:
                    pass


@contextmanager
def on_interrupt(stop: Callable[[], object]) -> Generator[None]:
    """Calls `stop` for Ctrl-C, however often, and for a polite kill, instead of falling over in the middle of it."""

    def stopped(_number: int, _frame: FrameType | None) -> None:
        stop()

    with _handling(stopped):
        yield


def line_typed() -> str | None:
    """The next line that is typed, empty at the end of the input; None where Ctrl-C or a polite kill came instead."""
    try:
        with _handling(signal.default_int_handler):  # reading a line would only go on after a handler that returns
            return sys.stdin.readline()
    except KeyboardInterrupt:
        return None


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], object]) -> Generator[None]:
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
