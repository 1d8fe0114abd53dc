"""One person is tried first: what the page shows of them, and what becomes of the rest."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextBrowser

from onefile_desktop.enrolment import connecting
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.run_wording import Stage
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import ALISON, CENTRE, ORGANISATION
from tests.gui.conftest import FAST
from tests.gui.driver import PATIENCE_MS, Driver
from tests.gui.test_trouble import fill_in

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"
IQA = next(
    f"{user['FirstName']} {user['LastName']}"
    for user in CENTRE["users"]
    if user["OrganisationID"] == ORGANISATION and user["Role"] == Role.IQA and not user["Archived"]
)
PEOPLE = 4
AtPreview = Callable[..., AbstractContextManager[RehearsalServer]]


def roster_of(folder: Path, first: int, last: int) -> Path:
    """New learners with an IQA each."""
    people = ((*new_learner(number, ASSESSOR), IQA) for number in range(first, last + 1))
    return write_roster(folder / f"{first}.xlsx", *people)


@pytest.fixture
def at_preview(driver: Driver, tmp_path: Path) -> AtPreview:
    """Opens a centre, and the plan for some learners with an IQA each."""

    @contextmanager
    def opened(*faults: dict[str, object]) -> Iterator[RehearsalServer]:
        file = tmp_path / "faults.json"
        file.write_text(json.dumps(faults))
        with RehearsalServer(rate=FAST.calls, faults=file) as server:
            fill_in(driver, server.url, server.token)
            assert "Connected to" in driver.message()
            driver.next()
            driver.to_preview(roster_of(tmp_path, 1, PEOPLE))
            yield server
            driver.close()

    return opened


def made(server: RehearsalServer) -> list[int]:
    """The IDs of the new learners."""
    return [user["ID"] for user in state_of(server)["users"] if (user["Email"] or "").startswith("tamsin")]


def asked(driver: Driver) -> None:
    """Submits, up to the question about the first person."""
    driver.next()
    driver.qtbot.waitUntil(lambda: driver.wizard.submit_page.stage is Stage.ASKING, timeout=PATIENCE_MS)


def answer(driver: Driver) -> None:
    """Says that it looks right, once a click counts."""
    panel = driver.wizard.submit_page.one_person
    driver.qtbot.waitUntil(lambda: panel.is_settled, timeout=PATIENCE_MS)
    driver.click(panel.agree_button)


def test_one_person_is_shown_and_the_rest_goes_after_a_yes(driver: Driver, at_preview: AtPreview) -> None:
    with at_preview() as server:
        tick = driver.wizard.preview_page.one_first.tick
        assert tick.isEnabled()
        assert not tick.isChecked(), "a rehearsal does not ask for it"
        tick.setChecked(True)
        asked(driver)
        page = driver.wizard.submit_page
        (there,) = made(server)
        assert f"OneFile ID {there}" in page.one_person.shown
        assert "Tamsin Quillfeather" in page.one_person.shown
        assert len(page.one_person.model.values) == 2, "the create and the assignment"
        assert page.one_person.trouble.text == ""
        assert page.one_person.where_to_look
        driver.click(page.one_person.copy_button)
        assert QGuiApplication.clipboard().text() == str(there)
        driver.qtbot.wait(200)
        assert len(made(server)) == 1
        answer(driver)
        driver.until(Page.DONE)
        assert len(made(server)) == PEOPLE
        assert "Everything went well" in driver.wizard.page.message.text


def test_neither_return_nor_a_click_meant_for_something_else_is_an_answer(
    driver: Driver, at_preview: AtPreview
) -> None:
    with at_preview() as server:
        driver.wizard.preview_page.one_first.tick.setChecked(True)
        asked(driver)
        page = driver.wizard.submit_page
        focused = driver.wizard.focusWidget()
        assert focused is page.one_person
        driver.qtbot.keyClick(focused, Qt.Key.Key_Return)
        driver.qtbot.keyClick(focused, Qt.Key.Key_Space)
        assert not page.one_person.is_settled
        driver.click(page.one_person.agree_button)
        assert page.stage is Stage.ASKING
        assert len(made(server)) == 1
        driver.click(page.one_person.decline_button)
        driver.until(Page.DONE)
        assert "not finished" in driver.wizard.page.message.text
        assert len(made(server)) == 1
        asked(driver)  # the run that goes on still waits for a yes
        assert len(made(server)) == 1
        answer(driver)
        driver.until(Page.DONE)
        assert len(made(server)) == PEOPLE


def test_what_was_refused_for_the_first_person_is_said_first(driver: Driver, at_preview: AtPreview) -> None:
    refused = {"method": "POST", "path": "/User/*/Assign", "calls": [1], "fault": "status", "status": 400, "body": "No"}
    with at_preview(refused):
        driver.wizard.preview_page.one_first.tick.setChecked(True)
        asked(driver)
        panel = driver.wizard.submit_page.one_person
        assert "was refused for Tamsin" in panel.trouble.text
        assert panel.agree_button.text() == "Go on all the same"


@pytest.fixture
def live(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """The same plan at a centre that is taken for a real one."""
    monkeypatch.setattr(connecting, "environment_of", lambda url, server: Environment.LIVE)
    driver.rehearse()
    driver.to_preview(roster_of(tmp_path, 1, PEOPLE))
    return driver


def there(driver: Driver) -> int:
    """How many of the new learners are in the centre that the wizard is connected to."""
    return sum((user["Email"] or "").startswith("tamsin") for user in driver.state()["users"])


def test_the_smallest_window_shows_what_a_real_centre_means_and_every_figure(live: Driver) -> None:
    page = live.wizard.preview_page
    page.warnings.say("Look at this first: Many learners for this centre · Left as they are")
    smallest = live.wizard.minimumSize()
    live.wizard.resize(smallest)
    live.qtbot.waitUntil(lambda: live.wizard.size() == smallest and page.figures.height() < 80, timeout=PATIENCE_MS)
    all_of_it = (page.meaning, page.understood, page.one_first, page.figures, page.warnings)
    live.qtbot.waitUntil(
        lambda: all(one.visibleRegion().boundingRect() == one.rect() or one.isHidden() for one in all_of_it),
        timeout=PATIENCE_MS,
    )
    assert live.wizard.status.whole == "To submit, first tick “I understand”."
    page.understood.setChecked(True)
    assert live.wizard.status.whole == "Nothing is sent before you press Submit."
    asked(live)
    where = live.wizard.submit_page.one_person.findChild(QTextBrowser)
    assert where is not None
    live.qtbot.waitUntil(lambda: where.width() > 300 and where.verticalScrollBar().maximum() == 0, timeout=PATIENCE_MS)
    answer(live)
    live.until(Page.DONE)


def test_a_real_centre_begins_like_that_and_the_run_waits_until_the_window_is_closed(live: Driver) -> None:
    page = live.wizard.preview_page
    live.qtbot.waitUntil(lambda: not page.one_first.is_asking, timeout=PATIENCE_MS)
    assert live.wizard.enrolment.plan is not None
    page.one_first.offer(live.wizard.enrolment.connection, live.wizard.enrolment.plan)
    assert page.one_first.is_asking
    assert page.one_first.tick.isChecked(), "also before the ledger has been read"
    live.qtbot.waitUntil(lambda: not page.one_first.is_asking, timeout=PATIENCE_MS)
    assert page.one_first.tick.isChecked()
    assert not page.one_first.tick.isEnabled()
    page.understood.setChecked(True)
    asked(live)
    assert there(live) == 1
    live.answers.agrees = False
    live.wizard.close()
    assert live.wizard.isVisible()
    live.answers.agrees = True
    live.close()
    assert live.answers.asked == ["Stop the run and close?"] * 2


def test_once_somebody_has_looked_a_real_centre_does_not_ask_again(live: Driver, tmp_path: Path) -> None:
    page = live.wizard.preview_page
    page.understood.setChecked(True)
    asked(live)
    answer(live)
    live.until(Page.DONE)
    assert there(live) == PEOPLE
    live.next()  # saves the results
    live.qtbot.waitUntil(lambda: live.wizard.next_button.text() == "New enrolment", timeout=PATIENCE_MS)
    live.next()
    live.until(Page.ROSTER)
    live.to_preview(roster_of(tmp_path, 8, 9))
    live.qtbot.waitUntil(lambda: not page.one_first.is_asking, timeout=PATIENCE_MS)
    assert page.one_first.tick.isEnabled()
    assert not page.one_first.tick.isChecked()
    page.understood.setChecked(True)
    live.next()
    live.until(Page.DONE)
    assert there(live) == PEOPLE + 2
