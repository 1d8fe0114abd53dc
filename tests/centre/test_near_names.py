"""Whoever is nearly called as somebody on the roster is found, whatever a service's searches show."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.onefile.fields import day as london_day
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.matched import Doubt, Match, Nobody, Perhaps
from onefile_desktop.plan.matching import match
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Record
from tests.centre.reading import ACTIVE, read
from tests.plan.cases import case, day, learner

THEM: dict[str, Any] = next(
    user for user in ACTIVE if user["Role"] == Role.LEARNER and user.get("DOB") and len(user["LastName"]) > 4
)
MISTYPED = f"{THEM['LastName'][0]}{THEM['LastName'][2]}{THEM['LastName'][1]}{THEM['LastName'][3:]}"
SERVICES = [
    {"search_shows_email": email, "search_shows_archived": archived, **({} if honours else {"search_honours": []})}
    for email, archived, honours in product((True, False), repeat=3)
]


def recognised(folder: Path, born: str, options: dict[str, Any]) -> Match:
    row = learner(f"{THEM['FirstName']} {MISTYPED}", Email="somebody.new@example.org", DOB=day(born))
    held = case(row)
    done = read(wanted(held.checked, PlanOptions(), Record()), folder, **options)
    return match(held.checked.people[0], done.centre)


@pytest.mark.parametrize("options", SERVICES, ids=str)
def test_a_mistyped_name_with_the_same_birthday_is_noticed(tmp_path: Path, options: dict[str, Any]) -> None:
    born = london_day(THEM["DOB"])
    assert born is not None
    found = recognised(tmp_path, born.isoformat(), options)
    assert isinstance(found, Perhaps)
    assert (found.doubt, [person.id for person in found.people]) == (Doubt.NEAR_NAME, [THEM["ID"]])


@pytest.mark.parametrize("options", SERVICES, ids=str)
def test_another_birthday_and_another_email_tell_them_apart(tmp_path: Path, options: dict[str, Any]) -> None:
    assert recognised(tmp_path, "1971-02-03", options) == Nobody()
