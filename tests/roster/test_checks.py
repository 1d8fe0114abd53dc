from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import PEOPLE, required
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import CellValue, Reference
from tests.roster.books import LEARNER, TODAY, book, checked, said, table
from tests.roster.tables import header_of, made_roster
from tests.roster.test_values import CELLS

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
        ("Mobile", "ask at the office", "phone-invalid"),
        ("MIS ID", "1.23E+09", "digits-lost"),
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


def test_every_field_of_people_is_read_by_a_kind(tmp_path: Path) -> None:
    """A field that is added with a kind that nothing reads would raise here."""
    found = checked(tmp_path, {field.label: "x" for field in PEOPLE.values()} | {"Role": "Learner"})
    assert len(found.people) == 1


ROLES = st.sampled_from([*(role.label for role in Role), "Prefect", None])


@given(
    rows=st.lists(st.tuples(ROLES, st.dictionaries(st.sampled_from(sorted(PEOPLE)), CELLS)), max_size=4),
    everyone=st.dictionaries(st.sampled_from(sorted(PEOPLE)), st.text()),
)
def test_whatever_the_cells_hold_is_checked_and_told_at_its_place(
    rows: list[tuple[str | None, dict[str, CellValue]]], everyone: dict[str, str]
) -> None:
    roster = made_roster(*({"Role": role} | cells for role, cells in rows), everyone=everyone)
    found = check(roster, today=TODAY)
    numbers = {row.number for row in roster.people.rows}
    for one in found.problems:
        assert one.place.row in {*numbers, roster.people.header_row}
        if one.place.field is not None and one.place.column is not None:
            parts = {name for name, field in PEOPLE.items() if field.part_of == one.place.field}
            parts |= {"FullName"} if one.place.field == "LastName" else set()
            assert one.place.header in {header_of(name) for name in (one.place.field, *parts)}
    assert [one.place.order for one in found.problems] == sorted(one.place.order for one in found.problems)
    assert all(name in part.row.cells for person in found.people for part in person.also for name in part.values)
