"""What the program writes down about itself, for whoever looks into a mistake: keys, row numbers and kinds of endings.

Never a name, an email, a date of birth, a token or a session key. Of an error only its kind and the places in the
program are kept, because its own words may hold anything.
"""

import faulthandler
import logging
import os
import sys
import traceback
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from onefile_desktop import __version__, paths

_MOST_BYTES = 1_000_000
_MOST_FILES = 20
_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
_CRASHES = "crashes.log"
ExceptionInformation = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_OURS = logging.getLogger("onefile_desktop")

_open: list[ExitStack] = []
"""What closes the files of every block of `written` that is under way."""

_log = logging.getLogger(__name__)


def where_it_went_wrong(error: BaseException) -> str:
    """The kind of `error`, of those it came from, and the places in the program, a line each; none of their words."""
    return "\n".join(_places(error))


@contextmanager
def written(*, crashes: bool = False) -> Generator[None]:
    """Writes what the program logs to a file of its own in the logs folder, until the block has ended.

    Only the newest files are kept. With `crashes`, where the program is when it dies of a fault in a library goes to a
    file beside it. Does without where the folder cannot be written to.
    """
    level, closing = _OURS.level, _begin(crashes=crashes)
    _open.append(closing)
    try:
        yield
    finally:
        _close(closing)
        _open.remove(closing)
        _OURS.setLevel(level)


def let_go() -> None:
    """Closes what is being written, so that it can be deleted: Windows keeps what is open. No more is written to it."""
    for closing in _open:
        _close(closing)


class _Formatter(logging.Formatter):
    """Leaves out what an error says."""

    def formatException(self, ei: ExceptionInformation) -> str:
        return "" if ei[1] is None else where_it_went_wrong(ei[1])


class _PrivateFile(RotatingFileHandler):
    """A log file that only its owner may read, also the one that follows when it is full."""

    def _open(self) -> TextIOWrapper:
        return _private(Path(self.baseFilename))

    def handleError(self, record: logging.LogRecord) -> None:
        """Does without a line that cannot be written: the log may stop nobody, nor speak up in between."""


def _begin(*, crashes: bool) -> ExitStack:
    """Begins to write; the stack ends it."""
    closing = ExitStack()
    with suppress(OSError):
        folder = paths.logs_folder()
        _tidy(folder)
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"
        handler = _PrivateFile(folder / name, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8")
        closing.callback(handler.close)
        handler.setFormatter(_Formatter(_LINE))
        closing.callback(_OURS.removeHandler, handler)
        _OURS.addHandler(handler)
        _OURS.setLevel(logging.DEBUG)
        _log.info("OneFile Desktop %s, Python %s, %s", __version__, sys.version.split()[0], sys.platform)
        if crashes:
            dump = closing.enter_context(_private(folder / _CRASHES))
            faulthandler.enable(dump)
            closing.callback(faulthandler.disable)
    return closing


def _close(closing: ExitStack) -> None:
    with suppress(OSError):  # what could not be written before cannot be written now either
        closing.close()


def _tidy(folder: Path) -> None:
    """Leaves room for one more file."""
    for old in paths.named(folder, paths.LOGS)[: 1 - _MOST_FILES]:
        with suppress(OSError):  # on Windows, another program still has it open
            old.unlink()


def _private(file: Path) -> TextIOWrapper:
    descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    return os.fdopen(descriptor, "a", encoding="utf-8")


def _places(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _places(before)
        yield "then"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _short(file: str) -> str:
    """The last parts of a path: what stands before may hold the name of the person whose computer it is."""
    return "/".join(Path(file).parts[-3:])
