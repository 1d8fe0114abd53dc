"""Matching the columns, what is the same for everyone, and choices that are remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from onefile_desktop import settings
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.models.columns import State
from onefile_desktop.gui.pages.columns import ColumnsPage
from onefile_desktop.gui.widgets.field_choice import NOT_USED
from onefile_desktop.roster.rows import CheckedRow
from tests.gui.driver import COHORT, Driver, roster_file
from tests.gui.rosters import ADA, BEN, HEADER

LEARNERS = ("First name", "Last name", "Email", "Class", "Ref")
NIA = ("Nia", "Okafor", "nia.okafor@intake.example.org", "Quayside 1", "HB001")
OWEN = ("Owen", "Pike", "owen.pike@intake.example.org", "", "HB002")


def columns_of(driver: Driver, roster: Path) -> ColumnsPage:
    """The columns page of `roster`."""
    driver.rehearse()
    driver.read(roster)
    driver.next()
    driver.until(Page.COLUMNS)
    return driver.wizard.columns_page


def fields(page: ColumnsPage) -> list[str | None]:
    """What the columns mean, from A on."""
    return [entry.column.field for entry in page.model.values]


def people(driver: Driver) -> tuple[CheckedRow, ...]:
    """Everybody on the roster."""
    checked = driver.wizard.enrolment.checked
    assert checked is not None
    return checked.people


def states(page: ColumnsPage) -> list[State]:
    """How the columns stand, from A on."""
    return [entry.state for entry in page.model.values]


def typed(page: ColumnsPage, field: str, text: str) -> None:
    """Types `text` into the line of `field`, and leaves the cursor there."""
    editor = page.form.line(field).editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)


def test_a_field_that_is_used_says_where_and_moves_when_it_is_chosen(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, (*HEADER, "Private mail"), (*ADA, "ada@home.example.org")))
    page.choose_field("E", NOT_USED)
    driver.until(Page.COLUMNS)
    choice = page.choices[4]
    used = choice.itemText(choice.findData("Email"))
    assert used.startswith("Email")
    assert used.endswith("column D")
    choice.setCurrentIndex(choice.findData("Email"))
    choice.activated.emit(choice.currentIndex())
    driver.until(Page.COLUMNS)
    assert fields(page) == ["Role", "FirstName", "LastName", None, "Email"]
    assert states(page)[3] is State.LOST
    assert people(driver)[0].text("Email") == "ada@home.example.org"
    page.choose_field("D", "Email")
    driver.until(Page.COLUMNS)
    assert fields(page)[3:] == ["Email", None]


def test_the_choices_can_be_undone(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, HEADER, ADA))
    assert not page.undo_button.isVisible()
    page.choose_field("D", "Website")
    driver.until(Page.COLUMNS)
    assert fields(page)[3] == "Website"
    driver.click(page.undo_button)
    driver.until(Page.COLUMNS)
    assert fields(page)[3] == "Email"


def test_a_guess_says_so_until_it_is_confirmed(driver: Driver, tmp_path: Path) -> None:
    header = (*HEADER[:3], "Emial adress", "Shoe size")
    page = columns_of(driver, roster_file(tmp_path, header, (*ADA, 39), (*BEN, 43)))
    assert fields(page)[3] == "Email"
    assert states(page)[3:] == [State.GUESSED, State.LOST]
    assert page.model.values[3].why.startswith("Please look: ")
    assert page.status() == "4 columns are used, 1 was guessed, 1 with values is not."
    page.filters.choose("Guessed")
    assert [page.table.isRowHidden(row) for row in range(5)] == [True, True, True, False, True]
    driver.click(page.accept_button)
    driver.until(Page.COLUMNS)
    assert states(page)[3] is State.USED
    assert not page.accept_button.isVisible()
    assert page.filters.current == "All", "nothing is left to look at"
    assert page.status() == "4 columns are used, 1 with values is not."
    page.filters.choose("Not used")
    assert [page.table.isRowHidden(row) for row in range(5)] == [True, True, True, True, False]


def test_a_choice_keeps_the_keyboard_where_it_was(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, (*HEADER, "Ref"), (*ADA, "HB001")))
    choice = page.choices[4]
    choice.setFocus()
    driver.qtbot.keyClicks(choice, "MIS")
    choice.activated.emit(choice.currentIndex())
    driver.until(Page.COLUMNS)
    assert fields(page)[4] == "MISID"
    assert page.choices[4] is choice
    assert choice.hasFocus()


def test_headings_among_the_fields_are_passed_over(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, HEADER, ADA))
    choice = page.choices[3]
    reached = {choice.field}
    for _ in range(choice.count()):
        driver.qtbot.keyClick(choice, Qt.Key.Key_Down)
        reached.add(choice.field)
    assert None not in reached
    assert "EmployerEmail" in reached


def test_a_value_for_everyone_is_set_changed_and_removed(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, LEARNERS, NIA, OWEN))
    page.tabs.setCurrentIndex(1)
    role = page.form.line("Role").editor
    assert isinstance(role, QComboBox)
    role.setCurrentText("Learner")
    role.activated.emit(role.currentIndex())
    driver.until(Page.COLUMNS)
    assert len(people(driver)) == 2
    line = page.form.line("ClassroomID")
    assert line.hint.text() == "1 person needs one."
    driver.qtbot.keyClicks(line.editor, "Harbour 2")
    driver.qtbot.keyClick(line.editor, Qt.Key.Key_Return)
    driver.until(Page.COLUMNS)
    assert [person.references("ClassroomID")[0].text for person in people(driver)] == ["Quayside 1", "Harbour 2"]
    assert line.hint.text() == "Given to 1 person."
    assert page.tabs.tabText(1) == "The same for everyone · 2"
    line.editor.setFocus()
    typed(page, "ClassroomID", "Harbour 3")
    driver.qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    driver.until(Page.COLUMNS)
    assert people(driver)[1].references("ClassroomID")[0].text == "Harbour 3"
    driver.click(line.remove)
    driver.until(Page.COLUMNS)
    assert people(driver)[1].references("ClassroomID") == ()
    assert not line.remove.isVisible()


def test_only_what_the_roster_does_not_fill_is_asked_for(driver: Driver, tmp_path: Path) -> None:
    header = ("Role", *LEARNERS)
    page = columns_of(driver, roster_file(tmp_path, header, ("Learner", *NIA), ("Assessor", *OWEN)))
    page.tabs.setCurrentIndex(1)
    shown = [name for name in ("Role", "ClassroomID", "PlacementID") if page.form.line(name).isVisible()]
    assert shown == ["PlacementID"], "no assessor takes a class"


def test_two_values_typed_in_one_go_are_both_taken(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, LEARNERS, NIA))
    page.set_for_everyone("Role", "Learner")
    page.set_for_everyone("PlacementID", "Quayside Dental Practice")
    page.choose_field("E", "MISID")
    driver.until(Page.COLUMNS)
    nia = people(driver)[0]
    assert (nia.references("PlacementID")[0].text, nia.text("MISID")) == ("Quayside Dental Practice", "HB001")


def test_a_value_that_was_typed_and_not_confirmed_goes_along(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, ("Role", *LEARNERS), ("Learner", *NIA)))
    page.tabs.setCurrentIndex(1)
    typed(page, "StartOn", "01/09/2026")
    page.form.set_further("EpisodeName", "  Autumn   2026 ")
    driver.wizard.go_next()
    driver.until(Page.CHECK)
    nia = people(driver)[0]
    assert str(nia.date("StartOn")) == "2026-09-01"
    assert nia.text("EpisodeName") == "Autumn 2026"
    driver.wizard.go_back()
    line = page.form.line("EpisodeName")
    assert not line.isHidden()
    page.tabs.setCurrentIndex(1)
    driver.click(line.remove)
    driver.until(Page.COLUMNS)
    assert line.isHidden()
    assert people(driver)[0].text("EpisodeName") == ""


def test_a_value_that_cannot_be_is_told_beside_it(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, ("Role", *LEARNERS), ("Learner", *NIA)))
    page.set_for_everyone("StartOn", "31/31/2026")
    driver.until(Page.COLUMNS)
    assert "“31/31/2026”" in page.form.line("StartOn").hint.text()


def test_the_message_about_what_is_missing_leads_to_the_form(driver: Driver, tmp_path: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, LEARNERS, NIA))
    assert "Role (for everybody)" in driver.message()
    page.message.chosen.emit()
    assert page.form.line("Role").editor.hasFocus()


def test_choices_are_offered_again_and_applied_when_the_admin_says_so(
    driver: Driver, tmp_path: Path, home: Path
) -> None:
    page = columns_of(driver, roster_file(tmp_path, ("Role", *LEARNERS), ("Learner", *NIA)))
    page.choose_field("F", "MISID")
    page.choose_field("E", NOT_USED)
    page.set_for_everyone("PlacementID", "Quayside Dental Practice")
    driver.until(Page.COLUMNS)
    driver.next()
    driver.until(Page.CHECK)
    kept = settings.load().mappings[0]
    assert dict(kept.choices) == {"Ref": "MISID", "Class": NOT_USED}
    written = (home / "settings.json").read_text("utf-8")
    assert not any(text in written for text in ("Nia", "Okafor", "HB001", "Quayside"))

    driver.wizard.go_back(Page.ROSTER)
    header = ("Ref", "Role", *LEARNERS[:4])
    driver.read(roster_file(tmp_path, header, ("HB009", "Learner", *OWEN[:3], "Harbour 2"), name="next.xlsx"))
    driver.next()
    driver.until(Page.COLUMNS)
    assert page.offer.text == "You matched these columns before Then “Ref” was MIS ID, “Class” was not used."
    assert states(page)[0] is not State.USED, "nothing is applied by itself"
    page.offer.chosen.emit()
    driver.until(Page.COLUMNS)
    assert page.offer.text == ""
    assert (fields(page)[0], fields(page)[5]) == ("MISID", None)
    assert states(page)[5] is State.LEFT_OUT


def test_an_offer_that_was_dismissed_is_not_made_again(driver: Driver, tmp_path: Path) -> None:
    file = roster_file(tmp_path, (*HEADER, "Ref"), (*ADA, "HB001"))
    page = columns_of(driver, file)
    page.choose_field("E", "MISID")
    driver.until(Page.COLUMNS)
    driver.next()
    driver.until(Page.CHECK)
    driver.wizard.go_back(Page.ROSTER)
    driver.read(roster_file(tmp_path, (*HEADER, "Ref"), (*BEN, "HB002"), name="other.xlsx"))
    driver.next()
    driver.until(Page.COLUMNS)
    assert page.offer.text
    page.offer.dismissed.emit()
    driver.wizard.go_back()
    driver.next()
    driver.until(Page.COLUMNS)
    assert page.offer.text == ""


def test_nothing_is_offered_for_a_roster_that_needs_nothing(driver: Driver) -> None:
    page = columns_of(driver, COHORT)
    driver.next()
    driver.until(Page.CHECK)
    driver.wizard.go_back()
    assert settings.load().mappings == ()
    assert page.offer.text == ""


def test_choices_that_cannot_be_remembered_stop_nothing(driver: Driver, tmp_path: Path, home: Path) -> None:
    page = columns_of(driver, roster_file(tmp_path, (*HEADER, "Ref"), (*ADA, "HB001")))
    (home / "settings.json").mkdir()
    page.choose_field("E", "MISID")
    driver.until(Page.COLUMNS)
    driver.next()
    driver.until(Page.CHECK)
    assert people(driver)[0].text("MISID") == "HB001"


@pytest.mark.parametrize("letter", ["A", "E"])
def test_a_column_without_a_name_is_chosen_by_its_letter(driver: Driver, tmp_path: Path, letter: str) -> None:
    header = ("", *HEADER[1:], "", "Role")
    page = columns_of(driver, roster_file(tmp_path, header, ("HB001", *ADA[1:], "HB001", "Assessor")))
    page.choose_field(letter, "MISID")
    driver.until(Page.COLUMNS)
    assert next(entry.column.field for entry in page.model.values if entry.column.letter == letter) == "MISID"
