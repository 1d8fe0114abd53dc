"""The bodies of creates and updates: which fields are sent, and how.

Source: OneFile's guide "Creating and managing users via the API". Dates go as midnight UTC, as its examples show.
"""

from collections.abc import Mapping
from datetime import date

from onefile_desktop.centre.snapshot import numbered
from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.writes import JsonValue, id_in_body
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.subjects import Course
from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.kinds.phones import read_phone

_OF_A_CREATE = {name: column for name, column in PEOPLE.items() if column.in_create}
_FILLED_IN = ("DefaultAssessorID", "DefaultEmployerID")
"""What is added to a learner who is there already and has none."""
_NEVER_CHANGED = frozenset({"Email", "CreatedOn"})
"""A new email address needs the old account unlinked from its Keychain first, in OneFile."""
YES = frozenset({"true", "1", "yes"})
"""How OneFile may write that a box is ticked, without its case."""


def body_of_create(resolved: Resolved, organisation: int) -> Mapping[str, JsonValue]:
    """Everything the row says that OneFile takes for a new person; blanks are not sent."""
    row = resolved.subject.row
    body: dict[str, JsonValue] = {"OrganisationID": organisation}
    for name, column in _OF_A_CREATE.items():
        if column.kind is Kind.ROLE:
            body[name] = int(row.role)
        elif name in resolved.ids:
            body[name] = id_in_body(resolved.ids[name])
        elif column.target is None and name in row.values:
            body[name] = _sent(row.values[name])
    return body


def body_of_update(resolved: Resolved) -> Mapping[str, JsonValue]:
    """What differs for somebody who is there already, or with `Course.ADD` the defaults they lack; maybe nothing.

    A blank of the row erases nothing, and an email is never changed. Spaces are no difference, nor is how a phone
    number is written, nor zeros at the front of a MIS ID, which Excel takes away.
    """
    person, course = resolved.subject.person, resolved.subject.course
    if person is None or not person.complete:
        return {}
    row = resolved.subject.row
    body: dict[str, JsonValue] = {}
    for name, column in _OF_A_CREATE.items():
        if name in _NEVER_CHANGED or column.kind is Kind.ROLE:
            continue
        there = person.fields.get(name)
        if name in resolved.ids:
            wanted = resolved.ids[name]
            empty = there in (None, "", 0, "0")
            if (name in _FILLED_IN and empty) or (course is Course.UPDATE and str(there) != str(wanted)):
                body[name] = id_in_body(wanted)
        elif course is Course.UPDATE and column.target is None and name in row.values:
            value = row.values[name]
            if not _equal(column.kind, name, value, there):
                body[name] = _sent(value)
    return body


def _equal(kind: Kind, name: str, wanted: object, there: object) -> bool:
    text = " ".join(str("" if there is None else there).split())
    if isinstance(wanted, bool):
        return text != "" and (text.casefold() in YES) == wanted
    if isinstance(wanted, date):
        return day(there) == wanted
    if name == "MISID":
        return numbered(text) == numbered(str(wanted))
    if kind is Kind.PHONE:
        return _dialled(text) == _dialled(str(wanted))
    if kind in (Kind.ULN, Kind.NINO):
        return "".join(text.split()).casefold() == str(wanted).casefold()
    return text == " ".join(str(wanted).split())


def _dialled(phone: str) -> str:
    """A phone number for comparing: one in the UK with its 0, however it is written."""
    number = read_phone(phone)
    return number.replace("+44", "0", 1) if isinstance(number, str) else phone


def _sent(value: object) -> JsonValue:
    if isinstance(value, bool | int | str):
        return value
    assert isinstance(value, date)
    return f"{value.isoformat()}T00:00:00Z"
