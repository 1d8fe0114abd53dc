"""What can be typed after `onefile-desktop`. The words are a promise: see the README's page on scripting."""

import os
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from onefile_desktop import __version__
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.enrolment.connecting import RehearsalTarget, ServiceTarget, Target, saved_target
from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Rate
from onefile_desktop.paths import same_file
from onefile_desktop.plan.choosing import COLUMNS
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.settings import AT_ONCE_RANGE

_SEE = "See `onefile-desktop --help`."


class _Parser(ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("Not understood", f"{message[:1].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


def parse(argv: list[str] | None) -> Namespace:
    """The command line as typed. `verb` is None for the wizard. Raises `UsageError`."""
    return _parser().parse_args(argv)


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


def _parser() -> ArgumentParser:
    parser = _Parser(prog="onefile-desktop", description="Enrols a cohort in OneFile Eportfolio from an Excel roster.")
    parser.add_argument("--version", action="version", version=f"OneFile Desktop {__version__}")
    parser.add_argument("--rehearsal", action="store_true", help="open the wizard on the built-in rehearsal centre")
    parser.add_argument("--centre", type=Path, metavar="FILE", help="the rehearsal centre to use")
    parser.set_defaults(url=None, connection=None, organisation=None)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    template = verbs.add_parser("template", help="write a roster template")
    template.add_argument("out", type=Path, metavar="OUT.xlsx")
    _connection(template)
    for verb, what in (("check", "say what is wrong with a roster"), ("plan", "show what would be sent")):
        command = verbs.add_parser(verb, help=what)
        _roster(command)
        _output(command)
    submit = verbs.add_parser("submit", help="enrol the people of a roster")
    _roster(submit)
    submit.add_argument("--yes", action="store_true", help="really send the plan; without it, nothing is sent")
    submit.add_argument("--digest", metavar="D", help="send only the plan that has this digest")
    submit.add_argument("--only", type=int, nargs="+", metavar="ROW", help="only these rows, as Excel numbers them")
    _running(submit)
    _output(submit)
    _results(submit)
    submit.set_defaults(confirmed=False)
    resume = verbs.add_parser("resume", help="go on with a run that was interrupted")
    resume.add_argument("run", nargs="?", metavar="RUN", help="which run; the newest unfinished one if left out")
    resume.add_argument(
        "--confirmed", action="store_true", help="the person who was tried first is right: go on with the others"
    )
    _connection(resume)
    _running(resume)
    _output(resume)
    _results(resume)
    results = verbs.add_parser("results", help="write the results workbook of an earlier run")
    results.add_argument("run", metavar="RUN", help="which run; `onefile-desktop runs` lists them")
    results.add_argument("report", type=Path, metavar="OUT.xlsx")
    _results(results)
    results.set_defaults(json=False)
    runs = verbs.add_parser("runs", help="list the runs on this computer")
    runs.add_argument("--json", action="store_true", help="print JSON")
    delete = verbs.add_parser("delete-my-data", help="delete all that this program keeps on this computer")
    delete.add_argument("--yes", action="store_true", help="really delete it; without it, it is only listed")
    _rehearsal(verbs.add_parser("rehearsal", help="serve a rehearsal centre until interrupted"))
    tour = verbs.add_parser("tour", help="save a picture of every page of the wizard")
    tour.add_argument("outdir", type=Path, metavar="OUTDIR")
    tour.add_argument("--roster", type=Path, metavar="FILE", help="the roster to enrol on the rehearsal centre")
    return parser


def _connection(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("connection")
    group.add_argument("--rehearsal", action="store_true", help="a rehearsal centre, for this command")
    group.add_argument("--centre", type=Path, metavar="FILE", help="the rehearsal centre to use")
    group.add_argument("--url", help="a OneFile service; its API token is taken from ONEFILE_TOKEN")
    group.add_argument("--organisation", type=int, metavar="ID", help="which of the token's centres")
    group.add_argument("--connection", metavar="NAME", help="a connection that the wizard saved")


def _roster(parser: ArgumentParser) -> None:
    parser.add_argument("roster", type=Path, metavar="ROSTER")
    _connection(parser)
    group = parser.add_argument_group("roster")
    group.add_argument("--sheet", metavar="NAME", help="the sheet with the people")
    group.add_argument("--header-row", type=int, metavar="N", help="the row with the headers, as Excel numbers it")
    group.add_argument("--map", metavar="HEADER=FIELD", help="what a column means", action="append", default=[])
    group.add_argument(
        "--set", metavar="FIELD=VALUE", help="a value for every row that has none", action="append", default=[]
    )
    group.add_argument("--leave-out-hidden", action="store_true", help="pass over rows that are hidden or filtered out")
    group.add_argument(
        "--choose",
        metavar="FIELD:TEXT=NAME",
        help="what a text in the roster refers to; no NAME forgets it",
        action="append",
        default=[],
    )
    group.add_argument(
        "--existing", choices=[str(one) for one in Existing], default=str(Existing.SKIP), help="people already there"
    )
    group.add_argument(
        "--decide", metavar="ROW=skip|create|ID", help="what a possible duplicate is", action="append", default=[]
    )
    group.add_argument("--create-missing", action="store_true", help="make placements and classes that do not exist")


def _output(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="write a workbook")


def _results(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--leave-out-sensitive",
        action="store_true",
        help="in the results workbook, only columns that are known not to be sensitive",
    )
    parser.add_argument("--undo", type=Path, metavar="OUT.xlsx", help="write what was made, and how to undo it")


def _running(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("run")
    group.add_argument(
        "--at-once",
        type=int,
        choices=AT_ONCE_RANGE,
        metavar="N",
        help=f"how many calls may be under way, {AT_ONCE_RANGE[0]} to {AT_ONCE_RANGE[-1]}",
    )
    group.add_argument("--one-first", action="store_true", help="try one person first, and go on when told to")
    group.add_argument("--no-verify", action="store_true", help="do not read everybody back at the end")


def _rehearsal(parser: ArgumentParser) -> None:
    parser.add_argument("--centre", type=Path, metavar="FILE", help="the people, classes ... to begin with")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the people here over a restart")
    parser.add_argument("--port", type=int, default=0, metavar="N")
    parser.add_argument("--latency-ms", type=float, default=0.0, metavar="N", help="how long each answer takes")
    parser.add_argument("--rate", type=int, default=DEFAULT_RATE.calls, metavar="N", help="calls in a window")
    parser.add_argument("--window", type=float, default=DEFAULT_RATE.seconds, metavar="S", help="seconds a window")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="what is to go wrong")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for faults with a probability")


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
