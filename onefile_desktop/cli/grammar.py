"""What can be typed after `onefile-desktop`, and how its help names it. The words are a promise: see the README's page
on scripting.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import NoReturn

from onefile_desktop import __version__
from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.limiter import DEFAULT_RATE
from onefile_desktop.plan.options import Existing
from onefile_desktop.settings import AT_ONCE_RANGE


def parse(argv: list[str] | None) -> Namespace:
    """The command line as typed. `verb` is None for the wizard. Raises `UsageError`."""
    return _parser().parse_args(argv)


class _Parser(ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("Not understood", f"{message[:1].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


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
    results = verbs.add_parser(
        "results",
        help="write the results workbook of an earlier run",
        description=(
            "Writes the results workbook of an earlier run. Once it is saved and everything is done as planned, the "
            "personal details of that run are removed from this computer’s record. With --undo the undo pack is saved "
            "before that, so that it has names."
        ),
    )
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
    parser.add_argument(
        "--undo", type=Path, metavar="OUT.xlsx", help="save the undo pack as well: what was made, and how to undo it"
    )


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
    parser.add_argument(
        "--port", type=int, default=0, metavar="N", help="the port to listen on; any that is free if left out"
    )
    parser.add_argument("--latency-ms", type=float, default=0.0, metavar="N", help="how long each answer takes")
    parser.add_argument("--rate", type=int, default=DEFAULT_RATE.calls, metavar="N", help="calls in a window")
    parser.add_argument("--window", type=float, default=DEFAULT_RATE.seconds, metavar="S", help="seconds a window")
    parser.add_argument(
        "--faults", type=Path, metavar="FILE", help="what is to go wrong: REHEARSAL.md says how to write it"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for faults with a probability")
