"""What the wizard remembers of a centre and a roster holds no secret and nobody's name."""

import json
from pathlib import Path

from onefile_desktop import logs, settings
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.gui.driver import Driver, roster_file
from tests.gui.test_pages import connect
from tests.memory_store import MemoryStore

HEADER = ("Role", "First name", "Last name", "Email", "Our own number")
NIA = ("Assessor", "Niamarie", "Orchardson", "niamarie.orchardson@example.org", "MIS-90417")


def test_settings_and_logs_hold_no_secret_and_nobody(
    driver: Driver, store: MemoryStore, tmp_path: Path, home: Path
) -> None:
    state = tmp_path / "service.json"
    roster = roster_file(tmp_path, HEADER, NIA, name="autumn.xlsx")
    with logs.written(), RehearsalServer(state=state) as server:
        connect(driver, server, remember_as="Harbourside")
        driver.next()
        driver.until(Page.ROSTER)
        driver.to_preview(roster)
        driver.submit()
        keys = json.loads(state.read_text("utf-8"))["sessions"]
        known = {server.token, *keys}
    assert known > {server.token}
    assert list(store.kept.values()) == [server.token]
    assert settings.load().connection("Harbourside") is not None
    written = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    assert {file.suffix for file in written} >= {".sqlite", ".log", ".json"}
    for secret in known:
        assert [file for file, whole in written.items() if secret.encode() in whole] == []
    private = {file: whole for file, whole in written.items() if file.suffix != ".sqlite"}
    for value in NIA[1:]:
        assert [file for file, whole in private.items() if value.encode() in whole] == []
