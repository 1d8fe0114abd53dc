"""Rows of one person, as the admin wrote them, become one person."""

from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import CheckedRow
from tests.roster.books import LEARNER, checked, said

FURTHER = {"Role": "Learner", "First name": "Ann", "Last name": "Lee", "Email": "ANN.LEE@example.org"}


def texts(person: CheckedRow, name: str) -> list[str]:
    return [reference.text for reference in person.references(name)]


def test_two_equal_rows_are_one_person_and_the_second_says_so(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, LEARNER)
    assert [person.numbers for person in found.people] == [(2, 3)]
    assert said(found.problems) == [(3, "D", "rows-joined")]
    assert "Row 2" in found.problems[0].message


def test_a_second_manager_is_an_additional_employer(tmp_path: Path) -> None:
    found = checked(
        tmp_path, LEARNER | {"Default employer": "Jo Boss"}, LEARNER | {"Default employer": "Mo Chief"}, LEARNER
    )
    (ann,) = found.people
    assert texts(ann, "DefaultEmployerID") == ["Jo Boss"]
    assert [texts(part, "DefaultEmployerID") for part in ann.also] == [["Mo Chief"], []]
    assert {one.code for one in found.problems} == {"rows-joined"}


def test_what_one_row_leaves_blank_another_fills_in(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        LEARNER | {"Class": None, "Default employer": None, "MIS ID": None},
        FURTHER | {"Class": "A1", "Default employer": "Jo Boss", "MIS ID": "7"},
    )
    (ann,) = found.people
    assert (texts(ann, "ClassroomID"), texts(ann, "DefaultEmployerID"), ann.text("MISID")) == (["A1"], ["Jo Boss"], "7")
    assert ann.source("MISID").number == 3
    assert ann.source("FirstName").number == 2
    assert [one.code for one in found.problems] == ["rows-joined"]
    assert ann.also[0].values == {}


def test_what_none_of_the_rows_has_is_missing_once(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"Class": None, "MIS ID": "1"}, FURTHER)
    assert {(one.place.row, one.code) for one in found.problems} == {
        (2, "required-missing"),
        (3, "rows-joined"),
        (3, "same-person-waits"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Class": "A1"}, {"Class": "A2"}),
        ({"MIS ID": "1"}, {"MIS ID": "2"}),
        ({"Date of birth": date(2004, 1, 1)}, {"Date of birth": date(2004, 1, 2)}),
        ({"Default assessor": "Bob Ray"}, {"Default assessor": "Zoe Fox"}),
        ({"Framework template": "One"}, {"Framework template": "Two"}),
        ({"Last name": "Lee"}, {"Last name": "Leigh"}),
    ],
)
def test_rows_that_contradict_each_other_are_not_joined(
    tmp_path: Path, one: dict[str, object], other: dict[str, object]
) -> None:
    found = checked(tmp_path, LEARNER | one, LEARNER | other)
    assert len(found.people) == 2
    assert {problem.code for problem in found.problems} == {"email-repeated"}


def test_case_and_spelling_of_a_field_are_no_contradiction(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, LEARNER | {"First name": "ANN", "Placement": "quayside "})
    assert [person.numbers for person in found.people] == [(2, 3)]


def test_a_third_row_that_contradicts_keeps_all_apart(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, FURTHER, LEARNER | {"Class": "A2"})
    assert len(found.people) == 3
    assert [one.code for one in found.problems if one.is_error].count("email-repeated") == 3


def test_one_person_in_two_roles_stays_two_accounts(tmp_path: Path) -> None:
    observer = {"Role": "Observer", "Class": None, "Default assessor": None}
    found = checked(tmp_path, LEARNER, LEARNER | observer)
    assert [person.role for person in found.people] == [Role.LEARNER, Role.OBSERVER]
    assert found.problems == ()


def test_an_error_on_one_row_holds_the_other_back(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, FURTHER | {"Mobile": "none of your business"})
    assert found.rows_with_errors() == {("People", 2), ("People", 3)}
    waits = next(one for one in found.problems if one.code == "same-person-waits")
    assert (waits.place.row, waits.place.column) == (2, None)
    assert waits.message.startswith("Row 3 is the same person")


def test_lists_add_up_without_repeating(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"IQA": "Ida; Ivo"}, LEARNER | {"IQA": "Ivo; Uma"})
    (ann,) = found.people
    assert texts(ann, "AdditionalIQAs") == ["Ida", "Ivo"]
    assert texts(ann.also[0], "AdditionalIQAs") == ["Uma"]


def test_an_assignment_keeps_the_standard_of_its_own_row(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        LEARNER | {"Standards": "Care", "Learning aim assessor": "Bob"},
        LEARNER | {"Standards": "Sport", "Learning aim assessor": "Zoe"},
        LEARNER | {"Standards": "Care", "Learning aim assessor": "Bob"},
    )
    (ann,) = found.people
    second, third = ann.also
    assert (texts(second, "Standards"), texts(second, "LearningAimAssessor")) == (["Sport"], ["Zoe"])
    assert third.values == {}


def test_references_of_further_rows_are_known_to_the_centre_s_reader(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, LEARNER | {"Default employer": "Mo Chief"}, LEARNER | {"IQA": "Ida"})
    assert ("AdditionalIQAs", "Ida") in [(name, reference.text) for name, reference in found.references()]


def test_dates_of_two_rows_are_held_against_each_other(tmp_path: Path) -> None:
    found = checked(
        tmp_path, LEARNER | {"Start date": date(2026, 9, 1)}, FURTHER | {"Planned end date": date(2026, 8, 1)}
    )
    assert [(one.place.row, one.place.header) for one in found.problems if one.code == "date-order"] == [
        (3, "Planned end date")
    ]
    assert found.rows_with_errors() == {("People", 2), ("People", 3)}


def test_two_managers_whose_addresses_differ_by_a_dot_are_two(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        LEARNER | {"Default employer": "j.smith@firm.example.org"},
        LEARNER | {"Default employer": "jsmith@firm.example.org"},
    )
    assert texts(found.people[0].also[0], "DefaultEmployerID") == ["jsmith@firm.example.org"]


@pytest.mark.parametrize(("header", "one", "other"), [("MIS ID", "12-3", "1-23"), ("Class", "C", "C++")])
def test_punctuation_tells_numbers_and_places_apart(tmp_path: Path, header: str, one: str, other: str) -> None:
    found = checked(tmp_path, LEARNER | {header: one}, LEARNER | {header: other})
    assert {problem.code for problem in found.problems} == {"email-repeated"}


def test_what_is_set_for_everyone_contradicts_no_row(tmp_path: Path) -> None:
    options = ReadOptions(for_everyone=(("Class", "A9"), ("Default employer", "Site Office")))
    found = checked(
        tmp_path,
        LEARNER | {"Class": "B2", "Default employer": "Eve Carter"},
        LEARNER | {"Class": None, "Default employer": None},
        options=options,
    )
    (ann,) = found.people
    assert (texts(ann, "ClassroomID"), texts(ann, "DefaultEmployerID")) == (["B2"], ["Eve Carter"])
    assert ann.also[0].values == {}


JO = {"Employer first name": "Jo", "Employer last name": "Reed", "Employer email": "jo@example.org"}
MO = {"Employer first name": None, "Employer last name": "Pike", "Employer email": "mo@example.org"}


def described(part: CheckedRow) -> list[str]:
    return [part.text(f"Employer{name}") for name in ("FirstName", "LastName", "Email")]


def test_who_is_described_in_several_cells_is_never_put_together_of_two_rows(tmp_path: Path) -> None:
    workplace = {"Employer workplace": "Quay Garage"}
    (ann,) = checked(tmp_path, LEARNER | MO, LEARNER | JO | workplace).people
    assert described(ann) == ["", "Pike", "mo@example.org"]
    assert ann.references("EmployerWorkplace") == ()
    (further,) = ann.also
    assert described(further) == ["Jo", "Reed", "jo@example.org"]
    assert texts(further, "EmployerWorkplace") == ["Quay Garage"]


def test_a_manager_whom_the_first_row_leaves_blank_comes_whole_from_another(tmp_path: Path) -> None:
    (ann,) = checked(tmp_path, LEARNER, LEARNER | JO).people
    assert described(ann) == ["Jo", "Reed", "jo@example.org"]
    assert ann.source("EmployerEmail").number == 3
    assert [texts(part, "DefaultEmployerID") for part in ann.also] == [[]]


def test_an_observer_of_a_further_row_keeps_the_details_of_that_row(tmp_path: Path) -> None:
    pat = {"Observer first name": "Pat", "Observer last name": "Moss", "Observer email": "pat@example.org"}
    (ann,) = checked(tmp_path, LEARNER, LEARNER | pat).people
    assert ann.text("ObserverEmail") == ""
    (further,) = ann.also
    assert [further.text(name) for name in ("ObserverFirstName", "ObserverLastName")] == ["Pat", "Moss"]
    assert texts(further, "AdditionalObservers") == ["pat@example.org"]
