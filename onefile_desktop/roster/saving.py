"""How this program writes workbooks: whole or not at all, and so that no text in them runs as a formula."""

import os
import re
from collections.abc import Generator, Hashable
from contextlib import contextmanager, suppress
from copy import copy
from pathlib import Path
from secrets import token_hex
from typing import Any, cast

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import UnreadableFileError

# No cell may hold these, by the XML that workbooks are made of.
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767
# Excel ignores spaces before a formula that is typed or pasted, and East Asian editions take full-width signs.
_FORMULA = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")


@contextmanager
def replacing(out: Path) -> Generator[Path]:
    """A file beside `out` to write to, which takes its place when all went well and is removed when not.

    Raises `UnreadableFileError` where `out` cannot be written.
    """
    try:
        # Unlike a temporary file, it is open to whoever may read the folder's other files.
        draft = out.with_name(f".{out.stem}-{token_hex(4)}{out.suffix}")
        draft.open("xb").close()
        try:
            yield draft
            _put_on_disk(draft, os.O_RDWR)
            draft.replace(out)
            if os.name == "posix":
                with suppress(OSError):  # some file servers cannot do that to a folder
                    _put_on_disk(out.parent, os.O_RDONLY)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableFileError(
            "Cannot save",
            f"“{out}” could not be saved ({error.strerror}).",
            "Close it if it is open in Excel, or choose another name or folder.",
        ) from error


def _put_on_disk(path: Path, mode: int) -> None:
    """Returns once what was written there would be found after a power cut."""
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def writable(text: str) -> str:
    """`text` as a cell can hold it: without control characters, and not longer than Excel takes."""
    return _NOT_ALLOWED.sub("", text)[:_LONGEST_TEXT]


def could_run(text: str) -> bool:
    """Whether Excel, or a program that the sheet is copied to, might take `text` for a formula."""
    return _FORMULA.match(text) is not None


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write `text` as text, whatever it begins with: openpyxl would make a formula of a leading "="."""
    cell = sheet.cell(row, column, writable(text))
    cell.data_type = "s"
    cell.quotePrefix = could_run(text)


def style_of(cell: Cell | MergedCell) -> Hashable:
    """What tells one style of a workbook's cells from another."""
    return tuple(cast("Any", cell)._style or ())


def give_style(cell: Cell | MergedCell, like: Cell | MergedCell) -> None:
    """Have `cell` look as `like` of the same workbook does. Setting a style anew takes openpyxl much longer."""
    cast("Any", cell)._style = copy(cast("Any", like)._style)
