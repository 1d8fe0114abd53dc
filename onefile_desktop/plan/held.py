"""Whether OneFile holds a value already, however it writes it: no difference is one that nobody would call so."""

from datetime import date

from onefile_desktop.centre.snapshot import folded, numbered
from onefile_desktop.onefile.fields import day, number
from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.kinds.phones import read_phone

YES = frozenset({"true", "1", "yes"})
"""How OneFile may write that a box is ticked, without its case."""


def is_held(name: str, wanted: object, there: object) -> bool:
    """Whether `there`, as OneFile has it in the field `name`, is what is `wanted`, read from a roster or as it is sent.

    Spaces are no difference, nor is how a phone number is written, nor zeros at the front of a MIS ID, which Excel
    takes away, nor at which moment of its day in London a date stands, nor whether a number comes as a text.
    """
    text = " ".join(str("" if there is None else there).split())
    if isinstance(wanted, bool):
        return text != "" and (text.casefold() in YES) == wanted
    if isinstance(wanted, int):
        return number(there) == wanted
    if isinstance(wanted, date):
        return day(there) == wanted
    kind, asked = PEOPLE[name].kind if name in PEOPLE else Kind.TEXT, str(wanted)
    sent = day(asked) if kind is Kind.DATE else None
    if sent is not None:
        return day(there) == sent
    if name == "MISID":
        return numbered(text) == numbered(asked)
    if kind is Kind.PHONE:
        return _dialled(text) == _dialled(asked)
    if kind in (Kind.ULN, Kind.NINO):
        return "".join(text.split()).casefold() == asked.casefold()
    if kind is Kind.EMAIL:
        return folded(text) == folded(asked)
    return text == " ".join(asked.split())


def _dialled(phone: str) -> str:
    """A phone number for comparing: one in the UK with its 0, however it is written."""
    number = read_phone(phone)
    return number.replace("+44", "0", 1) if isinstance(number, str) else phone
