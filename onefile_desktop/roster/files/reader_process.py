"""Has a file read by another process, with a limit to its time and memory: some files abort whoever reads them.

The bytes and the password go to it through a pipe, and the sheets come back through another as text that cannot do
anything. What the reader says when it falls over is for nobody's eyes and is thrown away.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from onefile_desktop import paths
from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files import answer
from onefile_desktop.roster.rows import Sheet

AS_READER = "--read-one-file"
"""The first word to a frozen program that is to be the reader; `packaging/start.py` looks for it."""

_MEGABYTE = 1024 * 1024
_LOOK_EVERY = 0.02  # seconds
_START = "import sys; sys.path.insert(0, sys.argv[1]); from onefile_desktop.roster.files.reader import serve; serve()"
_NOT_FOR_THE_READER = "ONEFILE_"  # how the environment's variables begin that hold a token or a password
_MEMORY, _TIME = "memory", "time"
_ENDED = {
    answer.OUT_OF_MEMORY: _MEMORY,
    -6: _MEMORY,  # SIGABRT: calamine aborts where it is given no more
    -9: _MEMORY,  # SIGKILL: the system ends what takes too much
    -24: _TIME,  # SIGXCPU
    0xC0000409: _MEMORY,  # an abort on Windows
}
"""Of what the reader took too much, by the code that it ended with."""

_SMALLER = "Copy the people into a new workbook, without anything around them, and choose that."


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: megabytes of memory, seconds of the processor's time, and seconds in all."""

    megabytes: int
    seconds: int
    patience: int


def limits_for(content: bytes) -> Limits:
    """What reading `content` may take.

    50,000 rows of 30 columns, some 7 MB, take 3 seconds and 215 MB; with this process's own it stays below 500 MB.
    """
    size = len(content) // _MEGABYTE
    return Limits(megabytes=350, seconds=6 + 2 * size, patience=30 + 4 * size)


def sheets_of(content: bytes, name: str, password: str | None, limits: Limits | None = None) -> tuple[Sheet, ...]:
    """The sheets of the file `name`, whose bytes are `content`; raises as `reader.read_sheets` does, and
    `UnreadableFileError` where the reader ends without an answer."""
    limits = limits or limits_for(content)
    asked = {"name": name, "password": password, "megabytes": limits.megabytes, "seconds": limits.seconds}
    told = asyncio.run(_answer(json.dumps(asked).encode() + b"\n" + content, name, limits))
    try:
        return answer.sheets_in(told)
    except answer.GarbledError as error:
        raise UnreadableFileError(
            "Damaged file",
            f"“{name}” could not be read, because something in it makes the reader fail.",
            "Open it in Excel, save it under a new name, and choose that.",
        ) from error


async def _answer(asked: bytes, name: str, limits: Limits) -> bytes:
    try:
        reader = await asyncio.create_subprocess_exec(
            *_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            limit=_MEGABYTE,
            cwd=sys.prefix,  # where nobody lays a file that Python would take for one of its own
            env={name: value for name, value in os.environ.items() if not name.startswith(_NOT_FOR_THE_READER)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise UnreadableFileError(
            "The reader did not start",
            f"“{name}” could not be read, because this computer did not let the program start its reader.",
            "Allow it in the antivirus program, or ask whoever looks after this computer.",
        ) from error
    try:
        told, excess = await _watched(reader, asked, limits)
    finally:
        if reader.returncode is None:
            _end(reader.pid)
            await reader.wait()
    if excess is _MEMORY:
        raise _too_much(name)
    if excess is _TIME:
        raise _too_long(name, limits)
    return told


def _command() -> list[str]:
    if paths.is_frozen():
        return [sys.executable, AS_READER]
    # Without -P, a file in the current folder could take the place of one of Python's own modules.
    return [sys.executable, "-P", "-c", _START, str(Path(__file__).resolve().parents[3])]


async def _watched(reader: Process, asked: bytes, limits: Limits) -> tuple[bytes, str | None]:
    """What the reader answered, and of what it took too much."""
    until, excess = time.monotonic() + limits.patience, None
    answering = asyncio.create_task(reader.communicate(asked))
    while not (await asyncio.wait([answering], timeout=_LOOK_EVERY))[0]:
        excess = excess or _excess(reader.pid, limits, is_late=time.monotonic() > until)
        if excess and reader.returncode is None:
            _end(reader.pid)
    told, _ = answering.result()
    return told, excess or _ENDED.get(reader.returncode or 0)


def _end(pid: int) -> None:
    """Ends the reader. The process object's own way would look for its exit first, and take it from asyncio."""
    with suppress(psutil.Error):
        psutil.Process(pid).kill()


def _excess(pid: int, limits: Limits, *, is_late: bool) -> str | None:
    """Of what the reader takes too much by now. Where the system keeps it to its limits, that comes first."""
    try:
        process = psutil.Process(pid)
        memory, times = process.memory_info().rss, process.cpu_times()
    except psutil.Error:  # it has just ended
        return None
    if memory > limits.megabytes * _MEGABYTE:
        return _MEMORY
    return _TIME if is_late or times.user + times.system > limits.seconds else None


def _too_much(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "File too large", f"“{name}” could not be read, because it would fill too much memory.", _SMALLER
    )


def _too_long(name: str, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        "Reading takes too long",
        f"“{name}” could not be read, because reading it takes longer than {limits.seconds} seconds.",
        _SMALLER,
    )
