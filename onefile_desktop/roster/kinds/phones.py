"""Telephone numbers as they stand in cells: with brackets, labels and extensions, or without the 0 that Excel took."""

import re

from onefile_desktop.roster.cells import Invalid, typed
from onefile_desktop.roster.kinds.identifiers import SHORTENED, without_excel
from onefile_desktop.roster.problems import REASONS

_LABEL = re.compile(r"(?:tel(?:ephone)?|phone|mob(?:ile)?|home|work|[tm](?=:))[.:]*\s*(?=[+(0-9])", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;]*(?:ext(?:ension|n)?\.?|x)\s*:?\s*([0-9]{1,6})$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s().\-/]")
_BETWEEN = re.compile(r"[/;,|\n&]|\bor\b|\band\b", re.IGNORECASE)

# Ofcom's National Telephone Numbering Plan: ten digits after the 0, in a few places of 01 and in 0800 also nine;
# 04 and 06 are not in use.
_NATIONAL = "(?:[1-357-9][0-9]{9}|1[0-9]{8}|800[0-9]{6})"
_WITH_0 = re.compile(f"0{_NATIONAL}")
_WITHOUT_0 = re.compile(_NATIONAL)
_UK = re.compile(rf"(?:\+|00)?44(?:0)?({_NATIONAL})")
_ABROAD = re.compile(r"(?:\+|00)((?!44)[1-9][0-9]{7,14})")  # E.164
_TWO = re.compile(rf"((?:0|\+44){_NATIONAL}){{2}}")
_LONGEST = 200
"""Not even several numbers take more characters."""


def read_phone(text: str) -> str | Invalid:
    """A phone number without its punctuation, by Ofcom's plan (with its 0) or E.164 (with + and its country code)."""
    if _WITH_0.fullmatch(dialled := text.replace(" ", "")):
        return dialled
    if len(text) > _LONGEST:
        return Invalid("phone-invalid", REASONS["phone-digits"])
    text = without_excel(typed(text))
    if SHORTENED.fullmatch(text):
        return Invalid("phone-invalid", REASONS["digits-lost"])
    if (number := _one(text)) is not None:
        return number
    compact = _PUNCTUATION.sub("", text)
    if _TWO.fullmatch(compact) or sum(_one(part.strip()) is not None for part in _BETWEEN.split(text)) > 1:
        return Invalid("phone-invalid", REASONS["phone-several"])
    digits_only = re.fullmatch(r"\+?[0-9]+", compact) is not None
    return Invalid("phone-invalid", REASONS["phone-digits" if digits_only else "phone-characters"])


def _one(text: str) -> str | None:
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    if label := _LABEL.match(number):
        number = number[label.end() :]
    international = number.startswith("00") or "+" in number
    plain = _dialled(_PUNCTUATION.sub("", number.replace("(0)", "") if international else number))
    return f"{plain} ext {extension[1]}" if plain and extension else plain


def _dialled(compact: str) -> str | None:
    """The number as it is dialled. Excel takes a number's leading 0 or + away."""
    if _WITH_0.fullmatch(compact):
        return compact
    if uk := _UK.fullmatch(compact):
        return f"+44{uk[1]}"
    if abroad := _ABROAD.fullmatch(compact):
        return f"+{abroad[1]}"
    return f"0{compact}" if _WITHOUT_0.fullmatch(compact) else None
