"""What was typed, as the values that the enrolment takes. What can be typed is in `grammar`."""

import os
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.enrolment.connecting import RehearsalTarget, ServiceTarget, Target, saved_target
from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Rate
from onefile_desktop.paths import same_file
from onefile_desktop.plan.choosing import COLUMNS
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.roster.options import ReadOptions

_SEE = "See `onefile-desktop --help`."


def target(arguments: Namespace) -> Target | None:
    """The connection that was asked for; None where none was. Raises `UsageError`."""
    asked = [bool(arguments.rehearsal), arguments.url is not None, arguments.connection is not None]
    if sum(asked) > 1:
        raise UsageError("Which connection?", "Give only one of --rehearsal, --url and --connection.", _SEE)
    if arguments.centre is not None and not arguments.rehearsal:
        raise UsageError("Not understood", "--centre goes with --rehearsal.", _SEE)
    if arguments.organisation is not None and arguments.url is None:
        raise UsageError("Not understood", "--organisation goes with --url.", _SEE)
    if arguments.rehearsal:
        return RehearsalTarget(centre=arguments.centre)
    if arguments.url is not None:
        return ServiceTarget(arguments.url, token() or "", arguments.organisation)
    return saved_target(arguments.connection) if arguments.connection is not None else None


def token() -> str | None:
    """The API token for a service that was not saved by name. There is no option for it: others can read those."""
    return os.environ.get("ONEFILE_TOKEN")


def password() -> str | None:
    """What opens a protected roster, as little an option as the token is."""
    return os.environ.get("ONEFILE_ROSTER_PASSWORD") or None


def rate() -> Rate:
    """The limit to keep to: `ONEFILE_RATE`, else OneFile's own. Raises `UsageError`."""
    text = os.environ.get("ONEFILE_RATE")
    return Rate.parse(text) if text else DEFAULT_RATE


@dataclass(frozen=True)
class Outputs:
    """Where the workbooks of a run go; None for one that was not asked for."""

    report: Path | None = None
    undo: Path | None = None
    leave_out_sensitive: bool = False


def outputs(arguments: Namespace) -> Outputs:
    """The workbooks of a run that were asked for. Raises `UsageError` as `report` does, before anything is sent."""
    results, undo = report(arguments), arguments.undo
    if arguments.leave_out_sensitive and results is None:
        raise UsageError("Not understood", "--leave-out-sensitive goes with --report.", _SEE)
    if undo is not None:
        roster = getattr(arguments, "roster", None)
        if any(same_file(undo, one) for one in (results, roster) if isinstance(one, Path)):
            raise UsageError("One file for two things", f"--undo would replace {undo}.", "Give it another name.")
        new_workbook(undo)
    return Outputs(results, undo, arguments.leave_out_sensitive)


def report(arguments: Namespace) -> Path | None:
    """Where the workbook goes that was asked for; None where none was.

    Asked before anything is sent. Raises `UsageError` where it cannot be written: over the roster itself, in a
    folder that is not there, or as another kind of file.
    """
    out: Path | None = arguments.report
    if out is None:
        return None
    roster = getattr(arguments, "roster", None)
    if isinstance(roster, Path) and same_file(roster, out):
        raise UsageError("The roster is kept", "The report would replace the roster itself.", "Give it another name.")
    return _workbook(out)


def new_workbook(out: Path) -> Path:
    """`out`, for a workbook that must not take the place of a filled-in one. Raises `UsageError`."""
    if out.exists():
        raise UsageError("The file is kept", f"{out} is there already.", "Give another name, or move it away first.")
    return _workbook(out)


def read_options(arguments: Namespace) -> ReadOptions:
    """How to read the roster. Raises `UsageError` for an option that is not of the form NAME=VALUE."""
    return ReadOptions(
        sheet=arguments.sheet,
        header_row=arguments.header_row,
        mapping=tuple(_split("--map", text, text.rpartition("=")) for text in arguments.map),
        for_everyone=tuple(_split("--set", text, text.partition("=")) for text in arguments.set),
        leave_out_hidden=arguments.leave_out_hidden,
    )


def plan_options(arguments: Namespace) -> PlanOptions:
    """The decisions about the plan. Raises `UsageError` for one that cannot be understood."""
    return PlanOptions(
        existing=Existing(arguments.existing),
        decisions=dict(_decision(text) for text in arguments.decide),
        choices=dict(_choice(text) for text in arguments.choose),
        only=frozenset(arguments.only) if getattr(arguments, "only", None) else None,
        create_missing=arguments.create_missing,
    )


def _workbook(out: Path) -> Path:
    if out.suffix.lower() != ".xlsx":
        raise UsageError("Not a workbook", f"“{out.name}” would not be a workbook.", "End its name in .xlsx.")
    folder = out.resolve().parent
    if folder.is_file():
        raise UsageError("Not a folder", f"{out.parent} is a file, not a folder.", "Name a folder.")
    if not folder.is_dir():
        raise UsageError("No such folder", f"There is no folder {out.parent}.", "Make it first.")
    return out


def _split(option: str, text: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    """Name and value. A header may hold an equals sign, and so may a value, so the option says at which it parts."""
    name, equals, value = parts
    if not equals or not name.strip():
        raise UsageError("Not understood", f"{option} “{text}” is not of the form NAME=VALUE.", _SEE)
    return name.strip(), value.strip()


def _decision(text: str) -> tuple[int, Decision | int]:
    row, decided = _split("--decide", text, text.partition("="))
    if row.isdecimal() and decided in (Decision.SKIP, Decision.CREATE):
        return int(row), Decision(decided)
    if row.isdecimal() and decided.isdecimal():
        return int(row), int(decided)
    raise UsageError("Not understood", f"--decide “{text}” is not of the form ROW=skip, ROW=create or ROW=ID.", _SEE)


def _choice(text: str) -> tuple[tuple[str, str], str]:
    asked, meant = _split("--choose", text, text.rpartition("="))
    name, colon, in_roster = asked.partition(":")
    field = _reference_named(name)
    if not colon or not in_roster.strip() or field is None:
        labels = ", ".join(one.label for one in COLUMNS.values() if one.target is not None)
        raise UsageError(
            "Not understood",
            f"--choose “{text}” is not of the form FIELD:TEXT=NAME, where FIELD is one of these: {labels}.",
            _SEE,
        )
    return (field, folded(in_roster)), meant


def _reference_named(name: str) -> str | None:
    """The API name of a field that refers to somebody or something, given by that or its label, or by a part of it."""
    for one in COLUMNS.values():
        if folded(name) in (folded(one.name), folded(one.label)):
            whole = one if one.target is not None or one.part_of is None else COLUMNS[one.part_of]
            return whole.name if whole.target is not None else None
    return None
