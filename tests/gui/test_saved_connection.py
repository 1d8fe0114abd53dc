"""A connection that the wizard has just saved remembers what its first session sees of the service."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from onefile_desktop import settings
from onefile_desktop.centre.abilities import Abilities, abilities_from
from onefile_desktop.enrolment.connecting import ServiceTarget
from onefile_desktop.gui import connection_jobs
from onefile_desktop.gui.widgets.connection_form import ConnectionForm
from onefile_desktop.onefile.environments import BASE_URLS, Environment
from onefile_desktop.onefile.limiter import DEFAULT_RATE
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.gui.conftest import MemoryStore


def test_what_the_first_session_sees_is_remembered(home: Path, store: MemoryStore) -> None:
    with RehearsalServer() as server:
        target = ServiceTarget(server.url, server.token, server.organisation_id)
        opening = connection_jobs.connecting(lambda: target, "Harbourside", DEFAULT_RATE)
        while True:
            try:
                next(opening)
            except StopIteration as done:
                connection = done.value.connection
                break
        with connection:
            connection.saw(Abilities(page_size=50))
    saved = settings.load().connection("Harbourside")
    assert saved is not None
    assert saved.abilities is not None
    assert abilities_from(saved.abilities) == connection.abilities
    assert connection.abilities.page_size == 50
    assert list(store.kept.values()) == [server.token]


def test_an_address_that_was_kept_in_another_spelling_is_the_server_it_leads_to(qtbot: QtBot) -> None:
    form = ConnectionForm()
    qtbot.addWidget(form)
    form.ask_for_token("https://wsapi2.onefile.co.uk.:443/API/v2.1/")
    shown = form.target()()
    assert isinstance(shown, ServiceTarget)
    assert shown.url == BASE_URLS[Environment.PRACTICE]
    assert form.is_new_at(BASE_URLS[Environment.PRACTICE])
    assert form.is_new_at("https://wsapi2.onefile.co.uk.:443/API/v2.1/")
    assert not form.is_new_at(BASE_URLS[Environment.LIVE])
    form.ask_for_token("https://example.org/api")
    assert form.is_new_at("https://EXAMPLE.org:443//api")
    assert not form.is_new_at("https://example.org/other")
