"""The verbs that carry runs out and tell of them. Every one returns the exit code that the README promises."""

import sys
import time
from argparse import Namespace
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onefile_desktop import settings
from onefile_desktop.cli import arguments as typed
from onefile_desktop.cli.arguments import Outputs
from onefile_desktop.cli.beginning import connected, for_people, loaded, needed_target
from onefile_desktop.cli.best_effort import best_effort
from onefile_desktop.cli.documents import runs_document
from onefile_desktop.cli.exit_codes import ATTENTION, INTERRUPTED, OK, WORK_LEFT
from onefile_desktop.cli.going_on import GoingOn
from onefile_desktop.cli.run_workbooks import (
    forget_when_saved,
    nothing_sent,
    save_workbooks,
    what_went_wrong,
    write_workbooks,
)
from onefile_desktop.cli.showing import print_json, say, show_check, show_plan
from onefile_desktop.cli.showing_runs import show_run, show_runs, show_unfinished
from onefile_desktop.cli.watching import on_interrupt, run_watched, watched
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.connecting import Connection, ServiceTarget, Target
from onefile_desktop.enrolment.rechecking import rechecked
from onefile_desktop.errors import (
    CannotRecordError,
    ConnectionFailedError,
    TokenRefusedError,
    UsageError,
    UserFacingError,
)
from onefile_desktop.run import moments
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.left import Left
from onefile_desktop.run.results.outcome import needs_attention, outcomes
from onefile_desktop.run.results.results_json import as_json


@dataclass(frozen=True)
class _Ended:
    """How a stretch of a run ended. `may_forget` says that its results are in a workbook and nothing else needs the
    details of its people.
    """

    run: str
    code: int
    may_forget: bool = False


def submit(arguments: Namespace) -> int:
    """Enrols the people of a roster."""
    outputs = typed.outputs(arguments)
    _forget_old()
    enrolment, target = loaded(arguments), needed_target(arguments)
    with (
        ExitStack() as to_the_end,
        _nothing_sent_without_record(),
        connected(target) as connection,
        connection.exclusively(),
    ):
        enrolment = watched(enrolment.connected(connection).downloading())
        assert enrolment.plan is not None
        enrolment.require_digest(arguments.digest)
        people = for_people(arguments)
        show_unfinished(running.unfinished(connection), to=people)
        show_check(enrolment, connected=True, to=people)
        show_plan(enrolment, changes=False, to=people)
        if not arguments.yes:
            raise UsageError("Nothing was sent", nothing_sent(outputs), "Add --yes to send this plan.")
        enrolment = watched(rechecked(enrolment, moments.this_moment))
        control = Control()
        to_the_end.enter_context(on_interrupt(control.request_stop))
        with best_effort():
            with running.start(enrolment) as journal:
                ended = _carry_out(journal, connection, control, arguments, outputs)
            return _forgotten(ended, arguments, outputs)


def resume(arguments: Namespace) -> int:
    """Goes on with a run that was interrupted; of one that is finished it says how it ended."""
    outputs = typed.outputs(arguments)
    control = Control()
    with best_effort(), ExitStack() as to_the_end:
        with running.reopen(arguments.run) as journal:
            _forget_old()  # but not this run, whose journal is open
            if journal.info.finished and not journal.info.resumable:
                ended = _tell(journal, running.result_of(journal), arguments, outputs)
            else:
                running.require_details(journal.info)
                target = typed.target(arguments) or running.target_of(journal.info, typed.token())
                with _connected_again(target, journal.info) as connection, connection.exclusively():
                    to_the_end.enter_context(on_interrupt(control.request_stop))
                    running.require_same_centre(journal.info, connection)
                    ended = _carry_out(journal, connection, control, arguments, outputs)
        return _forgotten(ended, arguments, outputs)


def results(arguments: Namespace) -> int:
    """Writes the results workbook of an earlier run."""
    typed.new_workbook(arguments.report)
    outputs = typed.outputs(arguments)
    with running.reopen(arguments.run, to_look=True) as journal:
        attention = needs_attention(outcomes(journal)) or journal.info.differs
        write_workbooks(journal, outputs, arguments)
        may_forget = not journal.info.forgotten
        ended = _Ended(journal.info.run, ATTENTION if attention else OK, may_forget)
    return _forgotten(ended, arguments, outputs)


def runs(arguments: Namespace) -> int:
    """Lists the runs on this computer."""
    _forget_old()
    known = list(_with_left(running.runs()))
    if arguments.json:
        print_json(runs_document(known))
    else:
        show_runs(((info, left, _rows_to_look_at(info)) for info, left in known), to=sys.stdout)
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
            with suppress(Exception):  # what is wrong may keep the journal from being read, too
                print_json(as_json(journal, seconds=seconds, calls=calls))
        nothing = "Nothing was sent. " if _is_unsent(journal) else ""
        say(f"{nothing}{what_went_wrong(error)} `onefile-desktop resume {run}` goes on from here.", to=sys.stderr)
        return _Ended(run, WORK_LEFT)
    may_go_on = journal.info.resumable and not going_on.is_to_be_looked_at
    ended = _tell(journal, result, arguments, outputs, may_go_on=may_go_on)
    if going_on.is_to_be_looked_at:
        say(going_on.sentence, to=sys.stderr)
        return replace(ended, code=WORK_LEFT)
    return ended


def _tell(
    journal: Journal, result: running.RunResult, arguments: Namespace, outputs: Outputs, *, may_go_on: bool = False
) -> _Ended:
    """Says how a run ended, and writes the workbooks that were asked for.

    Everybody is enrolled by now, so a workbook that cannot be written is said, and changes nothing else but the exit
    code of a run in which all went well.
    """
    show_run(result, to=for_people(arguments), may_go_on=may_go_on)
    if arguments.json:
        print_json(result.document)
    found = result.verification
    has_all, has_results = save_workbooks(journal, outputs, arguments, found)
    may_forget = has_results and not journal.info.forgotten and not (found and found.differences)
    if result.ending is RunEnding.FINISHED:
        return _Ended(result.run, OK if has_all and not result.needs_attention else ATTENTION, may_forget)
    return _Ended(result.run, INTERRUPTED if result.ending is RunEnding.STOPPED else WORK_LEFT, may_forget)


def _forgotten(ended: _Ended, arguments: Namespace, outputs: Outputs) -> int:
    if ended.may_forget:
        forget_when_saved(ended.run, outputs, arguments)
    return ended.code


@contextmanager
def _nothing_sent_without_record() -> Generator[None]:
    """Says outright that nothing was sent, where the record fails before a run has begun."""
    try:
        yield
    except CannotRecordError as error:
        raise type(error)(error.title, f"Nothing was sent. {error.message}", error.what_to_do) from error


def _is_unsent(journal: Journal) -> bool:
    """Whether it is certain that nothing of a run was ever sent."""
    with suppress(Exception):  # what is wrong may keep the journal from being read, too
        return journal.is_unsent()
    return False


def _connected_again(target: Target, info: RunInfo) -> Connection:
    """A connection to go on with a run; raises as `connected` does, saying that the run is as it was."""
    try:
        return connected(target)
    except (ConnectionFailedError, TokenRefusedError) as error:
        then = f"After that, `onefile-desktop resume {info.run}` goes on with it"
        tried = ""
        if isinstance(target, ServiceTarget) and isinstance(error, ConnectionFailedError):
            tried = f" The address that was tried is {target.url}."
            then = f"{then}; if the service has moved, add --url NEWADDRESS to that"
        message = f"Nothing was sent, and the run is as it was: {error.message}{tried}"
        raise type(error)(error.title, message, f"{error.what_to_do} {then}.") from error


def _rows_to_look_at(info: RunInfo) -> int:
    if info.finished and not info.resumable and not info.forgotten:
        with suppress(CannotRecordError):
            return running.rows_to_look_at(info)
    return 0


def _forget_old() -> None:
    with suppress(OSError, UserFacingError):  # the verb itself says what is wrong with the folder
        own_data.forget_old(datetime.now(UTC))


def _with_left(known: Iterator[RunInfo]) -> Iterator[tuple[RunInfo, Left | None]]:
    """What is left of those that can be gone on with: of many runs, reading the rest would take its time."""
    for info in known:
        left = None
        if info.resumable:
            with suppress(CannotRecordError):
                left = running.left_of_run(info)
        yield info, left
