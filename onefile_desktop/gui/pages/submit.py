"""The sixth page: a last look at the centre, and a run under way."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.jobs import Begun, Finished
from onefile_desktop.gui.models.run import SettledListing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.marks import StatTile, button, row_of, text_label
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.worker import Complaint, Job
from onefile_desktop.run.engine import ChangeSettled, Control, Waiting
from onefile_desktop.run.journal import ChangeState

_TROUBLE = {ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.NOT_ATTEMPTED}
_LOOKING = ("A last look at the centre", "Nothing is sent before it is sure that the plan still holds.")
_READING = ("Reading the centre once more", "This makes sure that nobody has changed what the plan is about.")
_STOPS = "Calls that are under way are finished before the run stops."
_CANCELS = "You can cancel: nothing has been sent yet."


class SubmitPage(WizardPage):
    """Shows each change as it is settled. Stopping loses nothing: the run can go on later.

    Before a run begins it shows how the centre is looked at once more; that can be cancelled without a trace.
    """

    step = Page.SUBMIT
    title = "Submitting"
    subtitle = "You can stop at any time. Nothing is lost, and the run can go on later where it stopped."

    begun = Signal()
    """The run has begun: from here on it is gone on with, never begun again."""
    cancelled = Signal()
    """It was given up before it had begun."""
    refused = Signal(Complaint)
    """It could not begin, for this reason."""
    finished = Signal(object)
    """The run has ended for now: a `Finished`."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._control = Control()
        self._stop_looking: Callable[[], object] | None = None
        self._trouble = 0
        self.model = SettledListing(look)
        self._table = Table("Changes that are settled", self.model, (142, 150, 0, 180), two_lines=True)
        self._waiting = Banner(look)
        self.busy_bar.setAccessibleName("Progress of the run")
        self._people, self._changes = StatTile("people"), StatTile("changes")
        self._failed = StatTile("need a look")
        self.stop_button = button("Stop", "danger")
        self.stop_button.clicked.connect(self.stop)
        self._progress = QWidget()
        tiles = row_of(self._people, self._changes, self._failed)
        for index in range(3):
            tiles.setStretch(index, 1)
        tiles.setContentsMargins(0, 0, 0, 0)
        self._progress.setLayout(tiles)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._table, 1)
        self._note = text_label(_STOPS, "quiet")
        foot = row_of(self.stop_button, self._note, stretch=True)
        self.body.addLayout(foot)
        self.body.addStretch()
        self.worker.progressed.connect(self._show_event)
        self.worker.succeeded.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether a run is under way, or about to begin."""
        return self.worker.is_busy

    @property
    def is_looking(self) -> bool:
        """Whether the centre is being looked at once more, and no run has begun yet."""
        return self.is_running and self._stop_looking is not None

    def begin(self, run: Callable[[Control], Job], stop_looking: Callable[[], object] | None = None) -> None:
        """Starts a run, or goes on with one; `run` makes the job for a control that can stop it.

        `stop_looking` ends the look at the centre that comes before a new run; None where there is none.
        """
        self._control = Control()
        self._stop_looking = stop_looking
        self._trouble = 0
        self.model.show_all(())
        self.message.hide()
        self._waiting.hide()
        self.busy_bar.setRange(0, 0)
        for tile in (self._people, self._changes, self._failed):
            tile.show_number("0")
        self.stop_button.setEnabled(True)
        self._say_what_can_be_stopped()
        self.worker.run(run(self._control))

    def stop(self) -> None:
        """Ends the run after the calls that are under way, or gives up before it begins."""
        self._request_stop()
        self.stop_button.setText("Cancelling …" if self._stop_looking is not None else "Stopping …")
        self.stop_button.setEnabled(False)

    def next_label(self) -> str:
        return "Next"

    def can_advance(self) -> bool:
        return False

    def status(self) -> str:
        if self.is_looking:
            return "Nothing has been sent yet."
        return "The run is under way." if self.is_running else ""

    def leave(self) -> None:
        self.stop()

    def shut_down(self) -> None:
        self._request_stop()
        self.worker.wait()

    def on_complaint(self, complaint: Complaint) -> None:
        self.stop_button.setEnabled(False)
        self._waiting.hide()
        super().on_complaint(complaint)
        if self._stop_looking is not None:
            self.refused.emit(complaint)

    def _request_stop(self) -> None:
        self._control.request_stop()
        if self._stop_looking is not None:
            self._stop_looking()

    def _say_what_can_be_stopped(self) -> None:
        looking = self._stop_looking is not None
        self.set_headings(*(_LOOKING if looking else (self.title, self.subtitle)))
        self._note.setText(_CANCELS if looking else _STOPS)
        going_on = "Cancel" if looking else "Stop"
        self.stop_button.setText("Stopping …" if self._control.stopping else going_on)
        self._progress.setVisible(not looking)
        self._table.setVisible(not looking)
        if looking:
            self._waiting.say(Tone.ACCENT, *_READING)

    def _show_event(self, event: object) -> None:
        if isinstance(event, Reading):
            calls = f"{event.calls} {'call' if event.calls == 1 else 'calls'} so far"
            self._waiting.say(Tone.ACCENT, _READING[0], f"{event.count} {event.what}, {calls}.")
        elif isinstance(event, Begun):
            self._stop_looking = None
            self._waiting.hide()
            self._say_what_can_be_stopped()
            self.begun.emit()
            self.readiness_changed.emit()
        elif isinstance(event, Waiting):
            self._waiting.say(Tone.ACCENT, "Waiting", f"{event.reason} It goes on in about {_seconds(event.seconds)}.")
        elif isinstance(event, ChangeSettled):
            self._waiting.hide()
            self._show_settled(event)

    def _show_settled(self, event: ChangeSettled) -> None:
        self.model.append(event.change)
        self._table.scrollToBottom()
        self.busy_bar.setRange(0, event.total)
        self.busy_bar.setValue(event.done)
        self.busy_bar.setAccessibleDescription(f"{event.done} of {event.total}")
        self._trouble += event.change.state in _TROUBLE
        self._people.show_number(f"{event.people_done} of {event.people_total}")
        self._changes.show_number(f"{event.done} of {event.total}")
        self._failed.show_number(str(self._trouble), tone=Tone.BAD if self._trouble else Tone.NEUTRAL)

    def _end(self, finished: Finished | None) -> None:
        self.stop_button.setEnabled(False)
        self._waiting.hide()
        if finished is None:
            self.cancelled.emit()
        else:
            self.finished.emit(finished)


def _seconds(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} {'second' if whole == 1 else 'seconds'}"
