"""The few questions that open a window of their own."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from onefile_desktop.gui.widgets.password_dialog import PasswordDialog

_ROSTERS = "Rosters (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt);;All files (*)"
_WORKBOOK = "Excel workbook (*.xlsx)"


class Prompts:
    """Asks the person with the system's dialogs. Tests answer in its place."""

    def roster(self, parent: QWidget, folder: str) -> Path | None:
        """The roster to open, None where the person thought better of it."""
        name, _ = QFileDialog.getOpenFileName(parent, "Choose a roster", folder, _ROSTERS)
        return Path(name) if name else None

    def password(self, parent: QWidget, file: str, again: bool) -> str | None:
        """The password of the workbook `file`, None where the person thought better of it.

        `again` says that the one before did not open it.
        """
        dialog = PasswordDialog(parent, file, again=again)
        try:
            return dialog.password if dialog.exec() else None
        finally:
            dialog.deleteLater()

    def workbook_to_save(self, parent: QWidget, suggestion: Path) -> Path | None:
        """Where to save a workbook; the dialog asks before it replaces a file."""
        name, _ = QFileDialog.getSaveFileName(parent, "Save", str(suggestion), _WORKBOOK)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(".xlsx")

    def confirm(self, parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
        """Whether the person says `yes`; Esc and closing the window mean `no`."""
        box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.NoButton, parent)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        decline = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(decline)
        box.setEscapeButton(decline)
        box.exec()
        return box.clickedButton() is agree

    def tell(self, parent: QWidget | None, title: str, text: str, details: str) -> None:
        """Tells of a mistake in the program."""
        box = QMessageBox(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, parent)
        box.setDetailedText(details)
        box.exec()

    def show_folder(self, folder: Path) -> None:
        """Opens `folder` in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
