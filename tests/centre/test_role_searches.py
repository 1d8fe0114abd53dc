"""Everybody is found, once, however the search pages, filters and shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.roles import Role
from tests.centre.reading import ACTIVE, HERE, NOTHING, people_only, person, read, read_from
from tests.onefile.scripted import TOKEN, ScriptedServer, authenticated

ROLES = {user["ID"]: user["Role"] for user in ACTIVE}


@pytest.mark.parametrize("archived", [True, False], ids=["archived shown", "archived hidden"])
@pytest.mark.parametrize("size", [1, 7, 200])
@pytest.mark.parametrize("honours", [None, ["Role"], []], ids=["heeds all", "heeds the role", "ignores all"])
def test_everybody_is_found_with_their_role(
    tmp_path: Path, honours: list[str] | None, size: int, *, archived: bool
) -> None:
    options: dict[str, Any] = {} if honours is None else {"search_honours": honours}
    centre = read(NOTHING, tmp_path, page_size_max=size, search_shows_archived=archived, **options).centre
    shown = HERE if archived else ACTIVE
    assert sorted(one.id for one in centre.people) == sorted(user["ID"] for user in shown)
    assert {one.id: one.role for one in centre.people} == {user["ID"]: user["Role"] for user in shown}


@pytest.mark.parametrize("honours", [["Role"], []], ids=["heeds the role", "ignores the role"])
def test_a_role_that_is_not_shown_is_the_one_asked_for_where_that_is_heeded(tmp_path: Path, honours: list[str]) -> None:
    centre = read(NOTHING, tmp_path, search_shows_role=False, search_honours=honours).centre
    expected = ROLES if honours else dict.fromkeys(ROLES)
    assert {one.id: one.role for one in centre.people} == expected


@pytest.mark.parametrize("shows_role", [True, False])
def test_where_the_role_is_ignored_everybody_is_read_once(tmp_path: Path, *, shows_role: bool) -> None:
    calls = read(NOTHING, tmp_path, search_honours=[], search_shows_role=shows_role).calls
    # Whether pages count from 0; a first page for two roles; the empty page after the last.
    assert calls["POST /User/Search/{page}/{size}"] == 4


def found(people: Sequence[dict[str, Any]], changing: Any = None, cap: int = 2, hides: frozenset[int] = frozenset()):
    """What is read of a service that has `people`; `changing` gets them after each page."""
    now = list(people)

    def answer(page: int, size: int, filters: dict[str, Any]) -> list[dict[str, Any]]:
        step = min(size, cap)
        of_role = [one for one in now if one["Role"] == filters["Role"]]
        shown = of_role[(page - 1) * step : page * step]
        if changing is not None:
            changing(now, page, filters["Role"])
        return [one for one in shown if one["ID"] not in hides]

    with ScriptedServer(authenticated(people_only(answer))) as server, OneFileClient(server.url, TOKEN) as client:
        return read_from(client)


def ids(centre: Centre) -> list[int]:
    return [one.id for one in centre.people]


LEARNERS = [person(number, Role.LEARNER) for number in range(1, 10)]


def test_a_page_from_which_somebody_is_hidden_is_not_the_last() -> None:
    centre = found(LEARNERS, cap=3, hides=frozenset({2, 3, 4}))
    assert ids(centre) == [1, 5, 6, 7, 8, 9]


def test_who_is_repeated_is_there_once_as_first_seen() -> None:
    def renamed(now: list[dict[str, Any]], page: int, role: int) -> None:
        if role == Role.LEARNER and page == 1:
            now.insert(0, person(100, Role.LEARNER))
            now[2] = {**now[2], "LastName": "Renamed"}

    centre = found(LEARNERS, renamed)
    assert ids(centre) == list(range(1, 10))


@given(cap=st.integers(2, 4), where=st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=8))
@settings(max_examples=25, deadline=None)
def test_nobody_is_lost_or_doubled_while_people_are_added(cap: int, where: list[int | None]) -> None:
    """After each page somebody is added, or nobody, at a place of the order that only the service knows."""

    def added(now: list[dict[str, Any]], page: int, role: int) -> None:
        place = where[page - 1] if role == Role.LEARNER and page <= len(where) else None
        if place is not None:
            now.insert(place, person(100 + page, Role.LEARNER))

    everybody = ids(found(LEARNERS, added, cap))
    assert sorted(one for one in everybody if one < 100) == list(range(1, 10))
    assert len(everybody) == len(set(everybody))


def test_a_whole_page_of_people_added_meanwhile() -> None:
    def added(now: list[dict[str, Any]], page: int, role: int) -> None:
        if role == Role.LEARNER and page == 2:
            now[:0] = [person(100, Role.LEARNER), person(101, Role.LEARNER)]

    assert ids(found(LEARNERS, added)) == list(range(1, 10))


@pytest.mark.parametrize("shows_role", [True, False])
def test_two_roles_that_a_search_takes_for_one(*, shows_role: bool) -> None:
    """Trainees come with the assessors, and observers with employers: still everybody is found, and no role guessed."""
    together = [{4, 5}, {40, 45}]
    people = [*LEARNERS, *(person(50 + role, Role(role)) for role in (4, 5, 10, 40, 45))]

    def answer(page: int, size: int, filters: dict[str, Any]) -> list[dict[str, Any]]:
        wanted = next((roles for roles in together if filters["Role"] in roles), {filters["Role"]})
        found = [one for one in people if one["Role"] in wanted][(page - 1) * size : page * size]
        return [one if shows_role else {**one, "Role": None} for one in found]

    with ScriptedServer(authenticated(people_only(answer))) as server, OneFileClient(server.url, TOKEN) as client:
        centre = read_from(client)
    expected = {one["ID"]: one["Role"] if shows_role else None for one in people}
    assert {one.id: one.role for one in centre.people} == expected
    assert "Role" in centre.abilities.ignores
