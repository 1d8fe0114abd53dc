import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.cells import Doubtful, Invalid, display
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Kind
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated, Reference, Value
from onefile_desktop.roster.values import read_value, reader_for
from tests.roster.cohort import uln

KINDS = [kind for kind in Kind if kind is not Kind.DATE]
FIELDS = [field for field in (*PEOPLE.values(), *ASSIGNMENTS.values()) if field.kind is not Kind.DATE]
CELLS = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.none(),
    st.sampled_from(["#N/A", "#REF!"]).map(CellError),
    st.just(NotCalculated()),
)
"""Whatever can stand in a cell."""
TYPED = st.sampled_from(
    [
        "n/a",
        "None",
        "–",
        "Yes.",
        "07700 900123 x4",
        "Jo <jo@example.org>; Al",
        "“jo@example.org”",
        "mailto:mailto:jo@example.org",
        "IV / IQA",
        "Level 3",
        "AB 12 34 56 C",
        "1.23E+09",
        uln(1),
        "White British",
        "O’Brien\nLee",
    ]
)


def read(name: str, cell: CellValue) -> Value | Doubtful | Invalid | None:
    return reader_for(PEOPLE[name])(cell)


def written(value: Value) -> str:
    """A value as a person would write it."""
    if isinstance(value, tuple):
        return "; ".join(one.text for one in value)
    if isinstance(value, Role):
        return value.label
    return value.text if isinstance(value, Reference) else display(value)


@pytest.mark.parametrize("kind", KINDS)
@given(cell=CELLS | TYPED)
def test_no_content_of_a_cell_raises(kind: Kind, cell: CellValue) -> None:
    value = read_value(kind, cell)
    if isinstance(cell, CellError):
        assert value == Invalid("cell-error")
    elif isinstance(cell, NotCalculated):
        assert value == Invalid("formula-not-calculated")
    elif not display(cell):
        assert value is None


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@given(cell=CELLS | TYPED)
def test_what_was_read_and_written_again_is_read_the_same(field: Field, cell: CellValue) -> None:
    reader = reader_for(field)
    value = reader(cell)
    if isinstance(value, Doubtful):
        assert reader(written(value.value)) == value
    elif not isinstance(value, Invalid) and value is not None:
        assert reader(written(value)) == value


@pytest.mark.parametrize("part", ["@", "<", "< ", "a@", "mailto:", "0", " x", ", ", "\n", "-", "1/", "“", "É"])
def test_the_longest_cell_is_read_at_once(part: str) -> None:
    cell = (part * 32_767)[:32_767]
    began = time.monotonic()
    for kind in KINDS:
        read_value(kind, f"<{cell}1")
    assert time.monotonic() - began < 3


def test_an_email_a_phone_number_and_identifiers_are_read_by_their_kind() -> None:
    assert read_value(Kind.EMAIL, "Ann <ann@example.org>") == "ann@example.org"
    assert read_value(Kind.PHONE, 7_700_900_123.0) == "07700900123"
    assert read_value(Kind.ULN, float(uln(3))) == uln(3)
    assert read_value(Kind.ULN, "1.23457E+09") == Invalid("uln-invalid", REASONS["digits-lost"])
    assert read_value(Kind.NINO, "ab 12 34 56 c") == "AB123456C"
    assert read_value(Kind.ONEFILE_ID, 137_001.0) == 137_001


def test_a_name_is_one_line_with_the_quotes_of_a_keyboard() -> None:
    assert read("LastName", " O’Brien \n Lee ") == "O'Brien Lee"
    assert read("LastName", "None") == "None"
    assert read("FirstName", "N/A") is None


def test_what_people_type_for_nothing_is_nothing() -> None:
    for name in ("Email", "ULN", "NINO", "MobileNumber", "SupportFunding", "DefaultEmployerID", "Role", "Website"):
        assert read(name, "TBC") is None
        assert read(name, " – ") is None
    assert read("PlacementID", "TBC") == Reference("TBC")


@pytest.mark.parametrize("cell", ["A", "31", 98.0, "1", "NI", "c2"])
def test_a_code_is_short(cell: CellValue) -> None:
    assert read("L12", cell) == display(cell)


@pytest.mark.parametrize("text", ["White British", "Female", "None", "Yes", "no", "1, 4", "A/B"])
def test_what_looks_like_no_code_is_passed_on_and_looked_at(text: str) -> None:
    assert read("L13", text) == Doubtful(text, "code-unusual")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *((yes, True) for yes in ("Yes", "y", "YES.", "TRUE", "t", "✓", "☑", True, 1, 1.0, "1")),
        *((no, False) for no in ("No", "n", "FALSE", "f", "✗", "none", False, 0, 0.0, "0")),
    ],
)
def test_yes_and_no(cell: CellValue, answer: bool) -> None:
    assert read_value(Kind.YES_NO, cell) is answer


@pytest.mark.parametrize("text", ["maybe", "Yes - LSF", "x", "2", "yes no"])
def test_what_is_neither_yes_nor_no(text: str) -> None:
    assert read_value(Kind.YES_NO, text) == Invalid("yes-no-invalid")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_known_by_label_and_by_number(role: Role) -> None:
    for cell in (role.label, role.label.upper(), f" {role.label.lower()} ", float(role), str(int(role))):
        assert read_value(Kind.ROLE, cell) is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Apprentice", Role.LEARNER),
        ("Student", Role.LEARNER),
        ("Assessor / Tutor", Role.ASSESSOR),
        ("Tutor", Role.ASSESSOR),
        ("trainer", Role.ASSESSOR),
        ("IV / IQA", Role.IQA),
        ("IQA/IV", Role.IQA),
        ("Internal Verifier", Role.IQA),
        ("Line-manager", Role.EMPLOYER),
        ("Witness", Role.OBSERVER),
        ("Trainee assessor", Role.TRAINEE_ASSESSOR),
    ],
)
def test_common_words_for_roles(text: str, role: Role) -> None:
    assert read_value(Kind.ROLE, text) is role


def test_an_unknown_role() -> None:
    assert read_value(Kind.ROLE, "Prefect") == Invalid("role-unknown")


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        (3, Level.LEARNING_AIM),
        (3.0, Level.LEARNING_AIM),
        ("Learning aim", Level.LEARNING_AIM),
        ("Level 3", Level.LEARNING_AIM),
        ("2", Level.UNIT_SUMMARY),
        ("Unit", Level.UNIT_SUMMARY),
        ("unit summary", Level.UNIT_SUMMARY),
        (1, Level.ADDITIONAL),
        ("ADDITIONAL", Level.ADDITIONAL),
    ],
)
def test_levels(cell: CellValue, level: Level) -> None:
    assert read_value(Kind.LEVEL, cell) is level
    assert read_value(Kind.LEVEL, "4") == Invalid("level-unknown")


def test_a_list_in_one_cell_is_split_at_semicolons_and_line_breaks() -> None:
    value = read_value(Kind.REFERENCES, " Bob Ray ;\nEve <eve@example.org>;; Bob Ray\r\nCai; TBC")
    assert value == (Reference("Bob Ray"), Reference("eve@example.org"), Reference("Cai"))
    assert read_value(Kind.REFERENCES, " ; ") is None
    assert read_value(Kind.REFERENCES, "n/a; None") is None


def test_one_reference_is_one_line() -> None:
    assert read_value(Kind.REFERENCE, "Bob\nRay") == Reference("Bob Ray")
    assert read_value(Kind.REFERENCE, 137_001.0) == Reference("137001")
    assert read_value(Kind.REFERENCE, "mailto:bob@example.org") == Reference("bob@example.org")
    assert read_value(Kind.REFERENCE, "“Bob” (Site @ Quay)") == Reference('"Bob" (Site @ Quay)')


REPEATING = ['"', '" "', "''", "″", "〃", "ditto", "Ditto.", "as above", "Same as above", "do."]


@pytest.mark.parametrize("name", ["FirstName", "FullName", "Email", "ClassroomID", "DefaultEmployerID", "L12", "ULN"])
@pytest.mark.parametrize("cell", REPEATING)
def test_what_stands_above_is_no_value(name: str, cell: str) -> None:
    assert read(name, cell) == Invalid("ditto")


@pytest.mark.parametrize("cell", REPEATING)
def test_a_surname_may_be_ditto_and_nothing_else_of_the_kind(cell: str) -> None:
    assert read("LastName", cell) == (Doubtful("ditto", "name-ditto") if cell == "ditto" else Invalid("ditto"))
    assert read("EmployerLastName", cell) == Invalid("ditto")


@pytest.mark.parametrize("cell", ["Do", "Above", "Dot", "Sameas", "O'", "Dittoo"])
def test_names_that_only_resemble_it_are_names(cell: str) -> None:
    assert read("LastName", cell) == read("FirstName", cell) == cell


@pytest.mark.parametrize("cell", ["Katherine (Kate)", "[not provided]", "Br?nz", "Rees / Parry", "O’Neill; Al"])
def test_what_is_odd_in_a_name_goes_on_with_a_warning(cell: str) -> None:
    assert read("FirstName", cell) == Doubtful(cell.replace("’", "'"), "name-unusual")
    assert read("FullName", cell) == cell.replace("’", "'")  # said of the halves
    assert read("EmployerLastName", cell) == cell.replace("’", "'")


@pytest.mark.parametrize("name", ["FirstName", "LastName", "FullName"])
@pytest.mark.parametrize("cell", ["1", "12/03", "***", "✓", 1.0, 7, True, False, date(2004, 4, 3)])
def test_what_cannot_be_a_name(name: str, cell: CellValue) -> None:
    assert read(name, cell) == Invalid("name-invalid")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("-", "-"), ("–", "–"), (".", "."), ("n/a", None), ("TBC", None), (None, None), ("True", "True"), ("李", "李")],
)
def test_what_stands_for_a_name_that_somebody_does_not_have_is_as_it_was(cell: CellValue, value: str | None) -> None:
    assert read("LastName", cell) == value
