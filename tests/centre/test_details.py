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
from onefile_desktop.onefile.endings import NoAnswerError, ServiceAwayError
from onefile_desktop.onefile.roles import Role
from tests.centre.reading import (
    ACTIVE,
    ADA,
    ARCHIVED,
    CENTRE,
    NO_CONTENT,
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
KNOWN = {
    "nothing known": Abilities(),
    "heeded before": Abilities(honours=frozenset({"Email"})),
    "not heeded before": Abilities(ignores=frozenset({"Email"})),
}
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


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_new_row_costs_one_filtered_search_where_they_are_not_once_that_was_tried(
    tmp_path: Path, known: Abilities
) -> None:
    done = read(of_one_row(NEW), tmp_path, known=known, search_shows_email=False)
    assert done.calls["POST /User/Search"] == 2
    assert done.calls["GET /User/{id}"] == 1
    assert "Email" in done.centre.abilities.honours
    assert done.centre.notes == ()


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
def test_a_search_that_neither_shows_nor_heeds_the_email_is_said(
    tmp_path: Path, known: frozenset[str], honours: list[str]
) -> None:
    options = {"search_shows_email": False, "search_honours": honours}
    done = read(of_one_row(ADA, Email="new@example.org"), tmp_path, known=Abilities(honours=known), **options)
    assert ADA["ID"] in whole(done)
    assert "compared by name" in done.centre.notes[0]
    assert "Email" in done.centre.abilities.ignores
    assert len(whole(done)) < LEARNERS / 2


def test_where_no_role_is_shown_either_a_minute_of_calls_is_spent_on_everybody(tmp_path: Path) -> None:
    options = {"search_shows_email": False, "search_honours": [], "search_shows_role": False}
    done = read(of_one_row(ADA, Email="new@example.org"), tmp_path, **options)
    assert whole(done) == {user["ID"] for user in ACTIVE}
    assert done.centre.notes == ()


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


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
@pytest.mark.parametrize(
    "found", [[], [{"ID": ACTIVE[-1]["ID"], "FirstName": "Una", "LastName": "Vale"}]], ids=["nobody", "another"]
)
def test_a_search_by_email_that_does_not_find_who_is_there_is_not_believed(
    tmp_path: Path, found: list[object], known: Abilities
) -> None:
    """The filter is tried with somebody who is there; an empty answer to that proves nothing of a new row."""
    answer = {"path": "/User/Search", "probability": 1, "fault": "status", "status": 200, "body": json.dumps(found)}
    done = read(MARRIED, tmp_path, known=known, faults=[answer], search_shows_email=False)
    assert "Email" in done.centre.abilities.ignores
    assert "compared by name" in done.centre.notes[0]


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
@pytest.mark.parametrize("finds", [True, False])
def test_a_search_by_email_that_cannot_be_tried_is_believed_only_where_it_finds_somebody(
    tmp_path: Path, known: Abilities, *, finds: bool
) -> None:
    """Nobody who is read to try it with has an email, though Ada has one, and is on the roster by it."""
    nobody = {"path": "/User/Search", "probability": 1, "fault": "status", "status": 204}
    users = [user if user["ID"] == ADA["ID"] else {**user, "Email": None} for user in CENTRE["users"]]
    users.sort(key=lambda user: user["ID"] == ADA["ID"])
    faults = [] if finds else [nobody]
    done = read(MARRIED, tmp_path, known=known, faults=faults, changed={"users": users}, search_shows_email=False)
    assert bool(done.centre.by_email.get(folded(ADA["Email"]))) is finds
    assert "compared by name" in done.centre.notes[0]
    assert "Email" not in done.centre.abilities.honours | done.centre.abilities.ignores


@pytest.mark.parametrize("fault", [{"fault": "status", "status": 500}, {"fault": "cut"}], ids=["away", "cut"])
def test_a_search_by_email_that_gets_no_answer_is_repeated(tmp_path: Path, fault: dict[str, object]) -> None:
    once = {"path": "/User/Search", "calls": [1], **fault}
    done = read(MARRIED, tmp_path, faults=[once], search_shows_email=False)
    assert [one.id for one in done.centre.by_email[folded(ADA["Email"])]] == [ADA["ID"]]
    assert "Email" in done.centre.abilities.honours
    with pytest.raises((ServiceAwayError, NoAnswerError)):
        read(MARRIED, tmp_path, faults=[{**once, "calls": [1, 2, 3]}], search_shows_email=False)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("A" * 60, 60),
        ("A" * 25 + "a" * 25 + "A" * 10, 50),
        ("a" * 10, 10),
        ("a" * 60, 25),
        ("x" * 60, 25),
        (("x" * 24 + "A") * 2 + "a" * 25 + "A", 75),
        ("A" * 25 + "e" * 60, 50),
    ],
    ids=["all hidden", "older archived", "few", "all archived", "all gone", "one of each is active", "elsewhere"],
)
def test_whom_this_program_made_is_read_until_a_whole_lot_is_inactive(made: str, expected: int) -> None:
    """`made` is newest first: active, archived, gone or elsewhere. What matters is who is not taken for new."""
    kinds = dict(zip(range(1_000, 1_000 - len(made), -1), made, strict=True))
    asked: list[int] = []

    def answer(call: Call) -> Reply:
        if call.method == "POST":
            return NO_CONTENT
        number = int(call.path.split("/")[-1])
        asked.append(number)
        fields = {"a": {"Archived": True}, "A": {}, "e": {"OrganisationID": 2}}.get(kinds[number])
        if fields is None:
            return http(404, "{}")
        return http(200, json.dumps(person(number, Role.LEARNER, **fields)), "Content-Type: application/json")

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        centre = read_from(client, replace(NOTHING, made=frozenset(kinds)))
    assert sorted(asked, reverse=True) == list(kinds)[:expected]
    assert {one.id for one in centre.people} == {one for one in asked if kinds[one] in "aA"}


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


@pytest.mark.parametrize(("said", "is_here"), [(2, False), (1, True), (0, True), ("0", True), (-1, True), (None, True)])
def test_whoever_a_search_shows_of_another_centre_is_nobody_here(said: object, is_here: bool) -> None:
    """Only the number of another centre tells: what is no number of any may just not be filled in."""
    searches = people_only(
        lambda page, _size, filters: [person(1, Role.LEARNER)] if page == 1 and filters["Role"] == Role.LEARNER else []
    )

    def answer(call: Call) -> Reply:
        whole = json.dumps(person(1, Role.LEARNER, OrganisationID=said))
        return http(200, whole, "Content-Type: application/json") if call.method == "GET" else searches(call)

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        people = read_from(client, replace(NOTHING, ids=frozenset({1}))).people
    assert [one.id for one in people] == [1] * is_here


@pytest.mark.parametrize("known", [frozenset[int](), frozenset({1})], ids=["read to try the search", "read before"])
def test_the_search_by_email_is_not_tried_with_somebody_of_another_centre(known: frozenset[int]) -> None:
    hidden = {"Email": None}
    shown = [person(1, Role.LEARNER, **hidden), person(2, Role.LEARNER, **hidden)]
    searches = people_only(lambda page, _size, filters: shown if page == 1 and filters["Role"] == Role.LEARNER else [])

    def answer(call: Call) -> Reply:
        if call.method == "GET":
            elsewhere = json.dumps(person(1, Role.LEARNER, OrganisationID=2))
            here = json.dumps(person(2, Role.LEARNER, OrganisationID=1))
            return http(200, elsewhere if call.path.endswith("/1") else here, "Content-Type: application/json")
        if call.path.endswith("/User/Search"):
            mine = json.loads(call.body)["Email"] == "una2@example.org"
            return http(200, json.dumps(shown[1:]), "Content-Type: application/json") if mine else NO_CONTENT
        return searches(call)

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        centre = read_from(client, replace(of_one_row(NEW), ids=known))
    assert [one.id for one in centre.people] == [2]
    assert "Email" in centre.abilities.honours


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


@pytest.mark.parametrize(
    ("wanted", "expected"), [(NOTHING, None), (Wanted(ids=frozenset({ARCHIVED["ID"]})), False)], ids=["unseen", "seen"]
)
@pytest.mark.parametrize("shown_before", [True, False])
def test_what_was_known_of_archived_people_is_not_relied_on(
    tmp_path: Path, wanted: Wanted, expected: bool | None, *, shown_before: bool
) -> None:
    known = Abilities(shows_archived=shown_before)
    assert read(wanted, tmp_path, known=known).centre.abilities.shows_archived is expected


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
