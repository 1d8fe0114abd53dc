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
_BEGINNING = "{desc}{postfix}"
_UNDER_WAY = "{l_bar}{bar:20}| {n_fmt}/{total_fmt}{postfix}"
"""Without the time that is left: while OneFile is away, nobody knows it."""
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
            bar.set_description_str(f"Reading the centre: {progress.what}, {_calls(progress.calls)}")


def run_watched(events: Generator[Event, None, RunResult], one_done: Callable[[OneDone], object]) -> RunResult:
    """Runs a run. `one_done` is told of the person who was tried first, and has the run go on or stop."""
    with _line("Enrolling", bar_format=_BEGINNING) as bar:
        waits = _WaitsTold(bar)
        while True:
            try:
                event = next(events)
            except StopIteration as done:
                bar.set_postfix_str("")
                return done.value
            waits.tell_of(event)
            match event:
                case ChangeSettled():
                    bar.bar_format, bar.total = _UNDER_WAY, event.total
                    bar.update(event.done - bar.n)
                    bar.set_postfix_str(f"{event.people_done} of {event.people_total} people")
                case Waiting() if event.reason:
                    bar.set_postfix_str("waiting")
                case ReadingNewcomers():
                    bar.set_postfix_str(f"looking at what other runs have made: {event.done} of {event.total}")
                case Verifying():
                    bar.set_postfix_str(f"read back {event.done} of {event.total} people")
                case OneDone():
                    bar.clear()
                    one_done(event)
                case _:
                    pass


class _WaitsTold:
    """Says why a run waits, in lines of their own above the bar, because a bar has no room for a sentence.

    Each reason is said once; that OneFile is away, once in each absence, and when it is back.
    """

    def __init__(self, bar: "tqdm[NoReturn]") -> None:
        self._bar = bar
        self._told: set[str] = set()
        self._is_away = False

    def tell_of(self, event: Event) -> None:
        """Says what there is to say of waiting, if anything. Where there is no bar, only that OneFile is away."""
        match event:
            case Waiting(is_away=True) if not self._is_away:
                self._is_away = True
                self._told.add(event.reason)
                self._say(f"{event.reason} Waiting for up to {_PATIENCE_MINUTES} minutes; Ctrl-C stops safely.")
            case Waiting() if event.reason and event.reason not in self._told and not self._bar.disable:
                self._told.add(event.reason)
                self._say(event.reason)
            case ChangeSettled() | ReadingNewcomers() | Verifying() if self._is_away:
                self._is_away = False
                self._told.clear()
                self._say("OneFile is back.")
            case _:
                pass

    def _say(self, text: str) -> None:
        self._bar.clear()
        say(text, to=sys.stderr)
        self._bar.refresh()


def _calls(number: int) -> str:
    return "1 call" if number == 1 else f"{number} calls"


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
