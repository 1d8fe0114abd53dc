"""Runs that are left are offered on the first page, whatever has become of their workbook or their token."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onefile_desktop import credentials, paths
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.onefile.endings import SessionRefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from tests.cli.conftest import state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import ALISON
from tests.gui.conftest import FAST
from tests.gui.driver import PATIENCE_MS, Driver
from tests.run.scenes import Cohort

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"
PEOPLE = 40  # as many as are not all sent before a stop is heard


def stopped_at_once(driver: Driver, roster: Path) -> None:
    """A run that was left soon after it had begun."""
    driver.to_preview(roster)
    page = driver.wizard.submit_page
    page.begun.connect(page.stop)
    driver.next()
    driver.until(Page.DONE)
    page.begun.disconnect(page.stop)
    assert "not finished" in driver.wizard.page.message.text


def roster_of(folder: Path, name: str = "autumn.xlsx") -> Path:
    """New learners."""
    return write_roster(folder / name, *(new_learner(number, ASSESSOR) for number in range(1, PEOPLE + 1)))


def made(server: RehearsalServer) -> int:
    """How many new learners there are."""
    return sum((user["Email"] or "").startswith("tamsin") for user in state_of(server)["users"])


def test_a_run_is_offered_with_what_is_left_also_without_its_workbook(
    open_wizard: Callable[[], Driver], tmp_path: Path
) -> None:
    first = open_wizard()
    first.rehearse()
    roster = roster_of(tmp_path)
    stopped_at_once(first, roster)
    first.close()
    roster.unlink()

    second = open_wizard()
    offered = second.wizard.connect_page.unfinished
    second.qtbot.waitUntil(lambda: f" of {PEOPLE} people left" in offered.text, timeout=PATIENCE_MS)
    assert "autumn.xlsx for Harbourside Training, a rehearsal" in offered.text
    assert "The workbook is not there any more; the run does not need it." in offered.text
    second.click(offered.buttons[0])
    second.until(Page.DONE)
    assert "Everything went well" in second.wizard.page.message.text
    assert sum((user["Email"] or "").startswith("tamsin") for user in second.state()["users"]) == PEOPLE


def test_a_run_that_was_left_for_too_long_is_forgotten_at_the_start(
    open_wizard: Callable[[], Driver], tmp_path: Path
) -> None:
    driver = open_wizard()
    driver.rehearse()
    stopped_at_once(driver, roster_of(tmp_path))
    driver.close()
    (file,) = paths.runs_folder().glob("*.sqlite")
    with closing(sqlite3.connect(file)) as journal, journal:
        (about,) = journal.execute("SELECT about FROM run").fetchone()
        old = {**json.loads(about), "started": "2020-01-01T00:00:00+00:00"}
        journal.execute("UPDATE run SET about = ?", (json.dumps(old),))
        journal.execute("UPDATE change SET sent = ? WHERE sent IS NOT NULL", (old["started"],))
    again = open_wizard()
    page = again.wizard.connect_page
    again.qtbot.waitUntil(lambda: page.has_looked, timeout=PATIENCE_MS)
    assert page.unfinished.text == ""
    with Journal.read(file) as journal:
        assert journal.info.forgotten


def test_several_runs_are_listed_the_newest_first(open_wizard: Callable[[], Driver], tmp_path: Path) -> None:
    driver = open_wizard()
    driver.rehearse()
    stopped_at_once(driver, roster_of(tmp_path))
    driver.close()
    (journal,) = paths.runs_folder().glob("*.sqlite")
    for number in range(1, 5):
        shutil.copy(journal, journal.with_name(f"2020010{number}-000000-abcdef.sqlite"))
    again = open_wizard()
    offered = again.wizard.connect_page.unfinished
    again.qtbot.waitUntil(lambda: "5 runs are not finished" in offered.text, timeout=PATIENCE_MS)
    assert len(offered.buttons) == 3
    again.click(offered.more)
    assert len(offered.buttons) == 5
    assert offered.more.text() == ""


def test_a_run_of_which_only_an_answer_is_missing_is_looked_at_again(
    open_wizard: Callable[[], Driver], home: Path
) -> None:
    first = open_wizard()
    first.rehearse()
    connection = first.wizard.enrolment.connection
    assert connection is not None
    connection.keep_rehearsal(True)
    cohort = Cohort()
    cohort.person("Amy Adams")
    journal = Journal.create(
        paths.runs_folder() / "20260101-000000-abcdef.sqlite",
        cohort.plan(),
        run="20260101-000000-abcdef",
        connection=connection.description(),
        roster=None,
    )
    with journal:
        (one,) = journal.changes()
        journal.record([JournalChange(one.change, ChangeState.UNKNOWN, attempts=1)])
        journal.set_finished(True)
    first.close()
    second = open_wizard()
    offered = second.wizard.connect_page.unfinished
    second.qtbot.waitUntil(lambda: "1 person of whom nobody knows" in offered.text, timeout=PATIENCE_MS)
    assert offered.buttons[0].text() == "Look again"


def test_a_token_that_is_refused_in_the_middle_of_a_run_is_asked_for_and_the_run_goes_on(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RehearsalServer(rate=FAST.calls) as server:
        page = driver.wizard.connect_page
        page.choose_service()
        page.form.fill_in(server.url, server.token)
        page.form.remember("Harbourside")
        driver.next()
        assert "Connected to" in driver.message()
        driver.next()
        driver.to_preview(roster_of(tmp_path))
        connection = driver.wizard.enrolment.connection
        assert connection is not None

        def refused(*_: object, **__: object) -> WriteAnswer:
            raise SessionRefusedError("OneFile does not accept this API token.")

        monkeypatch.setattr(connection.client, "send", refused)
        driver.next()
        driver.until(Page.DONE)
        credentials.save_token("Harbourside", "the-old-token")
        driver.next()
        assert driver.wizard.current is Page.CONNECT
        assert "The token, please" in page.message.text
        assert "autumn.xlsx for Harbourside Training" in page.message.text
        assert driver.wizard.next_button.text() == "Go on with the run"
        assert not driver.wizard.next_button.isEnabled()
        page.form.enter_token(server.token)
        driver.next()
        driver.until(Page.DONE)
        assert "Everything went well" in driver.wizard.page.message.text
        assert made(server) == PEOPLE
        assert credentials.token_of("Harbourside") == server.token, "the new token is kept in place of the old one"
        driver.close()


def test_a_run_whose_token_is_not_kept_asks_for_it(open_wizard: Callable[[], Driver], tmp_path: Path) -> None:
    with RehearsalServer(rate=FAST.calls) as server:
        first = open_wizard()
        first.wizard.connect_page.choose_service()
        first.wizard.connect_page.form.fill_in(server.url, server.token)
        first.next()
        assert "Connected to" in first.message()
        first.next()
        stopped_at_once(first, roster_of(tmp_path))
        first.close()

        second = open_wizard()
        page = second.wizard.connect_page
        second.qtbot.waitUntil(lambda: bool(page.unfinished.buttons), timeout=PATIENCE_MS)
        second.click(page.unfinished.buttons[0])
        assert "The token, please" in second.message()
        page.form.enter_token("a-wrong-one")
        second.next()
        second.qtbot.waitUntil(lambda: "accept" in page.message.text, timeout=PATIENCE_MS)
        assert second.wizard.next_button.text() == "Go on with the run"
        page.form.enter_token(server.token)
        second.next()
        second.until(Page.DONE)
        assert made(server) == PEOPLE
        second.close()
