"""A plan that lay about while others worked in the centre, in the wizard."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from onefile_desktop import paths
from onefile_desktop.enrolment.connecting import RehearsalTarget, ServiceTarget, connect
from onefile_desktop.enrolment.rechecking import FRESH_SECONDS
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.plan.options import Decision, Existing
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import ALISON, LEARNER, OTHER_LEARNER, Clock, Colleague
from tests.gui.conftest import FAST
from tests.gui.driver import PATIENCE_MS, Answers, Driver
from tests.gui.test_trouble import fill_in

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"
EMAIL = "tamsin1@example.org"
ANEW = "Make the plan anew"
NAME = {"FirstName": "Tamsin", "LastName": "Quillfeather1"}


@pytest.fixture
def server() -> Iterator[RehearsalServer]:
    """The centre."""
    with RehearsalServer(rate=FAST.calls) as running_server:
        yield running_server


@pytest.fixture
def colleague(server: RehearsalServer) -> Colleague:
    """Somebody else who works there."""
    return Colleague(server)


@pytest.fixture
def driver(qtbot: QtBot, look: Look, answers: Answers) -> Iterator[Driver]:
    """A wizard whose clock is ahead when a plan is submitted."""
    wizard = Wizard(look, answers, RehearsalTarget(), FAST, Clock(FRESH_SECONDS))
    qtbot.addWidget(wizard)
    wizard.show()
    opened = Driver(qtbot, wizard, answers)
    yield opened
    opened.close()


@pytest.fixture
def at_preview(driver: Driver, server: RehearsalServer, tmp_path: Path) -> Driver:
    """The plan for two new learners, on the preview page."""
    fill_in(driver, server.url, server.token)
    assert "Connected to" in driver.message()
    driver.next()
    driver.to_preview(write_roster(tmp_path / "r.xlsx", new_learner(1, ASSESSOR), new_learner(2, ASSESSOR)))
    return driver


def creates(server: RehearsalServer) -> int:
    """How many people were created, by anybody."""
    return state_of(server)["calls"]["by_endpoint"].get("POST /User", 0)


def refused(driver: Driver) -> str:
    """Submits a plan that is stale; returns what is said."""
    driver.next()
    driver.qtbot.waitUntil(lambda: driver.wizard.next_button.text() == ANEW, timeout=PATIENCE_MS)
    driver.until(Page.PREVIEW)
    return driver.message()


def shoot(driver: Driver, name: str) -> None:
    """Saves pictures where `STALE_PICTURES` says, light and dark."""
    if folder := os.environ.get("STALE_PICTURES"):
        look = driver.wizard.page.look
        for dark in (False, True):
            look.set_dark(dark)
            driver.wizard.grab().save(str(Path(folder) / f"{name}{'-dark' if dark else ''}.png"))
        look.set_dark(False)


def test_whoever_was_created_meanwhile_is_never_created_twice(
    at_preview: Driver, colleague: Colleague, server: RehearsalServer
) -> None:
    new = colleague.add("Tamsin", "Quillfeather1", EMAIL)
    message = refused(at_preview)
    shoot(at_preview, "stale")
    assert f"Since the plan was made, Tamsin Quillfeather1 (Learner, OneFile ID {new}) was added" in message
    assert "Nothing was sent." in message
    assert creates(server) == 1
    assert not list(paths.runs_folder().iterdir())
    page = at_preview.wizard.preview_page
    old = (page.figures, page.people, page.tabs, page.save_button)
    assert not any(widget.isVisible() for widget in old), "it says what is not going to be sent"
    at_preview.click(at_preview.wizard.next_button)
    at_preview.until(Page.PREVIEW)
    assert all(widget.isVisible() for widget in old)
    shoot(at_preview, "anew")
    assert "The plan was made anew" in at_preview.message()
    assert "Row 2" in at_preview.message()
    plan = at_preview.wizard.enrolment.plan
    assert plan is not None
    assert [change.person_row for change in plan.changes if change.role] == [3]
    at_preview.submit()
    emails = [user.get("Email") for user in state_of(server)["users"]]
    assert (emails.count(EMAIL), emails.count("tamsin2@example.org")) == (1, 1)


def test_a_new_question_is_asked_on_the_page_for_it(at_preview: Driver, colleague: Colleague) -> None:
    colleague.change(LEARNER["ID"], **NAME)
    assert "is called Tamsin Quillfeather1 now" in refused(at_preview)
    at_preview.next()
    at_preview.until(Page.CHECK)
    shoot(at_preview, "question")
    message = at_preview.message()
    assert "The plan was made anew: 1 row needs a look" in message
    assert "Row 2: " in message
    at_preview.next()
    at_preview.until(Page.PREVIEW)
    assert at_preview.wizard.next_button.text() == "Submit to the rehearsal"


def test_roster_options_and_decisions_are_kept(at_preview: Driver, colleague: Colleague) -> None:
    wizard = at_preview.wizard
    colleague.change(LEARNER["ID"], **NAME)
    wizard.go_back()
    wizard.check_page.choose_existing(Existing.ASSIGN)
    at_preview.until(Page.CHECK)
    wizard.check_page.detail.decided.emit(2, Decision.CREATE)
    at_preview.until(Page.CHECK)
    at_preview.next()
    at_preview.until(Page.PREVIEW)
    options, roster = wizard.enrolment.plan_options, wizard.enrolment.roster
    assert options.decisions == {2: Decision.CREATE}
    colleague.add("Tamsin", "Quillfeather2", "tamsin2@example.org")
    refused(at_preview)
    at_preview.next()
    at_preview.until(Page.PREVIEW)
    assert wizard.enrolment.plan_options == options
    assert wizard.enrolment.roster is roster


def test_a_decision_that_was_made_about_others_is_asked_again(at_preview: Driver, colleague: Colleague) -> None:
    wizard = at_preview.wizard
    colleague.change(LEARNER["ID"], **NAME)
    wizard.go_back()
    wizard.check_page.choose_existing(Existing.ASSIGN)
    at_preview.until(Page.CHECK)
    wizard.check_page.detail.decided.emit(2, Decision.CREATE)
    at_preview.until(Page.CHECK)
    at_preview.next()
    at_preview.until(Page.PREVIEW)
    colleague.change(OTHER_LEARNER["ID"], **NAME)
    refused(at_preview)
    at_preview.next()
    at_preview.until(Page.CHECK)
    assert "1 row needs a look" in at_preview.message()
    assert wizard.enrolment.plan_options.decisions == {}


def test_what_others_do_holds_nobody_up(at_preview: Driver, colleague: Colleague, server: RehearsalServer) -> None:
    colleague.add("Ann", "Other", "ann@example.org")
    at_preview.submit()
    assert "Everything went well" in at_preview.wizard.page.message.text
    assert creates(server) == 3


def test_another_window_of_this_program_makes_it_stale_too(at_preview: Driver, server: RehearsalServer) -> None:
    connection = at_preview.wizard.enrolment.connection
    assert connection is not None
    with connection.ledger() as ledger:
        ledger.made(LEARNER["ID"])
    assert "Another run has changed this centre" in refused(at_preview)
    at_preview.next()
    at_preview.until(Page.PREVIEW)
    at_preview.submit()
    assert creates(server) == 2


def test_the_centre_is_in_use(at_preview: Driver, server: RehearsalServer) -> None:
    wizard = at_preview.wizard
    with connect(ServiceTarget(server.url, server.token, server.organisation_id)) as other, other.exclusively():
        at_preview.next()
        at_preview.qtbot.waitUntil(lambda: wizard.current is Page.PREVIEW, timeout=PATIENCE_MS)
        assert "Another window or command" in at_preview.message()
        assert wizard.next_button.text() == "Submit to the rehearsal"
    at_preview.submit()
    assert creates(server) == 2


def held_up(driver: Driver, seconds: float = 60) -> None:
    """Submits while OneFile takes no calls, until the last look at the centre waits for its turn."""
    connection = driver.wizard.enrolment.connection
    assert connection is not None
    connection.client.limiter.pause(seconds)
    driver.next()
    page = driver.wizard.submit_page
    driver.qtbot.waitUntil(lambda: driver.wizard.page is page and page.is_looking, timeout=PATIENCE_MS)


def test_the_last_look_can_be_cancelled_and_the_plan_submitted_later(
    at_preview: Driver, server: RehearsalServer
) -> None:
    wizard = at_preview.wizard
    plan = wizard.enrolment.plan
    held_up(at_preview, seconds=5)
    shoot(at_preview, "looking")
    assert not wizard.back_button.isVisible()
    assert wizard.submit_page.stop_button.text() == "Cancel"
    at_preview.click(wizard.submit_page.stop_button)
    at_preview.until(Page.PREVIEW)
    assert wizard.enrolment.plan is plan
    assert not list(paths.runs_folder().iterdir())
    assert creates(server) == 0
    at_preview.submit()
    assert "Everything went well" in wizard.page.message.text
    assert creates(server) == 2


def test_closing_the_window_during_the_last_look_ends_it(at_preview: Driver, server: RehearsalServer) -> None:
    held_up(at_preview)
    at_preview.close()
    assert at_preview.answers.asked == []
    assert not at_preview.wizard.submit_page.is_looking or not at_preview.wizard.isVisible()
    assert not list(paths.runs_folder().iterdir())
    assert creates(server) == 0


def test_onefile_is_away_for_the_last_look(at_preview: Driver, server: RehearsalServer) -> None:
    server.stop()
    at_preview.next()
    at_preview.qtbot.waitUntil(lambda: at_preview.wizard.current is Page.PREVIEW, timeout=PATIENCE_MS)
    assert "could not be reached" in at_preview.message()
    assert at_preview.wizard.next_button.text() == "Submit to the rehearsal"
    assert at_preview.wizard.next_button.isEnabled()


def test_a_second_click_on_making_it_anew_submits_nothing(at_preview: Driver, colleague: Colleague) -> None:
    colleague.add("Tamsin", "Quillfeather1", EMAIL)
    refused(at_preview)
    at_preview.click(at_preview.wizard.next_button)
    at_preview.until(Page.PREVIEW)
    at_preview.click(at_preview.wizard.next_button)
    assert at_preview.wizard.current is Page.PREVIEW
    assert not list(paths.runs_folder().iterdir())
