from pathlib import Path

import pytest

from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from tests.roster.books import LEARNER, Rows, book, table

PEOPLE = table(LEARNER)
STAFF = table({"Name": "Bob Ray", "Telephone": "01632 960101", "Mobile": "07700 900101", "Email": "bob@example.org"})
PLACES = table({"Placement": "Quayside", "Company": "Q Ltd", "Work address": "1 Quay", "Telephone": "01632 960102"})
ANN, BEN = LEARNER, LEARNER | {"First name": "Ben", "Last name": "Okafor", "Email": "ben@example.org"}


@pytest.mark.parametrize("weaker", [STAFF, PLACES * 20, [PEOPLE[0]], [*PEOPLE[:1], ["Total", 0]]])
def test_the_sheet_that_looks_most_like_a_roster_is_read(tmp_path: Path, weaker: Rows) -> None:
    for number, sheets in enumerate(({"A": weaker, "B": PEOPLE}, {"A": PEOPLE, "B": weaker})):
        found = read_roster(book(tmp_path / f"{number}.xlsx", **sheets))
        assert sheets[found.people.sheet] is PEOPLE


def test_of_two_alike_the_longer_one_is_read_and_of_two_equals_the_first(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Old=table(ANN), New=table(ANN, BEN), Also=table(BEN, ANN))
    found = read_roster(path)
    assert found.people.sheet == "New"
    assert found.unread == ("Old", "Also")


def test_an_empty_template_gives_way_to_a_filled_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[PEOPLE[0], ["Example: Learner", "Ann", "Lee"]], Real=PEOPLE)
    found = read_roster(path)
    assert (found.people.sheet, found.unread) == ("Real", ())


def test_a_letter_called_people_gives_way_to_a_roster(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[["Dear all"], ["These are the people"]], Real=PEOPLE)
    assert read_roster(path).people.sheet == "Real"


def test_a_mapping_chooses_the_sheet_that_has_its_columns(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", A=PEOPLE, B=[["Wer", "Email"], ["Learner", "ann@example.org"]])
    assert read_roster(path, ReadOptions(mapping=(("Wer", "Role"),))).people.sheet == "B"


def test_sheets_that_are_no_lists_of_people_are_not_told_as_unread(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=PEOPLE, Staff=STAFF, Places=PLACES, Empty=PEOPLE[:1], Undelivered=PEOPLE)
    assert read_roster(path).unread == ("Staff",)
    assert read_roster(path, ReadOptions(sheet="People")).unread == ()
