"""A connection that the wizard has just saved remembers what its first session sees of the service."""

from pathlib import Path

from onefile_desktop import settings
from onefile_desktop.centre.abilities import Abilities, abilities_from
from onefile_desktop.enrolment.connecting import ServiceTarget
from onefile_desktop.gui import connection_jobs
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
