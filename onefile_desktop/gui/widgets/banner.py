"""A message on the page: an icon, a headline, what happened and what to do, and perhaps a button or two."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.folded_text import FoldedText
from onefile_desktop.gui.widgets.marks import IconLabel, button, restyle, text_label
from onefile_desktop.gui.worker import Complaint

_ICONS = {
    Tone.GOOD: "check-circle",
    Tone.WARNING: "warning",
    Tone.BAD: "cross-circle",
    Tone.ACCENT: "info",
    Tone.NEUTRAL: "info",
    Tone.QUIET: "info",
}


class Banner(QFrame):
    """A message, hidden until there is one. `body` is its text, of which `most_lines` show at first; None for all."""

    chosen = Signal()
    """The banner's button was pressed."""
    dismissed = Signal()
    """Its second button was pressed, which turns an offer down."""

    def __init__(self, look: Look, most_lines: int | None = None) -> None:
        super().__init__()
        self.setProperty("rank", "banner")
        self._icon = IconLabel(look, "info", Tone.ACCENT)
        self._title = text_label(rank="section", wraps=True)
        self.body = FoldedText(most_lines)
        self._button = button("")
        self._button.hide()
        self._button.clicked.connect(self.chosen)
        self._dismiss = button("", "link")
        self._dismiss.hide()
        self._dismiss.clicked.connect(self.dismissed)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self.body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self._dismiss, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def text(self) -> str:
        """All that the banner says; empty while it is hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self.body.whole}".strip()

    def say(self, tone: Tone, title: str, text: str = "", action: str = "", dismissal: str = "") -> None:
        """Shows a message, with a button where `action` is its text, and one that turns it down."""
        self.setProperty("tone", str(tone))
        restyle(self)
        self._icon.show_icon(_ICONS[tone], tone)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.body.show_text(text)
        self.body.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._dismiss.setText(dismissal)
        self._dismiss.setVisible(bool(dismissal))
        self.setAccessibleName(f"{title}. {text}")
        self.show()

    def let_choose(self, allowed: bool) -> None:
        """Whether the banner's button can be pressed now."""
        self._button.setEnabled(allowed)

    def complain(self, complaint: Complaint) -> None:
        """Shows what went wrong."""
        self.say(Tone.BAD, complaint.title, f"{complaint.message} {complaint.what_to_do}".strip())
