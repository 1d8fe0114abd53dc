"""Small things that pages are made of: texts of a rank, icons that follow the scheme, cards."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from onefile_desktop.gui.theme import Look, Tone


def text_label(text: str = "", rank: str = "", *, wraps: bool = False) -> QLabel:
    """A label in the style that the style sheet gives `rank`: title, section, quiet, number; plain without."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if rank:
        label.setProperty("rank", rank)
    label.setWordWrap(wraps)
    return label


def button(text: str, rank: str = "") -> QPushButton:
    """A push button of a rank: primary, danger, link, filter; an ordinary one without."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if rank:
        made.setProperty("rank", rank)
    return made


def restyle(widget: QWidget) -> None:
    """Applies the style sheet anew, after a property that it looks at was changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class IconLabel(QLabel):
    """An icon that is painted anew when the scheme changes."""

    def __init__(self, look: Look, name: str, tone: Tone, size: int = 20) -> None:
        super().__init__()
        self._look, self._name, self._tone, self._size = look, name, tone, size
        self.setFixedSize(size, size)
        look.changed.connect(self._paint)
        self._paint()

    def show_icon(self, name: str, tone: Tone) -> None:
        """Shows another icon."""
        self._name, self._tone = name, tone
        self._paint()

    def resize_icon(self, size: int) -> None:
        """Shows the icon `size` pixels square."""
        self._size = size
        self.setFixedSize(size, size)
        self._paint()

    def _paint(self) -> None:
        self.setPixmap(self._look.pixmap(self._name, self._tone, self._size))


class ElidedLabel(QLabel):
    """One line of text that gives way in its middle where there is no room; the whole stands in the tooltip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    @property
    def whole(self) -> str:
        """The text, however much of it shows."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Shows `text`."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class Card(QFrame):
    """A bordered surface; `body` takes its content."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("rank", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 16, 18, 16)
        self.body.setSpacing(10)


class StatTile(QFrame):
    """A number with what it counts, and a line of detail."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.setProperty("rank", "tile")
        self._number = text_label("–", "number")
        self._detail = text_label("", "quiet", wraps=True)
        self._caption = text_label(caption, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(2)
        headline = row_of(self._number, self._caption, spacing=8)
        headline.setStretch(1, 1)
        layout.addLayout(headline)
        layout.addWidget(self._detail)
        layout.addStretch()
        self._detail.hide()

    def show_number(self, number: str, detail: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        """Shows `number`, in the colour of `tone`."""
        self._number.setText(number)
        self._number.setProperty("tone", str(tone))
        restyle(self._number)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{self._caption.text()}: {number} {detail}".strip())


def row_of(*widgets: QWidget, spacing: int = 12, stretch: bool = False) -> QHBoxLayout:
    """Widgets side by side; with `stretch`, what room is left stays empty on the right."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch()
    return layout
