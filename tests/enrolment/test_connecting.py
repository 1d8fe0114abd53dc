"""What a connection learns of its service's searches, and remembers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from onefile_desktop import settings
from onefile_desktop.centre.abilities import Abilities, abilities_from
from onefile_desktop.enrolment.connecting import ServiceTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.settings import SavedConnection, Settings
from tests.cli.rosters import NIA, write_roster

NAME = "Our centre"


@pytest.fixture
def server() -> Iterator[RehearsalServer]:
    with RehearsalServer() as running:
        yield running


def save(server: RehearsalServer, **changes: Any) -> None:
    saved = SavedConnection(NAME, server.url, server.organisation_id, "Harbourside")
    settings.save(Settings(connections=(SavedConnection("Other", server.url), replace(saved, **changes))))


def target(server: RehearsalServer, name: str | None = NAME) -> ServiceTarget:
    return ServiceTarget(server.url, server.token, server.organisation_id, name)


def searches(server: RehearsalServer) -> int:
    with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
        calls: dict[str, int] = json.load(answer)["calls"]["by_endpoint"]
    return sum(count for endpoint, count in calls.items() if "/User" in endpoint)


def remembered(name: str = NAME) -> Abilities | None:
    saved = settings.load().connection(name)
    assert saved is not None
    return None if saved.abilities is None else abilities_from(saved.abilities)


def test_a_saved_connection_learns_once_and_remembers(server: RehearsalServer) -> None:
    save(server)
    with connect(target(server)) as connection:
        first = connection.abilities
    assert first.shows_email
    assert "Email" in first.honours
    assert remembered() == first
    assert remembered("Other") is None
    taken = searches(server)
    assert 1 <= taken <= 4
    with connect(target(server)) as connection:
        assert connection.abilities == first
    assert searches(server) == taken


def test_one_that_is_not_saved_spends_no_call_until_it_is_asked_to(server: RehearsalServer) -> None:
    with connect(target(server, None)) as connection:
        assert connection.abilities == Abilities()
        assert searches(server) == 0
        connection.learn()
        assert connection.abilities.shows_email
        taken = searches(server)
        connection.learn()
        assert searches(server) == taken


def test_one_that_is_saved_later_remembers_what_it_sees_from_then_on(server: RehearsalServer) -> None:
    with connect(target(server, None)) as connection:
        connection.learn()
        save(server, abilities=connection.abilities.as_values())
        connection.saw(Abilities(page_size=40))
        assert remembered() == replace(connection.abilities, page_size=None)
        connection.saved_as(NAME, with_token=True)
        connection.saw(Abilities(page_size=50))
        assert remembered() == connection.abilities
    assert connection.abilities.page_size == 50


def test_what_was_remembered_of_another_service_does_not_count(server: RehearsalServer) -> None:
    before = Abilities(shows_email=False).as_values()
    save(server, url="https://wsapi.onefile.co.uk/api/v2.1", abilities=before)
    with connect(target(server)) as connection:
        assert connection.abilities.shows_email
    saved = settings.load().connection(NAME)
    assert saved is not None
    assert saved.abilities == before


def test_what_was_remembered_counts_however_the_address_was_spelt_when_it_was_saved(server: RehearsalServer) -> None:
    before = Abilities(shows_email=False)
    save(server, url=f" {server.url.replace('/api', '//api')}/", abilities=before.as_values())
    with connect(target(server)) as connection:
        assert connection.abilities == before
        connection.saw(Abilities(page_size=40))
    kept = remembered()
    assert kept is not None
    assert kept.page_size == 40


@pytest.mark.parametrize("saved", [True, False])
def test_a_download_adds_what_it_saw(server: RehearsalServer, tmp_path: Path, *, saved: bool) -> None:
    save(server, abilities=Abilities(shows_email=False, honours=frozenset({"Email"})).as_values())
    file = write_roster(tmp_path / "r.xlsx", NIA)
    with connect(target(server, NAME if saved else None)) as connection:
        reading = Enrolment().connected(connection).loaded(file, ReadOptions(), today=date(2026, 11, 22)).downloading()
        for _ in reading:
            pass
        assert connection.abilities.shows_email
        assert "Role" in connection.abilities.honours
        assert ("Email" in connection.abilities.honours) is saved
    kept = remembered()
    assert kept is not None
    assert kept.shows_email is saved
