"""Preferences, earlier runs, and deleting everything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QSpinBox, QTableView

from onefile_desktop import paths, settings
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.enrolment.own_data import KeptData
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui.widgets.deletion_dialog import DeletionDialog, what_goes
from onefile_desktop.gui.widgets.earlier_runs_dialog import EarlierRunsDialog
from onefile_desktop.gui.widgets.preferences_dialog import PreferencesDialog
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.journal import Journal
from onefile_desktop.settings import Settings
from tests.gui.driver import Driver, roster_file
from tests.gui.test_looks import named
from tests.memory_store import MemoryStore

HEADER = ("Role", "First name", "Last name", "Email")
ADA = ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org")


def opened(driver: Driver, kind: type[QDialog], *, over: QDialog | None = None) -> QDialog:
    """The dialog of that kind that is open."""
    found = [one for one in (over or driver.wizard).findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def preferences(driver: Driver) -> PreferencesDialog:
    """Opens the preferences with their button."""
    driver.click(driver.wizard.steps.preferences_button)
    dialog = opened(driver, PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    return dialog


def deletion(driver: Driver, over: PreferencesDialog) -> DeletionDialog:
    """Asks for everything to be deleted."""
    driver.click(over.delete_button)
    dialog = opened(driver, DeletionDialog, over=over)
    assert isinstance(dialog, DeletionDialog)
    return dialog


def enrol(driver: Driver, roster: Path) -> None:
    """A run, up to the done page."""
    driver.rehearse()
    driver.to_preview(roster)
    driver.submit()


def test_what_is_set_is_kept(driver: Driver) -> None:
    settings.save(Settings(roster_folder="/rosters"))
    dialog = preferences(driver)
    assert (dialog.at_once.value(), dialog.keep_days.value()) == (4, 30)
    dialog.at_once.setValue(99)
    dialog.keep_days.setValue(0)
    driver.click(dialog.ok_button)
    assert settings.load() == Settings(roster_folder="/rosters", calls_at_once=8, keep_days=1)
    again = preferences(driver)
    assert (again.at_once.value(), again.keep_days.value()) == (8, 1)
    again.at_once.setValue(2)
    driver.qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert settings.load().calls_at_once == 8


def test_settings_that_cannot_be_saved_are_said_so(driver: Driver) -> None:
    dialog = preferences(driver)
    (paths.data_folder() / "settings.json").mkdir()  # in the way of the file
    driver.click(dialog.ok_button)
    assert "could not be saved" in driver.wizard.page.message.text


def test_the_folder_is_shown(driver: Driver) -> None:
    dialog = preferences(driver)
    driver.click(dialog.folder_button)
    assert driver.answers.asked == [str(paths.data_folder())]


def test_nothing_is_deleted_without_the_second_act(driver: Driver) -> None:
    settings.save(Settings(keep_days=7))
    asked = deletion(driver, preferences(driver))
    assert not asked.delete_button.isEnabled()
    asked.understood.setChecked(True)
    assert asked.delete_button.isEnabled()
    driver.click(asked.cancel_button)
    assert settings.load().keep_days == 7


def test_everything_is_deleted_and_the_wizard_begins_anew(
    open_wizard: Callable[[], Driver], store: MemoryStore, tmp_path: Path, home: Path
) -> None:
    driver = open_wizard()
    with RehearsalServer() as server:
        page = driver.wizard.connect_page
        page.choose_service()
        page.form.fill_in(server.url, server.token)
        page.form.remember("Harbourside")
        driver.next()
        assert "Connected to" in driver.message()
        driver.next()
        roster = roster_file(tmp_path, HEADER, ADA)
        driver.to_preview(roster)
        driver.submit()
        assert store.kept
        assert list(paths.runs_folder().iterdir())
        (home / "a letter.txt").write_text("Not the program’s.", "utf-8")
        asked = deletion(driver, preferences(driver))
        asked.understood.setChecked(True)
        driver.click(asked.delete_button)
        driver.until(Page.CONNECT)
        assert "Your data is deleted" in driver.message()
    assert store.kept == {}
    assert settings.load() == Settings()
    assert not [file for file in home.rglob("*.sqlite") if file.is_file()]
    assert (home / "a letter.txt").exists()
    assert roster.exists()
    assert "Not connected" in driver.wizard.strip.text
    assert driver.wizard.enrolment == Enrolment()
    assert not driver.wizard.done_page.has_unsaved
    driver.rehearse()


def test_what_could_not_be_deleted_is_said(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_data, "delete_everything", lambda: ("The log could not be deleted.",))
    asked = deletion(driver, preferences(driver))
    asked.understood.setChecked(True)
    driver.click(asked.delete_button)
    assert "Not everything could be deleted The log could not be deleted." in driver.wizard.page.message.text


def test_while_something_is_under_way_nothing_can_be_deleted(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.to_preview(roster_file(tmp_path, HEADER, ADA))
    driver.next()
    dialog = preferences(driver)
    assert not dialog.delete_button.isEnabled()
    driver.click(dialog.cancel_button)
    driver.until(Page.DONE)


def test_a_run_elsewhere_keeps_everything(driver: Driver, tmp_path: Path) -> None:
    enrol(driver, roster_file(tmp_path, HEADER, ADA))
    run = next(paths.runs_folder().glob("*.sqlite"))
    asked = deletion(driver, preferences(driver))
    asked.understood.setChecked(True)
    with Journal.open(run):
        driver.click(asked.delete_button)
    assert "A run is under way" in driver.wizard.page.message.text
    assert run.exists()


def test_what_goes_in_plain_words(tmp_path: Path) -> None:
    nothing = KeptData(tmp_path, 0, (), (), 0, 0, 0)
    assert what_goes(nothing) == ("Your preferences, how your columns were matched, and the logs.",)
    much = what_goes(KeptData(tmp_path, 1, (), ("Harbourside",), 1, 1, 1))
    assert much[0].startswith("1 run. Results")
    assert much[1] == "1 saved connection with its API token: “Harbourside”."
    assert "a second time" in much[2]
    assert len(much) == 5


def test_results_of_an_earlier_run_are_saved_later(open_wizard: Callable[[], Driver], tmp_path: Path) -> None:
    first = open_wizard()
    enrol(first, roster_file(tmp_path, HEADER, ADA))
    first.close()
    second = open_wizard()
    second.click(second.wizard.steps.earlier_runs_button)
    dialog = opened(second, EarlierRunsDialog)
    assert isinstance(dialog, EarlierRunsDialog)
    second.qtbot.waitUntil(lambda: len(dialog.model.values) == 1)
    texts = [dialog.model.data(dialog.model.index(0, column)) for column in range(4)]
    assert texts[1:] == ["roster.xlsx", "Harbourside Training (rehearsal)", "Finished"]
    second.answers.out = tmp_path / "roster.xlsx"
    second.click(dialog.save_button)
    assert "That is your roster" in dialog.message.text
    second.answers.out = tmp_path / "results.xlsx"
    second.click(dialog.save_button)
    second.qtbot.waitUntil(lambda: "Results saved" in dialog.message.text)
    assert second.answers.asked[-1] == "roster (results).xlsx"
    assert "OneFile ID" in next(load_workbook(second.answers.out)["People"].values)
    second.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_earlier_run_that_differs_from_the_plan_says_so(open_wizard: Callable[[], Driver], tmp_path: Path) -> None:
    driver = open_wizard()
    enrol(driver, roster_file(tmp_path, HEADER, ADA))
    (info,) = running.runs()
    with Journal.open(running.journal_file(info.run)) as journal:
        journal.set_differs(True)
    dialog = driver.wizard.housekeeping.open_earlier_runs()
    driver.qtbot.waitUntil(lambda: len(dialog.model.values) == 1)
    assert dialog.model.data(dialog.model.index(0, 3)) == "Differs from the plan"


def test_no_earlier_runs(driver: Driver) -> None:
    driver.click(driver.wizard.steps.earlier_runs_button)
    dialog = opened(driver, EarlierRunsDialog)
    assert isinstance(dialog, EarlierRunsDialog)
    driver.qtbot.waitUntil(lambda: "There are no runs yet" in dialog.message.text)
    assert not dialog.save_button.isEnabled()


def test_everything_in_the_dialogs_has_a_name(driver: Driver) -> None:
    shown = preferences(driver)
    asked = deletion(driver, shown)
    runs = driver.wizard.housekeeping.open_earlier_runs()
    for dialog in (shown, asked, runs):
        for kind in (QAbstractButton, QSpinBox, QTableView):
            for widget in dialog.findChildren(kind):
                inner = isinstance(widget.parent(), (QTableView, QSpinBox))
                assert inner or widget.isHidden() or named(widget, dialog), widget
