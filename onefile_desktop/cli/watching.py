"""Runs long jobs with a line of progress on a terminal, and hears Ctrl-C meanwhile."""

import os
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn, TypeVar

from tqdm import tqdm

from onefile_desktop.centre.download import Reading
from onefile_desktop.cli.showing import say
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.run.events import ChangeSettled, Event, OneDone, ReadingNewcomers, Verifying, Waiting
from onefile_desktop.run.waits import Waits

_USUAL_WIDTH = 100
_ROWS = 20  # any number that one line fits into
_PATIENCE_MINUTES = round(Waits().give_up_after / 60)
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

T = TypeVar("T")


def watched(reading: Generator[Reading, None, T]) -> T:
    """Runs a job that reads the centre."""
    with _line("Reading the centre", bar_format="{desc}", leave=False) as bar:
        while True:
            try:
                progress = next(reading)
            except StopIteration as done:
                return done.value
            bar.set_description_str(f"Reading the centre: {progress.what}, {progress.calls} calls")


def run_watched(events: Generator[Event, None, RunResult], one_done: Callable[[OneDone], object]) -> RunResult:
    """Runs a run. `one_done` is told of the person who was tried first, and has the run go on or stop."""
    with _line("Enrolling", unit="call") as bar:
        is_away = False
        while True:
            try:
                event = next(events)
            except StopIteration as done:
                return done.value
            if bar.disable:
                is_away = _tell_of_absence(event, is_away=is_away)
            match event:
                case ChangeSettled():
                    bar.total = event.total
                    bar.update(event.done - bar.n)
                    bar.set_postfix_str(f"{event.people_done} of {event.people_total} people")
                case Waiting():
                    bar.set_postfix_str(event.reason)
                case ReadingNewcomers():
                    bar.set_postfix_str(f"looking at what other runs have made: {event.done} of {event.total}")
                case Verifying():
                    bar.set_postfix_str(f"read back {event.done} of {event.total} people")
                case OneDone():
                    bar.clear()
                    one_done(event)
                case _:
                    pass


def _tell_of_absence(event: Event, *, is_away: bool) -> bool:
    """Says once when a wait for OneFile begins, and when it has ended; returns whether OneFile is away now."""
    match event:
        case Waiting(is_away=True) if not is_away:
            say(f"{event.reason} Waiting for up to {_PATIENCE_MINUTES} minutes; Ctrl-C stops safely.", to=sys.stderr)
            return True
        case ChangeSettled() | ReadingNewcomers() | Verifying() if is_away:
            say("OneFile is back.", to=sys.stderr)
            return False
        case _:
            return is_away


def _line(what: str, **how: Any) -> "tqdm[NoReturn]":
    """A line of progress on a terminal, which shows nothing where the terminal's size is unknown and none is given."""
    return tqdm(desc=what, disable=None, file=sys.stderr, ncols=_width(), nrows=_ROWS, **how)


def _width() -> int:
    """The columns of the terminal; some do not tell them."""
    with suppress(OSError):
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH
    return _USUAL_WIDTH


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
