"""What the values of a column look like: what its header does not say, or says wrongly, they often do."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import Doubtful, display, plain, unreadable
from onefile_desktop.roster.fields import Field, Kind
from onefile_desktop.roster.kinds.blanks import is_name, says_nothing
from onefile_desktop.roster.kinds.dates import BIRTH, Order, read_date
from onefile_desktop.roster.rows import CellValue
from onefile_desktop.roster.values import read_value


class Look(Enum):
    """What a value can look like; it may be more than one of them."""

    EMAIL = auto()
    ULN = auto()  # with the right check digit
    NINO = auto()
    POSTCODE = auto()
    PHONE = auto()
    NUMBER = auto()
    DATE = auto()
    BIRTH = auto()  # a date at which somebody was born who is 14 to 80 now
    RECENT = auto()  # a date from three years ago to two years ahead, as the start of a programme is
    YES_NO = auto()
    ROLE = auto()
    FULL_NAME = auto()
    COMPANY = auto()


@dataclass(frozen=True)
class Looks:
    """How many of a column's values were looked at, how many of these differ, and how many look like what."""

    filled: int
    different: int
    counts: Mapping[Look, int]

    def share(self, *looks: Look) -> float:
        """The part of the values that look like one of these, which exclude each other; 0 where there are none."""
        return sum(self.counts.get(look, 0) for look in looks) / self.filled if self.filled else 0.0


_LOOKED_AT = 60
_FEWEST = 2
_MOST, _HALF, _SOME = 0.8, 0.5, 1 / 3
_WORDS_OF_A_NAME = range(2, 6)
_AGES = range(14, 81)
_YEARS_BACK, _YEARS_AHEAD = 3, 2
_DAYS_OF_A_YEAR = 365.25


def looks_of(cells: Iterable[CellValue], today: date) -> Looks:
    """What the first of `cells` look like that are not blank."""
    texts: list[str] = []
    counts: Counter[Look] = Counter()
    for cell in cells:
        text = display(cell)
        if not text or says_nothing(text) or text == _NOT_KNOWN_YET or unreadable(cell) is not None:
            continue
        texts.append(text)
        counts.update(_looks(cell, text, today))
        if len(texts) == _LOOKED_AT:
            break
    return Looks(len(texts), len(set(texts)), counts)


_NOT_KNOWN_YET = "9999999999"  # the ILR's ULN of somebody who has none yet
_EMAIL = re.compile(r"(?:mailto:)?[^\s@;,]+@[^\s@;,]+\.[^\s@;,.]+", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
_COMPANY = re.compile(
    r"&|\b(?:ltd|limited|plc|llp|inc|co|council|nhs|trust|services?|school|academy|college|university|hospital|hotel|"
    r"nursery|bakery|surgery|group|care|solutions|systems|consult(?:ing|ants)|partner(?:s|ship)|foundation|brothers|"
    r"sons|company|centre|engineering|logistics|homes)\b",
    re.IGNORECASE,
)


def _looks(cell: CellValue, text: str, today: date) -> Iterator[Look]:
    if "@" in text:
        if _EMAIL.fullmatch(text):
            yield Look.EMAIL
    elif isinstance(cell, date) or any(map(str.isdigit, text)):
        yield from _looks_of_digits(text)
        day = _day(cell, text, today)
        if day is not None:
            yield from _looks_of_date(day, today)
    else:
        yield from _looks_of_words(text)


def _looks_of_digits(text: str) -> Iterator[Look]:
    if text.isdecimal():
        yield Look.NUMBER
    if isinstance(read_value(Kind.ULN, text), str):
        yield Look.ULN
    if isinstance(read_value(Kind.PHONE, text), str):
        yield Look.PHONE
    if isinstance(read_value(Kind.NINO, text), str):
        yield Look.NINO
    elif _POSTCODE.fullmatch(text):
        yield Look.POSTCODE


def _looks_of_words(text: str) -> Iterator[Look]:
    if isinstance(read_value(Kind.YES_NO, text), bool):
        yield Look.YES_NO
    words = text.replace(",", " ").split()
    if isinstance(read_value(Kind.ROLE, text), Role):
        yield Look.ROLE
    elif _COMPANY.search(text):
        yield Look.COMPANY
    elif len(words) in _WORDS_OF_A_NAME and all(map(str.isalpha, map(plain, words))):
        yield Look.FULL_NAME


def _looks_of_date(day: date, today: date) -> Iterator[Look]:
    yield Look.DATE
    years = (today - day).days / _DAYS_OF_A_YEAR
    if _AGES.start <= years < _AGES.stop:
        yield Look.BIRTH
    elif -_YEARS_AHEAD <= years <= _YEARS_BACK:
        yield Look.RECENT


def _day(cell: CellValue, text: str, today: date) -> date | None:
    """The date in a cell. A number may be one that lost its format, but nothing except its header can say so."""
    if text.isdecimal() or not isinstance(cell, str | date):
        return None
    for field in (BIRTH, ""):
        read = read_date(cell, order=Order.OPEN, today=today, field=field)
        day = read.value if isinstance(read, Doubtful) else read
        if isinstance(day, date):
            return day
    return None


_NEEDED: Mapping[Kind, tuple[Look, ...]] = {
    Kind.EMAIL: (Look.EMAIL,),
    Kind.PHONE: (Look.PHONE,),
    Kind.DATE: (Look.DATE,),
    Kind.ULN: (Look.ULN,),
    Kind.NINO: (Look.NINO,),
    Kind.ROLE: (Look.ROLE,),
}
_NO_NAMES = (Look.EMAIL, Look.DATE, Look.NUMBER, Look.POSTCODE, Look.YES_NO, Look.ROLE)


def may_be(field: Field, looks: Looks) -> bool:
    """Whether a column with these values may be that of `field`; a column of blanks may be anything."""
    if not looks.filled:
        return True
    if field.kind in _NEEDED:
        return looks.share(*_NEEDED[field.kind]) >= _HALF
    if field.name == "FullName":
        return looks.share(Look.FULL_NAME) >= _HALF
    if is_name(field):
        return looks.share(*_NO_NAMES) < _HALF
    if field.name == "MISID":
        return looks.share(Look.EMAIL, Look.DATE, Look.YES_NO) < _HALF and looks.share(Look.ULN) < _MOST
    return field.kind is Kind.YES_NO or looks.share(Look.DATE, Look.YES_NO) < _HALF


def must_be(looks: Looks) -> str | None:
    """The name of the field that a column with these values shows by itself; None where it could be several."""
    if looks.share(Look.EMAIL) >= _MOST:
        return "Email"
    if looks.share(Look.NINO) >= _MOST:
        return "NINO"
    if looks.filled < _FEWEST:
        return "Role" if looks.share(Look.ROLE) == 1 else None
    if looks.share(Look.ULN) >= _MOST:
        return "ULN"
    if looks.share(Look.ROLE) == 1:
        return "Role"
    if looks.share(Look.BIRTH) >= _MOST:
        return "DOB"
    if looks.share(Look.RECENT) >= _MOST:
        return "StartOn"
    is_like_names = looks.share(Look.FULL_NAME) >= _MOST and looks.different >= _MOST * looks.filled
    return "FullName" if is_like_names else None


def are_companies(looks: Looks) -> bool:
    """Whether these are the names of companies rather than people's."""
    return looks.share(Look.COMPANY) >= _SOME
