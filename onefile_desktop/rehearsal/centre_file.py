"""The centre file: a whole centre as one JSON object, in the API's own field names."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.records import ROLES, Record, Value, key_of, number_in, records_in

TABLES = (
    "organisations",
    "users",
    "classrooms",
    "placements",
    "providers",
    "learner_statuses",
    "standards",
    "units",
    "framework_templates",
    "learning_aims",
    "unit_summaries",
)
"""The lists of objects that have an ID. All but the first may be left out of a file."""

CREATE_ANSWERS = ("object", "number", "empty", "organisation")

_REFERENCES = {
    "users": {"OrganisationID": "organisations"},
    "classrooms": {"OrganisationID": "organisations"},
    "placements": {"OrganisationID": "organisations"},
    "providers": {"OrganisationID": "organisations"},
    "learner_statuses": {"OrganisationID": "organisations"},
    "standards": {"OrganisationID": "organisations"},
    "units": {"StandardID": "standards"},
    "framework_templates": {"OrganisationID": "organisations"},
    "learning_aims": {"UserID": "users", "StandardID": "standards"},
    "unit_summaries": {"UserID": "users", "UnitID": "units"},
}
"""Which fields must name an object of the file itself, where they are given."""

_NEEDED = {
    "users": ("OrganisationID", "Role"),
    "units": ("StandardID",),
    "learning_aims": ("UserID", "StandardID"),
    "unit_summaries": ("UserID", "UnitID"),
}


@dataclass(frozen=True)
class Options:
    """How this centre behaves where nobody knows how OneFile does."""

    create_answers: str = "object"
    search_shows_email: bool = True
    search_shows_role: bool = True
    search_shows_archived: bool = False
    search_honours: frozenset[str] | None = None
    """The people filters that have an effect, in lower case; None for all."""
    page_size_max: int = 200
    search_lag_seconds: float = 0.0


_OPTION_NAMES = frozenset(option.name for option in fields(Options))


@dataclass(frozen=True)
class Contents:
    """A centre file that has been read and holds together."""

    customer: Record
    tables: dict[str, list[Record]]
    assignments: list[Record] = field(default_factory=list[Record])
    options: Options = field(default_factory=Options)
    written_options: Record = field(default_factory=dict[str, Value])


def read_json(path: Path, what: str) -> Value:
    """The JSON in a file that the user named; `what` says in messages which file it is.

    Raises `UnreadableFileError`.
    """
    title = f"The {what} cannot be read"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UnreadableFileError(title, f"{path} cannot be read: {reason}.", "Check the path.") from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(
            title, f"{path} is not valid JSON: {error}.", "Correct the file and start again."
        ) from error


def read_centre_file(path: Path) -> Contents:
    """The centre in the file at `path`. Raises `UnreadableFileError` naming the object that is wrong."""
    return contents_of(read_json(path, "centre file"), path, "centre file")


def contents_of(value: Value, path: Path, what: str) -> Contents:
    """The centre that `value` describes. Raises `UnreadableFileError`, naming `path`."""
    try:
        return _contents(value)
    except _FlawError as flaw:
        raise UnreadableFileError(
            f"The {what} cannot be used", f"{path}: {flaw}.", "Correct the file and start again."
        ) from flaw


class _FlawError(Exception):
    """What is wrong with a centre file, as part of a sentence."""


def _contents(value: Value) -> Contents:
    if not isinstance(value, dict):
        raise _FlawError("it does not hold a JSON object")
    customer = value.get("customer", {"ID": 1, "Name": "Rehearsal"})
    if not isinstance(customer, dict):
        raise _FlawError("customer is not an object")
    tables = {name: _objects(value, name) for name in TABLES}
    if not tables["organisations"]:
        raise _FlawError("organisations is empty, and a centre is one")
    keys = {name: _keys(name, records) for name, records in tables.items()}
    for name, records in tables.items():
        for record in records:
            _check_record(name, record, keys)
    written_options = value.get("options", {})
    if not isinstance(written_options, dict):
        raise _FlawError("options is not an object")
    return Contents(customer, tables, _objects(value, "assignments"), _options(written_options), written_options)


def _objects(file: Record, name: str) -> list[Record]:
    entries = file.get(name, [])
    if not isinstance(entries, list):
        raise _FlawError(f"{name} is not a list")
    objects = [dict(entry) for entry in entries if isinstance(entry, dict)]
    if len(objects) != len(entries):
        raise _FlawError(f"{name} holds something that is not an object")
    return objects


def _keys(name: str, records: Iterable[Record]) -> set[str]:
    keys: set[str] = set()
    for record in records:
        identifier = record.get("ID")
        wanted = (str, int) if name == "units" else int
        if not isinstance(identifier, wanted) or isinstance(identifier, bool):
            raise _FlawError(f"{name} holds an object whose ID is {json.dumps(identifier)}")
        key = key_of(identifier)
        if key in keys:
            raise _FlawError(f"{name} holds two objects with the ID {identifier}")
        keys.add(key)
    return keys


def _check_record(table: str, record: Record, keys: dict[str, set[str]]) -> None:
    where = f"{table}, ID {record['ID']}"
    for name in _NEEDED.get(table, ()):
        if record.get(name) is None:
            raise _FlawError(f"{where}: {name} is missing")
    for name, target in _REFERENCES.get(table, {}).items():
        given = record.get(name)
        if given is not None and key_of(given) not in keys[target]:
            raise _FlawError(f"{where}: {name} {json.dumps(given)} is not among {target}")
    if table == "users" and number_in(record, "Role") not in ROLES:
        raise _FlawError(f"{where}: Role {json.dumps(record['Role'])} is not a role")
    for entry in records_in(record, "Standards"):
        if key_of(entry.get("StandardID")) not in keys["standards"]:
            raise _FlawError(f"{where}: StandardID {json.dumps(entry.get('StandardID'))} is not among standards")
        units = entry.get("UnitIDs", [])
        for unit in units if isinstance(units, list) else [units]:
            if key_of(unit) not in keys["units"]:
                raise _FlawError(f"{where}: the unit {json.dumps(unit)} is not among units")


def _options(written: Record) -> Options:
    unknown = sorted(written.keys() - _OPTION_NAMES)
    if unknown:
        raise _FlawError(f"options has no {unknown[0]}; there are {', '.join(sorted(_OPTION_NAMES))}")
    default = Options()
    answers = written.get("create_answers", default.create_answers)
    if not isinstance(answers, str) or answers not in CREATE_ANSWERS:
        raise _wrong_option("create_answers", answers, "one of " + ", ".join(CREATE_ANSWERS))
    page_size_max = written.get("page_size_max", default.page_size_max)
    if not isinstance(page_size_max, int) or isinstance(page_size_max, bool) or page_size_max < 1:
        raise _wrong_option("page_size_max", page_size_max, "a whole number from 1")
    lag = written.get("search_lag_seconds", default.search_lag_seconds)
    if not isinstance(lag, int | float) or isinstance(lag, bool) or lag < 0:
        raise _wrong_option("search_lag_seconds", lag, "a number of seconds, 0 or more")
    honours = written.get("search_honours", None)
    if honours is not None and not isinstance(honours, list):
        raise _wrong_option("search_honours", honours, "a list of field names")
    return Options(
        create_answers=answers,
        search_shows_email=_flag(written, "search_shows_email", default.search_shows_email),
        search_shows_role=_flag(written, "search_shows_role", default.search_shows_role),
        search_shows_archived=_flag(written, "search_shows_archived", default.search_shows_archived),
        search_honours=None if honours is None else frozenset(key_of(name) for name in honours),
        page_size_max=page_size_max,
        search_lag_seconds=lag,
    )


def _flag(written: Record, name: str, default: bool) -> bool:
    value = written.get(name, default)
    if not isinstance(value, bool):
        raise _wrong_option(name, value, "true or false")
    return value


def _wrong_option(name: str, value: Value, wanted: str) -> _FlawError:
    return _FlawError(f"the option {name} is {json.dumps(value)}, but must be {wanted}")
