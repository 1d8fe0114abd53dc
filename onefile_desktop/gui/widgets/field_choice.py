"""A drop-down of the fields that a column can mean."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from onefile_desktop.enrolment.mappings import LEFT_OUT
from onefile_desktop.roster.fields import EVERYBODY, PEOPLE, Field

NOT_USED = LEFT_OUT

_LABEL = Qt.ItemDataRole.UserRole + 1
_EVERYBODY, _SOME, _PROGRAMME, _MORE = "Everybody needs", "Some need", "Programme and people", "More details"
_GROUPS = (_EVERYBODY, _SOME, _MORE, _PROGRAMME)


class FieldList(QStandardItemModel):
    """The fields under headings; any number of choices share it. A field that a column has says which."""

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, QStandardItem] = {NOT_USED: _item("Not used", NOT_USED, "")}
        self.appendRow(self._items[NOT_USED])
        for group in _GROUPS:
            self.appendRow(_heading(group))
            for field in _fields_of(group):
                self._items[field.name] = _item(field.label, field.name, field.guide)
                self.appendRow(self._items[field.name])

    def show_used(self, letters: Mapping[str, str]) -> None:
        """Says which column each used field has, `letters` by field name."""
        for name, item in self._items.items():
            letter, label = letters.get(name), item.data(_LABEL)
            item.setText(f"{label}  ·  column {letter}" if letter else label)


class FieldChoice(QComboBox):
    """Chooses a field. The wheel scrolls the page and never changes the choice in passing."""

    def __init__(self, fields: FieldList) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setModel(fields)
        self.currentIndexChanged.connect(lambda: self.setToolTip(self.currentData(_LABEL)))

    @property
    def field(self) -> str:
        """The field's name, `NOT_USED` for none."""
        return self.currentData()

    def choose(self, field: str | None) -> None:
        """Shows `field`."""
        self.setCurrentIndex(self.findData(field or NOT_USED))

    def showPopup(self) -> None:
        bar = self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * bar)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt paints it, but for the text: the field alone, and with an ellipsis where it is too long."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        label = self.currentData(_LABEL) or ""
        option.currentText = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room.width() - 4)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def _item(label: str, name: str, guide: str) -> QStandardItem:
    item = QStandardItem(label)
    item.setData(name, Qt.ItemDataRole.UserRole)
    item.setData(label, _LABEL)
    item.setToolTip(guide)
    item.setEditable(False)
    return item


def _heading(text: str) -> QStandardItem:
    heading = QStandardItem(text)
    heading.setFlags(Qt.ItemFlag.NoItemFlags)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    return heading


def _fields_of(group: str) -> Iterator[Field]:
    """The fields under a heading; one that is a part of another stands after it."""
    for field in PEOPLE.values():
        if field.part_of is None and _group(field) == group:
            yield field
            yield from (part for part in PEOPLE.values() if part.part_of == field.name)


def _group(field: Field) -> str:
    if field.required_for == EVERYBODY:
        return _EVERYBODY
    if field.required_for:
        return _SOME
    return _MORE if field.target is None else _PROGRAMME
