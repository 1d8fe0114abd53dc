"""Whether OneFile holds a value already, however it writes it."""

from datetime import date

import pytest

from onefile_desktop.plan.held import is_held


@pytest.mark.parametrize(
    ("name", "wanted", "there"),
    [
        ("DOB", date(2004, 7, 23), "2004-07-22T23:00:00Z"),
        ("DOB", "2004-07-23T00:00:00Z", "2004-07-22T23:00:00Z"),
        ("StartOn", "2026-09-01T00:00:00Z", "2026-09-01"),
        ("ClassroomID", 22, "22"),
        ("Role", 1, 1.0),
        ("MISID", "00412", "412"),
        ("MobileNumber", "07700900123", "+44 7700 900123"),
        ("NINO", "QQ123456C", "qq 12 34 56 c"),
        ("Email", "amy.adams@example.org", "Amy.Adams@Example.org"),
        ("HomeAddress", "1 High Street\nNorthbridge", "1 High Street\r\nNorthbridge "),
        ("SupportFunding", True, "Yes"),
        ("SupportFunding", False, "0"),
    ],
)
def test_another_way_of_writing_is_no_difference(name: str, wanted: object, there: object) -> None:
    assert is_held(name, wanted, there)


@pytest.mark.parametrize(
    ("name", "wanted", "there"),
    [
        ("DOB", "2004-07-23T00:00:00Z", "2004-07-23T23:30:00Z"),
        ("DOB", "2004-07-23T00:00:00Z", None),
        ("ClassroomID", 22, 23),
        ("ClassroomID", 22, None),
        ("ClassroomID", 1, True),
        ("MISID", "412", "413"),
        ("FirstName", "Amy", "amy"),
        ("FirstName", "Amy", None),
        ("SupportFunding", False, None),
        ("SupportFunding", True, "no"),
        ("Email", "amy@example.org", "amy.adams@example.org"),
    ],
)
def test_another_value_is_a_difference(name: str, wanted: object, there: object) -> None:
    assert not is_held(name, wanted, there)
