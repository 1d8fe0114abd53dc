from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.rows import CellValue
from tests.roster.books import LEARNER, TODAY, checked, said
from tests.roster.cohort import uln
from tests.roster.tables import HEADER_ROW, made_roster, told
from tests.roster.tables import LEARNER as IN_A_TABLE

OTHER = LEARNER | {"First name": "Cai", "Last name": "Orr", "Email": "cai.orr@example.org"}


def staff(role: str, **cells: str) -> dict[str, str | None]:
    return LEARNER | {"Role": role, "Class": None, "Default assessor": None} | cells


def test_rows_that_share_nothing_have_no_problems(tmp_path: Path) -> None:
    assert checked(tmp_path, LEARNER | {"MIS ID": "1"}, OTHER | {"MIS ID": "2"}).problems == ()


def test_blank_identifiers_are_not_shared(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"Email": None, "MIS ID": None}, OTHER | {"Email": None, "MIS ID": " "})
    assert {one.code for one in found.problems} == {"required-missing"}


@pytest.mark.parametrize(
    "other",
    [LEARNER | {"Class": "A2"}, LEARNER | {"Default assessor": "Zoe"}, OTHER | {"Email": "ANN.LEE@example.org"}],
)
def test_one_email_twice_in_one_role(tmp_path: Path, other: dict[str, str]) -> None:
    found = checked(tmp_path, LEARNER, other)
    assert said(found.problems) == [(2, "D", "email-repeated"), (3, "D", "email-repeated")]
    assert [one.message.split(" has ")[0] for one in found.problems] == ["Row 3", "Row 2"]
    assert found.problems[1].value == other["Email"]


def test_one_email_for_two_people(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, staff("Assessor", **{"First name": "Bob", "Placement": ""}))
    assert said(found.problems) == [(2, "D", "email-shared"), (3, "D", "email-shared")]
    assert found.problems[0].message.startswith("Bob Lee on row 3 has the same email.")
    assert found.rows_with_errors() == {("People", 2), ("People", 3)}


def test_one_person_in_two_roles_may_have_one_email_and_one_mis_id(tmp_path: Path) -> None:
    both = {"MIS ID": "7", "First name": "ann ", "Last name": "LEE"}
    assert checked(tmp_path, LEARNER | {"MIS ID": "7"}, staff("Observer", **both)).problems == ()


def test_each_row_names_the_first_other_row_once(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER, LEARNER | {"Class": "A2"}, LEARNER)
    told = [(one.place.row, one.message.split(" has ")[0]) for one in found.problems]
    assert told == [(2, "Row 3"), (3, "Row 2"), (4, "Row 3")]


def test_a_repeated_email_is_not_also_said_to_be_shared(tmp_path: Path) -> None:
    stranger = staff("Observer", **{"First name": "Bob"})
    found = checked(tmp_path, LEARNER, LEARNER | {"Class": "A2"}, stranger)
    assert [one.code for one in found.problems] == ["email-repeated", "email-repeated", "email-shared"]


def test_two_people_with_one_mis_id(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"MIS ID": "ab7"}, OTHER | {"MIS ID": "AB7"})
    assert said(found.problems) == [(2, "H", "mis-id-repeated"), (3, "H", "mis-id-repeated")]
    assert [one.value for one in found.problems] == ["ab7", "AB7"]


def test_a_number_and_its_text_are_one_mis_id(tmp_path: Path) -> None:
    found = checked(tmp_path, LEARNER | {"MIS ID": 42}, OTHER | {"MIS ID": "42"})
    assert [one.code for one in found.problems] == ["mis-id-repeated"] * 2


def test_rows_without_a_name_can_share_as_well(tmp_path: Path) -> None:
    nameless = staff("Observer", **{"First name": "", "Last name": ""})
    found = checked(tmp_path, LEARNER, nameless)
    assert found.problems[0].code == "email-shared"
    assert found.problems[0].message.startswith("Somebody else on row 3")


BORN = {"Date of birth": date(2004, 3, 23)}
BORN_IN_A_TABLE = {"DOB": date(2004, 3, 23)}
JOSE = LEARNER | BORN | {"First name": "José", "Last name": "Łuczak"}
UNACCENTED = JOSE | {"First name": "Jose", "Last name": "Luczak"}


def test_a_name_without_its_accents_is_the_same_name(tmp_path: Path) -> None:
    again = checked(tmp_path, JOSE, UNACCENTED | {"Email": "jose@example.org"})
    assert said(again.problems) == [(2, "C", "person-repeated"), (3, "C", "person-repeated")]
    observer = {"Role": "Observer", "Class": None, "Default assessor": None, "MIS ID": "7"}
    assert checked(tmp_path, JOSE | {"MIS ID": "7"}, UNACCENTED | observer).problems == ()


@pytest.mark.parametrize("other", [{"First name": "Joss"}, {"Date of birth": date(2004, 3, 24)}, {"Role": "Observer"}])
def test_other_names_birthdays_and_roles_are_other_people(tmp_path: Path, other: dict[str, object]) -> None:
    found = checked(tmp_path, JOSE, UNACCENTED | {"Email": "jose@example.org"} | other)
    assert {one.code for one in found.problems} <= {"field-not-for-role"}


@pytest.mark.parametrize(("one", "another"), [("00123", "123"), ("0123", "00123"), ("00123", 123)])
def test_mis_ids_that_differ_only_by_leading_zeros(tmp_path: Path, one: str, another: str | int) -> None:
    found = checked(tmp_path, LEARNER | {"MIS ID": one}, OTHER | {"MIS ID": another})
    alike = [problem for problem in found.problems if problem.code == "mis-id-zeros"]
    assert said(alike) == [(2, "H", "mis-id-zeros"), (3, "H", "mis-id-zeros")]
    assert alike[0].message.startswith(f"Row 3 has the MIS ID “{another}”, ")
    assert not found.rows_with_errors()


@pytest.mark.parametrize(("one", "another"), [("L00123", "L123"), ("120", "12"), ("1-23", "0123")])
def test_mis_ids_that_differ_in_more_are_two(tmp_path: Path, one: str, another: str) -> None:
    assert checked(tmp_path, LEARNER | {"MIS ID": one}, OTHER | {"MIS ID": another}).problems == ()


def test_one_person_in_two_roles_may_be_written_with_zeros_and_without(tmp_path: Path) -> None:
    assert checked(tmp_path, LEARNER | {"MIS ID": "007"}, staff("Observer", **{"MIS ID": "7"})).problems == ()


def test_a_further_mis_id_is_compared_with_each_of_those_it_resembles(tmp_path: Path) -> None:
    third = LEARNER | {"First name": "Di", "Email": "di@example.org"}
    found = checked(tmp_path, LEARNER | {"MIS ID": "07"}, OTHER | {"MIS ID": "07"}, third | {"MIS ID": "7"})
    told_at = [(one.place.row, one.code, one.message.split(" has ")[0]) for one in found.problems]
    assert sorted(told_at) == [
        (2, "mis-id-repeated", "Row 3"),
        (2, "mis-id-zeros", "Row 4"),
        (3, "mis-id-repeated", "Row 2"),
        (3, "mis-id-zeros", "Row 4"),
        (4, "mis-id-zeros", "Row 2"),
    ]


def test_whoever_shares_neither_email_nor_uln_with_a_namesake_is_told_of_the_first_such() -> None:
    emails, ulns = ("a", "a", "b", "c"), (uln(1), uln(2), uln(1), uln(2))
    rows = [
        IN_A_TABLE | BORN_IN_A_TABLE | {"Email": f"{email}@example.org", "ULN": number}
        for email, number in zip(emails, ulns, strict=True)
    ]
    found = check(made_roster(*rows), today=TODAY).problems
    twins = [(one.place.row, one.message.split(" is ")[0]) for one in found if one.code == "person-repeated"]
    assert twins == [(6, "Row 9"), (7, "Row 8"), (8, "Row 7"), (9, "Row 6")]


def test_a_name_of_which_half_is_unknown_is_nobodys() -> None:
    ann = IN_A_TABLE | BORN_IN_A_TABLE | {"FirstName": "Ann", "LastName": "-"}
    odd = ann | {"LastName": True, "Email": "al@example.org"}
    found = check(made_roster(ann, odd, odd | {"LastName": "7", "Email": "bo@example.org"}), today=TODAY).problems
    assert {one.code for one in found} == {"name-invalid"}


def test_marks_that_make_other_letters_are_no_accents() -> None:
    named = ({"FirstName": name, "Email": f"{n}@example.org"} for n, name in enumerate("だた"))
    rows = [IN_A_TABLE | BORN_IN_A_TABLE | one for one in named]
    assert check(made_roster(*rows), today=TODAY).problems == ()


STAFF = {"DefaultEmployerID": "Mark Orr <mark@example.org>"}


def test_a_learners_email_that_is_a_managers_is_told() -> None:
    rows = [IN_A_TABLE | STAFF | {"Email": "mark@example.org"}, IN_A_TABLE | {"Email": "b@example.org"} | STAFF]
    found = check(made_roster(*rows), today=TODAY).problems
    assert told(found) == [(HEADER_ROW + 1, "Email", "email-of-staff")]
    assert "default employer" in found[0].message


@pytest.mark.parametrize(
    ("beside", "is_told"), [("Bill Smith", True), ("", True), ("Zoe", False), ("ZOË SMITH", False)]
)
def test_the_name_beside_an_email_must_be_the_learners(beside: str, is_told: bool) -> None:
    zoe = IN_A_TABLE | {"FirstName": "Zoë", "LastName": "Smith", "Email": "zs@example.org"}
    other = IN_A_TABLE | {"DefaultEmployerID": f"{beside} <zs@example.org>".strip()}
    found = check(made_roster(zoe, other), today=TODAY).problems
    assert [one.code for one in found] == ["email-of-staff"] * is_told


def test_a_learner_who_is_somebodys_manager_has_the_managers_email() -> None:
    mark = IN_A_TABLE | {"FirstName": "Mark", "LastName": "Orr", "Email": "Mark@example.org"}
    assert check(made_roster(mark, IN_A_TABLE | STAFF), today=TODAY).problems == ()


MANY = 6_000
Made = Callable[[int], CellValue]


def _own_name(row: int) -> str:
    return f"Ann {row}"


def _own_email(row: int) -> str:
    return f"ann{row}@example.org"


@pytest.mark.parametrize(
    ("varied", "shared", "code"),
    [
        ({}, {}, "rows-joined"),
        ({}, {"MobileNumber": "to follow"}, "rows-joined"),
        ({"ClassroomID": lambda row: "A1" if row else "A2"}, {}, "email-repeated"),
        ({"FirstName": _own_name}, {}, "email-repeated"),
        ({"Email": _own_email, "FirstName": _own_name}, {"ULN": uln(1)}, "uln-repeated"),
        ({"Email": _own_email, "FirstName": _own_name}, {"MISID": "7"}, "mis-id-repeated"),
        ({"Email": _own_email}, BORN_IN_A_TABLE, "person-repeated"),
        ({"ClassroomID": lambda row: f"A{row}"}, BORN_IN_A_TABLE | {"MISID": "7"}, "email-repeated"),
    ],
)
def test_of_thousands_of_rows_that_share_something_each_is_told(
    varied: dict[str, Made], shared: dict[str, CellValue], code: str
) -> None:
    rows = [IN_A_TABLE | shared | {name: made(row) for name, made in varied.items()} for row in range(MANY)]
    roster = made_roster(*rows)
    found = check(roster, today=TODAY)
    assert len([one for one in told(found.problems) if one[2] == code]) >= MANY - 1
