"""A run that is paused, goes on and is stopped from its page, and what the page says meanwhile."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onefile_desktop import settings
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.run_wording import Stage, Wait, wait_of
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.waiting_banner import WaitingBanner
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.events import ChangeSettled, RunEnding, Verifying, Waiting
from onefile_desktop.settings import Settings
from tests.cli.conftest import state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import ALISON
from tests.gui.conftest import FAST
from tests.gui.driver import COHORT, PATIENCE_MS, Driver
from tests.gui.test_trouble import fill_in

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"


def paused(driver: Driver) -> int:
    """A run of the whole cohort that stands still; returns how many changes are settled."""
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.next()
    page = driver.wizard.submit_page
    driver.qtbot.waitUntil(lambda: len(page.model.values) >= 5, timeout=PATIENCE_MS)
    driver.click(page.pause_button)
    assert page.stage is Stage.PAUSING
    assert page.pause_button.text() == "Pausing …"
    assert not page.pause_button.isEnabled()
    driver.qtbot.waitUntil(lambda: page.stage is Stage.PAUSED, timeout=PATIENCE_MS)
    assert page.pause_button.text() == "Go on"
    assert driver.wizard.status.whole == "The run is paused."
    return len(page.model.values)


def calls(driver: Driver) -> int:
    """How many calls the centre has had."""
    return driver.state()["calls"]["total"]


def test_a_run_stands_still_while_it_is_paused_and_goes_on_to_its_end(driver: Driver) -> None:
    settled = paused(driver)
    before = calls(driver)
    driver.qtbot.wait(300)
    assert calls(driver) == before
    assert len(driver.wizard.submit_page.model.values) == settled
    driver.click(driver.wizard.submit_page.pause_button)
    assert driver.wizard.submit_page.pause_button.text() in {"Going on …", "Pause"}
    driver.until(Page.DONE)
    users = driver.state()["users"]
    assert max(Counter((user["Email"], user["Role"]) for user in users if user["Email"]).values()) == 1
    assert "Everything went well" in driver.wizard.page.message.text


def test_a_key_that_is_pressed_twice_does_not_stop_the_run(driver: Driver) -> None:
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.next()
    page = driver.wizard.submit_page
    driver.qtbot.waitUntil(lambda: len(page.model.values) >= 3, timeout=PATIENCE_MS)
    page.pause_button.setFocus()
    for _ in range(3):
        focused = driver.wizard.focusWidget()
        assert focused is not None
        driver.qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert page.stage is Stage.PAUSING
    driver.qtbot.waitUntil(lambda: page.stage is Stage.PAUSED, timeout=PATIENCE_MS)
    assert driver.wizard.focusWidget() is page.pause_button
    page.stop()
    driver.until(Page.DONE)


def test_a_pause_at_the_last_moment_does_not_keep_the_run_from_its_end(driver: Driver) -> None:
    page = driver.wizard.submit_page

    def pause(event: object) -> None:
        if isinstance(event, ChangeSettled) and event.done == event.total:
            driver.click(page.pause_button)

    page.worker.progressed.connect(pause)
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.submit()
    assert "Everything went well" in driver.wizard.page.message.text


def test_a_run_that_is_paused_can_be_stopped(driver: Driver) -> None:
    paused(driver)
    driver.click(driver.wizard.submit_page.stop_button)
    assert driver.wizard.submit_page.stop_button.text() == "Stopping …"
    driver.until(Page.DONE)
    assert "not finished" in driver.wizard.page.message.text
    driver.next()
    driver.until(Page.DONE)
    assert "Everything went well" in driver.wizard.page.message.text


def test_closing_while_the_run_is_paused_asks_and_the_run_is_offered_again(open_wizard: Callable[[], Driver]) -> None:
    driver = open_wizard()
    paused(driver)
    driver.close()
    assert driver.answers.asked == ["Stop the run and close?"]
    again = open_wizard()
    again.qtbot.waitUntil(lambda: "left" in again.wizard.connect_page.unfinished.text)


def test_reading_back_can_be_skipped(driver: Driver, tmp_path: Path) -> None:
    slow = {"method": "GET", "path": "/User/*", "probability": 1.0, "fault": "slow", "seconds": 0.3}
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps([slow]))
    page = driver.wizard.submit_page
    stages: list[tuple[Stage, str, str]] = []

    def skip(event: object) -> None:
        if isinstance(event, Verifying) and page.stage is Stage.VERIFYING:
            stages.append((page.stage, page.progress.now.whole, page.stop_button.text()))
            driver.click(page.stop_button)

    page.worker.progressed.connect(skip)
    ended: list[Finished] = []
    page.finished.connect(ended.append)
    roster = write_roster(tmp_path / "r.xlsx", *(new_learner(number, ASSESSOR) for number in range(1, 13)))
    with RehearsalServer(rate=FAST.calls, faults=faults) as server:
        fill_in(driver, server.url, server.token)
        assert "Connected to" in driver.message()
        driver.next()
        driver.to_preview(roster)
        driver.submit()
        driver.close()
    ((_, now, button),) = stages
    assert now.startswith("Reading back what was made: ")
    assert now.endswith(" of 12")
    assert button == "Skip"
    (finished,) = ended
    assert finished.result.ending is RunEnding.FINISHED
    assert finished.result.verification is not None
    assert finished.result.verification.not_read


def test_so_many_calls_at_once_as_the_settings_say(driver: Driver, home: Path) -> None:
    settings.save(Settings(calls_at_once=1))
    driver.rehearse()
    driver.to_preview(COHORT)
    at_once: set[int] = set()
    page = driver.wizard.submit_page

    def count(_: object) -> None:
        at_once.add(sum(thread.name.startswith("onefile-run") for thread in threading.enumerate()))

    page.worker.progressed.connect(count)
    driver.submit()
    assert max(at_once) == 1


def test_the_end_of_the_session_stops_the_run_without_a_question(driver: Driver) -> None:
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.next()
    driver.qtbot.waitUntil(lambda: len(driver.wizard.submit_page.model.values) >= 3, timeout=PATIENCE_MS)
    driver.wizard.end_session()
    driver.qtbot.waitUntil(lambda: not driver.wizard.isVisible(), timeout=PATIENCE_MS)
    assert driver.answers.asked == []


def test_a_wait_counts_down_second_by_second(qtbot: QtBot, look: Look) -> None:
    banner = WaitingBanner(look)
    qtbot.addWidget(banner)
    said: list[str] = []
    banner.wait(Wait("Waiting", "It goes on"), 2.3)
    qtbot.waitUntil(lambda: said.append(banner.text) or banner.text.endswith("goes on now."), timeout=PATIENCE_MS)
    assert list(dict.fromkeys(said)) == [
        "Waiting It goes on in 3 seconds.",
        "Waiting It goes on in 2 seconds.",
        "Waiting It goes on in 1 second.",
        "Waiting It goes on now.",
    ]
    banner.over()
    assert banner.text == ""


def test_what_is_said_of_a_service_that_is_away() -> None:
    away = wait_of(Waiting("OneFile is being maintained.", 12, is_away=True)).text(12)
    assert away.startswith("OneFile is being maintained. The run tries again in 12 seconds. It goes on by itself")
    assert "after 30 minutes" in away
    assert "30 minutes" not in wait_of(Waiting("OneFile takes 300 calls in 60 seconds.", 3)).text(3)


def test_maintenance_in_the_middle_of_a_run_is_waited_for(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEFILE_WAITS", "0.2")
    faults = tmp_path / "faults.json"
    faults.write_text(
        json.dumps([{"method": "POST", "path": "/User", "calls": [3], "fault": "maintenance", "seconds": 1.5}])
    )
    roster = write_roster(tmp_path / "r.xlsx", *(new_learner(number, ASSESSOR) for number in range(1, 13)))
    with RehearsalServer(rate=FAST.calls, faults=faults) as server:
        fill_in(driver, server.url, server.token)
        assert "Connected to" in driver.message()
        driver.next()
        driver.to_preview(roster)
        driver.next()
        page = driver.wizard.submit_page
        driver.qtbot.waitUntil(lambda: "after 30 minutes" in page.waiting.text, timeout=PATIENCE_MS)
        assert page.progress.time_left.text() == ""
        driver.until(Page.DONE)
        assert "Everything went well" in driver.wizard.page.message.text
        emails = Counter(user["Email"] for user in state_of(server)["users"] if user["Email"].startswith("tamsin"))
        assert emails == {f"tamsin{number}@example.org": 1 for number in range(1, 13)}
        driver.close()
