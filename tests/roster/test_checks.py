from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import PEOPLE, required
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import Reference
from tests.roster.books import LEARNER, TODAY, book, checked, checked_assignments, said, table

STAFF = {"First name": "Bob", "Last name": "Ray", "Email": "bob.ray@example.org"}
ASSIGNED = {"Learner": "Ann Lee", "Person": "Bob Ray", "As": "Assessor", "Level": 3, "Standard": "S", "Unit": None}


def test_a_good_row_becomes_values(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        LEARNER
        | {
            "ULN": 9_999_999_999,
            "DOB": date(2004, 3, 23),
            "Support funding": "yes",
            "Mobile": 7_700_900_123,
            "MIS ID": 42,
            "OneFile ID": 137_001,
            "Units": "U1; U2",
        },
    )
    assert found.problems == ()
    (person,) = found.people
    assert person.role is Role.LEARNER
    assert person.name == "Ann Lee"
    assert dict(person.values) == {
        "FirstName": "Ann",
        "LastName": "Lee",
        "Email": "ann.lee@example.org",
        "PlacementID": Reference("Quayside"),
        "ClassroomID": Reference("A1"),
        "DefaultAssessorID": Reference("Bob Ray"),
        "DOB": date(2004, 3, 23),
        "SupportFunding": True,
        "MobileNumber": "07700900123",
        "MISID": "42",
        "OneFileID": 137_001,
        "Units": (Reference("U1"), Reference("U2")),
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_needs_what_onefiles_guide_says(tmp_path: Path, role: Role) -> None:
    guide = {"FirstName", "LastName", "Email"}
    guide |= {"PlacementID"} if role in (Role.LEARNER, Role.EMPLOYER, Role.OBSERVER) else set()
    guide |= {"ClassroomID", "DefaultAssessorID"} if role is Role.LEARNER else set()
    assert {field.name for field in required(role)} == guide | {"Role"}
    found = checked(tmp_path, dict.fromkeys(LEARNER, None) | {"Role": role.label})
    assert {one.code for one in found.problems} == {"required-missing"}
    assert {one.place.field for one in found.problems} == guide
    assert found.rows_with_errors() == {("People", 2)}
    assert len(found.people) == 1


def test_a_missing_value_is_told_at_its_column(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, LEARNER | {"Email": None})
    assert said(found.problems) == [(3, "D", "required-missing")]
    assert found.problems[0].message == "A learner needs Email. Fill in this cell, or leave the row out."
    assert found.problems[0].place.header == "Email"


def test_a_missing_column_is_told_for_each_row_that_needs_it(tmp_path: Path) -> None:
    without = {name: value for name, value in LEARNER.items() if name != "Class"}
    found = checked(tmp_path, without, STAFF | {"Role": "IQA"}, without | {"Email": "al@example.org"})
    assert said(found.problems) == [(2, None, "required-missing"), (4, None, "required-missing")]
    assert "No column" in found.problems[0].message
    everyone = ReadOptions(for_everyone=(("Class", "A1"),))
    assert said(checked(tmp_path, without, options=everyone).problems) == []


def test_a_row_without_a_role_is_no_person_but_is_looked_at(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"Role": None}, LEARNER | {"Role": "Prefect", "Email": "ann"})
    assert found.people == ()
    assert said(found.problems) == [(2, "A", "required-missing"), (3, "A", "role-unknown"), (3, "D", "email-invalid")]


def test_a_roster_without_a_column_for_roles_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, STAFF)
    assert said(found.problems) == [(2, None, "required-missing")]
    assert found.problems[0].place.field == "Role"
    everyone = ReadOptions(for_everyone=(("Role", "IQA"),))
    assert checked(tmp_path, STAFF, options=everyone).people[0].role is Role.IQA


def test_what_a_role_does_not_take_is_left_out_with_a_warning(tmp_path: Path) -> None:
    found = checked(tmp_path, STAFF | {"Role": "Assessor", "ULN": "nonsense", "Class": "A1"})
    assert said(found.problems) == [(2, "E", "field-not-for-role"), (2, "F", "field-not-for-role")]
    assert not found.rows_with_errors()
    assert set(found.people[0].values) == {"FirstName", "LastName", "Email"}
    assert found.problems[0].message == "An assessor does not take ULN, so this value is not sent."


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Email", "ann", "email-invalid"),
        ("ULN", "12", "uln-invalid"),
        ("NI number", "QQ123456C", "nino-invalid"),
        ("DOB", "soon", "date-invalid"),
        ("Mobile", "none", "phone-invalid"),
        ("Support funding", "perhaps", "yes-no-invalid"),
        ("OneFile ID", "x", "id-invalid"),
        ("Class", "#N/A", "cell-error"),
        ("DOB", "#REF!", "cell-error"),
        ("Role", "#REF!", "cell-error"),
    ],
)
def test_one_bad_cell_is_one_problem(tmp_path: Path, header: str, cell: str, code: str) -> None:
    found = checked(tmp_path, LEARNER | {header: cell})
    (told,) = found.problems
    assert (told.code, told.place.header, told.value) == (code, header, cell)
    assert told.is_error
    assert told.place.field is not None
    assert all(told.place.field not in person.values for person in found.people)


def test_a_value_set_for_everyone_can_be_wrong_too(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, options=ReadOptions(for_everyone=(("StartOn", "soon"),)))
    assert said(found.problems) == [(2, None, "date-invalid")]


def test_dates_are_read_in_their_columns_order(tmp_path: Path) -> None:
    rows = [
        LEARNER | {"Email": f"{n}@example.org", "DOB": born, "Start date": start}
        for n, (born, start) in enumerate([("03/04/2004", "03/04/2026"), ("6/24/89", "24/03/2026"), (None, "4/5/2026")])
    ]
    found = checked(tmp_path, *rows)
    assert found.problems == ()
    assert [person.date("DOB") for person in found.people] == [date(2004, 3, 4), date(1989, 6, 24), None]
    assert [person.date("StartOn") for person in found.people] == [
        date(2026, 4, 3),
        date(2026, 3, 24),
        date(2026, 5, 4),
    ]


def test_an_ambiguous_date_is_read_day_first_and_said(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"DOB": "03/04/2004"})
    assert said(found.problems) == [(2, "H", "date-ambiguous")]
    assert "3 April 2004" in found.problems[0].message
    assert found.people[0].date("DOB") == date(2004, 4, 3)


def test_a_column_with_both_orders_is_mixed(tmp_path: Path) -> None:
    rows = [
        LEARNER | {"Email": f"{n}@example.org", "DOB": born}
        for n, born in enumerate(["24/03/2004", "3/24/2004", "03/04/2004"])
    ]
    assert said(checked(tmp_path, *rows).problems) == [(3, "H", "date-mixed"), (4, "H", "date-mixed")]


@pytest.mark.parametrize(("start", "end", "codes"), [(1, 2, []), (2, 2, ["date-order"]), (3, 2, ["date-order"])])
def test_an_end_comes_after_its_start(tmp_path: Path, start: int, end: int, codes: list[str]) -> None:
    dates = {"Start date": date(2026, 9, start), "Planned end date": date(2026, 9, end)}
    found = checked(tmp_path, LEARNER | dates)
    assert [(one.place.column, one.code) for one in found.problems] == [("I", code) for code in codes]


def test_an_unused_column_is_one_warning_at_its_heading(tmp_path: Path) -> None:
    rows = [LEARNER | {"Shoe size": size, "Empty": None, "OneFile outcome": "created"} for size in (43, 44)]
    rows[1]["Email"] = "al@example.org"
    found = checked(tmp_path, *rows)
    assert said(found.problems) == [(1, "H", "column-unused")]
    assert found.problems[0].value == "Shoe size"
    assert not found.rows_with_errors()
    left_out = ReadOptions(mapping=(("Shoe size", "-"),))
    assert checked(tmp_path, *rows, options=left_out).problems == ()


def test_a_column_without_a_heading_is_named_by_its_letter(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[list(LEARNER), [*LEARNER.values(), "x"]])
    (told,) = check(read_roster(path), today=TODAY).problems
    assert (told.value, told.place.header) == ("H", None)


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"Learning aim assessor": "Bob"}, ["LearningAimStandard"]),
        ({"Learning aim IQA": "Eve", "Standards": "S1; S2"}, ["LearningAimStandard"]),
        ({"Learning aim assessor": "Bob", "Standards": "S1"}, []),
        ({"Learning aim assessor": "Bob", "Learning aim standard": "S1"}, []),
        ({"Learning aim assessor": "Bob", "Learning aim standard": "#N/A"}, []),
        ({"Unit assessor": "Bob", "Unit IQA": "Eve"}, ["AssignedUnit"]),
        ({"Unit assessor": "Bob", "Units": "U1"}, []),
        ({"Unit IQA": "Eve", "Unit to assess": "U1"}, []),
    ],
)
def test_a_finer_assignment_says_what_it_is_to(tmp_path: Path, cells: dict[str, str], missing: list[str]) -> None:
    found = [one for one in checked(tmp_path, LEARNER | cells).problems if one.code != "cell-error"]
    assert [(one.code, one.place.field) for one in found] == [("assignment-incomplete", name) for name in missing]


def test_problems_stand_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    people = table(LEARNER | {"Role": "Prefect", "Email": "x", "Notes": "n"}, LEARNER | {"Class": None})
    path = book(tmp_path / "a.xlsx", Assignments=table(ASSIGNED | {"Level": 9}), People=people)
    found = check(read_roster(path), today=TODAY)
    assert [(one.place.sheet, *place) for one, place in zip(found.problems, said(found.problems), strict=True)] == [
        ("People", 1, "H", "column-unused"),
        ("People", 2, "A", "role-unknown"),
        ("People", 2, "D", "email-invalid"),
        ("People", 3, "F", "required-missing"),
        ("Assignments", 2, "D", "level-unknown"),
    ]


def test_an_assignment_is_understood(tmp_path: Path) -> None:
    found = checked_assignments(tmp_path, ASSIGNED, ASSIGNED | {"As": None, "Level": "Unit", "Unit": "U1"})
    assert found.problems == ()
    first, second = found.assignments
    assert (first.learner, first.person) == (Reference("Ann Lee"), Reference("Bob Ray"))
    assert (first.level, first.as_role) == (Level.LEARNING_AIM, Role.ASSESSOR)
    assert (first.standard, first.unit) == (Reference("S"), None)
    assert (second.level, second.as_role, second.unit) == (Level.UNIT_SUMMARY, None, Reference("U1"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Learner": None}, ("A", "required-missing")),
        ({"Person": None}, ("B", "required-missing")),
        ({"Level": None}, ("D", "required-missing")),
        ({"Level": "high"}, ("D", "level-unknown")),
        ({"As": "Prefect"}, ("C", "role-unknown")),
        ({"As": "Employer"}, ("C", "level-role")),
        ({"As": "Observer", "Level": 2, "Unit": "U"}, ("C", "level-role")),
        ({"As": "Learner", "Level": 1}, ("C", "level-role")),
        ({"Standard": None}, ("E", "assignment-incomplete")),
        ({"Level": 2}, ("F", "assignment-incomplete")),
        ({"Standard": "#N/A"}, ("E", "cell-error")),
    ],
)
def test_what_is_wrong_with_an_assignment(tmp_path: Path, cells: dict[str, Any], expected: tuple[str, str]) -> None:
    found = checked_assignments(tmp_path, ASSIGNED | cells)
    assert said(found.problems) == [(2, *expected)]
    assert found.rows_with_errors() == {("Assignments", 2)}


@pytest.mark.parametrize(
    ("role", "level"), [("Trainee Assessor", 3), ("IQA", 2), ("Employer", 1), ("Observer", 1), ("Assessor", 1)]
)
def test_what_the_levels_take(tmp_path: Path, role: str, level: int) -> None:
    assert checked_assignments(tmp_path, ASSIGNED | {"As": role, "Level": level, "Unit": "U"}).problems == ()


def test_an_assignments_sheet_without_a_needed_column(tmp_path: Path) -> None:
    found = checked_assignments(tmp_path, {"Learner": "Ann Lee", "Person": "Bob Ray"})
    assert said(found.problems) == [(2, None, "required-missing")]
    assert found.assignments == ()


def test_every_field_of_people_is_read_by_a_kind(tmp_path: Path) -> None:
    """A field that is added with a kind that nothing reads would raise here."""
    found = checked(tmp_path, {field.label: "x" for field in PEOPLE.values()} | {"Role": "Learner"})
    assert len(found.people) == 1
