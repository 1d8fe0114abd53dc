"""Identifiers as they stand in cells: ULN, NINO, OneFile ID and MIS ID, and what Excel does to them."""

import re
from collections.abc import Iterable
from datetime import date
from operator import mul

from onefile_desktop.roster.cells import Doubtful, Invalid, display, one_line, typed
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellValue

SHORTENED = re.compile(r"[1-9](?:[.,][0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)
"""A long number as Excel shows it in a narrow column and then saves it in a CSV: 1.23457E+09."""

_BETWEEN_DIGITS = re.compile(r"[\s-]")
_ULN = re.compile(r"[1-9][0-9]{9}")
_ULN_NOT_KNOWN = "9999999999"  # The ILR's code for "not yet known": no identity
_DIGITS_KEPT = 10**15  # Excel keeps fifteen digits of a number and makes zeros of the rest.


def without_excel(text: str) -> str:
    """A number's text without the apostrophe that marks it as text, and without the `.0` of a number made text."""
    marked = text[1:] if text[:1] == "'" and text[1:2].isdecimal() else text
    return marked if marked.isalnum() else re.sub(r"^([0-9]+)\.0+$", r"\1", marked)


def read_uln(text: str) -> str | Invalid | None:
    """The Unique Learner Number, by the rule of the Individualised Learner Record (ILR)."""
    text = without_excel(typed(text))
    if SHORTENED.fullmatch(text):
        return Invalid("uln-invalid", REASONS["digits-lost"])
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits == _ULN_NOT_KNOWN:
        return None
    if not _ULN.fullmatch(digits):
        return Invalid("uln-invalid", REASONS["uln-digits"])
    weighted = sum(map(mul, map(int, digits), range(10, 0, -1)))
    return digits if weighted % 11 == 10 else Invalid("uln-invalid", REASONS["uln-check"])


# HMRC, NIM39110: D F I Q U V are used in neither letter, O not in the second, and some pairs not at all.
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")


def read_nino(text: str) -> str | Invalid:
    """The National Insurance number, in capitals and without spaces."""
    compact = re.sub(r"[\s.-]", "", typed(text)).upper()
    return compact if _NINO.fullmatch(compact) else Invalid("nino-invalid")


def read_onefile_id(text: str) -> int | Invalid:
    """The number by which OneFile knows somebody."""
    number = without_excel(typed(text))
    return int(number) if re.fullmatch(r"[1-9][0-9]{0,17}", number) else Invalid("id-invalid")


def zeros_kept(cells: Iterable[CellValue]) -> int:
    """The length of the longest number among the texts of a column that begins with a 0; 0 where none does."""
    texts = (without_excel(display(cell)) for cell in cells if isinstance(cell, str))
    return max((len(text) for text in texts if re.fullmatch("0[0-9]+", text)), default=0)


def read_mis_id(cell: CellValue, zeros: int) -> str | Doubtful | Invalid:
    """The MIS ID in a cell that is not blank, in a column where `zeros_kept` says `zeros`.

    Among texts such as 000123, a number with fewer digits has probably lost its zeros: nothing else tells. What
    Excel has shortened has lost digits for certain, and stands for many MIS IDs alike. It makes dates of some, too.
    """
    text = without_excel(one_line(display(cell)))
    if isinstance(cell, date):
        return Doubtful(text, "mis-id-date")
    number = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    if SHORTENED.fullmatch(text) or (number is not None and abs(number) >= _DIGITS_KEPT):
        return Invalid("digits-lost")
    if number is not None and text.isdecimal() and len(text) < zeros:
        return Doubtful(text, "zeros-lost")
    return text
