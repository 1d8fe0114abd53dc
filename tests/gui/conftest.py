"""The wizard under test: real widgets without a screen, a keyring in memory, and answers instead of dialogs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onefile_desktop import credentials
from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.onefile.limiter import Rate
from tests.gui.driver import Answers, Driver

FAST = Rate(6000, 60)


class MemoryStore(KeyringBackend):
    """Keeps secrets in a dictionary; without a priority, so that keyring never chooses it by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
    """The keyring."""
    before = keyring.get_keyring()
    monkeypatch.setattr(credentials, "TRUSTED_BACKENDS", (__name__,))
    memory = MemoryStore()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light scheme."""
    return Look(qapp, dark=False)


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """What is answered to dialogs."""
    return Answers(tmp_path / "saved.xlsx")


@pytest.fixture
def open_wizard(qtbot: QtBot, look: Look, answers: Answers) -> Iterator[Callable[[], Driver]]:
    """Opens a wizard, as often as the program is started in the test."""
    opened: list[Driver] = []

    def open_one() -> Driver:
        wizard = Wizard(look, answers, RehearsalTarget(), FAST)
        qtbot.addWidget(wizard)
        wizard.show()
        opened.append(Driver(qtbot, wizard, answers))
        return opened[-1]

    yield open_one
    for driver in opened:
        driver.close()


@pytest.fixture
def driver(open_wizard: Callable[[], Driver]) -> Driver:
    """A wizard that has just been opened."""
    return open_wizard()
