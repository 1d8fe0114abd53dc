from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.matching.looks import Look, are_companies, looks_of, may_be, must_be
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated
from tests.roster.cohort import uln
from tests.roster.test_values import CELLS

TODAY = date(2026, 11, 22)


def looks(value: CellValue) -> set[Look]:
    """What one value looks like."""
    return set(looks_of([value], TODAY).counts)


def shown(*values: CellValue) -> str | None:
    return must_be(looks_of(values, TODAY))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ann.lee@example.org", {Look.EMAIL}),
        ("mailto:ann.lee@example.org", {Look.EMAIL}),
        ("ask ann@home", set()),
        ("two@example.org; addresses@example.org", set()),
        (uln(1), {Look.NUMBER, Look.PHONE, Look.ULN}),
        (float(uln(1)), {Look.NUMBER, Look.PHONE, Look.ULN}),
        ("1234567890", {Look.NUMBER, Look.PHONE}),
        (42, {Look.NUMBER}),
        ("AB 12 34 56 C", {Look.NINO}),
        ("ZZ99 3WZ", {Look.POSTCODE}),
        ("07700 900123", {Look.PHONE}),
        ("+44 7700 900123", {Look.PHONE}),
        (date(2004, 3, 23), {Look.DATE, Look.BIRTH}),
        (datetime.fromisoformat("2004-03-23T00:00"), {Look.DATE, Look.BIRTH}),
        ("6/24/89", {Look.DATE, Look.BIRTH}),
        ("2000-08-26T20:09:53Z", {Look.DATE, Look.BIRTH}),
        ("1 September 2026", {Look.DATE, Look.RECENT}),
        (date(2027, 9, 1), {Look.DATE, Look.RECENT}),
        (date(2019, 9, 1), {Look.DATE}),
        (date(1931, 9, 1), {Look.DATE}),
        (38000, {Look.NUMBER}),
        ("yes", {Look.YES_NO}),
        ("Learner", {Look.ROLE}),
        ("Line manager", {Look.ROLE}),
        ("Ann Lee", {Look.FULL_NAME}),
        ("O’Brien-Lee, Mary Ann", {Look.FULL_NAME}),
        ("Ann", set()),
        ("Quayside Ltd", {Look.COMPANY}),
        ("Hill & Sons", {Look.COMPANY}),
        ("Westering NHS Trust", {Look.COMPANY}),
        ("Level 3", set()),
    ],
)
def test_what_a_value_looks_like(value: CellValue, expected: set[Look]) -> None:
    assert looks(value) == expected


@pytest.mark.parametrize(
    "value", [None, "", " \u00a0", "n/a", "TBC", "-", 9999999999, CellError("#N/A"), NotCalculated()]
)
def test_what_says_nothing_is_not_counted(value: CellValue) -> None:
    found = looks_of([value, "ann.lee@example.org", value], TODAY)
    assert (found.filled, found.share(Look.EMAIL)) == (1, 1)


def test_of_a_long_column_only_the_beginning_is_looked_at() -> None:
    found = looks_of(["ann.lee@example.org"] * 60 + ["x"] * 1000, TODAY)
    assert (found.filled, found.different, found.share(Look.EMAIL)) == (60, 1, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["a@example.org"], "Email"),
        (["a@example.org", "b@example.org", "c@example.org", "d@example.org", "mistyped"], "Email"),
        (["a@example.org", "Ann"], None),
        ([uln(1), uln(2), "9999999999"], "ULN"),
        ([uln(1)], None),
        (["AB123456C"], "NINO"),
        ([date(2004, 3, 23), "24/03/1980"], "DOB"),
        ([date(2004, 3, 23)], None),
        ([date(2026, 9, 1), "1/10/2026"], "StartOn"),
        ([date(2026, 9, 1), "1/10/2004"], None),
        (["Learner", "Tutor"], "Role"),
        (["Learner", "Tutor", "x"], None),
        (["Ann Lee", "Bob Ray", "Cat Fox"], "FullName"),
        (["Care Worker", "Care Worker", "Team Leader"], None),
        (["Business admin", "Business admin", "Business admin"], None),
        (["ZZ1 1AA", "ZZ1 1AB"], None),
        ([], None),
    ],
)
def test_what_a_column_shows_by_itself(values: Sequence[CellValue], field: str | None) -> None:
    assert shown(*values) == field


@pytest.mark.parametrize(
    ("field", "fitting", "other"),
    [
        ("Email", ["a@example.org", "mistyped", "b@example.org"], ["Yes", "No"]),
        ("MobileNumber", ["07700 900123", "none"], ["Yes", "No"]),
        ("DOB", ["24/03/2004", "soon"], ["Ann", "Bob"]),
        ("ULN", [uln(1), "12"], [1, 2]),
        ("NINO", ["AB123456C"], [1, 2]),
        ("Role", ["Learner"], ["Nurse", "Cook"]),
        ("FirstName", ["Ann", "Bob"], [1, 2]),
        ("LastName", ["Lee", "Ray"], ["a@example.org"]),
        ("FullName", ["Ann Lee"], ["Ann"]),
        ("MISID", [123, "A17"], [uln(1), uln(2)]),
        ("PlacementID", ["Quayside"], ["Yes", "No"]),
        ("SupportFunding", ["Yes", "No"], None),
        ("DefaultAssessorID", ["bob.ray@example.org"], [date(2026, 9, 1)]),
    ],
)
def test_which_columns_a_field_may_have(field: str, fitting: list[CellValue], other: list[CellValue] | None) -> None:
    assert may_be(PEOPLE[field], looks_of(fitting, TODAY))
    assert may_be(PEOPLE[field], looks_of([], TODAY))
    assert other is None or not may_be(PEOPLE[field], looks_of(other, TODAY))


def test_companies_are_told_from_people_by_a_third_of_them() -> None:
    assert are_companies(looks_of(["Quayside Ltd", "Bakers of Westering", "Tern"], TODAY))
    assert not are_companies(looks_of(["Ann Lee", "Bob Ray", "Cat Fox", "May Trust"], TODAY))
    assert not are_companies(looks_of([], TODAY))


@given(st.lists(CELLS, max_size=8))
def test_no_column_raises(values: list[CellValue]) -> None:
    found = looks_of(values, TODAY)
    assert found.different <= found.filled <= len(values)
    assert must_be(found) in {None, *PEOPLE}
    assert all(0 <= found.share(look) <= 1 for look in Look)
