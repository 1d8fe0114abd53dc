"""Saying on the check page what a text of the roster means, in all its rows at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.pages.check import CheckPage
from tests.gui.driver import COHORT_WITH_PROBLEMS, Driver, roster_file

HEADERS = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor")


def _learner(number: int, assessor: str, group: str = "Customer Service Rolling") -> tuple[str, ...]:
    name = f"Quillfeather{number}"
    return ("Learner", "Tamsin", name, f"{name}@example.org", "Bluebell Day Nursery", group, assessor)


def check(driver: Driver, folder: Path, *rows: tuple[str, ...]) -> CheckPage:
    """The check page with these rows."""
    driver.rehearse()
    driver.to_check(roster_file(folder, HEADERS, *rows))
    return driver.wizard.check_page


def select(page: CheckPage, code: str) -> None:
    """Selects the first problem with a code."""
    page.table.select_row([one.code for one in page.model.values].index(code))


def entries(page: CheckPage) -> list[str]:
    """What the list of meanings offers."""
    box = page.detail.meaning.box
    return [box.itemText(index) for index in range(box.count()) if box.itemText(index)]


def assessors(driver: Driver) -> set[str]:
    """The default assessors of everybody who would be created."""
    plan = driver.wizard.enrolment.plan
    assert plan is not None
    return {str(change.request.body.get("DefaultAssessorID")) for change in plan.changes}


def test_a_text_is_settled_in_all_its_rows_and_the_choice_undone(driver: Driver, tmp_path: Path) -> None:
    rows = [_learner(number, "Helen Ashwurth") for number in (1, 2, 3)]
    page = check(driver, tmp_path, *rows, _learner(4, "Nobody At All"))
    select(page, "reference-unknown")
    meaning = page.detail.meaning
    assert meaning.isVisible()
    assert meaning.use.text() == "Use in all 3 rows"
    assert entries(page)[0].startswith("Helen Ashworth (Assessor")
    assert len(entries(page)) > 5
    assert all("(Assessor" in one or "(Trainee Assessor" in one for one in entries(page))
    assert not page.undo_button.isVisible()
    driver.click(meaning.use)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 3
    (helen,) = assessors(driver)
    assert helen.isdecimal()
    driver.click(page.undo_button)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 0
    assert not page.undo_button.isVisible()


def test_nothing_is_chosen_beforehand_where_several_are_likely(driver: Driver, tmp_path: Path) -> None:
    page = check(driver, tmp_path, _learner(1, "David Evans"))
    select(page, "reference-ambiguous")
    meaning = page.detail.meaning
    assert (meaning.box.currentText(), meaning.use.isEnabled(), meaning.use.text()) == ("", False, "Use in this row")
    assert [one.startswith("David Evans") for one in entries(page)[:2]] == [True, True]
    meaning.box.setEditText("David")
    assert not meaning.use.isEnabled()
    meaning.choose(entries(page)[1])
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 1
    assert assessors(driver).pop() in ids_of(page, "David Evans")


def ids_of(page: CheckPage, name: str) -> set[str]:
    """The IDs of everybody of a name in the centre."""
    centre = page.enrolment.centre
    assert centre is not None
    return {str(person.id) for person in centre.people if person.name == name}


def test_the_list_is_searched_by_any_part_of_a_name(driver: Driver, tmp_path: Path) -> None:
    page = check(driver, tmp_path, _learner(1, "Nobody At All"))
    select(page, "reference-unknown")
    box = page.detail.meaning.box
    completer = box.completer()
    assert completer is not None
    completer.setCompletionPrefix("ashwo")
    assert completer.completionCount() >= 1
    assert "Helen Ashworth" in completer.currentCompletion()
    box.typed.setText(completer.currentCompletion())
    driver.qtbot.keyClick(box.typed, Qt.Key.Key_Return)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 1


@pytest.mark.parametrize(
    ("row", "first"),
    [
        (_learner(1, "Helen Ashworth", "Customer Servise Roling"), "Customer Service Rolling ("),
        (
            (
                "Learner",
                "Ada",
                "Vale",
                "ada@example.org",
                "Bluebel Day Nursry",
                "Customer Service Rolling",
                "Helen Ashworth",
            ),
            "Bluebell Day Nursery (",
        ),
    ],
    ids=["class", "placement"],
)
def test_a_class_or_a_placement_is_chosen_suggestions_first(
    driver: Driver, tmp_path: Path, row: tuple[str, ...], first: str
) -> None:
    page = check(driver, tmp_path, row)
    select(page, "reference-unknown")
    assert entries(page)[0].startswith(first)
    page.detail.meaning.choose(entries(page)[0])
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 1


def test_a_learner_who_comes_back_is_the_old_portfolio_or_a_new_one(driver: Driver) -> None:
    driver.rehearse()
    driver.to_check(COHORT_WITH_PROBLEMS)
    page = driver.wizard.check_page
    page.filters.choose("To decide")
    returning = next(n for n, one in enumerate(page.model.values) if "programme is another" in one.message)
    page.table.select_row(returning)
    person = driver.wizard.enrolment.candidates(page.model.values[returning].place.row or 0)[0]
    assert page.detail.answers() == (
        f"The old portfolio: this is {person.name} (OneFile ID {person.id})",
        "A new portfolio: create",
        "Leave this row out",
    )


def test_other_problems_offer_no_meaning(driver: Driver, tmp_path: Path) -> None:
    page = check(driver, tmp_path, ("Assessor", "Ada", "Quill", "nonsense", "", "", ""), _learner(1, "Nobody At All"))
    select(page, "email-invalid")
    assert not page.detail.meaning.isVisible()
    select(page, "reference-unknown")
    assert page.detail.meaning.isVisible()


def test_a_choice_is_remembered_and_undo_takes_that_back_too(driver: Driver, tmp_path: Path) -> None:
    page = check(driver, tmp_path, _learner(1, "Helen Ashwurth"))
    select(page, "reference-unknown")
    driver.click(page.detail.meaning.use)
    driver.until(Page.CHECK)
    folder = tmp_path / "later"
    folder.mkdir()
    driver.wizard.go_back(Page.ROSTER)
    driver.to_check(roster_file(folder, HEADERS, _learner(2, "helen ashwurth")))
    assert driver.wizard.enrolment.counts.ready == 1
    driver.click(page.undo_button)
    driver.until(Page.CHECK)
    assert driver.wizard.enrolment.counts.ready == 0
