"""A text that wraps and can be selected, with places to break it that only the eye is given."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLabel, QMenu

BREAK = "\u200b"
"""Takes no room; a line may end there."""
_BETWEEN_PARAGRAPHS = "\u2029"


class BreakableLabel(QLabel):
    """Plain text, in which a `BREAK` may stand anywhere: whatever is copied goes without."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def menu(self) -> QMenu:
        """What can be done with the text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction("&Copy")
        copy.setEnabled(self.hasSelectedText())
        copy.triggered.connect(lambda: self._copy(QClipboard.Mode.Clipboard))
        menu.addAction("Select &all").triggered.connect(lambda: self.setSelection(0, len(self.text())))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(QClipboard.Mode.Clipboard)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection():  # where selecting is copying
            self._copy(QClipboard.Mode.Selection)

    def _copy(self, to: QClipboard.Mode) -> None:
        if self.hasSelectedText():
            text = self.selectedText().replace(BREAK, "").replace(_BETWEEN_PARAGRAPHS, "\n")
            QGuiApplication.clipboard().setText(text, to)
