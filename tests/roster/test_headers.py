from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.errors import UsageError
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.headers import column_letter, field_meant, find_header_row, match_columns
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow
from onefile_desktop.roster.values import plain
from tests.roster.test_values import CELLS

TABLES = pytest.mark.parametrize("table", [PEOPLE, ASSIGNMENTS], ids=["people", "assignments"])


def fields_of(*headers: CellValue, mapping: tuple[tuple[str, str], ...] = ()) -> list[str | None]:
    return [column.field for column in match_columns(headers, PEOPLE, mapping)]


def sheet(*rows: tuple[CellValue, ...]) -> Sheet:
    return Sheet("S", tuple(SheetRow(number, cells) for number, cells in enumerate(rows, start=1)))


@TABLES
def test_every_field_is_known_by_name_label_and_synonyms(table: Mapping[str, Field]) -> None:
    for field in table.values():
        for text in (field.name, field.label, *field.synonyms):
            assert match_columns([text], table, ())[0].field == field.name, text


@TABLES
def test_no_heading_means_two_fields(table: Mapping[str, Field]) -> None:
    meant: dict[str, str] = {}
    for field in table.values():
        for text in {plain(text) for text in (field.name, field.label, *field.synonyms)}:
            assert meant.setdefault(text, field.name) == field.name


@pytest.mark.parametrize(
    "text", ["First name *", "FIRST NAME", "first_name", " First\u00a0Name ", "Forename:", "firstname"]
)
def test_case_spaces_and_punctuation_do_not_matter(text: str) -> None:
    assert fields_of(text) == ["FirstName"]


@pytest.mark.parametrize("text", ["Created On", "createdon", "CREATEDON", "Created"])
def test_created_on_is_matched_by_its_exact_name_only(text: str) -> None:
    assert fields_of(text) == [None]
    assert fields_of("CreatedOn") == ["CreatedOn"]


def test_of_two_columns_for_one_field_the_first_keeps_it() -> None:
    columns = match_columns(["Surname", "Family name"], PEOPLE, ())
    assert [column.field for column in columns] == ["LastName", None]
    assert "column A" in columns[1].why


def test_a_fields_own_name_goes_before_a_synonym() -> None:
    assert fields_of("Employer", "Default employer") == [None, "DefaultEmployerID"]


def test_a_mapping_goes_before_everything() -> None:
    mapping = (("Contact", "Email"), ("C", "Last name"), ("Email", "-"), ("E", ""))
    assert fields_of("Contact", "Email", "Family", "Surname", "Role", mapping=mapping) == [
        "Email",
        None,
        "LastName",
        None,
        None,
    ]


def test_a_heading_can_be_a_letter() -> None:
    assert fields_of("B", "Second", mapping=(("B", "Email"),)) == ["Email", None]


@pytest.mark.parametrize("mapping", [(("Nowhere", "Email"),), (("Mail", "Emial"),), (("ZZ", "Email"),)])
def test_a_mapping_to_what_is_not_there_is_told(mapping: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(UsageError) as told:
        match_columns(["Mail"], PEOPLE, mapping)
    assert mapping[0][0] in told.value.message or "Email" in told.value.what_to_do


def test_an_unknown_field_is_told_with_what_may_have_been_meant() -> None:
    with pytest.raises(UsageError, match="Planned end date"):
        field_meant("Planed end dat", PEOPLE)
    with pytest.raises(UsageError, match="Role"):
        field_meant("%", PEOPLE)


def test_what_this_program_wrote_is_not_reported_as_lost() -> None:
    columns = match_columns(["OneFile outcome", "OneFile ID", "OneFile message", "Notes"], PEOPLE, ())
    assert [(column.field, column.lost) for column in columns] == [
        (None, False),
        ("OneFileID", False),
        (None, False),
        (None, True),
    ]


def test_the_header_is_the_row_that_names_most_fields() -> None:
    titled = sheet(("Intake",), ("Name", "Email"), ("Role", "First name", "Last name"), ("Learner", "Ann", "Lee"))
    assert find_header_row(titled, PEOPLE) == 3


def test_one_heading_is_no_header() -> None:
    assert find_header_row(sheet(("Role", "x"), ("a", "Email")), PEOPLE) is None


def test_a_mapped_heading_counts() -> None:
    rows = sheet(("List",), ("Type", "Mail to"), ("Learner", "ann@example.org"))
    mapping = (("Type", "Role"), ("Mail to", "Email"), ("Z", "ULN"))
    assert find_header_row(rows, PEOPLE) is None
    assert find_header_row(rows, PEOPLE, mapping) == 2


def test_a_header_far_down_is_not_looked_for() -> None:
    rows = [("x",)] * 30 + [("Role", "Email", "ULN")]
    assert find_header_row(sheet(*rows), PEOPLE) is None
    assert find_header_row(sheet(*rows[1:]), PEOPLE) == 30


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(index: int, letter: str) -> None:
    assert column_letter(index) == letter


HEADINGS = st.one_of(CELLS, st.sampled_from([field.label for field in PEOPLE.values()]))


@given(st.lists(HEADINGS, max_size=12))
def test_no_header_raises_and_no_field_has_two_columns(headers: list[CellValue]) -> None:
    columns = match_columns(headers, PEOPLE, ())
    named = [column.field for column in columns if column.field]
    assert [column.index for column in columns] == list(range(len(headers)))
    assert len(named) == len(set(named))
    find_header_row(sheet(tuple(headers)), PEOPLE)
