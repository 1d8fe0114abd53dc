"""What a run says of its changes, held against what the centre holds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.results.outcome import Outcome, RowOutcome, outcomes
from onefile_desktop.run.settling import SETTLING
from tests.run.scenes import STANDARD, UNIT

State = Mapping[str, Any]

_LONGEST_CALL = timedelta(seconds=1)
"""Longer than any call of a storm takes."""
_TURNED_DOWN = frozenset({ChangeState.FAILED, ChangeState.NOT_ATTEMPTED})


def untruths(journal: Journal, state: State) -> list[str]:
    """Whoever is there twice, whatever was lost, and everything that a run which has ended says and that is not so.

    Nobody else may have changed the centre meanwhile, and no two people may share an email.
    """
    changes, rows = journal.changes(), outcomes(journal)
    held = _Held(state, changes)
    return [*held.twice(), *held.untrue(), *_untold(rows, changes)]


def _untold(rows: tuple[RowOutcome, ...], changes: tuple[JournalChange, ...]) -> Iterator[str]:
    """Changes that are neither done nor said to be anything else, and rows that are said to be other than they are."""
    ends = {ChangeState.DONE, ChangeState.UNKNOWN, *_TURNED_DOWN}
    yield from (f"{one.change.key} is still {one.state}" for one in changes if one.state not in ends)
    creates = {one.change.row: one for one in changes if one.change.kind is ChangeKind.CREATE}
    expected = {
        ChangeState.DONE: Outcome.CREATED,
        ChangeState.UNKNOWN: Outcome.UNKNOWN,
        ChangeState.FAILED: Outcome.FAILED,
        ChangeState.NOT_ATTEMPTED: Outcome.NOT_ATTEMPTED,
    }
    for row in rows:
        create = creates[row.row]
        if row.outcome is not expected.get(create.state) or row.onefile_id != create.onefile_id:
            yield f"row {row.row} is {row.outcome} {row.onefile_id}, its create {create.state} {create.onefile_id}"


class _Held:
    """What the centre holds, beside what the run says of it."""

    def __init__(self, state: State, changes: tuple[JournalChange, ...]) -> None:
        self._state = state
        self._changes = changes
        # Who is there is told by what was asked for, not by what the run took for the answer.
        by_email = {user["Email"]: user["ID"] for user in state["users"]}
        by_name = {one["Name"]: one["ID"] for one in (*state["placements"], *state["classrooms"])}
        self._ids = {
            one.change.key: found
            for one in changes
            if (found := by_email.get(one.change.request.body.get("Email")) or by_name.get(_name(one))) is not None
        }
        self._users = {user["ID"]: user for user in state["users"]}

    def twice(self) -> Iterator[str]:
        """Whoever and whatever is there more than once."""
        tables = {
            "person": Counter((user["Email"], user["Role"]) for user in self._state["users"]),
            "placement": Counter(one["Name"] for one in self._state["placements"]),
            "class": Counter(one["Name"] for one in self._state["classrooms"]),
            "aim": Counter((one["UserID"], one["StandardID"]) for one in self._state["learning_aims"]),
            "unit": Counter((one["UserID"], one["UnitID"]) for one in self._state["unit_summaries"]),
            "assignment": Counter(map(_assignment, self._state["assignments"])),
        }
        for what, counts in tables.items():
            yield from (f"the {what} {one} is there {times} times" for one, times in counts.items() if times > 1)

    def untrue(self) -> Iterator[str]:
        """What the run says was done and is not there, says it has another ID, or says was not done and is there."""
        for one in self._changes:
            there = self._is_there(one)
            if one.state is ChangeState.DONE and not there:
                yield f"{one.change.key} is not there"
            if one.state in _TURNED_DOWN and there:
                yield f"{one.change.key} is there, and {one.state}"
            if one.state is ChangeState.UNKNOWN and not self._could_not_be_told(one, there=there):
                yield f"{one.change.key} could have been told: {one.message}"
            made = self._ids.get(one.change.key)
            if one.state is ChangeState.DONE and made is not None and one.onefile_id != made:
                yield f"{one.change.key} is {made}, not {one.onefile_id}"

    def _is_there(self, one: JournalChange) -> bool:
        """Whether the centre holds what a change asks for."""
        key = one.change.key
        if one.change.kind in {ChangeKind.CREATE, ChangeKind.PLACEMENT, ChangeKind.CLASSROOM}:
            return key in self._ids
        if not set(one.change.request.waits_for()) <= self._ids.keys():
            return False
        request = one.change.request.settled(self._ids)
        parts, body = request.path.split("/"), request.body
        match one.change.kind:
            case ChangeKind.ASSIGN:
                wanted = _assignment({"StandardID": None, "UnitID": None, **body, "AssigneeID": int(parts[2])})
                return wanted in map(_assignment, self._state["assignments"])
            case ChangeKind.STANDARD:
                return self._has("learning_aims", int(parts[4]), "StandardID", STANDARD)
            case ChangeKind.UNIT:
                return self._has("unit_summaries", int(parts[4]), "UnitID", UNIT)
            case ChangeKind.FRAMEWORK_TEMPLATE:
                return self._has("unit_summaries", int(parts[4]), "UnitID", UNIT)
            case ChangeKind.ASSIGN_PLACEMENT:
                given = self._users[int(parts[2])].get("Placements") or ()
                return any(place["PlacementID"] == int(parts[4]) for place in given)
            case _:
                user = self._users[int(parts[2])]
                return all(user[name] == value for name, value in body.items())

    def _has(self, table: str, learner: int, name: str, value: object) -> bool:
        return any(one["UserID"] == learner and one[name] == value for one in self._state[table])

    def _could_not_be_told(self, one: JournalChange, *, there: bool) -> bool:
        """Whether all was tried that could tell what became of an unknown change that is `there`, or is not.

        Whatever a look can find must have been found. That a search does not show somebody tells nothing while nobody
        who was created later proves it to be up to date.
        """
        rule = SETTLING[one.change.kind]
        if one.attempts < rule.sends or (rule.shows and there):
            return False
        return one.change.kind is not ChangeKind.CREATE or not any(map(partial(_is_long_after, one), self._changes))


def _is_long_after(one: JournalChange, other: JournalChange) -> bool:
    """Whether `other` was created when the last call for `one` had certainly ended."""
    if other.change.kind is not ChangeKind.CREATE or other.state is not ChangeState.DONE:
        return False
    return one.sent is not None and other.sent is not None and other.sent - one.sent > _LONGEST_CALL


def _name(one: JournalChange) -> object:
    return one.change.request.body.get("Name")


def _assignment(entry: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(entry[name] for name in ("AssigneeID", "LearnerID", "Level", "StandardID", "UnitID"))
