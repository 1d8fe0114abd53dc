"""What each body may hold: one table of fields an endpoint, and the reading and refusing by it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from onefile_desktop.rehearsal.messages import RefusedError
from onefile_desktop.rehearsal.records import ASSESSORS, ROLES, Record, Role, Value, is_blank
from onefile_desktop.rehearsal.store import Store


class Kind(Enum):
    """What a field holds; the value says so in a refusal."""

    NUMBER = "a whole number"
    TEXT = "text"
    DATE = "a date such as 2022-02-23T00:00:00Z"
    FLAG = "true or false"


@dataclass(frozen=True)
class Field:
    """One field of a body. `table` is where its ID must be found; `roles` what a person must be for it."""

    name: str
    kind: Kind
    table: str = ""
    roles: frozenset[Role] = frozenset()
    among: frozenset[int] = frozenset()


ORGANISATION_ID = Field("OrganisationID", Kind.NUMBER, "organisations")
STANDARD_ID = Field("StandardID", Kind.NUMBER, "standards")
UNIT_ID = Field("UnitID", Kind.TEXT, "units")

# OneFile's API guide, "Creating and managing users via the API".
USER_FIELDS = (
    ORGANISATION_ID,
    Field("Role", Kind.NUMBER, among=ROLES),
    Field("FirstName", Kind.TEXT),
    Field("LastName", Kind.TEXT),
    Field("Email", Kind.TEXT),
    Field("MISID", Kind.TEXT),
    Field("DefaultAssessorID", Kind.NUMBER, "users", ASSESSORS),
    Field("DefaultEmployerID", Kind.NUMBER, "users", frozenset({Role.EMPLOYER})),
    Field("ClassroomID", Kind.NUMBER, "classrooms"),
    Field("PlacementID", Kind.NUMBER, "placements"),
    Field("ProviderID", Kind.NUMBER, "providers"),
    Field("LearnerStatusID", Kind.NUMBER, "learner_statuses"),
    Field("CompanyName", Kind.TEXT),
    Field("MobileNumber", Kind.TEXT),
    Field("Telephone", Kind.TEXT),
    Field("Website", Kind.TEXT),
    Field("WorkAddress", Kind.TEXT),
    Field("HomeAddress", Kind.TEXT),
    Field("ULN", Kind.TEXT),
    Field("NINO", Kind.TEXT),
    Field("EpisodeName", Kind.TEXT),
    Field("CreatedOn", Kind.DATE),
    Field("CentreRegister", Kind.DATE),
    Field("DOB", Kind.DATE),
    Field("StartOn", Kind.DATE),
    Field("PlannedEndDate", Kind.DATE),
    Field("L12", Kind.TEXT),
    Field("L13", Kind.TEXT),
    Field("L14", Kind.TEXT),
    Field("L15", Kind.TEXT),
    Field("L16", Kind.TEXT),
    Field("SupportFunding", Kind.FLAG),
)

_EVERYBODY_NEEDS = ("OrganisationID", "FirstName", "LastName", "Email", "Role")
_ROLE_NEEDS = {
    Role.LEARNER: ("DefaultAssessorID", "ClassroomID", "PlacementID"),
    Role.EMPLOYER: ("PlacementID",),
    Role.OBSERVER: ("PlacementID",),
}

# Seen in use, for placements and classrooms alike.
PLACE_FIELDS = (ORGANISATION_ID, Field("Name", Kind.TEXT), Field("MISID", Kind.TEXT))
PLACE_NEEDS = ("OrganisationID", "Name")

# OneFile's API guide, "Assigning users to learners via the API".
ASSIGN_FIELDS = (
    Field("LearnerID", Kind.NUMBER, "users", frozenset({Role.LEARNER})),
    Field("Level", Kind.NUMBER, among=frozenset({1, 2, 3})),
    STANDARD_ID,
    UNIT_ID,
)
ASSIGN_NEEDS = ("LearnerID", "Level")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?")
_FLAGS = {"true": True, "false": False}


def read(fields: Iterable[Field], given: Record) -> Record:
    """The fields that were given, under OneFile's names and with values of the right type; blanks are None.

    Names are taken in any case and unknown ones passed over. Numbers and flags may come as text, as
    they do in a form. Raises `RefusedError` (400) naming the field.
    """
    folded = {name.casefold(): value for name, value in given.items()}
    return {
        field.name: _typed(field, folded[field.name.casefold()]) for field in fields if field.name.casefold() in folded
    }


def require(values: Record, names: Iterable[str]) -> None:
    """Raises `RefusedError` (400) for the first of `names` that has no value."""
    for name in names:
        if values.get(name) is None:
            raise RefusedError(400, f"{name} is required.")


def needs_of(role: Value) -> tuple[str, ...]:
    """The fields that a person of this role must have."""
    return _EVERYBODY_NEEDS + next((names for needing, names in _ROLE_NEEDS.items() if needing == role), ())


def check_references(store: Store, fields: Iterable[Field], values: Record, organisation: int) -> None:
    """Raises `RefusedError` (400) for an ID that the organisation has not, or a person of another role.

    Somebody who is archived can be nobody's assessor or employer any more.
    """
    for field in fields:
        value = values.get(field.name)
        if not field.table or value is None:
            continue
        found = store.find(field.table, value, organisation)
        if found is None:
            raise RefusedError(400, f"{field.name} {value} is unknown in this organisation.")
        if field.roles and found.get("Role") not in field.roles:
            wanted = " or ".join(role.name.replace("_", " ").lower() for role in sorted(field.roles))
            raise RefusedError(400, f"{field.name} {value} is not of the role that it needs: {wanted}.")
        if found.get("Archived"):
            raise RefusedError(400, f"{field.name} {value} is archived.")


def _typed(field: Field, value: Value) -> Value:
    if is_blank(value):
        return None
    typed = _CONVERSIONS[field.kind](value)
    if typed is None:
        raise RefusedError(400, f"{field.name} must be {field.kind.value}.")
    if field.among and typed not in field.among:
        raise RefusedError(400, f"{field.name} {typed} must be one of {', '.join(map(str, sorted(field.among)))}.")
    return typed


def _number(value: Value) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,18}\s*", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _date(value: Value) -> str | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        return None
    try:
        datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return value.strip()


def _flag(value: Value) -> bool | None:
    return _FLAGS.get(value.strip().lower()) if isinstance(value, str) else value if isinstance(value, bool) else None


_CONVERSIONS = {Kind.NUMBER: _number, Kind.TEXT: _text, Kind.DATE: _date, Kind.FLAG: _flag}
