"""Whether a run goes on after the person who was tried first."""

import sys

from onefile_desktop.cli.showing import say
from onefile_desktop.cli.watching import line_typed
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import OneDone

_YES = frozenset({"y", "yes"})


class GoingOn:
    """Asks on a terminal, and elsewhere ends the run, unless the person tried first is known to be right.

    `is_to_be_looked_at` says that the run was ended for that.
    """

    def __init__(self, run: str, control: Control, *, is_confirmed: bool) -> None:
        self._run = run
        self._control = control
        self._is_confirmed = is_confirmed
        self._done: OneDone | None = None
        self._is_shown = False

    def one_done(self, event: OneDone) -> None:
        """Has the run go on or stop."""
        # Whoever has been carried out only now cannot have been looked at before.
        if (self._is_confirmed and not event.is_new) or self._is_right(event):
            self._control.go_on()
        else:
            self._control.request_stop()

    @property
    def is_to_be_looked_at(self) -> bool:
        """Whether somebody has to look before the run may go on."""
        return self._done is not None

    @property
    def sentence(self) -> str:
        """How to go on, in one line; with whom to look at and where, unless somebody was just shown that."""
        assert self._done is not None
        then = f"If all of that is right, `onefile-desktop resume {self._run} --confirmed` goes on."
        return then if self._is_shown else " ".join((_whom(self._done), *self._done.where_to_look, then))

    def _is_right(self, event: OneDone) -> bool:
        if self._control.stopping:
            return False
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            self._done = event
            return False
        self._is_shown = True
        say(_whom(event), to=sys.stderr)
        for number, sentence in enumerate(event.where_to_look, 1):
            say(f"  {number}. {sentence}", to=sys.stderr)
        sys.stderr.write("Go on with the rest? [y/N] ")
        sys.stderr.flush()
        answer = line_typed()
        if answer is None:  # interrupted
            return False
        if answer.strip().casefold() in _YES:
            return True
        self._done = event
        return False


def _whom(event: OneDone) -> str:
    known = f", OneFile ID {event.onefile_id}" if event.onefile_id is not None else ""
    return f"One person was tried first: {event.person} (row {event.row}{known})."
