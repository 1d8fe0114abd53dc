"""Where the program starts: the wizard and its tour need a screen or Qt, every other verb is the command line."""

import logging
import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from onefile_desktop import logs, paths, screen
from onefile_desktop.cli import arguments as typed
from onefile_desktop.cli import exit_codes, run_verbs, verbs
from onefile_desktop.cli.best_effort import best_effort, silence, take_every_letter
from onefile_desktop.cli.grammar import parse
from onefile_desktop.cli.mistakes import our_mistake
from onefile_desktop.cli.showing import say
from onefile_desktop.enrolment.connecting import Target
from onefile_desktop.errors import NoScreenError, UserFacingError
from onefile_desktop.onefile.endings import CallError

_log = logging.getLogger("onefile_desktop")  # also where this module is the program itself

_VERBS = {
    "template": verbs.template,
    "check": verbs.check,
    "plan": verbs.plan,
    "submit": run_verbs.submit,
    "resume": run_verbs.resume,
    "results": run_verbs.results,
    "runs": run_verbs.runs,
    "delete-my-data": verbs.delete_my_data,
    "rehearsal": verbs.rehearsal,
}
_SENDING = frozenset({"submit", "resume"})


def main(argv: list[str] | None = None) -> int:
    """Runs the program and returns its exit code. Whatever a person can put right is one line on standard error."""
    logging.getLogger("onefile_desktop").addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        take_every_letter(stream)
    sends = False
    try:
        arguments = parse(argv)
        sends = arguments.verb in _SENDING
        with logs.written(crashes=arguments.verb not in _VERBS):
            return _told(arguments)
    except UserFacingError as error:
        sys.stderr.write(f"{error}\n")
        return exit_codes.COULD_NOT_RUN
    except CallError as error:
        sys.stderr.write(f"{error.reason.rstrip('.')}. Nothing was sent; try again later.\n")
        return exit_codes.COULD_NOT_RUN
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. Nothing was sent.\n")
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        return _unread(sends=sends)
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'A file'} cannot be used: {error.strerror or 'the system refuses it'}.\n")
        return exit_codes.COULD_NOT_RUN
    except Exception as error:
        sys.stderr.write(f"{our_mistake(error)}\n")
        return exit_codes.COULD_NOT_RUN


def _unread(*, sends: bool) -> int:
    """Whoever read what the command says has gone: they have seen enough, unless it was about to send something."""
    silence(sys.stdout)
    if not sends:
        return exit_codes.OK
    with best_effort():
        say("Nobody reads any more what this command says, so nothing was sent. Start it again.", to=sys.stderr)
    return exit_codes.COULD_NOT_RUN


def _told(arguments: Namespace) -> int:
    """Does what was asked for; how it ends is written down."""
    _log.info("%s", arguments.verb or "the wizard")
    try:
        code = _done(arguments)
    except (UserFacingError, CallError, OSError, KeyboardInterrupt) as error:
        _log.info("Ended by %s", type(error).__name__)
        raise
    except Exception:
        _log.exception("A mistake in the program")
        raise
    _log.info("Ended with %d", code)
    return code


def _done(arguments: Namespace) -> int:
    if arguments.verb in _VERBS:
        return _VERBS[arguments.verb](arguments)
    if arguments.verb == "tour":
        return _tour(arguments.outdir, arguments.roster)
    return _wizard(arguments)


def _wizard(arguments: Namespace) -> int:
    target = typed.target(arguments)
    if not screen.has_screen():
        return _without_a_screen(arguments, target)
    _require_qt(window=not screen.is_offscreen())
    from onefile_desktop.gui.app import run_wizard  # Qt aborts the process where a library is missing

    return run_wizard(target, rate=typed.rate())


def _without_a_screen(arguments: Namespace, target: Target | None) -> int:
    if target is None:
        raise NoScreenError(
            "No screen",
            "There is no screen here to show the wizard on.",
            "Without one, use `onefile-desktop check`, `plan` and `submit`; `onefile-desktop --help` lists them all.",
        )
    folder = Path.cwd() / f"onefile-rehearsal-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    folder.mkdir()
    sys.stdout.write("There is no screen here, so the example cohort is enrolled in the terminal instead.\n")
    cohort = str(paths.resource("examples/cohort.xlsx"))
    centre = ["--centre", str(arguments.centre)] if arguments.centre else []
    rehearse = ["submit", cohort, "--rehearsal", *centre, "--yes", "--report", str(folder / "results.xlsx")]
    code = run_verbs.submit(parse(rehearse))
    sys.stdout.write(f"The results workbook is in {folder}.\n")
    sys.stdout.flush()
    _tour(folder / "pictures", None)
    return code


def _tour(outdir: Path, roster: Path | None) -> int:
    _require_qt(window=False)
    screen.paint_offscreen()
    from onefile_desktop.gui.tour import take_tour  # as above

    pictures = take_tour(outdir, roster)
    say(f"{len(pictures)} pictures are in {outdir.resolve()}, the dark ones in its folder dark.", to=sys.stdout)
    return exit_codes.OK


def _require_qt(*, window: bool) -> None:
    missing = screen.missing_packages(window=window)
    if missing:
        raise NoScreenError("System packages are missing", screen.how_to_install(missing), "")


if __name__ == "__main__":
    sys.exit(main())
