"""What every page of the wizard is: a heading, a message where there is one, and a way to go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.marks import text_label
from onefile_desktop.gui.worker import Complaint, Worker


class WizardPage(QWidget):
    """A page. It is given the enrolment when it is opened, and hands on a new one; it never changes another page."""

    step: Page
    title: str
    subtitle: str
    message_lines: int | None = None
    """So many lines of its message show until the rest is asked for; None for all."""

    advanced = Signal(object)
    """The page is done: the `Enrolment` to go on with."""
    altered = Signal(object)
    """The `Enrolment` is another one now, on the same page."""
    readiness_changed = Signal()
    """Ask `can_advance`, `next_label` and `status` again."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("content")
        self.look = look
        self.enrolment = Enrolment()
        self.worker = Worker(self)
        self.message = Banner(look, self.message_lines)
        self._title, self._subtitle = text_label(self.title, "title"), text_label(self.subtitle, "quiet", wraps=True)
        self.busy_bar = QProgressBar()
        self.busy_bar.setRange(0, 0)
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setAccessibleName("Working")
        policy = self.busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy_bar.setSizePolicy(policy)
        self.busy_bar.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.body.setContentsMargins(0, 6, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 20, 28, 14)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._subtitle)
        layout.addWidget(self.busy_bar)
        layout.addWidget(self.message)
        layout.addLayout(self.body, 1)
        self.worker.busy_changed.connect(self._show_busy)
        self.worker.failed.connect(self.on_complaint)

    def open(self, enrolment: Enrolment) -> None:
        """The page is shown, with the enrolment as it stands."""
        self.enrolment = enrolment

    def next_label(self) -> str:
        """What the button that goes on says."""
        return "Next"

    def can_advance(self) -> bool:
        """Whether the page can be left forwards now."""
        return not self.worker.is_busy

    def advance(self) -> None:
        """Goes on, perhaps after a job; `advanced` says when."""
        self.advanced.emit(self.enrolment)

    def status(self) -> str:
        """A line for the bottom bar."""
        return ""

    def leave(self) -> None:
        """The page is left backwards: what it was doing is given up."""
        self.worker.cancel()

    def shut_down(self) -> None:
        """The program ends: whatever runs here is stopped, and waited for."""
        self.worker.cancel()
        self.worker.wait()

    def on_complaint(self, complaint: Complaint) -> None:
        """A job of the page has failed."""
        self.message.complain(complaint)
        self.readiness_changed.emit()

    def set_headings(self, title: str, subtitle: str) -> None:
        """Says something else at the top."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def _show_busy(self, busy: bool) -> None:
        self.busy_bar.setVisible(busy)
        self.readiness_changed.emit()
