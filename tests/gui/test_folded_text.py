"""Long texts in little room: the first lines, the rest on demand, and nothing cut off."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from onefile_desktop.gui.widgets.breakable_label import BREAK, BreakableLabel
from onefile_desktop.gui.widgets.folded_text import FoldedText

_MOST, _WIDTH = 2, 420
_ON_WINDOWS = "C:\\Users\\someone\\OneDrive - Harbourside Training Group\\" + "Enrolments2026\\" * 6 + "results.xlsx"
_ON_LINUX = "/home/someone/" + "enrolments-2026/" * 8 + "results.xlsx"
_WITHOUT_BLANKS = "a_long_name_of_a_file_without_a_blank_" * 5
_ENDLESS = "Enrolments" * 15
_WORDS = "Something of your roster could not be kept. " * 10

Open = Callable[[int | None], FoldedText]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """A text in a window that is `_WIDTH` pixels wide, of which so many lines show."""
    windows: list[QWidget] = []

    def open_one(most_lines: int | None) -> FoldedText:
        window, text = QWidget(), FoldedText(most_lines)
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        layout.addStretch(1)
        window.resize(_WIDTH, 600)
        window.show()
        return text

    yield open_one
    windows.clear()


def painted(text: FoldedText) -> BreakableLabel:
    """What is painted of it."""
    return text.findChildren(BreakableLabel)[0]


def lines_of(text: FoldedText) -> int:
    """How many lines it takes."""
    return round(painted(text).heightForWidth(painted(text).width()) / painted(text).fontMetrics().lineSpacing())


def has_room(text: FoldedText) -> bool:
    """Whether all that is shown stands within the window."""
    label = painted(text)
    if not label.text():
        return True  # nothing needs no room, whatever a font says of it
    needed = label.fontMetrics().boundingRect(
        QRect(0, 0, label.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text()
    )
    return (
        needed.width() <= label.width()
        and needed.height() <= label.height()
        and label.geometry().right() < text.width() <= _WIDTH
    )


@pytest.mark.parametrize("most_lines", [_MOST, None])
@pytest.mark.parametrize("told", [_ON_WINDOWS, _ON_LINUX, _WITHOUT_BLANKS, _ENDLESS, _WORDS])
def test_nothing_is_cut_off_however_long_a_word_is(
    qtbot: QtBot, opened: Open, told: str, most_lines: int | None
) -> None:
    text = opened(most_lines)
    text.show_text(f"{told}. Your roster was kept.")
    qtbot.waitUntil(lambda: has_room(text))
    if most_lines is not None:
        assert lines_of(text) == most_lines
        assert text.shown.endswith("…")
        assert text.toolTip() == text.whole
        text.fold_button.click()
        qtbot.waitUntil(lambda: has_room(text))
    assert text.shown == text.whole


@pytest.mark.parametrize("told", [_ON_WINDOWS, _ON_LINUX, _WITHOUT_BLANKS])
def test_paths_are_broken_between_their_parts(qtbot: QtBot, opened: Open, told: str) -> None:
    text = opened(None)
    text.show_text(told)
    qtbot.waitUntil(lambda: has_room(text))
    parts = painted(text).text().split(BREAK)
    assert len(parts) > 1
    assert all(part == "" or part[-1] in "\\/_ -" for part in parts[:-1])


def test_a_text_finds_its_room_again_when_the_window_changes(qtbot: QtBot, opened: Open) -> None:
    text = opened(None)
    text.show_text(_ENDLESS)
    for width in (_WIDTH // 2, _WIDTH):
        text.window().resize(width, 600)
        qtbot.waitUntil(lambda width=width: text.width() == width and has_room(text))


@pytest.mark.parametrize(
    "told", ["one\ntwo\nthree", "one\n\nthree", "one " * 100 + "\ntwo\nthree", "one\ntwo two\nthree"]
)
def test_line_breaks_are_lines(qtbot: QtBot, opened: Open, told: str) -> None:
    text = opened(_MOST)
    text.show_text(told)
    qtbot.waitUntil(lambda: has_room(text))
    assert lines_of(text) == _MOST
    assert text.shown.endswith("…")
    assert text.fold_button.isVisible()
    text.fold_button.click()
    assert text.shown == told


@pytest.mark.parametrize("told", ["", "Short.", "/home/someone/results.xlsx.", "one\ntwo"])
def test_what_has_room_is_shown_as_it_is(qtbot: QtBot, opened: Open, told: str) -> None:
    text = opened(_MOST)
    text.show_text(told)
    qtbot.waitUntil(lambda: has_room(text))
    assert text.shown == told
    assert not text.fold_button.isVisible()
    assert text.toolTip() == ""


@pytest.mark.parametrize("told", [_ON_WINDOWS, _ENDLESS, "one\ntwo/three"])
def test_what_is_copied_and_read_aloud_is_the_text_itself(opened: Open, qtbot: QtBot, told: str) -> None:
    text = opened(None)
    text.show_text(told)
    label = painted(text)
    label.setSelection(0, len(label.text()))
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == told
    label.setSelection(0, 0)
    entries = {action.text(): action for action in label.menu().actions()}
    assert not entries["&Copy"].isEnabled()
    entries["Select &all"].trigger()
    QGuiApplication.clipboard().clear()
    next(action for action in label.menu().actions() if action.text() == "&Copy").trigger()
    assert QGuiApplication.clipboard().text() == told
    assert label.accessibleName() == text.accessibleName() == told
