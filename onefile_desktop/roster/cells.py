"""A cell's text as a person sees it, and what can come of reading it, short of a plain value.

Nothing here raises for any content of a cell.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated, Value


@dataclass(frozen=True)
class Invalid:
    """A cell that is not what its column takes: the problem's code, and the reason where its message gives one."""

    code: str
    why: str = ""


@dataclass(frozen=True)
class Doubtful:
    """A cell that was understood but deserves a look: its value, and the code of the warning that says why.

    `read` is what the warning says the cell may mean, where that is not its value.
    """

    value: Value = field(repr=False)
    code: str
    read: str = field(default="", repr=False)


def display(value: CellValue) -> str:
    """A cell's text as a person sees it, tidied: empty for a blank cell.

    Excel makes numbers of texts, so a whole number loses the `.0` that the file format gives it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, NotCalculated):
        return "(not calculated)"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if not (value.hour or value.minute) else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def unreadable(value: CellValue) -> Invalid | None:
    """What is wrong with a cell that has no value to read; None for every other cell."""
    if isinstance(value, CellError):
        return Invalid("cell-error")
    return Invalid("formula-not-calculated") if isinstance(value, NotCalculated) else None


# What word processors and web pages leave in a text without showing it: soft hyphens, zero-width spaces,
# byte-order and direction marks. The joiners U+200C and U+200D belong inside some names, so they go at the ends only.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
_JOINERS_AND_SPACES = "\u200c\u200d \n"


def tidy(text: str) -> str:
    """`text` without invisible characters and needless spaces; line breaks inside it stay."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _UNSEEN.sub("", text).replace("\t", " "))
    lines = (line.strip(" ") for line in _SPACES.sub(" ", text).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines).strip(_JOINERS_AND_SPACES))


def one_line(text: str) -> str:
    """A tidy text without its line breaks."""
    return text if "\n" not in text else " ".join(text.split())


# Unicode counts these apostrophes among the letters, which "O'Brien" has no use for.
_LETTER_APOSTROPHES = re.compile("[\u02b9-\u02bf\u02c8]")


def plain(text: str) -> str:
    """`text` for comparing: letters and digits only, in one case."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    folded = unicodedata.normalize("NFKC", _LETTER_APOSTROPHES.sub("", text)).casefold()
    return "".join(filter(str.isalnum, folded))


_TYPED_DIFFERENTLY = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | dict.fromkeys("\u2018\u2019\u02bc\u0060", "'")
)


def typed(text: str) -> str:
    """`text` as a plain keyboard types it: full-width digits, long dashes and curly apostrophes made plain.

    For what is made of digits and a few letters, where the difference can mean nothing.
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_TYPED_DIFFERENTLY)
