"""The workbooks of a run that were asked for, and what a run loses once they are saved."""

import logging
import sys
from argparse import Namespace
from collections.abc import Callable

from onefile_desktop.cli.arguments import Outputs
from onefile_desktop.cli.beginning import for_people
from onefile_desktop.cli.mistakes import our_mistake
from onefile_desktop.cli.showing import say
from onefile_desktop.enrolment import own_data
from onefile_desktop.errors import UserFacingError
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.report import write_results
from onefile_desktop.run.results.undo_pack import write_undo_pack
from onefile_desktop.run.verifying.verification import Verification

_NAMELESS = "The personal details of this run were removed earlier, so that names and MIS IDs are not in it."
_DETAILS_REMOVED = (
    "The personal details of this run have been removed from this computer’s record, so keep the results workbook."
)
_NO_UNDO = "An undo pack with names can no longer be written."

_log = logging.getLogger(__name__)


def write_workbooks(
    journal: Journal, outputs: Outputs, arguments: Namespace, verification: Verification | None = None
) -> None:
    """Writes the workbooks that were asked for; raises what goes wrong."""
    _write_undo_pack(journal, outputs, arguments)
    _write_results(journal, outputs, arguments, verification)


def save_workbooks(
    journal: Journal, outputs: Outputs, arguments: Namespace, verification: Verification | None
) -> tuple[bool, bool]:
    """Writes the workbooks that were asked for; says whether none is missing, and whether the results are saved, too.

    For a run that has just ended: what goes wrong is said, with how to have it written again, and nothing is raised.
    """
    again = f"`onefile-desktop results {journal.info.run} OUT.xlsx"
    has_undo = _could(lambda: _write_undo_pack(journal, outputs, arguments), f"{again} --undo UNDO.xlsx`")
    has_results = _could(lambda: _write_results(journal, outputs, arguments, verification), f"{again}`")
    has_all = has_undo and has_results
    return has_all, has_all and outputs.report is not None


def forget_when_saved(run: str, outputs: Outputs, arguments: Namespace) -> None:
    """Once its journal is closed, a run whose results are saved and right may lose the details of its people."""
    if own_data.forget_when_saved(run):
        say(_DETAILS_REMOVED if outputs.undo else f"{_DETAILS_REMOVED} {_NO_UNDO}", to=for_people(arguments))


def nothing_sent(outputs: Outputs) -> str:
    """That nothing was sent, and that so none of the workbooks that were asked for was written."""
    files = [str(one) for one in (outputs.report, outputs.undo) if one is not None]
    if not files:
        return "Nothing was sent."
    return f"Nothing was sent, and {' and '.join(files)} {'was' if len(files) == 1 else 'were'} not written."


def what_went_wrong(error: Exception) -> str:
    """What people are told; of a mistake in the program, the log is told where it is."""
    if isinstance(error, UserFacingError):
        _log.info("Ended by %s", type(error).__name__)
        return str(error)
    _log.error("A mistake in the program", exc_info=error)
    return our_mistake(error)


def _could(write: Callable[[], None], again: str) -> bool:
    try:
        write()
    except Exception as error:
        say(f"{what_went_wrong(error)} {again} writes it again.", to=sys.stderr)
        return False
    return True


def _write_undo_pack(journal: Journal, outputs: Outputs, arguments: Namespace) -> None:
    if outputs.undo is not None:
        write_undo_pack(journal, outputs.undo)
        say(f"How to undo this run is in {outputs.undo}.{_nameless(journal)}", to=for_people(arguments))


def _write_results(journal: Journal, outputs: Outputs, arguments: Namespace, verification: Verification | None) -> None:
    if outputs.report is not None:
        leave_out = outputs.leave_out_sensitive
        lost = write_results(journal, outputs.report, leave_out_sensitive=leave_out, verification=verification)
        kept = f" It leaves out: {', '.join(lost)}." if lost else ""
        say(f"The results are in {outputs.report}.{kept}{_nameless(journal)}", to=for_people(arguments))


def _nameless(journal: Journal) -> str:
    return f" {_NAMELESS}" if journal.info.forgotten else ""
