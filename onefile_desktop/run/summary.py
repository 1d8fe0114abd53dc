"""A run in a few lines, for the sheet `Summary` and whoever reads it first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.outcome import Outcome, RowOutcome

TITLE = "OneFile enrolment results"
_MOST_ROWS = 200
_ENVIRONMENTS = {
    "rehearsal": "Rehearsal: nothing in the real OneFile was changed",
    "live": "Live: the real OneFile",
    "practice": "Practice, a server of OneFile’s",
    "beta": "Beta, a server of OneFile’s",
}
_COUNTS = {
    Outcome.CREATED: "People created",
    Outcome.UPDATED: "People brought up to date",
    Outcome.UNCHANGED: "People unchanged",
    Outcome.ALREADY_THERE: "People already in OneFile, left as they were",
    Outcome.EXCLUDED: "People left out",
    Outcome.FAILED: "People refused by OneFile",
    Outcome.UNKNOWN: "People of whom it is not known whether OneFile created them",
    Outcome.NOT_ATTEMPTED: "People not attempted",
}


def summary(info: RunInfo, found: Sequence[RowOutcome]) -> Iterator[tuple[str, str | int]]:
    """Label and value of each line; an empty label where a line only continues the one before."""
    yield TITLE, ""
    yield "Started", f"{info.started.astimezone():%d/%m/%Y %H:%M}"
    yield "Centre", f"{info.organisation_name} ({info.organisation_id})"
    yield "Environment", _ENVIRONMENTS.get(info.environment, info.environment)
    yield "Finished", "Yes" if info.finished else "No: resume this run to go on"
    people = [one for one in found if one.is_person or one.stands_alone]
    counts = Counter(one.outcome for one in people)
    for outcome, label in _COUNTS.items():
        if counts[outcome]:
            yield label, counts[outcome]
    tallies = [one.assignments for one in people]
    yield "Assignments made", sum(tally.done for tally in tallies)
    for label, number in (
        ("Assignments refused by OneFile", sum(tally.failed for tally in tallies)),
        ("Assignments of which it is not known whether they were made", sum(tally.unknown for tally in tallies)),
        ("Assignments not attempted", sum(tally.not_attempted for tally in tallies)),
    ):
        if number:
            yield label, number
    attention = [one for one in found if one.needs_attention]
    if not attention:
        yield "To do", "Nothing: all went well."
        return
    yield "To do", "1 row needs a look:" if len(attention) == 1 else f"{len(attention)} rows need a look:"
    for one in islice(attention, _MOST_ROWS):
        yield "", f"{one.sheet}, row {one.row}, {one.person}: {one.message}"
    if len(attention) > _MOST_ROWS:
        yield "", f"and {len(attention) - _MOST_ROWS} more: see the column “OneFile message”."
