"""Drives the wizard the way a person does: page by page, with its own buttons."""

import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onefile_desktop import paths
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.wizard import Wizard

COHORT = paths.resource("examples/cohort.xlsx")
COHORT_WITH_PROBLEMS = paths.resource("examples/cohort-with-problems.xlsx")
PATIENCE_MS = 30_000


class Answers(Prompts):
    """Answers what the wizard asks in dialogs, and keeps what it asked."""

    def __init__(self, out: Path) -> None:
        self.out: Path | None = out
        self.chosen: Path | None = None
        self.agrees = True
        self.passwords: list[str] = []
        self.asked: list[str] = []

    def roster(self, parent: QWidget, folder: str) -> Path | None:
        return self.chosen

    def password(self, parent: QWidget, file: str, again: bool) -> str | None:
        self.asked.append(f"password of {file}{', again' if again else ''}")
        return self.passwords.pop(0) if self.passwords else None

    def workbook_to_save(self, parent: QWidget, suggestion: Path) -> Path | None:
        self.asked.append(suggestion.name)
        return self.out

    def confirm(self, parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
        self.asked.append(title)
        return self.agrees

    def show_folder(self, folder: Path) -> None:
        self.asked.append(str(folder))


class Driver:
    """One open wizard."""

    def __init__(self, qtbot: QtBot, wizard: Wizard, answers: Answers) -> None:
        self.qtbot, self.wizard, self.answers = qtbot, wizard, answers

    def click(self, widget: QWidget) -> None:
        """Clicks a button that can be clicked."""
        assert widget.isEnabled()
        assert widget.isVisible()
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def next(self) -> None:
        """Clicks the button that goes on; a preview that has just come takes no click yet."""
        self.qtbot.waitUntil(lambda: self.wizard.preview_page.is_settled, timeout=PATIENCE_MS)
        self.click(self.wizard.next_button)

    def until(self, page: Page) -> None:
        """Waits until `page` is open and has nothing under way."""
        wizard = self.wizard
        self.qtbot.waitUntil(lambda: wizard.current is page and not wizard.page.worker.is_busy, timeout=PATIENCE_MS)

    def message(self) -> str:
        """Waits for the page's message."""
        page = self.wizard.page
        self.qtbot.waitUntil(lambda: not page.worker.is_busy and page.message.text != "", timeout=PATIENCE_MS)
        return page.message.text

    def rehearse(self) -> None:
        """Connects to the built-in centre, up to the roster page."""
        self.wizard.connect_page.connect_to_rehearsal()
        assert "Connected to Harbourside Training" in self.message()
        self.next()
        self.until(Page.ROSTER)

    def read(self, roster: Path) -> None:
        """Gives the wizard its roster."""
        self.answers.chosen = roster
        self.wizard.roster_page.read(roster)
        self.until(Page.ROSTER)

    def to_check(self, roster: Path) -> None:
        """From the roster page to a finished check of `roster`."""
        self.read(roster)
        self.next()
        self.until(Page.COLUMNS)
        self.next()
        self.until(Page.CHECK)

    def to_preview(self, roster: Path) -> None:
        """From the roster page to the preview of `roster`."""
        self.to_check(roster)
        self.next()
        self.until(Page.PREVIEW)

    def submit(self) -> None:
        """From the preview to the end of the run."""
        self.next()
        self.until(Page.DONE)

    def state(self) -> dict[str, Any]:
        """Everything the rehearsal centre holds."""
        connection = self.wizard.enrolment.connection
        assert connection is not None
        with urlopen(connection.client.base_url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return json.load(answer)

    def close(self) -> None:
        """Closes the window, and waits until it is."""
        self.wizard.close()
        self.qtbot.waitUntil(lambda: not self.wizard.isVisible(), timeout=PATIENCE_MS)


def roster_file(folder: Path, *rows: tuple[str | int, ...], name: str = "roster.xlsx") -> Path:
    """A workbook with the sheet People and `rows`, of which the first is its header."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "People"
    for row in rows:
        sheet.append(row)
    path = folder / name
    workbook.save(path)
    return path
