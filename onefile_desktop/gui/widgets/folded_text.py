"""A text of which only the first lines show, until the rest is asked for. It may be broken within a long word."""

import re
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from onefile_desktop.gui.widgets.breakable_label import BREAK, BreakableLabel
from onefile_desktop.gui.widgets.marks import button, row_of

_MORE, _LESS = "Show all", "Show less"
_SPACING = 8
_BETWEEN_PARTS = re.compile(r"[\\/_]")
_LINE_BREAK = "\u2028"


class FoldedText(QWidget):
    """Shows a text in `most_lines`, with a button for the rest, which the tooltip has too; all of it where None."""

    unfolded = Signal()
    """All of it is shown now."""

    def __init__(self, most_lines: int | None) -> None:
        super().__init__()
        self._most_lines = most_lines
        self._whole = ""
        self._is_unfolded = False
        self._label = BreakableLabel()
        self.fold_button = button(_MORE, "link")
        self.fold_button.hide()
        self.fold_button.clicked.connect(self._turn)
        layout = row_of(self._label, self.fold_button, spacing=_SPACING)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setStretch(0, 1)
        layout.setAlignment(self.fold_button, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(layout)

    @property
    def whole(self) -> str:
        """The text, however much of it shows."""
        return self._whole

    @property
    def shown(self) -> str:
        """As much of it as shows."""
        return self._label.text().replace(BREAK, "")

    def show_text(self, text: str) -> None:
        """Shows `text`, folded."""
        self._whole = text
        self.setAccessibleName(text)
        self._label.setAccessibleName(text)
        self.fold()

    def fold(self) -> None:
        """Shows the first lines only."""
        self._is_unfolded = False
        self._show_lines()

    def minimumSizeHint(self) -> QSize:
        """A folded text asks for no more room than its lines take."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_lines()

    def _turn(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show_lines()
        if self._is_unfolded:
            self.unfolded.emit()

    def _show_lines(self) -> None:
        self._label.ensurePolished()
        font, most, room = self._label.font(), self._most_lines, self.width()
        text = _breakable(self._whole, font, room)
        is_long = most is not None and len(_lines(text, font, room)) > most
        self.fold_button.setVisible(is_long)
        self.fold_button.setText(_LESS if self._is_unfolded else _MORE)
        folds = is_long and not self._is_unfolded
        self.setToolTip(self._whole if folds else "")
        if is_long:
            room -= self.fold_button.sizeHint().width() + _SPACING
            text = _breakable(self._whole, font, room)
        self._label.setText(_beginning(text, font, room, most) if folds and most else text)


def _breakable(text: str, font: QFont, width: int) -> str:
    """`text` with a `BREAK` between the parts of a path or a name, and wherever else a line of `width` pixels ends."""
    text = _BETWEEN_PARTS.sub(rf"\g<0>{BREAK}", text)
    return BREAK.join(text[start:end] for start, end in pairwise([*_lines(text, font, width), len(text)]))


def _beginning(text: str, font: QFont, width: int, most_lines: int) -> str:
    """As much of `text` as goes into so many lines of `width` pixels."""
    starts = _lines(text, font, width)
    if len(starts) <= most_lines:
        return text
    last = starts[most_lines - 1]
    line, broken, _ = text[last:].partition("\n")
    return text[:last] + QFontMetrics(font).elidedText(
        f"{line}…" if broken else line, Qt.TextElideMode.ElideRight, width
    )


def _lines(text: str, font: QFont, width: int) -> list[int]:
    """Where the lines of `text` begin that is wrapped at `width` pixels, within a word where that is longer."""
    layout = QTextLayout(text.replace("\n", _LINE_BREAK), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        starts.append(line.textStart())
    layout.endLayout()
    return starts
