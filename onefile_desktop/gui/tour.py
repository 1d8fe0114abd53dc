"""Walks the real wizard through a cohort on the rehearsal centre and takes a picture of every page, light and dark."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.errors import ConnectionFailedError, UnreadableFileError, UserFacingError
from onefile_desktop.gui.app import application
from onefile_desktop.gui.models.people import Show
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.tour_rosters import hide_rows, write_intake
from onefile_desktop.gui.widgets.field_choice import NOT_USED
from onefile_desktop.gui.widgets.password_dialog import PasswordDialog
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.gui.worker import Complaint
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.rehearsal.server import RehearsalServer

_SIZE = (1080, 760)
_RATE = Rate(3000, 60)
_POLL_MS = 5
_SETTLE_MS = 60
_PATIENCE_MS = 120_000
_EXAMPLE = "examples/cohort.xlsx"
_HIDDEN = (48, 49, 50)
_EXAMPLE_WITH_PROBLEMS = "examples/cohort-with-problems.xlsx"


def take_tour(outdir: Path, roster: Path | None) -> tuple[Path, ...]:
    """Saves the pictures in `outdir`, the dark ones in its folder `dark`, and returns their paths.

    `roster` None takes the example cohort. Nothing of the person's own settings and runs is touched. Raises
    `UserFacingError` where the roster cannot be used.
    """
    app = application()
    closes_with_its_window = app.quitOnLastWindowClosed()
    app.setQuitOnLastWindowClosed(False)
    look = Look(app, dark=False)
    try:
        with _home_of_its_own():
            camera = _Camera(look, outdir)
            with _open(look) as wizard:
                _walk(wizard, camera, roster or paths.resource(_EXAMPLE))
            with _open(look) as wizard:
                _bring_own_roster(wizard, camera)
            with _open(look) as wizard:
                _show_trouble(wizard, camera)
            return tuple(camera.pictures)
    finally:
        app.setQuitOnLastWindowClosed(closes_with_its_window)


class _Camera:
    """Takes a window's picture in both schemes."""

    def __init__(self, look: Look, outdir: Path) -> None:
        self._look, self._outdir = look, outdir
        self.pictures: list[Path] = []
        try:
            (outdir / "dark").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_saved(outdir) from error

    def take(self, wizard: Wizard, name: str, dialog: QDialog | None = None) -> None:
        """Saves the picture `name`, light and dark, with `dialog` in its middle where one is open."""
        _pause(_SETTLE_MS)
        for dark, path in ((False, self._outdir / name), (True, self._outdir / "dark" / name)):
            self._look.set_dark(dark)
            picture = wizard.grab()
            if dialog is not None:
                _lay_over(picture, dialog.grab(), self._look.colours.of(Tone.QUIET))
            if not picture.save(str(path)):
                raise _not_saved(path)
            self.pictures.append(path)
        self._look.set_dark(False)


def _walk(wizard: Wizard, camera: _Camera, roster: Path) -> None:
    wizard.connect_page.connect_to_rehearsal()
    _wait_for(wizard, lambda: wizard.enrolment.connection is not None)
    camera.take(wizard, "01-connect.png")
    wizard.go_next()
    wizard.roster_page.read(roster)
    _wait_for(wizard, lambda: wizard.enrolment.roster is not None)
    camera.take(wizard, "02-roster.png")
    wizard.go_next()
    camera.take(wizard, "03-columns.png")
    wizard.go_next()
    _wait_for(wizard, lambda: wizard.enrolment.plan is not None)
    camera.take(wizard, "04-check.png")
    wizard.go_next()
    _show_most(wizard)
    camera.take(wizard, "05-preview.png")
    if not wizard.page.can_advance():
        return
    assert wizard.enrolment.plan is not None
    half = len(wizard.enrolment.plan.changes) // 2
    _pause_until(lambda: wizard.preview_page.is_settled)
    wizard.go_next()
    _wait_for(wizard, lambda: len(wizard.submit_page.model.values) >= half)
    camera.take(wizard, "06-submit.png")
    _wait_for(wizard, lambda: wizard.current is Page.DONE)
    camera.take(wizard, "07-done.png")


def _bring_own_roster(wizard: Wizard, camera: _Camera) -> None:
    """What the pages look like for a roster that was not made from the template."""
    columns_page = wizard.columns_page
    wizard.connect_page.connect_to_rehearsal()
    _wait_for(wizard, lambda: wizard.enrolment.connection is not None)
    wizard.go_next()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _read(wizard, hide_rows(paths.resource(_EXAMPLE), folder / "Cohort.xlsx", _HIDDEN))
        camera.take(wizard, "own-1-hidden-rows.png")
        dialog = PasswordDialog(wizard, "Autumn intake.xlsx", again=False)
        dialog.show()
        camera.take(wizard, "own-2-password.png", dialog)
        dialog.close()
        _read(wizard, write_intake(folder, "Intake.csv"))
        camera.take(wizard, "own-3-roster.png")
        wizard.go_next()
        camera.take(wizard, "own-4-columns.png")
        for letter, field in (("A", "MISID"), ("D", "Email"), ("G", "DefaultAssessorID"), ("H", NOT_USED)):
            columns_page.choose_field(letter, field)
        columns_page.set_for_everyone("Role", "Learner")
        columns_page.set_for_everyone("StartOn", "01/09/2026")
        columns_page.show_everyone()
        _pause_until(lambda: not wizard.page.worker.is_busy)
        camera.take(wizard, "own-5-same-for-everyone.png")
        wizard.go_next()
        _wait_for(wizard, lambda: wizard.enrolment.plan is not None)
        wizard.go_back(Page.ROSTER)
        _read(wizard, write_intake(folder, "Next intake.csv"))
        wizard.go_next()
        camera.take(wizard, "own-6-matched-before.png")


def _show_most(wizard: Wizard) -> None:
    """Chooses the person of whom most is sent."""
    _pause(_SETTLE_MS)
    people = wizard.preview_page.people
    entries = people.model.values
    people.table.select_row(max(range(len(entries)), key=lambda place: len(entries[place].changes), default=0))


def _read(wizard: Wizard, roster: Path) -> None:
    """Has the wizard read `roster`, after another."""
    wizard.roster_page.read(roster)
    _wait_for(wizard, lambda: wizard.enrolment.roster is not None and wizard.enrolment.roster.file == roster)


def _show_trouble(wizard: Wizard, camera: _Camera) -> None:
    """What the pages look like when something is wrong."""
    with RehearsalServer() as server:
        wizard.connect_page.choose_service()
        wizard.connect_page.form.fill_in(server.url, "not-the-token")
        wizard.go_next()
        _pause_until(lambda: not wizard.page.worker.is_busy and wizard.page.message.text != "")
        camera.take(wizard, "trouble-1-wrong-token.png")
    wizard.connect_page.connect_to_rehearsal()
    _wait_for(wizard, lambda: wizard.enrolment.connection is not None)
    wizard.go_next()
    with tempfile.TemporaryDirectory() as folder:
        no_workbook = Path(folder) / "Autumn cohort.xlsx"
        no_workbook.write_text("This is a letter, not a workbook.", "utf-8")
        wizard.roster_page.read(no_workbook)
        _pause_until(lambda: not wizard.page.worker.is_busy and wizard.page.message.text != "")
        camera.take(wizard, "trouble-2-not-a-workbook.png")
    wizard.roster_page.read(paths.resource(_EXAMPLE_WITH_PROBLEMS))
    _wait_for(wizard, lambda: wizard.enrolment.roster is not None)
    wizard.go_next()
    camera.take(wizard, "trouble-3-columns.png")
    wizard.go_next()
    _wait_for(wizard, lambda: wizard.enrolment.plan is not None)
    camera.take(wizard, "trouble-4-problems.png")
    wizard.check_page.filters.choose("To decide")
    camera.take(wizard, "trouble-5-decision.png")
    wizard.go_next()
    wizard.preview_page.people.choose_kind(Show.LEFT_OUT)
    camera.take(wizard, "trouble-6-left-out.png")


@contextmanager
def _open(look: Look) -> Iterator[Wizard]:
    wizard = Wizard(look, Prompts(), RehearsalTarget(), _RATE)
    wizard.resize(*_SIZE)
    wizard.show()
    try:
        yield wizard
    finally:
        if wizard.submit_page.is_running:
            wizard.submit_page.shut_down()
            _pause_until(lambda: not wizard.submit_page.is_running)
        wizard.close()
        wizard.deleteLater()


@contextmanager
def _home_of_its_own() -> Iterator[None]:
    """A data folder that is gone afterwards."""
    before = os.environ.get("ONEFILE_DESKTOP_HOME")
    with tempfile.TemporaryDirectory(prefix="onefile-tour-") as folder:
        os.environ["ONEFILE_DESKTOP_HOME"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["ONEFILE_DESKTOP_HOME"]
            else:
                os.environ["ONEFILE_DESKTOP_HOME"] = before


def _wait_for(wizard: Wizard, condition: Callable[[], bool]) -> None:
    """Waits for `condition`, which the page's job brings about; raises what the page complains of meanwhile."""
    complaints: list[Complaint] = []
    worker = wizard.page.worker
    worker.failed.connect(complaints.append)
    _pause_until(lambda: condition() or not worker.is_busy)
    worker.failed.disconnect(complaints.append)
    if complaints and not condition():
        found = complaints[0]
        raise UserFacingError(found.title, found.message, found.what_to_do) from found.error
    if not condition():
        raise _halted()


def _lay_over(picture: QPixmap, dialog: QPixmap, edge: QColor) -> None:
    """Paints `dialog` into the middle of `picture`."""
    place = QRect(QPoint(), dialog.deviceIndependentSize().toSize())
    place.moveCenter(QRect(QPoint(), picture.deviceIndependentSize().toSize()).center())
    painter = QPainter(picture)
    painter.drawPixmap(place, dialog)
    painter.setPen(edge)
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def _pause_until(condition: Callable[[], bool]) -> None:
    loop, poll, limit = QEventLoop(), QTimer(), QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    poll.start(_POLL_MS)
    limit.start(_PATIENCE_MS)
    if loop.exec():
        raise _halted()


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _halted() -> UserFacingError:
    return ConnectionFailedError("The tour came to a halt", "A page did not go on.", "Try again.")


def _not_saved(path: Path) -> UserFacingError:
    return UnreadableFileError("The pictures cannot be saved", f"“{path}” cannot be written.", "Choose another folder.")
