"""How this program writes workbooks: whole or not at all, and so that no text in them runs as a formula."""

import os
import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError

# No cell may hold these, by the XML that workbooks are made of.
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767


@contextmanager
def replacing(out: Path) -> Generator[Path]:
    """A file beside `out` to write to, which takes its place when all went well and is removed when not.

    Raises `UnreadableFileError` where `out` cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.stem}-", suffix=out.suffix, dir=out.parent)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableFileError(
            "Cannot save",
            f"“{out}” could not be saved ({error.strerror}).",
            "Close it if it is open in Excel, or choose another name or folder.",
        ) from error


def writable(text: str) -> str:
    """`text` as a cell can hold it: without control characters, and not longer than Excel takes."""
    return _NOT_ALLOWED.sub("", text)[:_LONGEST_TEXT]


def could_run(text: str) -> bool:
    """Whether Excel, or a program that the sheet is copied to, might take `text` for a formula."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))
