"""Giving learners their programme: learning aims for standards, unit summaries for units."""

from onefile_desktop.rehearsal.calls import Call
from onefile_desktop.rehearsal.messages import Answer, RefusedError, json_answer
from onefile_desktop.rehearsal.records import Record, Role, Value, key_of, number_in, records_in
from onefile_desktop.rehearsal.store import Store


def assign_framework_template(call: Call) -> Answer:
    """Gives a learner the template's standards and units (help article 76000037063).

    The path's last part, `onlyChangeAssigned`, makes no difference here: nobody says what it does, and
    a learner keeps in any case what there was.
    """
    template, learner = call.subject("framework_templates"), _learner(call)
    _check_organisation(call, "framework_templates", template, learner)
    for entry in records_in(template, "Standards"):
        standard = call.store.existing("standards", entry["StandardID"])
        _give_standard(call.store, learner, standard)
        units = entry.get("UnitIDs")
        for identifier in units if isinstance(units, list) else []:
            _give_unit(call.store, learner, standard, call.store.existing("units", identifier))
    return Answer()


def assign_standard(call: Call) -> Answer:
    """Gives a learner a standard, and answers the ID of its learning aim (help article 76000037063)."""
    standard, learner = call.subject("standards"), _learner(call)
    _check_organisation(call, "standards", standard, learner)
    return json_answer(_give_standard(call.store, learner, standard)["ID"])


def assign_unit(call: Call) -> Answer:
    """Gives a learner a unit of a standard, and answers the ID of its unit summary.

    A unit summary hangs on a learning aim, so a learner without the standard gets that too.
    """
    unit, learner, standard = call.subject("units"), _learner(call), call.subject("standards", "standard_id")
    _check_organisation(call, "standards", standard, learner)
    if key_of(unit["StandardID"]) != key_of(standard["ID"]):
        raise RefusedError(400, f"The unit {unit['ID']} is not one of the standard {standard['ID']}.")
    return json_answer(_give_unit(call.store, learner, standard, unit)["ID"])


def has(store: Store, table: str, learner: Value, name: str, identifier: Value) -> bool:
    """Whether the learner has a learning aim or unit summary for that standard or unit."""
    return _held(store, table, learner, name, identifier) is not None


def _give_standard(store: Store, learner: Record, standard: Record) -> Record:
    held = _held(store, "learning_aims", learner["ID"], "StandardID", standard["ID"])
    return held or store.add("learning_aims", _aim(learner, standard, standard))


def _give_unit(store: Store, learner: Record, standard: Record, unit: Record) -> Record:
    held = _held(store, "unit_summaries", learner["ID"], "UnitID", unit["ID"])
    if held is not None:
        return held
    aim = _give_standard(store, learner, standard)
    return store.add(
        "unit_summaries", {**_aim(learner, standard, unit), "UnitID": unit["ID"], "LearningAimID": aim["ID"]}
    )


def _aim(learner: Record, standard: Record, titled: Record) -> Record:
    # The searches call the learner UserID and Assign calls them LearnerID: whichever a caller knows is there.
    return {
        "UserID": learner["ID"],
        "LearnerID": learner["ID"],
        "StandardID": standard["ID"],
        "Title": titled.get("Title"),
    }


def _held(store: Store, table: str, learner: Value, name: str, identifier: Value) -> Record | None:
    held = (record for record in store.of_learner(table, learner) if key_of(record.get(name)) == key_of(identifier))
    return next(held, None)


def _learner(call: Call) -> Record:
    person = call.subject("users", "learner_id")
    if person["Role"] != Role.LEARNER:
        raise RefusedError(400, f"The user {person['ID']} is not a learner.")
    return person


def _check_organisation(call: Call, table: str, record: Record, learner: Record) -> None:
    if call.store.find(table, record["ID"], number_in(learner, "OrganisationID") or 0) is None:
        raise RefusedError(400, f"The ID {record['ID']} is unknown in the learner's organisation.")
