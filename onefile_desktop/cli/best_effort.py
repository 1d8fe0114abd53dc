"""Once a run is under way, it does not matter to it whether anybody reads what the command says."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import TextIOWrapper
from typing import TextIO, cast


@contextmanager
def best_effort() -> Generator[None]:
    """Within the block, what the standard streams do not take is left out, and nothing else comes of it."""
    out, err = (cast("TextIO", _BestEffort(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(out), redirect_stderr(err):
        yield


def take_every_letter(stream: TextIO | None) -> None:
    """Has `stream` take every name: in UTF-8 for programs and files, and on a terminal as far as it has the letters.

    Half a letter, as in the name of a file that is not UTF-8, is written as `\\udc9f`, which JSON reads as well.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="backslashreplace")


def silence(stream: TextIO) -> None:
    """Drops what `stream` still holds and whatever follows, so that the end of the program does not fail over it."""
    with suppress(OSError, ValueError):  # what is closed or no file of the system's has nothing to drop
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class _BestEffort:
    """A stream, which drops what it cannot write."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str, /) -> int:
        """Hands on `text`, or drops it."""
        try:
            self._stream.write(text)
        except (OSError, ValueError):  # also what it has no letters for, and a stream that is closed
            silence(self._stream)
        return len(text)

    def flush(self) -> None:
        """Has the stream write what it still holds, or drop it."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            silence(self._stream)
