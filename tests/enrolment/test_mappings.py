"""Choices about columns are remembered for the same headers, and offered only where they would change something."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onefile_desktop.enrolment.mappings import LEFT_OUT, MOST_REMEMBERED, name_of, recall, remember
from onefile_desktop.roster.cells import plain
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.matching.columns import Mapped, column_letter, match_columns
from onefile_desktop.roster.rows import Column
from onefile_desktop.settings import SavedMapping

HEADERS = ("First name", "Surname", "Where to write", "Ref")
CHOSEN = (("Where to write", "Email"), ("Ref", LEFT_OUT))


def matched(headers: Sequence[str], mapping: Mapped = ()) -> tuple[Column, ...]:
    """The columns under these headers, as they are matched."""
    return match_columns(headers, PEOPLE, mapping)


def unmatched(headers: Sequence[str]) -> tuple[Column, ...]:
    """Columns under these headers of which nothing is known yet."""
    return tuple(Column(index, column_letter(index), text, None, lost=True) for index, text in enumerate(headers))


def test_the_same_headers_in_another_order_and_spelling() -> None:
    known = remember((), matched(HEADERS, CHOSEN), CHOSEN)
    again = matched(("REF.", "surname", "First-name", "where to write:"))
    assert dict(recall(known, again)) == {"where to write:": "Email", "REF.": LEFT_OUT}


@pytest.mark.parametrize("other", [HEADERS[:3], (*HEADERS, "Notes"), (*HEADERS, "Ref"), ("First name", "Surname")])
def test_other_headers_are_another_kind_of_roster(other: Sequence[str]) -> None:
    assert recall(remember((), matched(HEADERS, CHOSEN), CHOSEN), matched(other)) == ()


def test_nothing_is_offered_that_is_so_anyway() -> None:
    chosen = (("Surname", "LastName"), ("Where to write", "Email"))
    known = remember((), matched(HEADERS, chosen), chosen)
    assert recall(known, matched(HEADERS, chosen)) == ()
    assert dict(recall(known, matched(HEADERS))) == dict(chosen)


def test_a_guess_is_not_so_anyway() -> None:
    known = (SavedMapping(("Mail",), (("Mail", "Email"),)),)
    certain = Column(0, "A", "Mail", "Email", "this is what the column is called")
    assert recall(known, (certain,)) == ()
    assert recall(known, (Column(0, "A", "Mail", "Email", "its values", guessed=True),)) == (("Mail", "Email"),)


def test_values_that_go_nowhere_are_not_left_out_anyway() -> None:
    known = (SavedMapping(("Notes",), (("Notes", LEFT_OUT),)),)
    assert recall(known, (Column(0, "A", "Notes", None, lost=True),)) == (("Notes", LEFT_OUT),)
    assert recall(known, (Column(0, "A", "Notes", None),)) == ()


def test_without_a_choice_nothing_is_remembered() -> None:
    known = (SavedMapping(("Ref",), (("Ref", "MISID"),)),)
    assert remember(known, matched(HEADERS), ()) == known


def test_the_newest_of_one_kind_replaces_the_older() -> None:
    first = remember((), matched(HEADERS, CHOSEN), CHOSEN)
    between = remember(first, matched(("Ref", "Email")), (("Ref", "MISID"),))
    turned = HEADERS[::-1]
    again = remember(between, matched(turned), (("Ref", "ULN"),))
    assert again == (SavedMapping(turned, (("Ref", "ULN"),)), between[0])


def test_no_more_than_so_many_are_remembered() -> None:
    known: tuple[SavedMapping, ...] = ()
    for number in range(MOST_REMEMBERED + 3):
        header = f"Column {number}"
        known = remember(known, unmatched((header, "Surname")), ((header, "MISID"),))
    assert [one.headers[0] for one in known] == [f"Column {number}" for number in range(22, 2, -1)]


@pytest.mark.parametrize(
    "detail",
    [
        *("ada.quill@example.org", "07700 900123", "1234567890", "23/03/2004", "2004-03-23", "Learner 100234", "17"),
        *("3 May 2004", "3rd May, 2004", "23-MAR-04", "17.5", "ZZ1 1AA", "zz99 3wz"),
    ],
)
def test_a_row_of_details_taken_for_the_header_is_not_remembered(detail: str) -> None:
    assert remember((), unmatched((detail, "Email", "Ref")), (("Ref", "MISID"),)) == ()


@pytest.mark.parametrize("person", [("Ada", "Quill"), ("Learner", "Ada", "Quill"), ("Ada Quill", "Mill Lane", "Yes")])
def test_nor_is_a_row_in_which_nothing_names_a_field(person: Sequence[str]) -> None:
    chosen = (("A", "FirstName"), ("B", "LastName"))
    assert remember((), matched(person, chosen), chosen) == ()


@pytest.mark.parametrize("header", ["Sessions in May", "Level 3", "Address 1", "1st choice", "Year 12"])
def test_names_with_a_number_are(header: str) -> None:
    assert remember((), unmatched((header, "Email")), ((header, "MISID"),)) != ()


def test_columns_that_no_header_names_are_remembered_by_their_letters_while_nothing_moves() -> None:
    headers = ("Name", "Name", "", "Ref")
    chosen = (("A", "FirstName"), ("B", "LastName"), ("C", "ULN"), ("Ref", "MISID"))
    known = remember((), unmatched(headers), chosen)
    assert dict(recall(known, unmatched(headers))) == dict(chosen)
    assert dict(recall(known, unmatched(("Ref", "Name", "Name", "")))) == {"Ref": "MISID"}


def test_a_field_of_a_later_program_is_left_aside() -> None:
    known = (SavedMapping(("Ref", "Notes"), (("Ref", "MISID"), ("Notes", "Biography"))),)
    assert recall(known, unmatched(("Ref", "Notes"))) == (("Ref", "MISID"),)


def test_an_option_may_call_column_and_field_otherwise() -> None:
    known = remember((), unmatched(("Ref", "Mail to")), (("b", "e-mail"), ("ref", "MIS number"), ("gone", "ULN")))
    assert known == (SavedMapping(("Ref", "Mail to"), (("Mail to", "Email"), ("Ref", "MISID"))),)


headers = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=8)
targets = st.sampled_from([LEFT_OUT, *PEOPLE])


@given(headers, st.data())
def test_what_was_chosen_comes_back_and_settles_the_same_columns(names: list[str], data: st.DataObject) -> None:
    columns = unmatched(names)
    assume({plain(name) for name in names}.isdisjoint(column.letter.lower() for column in columns))
    chosen = {name_of(column, columns): data.draw(targets) for column in columns if data.draw(st.booleans())}
    known = remember((), columns, tuple(chosen.items()))
    recalled = dict(recall(known, columns))
    assert recalled.items() <= chosen.items()
    if known:
        assert recalled == chosen
    moved = data.draw(st.permutations(names))
    for name, field in recall(known, unmatched(moved)):
        column = next(one for one in unmatched(moved) if name_of(one, unmatched(moved)) == name)
        of_this_header = {target for called, target in chosen.items() if plain(called) == plain(column.header) != ""}
        assert field in of_this_header or (moved == names and chosen[name] == field)
