"""What stands beside people and may mean that they are not to be enrolled: a note, a date of leaving, an "Enrol? No".

The columns mean nothing else to the program, and whoever is on a row is enrolled, so somebody who withdrew and was left
in the list must not slip through unnoticed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from functools import lru_cache

from onefile_desktop.roster.cells import display, one_line, plain, unreadable
from onefile_desktop.roster.fields import Kind
from onefile_desktop.roster.kinds.blanks import says_nothing
from onefile_desktop.roster.rows import CellValue, Column, Remark, SheetRow
from onefile_desktop.roster.values import read_value

_CHOOSES = re.compile(
    "(?:(?:to)?(?:enroll?|import|include|upload|onboard|(?P<out>exclude|skip|omit|ignore))"
    "|(?P<left_out>excluded|skipped|omitted|ignored)|tobe(?:enrolled|imported|included|uploaded|onboarded|(?P<to_be_left_out>excluded|skipped|omitted|ignored)))"
    "(?:(?:to|in|into|on)?onefile)?(?:yn|yesno|yorn)?"
)
"""Headers, made plain, of columns in which people note who is to be enrolled, not who is: "Enrol? (Y/N)"."""

_LEAVING = re.compile(
    "(?:date)?(?:of)?(?:left|leaving|leaver|withdrawn|withdrawal|withdrew|withdraw|droppedout|dropout)(?:date|on|reason)?"
    "|(?:reason)(?:for)?(?:leaving|withdrawal)|learnactenddate|actualenddate"
)
"""Headers, made plain, of columns that are blank for whoever has not left."""

_COMPLETION = frozenset({"compstatus", "completionstatus"})
_ENDED = frozenset({"2", "3", "6"})  # the ILR's completed, withdrawn, and on a break
_STATUS = "LearnerStatusID"
_REMEMBERED = 1024
_YEAR_OF_DAY_ZERO = 1900

_SAYS_SO = re.compile(
    r"""
    \b (?: do \s not | does \s not | don['’]?t | not \s to \s be | not \s to | no \s longer (?: \s to \s be )? )
        \s (?: be \s )? (?: enroll? | start | import | upload | add ) (?: ed | ing )? \b
    | \b (?: did \s not | didn['’]?t | never | won['’]?t \s be | not ) \s (?: enroll? | start ) (?: ed | ing )? \b
    | \b (?: not \s proceeding | no[ -]show | no \s longer \s with \s us | has \s left | closed \s lost ) \b
    | \b (?: withdr(?:e|a)wn? | withdraw(?:s|ing|al)? | dropped[ -]out | drop[ -]?out | cancelled | resigned ) \b
    | ^ (?: leaver | left | declined ) \b (?! \s+ [a-z] )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def chooses(header: str) -> bool:
    """Whether a column of this name says who is to be enrolled."""
    return _CHOOSES.fullmatch(plain(header)) is not None


def remarks_beside(rows: Iterable[SheetRow], columns: Sequence[Column], people: Set[int]) -> Iterator[Remark]:
    """The first remark on each of `rows` whose number is among `people`, in columns without a field or of a status.

    Columns that the admin left out are not looked at.
    """
    asides = [(column, _telling(column)) for column in columns if column.lost or column.field == _STATUS]
    for row in rows if asides else ():
        if row.number not in people:
            continue
        for column, tells in asides:
            value = row.cells[column.index] if column.index < len(row.cells) else None
            if value is not None and (text := tells(value)):
                yield Remark(row.number, column, text)
                break


def _telling(column: Column) -> Callable[[CellValue], str]:
    """What tells the text of a cell of `column` that may mean so; it is empty for any other cell."""
    tells = _telling_text(column)

    @lru_cache(_REMEMBERED, typed=True)
    def telling(value: CellValue) -> str:
        # Excel shows an empty cell as day 0 where a formula makes a date of it.
        is_none = unreadable(value) is not None or (isinstance(value, date) and value.year <= _YEAR_OF_DAY_ZERO)
        text = "" if is_none else one_line(display(value))
        return text if text and tells(text) else ""

    return telling


def _telling_text(column: Column) -> Callable[[str], bool]:
    header = plain(column.header)
    if choice := _CHOOSES.fullmatch(header):
        unwanted = any(choice.groups())
        return lambda text: _answer(text) is unwanted or _says_so(text)
    if _LEAVING.fullmatch(header):
        return lambda text: not says_nothing(text) and _answer(text) is not False
    if header in _COMPLETION:
        return lambda text: text.lstrip("0")[:1] in _ENDED or _says_so(text)
    return _says_so


def _answer(text: str) -> object:
    """Yes or no, where a text is one of them; a cross is a yes."""
    return True if text.casefold() == "x" else read_value(Kind.YES_NO, text)


def _says_so(text: str) -> bool:
    return _SAYS_SO.search(text) is not None
