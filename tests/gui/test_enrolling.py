"""The main job in the wizard: a whole cohort, from the connection to the results workbook."""

from collections import Counter
from collections.abc import Callable

from openpyxl import load_workbook

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.results.outcome import Outcome
from tests.gui.driver import COHORT, Driver


def test_the_whole_cohort_is_enrolled(driver: Driver) -> None:
    wizard = driver.wizard
    assert "Not connected" in wizard.strip.text
    driver.rehearse()
    assert "REHEARSAL · Harbourside Training" in wizard.strip.text
    before = driver.state()
    driver.to_preview(COHORT)
    plan = wizard.enrolment.plan
    assert plan is not None
    assert driver.state()["users"] == before["users"], "nothing is sent before the click"
    assert len(wizard.preview_page.model.values) == len(plan.changes)
    assert wizard.next_button.text() == "Submit to the rehearsal"
    driver.submit()

    after = driver.state()
    created = [change for change in plan.changes if change.kind is ChangeKind.CREATE]
    there = {user["ID"] for user in before["users"]}
    new = [user for user in after["users"] if user["ID"] not in there]
    assert Counter(user["Email"] for user in new) == Counter(change.request.body["Email"] for change in created)
    assigned = sum(change.kind is ChangeKind.ASSIGN for change in plan.changes)
    assert len(after["assignments"]) == len(before["assignments"]) + assigned
    assert "Everything went well" in wizard.page.message.text
    outcomes = Counter(row.became.outcome for row in wizard.done_page.model.values if row.became.on_people)
    assert outcomes[Outcome.CREATED] == len(created)
    assert not wizard.back_button.isVisible()

    driver.next()
    driver.qtbot.waitUntil(lambda: "Results saved" in wizard.page.message.text)
    assert driver.answers.asked == ["cohort (results).xlsx"]
    assert driver.answers.out is not None
    sheet = load_workbook(driver.answers.out)["People"]
    header = [cell.value for cell in sheet[1]]
    column = header.index("OneFile ID") + 1
    assert all(sheet.cell(row, column).value for row in range(2, sheet.max_row + 1))


def test_the_same_roster_again_makes_nobody(driver: Driver) -> None:
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.submit()
    people = len(driver.state()["users"])
    driver.wizard.done_page.restart_action.trigger()
    driver.until(Page.ROSTER)
    driver.to_preview(COHORT)
    assert driver.wizard.preview_page.model.values == []
    assert not driver.wizard.next_button.isEnabled()
    assert "nothing to send" in driver.wizard.preview_page.meaning.text
    assert len(driver.state()["users"]) == people


def test_a_run_that_was_stopped_goes_on_after_the_program_was_closed(open_wizard: Callable[[], Driver]) -> None:
    first = open_wizard()
    first.rehearse()
    before = len(first.state()["users"])
    first.to_preview(COHORT)
    first.next()
    page = first.wizard.submit_page
    first.qtbot.waitUntil(lambda: len(page.model.values) >= 5)
    first.click(page.stop_button)
    first.until(Page.DONE)
    assert "not finished" in first.wizard.page.message.text
    assert len(first.state()["users"]) < before + 46
    first.close()

    second = open_wizard()
    offered = second.wizard.connect_page.unfinished
    second.qtbot.waitUntil(lambda: "cohort.xlsx for Harbourside Training" in offered.text)
    second.click(offered.buttons[0])
    second.until(Page.DONE)
    users = second.state()["users"]
    assert len(users) == before + 46
    assert max(Counter((user["Email"], user["Role"]) for user in users if user["Email"]).values()) == 1
    assert "Everything went well" in second.wizard.page.message.text
    assert second.wizard.next_button.text() == "Save the results …"


def test_a_run_goes_on_from_the_last_page(driver: Driver) -> None:
    driver.rehearse()
    before = len(driver.state()["users"])
    driver.to_preview(COHORT)
    driver.next()
    driver.qtbot.waitUntil(lambda: not driver.wizard.submit_page.is_looking)
    driver.wizard.submit_page.stop()
    driver.until(Page.DONE)
    assert driver.wizard.next_button.text() == "Go on with this run"
    driver.next()
    driver.until(Page.DONE)
    assert len(driver.state()["users"]) == before + 46


def test_closing_while_a_run_is_under_way_asks_stops_and_loses_nothing(open_wizard: Callable[[], Driver]) -> None:
    driver = open_wizard()
    driver.rehearse()
    driver.to_preview(COHORT)
    driver.next()
    driver.qtbot.waitUntil(lambda: len(driver.wizard.submit_page.model.values) >= 3)
    driver.answers.agrees = False
    driver.wizard.close()
    assert driver.wizard.isVisible()
    driver.answers.agrees = True
    driver.close()
    assert driver.answers.asked == ["Stop the run and close?"] * 2
    again = open_wizard()
    again.qtbot.waitUntil(lambda: "A run is not finished" in again.wizard.connect_page.unfinished.text)
