"""What the command line tells people, in words."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.cli.hints import hints
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.plan.by_person import ByPerson, Step
from onefile_desktop.plan.changes import ChangeKind, Standing
from onefile_desktop.plan.totals import digest_hint, totals
from onefile_desktop.roster.cells import one_line
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import Column


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
    for hint in hints(enrolment.problems):
        say(hint, to=to)
    say(f"{counts.ready} ready, {counts.with_errors} with errors, {counts.excluded} left out.", to=to)


def show_plan(enrolment: Enrolment, *, changes: bool, to: TextIO) -> None:
    """What would happen: the totals, the emails, what deserves a look; with `changes`, one line each by person."""
    plan, centre = enrolment.plan, enrolment.centre
    assert plan is not None
    assert centre is not None
    for label, text in totals(plan):
        say(f"{label}: {text}", to=to)
    for notice in plan.notices:
        say(f"{'Look at this: ' if notice.is_warning else ''}{notice.topic}: {notice.text}", to=to)
    if changes and plan.changes:
        say("What is sent, by person; the numbers give the order:", to=to)
        for line in _by_person(ByPerson(plan, centre)):
            say(f"  {line}", to=to)
    say(f"Plan {plan.digest}{f': {digest_hint(plan)}.' if changes else ''}", to=to)


def _taken_for(column: Column) -> str:
    """A column and what it was taken for, where that is not what it is called."""
    label = PEOPLE[column.field].label if column.field else ""
    header = one_line(column.header).strip(" *")
    return header if folded(header) == folded(label) else f"{header or column.letter} as {label}"


_STANDINGS = {
    Standing.CREATE: "new",
    Standing.CHANGE: "there already",
    Standing.UNCHANGED: "there already",
    Standing.LEFT_ALONE: "there already, left as they are",
    Standing.EXCLUDED: "left out",
}


def _by_person(reading: ByPerson) -> Iterator[str]:
    """A heading for each person and a line for each of their changes; a row left out has its reason instead.

    Rows that a problem keeps back are not told again: the problem itself has said it.
    """
    for entry in reading.entries:
        row = entry.row
        by_choice = row.standing is Standing.EXCLUDED and not any(map(_keeps_back, entry.problems))
        if row.same_as is not None or not (entry.changes or by_choice):
            continue
        role = f" ({row.role.label})" if row.role and not entry.makes else ""
        standing = f"{_STANDINGS[row.standing]}. {row.message}".rstrip()
        address = next((str(one.request.body["Email"]) for one in entry.changes if one.kind is ChangeKind.CREATE), "")
        yield f"{row.sheet} {row.row}  {row.person}{role}: {standing.rstrip('.')}{f', {address}' if address else ''}"
        for step in reading.steps(entry):
            yield f"  {step.number}. {step.change.told}{_waits(step)}"


def _waits(step: Step) -> str:
    """What a change waits for, as the end of its line."""
    if not step.waits_for:
        return ""
    *others, last = (phrase.removeprefix("after ") for phrase in step.waits_for)
    return f" – after {', '.join(others)} and {last}" if others else f" – after {last}"


def _keeps_back(found: Problem) -> bool:
    return found.is_error or found.code == "possible-duplicate"


def _place(found: Problem) -> str:
    place = found.place
    cell = f"{place.column or ''}{place.row if place.row is not None else ''}" if place.column else f"row {place.row}"
    return f"{place.sheet} {cell if place.row is not None else '(whole sheet)'}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
