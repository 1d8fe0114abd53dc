"""The bodies of creates and updates: which fields are sent, and how.

Source: OneFile's guide "Creating and managing users via the API". Dates go as midnight UTC, as its examples show.
"""

from collections.abc import Mapping
from datetime import date

from onefile_desktop.onefile.writes import JsonValue, id_in_body
from onefile_desktop.plan.held import is_held
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.plan.subjects import Course
from onefile_desktop.roster.fields import PEOPLE, Kind

_OF_A_CREATE = {name: column for name, column in PEOPLE.items() if column.in_create}
_FILLED_IN = ("DefaultAssessorID", "DefaultEmployerID")
"""What is added to a learner who is there already and has none."""
_NEVER_CHANGED = frozenset({"Email", "CreatedOn"})
"""A new email address needs the old account unlinked from its Keychain first, in OneFile."""


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

    A blank of the row erases nothing, and an email is never changed. `is_held` says what is a difference.
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
            if not is_held(name, value, there):
                body[name] = _sent(value)
    return body


def _sent(value: object) -> JsonValue:
    if isinstance(value, bool | int | str):
        return value
    assert isinstance(value, date)
    return f"{value.isoformat()}T00:00:00Z"
