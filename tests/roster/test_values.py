import string
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.fields import Kind
from onefile_desktop.roster.rows import CellError, CellValue, Reference
from onefile_desktop.roster.values import Invalid, display, read_value, tidy
from tests.roster.cohort import uln

KINDS = [kind for kind in Kind if kind is not Kind.DATE]
CELLS = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.none(),
    st.sampled_from(["#N/A", "#REF!"]).map(CellError),
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        ("", ""),
        ("  Ann \t", "Ann"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("\ufeffAnn\u200b", "Ann"),
        ("Mary  Ann", "Mary Ann"),
        ("1 Gull Lane \r\n Westering", "1 Gull Lane\nWestering"),
        ("Jose\u0301", "José"),
        (1234567890.0, "1234567890"),
        (42, "42"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2004, 3, 23), "23/03/2004"),
        (datetime.fromisoformat("2004-03-23T00:00"), "23/03/2004"),
        (datetime.fromisoformat("2004-03-23T09:05"), "23/03/2004 09:05"),
        (CellError("#N/A"), "#N/A"),
    ],
)
def test_a_cell_is_shown_as_a_person_sees_it(cell: CellValue, shown: str) -> None:
    assert display(cell) == shown


def test_joiners_stay_inside_names_that_are_written_with_them() -> None:
    assert tidy("\u200cن\u200cم\u200d ") == "ن\u200cم"


@pytest.mark.parametrize("kind", KINDS)
@given(cell=CELLS)
def test_no_content_of_a_cell_raises(kind: Kind, cell: CellValue) -> None:
    value = read_value(kind, cell)
    if isinstance(cell, CellError):
        assert value == Invalid("cell-error")
    elif not display(cell):
        assert value is None


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("ann@example.org", "ann@example.org"),
        (" mailto:ann@example.org", "ann@example.org"),
        ("Ann.Lee@EXAMPLE.org", "Ann.Lee@example.org"),
        ("o'neill@college.ac.uk", "o'neill@college.ac.uk"),
        ("zoë@example.org", "zoë@example.org"),
    ],
)
def test_emails(text: str, email: str) -> None:
    assert read_value(Kind.EMAIL, text) == email


@pytest.mark.parametrize(
    "text", ["ann", "ann@", "@example.org", "ann@example", "ann lee@example.org", "ann@x.test", "a@b@example.org"]
)
def test_what_is_no_email_is_told_with_a_reason(text: str) -> None:
    value = read_value(Kind.EMAIL, text)
    assert isinstance(value, Invalid)
    assert value.code == "email-invalid"
    assert value.why.endswith(".")


@pytest.mark.parametrize("cell", ["7700900123", 7700900123.0, "07700 900123", "(07700) 900-123", "tel: 07700 900123"])
def test_a_phone_number_regains_the_0_that_excel_took(cell: CellValue) -> None:
    assert read_value(Kind.PHONE, cell) == "07700900123"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("+353 20 913 1234", "+353209131234"),
        ("01632 960001 ext. 12", "01632960001 ext 12"),
        ("016977 2345", "0169772345"),
    ],
)
def test_phone_numbers_of_other_forms(text: str, number: str) -> None:
    assert read_value(Kind.PHONE, text) == number


@pytest.mark.parametrize("text", ["0770", "07700 900 1234 5", "none", "+0770090012", "+44 770", "07700O900123"])
def test_what_is_no_phone_number(text: str) -> None:
    value = read_value(Kind.PHONE, text)
    assert isinstance(value, Invalid)
    assert value.code == "phone-invalid"
    assert value.why


@pytest.mark.parametrize("number", range(0, 200, 7))
def test_a_uln_needs_its_check_digit(number: int) -> None:
    good = uln(number)
    assert read_value(Kind.ULN, good) == good
    assert read_value(Kind.ULN, float(good)) == good
    assert read_value(Kind.ULN, f" {good[:3]} {good[3:6]} {good[6:]}") == good
    for digit in set(string.digits) - {good[-1]}:
        assert isinstance(read_value(Kind.ULN, good[:-1] + digit), Invalid)


def test_the_uln_for_not_yet_known_counts_as_blank() -> None:
    assert read_value(Kind.ULN, "9999999999") is None
    assert read_value(Kind.ULN, 9999999999.0) is None


@pytest.mark.parametrize("text", ["123456789", "0123456789", "12345678901", "abc"])
def test_what_is_no_uln(text: str) -> None:
    value = read_value(Kind.ULN, text)
    assert isinstance(value, Invalid)
    assert value.code == "uln-invalid"
    assert "ten digits" in value.why


# AB 12 34 56 C is the pattern that HMRC prints; none of these were given to anybody for all we know.
@pytest.mark.parametrize("text", ["AB 12 34 56 C", "ab123456c", "AB-12-34-56-C"])
def test_ninos(text: str) -> None:
    assert read_value(Kind.NINO, text) == "AB123456C"


@pytest.mark.parametrize(
    "text", ["QQ123456C", "DA123456A", "AO123456A", "BG123456A", "ZZ123456A", "AB123456E", "AB12345C", "AB1234567", "A"]
)
def test_what_is_no_nino(text: str) -> None:
    assert read_value(Kind.NINO, text) == Invalid("nino-invalid")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Yes", True), ("y", True), (True, True), (1.0, True), ("TRUE", True), ("No", False), (False, False), (0, False)],
)
def test_yes_and_no(cell: CellValue, answer: bool) -> None:
    assert read_value(Kind.YES_NO, cell) is answer
    assert read_value(Kind.YES_NO, "maybe") == Invalid("yes-no-invalid")


def test_onefile_ids() -> None:
    assert read_value(Kind.ONEFILE_ID, 137_001.0) == 137_001
    for text in ("HL26", "-5", "0", "1.5", "٤٢", "9" * 30):
        assert read_value(Kind.ONEFILE_ID, text) == Invalid("id-invalid")


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
    value = read_value(Kind.REFERENCES, " Bob Ray ;\nmailto:eve@example.org;; Bob Ray\r\nCai")
    assert value == (Reference("Bob Ray"), Reference("eve@example.org"), Reference("Cai"))
    assert read_value(Kind.REFERENCES, " ; ") is None


def test_one_reference_is_one_line() -> None:
    assert read_value(Kind.REFERENCE, "Bob\nRay") == Reference("Bob Ray")
    assert read_value(Kind.REFERENCE, 137_001.0) == Reference("137001")
