"""Choosing a roster: any file that people have, its password, its sheet, its header row and its hidden rows."""

import logging
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.password_dialog import PasswordDialog
from tests.gui.driver import Driver, roster_file
from tests.gui.rosters import ADA, BEN, CLEO, HEADER, csv_file, hide, protect

SECRET = "Tr0ub4dor of Quayside"


def names(driver: Driver) -> list[str]:
    """Who is on the roster."""
    checked = driver.wizard.enrolment.checked
    return [person.name for person in checked.people] if checked else []


def header_row(driver: Driver) -> int:
    """Where the column names stand."""
    roster = driver.wizard.enrolment.roster
    assert roster is not None
    return roster.people.header_row


def test_a_csv_file(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(csv_file(tmp_path, HEADER, ADA, BEN))
    assert names(driver) == ["Ada Quill", "Ben Rook"]
    assert not driver.wizard.roster_page.card.sheet.isVisible(), "there is only one"
    assert driver.wizard.next_button.isEnabled()


def test_a_password_is_asked_for_until_it_is_right_and_kept_nowhere(
    driver: Driver, tmp_path: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    driver.rehearse()
    roster = protect(roster_file(tmp_path, HEADER, (*ADA[:3], "not an address")), SECRET)
    driver.answers.passwords = ["guess", SECRET]
    driver.read(roster)
    driver.qtbot.waitUntil(lambda: names(driver) == ["Ada Quill"], timeout=30_000)
    assert driver.answers.asked == ["password of roster.xlsx", "password of roster.xlsx, again"]

    driver.next()
    driver.until(Page.COLUMNS)
    driver.next()
    driver.until(Page.CHECK)
    driver.wizard.check_page.marked_button.click()
    driver.qtbot.waitUntil(lambda: "Marked copy saved" in driver.wizard.page.message.text, timeout=30_000)
    assert driver.answers.out is not None
    assert "Problems" in load_workbook(driver.answers.out).sheetnames
    driver.wizard.check_page.reread_wanted.emit()
    driver.until(Page.ROSTER)
    assert names(driver) == ["Ada Quill"]
    assert len(driver.answers.asked) == 3, "it is asked for once while the file is open"

    wizard = driver.wizard
    assert SECRET not in repr((wizard.enrolment, wizard.roster_page.source))
    assert SECRET not in caplog.text
    assert not any(SECRET.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file())
    driver.read(roster_file(tmp_path, HEADER, BEN, name="other.xlsx"))
    assert wizard.roster_page.source is not None
    assert wizard.roster_page.source.password is None


def test_without_the_password_the_page_stays_as_it_was(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(roster_file(tmp_path, HEADER, ADA, name="first.xlsx"))
    driver.wizard.roster_page.read(protect(roster_file(tmp_path, HEADER, BEN), SECRET))
    assert "“roster.xlsx” needs its password" in driver.message()
    assert names(driver) == ["Ada Quill"]
    assert driver.wizard.next_button.isEnabled()
    assert not driver.wizard.page.worker.is_busy


def test_another_enrolment_forgets_the_password(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.answers.passwords = [SECRET]
    roster = protect(roster_file(tmp_path, HEADER, ADA), SECRET)
    driver.wizard.roster_page.read(roster)
    driver.qtbot.waitUntil(lambda: driver.wizard.next_button.isEnabled(), timeout=30_000)
    driver.next()
    driver.until(Page.COLUMNS)
    driver.next()
    driver.until(Page.CHECK)
    driver.next()
    driver.until(Page.PREVIEW)
    driver.submit()
    driver.wizard.done_page.restart_action.trigger()
    driver.until(Page.ROSTER)
    wizard = driver.wizard
    assert (wizard.roster_page.source, wizard.columns_page.source, wizard.check_page.source) == (None, None, None)
    assert not wizard.roster_page.card.isVisible()
    driver.wizard.roster_page.read(roster)
    assert "needs its password" in driver.message()


def test_the_password_dialog(qtbot: QtBot, look: Look) -> None:
    dialog = PasswordDialog(None, "Autumn intake.xlsx", again=True)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.open_button.isEnabled()
    qtbot.keyClicks(dialog.editor, "Sesame")
    assert dialog.editor.echoMode() is QLineEdit.EchoMode.Password
    dialog.shown.click()
    assert dialog.editor.echoMode() is QLineEdit.EchoMode.Normal
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.editor, Qt.Key.Key_Return)
    assert dialog.password == "Sesame"


def test_hidden_rows_are_left_out_and_taken_again(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(hide(roster_file(tmp_path, HEADER, ADA, BEN, CLEO), 3, 4))
    card = driver.wizard.roster_page.card
    assert len(names(driver)) == 3
    assert card.hidden_text.text() == "2 hidden or filtered-out rows are included."
    driver.click(card.hidden_button)
    driver.until(Page.ROSTER)
    assert names(driver) == ["Ada Quill"]
    assert card.hidden_text.text() == "2 hidden or filtered-out rows are left out."
    driver.click(card.hidden_button)
    driver.until(Page.ROSTER)
    assert len(names(driver)) == 3


def test_leaving_everybody_out_changes_nothing(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(hide(roster_file(tmp_path, HEADER, ADA), 2))
    driver.click(driver.wizard.roster_page.card.hidden_button)
    assert "No rows" in driver.message()
    assert names(driver) == ["Ada Quill"]
    driver.wizard.roster_page.choose_header_row(1)
    assert driver.wizard.roster_page.card.hidden_text.text() == "1 hidden or filtered-out row is included."


def test_the_header_row_is_chosen_among_the_rows_of_the_sheet(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(roster_file(tmp_path, ("Autumn intake",), HEADER, ADA, HEADER, BEN))
    card = driver.wizard.roster_page.card
    assert header_row(driver) == 2
    assert not card.use_row.isVisible()
    card.table.selectRow(3)
    assert card.use_row.text() == "Take the column names from row 4"
    driver.click(card.use_row)
    driver.until(Page.ROSTER)
    assert header_row(driver) == 4
    assert names(driver) == ["Ben Rook"]
    card.table.setFocus()
    card.table.selectRow(1)
    driver.qtbot.keyClick(card.table, Qt.Key.Key_Return)
    driver.until(Page.ROSTER)
    assert header_row(driver) == 2
    card.header.setText("4")
    driver.qtbot.keyClick(card.header, Qt.Key.Key_Return)
    driver.until(Page.ROSTER)
    assert header_row(driver) == 4


def test_a_sheet_without_a_header_can_be_given_one(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    page = driver.wizard.roster_page
    page.read(roster_file(tmp_path, ("Intake",), ("Email", "Pwy"), ("ada.quill@intake.example.org", "Ada")))
    assert "No header row" in driver.message()
    assert not driver.wizard.next_button.isEnabled()
    page.choose_header_row(2)
    driver.until(Page.ROSTER)
    assert header_row(driver) == 2
    assert driver.wizard.next_button.isEnabled()


def test_a_file_that_holds_no_roster_still_shows_its_rows(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.read(roster_file(tmp_path, HEADER, ADA, name="first.xlsx"))
    driver.wizard.roster_page.read(roster_file(tmp_path, ("Minutes of the meeting",), ("Nobody came",)))
    assert driver.message()
    assert driver.wizard.roster_page.card.rows.rowCount() == 2
    assert driver.wizard.enrolment.roster is None
    assert not driver.wizard.next_button.isEnabled()
    driver.wizard.go_back()
    assert driver.wizard.current is Page.CONNECT


def test_what_is_not_read_is_told(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    file = roster_file(tmp_path, (*HEADER, ""), ADA, BEN, ("", "", "", "", "To be continued"))
    workbook = load_workbook(file)
    workbook.create_sheet("Leavers").append(HEADER)
    workbook["Leavers"].append(CLEO)
    workbook.save(file)
    driver.read(file)
    notes = driver.wizard.roster_page.card.notes.text()
    assert "1 row is not a person (a note); the check lists it." in notes
    assert "The sheet “Leavers” looks like people as well, and is not read." in notes
    driver.wizard.roster_page.choose_sheet("Leavers")
    driver.until(Page.ROSTER)
    assert names(driver) == ["Cleo Marsh"]


def test_another_file_while_one_is_read_goes_before_it(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    page = driver.wizard.roster_page
    page.read(roster_file(tmp_path, HEADER, ADA, name="first.xlsx"))
    assert driver.wizard.page.status() == "Reading “first.xlsx” …"
    assert not driver.wizard.next_button.isEnabled()
    page.drop.dropped.emit(roster_file(tmp_path, HEADER, BEN, name="second.xlsx"))
    driver.qtbot.waitUntil(lambda: names(driver) != [] and not page.worker.is_busy, timeout=30_000)
    assert names(driver) == ["Ben Rook"]


def test_the_window_can_be_closed_while_a_file_is_read(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.wizard.roster_page.read(roster_file(tmp_path, HEADER, ADA))
    driver.close()
    assert not driver.wizard.roster_page.worker.is_busy or driver.wizard.enrolment.roster is None


def test_settings_that_cannot_be_saved_are_no_trouble(driver: Driver, tmp_path: Path, home: Path) -> None:
    driver.rehearse()
    (home / "settings.json").mkdir()
    driver.answers.chosen = roster_file(tmp_path, HEADER, ADA)
    driver.wizard.roster_page.drop.asked.emit()
    driver.until(Page.ROSTER)
    assert names(driver) == ["Ada Quill"]


def test_columns_that_have_changed_since_are_matched_anew(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    file = roster_file(tmp_path, (*HEADER[:3], "Where to write"), ADA)
    driver.read(file)
    driver.next()
    driver.wizard.columns_page.choose_field("D", "Email")
    driver.until(Page.COLUMNS)
    driver.wizard.go_back()
    driver.read(roster_file(tmp_path, HEADER, BEN))
    assert "The columns have changed" in driver.wizard.page.message.text
    assert names(driver) == ["Ben Rook"]
    assert driver.wizard.enrolment.read_options.mapping == ()
