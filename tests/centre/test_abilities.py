"""What is learned of a service's searches: by the connection test, and from what a download brings anyway."""

import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from onefile_desktop.centre.abilities import Abilities, abilities_from
from onefile_desktop.centre.learning import learn
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.centre.reading import NO_CONTENT, NOTHING, ORGANISATION, centre_file, read
from tests.onefile.scripted import TOKEN, ScriptedServer, authenticated

FILTERS = frozenset({"Email", "LastName", "MISID"})
ALL = Abilities(True, True, True, frozenset({"Email", "Role"}), frozenset({"MISID"}), 50)


def learned(folder: Path, *, calls: list[str] | None = None, **options: Any) -> Abilities:
    with (
        RehearsalServer(centre=centre_file(folder, **options)) as server,
        OneFileClient(server.url, server.token) as client,
    ):
        abilities = learn(client, ORGANISATION)
        with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            counted = json.load(answer)["calls"]["by_endpoint"]
        if calls is not None:
            calls += [endpoint for endpoint, count in counted.items() for _ in range(count)]
        return abilities


@pytest.mark.parametrize("shows_email", [True, False])
@pytest.mark.parametrize("shows_role", [True, False])
@pytest.mark.parametrize("shows_archived", [True, False])
@pytest.mark.parametrize(
    "honours", [[], ["Email"], ["LastName"], ["MISID"], ["Email", "MISID"], ["LastName", "MISID"], sorted(FILTERS)]
)
def test_the_connection_test(
    tmp_path: Path, honours: list[str], *, shows_email: bool, shows_role: bool, shows_archived: bool
) -> None:
    options = {"search_shows_email": shows_email, "search_shows_role": shows_role, "search_honours": honours}
    calls: list[str] = []
    seen = learned(tmp_path, calls=calls, search_shows_archived=shows_archived, **options)
    assert (seen.shows_email, seen.shows_role) == (shows_email, shows_role)
    assert seen.shows_archived is (True if shows_archived else None)
    assert seen.honours == frozenset(honours)
    assert seen.ignores == FILTERS - frozenset(honours)
    assert len(calls) - 1 <= 4  # beside the authentication
    assert {call for call in calls if call != "POST /Authentication"} <= {
        "POST /User/Search/{page}/{size}",
        "POST /User/Search",
        "GET /User/{id}",
    }


def test_a_full_page_shows_the_size(tmp_path: Path) -> None:
    assert learned(tmp_path, page_size_max=200).page_size is None
    many = [
        {"ID": 50_000 + n, "OrganisationID": ORGANISATION, "Role": 1, "FirstName": "Una", "LastName": f"Vale{n}"}
        for n in range(200)
    ]
    with (
        RehearsalServer(
            centre=centre_file(tmp_path, {"users": many, "learning_aims": [], "unit_summaries": []})
        ) as server,
        OneFileClient(server.url, server.token) as client,
    ):
        assert learn(client, ORGANISATION).page_size == 200


def test_a_service_that_has_nobody_teaches_nothing() -> None:
    with ScriptedServer(authenticated(lambda _: NO_CONTENT)) as server, OneFileClient(server.url, TOKEN) as client:
        assert learn(client, 1) == Abilities()
        assert client.calls == 2


@pytest.mark.parametrize("status", [400, 500])
def test_a_filter_that_is_refused_is_no_filter(tmp_path: Path, status: int) -> None:
    rule = {"path": "/User/Search", "probability": 1, "fault": "status", "status": status}
    (tmp_path / "faults.json").write_text(json.dumps([rule]), "utf-8")
    with (
        RehearsalServer(centre=centre_file(tmp_path), faults=tmp_path / "faults.json") as server,
        OneFileClient(server.url, server.token) as client,
    ):
        seen = learn(client, ORGANISATION)
    assert seen.shows_email
    assert not seen.honours
    assert ("Email" in seen.ignores) is (status == 400)


@pytest.mark.parametrize("fault", ["garbled", "lost-answer", "cut", "empty"])
def test_a_filter_that_gets_no_answer_stays_unknown(tmp_path: Path, fault: str) -> None:
    rule = {"path": "/User/Search", "probability": 1, "fault": fault}
    (tmp_path / "faults.json").write_text(json.dumps([rule]), "utf-8")
    with (
        RehearsalServer(centre=centre_file(tmp_path), faults=tmp_path / "faults.json") as server,
        OneFileClient(server.url, server.token) as client,
    ):
        seen = learn(client, ORGANISATION)
    assert seen.shows_email
    assert "Email" not in seen.honours | seen.ignores


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, Abilities(shows_email=True, shows_role=True, honours=frozenset({"Role"}))),
        ({"search_shows_email": False}, Abilities(shows_email=False, shows_role=True, honours=frozenset({"Role"}))),
        ({"search_shows_role": False}, Abilities(shows_email=True, shows_role=False, honours=frozenset({"Role"}))),
        ({"search_honours": []}, Abilities(shows_email=True, shows_role=True, ignores=frozenset({"Role"}))),
        (
            {"search_honours": [], "search_shows_role": False},
            Abilities(shows_email=True, shows_role=False, ignores=frozenset({"Role"})),
        ),
        ({"page_size_max": 7}, Abilities(shows_email=True, shows_role=True, honours=frozenset({"Role"}), page_size=7)),
        (
            {"search_shows_archived": True},
            Abilities(shows_email=True, shows_role=True, shows_archived=True, honours=frozenset({"Role"})),
        ),
    ],
    ids=lambda value: ", ".join(value) or "default" if isinstance(value, dict) else "",
)
def test_a_download_learns_for_nothing(tmp_path: Path, options: dict[str, Any], expected: Abilities) -> None:
    done = read(NOTHING, tmp_path, **options)
    assert done.centre.abilities == expected
    assert "POST /User/Search" not in done.calls
    assert "GET /User/{id}" not in done.calls


def test_a_download_keeps_what_was_known_and_it_did_not_see(tmp_path: Path) -> None:
    known = Abilities(shows_email=False, honours=frozenset({"LastName"}), ignores=frozenset({"MISID"}), page_size=50)
    seen = read(NOTHING, tmp_path, known=known).centre.abilities
    assert seen == Abilities(True, True, None, frozenset({"LastName", "Role"}), frozenset({"MISID"}), 50)


def test_a_download_relies_on_nothing_that_would_do_harm_where_it_is_another_by_now(tmp_path: Path) -> None:
    seen = read(NOTHING, tmp_path, known=ALL).centre.abilities
    assert seen == Abilities(True, True, None, frozenset({"Role"}), frozenset({"MISID"}), 50)


@pytest.mark.parametrize(
    ("before", "seen", "after"),
    [
        (ALL, Abilities(), ALL),
        (Abilities(), ALL, ALL),
        (Abilities(shows_email=True), Abilities(shows_email=False), Abilities(shows_email=False)),
        (
            Abilities(honours=frozenset({"Email", "Role"})),
            Abilities(ignores=frozenset({"Email"})),
            Abilities(honours=frozenset({"Role"}), ignores=frozenset({"Email"})),
        ),
        (
            Abilities(ignores=frozenset({"Email"})),
            Abilities(honours=frozenset({"Email"})),
            Abilities(honours=frozenset({"Email"})),
        ),
    ],
    ids=["nothing seen", "nothing known", "seen otherwise", "ignored now", "heeded now"],
)
def test_what_was_seen_last_counts(before: Abilities, seen: Abilities, after: Abilities) -> None:
    assert before.updated(seen) == after


@pytest.mark.parametrize("abilities", [ALL, Abilities(), Abilities(shows_email=False)])
def test_through_json_and_back(abilities: Abilities) -> None:
    assert abilities_from(json.loads(json.dumps(abilities.as_values()))) == abilities


@pytest.mark.parametrize(
    "values",
    [{}, {"shows_email": "yes", "honours": "Email", "page_size": True}, {"honours": [1, None], "page_size": "50"}],
)
def test_what_cannot_be_read_is_not_known(values: dict[str, object]) -> None:
    assert abilities_from(values) == Abilities()
