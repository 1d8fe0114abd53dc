"""The windows that belong to no step: preferences, earlier runs, and deleting everything."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onefile_desktop import paths, settings
from onefile_desktop.enrolment import own_data
from onefile_desktop.errors import UserFacingError
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.deletion_dialog import DeletionDialog, what_goes
from onefile_desktop.gui.widgets.earlier_runs_dialog import EarlierRunsDialog
from onefile_desktop.gui.widgets.preferences_dialog import PreferencesDialog
from onefile_desktop.gui.worker import Complaint, complaint_about


class Housekeeping(QObject):
    """Opens them over `window`, and does what is chosen in them."""

    emptying = Signal()
    """Everything is deleted now: whoever holds something of it lets go first."""
    emptied = Signal(object)
    """It is deleted; sentences about what could not be removed."""
    not_emptied = Signal(object)
    """Nothing was deleted: a `Complaint` says why."""
    not_saved = Signal(object)
    """Preferences could not be saved: a `Complaint` says why."""

    def __init__(self, window: QWidget, look: Look, prompts: Prompts) -> None:
        super().__init__(window)
        self._window, self._look, self._prompts = window, look, prompts

    def open_preferences(self, *, may_delete: bool) -> PreferencesDialog:
        """Shows the preferences; `may_delete` says that nothing is under way which needs the program's files."""
        known, folder = settings.load(), paths.data_folder()
        dialog = PreferencesDialog(self._window, known.calls_at_once, known.keep_days, folder, may_delete=may_delete)
        dialog.accepted.connect(lambda: self._save(dialog))
        dialog.folder_wanted.connect(lambda: self._prompts.show_folder(folder))
        dialog.deletion_wanted.connect(lambda: self.ask_whether_to_delete(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def open_earlier_runs(self) -> EarlierRunsDialog:
        """Shows the runs of this computer."""
        dialog = EarlierRunsDialog(self._window, self._look, self._prompts)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_whether_to_delete(self, over: PreferencesDialog) -> DeletionDialog:
        """Says what would go, and deletes it where the person means it."""
        dialog = DeletionDialog(over, self._look, what_goes(own_data.what_is_kept()))
        dialog.accepted.connect(over.reject)
        dialog.accepted.connect(self._delete)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _save(self, dialog: PreferencesDialog) -> None:
        chosen = replace(settings.load(), calls_at_once=dialog.at_once.value(), keep_days=dialog.keep_days.value())
        try:
            settings.save(chosen)
        except OSError as error:
            why = f"They could not be saved ({error.strerror})."
            what_to_do = "See whether the disk is full, and whether you may write to the program’s folder."
            self.not_saved.emit(Complaint("Preferences not saved", why, what_to_do, error))

    def _delete(self) -> None:
        self.emptying.emit()
        try:
            self.emptied.emit(own_data.delete_everything())
        except UserFacingError as error:
            self.not_emptied.emit(complaint_about(error))
