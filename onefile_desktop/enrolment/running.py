"""Carries a plan out, and goes on with a run that was interrupted."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, ServiceTarget, Target, saved_target
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import CannotRecordError, StalePlanError, UsageError
from onefile_desktop.run.engine import Control, Ended, Event, RunEnding, Waits, carry_out
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.outcome import RowOutcome, as_json, needs_attention, outcomes
from onefile_desktop.run.storage import HeldElsewhereError
from onefile_desktop.run.unsettled import is_same_centre

_DEFAULT_WAITS = Waits()


@dataclass(frozen=True)
class RunResult:
    """How a run ended. `seconds` and `calls` are of this stretch of it."""

    run: str
    ending: RunEnding
    message: str
    outcomes: tuple[RowOutcome, ...]
    needs_attention: bool
    document: dict[str, object]


def start(enrolment: Enrolment) -> Journal:
    """The journal of a new run of the enrolment's plan, with everything in it and nothing sent.

    That nobody else has changed the centre since, `rechecking.rechecked` must have found out right before.
    Raises `CannotRecordError`, `CentreBusyError` where another program works on the centre, and `StalePlanError` where
    this program has changed the centre since the plan was made, so that the plan may hold people who are there by now.
    """
    assert enrolment.plan is not None
    connection = enrolment.connection
    assert connection is not None
    run = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
    with connection.exclusively():
        if enrolment.remembered() != enrolment.record:
            raise StalePlanError(
                "The plan is out of date",
                "Another run has changed this centre since the plan was made. Nothing was sent.",
                "Check the roster again, and submit the plan that follows from that.",
            )
        connection.keep_rehearsal(True)
        return Journal.create(
            _path(run), enrolment.plan, run=run, connection=connection.description(), roster=enrolment.roster
        )


def carrying_out(
    journal: Journal, connection: Connection, control: Control, *, concurrency: int = 4, waits: Waits = _DEFAULT_WAITS
) -> Generator[Event, None, RunResult]:
    """Sends what the journal still holds, while nobody else may change the centre.

    Raises `CannotRecordError`, and `CentreBusyError` where another program works on the centre; then nothing is sent.
    Every other trouble is in the result.
    """
    connection.keep_rehearsal(True)
    before, began = connection.client.calls, datetime.now(UTC)
    ended: Ended | None = None
    with connection.exclusively(), connection.ledger() as ledger:
        for event in carry_out(
            journal, connection.client, ledger, control=control, concurrency=concurrency, waits=waits
        ):
            if isinstance(event, Ended):
                ended = event
            yield event
    assert ended is not None
    connection.keep_rehearsal(journal.info.resumable)
    rows = outcomes(journal)
    seconds = (datetime.now(UTC) - began).total_seconds()
    document = as_json(journal, seconds=seconds, calls=connection.client.calls - before)
    return RunResult(journal.info.run, ended.ending, ended.message, rows, needs_attention(rows), document)


def runs() -> Iterator[RunInfo]:
    """Every run whose journal is on this computer, newest first, also one that another program carries out now.

    A journal that cannot be read is left out.
    """
    for path in sorted(paths.runs_folder().glob("*.sqlite"), reverse=True):
        try:
            with Journal.read(path) as journal:
                yield journal.info
        except CannotRecordError:
            continue


def unfinished(connection: Connection) -> Iterator[RunInfo]:
    """The runs in the centre of `connection` that can be gone on with, newest first."""
    here = connection.description()
    return (info for info in runs() if info.resumable and is_same_centre(info.connection, here))


def reopen(run: str | None) -> Journal:
    """The journal of `run`, else of the newest unfinished run, else of the newest with a change of unknown outcome.

    Raises `UsageError` where there is none, or where another window or command of this program has it.
    """
    if run is None:
        known = [info for info in runs() if info.resumable]
        newest = next((info for info in known if not info.finished), next(iter(known), None))
        if newest is None:
            raise UsageError("Nothing to resume", "Every run is finished.", "There is nothing to do.")
        run = newest.run
    if not _path(run).is_file():
        raise UsageError(
            "No such run", f"There is no run “{run}” on this computer.", "`onefile-desktop runs` lists them."
        )
    try:
        return Journal.open(_path(run))
    except HeldElsewhereError as error:
        raise UsageError(
            "The run is open",
            "That run is open in another window or command of this program.",
            "Go on there, or close it first.",
        ) from error


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


def _path(run: str) -> Path:
    return paths.runs_folder() / f"{run}.sqlite"
