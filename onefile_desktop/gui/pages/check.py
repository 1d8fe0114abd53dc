"""The fourth page: the roster against the centre, and everything that is wrong or deserves a look."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel

from onefile_desktop.centre.download import Reading
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Source
from onefile_desktop.gui.models.problems import ProblemListing, is_decision
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.filter_bar import FilterBar
from onefile_desktop.gui.widgets.marks import StatTile, button, row_of
from onefile_desktop.gui.widgets.problem_detail import ProblemDetail
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.worker import Complaint, Worker
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.problems import Problem

_EXISTING = (
    (Existing.SKIP, "Leave them as they are"),
    (Existing.ASSIGN, "Add what is missing"),
    (Existing.UPDATE, "Add, and update what differs"),
)
_ALL, _ERRORS, _DECISIONS, _WARNINGS = "All", "Errors", "To decide", "Warnings"


class CheckPage(WizardPage):
    """Reads the centre, and lists what keeps rows back. Rows with errors are left out; the good ones go."""

    step = Page.CHECK
    title = "Check the roster"
    subtitle = "Compared with the centre. Rows with errors are left out until you mend them; all others can go."

    reread_wanted = Signal()
    """The roster was mended in Excel and is to be read again."""

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._saver = Worker(self)
        self.source: Source | None = None
        self._progress = ""
        self.model = ProblemListing(look)
        self.table = Table("Problems", self.model, (118, 150, 150, 0), two_lines=True)
        self.detail = ProblemDetail()
        self.filters = FilterBar((_ALL, _ERRORS, _DECISIONS, _WARNINGS))
        self._ready, self._errors = StatTile("rows ready"), StatTile("with errors")
        self._out, self._warnings = StatTile("left out"), StatTile("warnings")
        self._existing = QComboBox()
        self._create_missing = QCheckBox("Make missi&ng classes and placements")
        self.marked_button, self._again = button("Marked copy …", "link"), button("Read again", "link")
        self.marked_button.setToolTip("A copy of your workbook with every problem marked in its cell.")
        self._again.setToolTip("Reads the roster anew, after you have mended it in Excel.")
        self.undo_button = button("Undo decisions", "link")
        self.undo_button.setToolTip("Takes back what you decided about rows of this roster and what its texts mean.")
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.filters.chosen.connect(self._filter)
        self._existing.activated.connect(self._choose_existing)
        self._create_missing.clicked.connect(self._choose_create_missing)
        self.marked_button.clicked.connect(self._save_marked)
        self._again.clicked.connect(self.reread_wanted)
        self.undo_button.clicked.connect(lambda: self._plan(self.enrolment.without_decisions()))
        self.detail.decided.connect(self._decide)
        self.detail.meaning.chosen.connect(self._choose_meaning)
        self.worker.progressed.connect(self._show_progress)
        self.worker.succeeded.connect(self._show_checked)
        self._saver.succeeded.connect(self._say_saved)
        self._saver.failed.connect(self.message.complain)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        self.message.hide()
        self._show_options()
        if enrolment.plan is None:
            self._clear()
            self._read_centre(enrolment)
        else:
            self._show_problems()

    def next_label(self) -> str:
        return "Preview" if self.enrolment.plan is not None or self.worker.is_busy else "Try again"

    def advance(self) -> None:
        if self.enrolment.plan is None:
            self.message.hide()
            self._read_centre(self.enrolment)
        else:
            super().advance()

    def status(self) -> str:
        return self._progress if self.worker.is_busy else ""

    def shut_down(self) -> None:
        super().shut_down()
        self._saver.wait()

    def choose_existing(self, existing: Existing) -> None:
        """What becomes of people who are there already; reads what that needs to know of the centre."""
        self._existing.setCurrentIndex(self._existing.findData(str(existing)))
        self._choose_existing()

    def on_complaint(self, complaint: Complaint) -> None:
        super().on_complaint(complaint)
        self._show_options()

    def _choose_existing(self) -> None:
        existing = Existing(self._existing.currentData())
        options = replace(self.enrolment.plan_options, existing=existing)
        self._read_centre(replace(self.enrolment, plan_options=options))

    def _choose_create_missing(self, wanted: bool) -> None:
        self._plan(replace(self.enrolment.plan_options, create_missing=wanted))

    def _decide(self, row: int, answer: Decision | int) -> None:
        options = self.enrolment.plan_options
        self._plan(replace(options, decisions={**options.decisions, row: answer}))

    def _choose_meaning(self, field: str, text: str, meant: str) -> None:
        options = self.enrolment.plan_options
        self._plan(replace(options, choices={**options.choices, (field, folded(text)): meant}))

    def _read_centre(self, enrolment: Enrolment) -> None:
        if enrolment.connection is None:
            return
        self._progress = "Reading the centre …"
        self._set_enabled(False)
        self.worker.run(jobs.reading_centre(enrolment), stop=enrolment.connection.client.limiter.stop)

    def _plan(self, options: PlanOptions) -> None:
        self._progress = "Checking …"
        self._set_enabled(False)
        self.worker.call(partial(self.enrolment.planned, options))

    def _show_progress(self, reading: Reading) -> None:
        self._progress = f"Reading the centre: {reading.count} {reading.what}, {reading.calls} calls …"
        self.readiness_changed.emit()

    def _show_checked(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment
        self._show_options()
        self._show_problems()
        self.altered.emit(enrolment)
        self.readiness_changed.emit()

    def _show_options(self) -> None:
        options = self.enrolment.plan_options
        self._existing.setCurrentIndex(self._existing.findData(str(options.existing)))
        self._create_missing.setChecked(options.create_missing)
        self.undo_button.setVisible(self.enrolment.has_decisions)
        self._set_enabled(True)

    def _clear(self) -> None:
        self.model.show_all(())
        self.detail.show_nothing()
        for tile in (self._ready, self._errors, self._out, self._warnings):
            tile.show_number("–")

    def _set_enabled(self, enabled: bool) -> None:
        for widget in (
            self._existing,
            self._create_missing,
            self.detail,
            self.marked_button,
            self._again,
            self.undo_button,
        ):
            widget.setEnabled(enabled)

    def _show_problems(self) -> None:
        counts, problems = self.enrolment.counts, self.enrolment.problems
        warnings = sum(1 for one in problems if not one.is_error and not is_decision(one))
        self._ready.show_number(str(counts.ready), tone=Tone.GOOD)
        self._errors.show_number(str(counts.with_errors), tone=Tone.BAD if counts.with_errors else Tone.NEUTRAL)
        self._out.show_number(str(counts.excluded), tone=Tone.WARNING if counts.excluded else Tone.NEUTRAL)
        self._warnings.show_number(str(warnings))
        for name in (_ALL, _ERRORS, _DECISIONS, _WARNINGS):
            self.filters.show_count(name, len(_of_kind(problems, name)))
        self._filter(self.filters.current)
        notes = self.enrolment.centre.notes if self.enrolment.centre else ()
        if notes:
            self.message.say(Tone.WARNING, "Not everything could be compared", " ".join(notes))
        elif not problems:
            self.message.say(Tone.GOOD, "Nothing is wrong", "Every row of the roster can go.")
        else:
            self.message.hide()

    def _filter(self, name: str) -> None:
        self.model.show_all(_of_kind(self.enrolment.problems, name))
        self.detail.show_nothing()
        if self.model.values:
            self.table.select_row(0)

    def _show_selected(self) -> None:
        selected = self.table.selectionModel().selectedRows()
        if not selected:
            self.detail.show_nothing()
            return
        problem = self.model.values[selected[0].row()]
        row = problem.place.row if is_decision(problem) else None
        perhaps = None if row is None else self.enrolment.perhaps(row)
        self.detail.show_problem(problem, perhaps, self.enrolment.choosable(problem))

    def _save_marked(self) -> None:
        roster = self.enrolment.roster
        assert roster is not None
        out = self._prompts.workbook_to_save(self, roster.file.with_name(f"{roster.file.stem} (marked).xlsx"))
        if out is None or self._saver.is_busy:
            return
        problems = self.enrolment.problems
        password = self.source.password if self.source is not None else None

        def write() -> tuple[Path, tuple[str, ...]]:
            return out, write_marked_copy(roster.file, problems, out, password=password)

        self._saver.call(write)

    def _say_saved(self, saved: tuple[Path, tuple[str, ...]]) -> None:
        out, notes = saved
        told = " ".join((f"{out} – every problem is marked in its cell.", *notes))
        self.message.say(Tone.GOOD, "Marked copy saved", told)

    def _lay_out(self) -> None:
        for existing, text in _EXISTING:
            self._existing.addItem(text, str(existing))
        label = QLabel("&Already in OneFile:")
        label.setBuddy(self._existing)
        self.body.setSpacing(10)
        self.body.addLayout(row_of(self._ready, self._errors, self._out, self._warnings))
        self.body.addLayout(row_of(label, self._existing, self._create_missing, stretch=True))
        self.body.addLayout(row_of(self.filters, self.undo_button, self._again, self.marked_button, spacing=4))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.detail)


def _of_kind(problems: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    match name:
        case "Errors":
            return tuple(one for one in problems if one.is_error)
        case "To decide":
            return tuple(one for one in problems if is_decision(one))
        case "Warnings":
            return tuple(one for one in problems if not one.is_error and not is_decision(one))
        case _:
            return tuple(sorted(problems, key=lambda one: (not one.is_error, not is_decision(one))))
