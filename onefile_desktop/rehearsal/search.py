"""The searches, and the reading of one object."""

from collections.abc import Iterable
from dataclasses import dataclass

from onefile_desktop.rehearsal.calls import Call, Handler
from onefile_desktop.rehearsal.messages import Answer, RefusedError, json_answer, list_answer
from onefile_desktop.rehearsal.records import Record, Value, number_in
from onefile_desktop.rehearsal.rules import (
    ORGANISATION_ID,
    STANDARD_ID,
    UNIT_ID,
    USER_FIELDS,
    Field,
    Kind,
    check_references,
    read,
    require,
)

_NAME = Field("Name", Kind.TEXT)
_MIS_ID = Field("MISID", Kind.TEXT)
_TITLE = Field("Title", Kind.TEXT)
_USER_ID = Field("UserID", Kind.NUMBER)


@dataclass(frozen=True)
class Search:
    """One kind of search: what it looks through, by what, and what of each object it shows."""

    table: str
    filters: tuple[Field, ...]
    shows: tuple[str, ...]
    needs: tuple[str, ...] = ()


_PLACES = (ORGANISATION_ID, _NAME, _MIS_ID)
_AIM = ("ID", "UserID", "LearnerID", "StandardID", "Title")

PEOPLE = Search("users", USER_FIELDS, ("ID", "FirstName", "LastName", "MISID", "OrganisationID"))
CLASSROOMS = Search("classrooms", _PLACES, ("ID", "Name", "MISID"))
PLACEMENTS = Search("placements", _PLACES, ("ID", "Name", "MISID"))
PROVIDERS = Search("providers", _PLACES, ("ID", "Name", "MISID"))
STANDARDS = Search("standards", (ORGANISATION_ID, _TITLE), ("ID", "Title"))
UNITS = Search("units", (ORGANISATION_ID, STANDARD_ID, _TITLE), ("ID", "Title", "StandardID"))
FRAMEWORK_TEMPLATES = Search("framework_templates", (ORGANISATION_ID, _TITLE), ("ID", "Title"))
LEARNING_AIMS = Search("learning_aims", (_USER_ID, STANDARD_ID), _AIM, ("UserID",))
UNIT_SUMMARIES = Search(
    "unit_summaries", (_USER_ID, STANDARD_ID, UNIT_ID), (*_AIM, "UnitID", "LearningAimID"), ("UserID",)
)


def searching(search: Search) -> Handler:
    """The handler of a search, whole or by pages."""

    def handler(call: Call) -> Answer:
        found = [_shown(search.shows, record) for record in _found(search, call)]
        return list_answer(_page(call, found))

    return handler


def people(call: Call) -> Answer:
    """The people who match, as far as this centre's searches show them."""
    options = call.store.options
    shows = PEOPLE.shows
    if options.search_shows_role:
        shows += ("Role",)
    if options.search_shows_email:
        shows += ("Email",)
    if options.search_shows_archived:
        shows += ("Archived",)
    found = [_shown(shows, person) for person in _found(PEOPLE, call) if call.store.is_searchable(person)]
    return list_answer(_page(call, found))


def reading(table: str) -> Handler:
    """The handler that answers the whole of one object."""

    def handler(call: Call) -> Answer:
        return json_answer(call.subject(table))

    return handler


def customer(call: Call) -> Answer:
    """The customer, without the token."""
    return json_answer(_shown(("ID", "Name"), call.store.customer))


def organisations(call: Call) -> Answer:
    """The customer's organisations; another customer has none here."""
    wanted = read((Field("CustomerID", Kind.NUMBER),), call.fields).get("CustomerID")
    if wanted not in (None, call.store.customer.get("ID")):
        return list_answer([])
    return list_answer(_page(call, call.store.all("organisations")))


def learner_statuses(call: Call) -> Answer:
    """The statuses that an organisation's learners may have."""
    organisation = number_in(call.subject("organisations"), "ID") or 0
    return list_answer(
        [_shown(("ID", "Name"), status) for status in call.store.within("learner_statuses", organisation)]
    )


def whole_person(person: Record) -> Record:
    """A person with every field that one may have, unset ones as null."""
    return {"ID": person["ID"], **{field.name: None for field in USER_FIELDS}, **person}


def person(call: Call) -> Answer:
    """The whole of one person, archived or not."""
    return json_answer(whole_person(call.subject("users")))


def _found(search: Search, call: Call) -> Iterable[Record]:
    values = read(search.filters, call.fields)
    require(values, search.needs)
    organisation = number_in(values, "OrganisationID")
    if organisation is None:
        candidates = call.store.all(search.table)
    else:
        check_references(call.store, (ORGANISATION_ID,), values, organisation)
        candidates = call.store.within(search.table, organisation)
    honours = call.store.options.search_honours if search is PEOPLE else None
    wanted = {
        name: value
        for name, value in values.items()
        if value is not None and name != "OrganisationID" and (honours is None or name.casefold() in honours)
    }
    return [record for record in candidates if all(_same(record.get(name), value) for name, value in wanted.items())]


def _same(held: Value, wanted: Value) -> bool:
    if isinstance(held, str) and isinstance(wanted, str):
        return held.strip().casefold() == wanted.strip().casefold()
    return held == wanted


def _shown(names: Iterable[str], record: Record) -> Record:
    return {name: record.get(name) for name in names}


def _page(call: Call, found: list[Record]) -> list[Record]:
    """The page that the path asks for, or everything. No page is longer than the centre's longest."""
    page, size = call.parts.get("page"), call.parts.get("size")
    if not isinstance(page, int) or not isinstance(size, int):
        return found
    if page < 1 or size < 1:
        raise RefusedError(400, "Pages are counted from 1, and hold at least 1.")
    size = min(size, call.store.options.page_size_max)
    return found[(page - 1) * size : page * size]
