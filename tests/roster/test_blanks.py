"""What people type for nothing, by the field it stands in."""

import pytest

from onefile_desktop.roster.fields import PEOPLE, Kind
from onefile_desktop.roster.kinds.blanks import counting_as_blank, says_nothing

ORDINARY = ["Email", "MISID", "ULN", "NINO", "DOB", "MobileNumber", "DefaultEmployerID", "AdditionalIQAs", "Website"]


def is_blank(text: str, name: str) -> bool:
    return says_nothing(text, counting_as_blank(PEOPLE[name].kind, PEOPLE[name]))


@pytest.mark.parametrize("name", ORDINARY)
@pytest.mark.parametrize("text", ["N/A", "n/a", "NA", "-", "–", "—", "None", "Not known", "don’t know", "TBC", "?"])
def test_nothing_in_many_words(name: str, text: str) -> None:
    assert is_blank(text, name)


@pytest.mark.parametrize("name", ORDINARY)
@pytest.mark.parametrize("text", ["0", "no", "x", "Nona", "Tbcx", "A", "to follow", "not known to us"])
def test_what_says_something(name: str, text: str) -> None:
    assert not is_blank(text, name)


@pytest.mark.parametrize("name", ["FirstName", "LastName", "FullName", "EmployerLastName"])
def test_names_that_look_like_nothing_are_names(name: str) -> None:
    assert not any(is_blank(text, name) for text in ("Na", "None", "Null", "Nil", "-", "."))
    assert all(is_blank(text, name) for text in ("N/A", "?", "TBC", "tba"))


def test_an_answer_is_no_blank_among_codes() -> None:
    assert not any(is_blank(text, "L14") for text in ("None", "Unknown", "Not known"))
    assert all(is_blank(text, "L14") for text in ("N/A", "-", "TBC"))


@pytest.mark.parametrize("name", ["PlacementID", "ClassroomID"])
def test_a_centre_may_keep_a_placement_or_class_for_those_who_have_none(name: str) -> None:
    assert not any(is_blank(text, name) for text in ("TBC", "None", "Unknown"))
    assert all(is_blank(text, name) for text in ("N/A", "-", "?"))


def test_none_is_an_answer_to_yes_or_no() -> None:
    assert not says_nothing("None", counting_as_blank(Kind.YES_NO))
    assert says_nothing("TBC", counting_as_blank(Kind.YES_NO))
