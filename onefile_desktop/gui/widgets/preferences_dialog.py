"""What can be set, where the program keeps its files, and the way to delete them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QSpinBox, QVBoxLayout, QWidget

from onefile_desktop.gui.widgets.marks import ElidedLabel, button, row_of, text_label
from onefile_desktop.settings import AT_ONCE_RANGE, KEEP_DAYS_RANGE

_WIDTH = 560
_AT_ONCE = (
    "So many may be on their way to OneFile together. It takes 300 a minute, whatever you choose here: 4 is a good "
    "choice."
)
_KEEP = (
    "What became of each row and its OneFile ID stay. A run that is not finished by then can no longer go on. Once "
    "results are saved and everything was done as planned, the details go at once."
)
_DELETE = "Removes runs, connections with their tokens, settings and logs from this computer. OneFile is not touched."
_NOT_NOW = "Not while something is under way: let it end, or stop it, and open this window again."


class PreferencesDialog(QDialog):
    """Shows what is set; whoever opened it saves what was chosen, once it is accepted."""

    folder_wanted = Signal()
    """The folder of the program's files is to be shown."""
    deletion_wanted = Signal()
    """Everything is to be deleted: ask whether that is meant."""

    def __init__(self, parent: QWidget | None, at_once: int, keep_days: int, folder: Path, *, may_delete: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.at_once, self.keep_days = _number(AT_ONCE_RANGE, at_once), _number(KEEP_DAYS_RANGE, keep_days)
        self.keep_days.setSuffix(" days")
        self.folder_button, self.delete_button = button("Open &folder"), button("&Delete my data …", "danger")
        self.delete_button.setEnabled(may_delete)
        self.ok_button, self.cancel_button = button("OK", "primary"), button("Cancel")
        self.ok_button.setDefault(True)
        where = ElidedLabel(str(folder))
        where.setProperty("rank", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(6)
        layout.addWidget(text_label("Preferences", "section"))
        layout.addSpacing(8)
        self._add_number(layout, "Changes sent &at the same time", self.at_once, _AT_ONCE)
        layout.addSpacing(12)
        self._add_number(layout, "&Remove personal details of runs after", self.keep_days, _KEEP)
        layout.addSpacing(10)
        layout.addWidget(_line())
        layout.addSpacing(8)
        layout.addWidget(text_label("Where the program keeps its files"))
        place = row_of(where, self.folder_button)
        place.setStretch(0, 1)
        layout.addLayout(place)
        layout.addSpacing(8)
        why = text_label(_DELETE if may_delete else _NOT_NOW, "quiet", wraps=True)
        delete = row_of(why, self.delete_button)
        delete.setStretch(0, 1)
        layout.addLayout(delete)
        layout.addSpacing(10)
        layout.addWidget(_line())
        layout.addSpacing(8)
        end = row_of(self.cancel_button, self.ok_button)
        end.insertStretch(0)
        layout.addLayout(end)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.delete_button.clicked.connect(self.deletion_wanted)
        self.ok_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.at_once.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_number(self, layout: QVBoxLayout, name: str, editor: QSpinBox, meaning: str) -> None:
        label = QLabel(name)
        label.setBuddy(editor)
        editor.setAccessibleName(name.replace("&", ""))
        editor.setAccessibleDescription(meaning)
        row = row_of(label, editor)
        row.setStretch(0, 1)
        layout.addLayout(row)
        layout.addWidget(text_label(meaning, "quiet", wraps=True))


def _number(allowed: range, value: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(allowed[0], allowed[-1])
    made.setValue(value)
    made.setFixedWidth(120)
    made.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding does not reach it
    return made


def _line() -> QFrame:
    made = QFrame()
    made.setProperty("rank", "rule")
    made.setFixedHeight(1)
    return made
