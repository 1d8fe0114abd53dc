"""One line that points at something further: an icon, a few words, and a button that leads there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, button, text_label


class HintStrip(QFrame):
    """A warning in a line, hidden until there is one; it wraps where it has no room."""

    chosen = Signal()
    """Its button was pressed."""

    def __init__(self, look: Look, action: str) -> None:
        super().__init__()
        self.setProperty("rank", "banner")
        self.setProperty("tone", str(Tone.WARNING))
        self._text = text_label(wraps=True)
        self._button = button(action, "link")
        self._button.clicked.connect(self.chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 4)
        layout.setSpacing(12)
        layout.addWidget(IconLabel(look, "warning", Tone.WARNING))
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Shows a warning."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
