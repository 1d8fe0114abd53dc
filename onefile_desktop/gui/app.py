"""Puts the wizard together and runs it."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import RehearsalTarget, Target
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.logs import where_it_went_wrong
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Rate

_LOCK_PATIENCE_MS = 200
_PULSE_MS = 250
_COULD_NOT_RUN = 2

_log = logging.getLogger(__name__)


def run_wizard(target: Target | None, *, rate: Rate = DEFAULT_RATE) -> int:
    """Opens the wizard and returns the exit code once it is closed.

    With a `RehearsalTarget` it is connected to the rehearsal centre from the start.
    """
    app = application()
    look, prompts = Look(app), Prompts()
    lock = QLockFile(str(paths.data_folder() / "wizard.lock"))
    if not lock.tryLock(_LOCK_PATIENCE_MS):
        prompts.tell(None, "OneFile Desktop is open already", "Go on in the window that is open.", "")
        return _COULD_NOT_RUN
    rehearsal = target if isinstance(target, RehearsalTarget) else RehearsalTarget()
    wizard = Wizard(look, prompts, rehearsal, rate)
    sys.excepthook = _Reporter(wizard, prompts)
    pulse = QTimer(wizard)  # Python hears of Ctrl+C in the terminal only when it is run now and then
    pulse.timeout.connect(lambda: None)
    pulse.start(_PULSE_MS)
    app.commitDataRequest.connect(lambda _: wizard.end_session())
    wizard.show()
    if isinstance(target, RehearsalTarget):
        wizard.connect_page.connect_to_rehearsal()
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        lock.unlock()


def application() -> QApplication:
    """The one `QApplication` of this process."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("OneFile Desktop")
    app.setApplicationDisplayName("OneFile Desktop")
    return app


class _Reporter:
    """Tells the person of a mistake in the program, which stays open: a run's journal is safe either way."""

    def __init__(self, window: QWidget, prompts: Prompts) -> None:
        self._window, self._prompts = window, prompts
        self._is_telling = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        _log.error("A mistake in the program", exc_info=(kind, error, trace))
        if self._is_telling:  # one dialog is enough, whatever else goes wrong behind it
            return
        self._is_telling = True
        self._prompts.tell(
            self._window,
            "Something went wrong in the program",
            "This is a mistake of ours, not of yours. What was sent so far is written down. Close the program and open "
            "it again; if it happens once more, send us the details.",
            where_it_went_wrong(error),
        )
        self._is_telling = False
