"""JSON objects of OneFile's, turned into the values of `models`.

Field names are read in any case, numbers may come as texts and dates as moments, and any field may be missing;
only an ID that is missing makes an object useless.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from onefile_desktop.onefile.endings import NoAnswerError
from onefile_desktop.onefile.models import Customer, LearningAim, Named, Organisation, Person, Unit, UnitSummary
from onefile_desktop.onefile.roles import Role

UNREADABLE = "OneFile’s answer could not be read."

_T = TypeVar("_T")
_LONDON = ZoneInfo("Europe/London")
_MOST_DIGITS = 18  # a file of ours holds no number that is longer, and no ID comes near
_WHOLE_NUMBER = re.compile(rf"\s*\d{{1,{_MOST_DIGITS}}}\s*", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Fields(Mapping[str, object]):
    """A JSON object whose names are looked up in any case; iterating gives them as they came."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._names = tuple(values)
        self._values = {name.lower(): value for name, value in values.items()}

    def __getitem__(self, name: str) -> object:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def customer(fields: Fields) -> Customer:
    """The customer of an API token."""
    return Customer(_id(fields), _text(fields, "Name") or "")


def organisation(fields: Fields) -> Organisation:
    """A centre."""
    return Organisation(
        _id(fields),
        _text(fields, "Name") or "",
        keychain_creation=_flag(fields, "KeychainCreationForNewUserActive"),
        email_suppression=_flag(fields, "KeychainEmailSuppression"),
    )


def found_person(fields: Fields) -> Person:
    """Somebody as a search shows them."""
    role = _number(fields, "Role")
    return Person(
        id=_id(fields),
        role=Role(role) if role in set(Role) else None,
        first_name=_text(fields, "FirstName") or "",
        last_name=_text(fields, "LastName") or "",
        email=_text(fields, "Email"),
        mis_id=_text(fields, "MISID"),
        uln=_text(fields, "ULN"),
        born=day(fields.get("DOB")),
        archived=_flag(fields, "Archived"),
    )


def whole_person(fields: Fields) -> Person:
    """Somebody as read by ID."""
    return replace(found_person(fields), complete=True, fields=fields)


def named(fields: Fields) -> Named:
    """A class, placement, provider, learner status, standard or framework template; some have a Title for a Name."""
    return Named(_id(fields), _text(fields, "Name") or _text(fields, "Title") or "", _text(fields, "MISID"))


def unit(fields: Fields, standard_id: int | None) -> Unit:
    """A unit, of the standard that was asked for where it does not say; its ID is a text."""
    return Unit(
        _needed(_text(fields, "ID")), _text(fields, "Title") or "", _number(fields, "StandardID") or standard_id
    )


def learning_aim(fields: Fields, learner_id: int) -> LearningAim:
    """A learning aim of the learner that was asked for."""
    return LearningAim(_id(fields), learner_id, _id(fields, "StandardID"))


def unit_summary(fields: Fields, learner_id: int) -> UnitSummary:
    """A unit summary of the learner that was asked for."""
    return UnitSummary(_id(fields), learner_id, _needed(_text(fields, "UnitID")))


def day(value: object) -> date | None:
    """The day, in London, of a date or moment as OneFile writes it; None where there is none.

    A birthday that was entered in summer time comes back as 11 p.m. of the day before in UTC.
    """
    try:
        moment = datetime.fromisoformat(value.strip() if isinstance(value, str) else "")
        found = moment.date() if moment.tzinfo is None else moment.astimezone(_LONDON).date()
    except (ValueError, OverflowError):
        return None
    # Year 1 is how .NET writes that there is no date.
    return found if found.year > 1 else None


def number(value: object) -> int | None:
    """A whole number that came as one, as a text or with decimals that are all zero; None for anything else.

    None also for one of more than 18 digits.
    """
    found = int(value) if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value) else _whole(value)
    return found if found is not None and abs(found) < 10**_MOST_DIGITS else None


def _whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(fields: Fields, name: str) -> int | None:
    return number(fields.get(name))


def _id(fields: Fields, name: str = "ID") -> int:
    return _needed(_number(fields, name))


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    whole = _whole(value)
    text = value if isinstance(value, str) else "" if whole is None else str(whole)
    return text.strip() or None


def _flag(fields: Fields, name: str) -> bool | None:
    return _FLAGS.get(str(fields.get(name)).strip().lower())


def _needed(value: _T | None) -> _T:
    if value is None:
        raise NoAnswerError(UNREADABLE)
    return value
