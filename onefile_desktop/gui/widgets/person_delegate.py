"""Paints a person of a list: an icon, the name, and a quieter line below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from onefile_desktop.gui.theme import Look

ROW = 46
_MARGIN = 10
_ICON = 20
_LINE_END = "\u2028"
"""What Qt makes of a line's end when it hands a text to a delegate."""


class PersonDelegate(QStyledItemDelegate):
    """Of a text of two lines the second is painted quietly; each gives way at its end where there is no room."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        icon, (first, _, second) = QIcon(option.icon), option.text.partition(_LINE_END)
        option.icon, option.text = QIcon(), ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(_MARGIN, 4, -_MARGIN, -4)
        icon.paint(painter, QRect(area.left(), area.top(), _ICON, area.height()))
        words = area.adjusted(_ICON + _MARGIN, 0, 0, 0)
        half = words.height() // 2
        painter.save()
        painter.setFont(option.font)
        for text, colour, top in (
            (first, self._look.colours.text, words.top()),
            (second, self._look.colours.quiet, words.top() + half),
        ):
            painter.setPen(QColor(colour))
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
            line = QRect(words.left(), top, words.width(), half)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
