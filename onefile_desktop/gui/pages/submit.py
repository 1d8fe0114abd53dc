"""The sixth page: a run under way."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.jobs import Finished
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


class SubmitPage(WizardPage):
    """Shows each change as it is settled. Stopping loses nothing: the run can go on later."""

    step = Page.SUBMIT
    title = "Submitting"
    subtitle = "You can stop at any time. Nothing is lost, and the run can go on later where it stopped."

    finished = Signal(object)
    """The run has ended for now: a `Finished`."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._control = Control()
        self._trouble = 0
        self.model = SettledListing(look)
        self._table = Table("Changes that are settled", self.model, (142, 150, 0, 180), two_lines=True)
        self._waiting = Banner(look)
        self.busy_bar.setAccessibleName("Progress of the run")
        self._people, self._changes = StatTile("people"), StatTile("changes")
        self._failed = StatTile("need a look")
        self.stop_button = button("Stop", "danger")
        self.stop_button.clicked.connect(self.stop)
        tiles = row_of(self._people, self._changes, self._failed)
        for index in range(3):
            tiles.setStretch(index, 1)
        self.body.addLayout(tiles)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._table, 1)
        note = text_label("Calls that are under way are finished before the run stops.", "quiet")
        foot = row_of(self.stop_button, note, stretch=True)
        self.body.addLayout(foot)
        self.worker.progressed.connect(self._show_event)
        self.worker.succeeded.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether the run is under way."""
        return self.worker.is_busy

    def begin(self, run: Callable[[Control], Job]) -> None:
        """Starts a run, or goes on with one; `run` makes the job for a control that can stop it."""
        self._control = Control()
        self._trouble = 0
        self.model.show_all(())
        self.message.hide()
        self._waiting.hide()
        self.busy_bar.setRange(0, 0)
        for tile in (self._people, self._changes, self._failed):
            tile.show_number("0")
        self.stop_button.setText("Stop")
        self.stop_button.setEnabled(True)
        self.worker.run(run(self._control))

    def stop(self) -> None:
        """Ends the run after the calls that are under way."""
        self._control.request_stop()
        self.stop_button.setText("Stopping …")
        self.stop_button.setEnabled(False)

    def next_label(self) -> str:
        return "Next"

    def can_advance(self) -> bool:
        return False

    def status(self) -> str:
        return "The run is under way." if self.is_running else ""

    def leave(self) -> None:
        self.stop()

    def shut_down(self) -> None:
        self._control.request_stop()
        self.worker.wait()

    def on_complaint(self, complaint: Complaint) -> None:
        self.stop_button.setEnabled(False)
        self._waiting.hide()
        super().on_complaint(complaint)

    def _show_event(self, event: object) -> None:
        if isinstance(event, Waiting):
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

    def _end(self, finished: Finished) -> None:
        self.stop_button.setEnabled(False)
        self.finished.emit(finished)


def _seconds(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} {'second' if whole == 1 else 'seconds'}"
