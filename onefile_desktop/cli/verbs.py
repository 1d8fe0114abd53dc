"""What the verbs do that carry nothing out. Every one returns the exit code that the README promises."""

import json
import sys
import time
from argparse import Namespace

from onefile_desktop.centre.download import download
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.cli import arguments as typed
from onefile_desktop.cli.beginning import connected, for_people, loaded, needed_target
from onefile_desktop.cli.documents import check_document
from onefile_desktop.cli.exit_codes import ATTENTION, OK
from onefile_desktop.cli.hints import how_to_rehearse
from onefile_desktop.cli.showing import print_json, say, show_check, show_plan
from onefile_desktop.cli.showing_runs import show_kept, show_unfinished
from onefile_desktop.cli.watching import on_interrupt, watched
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.lists import lists_of
from onefile_desktop.errors import UsageError
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.template import write_template
from onefile_desktop.run.results.plan_report import write_plan


def template(arguments: Namespace) -> int:
    """Writes a roster template, with a connection's names in its drop-downs."""
    out, target = typed.new_workbook(arguments.out), typed.target(arguments)
    if target is None:
        write_template(out)
    else:
        with connected(target) as connection:
            centre = watched(download(connection.client, connection.organisation, Wanted()))
        write_template(out, lists_of(centre))
    say(f"The template is in {out}.", to=sys.stdout)
    return OK


def check(arguments: Namespace) -> int:
    """Says what is wrong with a roster, with a connection down to every name in it."""
    report, target = typed.report(arguments), typed.target(arguments)
    enrolment = loaded(arguments)
    if target is not None:
        with connected(target) as connection:
            enrolment = watched(enrolment.connected(connection).downloading())
    if report is not None:
        assert enrolment.roster is not None
        for note in write_marked_copy(enrolment.roster.file, enrolment.problems, report, password=typed.password()):
            say(note, to=for_people(arguments))
        say(f"The marked copy is in {report}.", to=for_people(arguments))
    show_check(enrolment, connected=target is not None, to=for_people(arguments))
    if arguments.json:
        print_json(check_document(enrolment))
    return ATTENTION if enrolment.needs_attention else OK


def plan(arguments: Namespace) -> int:
    """Shows what would be sent."""
    report, enrolment, target = typed.report(arguments), loaded(arguments), needed_target(arguments)
    with connected(target) as connection:
        enrolment = watched(enrolment.connected(connection).downloading())
        show_unfinished(running.unfinished(connection), to=for_people(arguments))
    assert enrolment.plan is not None
    assert enrolment.centre is not None
    if report is not None:
        write_plan(enrolment.plan, enrolment.centre, report)
        say(f"The plan is in {report}.", to=for_people(arguments))
    show_check(enrolment, connected=True, to=for_people(arguments))
    show_plan(enrolment, changes=True, to=for_people(arguments))
    if arguments.json:
        print_json(enrolment.plan.as_json())
    return ATTENTION if enrolment.needs_attention else OK


def delete_my_data(arguments: Namespace) -> int:
    """Deletes all that the program keeps on this computer."""
    if not arguments.yes:
        show_kept(own_data.what_is_kept(), to=sys.stdout)
        raise UsageError("Nothing was deleted", "Nothing was deleted.", "Add --yes to delete all of it, for good.")
    left = own_data.delete_everything()
    for sentence in left:
        say(sentence, to=sys.stderr)
    if not left:
        say("All that this program kept on this computer has been deleted. OneFile is as it was.", to=sys.stdout)
    return ATTENTION if left else OK


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
    with server, on_interrupt(lambda: stopping.append(1)):
        where = {"url": server.url, "token": server.token, "organisation": server.organisation_id}
        say(json.dumps(where), to=sys.stdout)
        if sys.stderr.isatty():
            for line in how_to_rehearse(server.url, server.token, server.organisation_id):
                say(line, to=sys.stderr)
        while not stopping:
            time.sleep(0.1)
    return OK
