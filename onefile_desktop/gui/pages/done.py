"""The last page: what became of every row."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QMenu

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui import done_wording, results
from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.models.outcomes import SeenRow, seen
from onefile_desktop.gui.models.run import OutcomeListing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.results import Handouts, SavedResults
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.filter_bar import FilterBar
from onefile_desktop.gui.widgets.folded_text import FoldedText
from onefile_desktop.gui.widgets.marks import StatTile, button, row_of
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.widgets.verified_line import VerifiedLine
from onefile_desktop.run.engine import RunEnding
from onefile_desktop.run.results.identifiers import as_table
from onefile_desktop.run.results.outcome import Outcome

_ALL, _LOOK = "All rows", "Need a look"
_MESSAGE_LINES = 2
_NOT_DONE = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.EXCLUDED, Outcome.NOT_ATTEMPTED)


class DonePage(WizardPage):
    """Totals and outcomes, what can be kept of them, and the way on."""

    step = Page.DONE
    title = "Done"
    subtitle = ""
    message_lines = _MESSAGE_LINES

    resume_wanted = Signal(object)
    """The run is to go on: its `Finished`."""
    restart_wanted = Signal()
    """Another roster is to be enrolled."""
    reread_wanted = Signal(object)
    """The roster was corrected in Excel and is to be read again: its path."""

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._finished: Finished | None = None
        self._at_work_for: Finished | None = None
        self._rows: tuple[SeenRow, ...] = ()
        self._saved: SavedResults | None = None
        self._handouts: Handouts | None = None
        self._then: Callable[[Handouts], None] | None = None
        self.model = OutcomeListing(look)
        self.table = Table("Outcomes", self.model, (126, 104, 176, 108, 0), two_lines=True)
        self.whole_message = FoldedText(_MESSAGE_LINES)
        self.filters = FilterBar((_ALL, _LOOK))
        self.verified = VerifiedLine(look)
        self._created, self._updated = StatTile("created"), StatTile("updated")
        self._same, self._not_done = StatTile("unchanged"), StatTile("not done")
        self.leave_out = QCheckBox(results.LEAVE_OUT)
        self.leave_out.setToolTip(results.WHAT_IS_SENSITIVE)
        self.copy_button, self.more_button = button("&Copy MIS ID – OneFile ID pairs"), button("&More")
        self.copy_button.setToolTip("Of everybody created or recognised, to paste into a spreadsheet or your MIS.")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.save_action, self.folder_action = _entry(menu, "&Save the results …"), _entry(menu, "Open its &folder")
        menu.addSeparator()
        self.undo_action = _entry(menu, "Save the &undo pack …")
        self.undo_action.setToolTip("A list of everything that was made, with its ID, and how to undo it in OneFile.")
        menu.addSeparator()
        self.resume_action = _entry(menu, "&Look again for what is not known")
        self.reread_action, self.restart_action = (
            _entry(menu, f"&{done_wording.READ_AGAIN}"),
            _entry(menu, "&New enrolment"),
        )
        self.more_button.setMenu(menu)
        self._lay_out()
        self.filters.chosen.connect(self._filter)
        self.table.selectionModel().selectionChanged.connect(self._show_whole_message)
        self.copy_button.clicked.connect(lambda: self._with_handouts(self._copy_pairs))
        self.undo_action.triggered.connect(lambda: self._with_handouts(self._save_undo_pack))
        self.save_action.triggered.connect(self.choose_where)
        self.folder_action.triggered.connect(self._open_folder)
        self.resume_action.triggered.connect(lambda: self.resume_wanted.emit(self._finished))
        self.reread_action.triggered.connect(self._read_again)
        self.restart_action.triggered.connect(self._start_over)
        self.message.chosen.connect(self._take_up_message)
        self.message.body.unfolded.connect(self.whole_message.fold)  # there is no room for both
        self.whole_message.unfolded.connect(self.message.body.fold)
        self.worker.succeeded.connect(self._show_result)

    def show_finished(self, finished: Finished) -> None:
        """Shows how a run has ended."""
        self._finished, self._saved, self._handouts = finished, None, None
        result, info = finished.result, finished.info
        self._rows = seen(result.outcomes, result.verification)
        people = Counter(row.outcome for row in result.outcomes if row.is_person or row.stands_alone)
        not_done = sum(people[outcome] for outcome in _NOT_DONE)
        attention = sum(row.became.needs_attention for row in self._rows)
        looks = sum(row.needs_a_look for row in self._rows)
        self._created.show_number(str(people[Outcome.CREATED]), tone=Tone.GOOD)
        self._updated.show_number(str(people[Outcome.UPDATED]))
        self._same.show_number(str(people[Outcome.ALREADY_THERE] + people[Outcome.UNCHANGED]))
        self._not_done.show_number(str(not_done), tone=Tone.WARNING if not_done else Tone.NEUTRAL)
        self.verified.show_verification(result.verification)
        for name, count in ((_ALL, len(self._rows)), (_LOOK, looks)):
            self.filters.show_count(name, count)
        is_over = result.ending is RunEnding.FINISHED
        self.filters.choose(_LOOK if looks and is_over else _ALL)
        self.resume_action.setVisible(is_over and info.resumable)
        self.reread_action.setVisible(self._may_read_again)
        told = done_wording.told_of_ending(finished, attention, looks, may_read_again=self._may_read_again)
        self.set_headings(told.title, told.subtitle)
        self.message.say(told.tone, told.headline, told.text, told.action)
        self._show_actions()

    def forget(self) -> None:
        """The run that was shown is gone from this computer."""
        self._finished = self._saved = self._handouts = None

    @property
    def has_unsaved(self) -> bool:
        """Whether a run is over whose results nobody has saved yet."""
        return self._finished is not None and self._is_over and self._saved is None

    def may_leave(self, leaving: str) -> bool:
        """Whether results that are not saved yet may be left behind; asks where there are such. `leaving` is a verb."""
        return not self.has_unsaved or self._prompts.confirm(self, *done_wording.unsaved_question(leaving))

    def next_label(self) -> str:
        if not self._is_over:
            return "Go on with this run"
        return "New enrolment" if self._saved is not None else "Save the results …"

    def advance(self) -> None:
        if not self._is_over:
            self.resume_wanted.emit(self._finished)
        elif self._saved is None:
            self.choose_where()
        else:
            self.restart_wanted.emit()

    def status(self) -> str:
        return "Saving …" if self.worker.is_busy else ""

    def shut_down(self) -> None:
        self.worker.wait()  # a workbook that is being saved is saved

    def choose_where(self) -> None:
        """Asks where the results are to go, and saves them."""
        assert self._finished is not None
        info = self._finished.info
        out = self._prompts.workbook_to_save(self, results.suggested_name(info, "results"))
        if out is None:
            return
        if results.is_its_roster(info, out):
            self.message.say(Tone.WARNING, *results.THAT_IS_THE_ROSTER)
            return
        self.save(out)

    def save(self, out: Path) -> None:
        """Writes the results workbook to `out`."""
        if self._finished is None or self.worker.is_busy:
            return
        run, leave_out = self._finished.info.run, self.leave_out.isChecked()
        save = partial(results.save_results, leave_out_sensitive=leave_out)
        self._work(partial(save, run, out, self._handouts, verification=self._finished.result.verification))

    @property
    def _is_over(self) -> bool:
        return self._finished is not None and self._finished.result.ending is RunEnding.FINISHED

    @property
    def _may_read_again(self) -> bool:
        """Whether correcting the roster could do more for some row."""
        assert self._finished is not None
        return (
            self._is_over
            and self._finished.info.roster_file is not None
            and any(row.became.needs_attention for row in self._rows)
        )

    def _filter(self, name: str) -> None:
        self.model.show_all([row for row in self._rows if name != _LOOK or row.needs_a_look])
        self._show_whole_message()

    def _show_whole_message(self) -> None:
        """Where the table has room for the beginning of a message only."""
        chosen = self.table.selectionModel().selectedRows()
        row = self.model.values[chosen[0].row()] if chosen else None
        if row is None or self.table.has_room(chosen[0].row()):
            self.whole_message.hide()
        else:
            self.whole_message.show_text(f"Row {row.became.row}, {row.became.person}: {row.message}")
            self.whole_message.show()
        QTimer.singleShot(0, self.table.show_selected)  # once the message has taken its room

    def _work(self, work: Callable[[], object]) -> None:
        self._at_work_for = self._finished
        self.worker.call(work)

    def _show_busy(self, busy: bool) -> None:
        super()._show_busy(busy)
        self._show_actions()

    def _show_actions(self) -> None:
        """After the personal details of a run are removed, nothing more can be saved than was.

        While something is saved or read, nothing else begins, and no way leads on.
        """
        at_rest = not self.worker.is_busy
        is_forgotten = self._saved is not None and self._saved.is_forgotten
        for action in (self.resume_action, self.reread_action, self.restart_action, self.undo_action):
            action.setEnabled(at_rest)
        self.message.let_choose(at_rest)
        self.save_action.setText("&Save the results again …" if self._saved is not None else "&Save the results …")
        self.save_action.setEnabled(at_rest and not is_forgotten)
        self.leave_out.setEnabled(not is_forgotten)
        self.folder_action.setEnabled(self._saved is not None)

    def _with_handouts(self, then: Callable[[Handouts], None]) -> None:
        """Reads what can be handed out of the run, where that was not read before, and goes on with it."""
        if self._finished is None or self.worker.is_busy:
            return
        if self._handouts is not None:
            then(self._handouts)
            return
        self._then = then
        self._work(partial(results.handouts_of, self._finished.info.run))

    def _show_result(self, result: object) -> None:
        if self._at_work_for is None or self._at_work_for is not self._finished:
            return  # it is of a run that is not shown any longer
        if isinstance(result, SavedResults):
            self._saved, self._handouts = result, result.handouts
            self.message.say(Tone.GOOD, "Results saved", results.told_of_saved(result), "Open its folder")
            self._show_actions()
            self.readiness_changed.emit()
        elif isinstance(result, Handouts):
            self._handouts = result
            if self._then is not None:
                self._then(result)
        elif isinstance(result, Path):
            self.message.say(Tone.GOOD, "Undo pack saved", f"{result}.")

    def _copy_pairs(self, handouts: Handouts) -> None:
        if handouts.pairs:
            QGuiApplication.clipboard().setText(as_table(handouts.pairs))
        self.message.say(*done_wording.told_of_copying(len(handouts.pairs)))

    def _save_undo_pack(self, handouts: Handouts) -> None:
        assert self._finished is not None
        info = self._finished.info
        out = self._prompts.workbook_to_save(self, results.suggested_name(info, "undo pack"))
        if out is None:
            return
        if results.is_its_roster(info, out):
            self.message.say(Tone.WARNING, *results.THAT_IS_THE_ROSTER)
        else:
            self._work(partial(results.save_undo_pack, handouts, out))

    def _take_up_message(self) -> None:
        """The banner's button was pressed: what it offers depends on what it says."""
        if self._saved is not None:
            self._open_folder()
        else:
            self._read_again()

    def _read_again(self) -> None:
        assert self._finished is not None
        if self.may_leave("Go on"):
            self.reread_wanted.emit(self._finished.info.roster_file)

    def _start_over(self) -> None:
        if self.may_leave("Go on"):
            self.restart_wanted.emit()

    def _open_folder(self) -> None:
        if self._saved is not None:
            self._prompts.show_folder(self._saved.out.parent)

    def _lay_out(self) -> None:
        tiles = row_of(self._created, self._updated, self._same, self._not_done)
        for index in range(4):
            tiles.setStretch(index, 1)
        foot = row_of(self.leave_out, self.copy_button, self.more_button)
        foot.setStretch(0, 1)
        self.body.setSpacing(8)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(tiles)
        below = row_of(self.filters, self.verified)
        below.setStretch(1, 1)
        self.body.addLayout(below)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole_message)
        self.body.addLayout(foot)


def _entry(menu: QMenu, text: str) -> QAction:
    return menu.addAction(text)
