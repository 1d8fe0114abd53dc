"""What can be done with a run that is over: its results, the pairs of IDs, the undo pack, and the way on."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from onefile_desktop import paths
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.pages.done import DonePage
from onefile_desktop.gui.theme import Tone
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.engine import RunEnding
from onefile_desktop.run.results.outcome import Outcome
from onefile_desktop.run.verifying.verification import Difference, Verification
from tests.gui.driver import Driver, roster_file

HEADER = ("Role", "First name", "Last name", "Email", "MIS ID", "Mobile")
ADA = ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org", "S0901", "07700 900123")
BEN = ("Assessor", "Ben", "Rowe", "ben.rowe@intake.example.org", "S0902", "07700 900124")
CAM = ("Assessor", "Cam", "Stott", "cam.stott@intake.example.org", "S0903", "")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Two people who go through."""
    return roster_file(tmp_path, HEADER, ADA, BEN)


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[RehearsalServer]:
    """A centre that refuses the second person whom it is to create."""
    faults = tmp_path / "faults.json"
    rule = {"method": "POST", "path": "/User", "calls": [2], "fault": "status", "status": 400, "body": "Not today."}
    faults.write_text(json.dumps([rule]), "utf-8")
    with RehearsalServer(faults=faults) as server:
        yield server


def enrol(driver: Driver, roster: Path) -> None:
    """A run on the built-in centre, up to the done page."""
    driver.rehearse()
    driver.to_preview(roster)
    driver.submit()


def enrol_at(driver: Driver, server: RehearsalServer, roster: Path) -> None:
    """A run on another centre, up to the done page."""
    driver.wizard.connect_page.choose_service()
    driver.wizard.connect_page.form.fill_in(server.url, server.token)
    driver.next()
    assert "Connected to" in driver.message()
    driver.next()
    driver.to_preview(roster)
    driver.submit()


def save(driver: Driver) -> None:
    """Saves the results with the button that leads on."""
    driver.next()
    driver.qtbot.waitUntil(lambda: "Results saved" in driver.wizard.page.message.text)


def finished(driver: Driver) -> Finished:
    """What the done page shows."""
    shown = driver.wizard.done_page._finished
    assert shown is not None
    return shown


def marked(page: DonePage, row: int) -> tuple[str, str]:
    """What stands in the first column of a row: the words, and the name of the icon before them."""
    place = page.model.index(row, 0)
    image = page.model.data(place, Qt.ItemDataRole.DecorationRole).pixmap(18).toImage()
    told = page.model.data(place)
    for name in ("check-circle", "warning", "cross-circle"):
        if any(page.look.icon(name, tone).pixmap(18).toImage() == image for tone in Tone):
            return told, name
    return told, ""


def test_saving_comes_first_and_a_new_enrolment_after_it(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page = driver.wizard.done_page
    assert driver.wizard.next_button.text() == "Save the results …"
    assert not page.folder_action.isEnabled()
    save(driver)
    assert driver.wizard.next_button.text() == "New enrolment"
    page.folder_action.trigger()
    assert driver.answers.asked[-1] == str(roster.parent)
    driver.next()
    driver.until(Page.ROSTER)
    assert not [asked for asked in driver.answers.asked if "without" in asked]


def test_results_that_are_not_saved_are_not_left_behind_unasked(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page = driver.wizard.done_page
    driver.answers.agrees = False
    page.restart_action.trigger()
    assert driver.wizard.current is Page.DONE
    driver.wizard.close()
    assert driver.wizard.isVisible()
    assert driver.answers.asked == ["Go on without saving the results?", "Close without saving the results?"]
    driver.answers.agrees = True
    page.restart_action.trigger()
    assert driver.wizard.current is Page.ROSTER


def test_after_saving_nothing_personal_is_left_in_the_record(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    kept = [file.read_bytes() for file in paths.runs_folder().iterdir()]
    assert any(b"ada.quill@intake" in content for content in kept)
    save(driver)
    assert "personal details of the run have been removed" in driver.wizard.page.message.text
    for file in paths.runs_folder().iterdir():
        content = file.read_bytes()
        assert b"ada.quill@intake" not in content
        assert b"Quill" not in content


def test_what_can_be_handed_out_stays_whole_after_that(driver: Driver, roster: Path, tmp_path: Path) -> None:
    enrol(driver, roster)
    save(driver)
    page = driver.wizard.done_page
    assert not page.save_action.isEnabled()
    driver.click(page.copy_button)
    assert "2 pairs of IDs are copied" in driver.message()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == ["S0901", "S0902"]
    driver.answers.out = tmp_path / "undo.xlsx"
    page.undo_action.trigger()
    driver.qtbot.waitUntil(lambda: "Undo pack saved" in page.message.text)
    cells = [str(cell) for sheet in load_workbook(tmp_path / "undo.xlsx") for row in sheet.values for cell in row]
    assert any("Ada Quill" in cell for cell in cells)


def test_pairs_are_copied_and_the_undo_pack_is_saved_without_saving_results(
    driver: Driver, roster: Path, tmp_path: Path
) -> None:
    enrol(driver, roster)
    page = driver.wizard.done_page
    driver.click(page.copy_button)
    driver.qtbot.waitUntil(lambda: "2 pairs of IDs are copied" in page.message.text)
    driver.answers.out = roster
    page.undo_action.trigger()
    assert "That is your roster" in page.message.text
    driver.answers.out = tmp_path / "undo.xlsx"
    page.undo_action.trigger()
    driver.qtbot.waitUntil(lambda: "Undo pack saved" in page.message.text)
    assert driver.answers.asked[-1] == "roster (undo pack).xlsx"
    assert driver.wizard.next_button.text() == "Save the results …"


def test_nobody_goes_on_before_the_results_are_saved(driver: Driver, roster: Path, refusing: RehearsalServer) -> None:
    enrol_at(driver, refusing, roster)
    page, shown = driver.wizard.done_page, finished(driver)
    page.show_finished(replace(shown, info=replace(shown.info, resumable=True)))
    ways = [page.resume_action, page.reread_action, page.restart_action, page.save_action, page.undo_action]
    assert all(way.isEnabled() and way.isVisible() for way in ways)
    driver.next()
    assert not any(way.isEnabled() for way in ways)
    assert not driver.wizard.next_button.isEnabled()
    assert not page.message._button.isEnabled()
    assert driver.answers.asked == ["roster (results).xlsx"], "they are being saved"
    driver.qtbot.waitUntil(lambda: "Results saved" in page.message.text)
    assert all(way.isEnabled() for way in ways)
    assert page.message._button.isEnabled()


@pytest.mark.parametrize("same_run", [False, True])
def test_what_was_saved_of_a_run_says_nothing_of_the_next(driver: Driver, roster: Path, same_run: bool) -> None:
    enrol(driver, roster)
    page, first = driver.wizard.done_page, finished(driver)
    driver.next()
    page.show_finished(replace(first, info=first.info if same_run else replace(first.info, run="another")))
    driver.qtbot.waitUntil(lambda: not page.worker.is_busy)
    assert driver.answers.out is not None
    assert driver.answers.out.exists()
    assert page.has_unsaved
    assert "Everything went well" in page.message.text
    assert driver.wizard.next_button.text() == "Save the results …"
    assert page.save_action.isEnabled()
    assert not page.folder_action.isEnabled()


def test_closing_waits_until_the_results_are_saved(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    driver.next()
    driver.wizard.close()
    assert driver.wizard.isVisible()
    driver.qtbot.waitUntil(lambda: not driver.wizard.isVisible())
    assert not driver.wizard.done_page.has_unsaved
    assert driver.answers.asked == ["roster (results).xlsx"], "there is nothing to ask"


def test_closing_asks_where_the_results_could_not_be_saved(driver: Driver, roster: Path, tmp_path: Path) -> None:
    enrol(driver, roster)
    driver.answers.out = tmp_path / "no such folder" / "results.xlsx"
    driver.answers.agrees = False
    driver.next()
    driver.wizard.close()
    driver.qtbot.waitUntil(lambda: len(driver.answers.asked) == 2)
    assert driver.answers.asked[-1] == "Close without saving the results?"
    assert "could not be saved" in driver.wizard.page.message.text
    driver.answers.out, driver.answers.agrees = tmp_path / "results.xlsx", True
    save(driver)
    assert driver.wizard.isVisible(), "closing is asked for once"


def test_sensitive_columns_are_left_out_where_that_is_ticked(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    driver.wizard.done_page.leave_out.setChecked(True)
    save(driver)
    assert driver.answers.out is not None
    cells = [str(cell) for sheet in load_workbook(driver.answers.out) for row in sheet.values for cell in row]
    assert "Quill" in cells
    assert not [cell for cell in cells if "900123" in cell]


def test_a_file_that_cannot_be_saved_leaves_saving_to_be_done(driver: Driver, roster: Path, tmp_path: Path) -> None:
    enrol(driver, roster)
    driver.answers.out = tmp_path / "no such folder" / "results.xlsx"
    driver.next()
    driver.qtbot.waitUntil(lambda: "could not be saved" in driver.wizard.page.message.text)
    assert driver.wizard.next_button.text() == "Save the results …"
    assert driver.wizard.done_page.has_unsaved


def test_after_correcting_the_roster_only_what_failed_or_is_new_goes_out(
    driver: Driver, roster: Path, tmp_path: Path, refusing: RehearsalServer
) -> None:
    enrol_at(driver, refusing, roster)
    page = driver.wizard.done_page
    assert "1 row needs a look" in page.message.text
    assert [row.became.outcome for row in page.model.values] == [Outcome.FAILED]
    save(driver)
    assert "have been removed" not in page.message.text
    failed = page.model.values[0].became.person
    roster_file(tmp_path, HEADER, ADA, BEN, CAM)
    page.reread_action.trigger()
    driver.until(Page.ROSTER)
    for step in (Page.COLUMNS, Page.CHECK, Page.PREVIEW):
        driver.next()
        driver.until(step)
    plan = driver.wizard.enrolment.plan
    assert plan is not None
    assert {change.person for change in plan.changes} == {failed, "Cam Stott"}
    driver.submit()
    everybody = [user["Email"] for user in driver.state()["users"]]
    assert all(everybody.count(str(row[3])) == 1 for row in (ADA, BEN, CAM))


def test_a_message_that_the_table_cuts_off_stands_below_it_in_full(
    driver: Driver, roster: Path, tmp_path: Path
) -> None:
    enrol(driver, roster)
    page, shown = driver.wizard.done_page, finished(driver)
    driver.wizard.resize(driver.wizard.minimumSize())
    page.table.select_row(0)
    assert not page.whole_message.isVisible(), "the table shows all of it"
    one = shown.result.outcomes[0]
    rows = (
        *(replace(one, row=row) for row in range(2, 40)),
        replace(one, row=40, message="Something went wrong. " * 20),
    )
    page.show_finished(replace(shown, result=replace(shown.result, outcomes=rows)))
    page.table.select_row(len(rows) - 1)
    assert page.whole_message.isVisible()
    assert page.whole_message.whole.count("Something went wrong.") == 20
    place = page.model.index(len(rows) - 1, 0)
    driver.qtbot.waitUntil(lambda: page.table.viewport().height() < 6 * page.table.rowHeight(0))
    driver.qtbot.waitUntil(lambda: page.table.viewport().rect().contains(page.table.visualRect(place)))


def test_long_messages_leave_the_table_its_room_until_they_are_unfolded(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page, shown = driver.wizard.done_page, finished(driver)
    driver.wizard.resize(driver.wizard.minimumSize())
    one = replace(shown.result.outcomes[0], outcome=Outcome.FAILED, message="Something went wrong. " * 20)
    rows = tuple(replace(one, row=row) for row in range(2, 40))
    page.show_finished(replace(shown, result=replace(shown.result, outcomes=rows)))
    page.message.say(Tone.GOOD, "Results saved", "Something of your roster could not be kept. " * 10, "Open its folder")
    page.table.select_row(0)
    height = page.table.rowHeight(0)
    driver.qtbot.waitUntil(lambda: page.table.viewport().height() >= 3 * height)
    text = page.whole_message
    assert text.shown.endswith("…")
    assert text.toolTip() == text.whole
    folded, room = text.height(), page.table.viewport().height()
    driver.click(text.fold_button)
    assert text.shown == text.whole
    driver.qtbot.waitUntil(lambda: text.height() > folded and page.table.viewport().height() < room)
    driver.click(page.message.body.fold_button)
    assert page.message.body.shown == page.message.body.whole
    assert text.shown != text.whole, "there is no room for both"
    driver.click(page.message.body.fold_button)
    driver.qtbot.waitUntil(lambda: text.height() == folded and page.table.viewport().height() == room)


def test_the_banner_leads_to_the_corrected_roster_and_asks_before(
    driver: Driver, roster: Path, refusing: RehearsalServer
) -> None:
    enrol_at(driver, refusing, roster)
    driver.answers.agrees = False
    driver.wizard.page.message.chosen.emit()
    assert driver.wizard.current is Page.DONE
    driver.answers.agrees = True
    driver.wizard.page.message.chosen.emit()
    driver.until(Page.ROSTER)
    assert driver.wizard.enrolment.roster is not None


def test_the_tiles_add_up_to_the_people(driver: Driver, tmp_path: Path, refusing: RehearsalServer) -> None:
    no_email = ("Assessor", "Dee", "Marsh", "", "S0904", "")
    enrol_at(driver, refusing, roster_file(tmp_path, HEADER, ADA, ADA, BEN, no_email))
    page = driver.wizard.done_page
    numbers = [int(tile._number.text()) for tile in (page._created, page._updated, page._same, page._not_done)]
    people = [row for row in finished(driver).result.outcomes if row.is_person]
    assert sum(numbers) == len(people)
    assert numbers[0] == 1
    assert numbers[3] >= 2


def test_what_was_read_back_is_said(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page = driver.wizard.done_page
    assert "2 of 2 verified" in page.verified.text
    shown = finished(driver)
    found = Verification(2, 1, (Difference("People", 3, "Ben Rowe", "Last name", "Rowe", "Roe"),), cannot_be_checked=52)
    page.show_finished(replace(shown, result=replace(shown.result, verification=found)))
    assert "1 of 2 verified; 1 differs." in page.verified.text
    assert "52 assignments were sent" in page.verified.text
    assert "1 row differs from the plan" in page.message.text
    assert page.filters.current == "Need a look"
    assert [row.became.row for row in page.model.values] == [3]
    assert page.model.values[0].message == "Last name is “Roe” in OneFile, planned “Rowe”. Created."
    assert marked(page, 0) == ("Created, differs", "warning")
    page.filters.choose("All rows")
    assert [marked(page, row) for row in range(2)] == [("Created", "check-circle"), ("Created, differs", "warning")]
    page.show_finished(replace(shown, result=replace(shown.result, verification=None)))
    assert [marked(page, row) for row in range(2)] == [("Created", "check-circle")] * 2
    assert page.verified.text == ""
    assert page.filters.current == "All rows"


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [
        (Outcome.UPDATED, ("Updated, differs", "warning")),
        (Outcome.ALREADY_THERE, ("Already there, differs", "warning")),
        (Outcome.FAILED, ("Failed, differs", "cross-circle")),
    ],
)
def test_whoever_differs_is_among_those_who_need_a_look(
    driver: Driver, roster: Path, outcome: Outcome, mark: tuple[str, str]
) -> None:
    enrol(driver, roster)
    page, shown = driver.wizard.done_page, finished(driver)
    ada, ben = shown.result.outcomes
    found = Verification(2, 1, (Difference("People", ben.row, ben.person, "email", "a@example.org", ""),))
    for rows, needing, headline in (
        ((ada, replace(ben, outcome=outcome)), [ben.row], ""),
        ((replace(ada, outcome=Outcome.FAILED), replace(ben, outcome=outcome)), [ada.row, ben.row], "2 rows need"),
    ):
        page.show_finished(replace(shown, result=replace(shown.result, outcomes=rows, verification=found)))
        assert page.filters.current == "Need a look"
        assert [row.became.row for row in page.model.values] == needing
        assert marked(page, len(needing) - 1) == mark
        assert page.message.text.startswith(headline)


def test_a_run_that_was_stopped_goes_on_first(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page, shown = driver.wizard.done_page, finished(driver)
    stopped = replace(shown.result, ending=RunEnding.STOPPED, message="It was stopped.")
    page.show_finished(replace(shown, result=stopped))
    assert page.next_label() == "Go on with this run"
    assert not page.has_unsaved
    assert not page.resume_action.isVisible()
    page.show_finished(replace(shown, info=replace(shown.info, resumable=True)))
    assert page.next_label() == "Save the results …"
    assert page.resume_action.isVisible()


def test_every_mnemonic_is_there_once(driver: Driver, roster: Path) -> None:
    enrol(driver, roster)
    page = driver.wizard.done_page
    texts = [page.leave_out.text(), page.copy_button.text(), page.more_button.text()]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys)
    entries = [action.text() for action in page.more_button.menu().actions() if "&" in action.text()]
    keys = [text[text.index("&") + 1].lower() for text in entries]
    assert len(set(keys)) == len(keys) == 6
