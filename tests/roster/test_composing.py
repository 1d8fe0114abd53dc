from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.rows import Cell, CellError, CellValue, NotCalculated, Row
from onefile_desktop.roster.table.composing import PARTS, compose, doubting_names, said_in_parts
from onefile_desktop.roster.values import read_value
from tests.roster.test_values import CELLS

FAILED = [CellError("#N/A"), NotCalculated()]
VALUES = st.one_of(CELLS, st.sampled_from(["Ann Lee", "N/A", "ann@example.org", "B12", *FAILED]))


def row(**values: CellValue) -> dict[str, Cell]:
    """Cells whose column is named after their field."""
    return {name: Cell(value, name, name.upper()) for name, value in values.items()}


def added(**values: CellValue) -> Mapping[str, Cell]:
    """What composing adds to these cells, or changes in them."""
    cells = row(**values)
    return {name: cell for name, cell in compose(cells).items() if cells.get(name) != cell}


def test_a_full_name_becomes_two() -> None:
    assert added(FullName="Lee, Ann Mary", Email="ann@example.org") == {
        "FirstName": Cell("Ann Mary", "FullName", "FULLNAME"),
        "LastName": Cell("Lee", "FullName", "FULLNAME"),
    }


def test_the_doubt_about_a_name_goes_with_both_halves() -> None:
    assert [cell.doubt for cell in added(FullName="Ann Mary Lee").values()] == [True, True]


def test_half_a_name_leaves_the_other_half_open() -> None:
    assert added(FullName="Ann") == {"FirstName": Cell("Ann", "FullName", "FULLNAME", doubt=True)}
    assert added(FullName="Mrs Lee") == {"LastName": Cell("Lee", "FullName", "FULLNAME", doubt=True)}


def test_columns_of_their_own_go_before_the_full_name() -> None:
    assert added(FullName="Ann Lee", FirstName="Annie", LastName="Li") == {}
    assert set(added(FullName="Ann Lee", FirstName="Annie")) == {"LastName"}
    assert set(added(FullName="Ann Lee", FirstName="TBC", LastName="N/A")) == {"FirstName", "LastName"}


@pytest.mark.parametrize("value", ["N/A", "tbc", 12345, "-", *FAILED])
def test_what_is_no_name_is_not_split(value: CellValue) -> None:
    assert added(FullName=value) == {}


@pytest.mark.parametrize("failed", FAILED)
def test_a_name_that_failed_in_its_own_column_is_not_covered_up(failed: CellValue) -> None:
    assert set(added(FullName="Ann Lee", FirstName=failed)) == {"LastName"}


@pytest.mark.parametrize(
    ("who", "field"),
    [("Assessor", "DefaultAssessorID"), ("Employer", "DefaultEmployerID"), ("Observer", "AdditionalObservers")],
)
def test_the_parts_of_a_reference(who: str, field: str) -> None:
    first, last, email = f"{who}FirstName", f"{who}LastName", f"{who}Email"
    name, address = {first: "Bob ", last: "Ray"}, {email: " bob@example.org"}
    assert added(**name) == {field: Cell("Bob Ray", last, last.upper())}
    assert added(**{first: "Bob"}) == {field: Cell("Bob", first, first.upper())}
    assert added(**{last: "Ray"}) == {field: Cell("Ray", last, last.upper())}
    assert added(**name, **address) == {field: Cell("Bob Ray <bob@example.org>", email, email.upper())}
    assert added(**address) == {field: Cell("bob@example.org", email, email.upper())}


def test_an_email_goes_before_a_name_in_the_references_own_cell() -> None:
    told = added(DefaultEmployerID="Jo Boss", EmployerFirstName="J", EmployerEmail="jo@example.org")
    assert told == {"DefaultEmployerID": Cell("Jo Boss <jo@example.org>", "EmployerEmail", "EMPLOYEREMAIL")}


@pytest.mark.parametrize(
    ("own", "whole"),
    [
        ("Pat Moss", "Pat Moss <pat@example.org>"),
        ("Vi Orme; Sam Lee", "Vi Orme; Sam Lee; Pat Moss <pat@example.org>"),
        ("Vi Orme\nSam Lee", "Vi Orme\nSam Lee; Pat Moss <pat@example.org>"),
        ("vi@example.org", "vi@example.org; Pat Moss <pat@example.org>"),
        ("n/a", "Pat Moss <pat@example.org>"),
        ("Vi Orme; PAT@example.org", None),
        ("Vi Orme; P. Moss <pat@example.org>", None),
        ("spat@example.org", "spat@example.org; Pat Moss <pat@example.org>"),
        ("pat@example.org.uk", "pat@example.org.uk; Pat Moss <pat@example.org>"),
        ("Vi Orme", "Vi Orme; Pat Moss <pat@example.org>"),
        ("Vi Moss", "Vi Moss; Pat Moss <pat@example.org>"),
        ("Moss, P", "Moss, P <pat@example.org>"),
        ("Pat", "Pat <pat@example.org>"),
        ("Pat Ann Moss", "Pat Ann Moss <pat@example.org>"),
    ],
)
def test_an_observer_in_parts_is_added_to_those_in_the_cell(own: str, whole: str | None) -> None:
    parts = {"ObserverFirstName": "Pat", "ObserverLastName": "Moss", "ObserverEmail": "pat@example.org"}
    told = added(AdditionalObservers=own, **parts)
    assert {name: cell.value for name, cell in told.items()} == ({"AdditionalObservers": whole} if whole else {})


@pytest.mark.parametrize(
    ("own", "whole"),
    [
        ("Vi Orme", "Vi Orme; Jo Reed"),
        ("Jo Reedman", "Jo Reedman; Jo Reed"),
        ("Jo Reedman; Vi Orme", "Jo Reedman; Vi Orme; Jo Reed"),
        ("vi@example.org", "vi@example.org; Jo Reed"),
        ("Vi Orme; jo  reed", None),
        ("Reed, Jo; Vi Orme", None),
        ("Jo Reed <jo@example.org>", None),
        ("Jo Reed", None),
        ("J. Reed", None),
        ("TBC", "Jo Reed"),
    ],
)
def test_an_observer_without_an_email_is_added_as_well(own: str, whole: str | None) -> None:
    told = added(AdditionalObservers=own, ObserverFirstName="Jo", ObserverLastName="Reed")
    assert {name: cell.value for name, cell in told.items()} == ({"AdditionalObservers": whole} if whole else {})


@pytest.mark.parametrize("own", ["Vi Orme", "Vi Orme; Sam Lee"])
def test_several_in_the_columns_of_one_are_passed_on(own: str) -> None:
    told = added(AdditionalObservers=own, ObserverEmail="a@example.org; b@example.org")
    assert "a@example.org; b@example.org" in str(told["AdditionalObservers"].value)


@pytest.mark.parametrize(
    ("reference", "cells", "expected"),
    [
        ("DefaultEmployerID", {"EmployerFirstName": "Jo ", "EmployerLastName": "Reed"}, ("Jo Reed", "")),
        ("DefaultEmployerID", {"EmployerFirstName": "N/A", "EmployerEmail": "jo@example.org"}, ("", "jo@example.org")),
        ("DefaultAssessorID", {"AssessorLastName": "Ray", "AssessorEmail": "none"}, ("Ray", "")),
        ("DefaultAssessorID", {"EmployerLastName": "Reed"}, ("", "")),
        ("AdditionalObservers", {"ObserverLastName": "Moss"}, ("", "")),
        ("PlacementID", {"EmployerWorkplace": "Quay Garage"}, ("", "")),
        ("DefaultEmployerID", {"EmployerEmail": CellError("#N/A")}, ("", "")),
    ],
)
def test_what_the_columns_beside_a_reference_say(
    reference: str, cells: dict[str, CellValue], expected: tuple[str, str]
) -> None:
    assert said_in_parts(row(**cells), reference) == expected


@pytest.mark.parametrize("failed", FAILED)
def test_no_observer_is_added_to_a_cell_that_failed(failed: CellValue) -> None:
    assert added(AdditionalObservers=failed, ObserverEmail="pat@example.org") == {}


def test_an_employers_workplace_says_nothing_of_who_they_are() -> None:
    assert added(EmployerWorkplace="Quay Garage") == {}


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Jo <j@example.org>", "jo@example.org"),
        ("Jo", "jo@example.org; al@example.org"),
        ("Jo", "see jo@example.org"),
        ("J" * 101, "jo@example.org"),
    ],
)
def test_a_name_that_could_not_be_told_from_the_email_is_not_put_beside_it(name: str, email: str) -> None:
    assert added(EmployerLastName=name, EmployerEmail=email)["DefaultEmployerID"].value == email


@given(st.text(), st.text(), st.emails())
def test_whatever_the_name_the_reference_is_the_email(first: str, last: str, email: str) -> None:
    whole = compose(row(AssessorFirstName=first, AssessorLastName=last, AssessorEmail=email))
    alone = compose(row(AssessorEmail=email))
    read = [read_value(Kind.REFERENCE, one["DefaultAssessorID"].value) for one in (whole, alone)]
    assert read[0] == read[1]


class TestNamesAmongNames:
    def doubted(self, *names: CellValue, header: str = "Name", **others: CellValue) -> list[bool]:
        """Of each of these full names whether it is in doubt how it was split."""
        cells = [{"FullName": Cell(name, "A", header)} | row(**others) for name in names]
        rows = [Row("People", number, compose(one)) for number, one in enumerate(cells, start=2)]
        return [any(cell.doubt for cell in one.cells.values()) for one in doubting_names(rows)]

    def test_one_without_a_comma_among_those_with_one_is_in_doubt(self) -> None:
        assert self.doubted("Lee, Ann", "Lowe Fi", "Ray, Bob") == [False, True, False]

    def test_where_few_have_a_comma_none_is(self) -> None:
        assert self.doubted("Lee, Ann", "Fi Lowe", "Bob Ray", "Cat Fox") == [False] * 4
        assert self.doubted("Lee, Ann", "Fi Lowe") == [False] * 2

    def test_nor_where_the_header_says_the_order(self) -> None:
        assert self.doubted("Lee, Ann", "Lowe Fi", "Ray, Bob", header="Surname, first name") == [False] * 3

    def test_nor_where_first_and_last_name_have_columns_of_their_own(self) -> None:
        names = ("Lee, Ann", "Lowe Fi", "Ray, Bob")
        assert self.doubted(*names, FirstName="Fi", LastName="Lowe") == [False] * 3

    @pytest.mark.parametrize("value", [None, 17, *FAILED])
    def test_what_is_no_name_is_left_alone(self, value: CellValue) -> None:
        assert self.doubted("Lee, Ann", value, "Ray, Bob") == [False] * 3


@pytest.mark.parametrize("own", ["boss@example.org", "E-17", 1017, *FAILED])
def test_what_identifies_in_the_references_own_cell_stays(own: CellValue) -> None:
    assert added(DefaultEmployerID=own, EmployerEmail="jo@example.org", EmployerLastName="Boss") == {}


def test_a_name_in_parts_does_not_go_before_the_references_own_cell() -> None:
    assert added(DefaultAssessorID="Bob Ray", AssessorFirstName="Rob", AssessorLastName="Ray") == {}
    assert "DefaultAssessorID" in added(DefaultAssessorID="TBC", AssessorFirstName="Rob", AssessorLastName="Ray")


@pytest.mark.parametrize("email", ["N/A", "tbc", "bob.example.org"])
def test_without_an_email_the_name_counts(email: str) -> None:
    assert added(AssessorFirstName="Bob", AssessorLastName="Ray", AssessorEmail=email)["DefaultAssessorID"].value == (
        "Bob Ray"
    )
    assert added(AssessorEmail=email) == {}


@pytest.mark.parametrize("failed", FAILED)
@pytest.mark.parametrize("part", ["AssessorFirstName", "AssessorLastName", "AssessorEmail"])
def test_of_parts_that_failed_nothing_is_made(part: str, failed: CellValue) -> None:
    given = {"AssessorFirstName": "Bob", "AssessorLastName": "Ray", "AssessorEmail": "bob@example.org"}
    assert added(**(given | {part: failed})) == {}


def test_without_parts_nothing_changes() -> None:
    cells = row(FirstName="Ann", DefaultAssessorID="Bob Ray", DOB=1)
    assert compose(cells) == cells
    assert PARTS.isdisjoint(cells)


@given(st.dictionaries(st.sampled_from(sorted(PEOPLE)), VALUES.map(lambda value: Cell(value, "C", "x"))))
def test_no_cells_raise_and_none_are_lost(cells: dict[str, Cell]) -> None:
    composed = compose(cells)
    assert cells.keys() <= composed.keys()
    made = {name for name in composed if composed[name] != cells.get(name)}
    assert made <= {"FirstName", "LastName", "DefaultAssessorID", "DefaultEmployerID", "AdditionalObservers"}
    assert all(composed[name].value and composed[name].column == "C" for name in made)
