"""The verbs that carry runs out and tell of them. Every one returns the exit code that the README promises."""

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from onefile_desktop import settings
from onefile_desktop.cli import arguments as typed
from onefile_desktop.cli.arguments import Outputs
from onefile_desktop.cli.beginning import connected, for_people, loaded, needed_target
from onefile_desktop.cli.documents import runs_document
from onefile_desktop.cli.exit_codes import ATTENTION, INTERRUPTED, OK, WORK_LEFT
from onefile_desktop.cli.going_on import GoingOn
from onefile_desktop.cli.mistakes import our_mistake
from onefile_desktop.cli.showing import print_json, say, show_check, show_plan
from onefile_desktop.cli.showing_runs import show_run, show_runs, show_unfinished
from onefile_desktop.cli.watching import on_interrupt, run_watched, watched
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.enrolment.rechecking import rechecked
from onefile_desktop.errors import CannotRecordError, UsageError, UserFacingError
from onefile_desktop.run import moments
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.left import Left
from onefile_desktop.run.results.outcome import needs_attention, outcomes
from onefile_desktop.run.results.report import write_results
from onefile_desktop.run.results.results_json import as_json
from onefile_desktop.run.results.undo_pack import write_undo_pack


@dataclass(frozen=True)
class _Ended:
    """How a stretch of a run ended. `saved` says that its results are in a workbook."""

    run: str
    code: int
    saved: bool = False


def submit(arguments: Namespace) -> int:
    """Enrols the people of a roster."""
    outputs = typed.outputs(arguments)
    _forget_old()
    enrolment, target = loaded(arguments), needed_target(arguments)
    with connected(target) as connection, connection.exclusively():
        enrolment = watched(enrolment.connected(connection).downloading())
        assert enrolment.plan is not None
        enrolment.require_digest(arguments.digest)
        people = for_people(arguments)
        show_unfinished(running.unfinished(connection), to=people)
        show_check(enrolment, connected=True, to=people)
        show_plan(enrolment, changes=False, to=people)
        if not arguments.yes:
            raise UsageError("Nothing was sent", "Nothing was sent.", "Add --yes to send this plan.")
        enrolment = watched(rechecked(enrolment, moments.this_moment))
        control = Control()
        with on_interrupt(control.request_stop):
            with running.start(enrolment) as journal:
                ended = _carry_out(journal, connection, control, arguments, outputs)
            return _forgotten(ended)


def resume(arguments: Namespace) -> int:
    """Goes on with a run that was interrupted; of one that is finished it says how it ended."""
    outputs = typed.outputs(arguments)
    _forget_old()
    control = Control()
    with running.reopen(arguments.run) as journal:
        if journal.info.finished and not journal.info.resumable:
            ended = _tell(journal, running.result_of(journal), arguments, outputs)
        else:
            running.require_details(journal.info)
            target = typed.target(arguments) or running.target_of(journal.info, typed.token())
            with connected(target) as connection, connection.exclusively(), on_interrupt(control.request_stop):
                running.require_same_centre(journal.info, connection)
                ended = _carry_out(journal, connection, control, arguments, outputs)
    return _forgotten(ended)


def results(arguments: Namespace) -> int:
    """Writes the results workbook of an earlier run."""
    outputs = typed.outputs(arguments)
    with running.reopen(arguments.run) as journal:
        attention = needs_attention(outcomes(journal))
        _write_undo_pack(journal, outputs, arguments)
        _write_results(journal, outputs, arguments)
        ended = _Ended(journal.info.run, ATTENTION if attention else OK, saved=True)
    return _forgotten(ended)


def runs(arguments: Namespace) -> int:
    """Lists the runs on this computer."""
    _forget_old()
    known = list(_with_left(running.runs()))
    if arguments.json:
        print_json(runs_document(known))
    else:
        show_runs(known, to=sys.stdout)
    return OK


def _carry_out(
    journal: Journal, connection: Connection, control: Control, arguments: Namespace, outputs: Outputs
) -> _Ended:
    run = journal.info.run
    before, began = connection.client.calls, time.monotonic()
    going_on = GoingOn(run, control, is_confirmed=arguments.confirmed)
    events = running.carrying_out(
        journal,
        connection,
        control,
        concurrency=arguments.at_once or settings.load().calls_at_once,
        one_first=arguments.one_first,
        verify=not arguments.no_verify,
    )
    try:
        result = run_watched(events, going_on.one_done)
    except Exception as error:
        connection.keep_rehearsal(True)
        if arguments.json:
            calls, seconds = connection.client.calls - before, time.monotonic() - began
            print_json(as_json(journal, seconds=seconds, calls=calls))
        said = str(error) if isinstance(error, UserFacingError) else our_mistake(error)
        say(f"{said} `onefile-desktop resume` goes on from here.", to=sys.stderr)
        return _Ended(run, WORK_LEFT)
    ended = _tell(journal, result, arguments, outputs)
    if going_on.is_to_be_looked_at:
        say(going_on.sentence, to=sys.stderr)
        return _Ended(run, WORK_LEFT, ended.saved)
    return ended


def _tell(journal: Journal, result: running.RunResult, arguments: Namespace, outputs: Outputs) -> _Ended:
    """Says how a run ended, and writes the workbooks that were asked for.

    Everybody is enrolled by now, so a workbook that cannot be written is said and changes nothing else.
    """
    show_run(result, to=for_people(arguments))
    if arguments.json:
        print_json(result.document)
    _could(lambda: _write_undo_pack(journal, outputs, arguments))
    saved = outputs.report is not None and _could(lambda: _write_results(journal, outputs, arguments))
    if result.ending is RunEnding.FINISHED:
        return _Ended(result.run, ATTENTION if result.needs_attention else OK, saved)
    return _Ended(result.run, INTERRUPTED if result.ending is RunEnding.STOPPED else WORK_LEFT, saved)


def _could(write: Callable[[], None]) -> bool:
    try:
        write()
    except UserFacingError as error:
        say(str(error), to=sys.stderr)
        return False
    return True


def _write_undo_pack(journal: Journal, outputs: Outputs, arguments: Namespace) -> None:
    if outputs.undo is not None:
        write_undo_pack(journal, outputs.undo)
        say(f"How to undo this run is in {outputs.undo}.", to=for_people(arguments))


def _write_results(journal: Journal, outputs: Outputs, arguments: Namespace) -> None:
    if outputs.report is not None:
        lost = write_results(journal, outputs.report, leave_out_sensitive=outputs.leave_out_sensitive)
        kept = f" It leaves out: {', '.join(lost)}." if lost else ""
        say(f"The results are in {outputs.report}.{kept}", to=for_people(arguments))


def _forgotten(ended: _Ended) -> int:
    """Once its journal is closed, a run whose results are saved may lose the details of its people."""
    if ended.saved:
        own_data.forget_when_saved(ended.run)
    return ended.code


def _forget_old() -> None:
    with suppress(OSError, UserFacingError):  # the verb itself says what is wrong with the folder
        own_data.forget_old(datetime.now(UTC))


def _with_left(known: Iterator[RunInfo]) -> Iterator[tuple[RunInfo, Left | None]]:
    for info in known:
        try:
            left = running.left_of_run(info)
        except CannotRecordError:
            left = None
        yield info, left
