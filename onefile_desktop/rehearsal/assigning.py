"""Assigning people to learners."""

from onefile_desktop.rehearsal import programme
from onefile_desktop.rehearsal.calls import Call
from onefile_desktop.rehearsal.messages import Answer, RefusedError
from onefile_desktop.rehearsal.records import ASSESSORS, Record, Role, number_in
from onefile_desktop.rehearsal.rules import ASSIGN_FIELDS, ASSIGN_NEEDS, check_references, read, require
from onefile_desktop.rehearsal.store import Store

_ADDITIONAL, _UNIT_SUMMARY, _LEARNING_AIM = 1, 2, 3

# OneFile's API guide, "Assignment Levels". A trainee assessor counts as an assessor.
_LEVEL_TAKES = {
    _LEARNING_AIM: ASSESSORS | {Role.IQA},
    _UNIT_SUMMARY: ASSESSORS | {Role.IQA},
    _ADDITIONAL: ASSESSORS | {Role.IQA, Role.EMPLOYER, Role.OBSERVER},
}


def assign(call: Call) -> Answer:
    """Assigns the person in the path to the learner in the body.

    OneFile's API guide calls the ID in the path the learner's, but the body has a `LearnerID` as well,
    and nothing else would say who is assigned; in use it is the assignee's. At levels 2 and 3 this is
    "assign or change": whoever was there in that capacity is replaced.
    """
    assignee = call.subject("users")
    values = read(ASSIGN_FIELDS, call.fields)
    require(values, ASSIGN_NEEDS)
    check_references(call.store, ASSIGN_FIELDS, values, number_in(assignee, "OrganisationID") or 0)
    level = number_in(values, "Level") or 0
    if assignee["Role"] not in _LEVEL_TAKES[level]:
        raise RefusedError(400, f"Level {level} does not take the role of the user {assignee['ID']}.")
    if assignee.get("Archived"):
        raise RefusedError(400, f"The user {assignee['ID']} is archived.")
    _check_programme(call.store, level, values)
    assignment: Record = {
        "AssigneeID": assignee["ID"],
        "LearnerID": values["LearnerID"],
        "Level": level,
        "StandardID": values.get("StandardID") if level != _ADDITIONAL else None,
        "UnitID": call.store.existing("units", values["UnitID"])["ID"] if level == _UNIT_SUMMARY else None,
    }
    _keep(call.store, assignment)
    return Answer()


def _check_programme(store: Store, level: int, values: Record) -> None:
    """Raises `RefusedError` (400) where the level needs a standard or unit that the learner does not have."""
    for needing, name, table in (
        (_LEARNING_AIM, "StandardID", "learning_aims"),
        (_UNIT_SUMMARY, "UnitID", "unit_summaries"),
    ):
        if level != needing:
            continue
        require(values, (name,))
        if not programme.has(store, table, values["LearnerID"], name, values[name]):
            raise RefusedError(400, f"{name} {values[name]}: the learner does not have it.")


def _keep(store: Store, assignment: Record) -> None:
    level = assignment["Level"]
    told_apart_by = {_LEARNING_AIM: "StandardID", _UNIT_SUMMARY: "UnitID"}.get(number_in(assignment, "Level") or 0)

    def gives_way(other: Record) -> bool:
        if other["Level"] != level or other["LearnerID"] != assignment["LearnerID"]:
            return False
        if told_apart_by is None:
            return other["AssigneeID"] == assignment["AssigneeID"]
        return other[told_apart_by] == assignment[told_apart_by] and _is_iqa(store, other) == _is_iqa(store, assignment)

    store.assignments = [other for other in store.assignments if not gives_way(other)]
    store.assignments.append(assignment)


def _is_iqa(store: Store, assignment: Record) -> bool:
    person = store.one("users", assignment["AssigneeID"])
    return person is not None and person["Role"] == Role.IQA
