"""What deserves a look before a plan is sent, beside the problems of its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Change, ChangeKind, ChoiceUsed, Forecast, Notice, PlannedRow, Standing
from onefile_desktop.plan.choosing import choice_notices
from onefile_desktop.plan.emails import about_emails, about_the_moment
from onefile_desktop.plan.mis_values import look_by_hand
from onefile_desktop.roster.problems import Problem

MANY_CREATES = 200
"""Creating more people than this at once deserves a look."""
LARGE_SHARE = 10
"""New learners beyond one in so many of the centre's learners deserve a look."""
_MOST_ROWS = 8

_TEXTS = {
    "many-people": "This plan creates {creates} people at once. OneFile has no undo for that: look whether this is "
    "the right roster, and the right centre.",
    "many-learners": "{learners} more than a tenth of the {there} whom the centre shows now. Look "
    "whether this is the right centre. Each of them takes a paid seat.",
    "first-learners": "The centre shows no learners yet, and this plan creates {learners}. Look whether this is the "
    "right centre. Each of them takes a paid seat.",
    "start-dates": "More than a year from today: {told}. Look at the years.",
    "duplicates": "{rows} for your decision: {this} in OneFile already, or {back}. {left} left out until then.",
    "nothing": "Everybody on the roster is in OneFile already, and nothing is to be added or changed.",
    "nothing-ready": "Only the rows that are left out have anything that could be sent: look why they are.",
    "uln": "OneFile’s search showed no ULNs, so {who} compared by name, email and MIS ID, and by ULN only with the "
    "learners of whom one of those is alike. Somebody who is there with the same ULN, but under another name, email "
    "and MIS ID, would not be noticed.",
    "archived": "OneFile may not show archived people to this program. A learner who was archived and comes back would "
    "be created anew: if there are such learners, look for them in OneFile first, with archived users included.",
    "left": "{who} in OneFile already and left as they are, though {rows} for more, such as assignments, a programme "
    "or a manager. To give them what they lack, choose “Add what is missing” (in the command line: --existing assign).",
    "again": "OneFile does not show who is assigned to whom. {assignments} of learners who are there already may have "
    "been made before, by somebody else or from another computer: an additional one is then simply made again.",
    "left-out": "{out} of the {all} rows of people are left out. Nothing is sent for them; the reason stands at each.",
    "new-things": "Made new in OneFile, because nothing there has the name: {told}. Look at the spelling.",
    "calls": "The centre was read with {calls}.",
}


@dataclass(frozen=True)
class Planned:
    """What a plan is going to be made of, for whoever has something to say about it."""

    changes: Sequence[Change]
    rows: Sequence[PlannedRow]
    problems: Sequence[Problem]
    choices_used: Sequence[ChoiceUsed]
    forecast: Forecast
    environment: str


def notices(case: Case, planned: Planned, now: datetime | None) -> tuple[Notice, ...]:
    """Everything of that sort, what should make the admin pause first.

    `now` is a moment of any time zone; None where nothing is to be said that depends on the clock.
    """
    return tuple(sorted(_all(case, planned, now), key=lambda notice: not notice.is_warning))


def _all(case: Case, planned: Planned, now: datetime | None) -> Iterator[Notice]:
    if not planned.changes:
        yield _nothing(planned.rows)
    yield from _emails(case, planned, now)
    yield from _sizes(case, planned)
    if now is not None:
        yield from _start_dates(planned.changes, today=day(now.isoformat()))
    yield from _left_out(planned.rows)
    yield from _new_things(planned.changes)
    yield from _duplicates(planned.problems)
    yield from choice_notices(case, planned.choices_used)
    yield from _left_as_they_are(planned.rows)
    yield from _made_again(case, planned.changes)
    if (by_hand := look_by_hand(case)) is not None:
        yield by_hand
    if case.centre.abilities.shows_archived is not True and planned.forecast.seats:
        yield Notice("Archived learners", _TEXTS["archived"])
    yield from _by_uln(case, planned.changes)
    if case.centre.calls:
        calls = "1 call" if case.centre.calls == 1 else f"{case.centre.calls} calls"
        yield Notice("Reading the centre", _TEXTS["calls"].format(calls=calls))


def _nothing(rows: Iterable[PlannedRow]) -> Notice:
    if any(row.standing is Standing.EXCLUDED for row in rows):
        return Notice("Nothing to send", _TEXTS["nothing-ready"], is_warning=True)
    return Notice("Nothing to send", _TEXTS["nothing"])


def _emails(case: Case, planned: Planned, now: datetime | None) -> Iterator[Notice]:
    creates = sum(change.kind is ChangeKind.CREATE for change in planned.changes)
    yield about_emails(case.centre.organisation, planned.forecast, creates, planned.environment)
    if now is not None and planned.forecast.emails and planned.environment != Environment.REHEARSAL:
        yield about_the_moment(now)


def _sizes(case: Case, planned: Planned) -> Iterator[Notice]:
    """Plans that are large, in themselves or for this centre: a wrong roster or the wrong centre often is."""
    creates = sum(change.kind is ChangeKind.CREATE for change in planned.changes)
    if creates > MANY_CREATES:
        yield Notice("Many new people", _TEXTS["many-people"].format(creates=creates), is_warning=True)
    seats = planned.forecast.seats
    there = len(case.centre.with_role(frozenset({Role.LEARNER})))
    if seats * LARGE_SHARE > there:
        learners = ("1 new learner is" if seats == 1 else f"{seats} new learners are") if there else str(seats)
        text = _TEXTS["many-learners" if there else "first-learners"].format(learners=learners, there=there)
        yield Notice("Many learners for this centre", text, is_warning=True)


def _start_dates(changes: Iterable[Change], today: date | None) -> Iterator[Notice]:
    assert today is not None
    past: list[tuple[date, Change]] = []
    future: list[tuple[date, Change]] = []
    for change in changes:
        start = day(change.request.body.get("StartOn"))
        if start is None:
            continue
        if start < _in_years(today, -1):
            past.append((start, change))
        elif start > _in_years(today, 1):
            future.append((start, change))
    told = [_dates(found, which) for found, which in ((past, "in the past"), (future, "in the future")) if found]
    if told:
        yield Notice("Start dates", _TEXTS["start-dates"].format(told="; ".join(told)), is_warning=True)


def _dates(found: Sequence[tuple[date, Change]], which: str) -> str:
    start, change = found[0]
    number = "1 start date" if len(found) == 1 else f"{len(found)} start dates"
    first = "" if len(found) == 1 else "the first "
    return f"{number} {which} ({first}on row {change.row}, {change.person}: {start:%d/%m/%Y})"


def _in_years(today: date, years: int) -> date:
    """The same day so many years on; a leap day has none, so it is the last of February then."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)


def _by_uln(case: Case, changes: Iterable[Change]) -> Iterator[Notice]:
    """That new learners with a ULN could not be compared by it with everybody; to read everybody takes too long."""
    creates = [change for change in changes if change.kind is ChangeKind.CREATE and change.role is Role.LEARNER]
    new = sum(bool(change.request.body.get("ULN")) for change in creates)
    shown = [one for one in case.centre.people if one.role in {Role.LEARNER, None} and not one.complete]
    if new and shown and not any(one.uln for one in shown):
        who = "the new learner was" if new == 1 else f"the {new} new learners were"
        yield Notice("Compared by ULN", _TEXTS["uln"].format(who=who))


def _left_out(rows: Iterable[PlannedRow]) -> Iterator[Notice]:
    people = [row for row in rows if row.on_people]
    out = sum(row.standing is Standing.EXCLUDED for row in people)
    if out:
        text = _TEXTS["left-out"].format(out=out, all=len(people))
        yield Notice("Rows left out", text, is_warning=True)


def _new_things(changes: Iterable[Change]) -> Iterator[Notice]:
    made = [one for one in changes if one.kind in {ChangeKind.PLACEMENT, ChangeKind.CLASSROOM}]
    if made:
        kinds = {ChangeKind.PLACEMENT: "placement", ChangeKind.CLASSROOM: "class"}
        told = ", ".join(f"the {kinds[one.kind]} “{one.person}”" for one in made)
        yield Notice("New classes and placements", _TEXTS["new-things"].format(told=told), is_warning=True)


def _left_as_they_are(rows: Iterable[PlannedRow]) -> Iterator[Notice]:
    """People who get nothing although their rows ask for it: that must not pass for everything having been done."""
    number = sum(row.standing is Standing.LEFT_ALONE and row.asks_for_more for row in rows)
    if number:
        who, asking = ("1 person is", "the row asks") if number == 1 else (f"{number} people are", "their rows ask")
        yield Notice("Left as they are", _TEXTS["left"].format(who=who, rows=asking), is_warning=True)


def _made_again(case: Case, changes: Iterable[Change]) -> Iterator[Notice]:
    there = [
        change
        for change in changes
        if change.kind is ChangeKind.ASSIGN and isinstance(change.about, int) and change.about not in case.record.made
    ]
    if there:
        number = "1 assignment" if len(there) == 1 else f"{len(there)} assignments"
        yield Notice("Assignments", _TEXTS["again"].format(assignments=number))


def _duplicates(problems: Iterable[Problem]) -> Iterator[Notice]:
    rows = sorted({found.place.row for found in problems if found.code == "possible-duplicate" and found.place.row})
    if not rows:
        return
    named = ", ".join(str(row) for row in rows[:_MOST_ROWS])
    more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    text = _TEXTS["duplicates"].format(
        rows=f"Row {named} waits" if len(rows) == 1 else f"{len(rows)} rows ({named}{more}) wait",
        this="this may be somebody who is" if len(rows) == 1 else "these may be people who are",
        back="a learner who comes back" if len(rows) == 1 else "learners who come back",
        left="It is" if len(rows) == 1 else "They are",
    )
    yield Notice("Possible duplicates", text, is_warning=True)
