"""Making and changing people, placements and classrooms."""

from onefile_desktop.rehearsal.calls import Call, Handler
from onefile_desktop.rehearsal.messages import Answer, RefusedError, json_answer
from onefile_desktop.rehearsal.records import Record, key_of, number_in, records_in
from onefile_desktop.rehearsal.rules import (
    PLACE_FIELDS,
    PLACE_NEEDS,
    USER_FIELDS,
    check_references,
    needs_of,
    read,
    require,
)


def create(call: Call) -> Answer:
    """Makes a person, and never asks whether there is one like that already: nor, it is believed, does OneFile."""
    values = read(USER_FIELDS, call.fields)
    require(values, needs_of(values.get("Role")))
    organisation = number_in(values, "OrganisationID") or 0
    check_references(call.store, USER_FIELDS, values, organisation)
    person = call.store.add_person({name: value for name, value in values.items() if value is not None})
    return _create_answer(call, person)


def update(call: Call) -> Answer:
    """Changes the fields that were sent, and no others; a blank empties one that the role does not need."""
    person = call.subject("users")
    values = read(USER_FIELDS, call.fields)
    changed: Record = {**person, **values}
    # A new role needs all of its fields; otherwise only what is sent is looked at, whatever else is missing.
    is_new_role = changed["Role"] != person["Role"]
    require(changed, [name for name in needs_of(changed["Role"]) if is_new_role or name in values])
    check_references(call.store, USER_FIELDS, values, number_in(changed, "OrganisationID") or 0)
    person.update(values)
    return json_answer(_brief(person))


def archive(call: Call) -> Answer:
    """Archives a person, which frees the seat; doing it again changes nothing."""
    call.subject("users")["Archived"] = True
    return Answer()


def assign_placement(call: Call) -> Answer:
    """Gives a person a further placement, kept as `Placements`; the first one stays the person's own."""
    person, placement = call.subject("users"), call.subject("placements", "placement_id")
    organisation = number_in(person, "OrganisationID") or 0
    if call.store.find("placements", placement["ID"], organisation) is None:
        raise RefusedError(400, f"The placement {placement['ID']} is unknown in this person's organisation.")
    others = [entry for entry in records_in(person, "Placements") if entry["PlacementID"] != placement["ID"]]
    given: Record = {"PlacementID": placement["ID"], "GrantAccess": call.parts["flag"] == "true"}
    person["Placements"] = [*others, given]
    return Answer()


def creating_place(table: str) -> Handler:
    """The handler that makes a placement or a classroom, even where there is one of that name."""

    def handler(call: Call) -> Answer:
        values = read(PLACE_FIELDS, call.fields)
        require(values, PLACE_NEEDS)
        check_references(call.store, PLACE_FIELDS, values, number_in(values, "OrganisationID") or 0)
        return json_answer(call.store.add(table, {"MISID": None, **values}))

    return handler


def _create_answer(call: Call, person: Record) -> Answer:
    kind = call.store.options.create_answers
    if kind == "empty":
        return Answer()
    if kind == "number":
        return json_answer(person["ID"])
    if kind == "organisation":
        # What OneFile's API guide prints: an ID in it is the organisation's, and nobody's else.
        return json_answer(call.store.one("organisations", key_of(person["OrganisationID"])))
    return json_answer(_brief(person))


def _brief(person: Record) -> Record:
    return {"ID": person["ID"], "Username": person["Username"]}
