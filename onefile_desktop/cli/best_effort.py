"""Once a run is under way, it does not matter to it whether anybody reads what the command says."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import TextIO, cast


@contextmanager
def best_effort() -> Generator[None]:
    """Within the block, what the standard streams do not take is left out, and nothing else comes of it."""
    out, err = (cast("TextIO", _BestEffort(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(out), redirect_stderr(err):
        yield


def silence(stream: TextIO) -> None:
    """Drops what `stream` still holds and whatever follows, so that the end of the program does not fail over it."""
    with suppress(OSError):  # what is no file of the system's has nothing to drop
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
        except OSError:
            silence(self._stream)
        return len(text)

    def flush(self) -> None:
        """Has the stream write what it still holds, or drop it."""
        try:
            self._stream.flush()
        except OSError:
            silence(self._stream)
