"""Dates as rosters have them: real ones, ISO moments, and texts with the day or the month first.

One text such as 03/04/2004 cannot say which order it is in; its column usually can. So a column is looked
at first (`column_order`), then its cells are read in that order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellError, CellValue
from onefile_desktop.roster.values import Invalid, display

BIRTH = "DOB"
_LONDON = ZoneInfo("Europe/London")
_EARLIEST_BIRTH = date(1900, 1, 1)
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)

# A date that lost its format is a count of days. Smaller numbers are rather a year or a slip, so they are no dates.
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)  # 18/05/1927 to 31/12/2099

_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?)?"
_NUMERIC = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([/.-])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    re.IGNORECASE,
)
_DAY_MONTH_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ -]*([a-z]{3,9})\.?,?[ -]*([0-9]{4}|[0-9]{2})")
_MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})\.?[ -]*([0-9]{1,2})(?:st|nd|rd|th)?(?:,[ ]*|[ -]+)([0-9]{4}|[0-9]{2})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[ ,.]+")
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}


class Order(Enum):
    """Which comes first in a column's text dates. OPEN: no date of the column tells. MIXED: both occur."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    OPEN = auto()
    MIXED = auto()


@dataclass(frozen=True)
class Ambiguous:
    """A date that was read day first although nothing says so."""

    read: date


def column_order(cells: Iterable[CellValue]) -> Order:
    """The order that the text dates among a column's `cells` show."""
    texts = (display(cell) for cell in cells if isinstance(cell, str))
    orders = {_order_of(match) for match in map(_NUMERIC.fullmatch, texts) if match}
    if Order.MONTH_FIRST not in orders:
        return Order.DAY_FIRST if Order.DAY_FIRST in orders else Order.OPEN
    return Order.MIXED if Order.DAY_FIRST in orders else Order.MONTH_FIRST


def read_date(cell: CellValue, *, order: Order, today: date, field: str) -> date | Ambiguous | Invalid | None:
    """The date in a cell of the column `field`, whose text dates have `order`; None where it is blank."""
    if isinstance(cell, CellError):
        return Invalid("cell-error")
    text = display(cell)
    if not text:
        return None
    found = _read(cell, text, order, today if field == BIRTH else None)
    day = found.read if isinstance(found, Ambiguous) else found
    if isinstance(day, Invalid):
        return day
    why = _impossible(day, today, birth=field == BIRTH)
    return Invalid("date-invalid", REASONS[why]) if why else found


def _read(cell: CellValue, text: str, order: Order, past_until: date | None) -> date | Ambiguous | Invalid:
    if isinstance(cell, datetime):
        return _in_london(cell)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    if _MOMENT.fullmatch(text):
        return _from_moment(text)
    if match := _NUMERIC.fullmatch(text):
        return _from_numeric(match, order, past_until)
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(match[1], int(match[3]), match[4], None)
    lowered = _WEEKDAY.sub("", text.lower())
    if (match := _DAY_MONTH_NAME.fullmatch(lowered)) and match[2] in _MONTHS:
        return _made(match[3], _MONTHS[match[2]], match[1], past_until)
    if (match := _MONTH_NAME_DAY.fullmatch(lowered)) and match[1] in _MONTHS:
        return _made(match[3], _MONTHS[match[1]], match[2], past_until)
    return _no_date()


def _order_of(match: re.Match[str]) -> Order:
    """The order that one numeric text date shows by itself; dots are only ever written day first."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or (first > 12 >= second):
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 >= first else Order.OPEN


def _from_numeric(match: re.Match[str], order: Order, past_until: date | None) -> date | Ambiguous | Invalid:
    own = _order_of(match)
    if order is Order.MIXED and own is not Order.DAY_FIRST:
        return Invalid("date-mixed")
    if own is Order.MONTH_FIRST or (own is Order.OPEN and order is Order.MONTH_FIRST):
        return _made(match[4], int(match[1]), match[3], past_until)
    day = _made(match[4], int(match[3]), match[1], past_until)
    open_still = own is Order.OPEN and order is Order.OPEN and match[1].zfill(2) != match[3].zfill(2)
    return Ambiguous(day) if open_still and isinstance(day, date) else day


def _made(year: str, month: int, day: str, past_until: date | None) -> date | Invalid:
    """The date, or an `Invalid` for one that is in no calendar.

    A year of two digits is in this century, except that of a date in the past, up to `past_until`.
    """
    try:
        if len(year) == 4:
            return date(int(year), month, int(day))
        made = date(2000 + int(year), month, int(day))
        return made if past_until is None or made <= past_until else date(1900 + int(year), month, int(day))
    except ValueError:
        return _no_date()


def _from_serial(number: float) -> date | Invalid:
    in_reach = _SERIALS.start <= number < _SERIALS.stop
    return _EXCEL_DAY_ZERO + timedelta(days=int(number)) if in_reach else _no_date()


def _from_moment(text: str) -> date | Invalid:
    shortened = re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text.upper().replace(" ", "T", 1).replace(" ", ""))
    try:
        return _in_london(datetime.fromisoformat(shortened))
    except ValueError:
        return _no_date()


def _in_london(moment: datetime) -> date:
    """The day on which `moment` was, for somebody in the UK: OneFile writes a summer's midnight as 23:00 UTC."""
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(_LONDON).date()
    except OverflowError:  # the first and the last day of the calendar
        return moment.date()


def _impossible(day: date, today: date, *, birth: bool) -> str | None:
    if birth:
        if day > today:
            return "date-birth-future"
        return "date-birth-early" if day < _EARLIEST_BIRTH else None
    return None if _EARLIEST <= day <= _LATEST else "date-far"


def _no_date() -> Invalid:
    return Invalid("date-invalid", REASONS["date-none"])
