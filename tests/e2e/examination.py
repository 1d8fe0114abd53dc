"""Enrols a roster at a rehearsal centre, through real sockets, and plans it again, with the ledger and without."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from onefile_desktop import paths
from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.plan.changes import ChangeKind, Plan, Standing
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.run.engine import Control, Waits
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.trial_waits import scaled
from tests.e2e.made_rows import Fate, MadeRow, RosterRows

TODAY = date(2026, 11, 22)
_BRIEF = scaled(Waits(), 0.002)
_RATE = Rate(1_000_000, 60.0)
_SHOWN_NOWHERE = frozenset({ChangeKind.ASSIGN, ChangeKind.ASSIGN_PLACEMENT})
"""What OneFile can be given and cannot be asked about."""
_PLACES = frozenset({ChangeKind.PLACEMENT, ChangeKind.CLASSROOM})

State = Mapping[str, Any]


@dataclass
class Seen:
    """What an examination came to; `findings` say what must not be."""

    creates: int = 0
    changes: int = 0
    calls: int = 0
    findings: list[str] = field(default_factory=list[str])


def examine(
    file: Path, sheets: Sequence[Sheet], options: PlanOptions, centre: Path, roster: RosterRows | None = None
) -> Seen:
    """Carries the roster out and looks at everything that must hold; its maker may say what becomes of its rows."""
    with RehearsalServer(centre=centre, rate=_RATE.calls) as server:
        target = ServiceTarget(server.url, server.token, server.organisation_id)
        with connect(target, rate=_RATE) as connection:
            examination = _Examination(connection, file, sheets, options, roster)
            examination.run()
        return examination.seen


class _Examination:
    def __init__(
        self,
        connection: Connection,
        file: Path,
        sheets: Sequence[Sheet],
        options: PlanOptions,
        roster: RosterRows | None,
    ) -> None:
        self._connection = connection
        self._file = file
        self._sheets = sheets
        self._options = options
        self._roster = roster
        self._anew = frozenset(
            row.human.email for row in (roster.people if roster else ()) if row.human and row.fate is Fate.NEW
        )
        self.seen = Seen()

    def run(self) -> None:
        before = self._state()
        first = self._planned(self._options.existing)
        assert first.plan is not None
        self.seen.creates = sum(change.kind is ChangeKind.CREATE for change in first.plan.changes)
        self.seen.changes = len(first.plan.changes)
        if self._roster is not None:
            self._say("first plan", fates(self._roster, first.plan))
        self._say("first plan", sound(first.plan))
        self._carry_out(first)
        self._say("after the run", twice(before, self._state(), self._anew), arrived(first.plan, before, self._state()))
        self._nothing_left("again", self._options.existing, first.plan, before)
        if self._options.existing is not Existing.UPDATE:
            self._carry_out(self._planned(Existing.UPDATE))
            self._nothing_left("after an update", Existing.UPDATE, first.plan, before)
        for ledger in paths.ledgers_folder().glob("*.sqlite"):
            ledger.unlink()
        enrolled = self._state()
        for existing in Existing:
            plan = self._plan(existing)
            allowed = _SHOWN_NOWHERE if existing is not Existing.SKIP else frozenset[ChangeKind]()
            self._say(
                f"without the ledger, {existing}",
                (f"{_brief(change)} is planned" for change in plan.changes if change.kind not in allowed),
                recognised(first.plan, plan, before, enrolled),
            )
        self._carry_out(self._planned(Existing.UPDATE))
        once_more = self._state()
        self._say("assigned again without the ledger", twice(before, once_more, self._anew))
        if assigned(once_more) != assigned(enrolled):
            self._say("assigned again without the ledger", ["the assignments are others"])
        self.seen.calls = once_more["calls"]["total"]

    def _nothing_left(self, when: str, carried_out: Existing, first: Plan, before: State) -> None:
        """Nothing for anybody, except what a bolder `--existing` may do for people who were there before."""
        made = {row.row for row in first.people() if row.standing is Standing.CREATE}
        for existing in Existing:
            plan = self._plan(existing)
            bolder = list(Existing).index(existing) > list(Existing).index(carried_out)
            # A learner who was there may bring the new employer another placement.
            left = [
                one
                for one in plan.changes
                if not bolder or (one.person_row in made and one.kind is not ChangeKind.ASSIGN_PLACEMENT)
            ]
            self._say(f"{when}, {existing}", sound(plan))
            self._say(f"{when}, {existing}", (f"{_brief(change)} is planned" for change in left))
            self._say(f"{when}, {existing}", recognised(first, plan, before, self._state()))

    def _planned(self, existing: Existing) -> Enrolment:
        options = replace(self._options, existing=existing)
        enrolment = Enrolment(plan_options=options).connected(self._connection)
        reading = enrolment.understood(self._file, self._sheets, ReadOptions(), today=TODAY).downloading()
        while True:
            try:
                next(reading)
            except StopIteration as done:
                return done.value

    def _plan(self, existing: Existing) -> Plan:
        plan = self._planned(existing).plan
        assert plan is not None
        return plan

    def _carry_out(self, enrolment: Enrolment) -> None:
        with running.start(enrolment) as journal:
            events = running.carrying_out(journal, self._connection, Control(), waits=_BRIEF)
            while True:
                try:
                    next(events)
                except StopIteration as done:
                    result = done.value
                    break
            undone = [
                f"{one.change.key} is {one.state}: {one.message}"
                for one in journal.changes()
                if one.state is not ChangeState.DONE
            ]
        self._say(f"run with {enrolment.plan_options.existing}", undone)
        if not result.document["finished"]:
            self._say("run", [f"it is not finished: {result.message}"])

    def _state(self) -> State:
        with urlopen(self._connection.client.base_url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return json.load(answer)

    def _say(self, when: str, *findings: Sequence[str] | Iterator[str]) -> None:
        self.seen.findings += [f"{when}: {finding}" for several in findings for finding in several]


def fates(roster: RosterRows, plan: Plan) -> Iterator[str]:
    """Rows of people of which becomes something else than their maker knows must."""
    rows: list[tuple[int, MadeRow]] = list(enumerate(roster.people, start=2))
    planned = {row.row: row for row in plan.people()}
    for number, row in rows:
        standing = planned[number].standing if number in planned else None
        allowed = {
            Fate.NEW: {Standing.CREATE},
            Fate.FURTHER: {Standing.CREATE},
            Fate.THERE: {Standing.CHANGE, Standing.UNCHANGED, Standing.LEFT_ALONE},
            Fate.BAD: {Standing.EXCLUDED},
            Fate.OUT: {Standing.EXCLUDED},
        }[row.fate]
        if standing not in allowed:
            said = planned[number].message if number in planned else ""
            yield f"row {number} ({row.fate.value}) is {standing}: {said}"


def sound(plan: Plan) -> Iterator[str]:
    """Changes that come before what they wait for, are there twice, or make a place that nobody gets."""
    keys: set[str] = set()
    waited_for = {key for change in plan.changes for key in change.request.waits_for()}
    for change in plan.changes:
        if not {*change.depends_on, *change.request.waits_for()} <= keys:
            yield f"{_brief(change)} comes before what it waits for"
        if change.key in keys:
            yield f"the key {change.key} is there twice"
        if change.kind in _PLACES and change.key not in waited_for:
            yield f"{_brief(change)} is made for nobody"
        keys.add(change.key)


def twice(before: State, after: State, anew: frozenset[str]) -> Iterator[str]:
    """Whoever is there more than once, by email and role, and was not before; likewise assignments.

    `anew` are the addresses of people who were there and are to be created once more, or whom no search shows.
    """
    counts, counted = Counter(map(_who, after["users"])), Counter(map(_who, before["users"]))
    for who, count in counts.items():
        if count > max(1, counted[who] + (who[0] in anew)):
            yield f"{who} is there {count} times"
    for one, count in Counter(_assignment(entry) for entry in after["assignments"]).items():
        if count > 1:
            yield f"the assignment {one} is there {count} times"


def arrived(plan: Plan, before: State, after: State) -> Iterator[str]:
    """What was planned and is not there, and who is there and was not planned."""
    there = {user["ID"] for user in before["users"]}
    new = {_who(user): user for user in after["users"] if user["ID"] not in there}
    creates = {change.key: change.request.body for change in plan.changes if change.kind is ChangeKind.CREATE}
    planned = {key: (str(body["Email"]).casefold(), body["Role"]) for key, body in creates.items()}
    if len(after["users"]) - len(before["users"]) != len(creates):
        yield f"{len(after['users']) - len(before['users'])} people are new, {len(creates)} were planned"
    ids: dict[str, int] = {}
    for key, body in creates.items():
        if planned[key] not in new:
            yield f"{key} is not there: {planned[key]}"
            continue
        ids[key] = new[planned[key]]["ID"]
        for name, value in body.items():
            if not isinstance(value, dict) and new[planned[key]][name] != value:
                yield f"{key}: {name} is {new[planned[key]][name]!r}, not {value!r}"
    held = {_assignment(entry) for entry in after["assignments"]}
    for change in plan.changes:
        if change.kind is ChangeKind.ASSIGN and set(change.request.waits_for()) <= ids.keys():
            request = change.request.settled(ids)
            body = {"AssigneeID": int(request.path.split("/")[2]), **request.body}
            if _assignment(body) not in held:
                yield f"{change.key} is not there: {body}"


def recognised(first: Plan, again: Plan, before: State, after: State) -> Iterator[str]:
    """Rows whose person was created, and which are now not held for that very person."""
    there = {user["ID"] for user in before["users"]}
    new = {_who(user): user["ID"] for user in after["users"] if user["ID"] not in there}
    bodies = {change.person_row: change.request.body for change in first.changes if change.kind is ChangeKind.CREATE}
    rows = {row.row: row for row in again.people()}
    for row in first.people():
        body = bodies.get(row.row)
        if row.standing is not Standing.CREATE or body is None:
            continue
        made, now = new.get((str(body["Email"]).casefold(), body["Role"])), rows[row.row]
        if now.standing not in (Standing.UNCHANGED, Standing.LEFT_ALONE, Standing.CHANGE) or now.onefile_id != made:
            yield f"row {row.row}, created as {made}, is {now.standing} {now.onefile_id}: {now.message}"


def assigned(state: State) -> frozenset[tuple[object, ...]]:
    """All assignments, for comparing."""
    return frozenset(map(_assignment, state["assignments"]))


def _assignment(entry: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(entry.get(name) for name in ("AssigneeID", "LearnerID", "Level", "StandardID", "UnitID"))


def _who(user: Mapping[str, Any]) -> tuple[str, object]:
    return str(user.get("Email") or user["ID"]).casefold(), user["Role"]


def _brief(change: Any) -> str:
    return f"{change.kind} {change.key} ({change.request.path} {dict(change.request.body)})"
