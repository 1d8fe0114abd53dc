from pathlib import Path

import pytest

from tests.roster.books import LEARNER, checked, said

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
