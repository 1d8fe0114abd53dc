"""Asks for the password of a protected workbook."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from onefile_desktop.gui.widgets.marks import button, row_of, text_label

_WIDTH = 440


class PasswordDialog(QDialog):
    """Takes one password down. It is hidden unless the person wants to see it, and kept nowhere."""

    def __init__(self, parent: QWidget | None, file: str, *, again: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password")
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.editor, self.shown = QLineEdit(), QCheckBox("&Show it while I type")
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button, self._cancel = button("Open", "primary"), button("Cancel")
        self.open_button.setDefault(True)
        self.open_button.setEnabled(False)
        title = text_label("This workbook is protected", "section", wraps=True)
        text = text_label(f"“{file}” opens with its password only.", wraps=True)
        wrong = text_label("That password does not open it. Capitals and small letters count.", wraps=True)
        wrong.setProperty("tone", "bad")
        label = QLabel("&Password")
        label.setBuddy(self.editor)
        kept = text_label("It is kept while this roster is open, and never saved.", "quiet", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(8)
        for widget in (title, text, *((wrong,) if again else ())):
            layout.addWidget(widget)
        layout.addSpacing(6)
        for widget in (label, self.editor, self.shown, kept):
            layout.addWidget(widget)
        layout.addSpacing(10)
        buttons = row_of(self._cancel, self.open_button)
        buttons.insertStretch(0)
        layout.addLayout(buttons)
        self.editor.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text)))
        self.shown.toggled.connect(self._show)
        self.open_button.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def password(self) -> str:
        """What was typed."""
        return self.editor.text()

    def _show(self, shown: bool) -> None:
        self.editor.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
