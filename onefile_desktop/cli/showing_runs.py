"""What the command line tells people of runs, and of what is kept of them."""

from collections.abc import Iterable
from typing import TextIO

from onefile_desktop.cli.showing import say
from onefile_desktop.enrolment.own_data import KeptData
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.left import Left
from onefile_desktop.run.results.closing import need_a_look
from onefile_desktop.run.results.outcome import Outcome, RowOutcome
from onefile_desktop.run.results.outcome_words import OUTCOME_WORDS
from onefile_desktop.run.verifying.verification import Verification

_ASSIGNMENTS_FORGOTTEN = (
    "Without that list the program can no longer tell which assignments and programme it has sent. OneFile cannot be "
    "asked for them, so a later run may send them a second time."
)
_NOTHING_SENT = "; nothing was sent"
_DIFFERS = "; something was not as planned when it was read back"
_WENT_WRONG = frozenset({Outcome.FAILED, Outcome.UNKNOWN})


def show_run(result: RunResult, *, to: TextIO, may_go_on: bool = False) -> None:
    """How a run ended; with the command to go on with it, where it `may_go_on` just like that."""
    is_finished = result.ending is RunEnding.FINISHED
    for row in result.outcomes:
        if row.needs_attention if is_finished else _went_wrong(row):
            became = OUTCOME_WORDS[row.outcome].lower()
            say(f"  {row.sheet} {row.row}  {row.person}: {became}. {row.message}", to=to)
    document = result.document
    calls = "1 call" if document["calls"] == 1 else f"{document['calls']} calls"
    say(
        f"Run {result.run}: {_people_done(result)}, {document['failed']} failed, {document['unknown']} unknown, "
        f"{document['not_attempted']} not attempted. {calls}.",
        to=to,
    )
    if result.message:
        say(result.message, to=to)
    if may_go_on:
        say(f"Go on with: onefile-desktop resume {result.run}", to=to)
    if result.verification is not None:
        _show_verification(result.verification, to=to)


def show_unfinished(runs: Iterable[RunInfo], *, to: TextIO) -> None:
    """The runs in the same centre that come first: whom they began may lack something that a plan leaves as it is."""
    for info in runs:
        left = "has outcomes that are unknown" if info.finished else "is not finished yet"
        say(f"Run {info.run} {left}. Go on with it first: `onefile-desktop resume {info.run}`.", to=to)


def show_runs(runs: Iterable[tuple[RunInfo, Left | None, int]], *, to: TextIO) -> None:
    """The runs on this computer, with what each has left, None where that cannot be read, and the number of its rows
    that need a look.
    """
    told = False
    for info, left, rows in runs:
        told = True
        say(f"{info.run}  {info.organisation_name} ({info.environment})  {_state(info, left, rows)}", to=to)
    if not told:
        say("There are no runs on this computer.", to=to)


def show_kept(kept: KeptData, *, to: TextIO) -> None:
    """What would be deleted."""
    say(f"What this program keeps, in {kept.folder}:", to=to)
    for number, one, many in (
        (kept.runs, "journal of a run", "journals of runs"),
        (kept.ledgers, "list of what was made and assigned in a centre", "lists of what was made and assigned"),
        (kept.rehearsals, "rehearsal centre", "rehearsal centres"),
        (kept.logs, "log file", "log files"),
    ):
        if number:
            say(f"  {number} {one if number == 1 else many}", to=to)
    for name in kept.connections:
        say(f"  the connection “{name}”, with its API token", to=to)
    say("  the preferences", to=to)
    if kept.ledgers:
        say(_ASSIGNMENTS_FORGOTTEN, to=to)
    for info in kept.unfinished:
        say(f"Run {info.run} ({info.organisation_name}) could not be gone on with any more.", to=to)


def _state(info: RunInfo, left: Left | None, rows: int) -> str:
    if info.forgotten:
        return f"{'finished' if info.finished else 'not finished'}; the details of its people were removed"
    if not info.resumable:
        look = f"; {need_a_look(rows)}" if rows else ""
        return f"finished{_NOTHING_SENT if info.unsent else ''}{look}{_DIFFERS if info.differs else ''}"
    if info.finished:
        state = left.sentence if left is not None else "some outcomes are unknown"
    else:
        began = f"not finished{_NOTHING_SENT}" if info.unsent else "not finished"
        state = f"{began}, {left.sentence}" if left is not None else began
    if info.one_first:
        return (
            f"{state}; it waits until somebody has looked at the person who is tried first: `onefile-desktop resume "
            f"{info.run}` says where, and with --confirmed goes on"
        )
    return f"{state}; `onefile-desktop resume {info.run}` goes on with it"


def _people_done(result: RunResult) -> str:
    """How many people were created or updated, and of how many of them something is still to be done."""
    is_done = [one.is_half_done for one in result.outcomes if one.is_done and (one.on_people or one.stands_alone)]
    people = "1 person" if len(is_done) == 1 else f"{len(is_done)} people"
    if not any(is_done):
        return f"{people} done"
    if all(is_done):
        return f"{people} done ({'not' if len(is_done) == 1 else 'none of them'} completely)"
    return f"{people} done ({sum(is_done)} of them not completely)"


def _went_wrong(row: RowOutcome) -> bool:
    """Whether somebody has to do something about a row of a run that goes on later."""
    is_wrong = row.same_as is None and row.outcome in _WENT_WRONG
    return row.to_mend or is_wrong or any(one.failed or one.unknown for one in (row.assignments, row.further))


def _show_verification(found: Verification, *, to: TextIO) -> None:
    differing = {one.sentence for one in found.differences}
    for text in found.sentences:
        say(f"  {text}" if text in differing else text, to=to)
