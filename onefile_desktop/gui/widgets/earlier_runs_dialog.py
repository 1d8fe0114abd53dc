"""The runs of this computer, and their results for whoever did not save them at the time."""

from collections.abc import Generator
from functools import partial

from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from onefile_desktop.enrolment import running
from onefile_desktop.gui import results
from onefile_desktop.gui.models.earlier_runs import EarlierRuns
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.results import LEAVE_OUT, SavedResults
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.marks import button, row_of, text_label
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.worker import Worker
from onefile_desktop.run.journal import RunInfo

_SIZE = (860, 500)
_ABOUT = "Save the results of a run. A run that is not finished goes on from the first page, Connect."


class EarlierRunsDialog(QDialog):
    """Lists the runs, the newest first, and saves the results of the one that is selected."""

    def __init__(self, parent: QWidget | None, look: Look, prompts: Prompts) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self.setWindowTitle("Earlier runs")
        self.setModal(True)
        self.resize(*_SIZE)
        self.model = EarlierRuns(look)
        self.table = Table("Earlier runs", self.model, (160, 190, 0, 190))
        self.message = Banner(look)
        self.leave_out = QCheckBox(LEAVE_OUT)
        self.leave_out.setToolTip(results.WHAT_IS_SENSITIVE)
        self.save_button, self.close_button = button("Save the results …", "primary"), button("Close")
        self.save_button.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(text_label("Earlier runs", "section"))
        layout.addWidget(text_label(_ABOUT, "quiet", wraps=True))
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.leave_out)
        end = row_of(self.close_button, self.save_button)
        end.insertStretch(0)
        layout.addLayout(end)
        self._lister, self.saver = Worker(self), Worker(self)
        self._lister.succeeded.connect(self._show_runs)
        self.saver.succeeded.connect(self._say_saved)
        self.saver.failed.connect(self.message.complain)
        self.saver.busy_changed.connect(self._show_readiness)
        self.table.selectionModel().selectionChanged.connect(self._show_readiness)
        self.save_button.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self._lister.run(_listed())

    def done(self, result: int) -> None:
        """Closes the window; a workbook that is being saved is saved."""
        self._lister.wait()
        self.saver.wait()
        super().done(result)

    def _selected(self) -> RunInfo | None:
        chosen = self.table.selectionModel().selectedRows()
        return self.model.values[chosen[0].row()] if chosen else None

    def _show_runs(self, runs: tuple[RunInfo, ...]) -> None:
        self.model.show_all(runs)
        if runs:
            self.table.select_row(0)
        else:
            self.message.say(Tone.ACCENT, "There are no runs yet", "Every run that you begin is listed here.")
        self.table.setFocus()
        self._show_readiness()

    def _show_readiness(self) -> None:
        self.save_button.setEnabled(self._selected() is not None and not self.saver.is_busy)

    def _save(self) -> None:
        info = self._selected()
        if info is None:
            return
        out = self._prompts.workbook_to_save(self, results.suggested_name(info, "results"))
        if out is None:
            return
        if results.is_its_roster(info, out):
            self.message.say(Tone.WARNING, *results.THAT_IS_THE_ROSTER)
            return
        self.message.hide()
        self.saver.call(
            partial(results.save_results, info.run, out, None, leave_out_sensitive=self.leave_out.isChecked())
        )

    def _say_saved(self, saved: SavedResults) -> None:
        self.message.say(Tone.GOOD, "Results saved", results.told_of_saved(saved))


def _listed() -> Generator[object, None, tuple[RunInfo, ...]]:
    yield from ()
    return tuple(running.runs())
