"""A place to drop a file on."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, button, restyle, text_label

_LARGE, _SMALL = 190, 58


class FileDrop(QFrame):
    """Takes one file, dropped or chosen with its button."""

    dropped = Signal(Path)
    asked = Signal()
    """The button was pressed: the page asks for a file."""

    def __init__(self, look: Look, text: str, hint: str, action: str) -> None:
        super().__init__()
        self.setProperty("rank", "drop")
        self.setAcceptDrops(True)
        self._icon = IconLabel(look, "upload", Tone.ACCENT, 36)
        self._text, self._hint = text_label(text, "section"), text_label(hint, "quiet")
        self._button = button(action, "primary")
        self._button.clicked.connect(self.asked)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(20, 8, 20, 8)
        self._layout.setSpacing(8)
        self._layout.addStretch(1)
        for widget in (self._icon, self._text, self._hint):
            self._layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignCenter)
        self._middle = self._layout.count()
        self._layout.addStretch(0)
        self._layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignCenter)
        self._layout.addStretch(1)
        self.show_large(text)

    def show_large(self, text: str) -> None:
        """Takes the room of a page that has nothing else yet, and says `text`."""
        self._show(text, is_large=True)

    def show_small(self, text: str) -> None:
        """Takes one line, and says `text`."""
        self._show(text, is_large=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_in(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        file = _file_in(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def _show(self, text: str, *, is_large: bool) -> None:
        direction = QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight
        self._text.setText(text)
        self._text.setProperty("rank", "section" if is_large else "")
        self._button.setProperty("rank", "primary" if is_large else "")
        for widget in (self._text, self._button):
            restyle(widget)
        self._hint.setVisible(is_large)
        self._icon.resize_icon(36 if is_large else 22)
        self._layout.setDirection(direction)
        for index in (0, self._layout.count() - 1):
            self._layout.setStretch(index, int(is_large))
        self._layout.setStretch(self._middle, int(not is_large))
        self.setFixedHeight(_LARGE if is_large else _SMALL)

    def _show_over(self, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


def _file_in(content: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
