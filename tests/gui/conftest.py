"""The wizard under test: real widgets without a screen, a keyring in memory, and answers instead of dialogs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onefile_desktop import credentials
from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.wizard import Wizard
from onefile_desktop.onefile.limiter import Rate
from tests.gui.driver import Answers, Driver
from tests.memory_store import MemoryStore

FAST = Rate(6000, 60)


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
    """The keyring."""
    before = keyring.get_keyring()
    monkeypatch.setattr(credentials, "TRUSTED_BACKENDS", (MemoryStore.__module__,))
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
