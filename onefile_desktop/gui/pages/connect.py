"""The first page: which centre to work on, and runs that can be gone on with."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from onefile_desktop import credentials, settings
from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.enrolment.which_centre import WhichCentreError
from onefile_desktop.errors import NoSecretStoreError, TokenRefusedError
from onefile_desktop.gui import connection_jobs
from onefile_desktop.gui.connection_jobs import Connected, LeftRun, TokenWantedError
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.connection_form import ConnectionForm
from onefile_desktop.gui.widgets.left_runs import LeftRuns, title_of
from onefile_desktop.gui.widgets.marks import Card, row_of, text_label
from onefile_desktop.gui.wording import search_habits
from onefile_desktop.gui.worker import Complaint, Worker, complaint_about
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.run.journal import RunInfo


class ConnectPage(WizardPage):
    """Opens a connection, and says whose it is before anything else happens."""

    step = Page.CONNECT
    title = "Connect to a centre"
    subtitle = "Choose where the people on your roster are to be enrolled. Connecting reads; it changes nothing."

    resume_ready = Signal(object)
    """A connection for a run to go on with: a `Connected`."""

    def __init__(self, look: Look, prompts: Prompts, rehearsal: RehearsalTarget, rate: Rate) -> None:
        super().__init__(look)
        self._prompts, self._rehearsal, self._rate = prompts, rehearsal, rate
        self._is_stale = True
        self._goes_on_with: RunInfo | None = None  # while its connection is opened
        self._wants_token: RunInfo | None = None  # goes on once its token has been entered
        self.has_looked = False
        """Whether it is known which runs are left."""
        self._lister = Worker(self)
        self.unfinished = LeftRuns(look)
        self._rehearse = QRadioButton("&Rehearse on the built-in centre")
        self._real = QRadioButton("Work on a &OneFile centre")
        self.form = ConnectionForm()
        self._centres = QComboBox()
        self.habits = text_label(rank="quiet", wraps=True)
        self._lay_out()
        self.unfinished.chosen.connect(lambda run: self.go_on_with(run.info))
        self._rehearse.toggled.connect(self._choose_kind)
        self.form.edited.connect(self._became_stale)
        self.form.forgotten.connect(self._forget)
        self._centres.activated.connect(self._choose_centre)
        self._lister.succeeded.connect(self._show_runs)
        self.worker.succeeded.connect(self._show_connected)
        self.begin_anew()

    def connect_to_rehearsal(self) -> None:
        """Connects to the built-in centre at once."""
        self._rehearse.setChecked(True)
        self.advance()

    def choose_service(self) -> None:
        """Turns to the form for a OneFile centre."""
        self._real.setChecked(True)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        if enrolment.connection is None:
            self._is_stale = True
            self._centre_card.hide()
            self.habits.hide()
        if not self._lister.is_busy:
            self._lister.call(connection_jobs.left_runs if self.has_looked else connection_jobs.first_look)

    def go_on_with(self, run: RunInfo) -> None:
        """Opens the connection that `run` needs; asks for its token where none is known."""
        self.message.hide()
        token = self.form.token if self._awaited() is run else ""
        self._goes_on_with = run
        self.worker.run(connection_jobs.reconnecting(run, token, self._rate))

    def ask_for_token_of(self, run: RunInfo, why: str) -> None:
        """`run` goes on as soon as its token has been entered; `why` says what became of the one that was known.

        A rehearsal brings its own.
        """
        if run.connection["kind"] != "service":
            return
        self._real.setChecked(True)
        self._wants_token = run
        self.form.ask_for_token(str(run.connection["url"]))
        self.message.say(
            Tone.ACCENT,
            "The token, please",
            f"{why} Enter the API token of {run.organisation_name} to go on with {title_of(run)}.",
        )
        self.readiness_changed.emit()

    def next_label(self) -> str:
        if self._awaited() is not None:
            return "Go on with the run"
        return "Connect" if self._is_stale else "Next"

    def can_advance(self) -> bool:
        return not self.worker.is_busy and (self._rehearse.isChecked() or self.form.is_complete)

    def advance(self) -> None:
        if not self._is_stale:
            self.advanced.emit(self.enrolment)
            return
        if (awaited := self._awaited()) is not None:
            self.go_on_with(awaited)
            return
        self.message.hide()
        self._goes_on_with = None
        if self._rehearse.isChecked():
            rehearsal = self._rehearsal
            self.worker.run(connection_jobs.connecting(lambda: rehearsal, None, self._rate))
        else:
            self.worker.run(connection_jobs.connecting(self.form.target(), self.form.remember_as(), self._rate))

    def status(self) -> str:
        return "Connecting …" if self.worker.is_busy else ""

    def shut_down(self) -> None:
        super().shut_down()
        self._lister.wait()

    def on_complaint(self, complaint: Complaint) -> None:
        run = self._goes_on_with
        self._goes_on_with = None
        if run is not None and isinstance(complaint.error, TokenWantedError | TokenRefusedError):
            self.ask_for_token_of(run, complaint.message)
        elif isinstance(complaint.error, WhichCentreError):
            self.form.ask_which_centre(complaint.error.organisations)
            self.message.say(
                Tone.ACCENT, "Which centre?", "Your token opens several centres. Choose one, then connect again."
            )
            self.readiness_changed.emit()
        else:
            super().on_complaint(complaint)

    def choose_centre(self, name: str) -> None:
        """Works on another centre of the same token."""
        self._centres.setCurrentText(name)
        self._choose_centre()

    def begin_anew(self) -> None:
        """Offers what is saved, as at the start of the program."""
        known = settings.load()
        self.form.show_saved(known.connections)
        (self._real if known.connections else self._rehearse).setChecked(True)
        self._choose_kind()
        if known.notice:
            self.message.say(Tone.WARNING, "Settings", known.notice)

    def _awaited(self) -> RunInfo | None:
        """The run that goes on with the token in the form, None where the form is about something else."""
        run = self._wants_token
        is_about_it = run is not None and self._real.isChecked() and self.form.is_new_at(str(run.connection["url"]))
        return run if is_about_it else None

    def _choose_kind(self) -> None:
        self._wants_token = None
        self.form.setVisible(self._real.isChecked())
        self._became_stale()

    def _became_stale(self) -> None:
        self._is_stale = True
        self._centre_card.hide()
        self.habits.hide()
        if self.enrolment.connection is not None:
            self.message.hide()
            self.enrolment = self.enrolment.connected(None)
            self.altered.emit(self.enrolment)
        self.readiness_changed.emit()

    def _show_connected(self, connected: Connected) -> None:
        self._goes_on_with = self._wants_token = None
        if connected.resumes is not None:
            self.resume_ready.emit(connected)
            return
        self._is_stale = False
        connection = connected.connection
        self.form.ask_which_centre(())
        self.enrolment = self.enrolment.connected(connection)
        self.habits.setText(search_habits(connection.abilities))
        self.habits.setVisible(bool(self.habits.text()))
        self._centres.clear()
        for organisation in connection.organisations:
            self._centres.addItem(organisation.name, organisation.id)
        self._centres.setCurrentIndex(self._centres.findData(connection.organisation.id))
        self._centre_card.setVisible(self._centres.count() > 1)
        self._say_where(connected.notice)
        self.altered.emit(self.enrolment)
        self.readiness_changed.emit()

    def _say_where(self, notice: str = "") -> None:
        connection = self.enrolment.connection
        assert connection is not None
        if connection.environment is Environment.REHEARSAL:
            text = "This is a rehearsal: the centre and its people are invented, and nobody is emailed."
        else:
            text = "This is a real centre. Nothing is sent before you press Submit on the preview."
        tone = Tone.WARNING if notice else Tone.GOOD
        self.message.say(tone, f"Connected to {connection.organisation.name}", f"{text} {notice}".strip())

    def _choose_centre(self) -> None:
        connection = self.enrolment.connection
        assert connection is not None
        connection.choose(self._centres.currentData())
        self.enrolment = self.enrolment.connected(connection)
        self._say_where()
        self.altered.emit(self.enrolment)

    def _forget(self, name: str) -> None:
        if not self._prompts.confirm(
            self, "Forget this connection?", f"“{name}” and its token are removed from this computer.", "Forget", "Keep"
        ):
            return
        known = settings.load()
        settings.save(replace(known, connections=tuple(one for one in known.connections if one.name != name)))
        try:
            credentials.forget_token(name)
        except NoSecretStoreError as error:
            self.message.complain(complaint_about(error))
        self.form.show_saved(settings.load().connections)
        self._became_stale()

    def _show_runs(self, runs: tuple[LeftRun, ...]) -> None:
        self.has_looked = True
        self.unfinished.show_runs(runs)

    def _lay_out(self) -> None:
        choice = Card()
        choice.body.setSpacing(3)
        choice.body.addWidget(self._rehearse)
        choice.body.addWidget(_hint("Invented people on this computer, to try everything out. Nobody is emailed."))
        choice.body.addSpacing(12)
        choice.body.addWidget(self._real)
        choice.body.addWidget(_hint("Your own centre, through its API token. You see everything before it is sent."))
        choice.body.addWidget(self.form)
        self._centre_card = Card()
        label = text_label("Centre to work on", "section")
        label.setBuddy(self._centres)
        self._centre_card.body.addLayout(row_of(label, self._centres, stretch=True))
        self._centre_card.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.unfinished, self._centre_card, choice, self.habits):
            column.addWidget(widget)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        self.body.addWidget(scroll)


def _hint(text: str) -> QLabel:
    label = text_label(text, "quiet", wraps=True)
    label.setContentsMargins(25, 0, 0, 0)
    return label
