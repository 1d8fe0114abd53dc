"""What the searches do not show is read by ID for whoever a row may be about, and what cannot be compared is said."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.roles import Role
from tests.centre.reading import (
    ACTIVE,
    ADA,
    ARCHIVED,
    CENTRE,
    NOTHING,
    ORGANISATION,
    Read,
    of_one_row,
    people_only,
    person,
    read,
    read_from,
)
from tests.onefile.scripted import TOKEN, Call, Reply, ScriptedServer, authenticated, http

NEW = {"Role": Role.LEARNER, "FirstName": "Tamsin", "LastName": "Quillfeather", "Email": "tamsin@example.org"}
MARRIED = of_one_row(ADA, FirstName="Nobody’s", LastName="Namesake")
"""A row that is Ada by email only."""
ELSEWHERE = next(user for user in CENTRE["users"] if user["OrganisationID"] != ORGANISATION)
LEARNERS = sum(user["Role"] == Role.LEARNER for user in ACTIVE)


def whole(done: Read) -> set[int]:
    return {one.id for one in done.centre.people if one.complete}


@pytest.mark.parametrize("shows_email", [True, False])
def test_whoever_could_be_on_the_roster_is_read_whole_and_nobody_else(tmp_path: Path, *, shows_email: bool) -> None:
    done = read(of_one_row(ADA), tmp_path, search_shows_email=shows_email)
    assert whole(done) == {ADA["ID"]}
    assert done.calls["GET /User/{id}"] == 1
    assert "POST /User/Search" not in done.calls
    assert done.centre.by_email[folded(ADA["Email"])][0].id == ADA["ID"]
    assert done.centre.notes == ()


def test_a_new_row_costs_nothing_where_emails_are_shown(tmp_path: Path) -> None:
    done = read(of_one_row(NEW), tmp_path)
    assert whole(done) == set()
    assert "GET /User/{id}" not in done.calls
    assert "POST /User/Search" not in done.calls


def test_a_new_row_costs_one_filtered_search_where_they_are_not(tmp_path: Path) -> None:
    known = Abilities(honours=frozenset({"Email"}))
    done = read(of_one_row(NEW), tmp_path, known=known, search_shows_email=False)
    assert done.calls["POST /User/Search"] == 1
    assert "GET /User/{id}" not in done.calls


def test_the_filter_is_tried_once_where_nothing_is_known_of_it(tmp_path: Path) -> None:
    done = read(of_one_row(NEW), tmp_path, search_shows_email=False)
    assert done.calls["POST /User/Search"] == 2
    assert done.calls["GET /User/{id}"] == 1
    assert "Email" in done.centre.abilities.honours


@pytest.mark.parametrize("known", [frozenset[str](), frozenset({"Email"})], ids=["nothing known", "known"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"search_shows_email": False},
        {"search_shows_email": False, "search_shows_role": False},
        {"search_shows_email": False, "search_honours": ["Email"]},
        {"search_shows_email": False, "search_honours": ["Email"], "search_shows_role": False},
    ],
    ids=lambda options: ", ".join(options) or "default",
)
def test_somebody_who_is_there_under_another_name_is_found_by_email(
    tmp_path: Path, options: dict[str, Any], known: frozenset[str]
) -> None:
    done = read(MARRIED, tmp_path, known=Abilities(honours=known), **options)
    assert [one.id for one in done.centre.by_email[folded(ADA["Email"])]] == [ADA["ID"]]
    assert done.centre.by_id[ADA["ID"]].role is Role.LEARNER
    assert done.centre.notes == ()


@pytest.mark.parametrize("known", [frozenset[str](), frozenset({"Email"})], ids=["nothing known", "wrongly trusted"])
@pytest.mark.parametrize("honours", [["Role"], []], ids=["heeds the role", "heeds nothing"])
@pytest.mark.parametrize("shows_role", [True, False])
def test_a_search_that_neither_shows_nor_heeds_the_email_is_said(
    tmp_path: Path, known: frozenset[str], honours: list[str], *, shows_role: bool
) -> None:
    options = {"search_shows_email": False, "search_honours": honours, "search_shows_role": shows_role}
    done = read(of_one_row(ADA, Email="new@example.org"), tmp_path, known=Abilities(honours=known), **options)
    assert ADA["ID"] in whole(done)
    assert "compared by name" in done.centre.notes[0]
    assert "Email" in done.centre.abilities.ignores
    assert len(whole(done)) < LEARNERS / 2


def test_there_a_namesake_by_surname_is_read_whole(tmp_path: Path) -> None:
    row = of_one_row(ADA, FirstName="Nobody’s")
    done = read(row, tmp_path, search_shows_email=False, search_honours=["Role"])
    assert ADA["ID"] in whole(done)


def test_there_a_small_role_is_read_whole(tmp_path: Path) -> None:
    iqas = [user for user in ACTIVE if user["Role"] == Role.IQA]
    row = of_one_row(iqas[0], FirstName="Nobody’s", LastName="Namesake")
    done = read(row, tmp_path, search_shows_email=False, search_honours=["Role"])
    assert {user["ID"] for user in iqas} <= whole(done)
    assert done.centre.notes == ()


@pytest.mark.parametrize("status", [400, 403])
def test_a_search_by_email_that_is_refused_is_no_use(tmp_path: Path, status: int) -> None:
    fault = {"path": "/User/Search", "probability": 1, "fault": "status", "status": status}
    done = read(of_one_row(ADA, Email="new@example.org"), tmp_path, faults=[fault], search_shows_email=False)
    assert "compared by name" in done.centre.notes[0]


@pytest.mark.parametrize(
    "found", [[], [{"ID": ACTIVE[-1]["ID"], "FirstName": "Una", "LastName": "Vale"}]], ids=["nobody", "another"]
)
def test_a_search_by_email_that_does_not_find_who_is_there_is_not_believed(tmp_path: Path, found: list[object]) -> None:
    """The filter is tried with somebody who is there; an empty answer to that proves nothing of a new row."""
    answer = {"path": "/User/Search", "probability": 1, "fault": "status", "status": 200, "body": json.dumps(found)}
    done = read(MARRIED, tmp_path, faults=[answer], search_shows_email=False)
    assert "Email" in done.centre.abilities.ignores
    assert "compared by name" in done.centre.notes[0]


def test_whom_this_program_made_is_read_though_no_search_shows_them_yet(tmp_path: Path) -> None:
    done = read(Wanted(made=frozenset({ARCHIVED["ID"]})), tmp_path)
    assert done.centre.by_id[ARCHIVED["ID"]].complete


def test_somebody_the_search_hides_is_read_by_id(tmp_path: Path) -> None:
    done = read(Wanted(ids=frozenset({ARCHIVED["ID"], 99_999_999})), tmp_path)
    assert done.centre.by_id[ARCHIVED["ID"]].archived
    assert 99_999_999 not in done.centre.by_id


def test_an_id_of_another_centre_is_nobody_here(tmp_path: Path) -> None:
    done = read(Wanted(ids=frozenset({ELSEWHERE["ID"]}), made=frozenset({ELSEWHERE["ID"]})), tmp_path)
    assert ELSEWHERE["ID"] not in done.centre.by_id


def test_one_archived_person_who_is_shown_outweighs_one_who_is_not() -> None:
    shown = [person(1, Role.LEARNER, Archived=True)]
    searches = people_only(lambda page, _size, filters: shown if page == 1 and filters["Role"] == Role.LEARNER else [])

    def answer(call: Call) -> Reply:
        hidden = json.dumps(person(2, Role.LEARNER, Archived=True))
        return http(200, hidden, "Content-Type: application/json") if call.method == "GET" else searches(call)

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        centre = read_from(client, replace(NOTHING, ids=frozenset({2})))
    assert [one.archived for one in centre.people] == [True, True]
    assert centre.abilities.shows_archived is True


def test_what_was_known_of_archived_people_is_not_relied_on(tmp_path: Path) -> None:
    known = Abilities(shows_archived=True)
    assert read(Wanted(ids=frozenset({ARCHIVED["ID"]})), tmp_path, known=known).centre.abilities.shows_archived is False


@pytest.mark.parametrize(
    ("options", "wanted", "expected"),
    [
        ({}, of_one_row(NEW), None),
        ({}, Wanted(ids=frozenset({ARCHIVED["ID"]})), False),
        ({}, Wanted(ids=frozenset({ADA["ID"]})), None),
        ({"search_shows_archived": True}, of_one_row(NEW), True),
        ({"search_shows_archived": True}, Wanted(ids=frozenset({ARCHIVED["ID"]})), True),
    ],
    ids=["nobody archived seen", "one known by ID", "one who is not", "seen", "seen and known"],
)
def test_whether_archived_people_are_shown(
    tmp_path: Path, options: dict[str, Any], wanted: Wanted, expected: bool | None
) -> None:
    assert read(wanted, tmp_path, **options).centre.abilities.shows_archived is expected
