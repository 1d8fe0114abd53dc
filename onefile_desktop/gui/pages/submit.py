"""The sixth page: a last look at the centre, and a run under way."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication

from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.jobs import Begun, Finished
from onefile_desktop.gui.models.run import SettledListing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.run_wording import FACES, READING, SKIP_AND_CLOSE, STOP_AND_CLOSE, Stage, wait_of
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.marks import button, restyle, row_of, text_label
from onefile_desktop.gui.widgets.one_person import OnePersonPanel
from onefile_desktop.gui.widgets.run_progress import RunProgress
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.widgets.waiting_banner import WaitingBanner
from onefile_desktop.gui.wording import counted
from onefile_desktop.gui.worker import Complaint, Job
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import ChangeSettled, OneDone, Paused, ReadingNewcomers, Verifying, Waiting, WentOn

_ASKED_TO_END = {Stage.STOPPING, Stage.SKIPPING, Stage.ENDED}
_VERIFIES = {Stage.VERIFYING, Stage.SKIPPING}


class SubmitPage(WizardPage):
    """Shows each change as it is settled. Stopping loses nothing: the run can go on later.

    Before a run begins it shows how the centre is looked at once more; that can be cancelled without a trace. A run
    that tries one person first waits for an answer about them, and a run that has ended well is read back.
    """

    step = Page.SUBMIT
    title = FACES[Stage.SENDING].title
    subtitle = FACES[Stage.SENDING].subtitle

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
        self._stage = Stage.ENDED
        self._pauses_by_key = False
        self.model = SettledListing(look)
        self._table = Table("Changes that are settled", self.model, (126, 150, 0), two_lines=True)
        self._reading = Banner(look)
        self.waiting = WaitingBanner(look)
        self.one_person = OnePersonPanel(look)
        self.progress = RunProgress()
        self.pause_button, self.stop_button = button("Pause"), button("Stop", "danger")
        self._note = text_label(rank="quiet")
        self.busy_bar.setAccessibleName("Progress of the run")
        self._lay_out()
        self.pause_button.clicked.connect(self.pause_or_go_on)
        self.stop_button.clicked.connect(self.stop)
        self.one_person.agreed.connect(self._go_on)
        self.one_person.declined.connect(self.stop)
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

    @property
    def stage(self) -> Stage:
        """What the run is doing."""
        return self._stage

    def begin(
        self, run: Callable[[Control], Job], rate: Rate, stop_looking: Callable[[], object] | None = None
    ) -> None:
        """Starts a run, or goes on with one; `run` makes the job for a control that can pause and stop it.

        `rate` is what the service takes. `stop_looking` ends the look at the centre that comes before a new run; None
        where there is none.
        """
        self._control = Control()
        self._stop_looking = stop_looking
        self.model.show_all(())
        self.message.hide()
        self.waiting.over()
        self.busy_bar.setRange(0, 0)
        self.progress.begin(rate)
        self._enter(Stage.SENDING if stop_looking is None else Stage.LOOKING)
        self.worker.run(run(self._control))

    def pause_or_go_on(self) -> None:
        """Lets the run stand still after the calls that are under way, or go on again."""
        if self._stage is Stage.PAUSED:
            self._go_on()
        elif self._stage is Stage.SENDING:
            self._control.pause()
            self._enter(Stage.PAUSING)

    def stop(self) -> None:
        """Ends the run after the calls that are under way, or gives up before it begins; what is checked after it is
        checked no further.
        """
        self._request_stop()
        if self._stop_looking is not None:
            self._enter(Stage.CANCELLING)
        else:
            self._enter(Stage.SKIPPING if self._stage in _VERIFIES else Stage.STOPPING)

    def closing_question(self) -> tuple[str, str, str, str]:
        """What is asked where the window is closed now: a title, a text, and the words for yes and no."""
        return SKIP_AND_CLOSE if self._stage in _VERIFIES else STOP_AND_CLOSE

    def next_label(self) -> str:
        return "Next"

    def can_advance(self) -> bool:
        return False

    def status(self) -> str:
        return FACES[self._stage].status if self.is_running else ""

    def leave(self) -> None:
        self.stop()

    def shut_down(self) -> None:
        self._request_stop()
        self.worker.wait()

    def on_complaint(self, complaint: Complaint) -> None:
        self._finish()
        super().on_complaint(complaint)
        if self._stop_looking is not None:
            self.refused.emit(complaint)

    def _request_stop(self) -> None:
        self._control.request_stop()
        if self._stop_looking is not None:
            self._stop_looking()

    def _go_on(self) -> None:
        self._control.go_on()
        self._enter(Stage.GOING_ON)

    def _enter(self, stage: Stage) -> None:
        """Shows the face of `stage`."""
        self._stage = stage
        self._keep_focus_off_the_next_button()
        face = FACES[stage]
        self.set_headings(face.title, face.subtitle)
        self.progress.say(face.now)
        self._note.setText(face.note)
        self._note.setVisible(bool(face.note))
        for control, text in ((self.pause_button, face.pause), (self.stop_button, face.stop)):
            control.setText(text)
            control.setVisible(bool(text))
            control.setEnabled(not text.endswith("…"))
        self.pause_button.setProperty("rank", "primary" if stage is Stage.PAUSED else "")
        self.stop_button.setProperty("rank", "" if stage in _VERIFIES else "danger")
        restyle(self.pause_button)
        restyle(self.stop_button)
        has_begun = stage not in {Stage.LOOKING, Stage.CANCELLING}
        self.progress.setVisible(has_begun and stage is not Stage.ASKING)
        self.one_person.setVisible(stage is Stage.ASKING)
        self._table.setVisible(has_begun and stage is not Stage.ASKING)
        self._reading.setVisible(not has_begun)
        if stage is Stage.LOOKING:
            self._reading.say(Tone.ACCENT, *READING)
        if stage is not Stage.SENDING:
            self.progress.stand_still()
        if self._pauses_by_key and self.hasFocus() and self.pause_button.isEnabled():
            self.pause_button.setFocus()
        self.readiness_changed.emit()

    def _keep_focus_off_the_next_button(self) -> None:
        """A button that takes no click any more hands the focus on, and a second press of a key would hit another."""
        focused = QApplication.focusWidget()
        if focused is self.pause_button:
            self._pauses_by_key = True
        elif focused is not self:
            self._pauses_by_key = False
        if focused is None:
            return
        if focused in {self.pause_button, self.stop_button} or self.one_person.isAncestorOf(focused):
            self.setFocus()

    def _show_event(self, event: object) -> None:
        match event:
            case Reading():
                calls = f"{counted(event.calls, 'call', 'calls')} so far"
                self._reading.say(Tone.ACCENT, READING[0], f"{event.count} {event.what}, {calls}.")
            case Begun():
                self._stop_looking = None
                self._enter(Stage.STOPPING if self._control.stopping else Stage.SENDING)
                self.begun.emit()
            case ChangeSettled():
                self.waiting.over()
                self._show_settled(event)
            case Waiting():
                self._show_waiting(event)
            case ReadingNewcomers():
                self.waiting.over()
                if self._stage is Stage.SENDING:
                    self.progress.show_newcomers(event)
            case Paused() | WentOn() | OneDone() | Verifying() if self._stage not in _ASKED_TO_END:
                self._show_turn(event)
            case _:
                pass

    def _show_turn(self, event: Paused | WentOn | OneDone | Verifying) -> None:
        """The run takes another turn than it was asked to take last."""
        self.waiting.over()
        match event:
            case OneDone():
                self.one_person.show_person(event)
                self._enter(Stage.ASKING)
                self.one_person.setFocus()
            case Paused() if self._stage is Stage.PAUSING:
                self._enter(Stage.PAUSED)
            case WentOn() if self._stage is Stage.GOING_ON:
                self._enter(Stage.SENDING)
            case Verifying():
                if self._stage is not Stage.VERIFYING:
                    self._enter(Stage.VERIFYING)
                    self.progress.begin_reading_back()
                self.progress.show_read_back(event)
                self._show_progress(event.done, event.total)
            case _:
                pass

    def _show_waiting(self, event: Waiting) -> None:
        self.waiting.wait(wait_of(event), event.seconds)
        QTimer.singleShot(0, self._table.scrollToBottom)  # the message has taken room from it
        if event.is_away:
            self.progress.show_away()

    def _show_settled(self, event: ChangeSettled) -> None:
        self.model.append(event.change)
        if event.change.message:
            self._table.fit_row(len(self.model.values) - 1)
        self._table.scrollToBottom()
        self._show_progress(event.done, event.total)
        if self._stage is Stage.GOING_ON:
            self._enter(Stage.SENDING)
        self.progress.show_settled(event, is_sending=self._stage is Stage.SENDING)

    def _show_progress(self, done: int, total: int) -> None:
        self.busy_bar.setRange(0, total)
        self.busy_bar.setValue(done)
        self.busy_bar.setAccessibleDescription(f"{done} of {total}")

    def _end(self, finished: Finished | None) -> None:
        self._finish()
        if finished is None:
            self.cancelled.emit()
        else:
            self.finished.emit(finished)

    def _finish(self) -> None:
        self.waiting.over()
        self.progress.end()
        if self._stop_looking is None:
            self._enter(Stage.ENDED)

    def _lay_out(self) -> None:
        self.body.setSpacing(10)
        self.body.setContentsMargins(0, 4, 0, 0)
        self._subtitle.setContentsMargins(0, 0, 0, 2)  # the bar below it is seen all the time here
        self.body.addWidget(self.progress)
        self.body.addWidget(self._reading)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self.one_person, 1)
        self.body.addLayout(row_of(self.pause_button, self.stop_button, self._note, stretch=True))
        self.body.addStretch()
        self.one_person.hide()
