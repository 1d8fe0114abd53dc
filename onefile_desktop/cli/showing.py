"""What the command line tells people, in words."""

import json
import sys
from collections.abc import Mapping
from typing import TextIO

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Level
from onefile_desktop.plan.changes import Plan
from onefile_desktop.roster.cells import one_line
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import Column
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.outcome import Outcome

_TELLING = frozenset({Outcome.FAILED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED, Outcome.EXCLUDED})


def print_json(document: Mapping[str, object]) -> None:
    """The one JSON document on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    sys.stdout.flush()


def say(text: str, *, to: TextIO) -> None:
    """One line for people."""
    to.write(f"{text}\n")
    to.flush()


def show_check(enrolment: Enrolment, *, connected: bool, to: TextIO) -> None:
    """What is wrong with a roster."""
    assert enrolment.roster is not None
    people, counts = enrolment.roster.people, enrolment.counts
    say(f"{enrolment.roster.file.name}, sheet {people.sheet}: {_count(len(people.rows), 'person', 'people')}", to=to)
    say(f"Columns: {'; '.join(_taken_for(column) for column in people.columns if column.field)}.", to=to)
    for found in enrolment.problems:
        say(f"  {_place(found)}  {found.severity}  {found.message}  [{found.code}]", to=to)
    if not connected:
        say("Names of assessors, classes, placements and so on were not checked: that needs a connection.", to=to)
    say(f"{counts.ready} ready, {counts.with_errors} with errors, {counts.excluded} left out.", to=to)


def show_plan(plan: Plan, *, changes: bool, to: TextIO) -> None:
    """What would happen; with `changes`, one line each."""
    for change in plan.changes if changes else ():
        say(f"  {change.sheet} {change.row}: {change.told}", to=to)
    where = plan.organisation.name
    say(f"Centre: {where}, {_environment(plan.environment)}", to=to)
    summary = plan.summary()
    creates, levels = summary.create, summary.assign
    say(f"Create: {', '.join(f'{n} {role.label}' for role, n in creates.items()) or 'nobody'}", to=to)
    say(f"Update: {summary.update}", to=to)
    say(f"Programme: {summary.programme}", to=to)
    to_aims, to_units, additional = (levels[level] for level in sorted(Level, reverse=True))
    say(f"Assign: {to_aims} to learning aims, {to_units} to units, {additional} additional", to=to)
    say(f"Already there and left as they are or complete: {summary.unchanged}; left out: {summary.excluded}", to=to)
    say(_emails(plan), to=to)
    say(f"Calls: {plan.forecast.calls}, about {_minutes(plan.forecast.seconds)}. Plan {plan.digest}", to=to)


def show_run(result: RunResult, *, to: TextIO) -> None:
    """How a run ended."""
    telling = _TELLING if result.ending is RunEnding.FINISHED else _TELLING - {Outcome.NOT_ATTEMPTED}
    for row in result.outcomes:
        trouble = row.assignments_failed or row.assignments_unknown
        if row.outcome in telling or trouble:
            say(f"  {row.sheet} {row.row}  {row.person}: {row.outcome}. {row.message}", to=to)
    document = result.document
    say(
        f"Run {result.run}: {document['done']} done, {document['failed']} failed, {document['unknown']} unknown, "
        f"{document['not_attempted']} not attempted. {document['calls']} calls.",
        to=to,
    )
    if result.message:
        say(result.message, to=to)


def show_runs(runs: list[RunInfo], *, to: TextIO) -> None:
    """The runs on this computer."""
    for info in runs:
        left = "not finished" if not info.finished else "some outcomes are unknown"
        state = f"{left}; `onefile-desktop resume {info.run}` goes on with it" if info.resumable else "finished"
        say(f"{info.run}  {info.organisation_name} ({info.environment})  {state}", to=to)
    if not runs:
        say("There are no runs on this computer.", to=to)


def _taken_for(column: Column) -> str:
    """A column and what it was taken for, where that is not what it is called."""
    label = PEOPLE[column.field].label if column.field else ""
    header = one_line(column.header).strip(" *")
    return header if folded(header) == folded(label) else f"{header or column.letter} as {label}"


def _emails(plan: Plan) -> str:
    number, seats = plan.forecast.emails, _count(plan.forecast.seats, "paid seat", "paid seats")
    if plan.environment == Environment.REHEARSAL:
        return f"Emails: none, this is a rehearsal (in OneFile it would be up to {number}). {seats.capitalize()}."
    if number == 0:
        return f"Emails: none. {seats.capitalize()}."
    up_to = "" if plan.forecast.emails_certain else "up to "
    return f"Emails: OneFile will write to {up_to}{_count(number, 'person', 'people')} at once. {seats.capitalize()}."


def _environment(environment: str) -> str:
    rehearsal = environment == Environment.REHEARSAL
    return "a rehearsal: nothing is real" if rehearsal else f"{environment}: real people, real emails"


def _place(found: Problem) -> str:
    place = found.place
    cell = f"{place.column or ''}{place.row if place.row is not None else ''}" if place.column else f"row {place.row}"
    return f"{place.sheet} {cell if place.row is not None else '(whole sheet)'}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _minutes(seconds: int) -> str:
    return _count(seconds, "second", "seconds") if seconds < 90 else _count(round(seconds / 60), "minute", "minutes")
