"""A place to drop a file on."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, button, restyle, text_label


class FileDrop(QFrame):
    """Takes one file, dropped or chosen with its button."""

    dropped = Signal(Path)
    asked = Signal()
    """The button was pressed: the page asks for a file."""

    def __init__(self, look: Look, text: str, hint: str, action: str) -> None:
        super().__init__()
        self.setProperty("rank", "drop")
        self.setAcceptDrops(True)
        self.setMinimumHeight(190)
        choose = button(action, "primary")
        choose.clicked.connect(self.asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(8)
        layout.addStretch()
        for widget in (
            IconLabel(look, "upload", Tone.ACCENT, 36),
            text_label(text, "section"),
            text_label(hint, "quiet"),
            choose,
        ):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

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

    def _show_over(self, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


def _file_in(content: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
