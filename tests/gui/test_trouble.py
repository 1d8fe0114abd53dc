"""What can go wrong is a message on the page."""

import socket
from pathlib import Path

import pytest

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.endings import SessionRefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.journal import Journal
from tests.gui.driver import COHORT_WITH_PROBLEMS, Driver, roster_file

HEADER = ("Role", "First name", "Last name", "Email")
ASSESSOR = ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org")


def fill_in(driver: Driver, url: str, token: str) -> None:
    """Takes a connection down, and connects."""
    driver.wizard.connect_page.choose_service()
    driver.wizard.connect_page.form.fill_in(url, token)
    driver.next()


def test_a_wrong_token(driver: Driver) -> None:
    with RehearsalServer() as server:
        fill_in(driver, server.url, "not-the-token")
        assert "OneFile refused the token" in driver.message()
        assert driver.wizard.current is Page.CONNECT
        assert "Not connected" in driver.wizard.strip.text
        driver.wizard.connect_page.form.fill_in(server.url, server.token)
        driver.next()
        assert "Connected to Harbourside Training" in driver.message()


def test_no_network(driver: Driver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        fill_in(driver, f"http://127.0.0.1:{taken.getsockname()[1]}/api/v2.1", "a-token")
        assert "OneFile could not be reached" in driver.message()
    assert driver.wizard.next_button.text() == "Connect"


def test_an_address_that_is_none(driver: Driver) -> None:
    fill_in(driver, "http://onefile.example.org/api", "a-token")
    assert "unencrypted" in driver.message()


@pytest.mark.parametrize("name", ["letter.xlsx", "letter.txt"])
def test_a_file_that_is_no_workbook(driver: Driver, tmp_path: Path, name: str) -> None:
    driver.rehearse()
    file = tmp_path / name
    file.write_text("This is a letter.", "utf-8")
    driver.wizard.roster_page.read(file)
    assert driver.message()
    assert driver.wizard.page.worker.is_busy is False
    assert not driver.wizard.next_button.isEnabled()


def test_a_file_that_is_gone(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.wizard.roster_page.read(tmp_path / "gone.xlsx")
    assert "gone.xlsx" in driver.message()


def test_an_empty_sheet(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.wizard.roster_page.read(roster_file(tmp_path))
    assert "Empty workbook" in driver.message()
    driver.read(roster_file(tmp_path, HEADER, ASSESSOR))
    assert driver.wizard.page.message.text == ""
    assert driver.wizard.next_button.isEnabled()


def test_a_mandatory_column_is_missing(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(roster_file(tmp_path, HEADER[:3], ASSESSOR[:3]))
    driver.next()
    assert "Email (for everybody)" in driver.message()
    driver.next()
    driver.until(Page.CHECK)
    driver.wizard.check_page.filters.choose("Errors")
    assert [problem.code for problem in driver.wizard.check_page.model.values] == ["required-missing"]
    driver.next()
    driver.until(Page.PREVIEW)
    assert not driver.wizard.next_button.isEnabled()


def test_every_problem_of_the_example_is_listed(driver: Driver) -> None:
    driver.rehearse()
    driver.to_check(COHORT_WITH_PROBLEMS)
    page = driver.wizard.check_page
    assert len(page.model.values) == len(driver.wizard.enrolment.problems)
    page.filters.choose("Errors")
    assert all(problem.is_error for problem in page.model.values)
    page.filters.choose("To decide")
    assert {problem.code for problem in page.model.values} == {"possible-duplicate"}


def test_the_centre_goes_away_before_the_check(driver: Driver, tmp_path: Path) -> None:
    server = RehearsalServer()
    with server:
        fill_in(driver, server.url, server.token)
        assert "Connected to" in driver.message()
        driver.next()
        driver.read(roster_file(tmp_path, HEADER, ASSESSOR))
        driver.next()
    driver.next()
    assert driver.message()
    assert driver.wizard.current is Page.CHECK
    assert driver.wizard.next_button.text() == "Try again"
    driver.wizard.go_back()
    assert driver.wizard.current is Page.COLUMNS


def test_a_run_that_cannot_be_written_down_says_so_and_leads_to_the_first_page(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.rehearse()
    driver.to_preview(roster_file(tmp_path, HEADER, ASSESSOR))

    def no_journal(enrolment: Enrolment) -> Journal:
        raise CannotRecordError("The run cannot be written down", "The disk is full.", "Make room, and try again.")

    monkeypatch.setattr(running, "start", no_journal)
    driver.next()
    assert "The disk is full" in driver.message()
    assert driver.wizard.current is Page.SUBMIT
    driver.click(driver.wizard.back_button)
    assert driver.wizard.current is Page.CONNECT
    assert driver.wizard.enrolment.plan is None


def test_a_token_refused_in_the_middle_of_a_run_is_asked_for_anew(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.rehearse()
    driver.to_preview(roster_file(tmp_path, HEADER, ASSESSOR))
    connection = driver.wizard.enrolment.connection
    assert connection is not None

    def refused(*_: object, **__: object) -> WriteAnswer:
        raise SessionRefusedError("OneFile does not accept this API token.")

    monkeypatch.setattr(connection.client, "send", refused)
    driver.submit()
    assert "not finished" in driver.wizard.page.message.text
    driver.next()
    assert driver.wizard.current is Page.CONNECT
    offered = driver.wizard.connect_page.unfinished
    driver.qtbot.waitUntil(lambda: "A run is not finished" in offered.text)
