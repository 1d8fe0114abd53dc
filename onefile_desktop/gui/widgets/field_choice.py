"""A drop-down of the fields that a column can mean."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from onefile_desktop.roster.fields import PEOPLE

NOT_USED = "-"


class FieldChoice(QComboBox):
    """Chooses a field. The wheel scrolls the page and never changes the choice in passing."""

    def __init__(self, *, may_be_none: bool) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if may_be_none:
            self.addItem("Not used", NOT_USED)
        for field in PEOPLE.values():
            self.addItem(field.label, field.name)
            self.setItemData(self.count() - 1, field.guide, Qt.ItemDataRole.ToolTipRole)

    @property
    def field(self) -> str:
        """The field's name, `NOT_USED` for none."""
        return self.currentData()

    def choose(self, field: str | None) -> None:
        """Shows `field`."""
        self.setCurrentIndex(self.findData(field or NOT_USED))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
