"""What each page lets a person do."""

from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from onefile_desktop import settings
from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.enrolment import connecting
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.widgets.field_choice import NOT_USED
from onefile_desktop.gui.wording import search_habits
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.plan.options import Decision, Existing
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.gui.conftest import MemoryStore
from tests.gui.driver import COHORT, COHORT_WITH_PROBLEMS, Driver, roster_file


def connect(driver: Driver, server: RehearsalServer, *, remember_as: str = "") -> None:
    """Connects to a centre that is already running."""
    form = driver.wizard.connect_page.form
    driver.wizard.connect_page.choose_service()
    form.fill_in(server.url, server.token)
    if remember_as:
        form.remember(remember_as)
    driver.next()
    assert "Connected to Harbourside Training" in driver.message()


def test_a_connection_is_remembered_and_its_token_kept_apart(
    open_wizard: Callable[[], Driver], store: MemoryStore, home: Path
) -> None:
    with RehearsalServer() as server:
        first = open_wizard()
        connect(first, server, remember_as="Harbourside")
        first.close()
        assert list(store.kept.values()) == [server.token]
        assert server.token not in (home / "settings.json").read_text("utf-8")

        second = open_wizard()
        assert second.wizard.next_button.isEnabled()
        second.next()
        assert "Connected to Harbourside Training" in second.message()
        second.wizard.connect_page.form.forgotten.emit("Harbourside")
        assert settings.load().connections == ()
        assert store.kept == {}


def test_what_the_search_of_the_service_shows_is_said(driver: Driver) -> None:
    habits = driver.wizard.connect_page.habits
    assert not habits.isVisible()
    driver.wizard.connect_page.connect_to_rehearsal()
    driver.message()
    assert habits.isVisible()
    assert "shows email addresses" in habits.text()
    driver.wizard.connect_page.choose_service()
    assert not habits.isVisible()


@pytest.mark.parametrize(
    ("abilities", "said"),
    [
        (Abilities(), ""),
        (Abilities(shows_email=True), "shows email addresses; it has shown nobody archived so far."),
        (Abilities(shows_email=True, shows_archived=True), "shows email addresses; it shows archived people too."),
        (Abilities(shows_email=False, honours=frozenset({"Email"})), "searches for them one by one"),
        (Abilities(shows_email=False, ignores=frozenset({"Email"})), "no email addresses and cannot search for them"),
    ],
    ids=["nothing known", "emails", "archived people", "no emails", "no emails to be had"],
)
def test_what_a_search_shows_in_words(abilities: Abilities, said: str) -> None:
    assert said in search_habits(abilities)
    assert bool(said) is bool(search_habits(abilities))


def test_without_a_safe_store_the_token_is_kept_until_the_program_closes(driver: Driver, home: Path) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with RehearsalServer() as server:
        connect(driver, server, remember_as="Harbourside")
        assert "only until you close the program" in driver.wizard.page.message.text
        assert [one.name for one in settings.load().connections] == ["Harbourside"]


def test_a_token_with_several_centres_asks_which(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "environment_of", lambda url, server: Environment.PRACTICE)
    with RehearsalServer() as server:
        driver.wizard.connect_page.choose_service()
        driver.wizard.connect_page.form.fill_in(server.url, server.token)
        driver.next()
        assert "Which centre?" in driver.message()
        driver.next()
        driver.qtbot.waitUntil(lambda: "Connected to Harbourside Training" in driver.wizard.page.message.text)
        assert "ONEFILE PRACTICE SERVER" in driver.wizard.strip.text
        driver.close()


def test_another_centre_of_the_same_token(driver: Driver) -> None:
    driver.wizard.connect_page.connect_to_rehearsal()
    driver.message()
    driver.wizard.connect_page.choose_centre("Moorgate Skills Academy")
    assert "Moorgate Skills Academy" in driver.wizard.strip.text


def test_a_real_centre_asks_for_a_tick_first(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "environment_of", lambda url, server: Environment.LIVE)
    driver.rehearse()
    assert "LIVE · Harbourside Training" in driver.wizard.strip.text
    driver.to_preview(COHORT)
    page = driver.wizard.preview_page
    assert "real centre" in page.meaning.text
    assert "46 people" in page.understood.text()
    assert not driver.wizard.next_button.isEnabled()
    page.understood.setChecked(True)
    assert driver.wizard.next_button.isEnabled()
    assert driver.wizard.next_button.text() == "Submit to the live centre"


def test_a_column_gets_its_field_and_another_value_is_set_for_everyone(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    header = ("First name", "Last name", "Where to write", "Shoe size")
    driver.read(roster_file(tmp_path, header, ("Ada", "Quill", "ada.quill@intake.example.org", 39)))
    driver.next()
    page = driver.wizard.columns_page
    assert "Role (for everybody); Email (for everybody)" in driver.message()
    page.choose_field("C", "Email")
    driver.until(Page.COLUMNS)
    page.choose_field("D", "MISID")
    driver.until(Page.COLUMNS)
    page.choose_field("D", NOT_USED)
    driver.until(Page.COLUMNS)
    page.set_for_everyone("Role", "Assessor")
    driver.until(Page.COLUMNS)
    assert page.message.text == ""
    assert [entry.column.field for entry in page.model.values] == ["FirstName", "LastName", "Email", None]
    driver.next()
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 1


def test_the_sheet_and_the_header_row_can_be_put_right(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    file = roster_file(
        tmp_path,
        ("Role", "First name", "Last name", "Email"),
        ("Role", "First name", "Last name", "Email"),
        ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org"),
    )
    driver.read(file)
    driver.wizard.roster_page.choose_header_row(2)
    driver.until(Page.ROSTER)
    roster = driver.wizard.enrolment.roster
    assert roster is not None
    assert roster.people.header_row == 2
    driver.wizard.roster_page.choose_header_row(9)
    assert "No such header row" in driver.message()


def test_a_possible_duplicate_is_decided_and_the_decision_undone(driver: Driver) -> None:
    driver.rehearse()
    driver.to_check(COHORT_WITH_PROBLEMS)
    page = driver.wizard.check_page
    excluded = driver.wizard.enrolment.counts.excluded
    page.filters.choose("To decide")
    row = page.model.values[0].place.row
    assert row is not None
    page.detail.decide(driver.wizard.enrolment.candidates(row)[0].id)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.excluded == excluded - 1
    page.undo_button.click()
    driver.until(Page.CHECK)
    page.filters.choose("To decide")
    page.detail.decide(Decision.SKIP)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.excluded == excluded


def test_people_who_are_there_already_can_be_updated(driver: Driver) -> None:
    driver.rehearse()
    driver.to_check(COHORT)
    left_alone = driver.wizard.enrolment.plan
    driver.wizard.check_page.choose_existing(Existing.UPDATE)
    driver.until(Page.CHECK)
    updated = driver.wizard.enrolment.plan
    assert left_alone is not None
    assert updated is not None
    assert len(updated.changes) > len(left_alone.changes)


def test_a_marked_copy_and_a_template_are_saved(driver: Driver) -> None:
    driver.rehearse()
    driver.wizard.roster_page.template_button.click()
    assert "Template saved" in driver.message()
    assert driver.answers.out is not None
    assert "Guide" in load_workbook(driver.answers.out).sheetnames
    driver.to_check(COHORT_WITH_PROBLEMS)
    driver.wizard.check_page.marked_button.click()
    assert "Marked copy saved" in driver.message()
    assert "Problems" in load_workbook(driver.answers.out).sheetnames


def test_going_back_keeps_what_was_said_and_reading_again_too(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    driver.to_check(roster_file(tmp_path, ("Role", "First name", "Last name", "Email"), ("Assessor", "Ada", "Quill")))
    roster_file(
        tmp_path,
        ("Role", "First name", "Last name", "Email"),
        ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org"),
    )
    assert driver.wizard.enrolment.counts.with_errors == 1
    driver.wizard.check_page.reread_wanted.emit()
    driver.until(Page.ROSTER)
    driver.next()
    driver.next()
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 1
    driver.wizard.go_back(Page.CONNECT)
    assert driver.wizard.current is Page.CONNECT


def test_the_results_never_replace_the_roster(driver: Driver, tmp_path: Path) -> None:
    driver.rehearse()
    roster = roster_file(
        tmp_path,
        ("Role", "First name", "Last name", "Email"),
        ("Assessor", "Ada", "Quill", "ada.quill@intake.example.org"),
    )
    driver.to_preview(roster)
    driver.submit()
    driver.answers.out = roster
    driver.next()
    assert "That is your roster" in driver.wizard.page.message.text


def test_leaving_the_check_gives_the_reading_up(driver: Driver, qtbot: QtBot) -> None:
    driver.rehearse()
    driver.read(COHORT)
    driver.next()
    driver.next()
    driver.wizard.go_back()
    assert driver.wizard.current is Page.COLUMNS
    driver.next()
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.plan is not None
