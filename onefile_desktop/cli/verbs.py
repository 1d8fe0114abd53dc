"""What each verb does. Every one returns the exit code that the README promises."""

import json
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TextIO, TypeVar

from tqdm import tqdm

from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.cli import arguments as typed
from onefile_desktop.cli.documents import check_document, runs_document
from onefile_desktop.cli.mistakes import our_mistake
from onefile_desktop.cli.showing import print_json, say, show_check, show_plan, show_run, show_runs, show_unfinished
from onefile_desktop.enrolment import moments, running
from onefile_desktop.enrolment.connecting import Connection, Target, connect
from onefile_desktop.enrolment.lists import lists_of
from onefile_desktop.enrolment.rechecking import rechecked
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import UsageError, UserFacingError
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.template import write_template
from onefile_desktop.run.engine import ChangeSettled, Control, Event, RunEnding, Waiting
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.outcome import as_json
from onefile_desktop.run.plan_report import write_plan
from onefile_desktop.run.report import write_results

OK, ATTENTION, COULD_NOT_RUN, WORK_LEFT, INTERRUPTED = 0, 1, 2, 3, 130

T = TypeVar("T")


def template(arguments: Namespace) -> int:
    """Writes a roster template, with a connection's names in its drop-downs."""
    out, target = typed.new_workbook(arguments.out), typed.target(arguments)
    if target is None:
        write_template(out)
    else:
        with _connected(target) as connection:
            centre = _watched(download(connection.client, connection.organisation, Wanted()))
        write_template(out, lists_of(centre))
    say(f"The template is in {out}.", to=sys.stdout)
    return OK


def check(arguments: Namespace) -> int:
    """Says what is wrong with a roster, with a connection down to every name in it."""
    report, target = typed.report(arguments), typed.target(arguments)
    enrolment = _loaded(arguments)
    if target is not None:
        with _connected(target) as connection:
            enrolment = _watched(enrolment.connected(connection).downloading())
    if report is not None:
        assert enrolment.roster is not None
        for note in write_marked_copy(enrolment.roster.file, enrolment.problems, report, password=typed.password()):
            say(note, to=_for_people(arguments))
        say(f"The marked copy is in {report}.", to=_for_people(arguments))
    show_check(enrolment, connected=target is not None, to=_for_people(arguments))
    if arguments.json:
        print_json(check_document(enrolment))
    return ATTENTION if enrolment.needs_attention else OK


def plan(arguments: Namespace) -> int:
    """Shows what would be sent."""
    report, loaded, target = typed.report(arguments), _loaded(arguments), _needed_target(arguments)
    with _connected(target) as connection:
        enrolment = _watched(loaded.connected(connection).downloading())
        show_unfinished(running.unfinished(connection), to=_for_people(arguments))
    assert enrolment.plan is not None
    assert enrolment.centre is not None
    if report is not None:
        write_plan(enrolment.plan, enrolment.centre, report)
        say(f"The plan is in {report}.", to=_for_people(arguments))
    show_check(enrolment, connected=True, to=_for_people(arguments))
    show_plan(enrolment, changes=True, to=_for_people(arguments))
    if arguments.json:
        print_json(enrolment.plan.as_json())
    return ATTENTION if enrolment.needs_attention else OK


def submit(arguments: Namespace) -> int:
    """Enrols the people of a roster."""
    report, loaded, target = typed.report(arguments), _loaded(arguments), _needed_target(arguments)
    with _connected(target) as connection, connection.exclusively():
        enrolment = _watched(loaded.connected(connection).downloading())
        assert enrolment.plan is not None
        enrolment.require_digest(arguments.digest)
        people = _for_people(arguments)
        show_unfinished(running.unfinished(connection), to=people)
        show_check(enrolment, connected=True, to=people)
        show_plan(enrolment, changes=False, to=people)
        if not arguments.yes:
            raise UsageError("Nothing was sent", "Nothing was sent.", "Add --yes to send this plan.")
        enrolment = _watched(rechecked(enrolment, moments.this_moment))
        with running.start(enrolment) as journal:
            return _carry_out(journal, connection, arguments, report)


def resume(arguments: Namespace) -> int:
    """Goes on with a run that was interrupted."""
    report = typed.report(arguments)
    with running.reopen(arguments.run) as journal:
        target = typed.target(arguments) or running.target_of(journal.info, typed.token())
        with _connected(target) as connection, connection.exclusively():
            running.require_same_centre(journal.info, connection)
            return _carry_out(journal, connection, arguments, report)


def runs(arguments: Namespace) -> int:
    """Lists the runs on this computer."""
    known = list(running.runs())
    if arguments.json:
        print_json(runs_document(known))
    else:
        show_runs(known, to=sys.stdout)
    return OK


def rehearsal(arguments: Namespace) -> int:
    """Serves a rehearsal centre until interrupted."""
    server = RehearsalServer(
        centre=arguments.centre,
        state=arguments.state,
        port=arguments.port,
        latency_seconds=arguments.latency_ms / 1000,
        rate=arguments.rate,
        window_seconds=arguments.window,
        faults=arguments.faults,
        seed=arguments.seed,
    )
    stopping: list[int] = []
    with server, _on_interrupt(lambda: stopping.append(1)):
        where = {"url": server.url, "token": server.token, "organisation": server.organisation_id}
        say(json.dumps(where), to=sys.stdout)
        while not stopping:
            time.sleep(0.1)
    return OK


def _carry_out(journal: Journal, connection: Connection, arguments: Namespace, report: Path | None) -> int:
    control, before, began = Control(), connection.client.calls, time.monotonic()
    try:
        with _on_interrupt(control.request_stop):
            result = _run_watched(running.carrying_out(journal, connection, control))
    except Exception as error:
        connection.keep_rehearsal(True)
        if arguments.json:
            calls, seconds = connection.client.calls - before, time.monotonic() - began
            print_json(as_json(journal, seconds=seconds, calls=calls))
        said = str(error) if isinstance(error, UserFacingError) else our_mistake(error)
        say(f"{said} `onefile-desktop resume` goes on from here.", to=sys.stderr)
        return WORK_LEFT
    people = _for_people(arguments)
    show_run(result, to=people)
    if arguments.json:
        print_json(result.document)
    if report is not None:
        _write_results(journal, report, to=people)
    if result.ending is RunEnding.FINISHED:
        return ATTENTION if result.needs_attention else OK
    return INTERRUPTED if result.ending is RunEnding.STOPPED else WORK_LEFT


def _write_results(journal: Journal, report: Path, *, to: TextIO) -> None:
    """Everybody is enrolled by now, so a workbook that cannot be written is said and changes nothing else."""
    try:
        lost = write_results(journal, report)
    except UserFacingError as error:
        say(str(error), to=sys.stderr)
        return
    kept = f" It leaves out: {', '.join(lost)}." if lost else ""
    say(f"The results are in {report}.{kept}", to=to)


def _loaded(arguments: Namespace) -> Enrolment:
    enrolment = Enrolment(plan_options=typed.plan_options(arguments))
    today = datetime.now().astimezone().date()
    options = typed.read_options(arguments)
    enrolment = enrolment.loaded(arguments.roster, options, today=today, password=typed.password())
    enrolment.require_sense()
    return enrolment


def _needed_target(arguments: Namespace) -> Target:
    target = typed.target(arguments)
    if target is None:
        raise UsageError("Which centre?", "Say which centre.", "Add --rehearsal, --url URL or --connection NAME.")
    return target


def _connected(target: Target) -> Connection:
    return connect(target, rate=typed.rate())


def _for_people(arguments: Namespace) -> TextIO:
    return sys.stderr if arguments.json else sys.stdout


def _watched(reading: Generator[Reading, None, T]) -> T:
    """Runs a job that reads the centre, with a line of progress on a terminal."""
    with tqdm(desc="Reading the centre", bar_format="{desc}", disable=None, file=sys.stderr, leave=False) as bar:
        while True:
            try:
                progress = next(reading)
            except StopIteration as done:
                return done.value
            bar.set_description_str(f"Reading the centre: {progress.what}, {progress.calls} calls")


def _run_watched(events: Generator[Event, None, running.RunResult]) -> running.RunResult:
    """Runs a run, with a progress bar on a terminal."""
    with tqdm(desc="Enrolling", unit="call", disable=None, file=sys.stderr) as bar:
        while True:
            try:
                event = next(events)
            except StopIteration as done:
                return done.value
            if isinstance(event, ChangeSettled):
                bar.total = event.total
                bar.update(event.done - bar.n)
                bar.set_postfix_str(f"{event.people_done} of {event.people_total} people")
            elif isinstance(event, Waiting):
                bar.set_postfix_str(event.reason)


@contextmanager
def _on_interrupt(stop: Callable[[], object]) -> Generator[None]:
    """Calls `stop` for Ctrl-C and for a polite kill, instead of falling over in the middle of something."""

    def stopped(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, stopped) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
