"""Formats of cells that say something of what stands in them: number formats that show zeros which the number has not
(123 in the format 000000 is shown as 000123), and fonts that strike a text through."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onefile_desktop.roster.files.xlsx_limits import parse

_LONGEST_FORMAT = 255  # characters, as Excel has it
_LONGEST_NUMBER = 40
_TOO_MANY_DIGITS = 10**15  # Excel keeps fifteen
_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>_.)|\[(?P<aside>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_DIGITS = "0#?"
_LITERALS = frozenset(" -+():!^&'~{}<>=")  # what Excel shows as it stands, without quotes
_ASIDE = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2}|\$-[0-9a-f,]+", re.IGNORECASE)
_FALSE = frozenset({"0", "false"})
_CONTAINERS = frozenset({"numFmts", "fonts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"})


@dataclass(frozen=True)
class ZeroFormat:
    """A number format that shows leading zeros: for positive and negative numbers and for zero, the pieces to show.

    A piece is one of 0 # ? for a digit, or a text in quotes. None stands for what such a format shows otherwise.
    """

    positive: tuple[str, ...] | None
    negative: tuple[str, ...] | None
    zero: tuple[str, ...] | None

    def show(self, saved: str) -> str | None:
        """What Excel shows for the number that is saved as `saved`; None where that is not a whole number."""
        try:
            number = float(saved) if len(saved) <= _LONGEST_NUMBER else 0.5
        except ValueError:
            return None
        if not number.is_integer() or abs(number) >= _TOO_MANY_DIGITS:
            return None
        pieces = self.positive if number > 0 else self.negative if number < 0 else self.zero
        return _shown(pieces, str(abs(int(number)))) if pieces else None


def zero_formats(styles: Iterable[bytes]) -> dict[int, ZeroFormat]:
    """The formats that show leading zeros, by the number that cells name them with (`s`), in the part `styles`.

    Raises `DamagedError` where it is no XML.
    """
    by_id: dict[str, ZeroFormat] = {}
    found: dict[int, ZeroFormat] = {}
    container = ""
    styles_read = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal container, styles_read
        name = tag.rpartition(":")[2]
        if name in _CONTAINERS:
            container = name
        elif name == "numFmt" and container == "numFmts":
            read = zero_format(attributes.get("formatCode", ""))
            if read:
                by_id[attributes.get("numFmtId", "")] = read
        elif name == "xf" and container == "cellXfs":
            format_id = attributes.get("numFmtId", "")
            if format_id in by_id:
                found[styles_read] = by_id[format_id]
            styles_read += 1

    parse(styles, start=start)
    return found


def struck_styles(styles: Iterable[bytes]) -> frozenset[int]:
    """The numbers that cells name a format with (`s`) whose font strikes the text through, in the part `styles`.

    Raises `DamagedError` where it is no XML.
    """
    fonts: set[int] = set()
    found: set[int] = set()
    container = ""
    fonts_read = styles_read = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal container, fonts_read, styles_read
        name = tag.rpartition(":")[2]
        if name in _CONTAINERS:
            container = name
        elif name == "font" and container == "fonts":
            fonts_read += 1
        elif name == "strike" and container == "fonts" and attributes.get("val", "") not in _FALSE:
            fonts.add(fonts_read - 1)
        elif name == "xf" and container == "cellXfs":
            font = attributes.get("fontId", "0")
            if font.isascii() and font.isdigit() and len(font) < 8 and int(font) in fonts:
                found.add(styles_read)
            styles_read += 1

    parse(styles, start=start)
    return frozenset(found)


@lru_cache(maxsize=256)
def zero_format(code: str) -> ZeroFormat | None:
    """The number format `code`, such as 000-000; None where it shows no leading zeros for a whole positive number."""
    if len(code) > _LONGEST_FORMAT:
        return None
    sections = _sections(code)
    positive = sections[0]
    if not positive:
        return None
    negative = sections[1] if len(sections) > 1 else ('"-"', *positive)
    return ZeroFormat(positive, negative, sections[2] if len(sections) > 2 else positive)


def _sections(code: str) -> list[tuple[str, ...] | None]:
    """The parts of a format between semicolons; None for one that does more than show digits and texts."""
    sections: list[tuple[str, ...] | None] = []
    pieces: list[str] = []
    plain_digits = True

    def close() -> None:
        nonlocal pieces, plain_digits
        sections.append(tuple(pieces) if plain_digits and pieces.count("0") > 1 else None)
        pieces, plain_digits = [], True

    for match in _PIECE.finditer(code):
        kind, piece = match.lastgroup, match[match.lastgroup or 0]
        if kind == "plain" and piece == ";":
            close()
        elif kind == "aside":
            plain_digits = plain_digits and _ASIDE.fullmatch(piece) is not None
        elif kind == "plain" and piece in _DIGITS:
            pieces.append(piece)
        else:
            plain_digits = plain_digits and (kind != "plain" or piece in _LITERALS)
            pieces.append(f'"{" " if kind == "space" else piece}"')
    close()
    return sections


def _shown(pieces: tuple[str, ...], digits: str) -> str:
    """The pieces with the digits in their places, the rest of them in the first place."""
    left = list(digits)
    places = sum(piece in _DIGITS for piece in pieces)
    shown: list[str] = []
    for piece in reversed(pieces):
        if piece not in _DIGITS:
            shown.append(piece[1:-1])
            continue
        places -= 1
        if left:
            taken = left if places == 0 else left[-1:]
            shown.append("".join(taken))
            del left[-len(taken) :]
        else:
            shown.append({"0": "0", "#": "", "?": " "}[piece])
    return "".join(reversed(shown)).strip()
