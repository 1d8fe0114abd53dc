"""Carries a plan out, and goes on with a run that was interrupted."""

import logging
import os
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, ServiceTarget, Target, saved_target
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import CannotRecordError, StalePlanError, UsageError
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.run.elsewhere import creates_elsewhere, is_same_centre
from onefile_desktop.run.engine import Control, Ended, Event, RunEnding, Waits, carry_out
from onefile_desktop.run.events import OneDone, WentOn
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.left import Left, left_of
from onefile_desktop.run.moments import seconds_since, this_moment
from onefile_desktop.run.one_first import has_assignment, has_assignment_done
from onefile_desktop.run.results.closing import DIFFERED
from onefile_desktop.run.results.closing import closing as closing_of
from onefile_desktop.run.results.outcome import RowOutcome, needs_attention, outcomes
from onefile_desktop.run.results.results_json import as_json
from onefile_desktop.run.storage import HeldElsewhereError
from onefile_desktop.run.trial_waits import trial_waits
from onefile_desktop.run.verifying.verification import Verification
from onefile_desktop.run.verifying.verification import verify as verification_of

_DEFAULT_WAITS = Waits()
_NAME = "%Y%m%d-%H%M%S"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunResult:
    """How a run ended. `seconds` and `calls` are of this stretch of it, without the `verification`."""

    run: str
    ending: RunEnding
    message: str
    outcomes: tuple[RowOutcome, ...]
    needs_attention: bool
    document: dict[str, object]
    verification: Verification | None = None


def start(enrolment: Enrolment) -> Journal:
    """The journal of a new run of the enrolment's plan, with everything in it and nothing sent.

    That nobody else has changed the centre since, `rechecking.rechecked` must have found out right before.
    Raises `CannotRecordError`, `CentreBusyError` where another program works on the centre, and `StalePlanError` where
    this program has changed the centre since the plan was made, so that the plan may hold people who are there by now.
    """
    assert enrolment.plan is not None
    connection = enrolment.connection
    assert connection is not None
    run = _new_run(datetime.now(UTC))
    with connection.exclusively():
        if enrolment.remembered() != enrolment.record:
            raise StalePlanError(
                "The plan is out of date",
                "Another run has changed this centre since the plan was made. Nothing was sent.",
                "Check the roster again, and submit the plan that follows from that.",
            )
        journal = Journal.create(
            journal_file(run), enrolment.plan, run=run, connection=connection.description(), roster=enrolment.roster
        )
        connection.keep_rehearsal(True)
        return journal


def must_try_one_first(connection: Connection) -> bool:
    """Whether a run that assigns begins with one person, as nobody has looked yet if this centre's come out right.

    Why that is not taken for granted stands in `run/one_first.py`. Raises `CannotRecordError`.
    """
    if connection.environment is Environment.REHEARSAL:
        return False
    with connection.ledger() as ledger:
        return not ledger.is_assignment_confirmed()


def carrying_out(
    journal: Journal,
    connection: Connection,
    control: Control,
    *,
    concurrency: int = 4,
    waits: Waits = _DEFAULT_WAITS,
    one_first: bool = False,
    verify: bool = True,
) -> Generator[Event, None, RunResult]:
    """Sends what the journal still holds, while nobody else may change the centre.

    Raises `CannotRecordError`, `CentreBusyError` where another program works on the centre, and `UsageError` where the
    details of its people were removed; then nothing is sent.
    Every other trouble is in the result. With `verify`, the people of a run that has finished are read back.
    The run begins with one person where `one_first` says so, where it was begun so and nobody has said yes since, or
    where it assigns somebody and `must_try_one_first`. It then stands still until `control` has it go on; where that
    person was assigned somebody, this is remembered as found right, and else, if somebody must be tried, the next is.
    """
    require_details(journal.info)
    connection.keep_rehearsal(True)
    before, began = connection.client.calls, this_moment()
    _log.info("Run %s: %d changes, %d at once", journal.info.run, len(journal.changes()), concurrency)
    ended: Ended | None = None
    must_assign = not journal.info.finished and has_assignment(journal.changes()) and must_try_one_first(connection)
    journal.set_one_first(not journal.info.finished and (one_first or must_assign or journal.info.one_first))
    is_asked = is_shown = False
    with connection.exclusively(), connection.ledger() as ledger:
        carried_out = carry_out(
            journal,
            connection.client,
            ledger,
            control=control,
            concurrency=concurrency,
            waits=_waits_at(connection, waits),
            one_first=journal.info.one_first,
            until_assigned=must_assign,
            elsewhere=creates_elsewhere(paths.runs_folder(), connection.description(), besides=journal.info.run),
        )
        with closing(carried_out):  # what the last calls made is remembered before the ledger is let go of
            for event in carried_out:
                match event:
                    case Ended():
                        ended = event
                    case OneDone():
                        is_asked, is_shown = True, has_assignment_done(event.settled)
                    case WentOn() if is_asked:
                        if is_shown:
                            ledger.confirm_assignment()
                        journal.set_one_first(must_assign and not is_shown)
                        is_asked = False
                    case _:
                        pass
                yield event
    assert ended is not None
    journal.set_one_first(journal.info.one_first and not journal.info.finished)
    connection.keep_rehearsal(journal.info.resumable)
    rows = outcomes(journal)
    seconds = seconds_since(began, this_moment())
    calls, verification = connection.client.calls - before, None
    counts = Counter(change.state for change in journal.changes())
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    _log.info("Run %s: %s after %d calls; %s", journal.info.run, ended.ending, calls, told)
    if verify and ended.ending is RunEnding.FINISHED:
        verification = yield from verification_of(journal, connection.client, control)
        if verification.differences or not verification.not_read:
            with suppress(CannotRecordError):  # everything is sent, and what was found is told now in any case
                journal.set_differs(bool(verification.differences))
    document = as_json(journal, seconds=seconds, calls=calls, verification=verification)
    differs = verification is not None and bool(verification.differences)
    attention = needs_attention(rows) or journal.info.differs or differs
    is_finished = ended.ending is RunEnding.FINISHED
    message = _closing(journal.info, rows, verification) if is_finished else ended.message
    return RunResult(journal.info.run, ended.ending, message, rows, attention, document, verification)


def result_of(journal: Journal) -> RunResult:
    """How a run ended that has finished before, without any call."""
    rows = outcomes(journal)
    document = as_json(journal, seconds=0, calls=0)
    message, attention = _closing(journal.info, rows, None), needs_attention(rows) or journal.info.differs
    return RunResult(journal.info.run, RunEnding.FINISHED, message, rows, attention, document)


def runs() -> Iterator[RunInfo]:
    """Every run whose journal is on this computer, newest first, also one that another program carries out now.

    A journal that cannot be read is left out.
    """
    for path in sorted(paths.runs_folder().glob("*.sqlite"), reverse=True):
        try:
            with Journal.read(path) as journal:
                info = journal.info
        except CannotRecordError:
            continue
        yield info


def rows_to_look_at(info: RunInfo) -> int:
    """How many rows of a finished run need a look. Raises `CannotRecordError` where its journal cannot be read."""
    with Journal.read(journal_file(info.run)) as journal:
        if not info.to_mend and not journal.has_undone():
            return 0  # of many runs, reading every change would take its time
        return sum(one.needs_attention for one in outcomes(journal))


def left_of_run(info: RunInfo) -> Left:
    """What a run has left to do. Raises `CannotRecordError` where its journal cannot be read."""
    with Journal.read(journal_file(info.run)) as journal:
        return left_of(journal.changes())


def unfinished(connection: Connection) -> Iterator[RunInfo]:
    """The runs in the centre of `connection` that have begun and can be gone on with, newest first."""
    here, begun = connection.description(), (info for info in runs() if info.resumable and not info.unsent)
    return (info for info in begun if is_same_centre(info.connection, here))


def reopen(run: str | None, *, to_look: bool = False) -> Journal:
    """The journal of `run`, else of the newest unfinished run, else of the newest with a change of unknown outcome.

    With `to_look`, and of a run that has nothing more to do, it is enough that the journal can be read. Raises
    `UsageError` where there is none, or where another window or command of this program has it, and
    `CannotRecordError`.
    """
    if run is None:
        known = [info for info in runs() if info.resumable]
        newest = next((info for info in known if not info.finished), next(iter(known), None))
        if newest is None:
            raise UsageError("Nothing to resume", "Every run is finished.", "There is nothing to do.")
        run = newest.run
    if not journal_file(run).is_file():
        raise UsageError(
            "No such run", f"There is no run “{run}” on this computer.", "`onefile-desktop runs` lists them."
        )
    try:
        return Journal.open(journal_file(run))
    except HeldElsewhereError as error:
        raise UsageError(
            "The run is open",
            "That run is open in another window or command of this program.",
            "Go on there, or close it first.",
        ) from error
    except CannotRecordError:
        journal = Journal.read(journal_file(run))
        if journal.info.resumable and not to_look:
            journal.close()
            raise
        return journal


def target_of(info: RunInfo, token: str | None) -> Target:
    """Where a run was going, so that it can go on there. `token` is for a service that was not saved by name.

    Raises `UsageError` where the rehearsal centre is gone or no token is known.
    """
    described = info.connection
    if described["kind"] == "rehearsal":
        state = Path(str(described["state"]))
        if not state.is_file():
            raise UsageError("The rehearsal is over", "The rehearsal centre of this run is gone.", "Start a new one.")
        return RehearsalTarget(state=state)
    name = described.get("name")
    if isinstance(name, str):
        return saved_target(name)
    if not token:
        raise UsageError("No token", "This run needs the API token again.", "Set ONEFILE_TOKEN to it.")
    return ServiceTarget(str(described["url"]), token, info.organisation_id)


def require_same_centre(info: RunInfo, connection: Connection) -> None:
    """Raises `UsageError` where `connection` is not to the centre that the run was planned for."""
    if connection.organisation.id != info.organisation_id or str(connection.environment) != info.environment:
        raise UsageError(
            "Another centre",
            f"This run belongs to {info.organisation_name} ({info.environment}).",
            "Connect to that centre to go on with it.",
        )


def _new_run(now: datetime) -> str:
    """A name for a run that begins `now`, which sorts after those of all others, also if the clock was set back."""
    newest = max((path.stem for path in paths.runs_folder().glob("2*-*-*.sqlite")), default="")
    with suppress(ValueError):
        last = datetime.strptime(newest.rpartition("-")[0], _NAME).replace(tzinfo=UTC)
        now = max(now, last + timedelta(seconds=1))
    return f"{now:{_NAME}}-{uuid4().hex[:6]}"


def require_details(info: RunInfo) -> None:
    """Raises `UsageError` for a run that cannot be gone on with, because the details of its people were removed."""
    if info.forgotten:
        raise UsageError(
            "The run cannot be gone on with",
            f"The personal details of run “{info.run}” have been removed from this computer.",
            "Submit its roster again: only what is missing in OneFile is sent.",
        )


def _closing(info: RunInfo, rows: tuple[RowOutcome, ...], verification: Verification | None) -> str:
    message = closing_of(rows, resumable=info.resumable)
    return f"{message} {DIFFERED}" if info.differs and verification is None else message


def journal_file(run: str) -> Path:
    """Where the journal of a run is, or would be."""
    return paths.runs_folder() / f"{run}.sqlite"


def _waits_at(connection: Connection, waits: Waits) -> Waits:
    return trial_waits(waits, os.environ) if connection.environment is Environment.REHEARSAL else waits
