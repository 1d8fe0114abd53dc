"""Dates as rosters have them: real ones, ISO moments, and texts with the day or the month first.

One text such as 03/04/2004 cannot say which order it is in; its column usually can. So a column is looked
at first (`column_order`), then its cells are read in that order. What Excel knows for a date says nothing of how
the others were typed.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from onefile_desktop.roster.cells import Doubtful, Invalid, display, typed, unreadable
from onefile_desktop.roster.kinds.blanks import REPEATS_ABOVE, says_nothing
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellValue

BIRTH = "DOB"
_LONDON = ZoneInfo("Europe/London")
_EARLIEST_BIRTH = date(1900, 1, 1)
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)

# A date that lost its format is a count of days. Smaller numbers are rather a year or a slip, so they are no dates.
_DAYS_TO_1904 = 1462
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)  # 18/05/1927 to 31/12/2099

_MONTHS_OF_A_YEAR, _DAYS_OF_A_MONTH, _LEAP_YEAR = 12, 31, 2000
_FEWEST_DAYS = 3
"""So many different days of the month must real dates have for their days to say something."""

_LONGEST = 80  # No date takes more characters.
_TIME = r"(?:[T ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?)?"
_NUMERIC = re.compile(rf"([0-9]{{1,2}})([/. -])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([/. -])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_FIRST_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    re.IGNORECASE,
)
_DAY = "([0-9]{1,2})(?:st|nd|rd|th)?"
_NAME = r"([a-z]{3,9})\.?"
_YEAR = "'?([0-9]{4}|[0-9]{2})"
_GAP = "[ ,/.-]*"
_DAY_MONTH_NAME = re.compile(rf"{_DAY}(?: of)?{_GAP}{_NAME}{_GAP}{_YEAR}{_TIME}", re.IGNORECASE)
_MONTH_NAME_DAY = re.compile(rf"{_NAME}{_GAP}{_DAY}[ ,/.-]+{_YEAR}{_TIME}", re.IGNORECASE)
_YEAR_MONTH_NAME = re.compile(rf"([0-9]{{4}}){_GAP}{_NAME}{_GAP}{_DAY}{_TIME}", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[ ,.]+", re.IGNORECASE)
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


def column_order(cells: Iterable[CellValue]) -> Order:
    """The order that the text dates among a column's `cells` show."""
    orders = {order for _, order in _orders(cells)}
    if Order.MONTH_FIRST not in orders:
        return Order.DAY_FIRST if Order.DAY_FIRST in orders else Order.OPEN
    return Order.MIXED if Order.DAY_FIRST in orders else Order.MONTH_FIRST


def first_with_month_first(cells: Iterable[CellValue]) -> str:
    """The first text among a column's `cells` that can only be a date with its month first, empty where none is."""
    return next((text for text, order in _orders(cells) if order is Order.MONTH_FIRST), "")


def probably_swapped(cells: Iterable[CellValue]) -> date | None:
    """The first real date among a column's `cells` if Excel has probably swapped day and month of all of them.

    An Excel with American settings makes real dates of British ones where it can read them month first, 03/04/2004 but
    not 23/03/2004, which stays a text. So no text of such a column reads both ways, and no real date has a day past 12.
    The days must vary, since dates that are all on the first of a month are as they should be, and so must the
    months: a few starts early in one month are no sign. Of starts in one month that were swapped it says nothing.
    """
    column = list(dict.fromkeys(cells))
    real = [cell for cell in column if isinstance(cell, date)]
    days = {cell.day for cell in real}
    in_one_month = len({(cell.year, cell.month) for cell in real}) == 1
    if len(days) < _FEWEST_DAYS or max(days) > _MONTHS_OF_A_YEAR or in_one_month:
        return None
    texts = [match for _, match in _in_a_calendar(column)]
    left = all(int(match[1]) > _MONTHS_OF_A_YEAR >= int(match[3]) for match in texts)
    return real[0] if texts and left else None


def read_date(
    cell: CellValue, *, order: Order, today: date, field: str, from_1904: bool = False
) -> date | Doubtful | Invalid | None:
    """The date in a cell of the column `field`, whose text dates have `order`; None where it is blank.

    A year of two digits means the birth that is past and latest, and else the date that is nearest to `today`. What
    could be read in both orders, and in an OPEN column, is read day first and is `Doubtful`. A number that lost its
    format is a count of days, `from_1904` or as Excel counts them else.
    """
    birth = field == BIRTH
    if isinstance(cell, date):
        return _likely(_in_london(cell) if isinstance(cell, datetime) else cell, today, birth=birth)
    if (failed := unreadable(cell)) is not None:
        return failed
    if from_1904 and isinstance(cell, int | float) and cell > 0:
        cell += _DAYS_TO_1904
    shown = display(cell)
    if not shown or says_nothing(shown):
        return None
    if says_nothing(shown, REPEATS_ABOVE):
        return Invalid("ditto")
    numeric = _in_digits(shown)
    if numeric and order is Order.MIXED and not _is_day_first(numeric):
        return Invalid("date-mixed")
    century = _Century(today, birth=birth)
    read = _from_numeric(numeric, order, century) if numeric else _from_text(_without_trimmings(shown), century)
    day = read if isinstance(read, Invalid) else _likely(read, today, birth=birth)
    in_doubt = numeric is not None and order is Order.OPEN and _reads_both_ways(numeric)
    return Doubtful(day, "date-ambiguous") if in_doubt and isinstance(day, date) else day


def _without_trimmings(text: str) -> str:
    """The text of a date without what may come with it: a weekday, spaces around separators, a full stop at the end."""
    if len(text) > _LONGEST:
        return text
    closer = re.sub(r"\s*([/.-])\s*", r"\1", typed(text).replace("\n", " ").replace("\\", "/"))
    return _WEEKDAY.sub("", closer.strip(" .,;'"))


def _in_digits(text: str) -> re.Match[str] | None:
    """The parts of a date in digits such as 23/03/2004."""
    return _NUMERIC.fullmatch(text) or _NUMERIC.fullmatch(_without_trimmings(text))


def _orders(cells: Iterable[CellValue]) -> Iterator[tuple[str, Order]]:
    """The texts among `cells` that are dates in digits, each once, with the order that it shows by itself."""
    return ((text, _order_of(match)) for text, match in _in_a_calendar(cells))


def _in_a_calendar(cells: Iterable[CellValue]) -> Iterator[tuple[str, re.Match[str]]]:
    """The texts among `cells` that are dates in digits, each once, with its parts.

    One such as 45/13/2004 is none: nobody knows what was meant. 31/06/2004 still has its day first, but that
    Americans wrote the column takes a day that there is: 06/31/2004 is none.
    """
    for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
        if match := _in_digits(shown := display(text)):
            day, month, longest = int(match[1]), int(match[3]), _DAYS_OF_A_MONTH
            if _order_of(match) is Order.MONTH_FIRST:
                day, month = month, day
                longest = monthrange(_LEAP_YEAR, month)[1] if 1 <= month <= _MONTHS_OF_A_YEAR else 0
            if 1 <= month <= _MONTHS_OF_A_YEAR and 1 <= day <= longest:
                yield shown, match


def _order_of(match: re.Match[str]) -> Order:
    """The order that one date in digits shows by itself; dots are only ever written day first."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or (first > 12 >= second):
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 >= first else Order.OPEN


def _reads_both_ways(match: re.Match[str]) -> bool:
    return _order_of(match) is Order.OPEN and int(match[1]) != int(match[3])


def _is_day_first(match: re.Match[str]) -> bool:
    """Whether the date is the same however the others of its column are read."""
    return _order_of(match) is not Order.MONTH_FIRST and not _reads_both_ways(match)


@dataclass(frozen=True)
class _Century:
    """How to read a year of two digits."""

    today: date
    birth: bool

    def of(self, days: Sequence[date]) -> date:
        """The one of `days`, which lie a century apart, that is meant."""
        if self.birth:
            return max((day for day in days if day <= self.today), default=days[0])
        return min(days, key=lambda day: abs(day - self.today))


def _from_numeric(match: re.Match[str], order: Order, century: _Century) -> date | Invalid:
    own = _order_of(match)
    if own is Order.MONTH_FIRST or (own is Order.OPEN and order is Order.MONTH_FIRST):
        return _made(match[4], int(match[1]), match[3], century)
    return _made(match[4], int(match[3]), match[1], century)


def _from_text(text: str, century: _Century) -> date | Invalid:
    """The date in a text or a number that is not in the form of 23/03/2004."""
    if _MOMENT.fullmatch(text):
        return _from_moment(text)
    if _SERIAL.fullmatch(text):
        return _from_serial(int(text[:5]))
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(match[1], int(match[3]), match[4], century)
    if match := _YEAR_FIRST_COMPACT.fullmatch(text):
        return _made(match[1], int(match[2]), match[3], century)
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return _made(match[3], _MONTHS.get(match[2].lower(), 0), match[1], century)
    if match := _MONTH_NAME_DAY.fullmatch(text):
        return _made(match[3], _MONTHS.get(match[1].lower(), 0), match[2], century)
    if match := _YEAR_MONTH_NAME.fullmatch(text):
        return _made(match[1], _MONTHS.get(match[2].lower(), 0), match[3], century)
    return _no_date()


def _made(year: str, month: int, day: str, century: _Century) -> date | Invalid:
    """The date, or an `Invalid` for one that is in no calendar."""
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    if not (1 <= month <= 12 and 1 <= int(day) <= 31 and years[0]):
        return _no_date()
    days = [date(one, month, int(day)) for one in years if int(day) <= monthrange(one, month)[1]]
    return century.of(days) if days else Invalid("date-invalid", REASONS["date-calendar"])


def _from_serial(number: int) -> date | Invalid:
    return _EXCEL_DAY_ZERO + timedelta(days=number) if number in _SERIALS else _no_date()


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


def _likely(day: date, today: date, *, birth: bool) -> date | Invalid:
    """`day`, or an `Invalid` where no roster can mean it."""
    if birth and day > today:
        return Invalid("date-invalid", REASONS["date-birth-future"])
    if birth and day < _EARLIEST_BIRTH:
        return Invalid("date-invalid", REASONS["date-birth-early"])
    in_reach = birth or _EARLIEST <= day <= _LATEST
    return day if in_reach else Invalid("date-invalid", REASONS["date-far"])


def _no_date() -> Invalid:
    return Invalid("date-invalid", REASONS["date-none"])
