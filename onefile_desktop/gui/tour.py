"""Walks the real wizard through a cohort on the rehearsal centre and takes a picture of every page, light and dark."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.errors import UserFacingError
from onefile_desktop.gui.app import application
from onefile_desktop.gui.camera import SETTLE_MS, Camera, halted, pause, pause_until
from onefile_desktop.gui.models.people import Show
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.run_wording import Stage
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.tour_rosters import hide_rows, write_intake
from onefile_desktop.gui.widgets.field_choice import NOT_USED
from onefile_desktop.gui.widgets.password_dialog import PasswordDialog
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.gui.worker import Complaint
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.rehearsal.server import RehearsalServer

_SIZE = (1080, 760)
_RATE = Rate(3000, 60)
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
            camera = Camera(look, outdir)
            with _open(look) as wizard:
                _walk(wizard, camera, roster or paths.resource(_EXAMPLE))
            with _open(look) as wizard:
                _bring_own_roster(wizard, camera)
            with _open(look) as wizard:
                _show_trouble(wizard, camera)
            return tuple(camera.pictures)
    finally:
        app.setQuitOnLastWindowClosed(closes_with_its_window)


class _Agreeing(Prompts):
    """Agrees to everything, so that no question keeps the window open when a page did not go on."""

    def confirm(self, *_: object, **__: object) -> bool:
        return True


def _walk(wizard: Wizard, camera: Camera, roster: Path) -> None:
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
    wizard.preview_page.one_first.tick.setChecked(True)
    pause_until(lambda: wizard.preview_page.is_settled)
    wizard.go_next()
    page = wizard.submit_page
    _wait_for(wizard, lambda: page.stage is Stage.ASKING and page.one_person.is_settled)
    camera.take(wizard, "run-1-one-person-first.png")
    page.one_person.agree_button.click()
    _wait_for(wizard, lambda: len(page.model.values) >= half)
    camera.take(wizard, "06-submit.png")
    page.pause_or_go_on()
    _wait_for(wizard, lambda: page.stage in {Stage.PAUSED, Stage.VERIFYING} or wizard.current is Page.DONE)
    camera.take(wizard, "run-2-paused.png")
    page.pause_or_go_on()
    _wait_for(wizard, lambda: wizard.current is Page.DONE)
    camera.take(wizard, "07-done.png")
    with tempfile.TemporaryDirectory() as folder:
        wizard.done_page.save(Path(folder) / "Cohort (results).xlsx")
        _wait_for(wizard, lambda: wizard.next_button.text() == "New enrolment")
        camera.take(wizard, "run-3-results-saved.png")
    _show_housekeeping(wizard, camera)


def _show_housekeeping(wizard: Wizard, camera: Camera) -> None:
    """The windows that belong to no step."""
    housekeeping = wizard.housekeeping
    runs = housekeeping.open_earlier_runs()
    pause_until(lambda: bool(runs.model.values))
    camera.take(wizard, "besides-1-earlier-runs.png", runs)
    runs.reject()
    preferences = housekeeping.open_preferences(may_delete=True)
    camera.take(wizard, "besides-2-preferences.png", preferences)
    question = housekeeping.ask_whether_to_delete(preferences)
    camera.take(wizard, "besides-3-delete-my-data.png", question)
    question.reject()
    preferences.reject()


def _bring_own_roster(wizard: Wizard, camera: Camera) -> None:
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
        pause_until(lambda: not wizard.page.worker.is_busy)
        camera.take(wizard, "own-5-same-for-everyone.png")
        wizard.go_next()
        _wait_for(wizard, lambda: wizard.enrolment.plan is not None)
        wizard.go_back(Page.ROSTER)
        _read(wizard, write_intake(folder, "Next intake.csv"))
        wizard.go_next()
        camera.take(wizard, "own-6-matched-before.png")


def _show_most(wizard: Wizard) -> None:
    """Chooses the person of whom most is sent."""
    pause(SETTLE_MS)
    people = wizard.preview_page.people
    entries = people.model.values
    people.table.select_row(max(range(len(entries)), key=lambda place: len(entries[place].changes), default=0))


def _read(wizard: Wizard, roster: Path) -> None:
    """Has the wizard read `roster`, after another."""
    wizard.roster_page.read(roster)
    _wait_for(wizard, lambda: wizard.enrolment.roster is not None and wizard.enrolment.roster.file == roster)


def _show_trouble(wizard: Wizard, camera: Camera) -> None:
    """What the pages look like when something is wrong."""
    with RehearsalServer() as server:
        wizard.connect_page.choose_service()
        wizard.connect_page.form.fill_in(server.url, "not-the-token")
        wizard.go_next()
        pause_until(lambda: not wizard.page.worker.is_busy and wizard.page.message.text != "")
        camera.take(wizard, "trouble-1-wrong-token.png")
    wizard.connect_page.connect_to_rehearsal()
    _wait_for(wizard, lambda: wizard.enrolment.connection is not None)
    wizard.go_next()
    with tempfile.TemporaryDirectory() as folder:
        no_workbook = Path(folder) / "Autumn cohort.xlsx"
        no_workbook.write_text("This is a letter, not a workbook.", "utf-8")
        wizard.roster_page.read(no_workbook)
        pause_until(lambda: not wizard.page.worker.is_busy and wizard.page.message.text != "")
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
    wizard = Wizard(look, _Agreeing(), RehearsalTarget(), _RATE)
    wizard.resize(*_SIZE)
    wizard.show()
    try:
        yield wizard
    finally:
        if wizard.submit_page.is_running:
            wizard.submit_page.shut_down()
            pause_until(lambda: not wizard.submit_page.is_running)
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
    pause_until(lambda: condition() or not worker.is_busy)
    worker.failed.disconnect(complaints.append)
    if complaints and not condition():
        found = complaints[0]
        raise UserFacingError(found.title, found.message, found.what_to_do) from found.error
    if not condition():
        raise halted(f"The page “{wizard.page.title}”")
