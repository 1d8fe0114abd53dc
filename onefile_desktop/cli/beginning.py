"""What most verbs begin with: a roster, a connection, and where to say what."""

import sys
from argparse import Namespace
from datetime import datetime
from typing import TextIO

from onefile_desktop.cli import arguments as typed
from onefile_desktop.enrolment.connecting import Connection, Target, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import UsageError


def loaded(arguments: Namespace) -> Enrolment:
    """The roster, read and checked. Raises `UsageError`, `UnreadableFileError` or `RosterShapeError`."""
    enrolment = Enrolment(plan_options=typed.plan_options(arguments))
    today = datetime.now().astimezone().date()
    options = typed.read_options(arguments)
    enrolment = enrolment.loaded(arguments.roster, options, today=today, password=typed.password())
    enrolment.require_sense()
    return enrolment


def needed_target(arguments: Namespace) -> Target:
    """The connection that was asked for. Raises `UsageError` where none was."""
    target = typed.target(arguments)
    if target is None:
        raise UsageError("Which centre?", "Say which centre.", "Add --rehearsal, --url URL or --connection NAME.")
    return target


def connected(target: Target) -> Connection:
    """An open connection to `target`; raises as `connect` does."""
    return connect(target, rate=typed.rate())


def for_people(arguments: Namespace) -> TextIO:
    """Where text for people goes: with --json, standard output holds the document alone."""
    return sys.stderr if arguments.json else sys.stdout
