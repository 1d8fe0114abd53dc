"""A run in a few lines, for the sheet `Summary` and whoever reads it first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from onefile_desktop.plan.changes import PROGRAMME, ChangeKind
from onefile_desktop.run.journal import ChangeState, JournalChange, RunInfo
from onefile_desktop.run.results.closing import DIFFERED, need_a_look
from onefile_desktop.run.results.outcome import Outcome, RowOutcome, Tally, managers, tally
from onefile_desktop.run.verifying.verification import Verification

TITLE = "OneFile enrolment results"

Line = tuple[str, str | int]

_MOST_ROWS = 200
_ENVIRONMENTS = {
    "rehearsal": "Rehearsal: nothing in the real OneFile was changed",
    "live": "Live: the real OneFile",
    "practice": "Practice, a server of OneFile’s",
    "beta": "Beta, a server of OneFile’s",
}
_FINISHED = "Yes"
_NOT_FINISHED = "No: resume this run to go on"
_ENDED_EARLY = (
    "No, and it cannot go on, because the personal details of its people were removed. Submit the roster again: only "
    "what is missing in OneFile is sent."
)
_READ_BACK = "Read back from OneFile afterwards"
_PEOPLE = {
    Outcome.CREATED: "People created",
    Outcome.UPDATED: "People brought up to date",
    Outcome.UNCHANGED: "People already in OneFile, nothing to change",
    Outcome.ALREADY_THERE: "People already in OneFile, left as they were",
    Outcome.FAILED: "People refused by OneFile",
    Outcome.UNKNOWN: "People of whom it is not known whether OneFile created them",
    Outcome.NOT_ATTEMPTED: "People not attempted",
    Outcome.EXCLUDED: "Rows of people left out",
}
_MANAGERS = "of them managers named on learners’ rows"
_ALONE = "Rows of the sheet “{sheet}” for learners without a row of people"
_MADE: Mapping[tuple[str, str], frozenset[ChangeKind]] = {
    ("Placements", "made"): frozenset({ChangeKind.PLACEMENT}),
    ("Classes", "made"): frozenset({ChangeKind.CLASSROOM}),
    ("Framework templates, standards and units", "given to learners"): PROGRAMME,
    ("Further placements", "given to employers and observers"): frozenset({ChangeKind.ASSIGN_PLACEMENT}),
}
_SAID = "Changes that took more than one try, or were there already (see the column “OneFile message”)"
_LEFT_OUT = "Left out of this workbook"
_LEFT_OUT_OF_SHEETS = (
    "{headings}. To submit rows again, use your own roster: whoever is created from this file gets no such details."
)
_NOTHING = "Nothing: all went well."
_DIFFERS = "Look at what differs from the plan, above. Everything else went well."
_ASKS_FOR_MORE = (
    "Their rows ask for more (assignments, programme or managers), and none of it was done, because existing people "
    "are left as they are: {who}. To have it done, choose that existing people get what is missing, and submit the "
    "roster again."
)


def summary(
    info: RunInfo,
    found: Sequence[RowOutcome],
    changes: Sequence[JournalChange],
    left_out: Sequence[str] = (),
    verification: Verification | None = None,
) -> Iterator[Line]:
    """Label and value of each line; an empty label where a line only continues the one before.

    `left_out` are the headings of what this workbook does not show.
    """
    yield TITLE, ""
    yield "Started", f"{info.started.astimezone():%d/%m/%Y %H:%M}"
    yield "Centre", f"{info.organisation_name} ({info.organisation_id})"
    yield "Environment", _ENVIRONMENTS.get(info.environment, info.environment)
    yield "Finished", _FINISHED if info.finished else _ENDED_EARLY if info.forgotten else _NOT_FINISHED
    if left_out:
        yield _LEFT_OUT, _LEFT_OUT_OF_SHEETS.format(headings=", ".join(left_out))
    yield from _people(found, managers(changes))
    yield from _made(found, changes)
    yield from _read_back(info, verification)
    yield from _to_do(found, differs=info.differs or (verification is not None and bool(verification.differences)))


def _people(found: Sequence[RowOutcome], besides: Tally) -> Iterator[Line]:
    counts = Counter(one.outcome for one in found if one.is_person)
    for outcome, label in _PEOPLE.items():
        more = {
            Outcome.CREATED: besides.done,
            Outcome.FAILED: besides.failed,
            Outcome.UNKNOWN: besides.unknown,
            Outcome.NOT_ATTEMPTED: besides.not_attempted,
        }.get(outcome, 0)
        if counts[outcome] or more:
            yield label, counts[outcome] + more
        if more:
            yield _MANAGERS, more
    for sheet, number in Counter(one.sheet for one in found if one.stands_alone).items():
        yield _ALONE.format(sheet=sheet), number


def _made(found: Sequence[RowOutcome], changes: Sequence[JournalChange]) -> Iterator[Line]:
    for (what, made), kinds in _MADE.items():
        counts = tally(one for one in changes if one.change.kind in kinds)
        if counts.done:
            yield f"{what} {made}", counts.done
        yield from _not_made(what, made, counts)
    tallies = [one.assignments for one in found if one.is_person or one.stands_alone]
    yield "Assignments made", sum(one.done for one in tallies)
    failed, unknown = sum(one.failed for one in tallies), sum(one.unknown for one in tallies)
    left = sum(one.not_attempted for one in tallies)
    yield from _not_made("Assignments", "made", Tally(failed=failed, unknown=unknown, not_attempted=left))
    several = sum(one.state is ChangeState.DONE and bool(one.message) for one in changes)
    if several:
        yield _SAID, several


def _not_made(what: str, made: str, counts: Tally) -> Iterator[Line]:
    for label, number in (
        (f"{what} refused by OneFile", counts.failed),
        (f"{what} of which it is not known whether they were {made}", counts.unknown),
        (f"{what} not attempted", counts.not_attempted),
    ):
        if number:
            yield label, number


def _read_back(info: RunInfo, verification: Verification | None) -> Iterator[Line]:
    label = _READ_BACK
    if verification is None and info.differs:
        yield label, DIFFERED
    for sentence in verification.sentences if verification is not None else ():
        yield label, sentence
        label = ""


def _to_do(found: Sequence[RowOutcome], *, differs: bool) -> Iterator[Line]:
    attention = [one for one in found if one.needs_attention]
    asking = [one for one in found if one.is_person and one.asks_for_more]
    if not attention and not asking:
        yield "To do", _DIFFERS if differs else _NOTHING
        return
    if attention:
        yield "To do", f"{need_a_look(len(attention))}:"
    for one in islice(attention, _MOST_ROWS):
        yield "", f"{one.sheet}, row {one.row}, {one.person}: {one.message}"
    if len(attention) > _MOST_ROWS:
        yield "", f"and {len(attention) - _MOST_ROWS} more: see the column “OneFile message”."
    if asking:
        who = "1 person" if len(asking) == 1 else f"{len(asking)} people"
        yield "" if attention else "To do", _ASKS_FOR_MORE.format(who=who)
