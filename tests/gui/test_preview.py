"""The preview: the plan one person at a time, what it means, and the plan as a workbook."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTabBar, QTableView, QTextBrowser
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from onefile_desktop.enrolment import connecting
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.models.people import PersonListing, Show
from onefile_desktop.gui.pages.preview import PreviewPage
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.person_detail import PersonDetail
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.by_person import ByPerson, Entry
from onefile_desktop.plan.changes import Notice, PlannedRow, Standing
from onefile_desktop.roster.problems import Place, Problem, problem
from tests.gui.driver import COHORT, COHORT_WITH_PROBLEMS, Driver, roster_file
from tests.gui.test_looks import named
from tests.plan.cases import case, learner

HEADER = ("Role", "First name", "Last name", "Email", "Class", "Placement", "Default assessor", "Start date")
PLACED = ("Business Admin September 2026", "Quayside Dental Practice", "Zoe Reed", "01/12/2026")
ADA = ("Learner", "Ada", "Byrne", "ada.byrne@intake.example.org", *PLACED)
ZOE = ("Assessor", "Zoe", "Reed", "zoe.reed@intake.example.org", "", "", "", "")
BO = ("Learner", "Bo", "Lind", "not an address", *PLACED)
WARNING = Notice("A bad moment", "It is Friday evening.", is_warning=True)
SECOND_WARNING = Notice("Start dates", "Look at the years.", is_warning=True)
GOOD_TO_KNOW = Notice("Links", "The link lasts 72 hours.")


def preview_of(driver: Driver, folder: Path, *rows: tuple[str, ...]) -> PreviewPage:
    """The preview of a roster with these rows, from row 2 on."""
    driver.rehearse()
    driver.to_preview(roster_file(folder, HEADER, *rows))
    return driver.wizard.preview_page


def names(page: PreviewPage) -> list[str]:
    """Who is listed."""
    return [entry.row.person for entry in page.people.model.values]


def choose(page: PreviewPage, name: str) -> str:
    """Selects somebody; returns what is told of them."""
    page.people.table.select_row(names(page).index(name))
    return page.people.detail.toPlainText()


def with_notices(driver: Driver, *notices: Notice) -> PreviewPage:
    """The preview, opened with a plan that has these notices."""
    enrolment, page = driver.wizard.enrolment, driver.wizard.preview_page
    assert enrolment.plan is not None
    page.open(replace(enrolment, plan=replace(enrolment.plan, notices=notices)))
    return page


def test_a_person_shows_the_fields_they_are_created_with_and_what_waits_for_what(
    driver: Driver, tmp_path: Path
) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    told = choose(page, "Ada Byrne")
    lines = told.splitlines()
    for label, value in (
        ("Email", "ada.byrne@intake.example.org"),
        ("Start date", "01/12/2026"),
        ("Class", "Business Admin September 2026"),
        ("Placement", "Quayside Dental Practice"),
        ("Default assessor", "Zoe Reed (row 3), who is new"),
    ):
        assert lines[lines.index(label) + 1] == value
    assert "New · Learner · row 2" in told
    assert "Create Ada Byrne as Learner\nafter Zoe Reed (row 3) is created" in told
    assert "after" not in choose(page, "Zoe Reed")


def test_a_row_that_is_left_out_tells_why_and_what_to_do(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, BO, ZOE)
    told = choose(page, "Bo Lind")
    assert "Left out · Learner · row 2" in told
    assert "Email: “not an address” is not an email address" in told
    assert "Mend the row in your workbook" in told
    assert "Create" not in told


def test_a_row_that_waits_for_a_decision_says_where_to_decide(driver: Driver) -> None:
    driver.rehearse()
    driver.to_preview(COHORT_WITH_PROBLEMS)
    page = driver.wizard.preview_page
    page.people.choose_kind(Show.LEFT_OUT)
    waiting = [
        entry.row.person
        for entry in page.people.model.values
        if {one.code for one in entry.problems if one.is_error or one.code == "possible-duplicate"}
        == {"possible-duplicate"}
    ]
    assert waiting
    told = choose(page, waiting[0])
    assert "Decide on the page Check" in told
    assert "Mend the row" not in told


LEFT_OUT = PlannedRow("People", 7, "Ada Byrne", Role.LEARNER, Standing.EXCLUDED, message="The reason.")
DUPLICATE = problem("possible-duplicate", Place("People", 7), value="Ada", candidates="Ada (7)", why="same name")
UNKNOWN = problem("reference-unknown", Place("People", 7), value="Zo Reed", what="assessor", where="in OneFile")
NO_EMAIL = problem("email-invalid", Place("People", 7), value="ada", why="it has no @.")


@pytest.mark.parametrize(
    ("row", "problems", "advice"),
    [
        pytest.param(LEFT_OUT, (NO_EMAIL,), ["Mend the row"], id="an error"),
        pytest.param(LEFT_OUT, (DUPLICATE,), ["Decide on the page Check"], id="a decision"),
        pytest.param(LEFT_OUT, (UNKNOWN,), ["Choose on the page Check"], id="a name that means nobody"),
        pytest.param(LEFT_OUT, (UNKNOWN, NO_EMAIL), ["Choose on the page Check", "Mend the row"], id="two errors"),
        pytest.param(LEFT_OUT, (), ["undo your decision"], id="the admin left it out"),
        pytest.param(replace(LEFT_OUT, same_as=3), (), ["waits for row 3"], id="a further row"),
        pytest.param(replace(LEFT_OUT, on_people=False), (), ["the learner’s own row"], id="a row of Assignments"),
    ],
)
def test_what_is_left_out_says_what_to_do(
    look: Look, qtbot: QtBot, row: PlannedRow, problems: tuple[Problem, ...], advice: list[str]
) -> None:
    held = case(learner())
    people = ByPerson(make_plan(held, environment="rehearsal"), held.centre)
    detail = PersonDetail(look)
    qtbot.addWidget(detail)
    detail.show_entry(people, Entry(row, problems=problems))
    told = detail.toPlainText()
    every = ("Mend the row", "Decide on", "Choose on", "undo your decision", "waits for row", "the learner’s own row")
    for words in every:
        assert (words in told) == any(words in one for one in advice), words
    for found in problems:
        assert found.message in told
    assert ("The reason." in told) == (not problems)


def test_people_are_found_by_name_and_by_what_happens_to_them(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE, BO)
    people = page.people
    assert names(page) == ["Ada Byrne", "Zoe Reed", "Bo Lind"]
    driver.qtbot.keyClicks(people.search, "ZOE r")
    assert names(page) == ["Zoe Reed"]
    assert people.selected is not None
    assert people.detail.accessibleName() == "Details of Zoe Reed"
    people.search.setText("Zoé")
    assert names(page) == ["Zoe Reed"]
    people.search.setText("nobody of that name")
    assert names(page) == []
    assert "Choose somebody" in people.detail.toPlainText()
    people.search.clear()
    people.choose_kind(Show.LEFT_OUT)
    assert names(page) == ["Bo Lind"]
    people.choose_kind(Show.NEW)
    assert names(page) == ["Ada Byrne", "Zoe Reed"]
    counts = [people.kinds.itemText(index) for index in range(people.kinds.count())]
    assert counts == ["Everybody · 3", "New · 2", "Changed · 0", "Unchanged · 0", "Left out · 1"]


def test_whoever_is_chosen_stays_chosen_while_they_are_listed(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE, BO)
    choose(page, "Zoe Reed")
    page.people.choose_kind(Show.NEW)
    page.people.search.setText("e")
    assert page.people.selected is not None
    assert page.people.selected.row.person == "Zoe Reed"


def test_the_keys_move_from_the_search_through_the_people(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    people, qtbot = page.people, driver.qtbot
    driver.wizard.activateWindow()
    people.search.setFocus()
    qtbot.waitUntil(people.search.hasFocus)
    qtbot.keyClick(people.search, Qt.Key.Key_Down)
    assert people.table.hasFocus()
    qtbot.keyClick(people.table, Qt.Key.Key_Down)
    assert people.detail.accessibleName() == "Details of Zoe Reed"
    qtbot.keyClick(people.table, Qt.Key.Key_Up)
    assert people.detail.accessibleName() == "Details of Ada Byrne"
    qtbot.keyClick(people.table, Qt.Key.Key_Tab)
    assert people.detail.hasFocus()


def test_enter_does_not_submit(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    for widget in (page.people.search, page.people.table, page.people.detail, page.tabs, page):
        driver.qtbot.keyClick(widget, Qt.Key.Key_Return)
        assert driver.wizard.current is Page.PREVIEW
    assert not driver.wizard.next_button.isDefault()


def test_a_change_in_the_order_of_sending_leads_to_its_person(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    page.people.search.setText("Zoe")
    page.tabs.setCurrentIndex(1)
    assert page.in_order.isVisible()
    assert [change.person for change in page.model.values] == ["Zoe Reed", "Ada Byrne"]
    page.in_order.activated.emit(page.model.index(1, 0))
    assert page.people.isVisible()
    assert page.people.selected is not None
    assert page.people.selected.row.person == "Ada Byrne"


def test_the_totals_count_people_assignments_and_what_is_left_out(driver: Driver) -> None:
    driver.rehearse()
    driver.to_preview(COHORT)
    page, plan = driver.wizard.preview_page, driver.wizard.enrolment.plan
    assert plan is not None
    summary = plan.summary()
    shown = {figure.caption: figure for figure in page.figures.shown}
    assert shown["new people"].number == sum(summary.create.values())
    assert "37 learners" in shown["new people"].detail
    assert shown["assignments"].number == sum(summary.assign.values())
    assert shown["programme"].number == summary.programme
    assert shown["seats"].number == plan.forecast.seats == 37
    assert shown["calls"].number == plan.forecast.calls == len(plan.changes)
    assert shown["emails"].number == 0, "nobody is emailed in a rehearsal"
    assert "46 emails in a real centre" in shown["emails"].detail
    left_out = [entry for entry in page.people.model.values if entry.row.standing is Standing.EXCLUDED]
    assert shown["left out"].number == len(left_out)


@pytest.mark.parametrize(
    ("emails", "certain", "tick", "meaning"),
    [
        pytest.param(2, True, "that OneFile emails 2 people", "OneFile emails 2 people a link", id="certain"),
        pytest.param(1, True, "that OneFile emails 1 person", "OneFile emails 1 person a link", id="certain, one"),
        pytest.param(2, False, "may email up to 2 people", "may email up to 2 people", id="not sure"),
        pytest.param(0, True, "that this centre is real", "nobody is emailed", id="nobody"),
    ],
)
def test_a_real_centre_names_the_emails_and_waits_for_the_tick(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, emails: int, certain: bool, tick: str, meaning: str
) -> None:
    monkeypatch.setattr(connecting, "environment_of", lambda url, server: Environment.LIVE)
    page = preview_of(driver, tmp_path, ADA, ZOE)
    enrolment = driver.wizard.enrolment
    assert enrolment.plan is not None
    forecast = replace(enrolment.plan.forecast, emails=emails, emails_certain=certain)
    page.open(replace(enrolment, plan=replace(enrolment.plan, forecast=forecast)))
    assert tick in page.understood.text()
    assert meaning in page.meaning.text
    assert not page.can_advance()
    driver.click(page.understood)
    assert page.can_advance()


def test_warnings_are_seen_at_once_and_everything_is_good_to_know(driver: Driver, tmp_path: Path) -> None:
    preview_of(driver, tmp_path, ADA, ZOE)
    page = with_notices(driver, GOOD_TO_KNOW, WARNING)
    assert page.warnings.text == "A bad moment: It is Friday evening."
    page = with_notices(driver, GOOD_TO_KNOW, WARNING, SECOND_WARNING)
    assert page.warnings.text == "Look at this first: A bad moment · Start dates"
    page.warnings.chosen.emit()
    assert page.notices.isVisible()
    told = page.notices.toPlainText()
    assert [told.index(notice.text) for notice in (WARNING, SECOND_WARNING, GOOD_TO_KNOW)] == sorted(
        told.index(notice.text) for notice in (WARNING, SECOND_WARNING, GOOD_TO_KNOW)
    )


def test_without_notices_there_is_nothing_to_read(driver: Driver, tmp_path: Path) -> None:
    preview_of(driver, tmp_path, ADA, ZOE)
    page = with_notices(driver)
    assert page.warnings.text == ""
    assert not page.tabs.isTabVisible(2)
    page = with_notices(driver, GOOD_TO_KNOW)
    assert page.warnings.text == ""
    assert page.tabs.tabText(2) == "Good to know · 1"


def test_the_plan_is_saved_as_a_workbook(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    driver.click(page.save_button)
    assert "Plan saved" in wait_for_message(driver, page)
    assert driver.answers.asked == ["roster (plan).xlsx"]
    assert driver.answers.out is not None
    people = {str(cell.value) for row in load_workbook(driver.answers.out)["Plan"].iter_rows() for cell in row}
    assert {"Ada Byrne", "Zoe Reed"} <= people
    assert page.save_button.isEnabled()


def test_a_plan_that_cannot_be_saved_says_so(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    driver.answers.out = tmp_path / "no such folder" / "plan.xlsx"
    driver.click(page.save_button)
    assert "Cannot save" in wait_for_message(driver, page)
    assert page.can_advance(), "the plan itself is as good as before"


def test_a_plan_never_replaces_the_roster(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    assert page.enrolment.roster is not None
    roster = page.enrolment.roster.file
    before, driver.answers.out = roster.read_bytes(), roster
    driver.click(page.save_button)
    assert "That is your roster" in wait_for_message(driver, page)
    assert roster.read_bytes() == before


def test_thinking_better_of_saving_saves_nothing(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    driver.answers.out = None
    driver.click(page.save_button)
    assert page.save_button.isEnabled()
    assert page.message.text == ""


def test_what_a_workbook_says_is_shown_as_it_stands(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ZOE, ("Learner", "<b>Ada</b>", "& Byrne", *ADA[3:]))
    name = "<b>Ada</b> & Byrne"
    lines = choose(page, name).splitlines()
    assert lines[0] == name
    assert lines[lines.index("First name") + 1] == "<b>Ada</b>"
    assert f"Create {name} as Learner" in lines


def test_the_smallest_window_has_room_for_everything(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    page = with_notices(driver, WARNING, SECOND_WARNING, GOOD_TO_KNOW)
    page.meaning.say(Tone.WARNING, "Harbourside Training is a real centre", "Submitting changes it at once. " * 6)
    page.message.say(Tone.WARNING, "The plan is stale", "Something has changed in the centre since. " * 4)
    smallest = driver.wizard.minimumSize()
    driver.wizard.resize(smallest)
    driver.qtbot.waitUntil(lambda: driver.wizard.size() == smallest)
    table = page.people.table
    assert table.viewport().height() >= 2 * table.rowHeight(0)
    for widget in (table, page.people.detail, page.tabs, page.save_button):
        corner = widget.mapTo(page, widget.rect().bottomRight())
        assert page.rect().contains(corner)


def test_everything_on_the_preview_has_a_name(driver: Driver, tmp_path: Path) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    for kind in (QTableView, QTabBar, QAbstractButton, QComboBox, QLineEdit, QTextBrowser):
        for widget in page.findChildren(kind):
            inner = isinstance(widget.parent(), (QTableView, QComboBox, QLineEdit, QTabBar))
            assert inner or widget.isHidden() or named(widget, driver.wizard), widget


def test_the_details_follow_the_scheme(driver: Driver, tmp_path: Path, look: Look) -> None:
    page = preview_of(driver, tmp_path, ADA, ZOE)
    light = page.people.detail.toHtml()
    look.set_dark(True)
    try:
        assert page.people.detail.toHtml() != light
        assert "Ada Byrne" in page.people.detail.toPlainText()
    finally:
        look.set_dark(False)


def test_the_list_of_people_is_a_sound_model(look: Look, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    listing = PersonListing(look)
    listing.show_all([Entry(PlannedRow("People", 7, "Ada Byrne", None, Standing.EXCLUDED))])
    qtmodeltester.check(listing)
    assert listing.data(listing.index(0, 0)) == "Ada Byrne\nLeft out · row 7"


@pytest.mark.parametrize(
    ("standing", "changed", "lines"),
    [
        (Standing.CREATE, {}, "Ada Byrne\nNew · row 7"),
        (Standing.CHANGE, {}, "Ada Byrne\nChanged · row 7"),
        (Standing.UNCHANGED, {}, "Ada Byrne\nNo change · row 7"),
        (Standing.LEFT_ALONE, {}, "Ada Byrne\nLeft as is · row 7"),
        (Standing.CREATE, {"same_as": 3}, "Ada Byrne\nWith row 3 · row 7"),
        (Standing.EXCLUDED, {"same_as": 3}, "Ada Byrne\nLeft out · row 7"),
        (Standing.EXCLUDED, {"on_people": False}, "Ada Byrne\nLeft out · Assignment · row 7 of People"),
        (Standing.EXCLUDED, {"person": ""}, "No name\nLeft out · row 7"),
    ],
)
def test_a_line_says_what_happens(look: Look, standing: Standing, changed: dict[str, object], lines: str) -> None:
    listing = PersonListing(look)
    row = replace(PlannedRow("People", 7, "Ada Byrne", None, standing), **changed)
    listing.show_all([Entry(row)])
    assert listing.data(listing.index(0, 0)) == lines


def wait_for_message(driver: Driver, page: PreviewPage) -> str:
    """Waits for what the page says of a job of its own."""
    driver.qtbot.waitUntil(lambda: page.message.text != "")
    return page.message.text
