"""The second page: the roster's file, and how it was read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from onefile_desktop import paths, settings
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Loaded
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.file_drop import FileDrop
from onefile_desktop.gui.widgets.marks import Card, ElidedLabel, IconLabel, button, row_of, text_label
from onefile_desktop.gui.worker import Complaint, Worker
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.template import write_template

_LAST_ROW = 1_048_576
_LINK = 180


class RosterPage(WizardPage):
    """Takes the file, reads it at once and says what is in it."""

    step = Page.ROSTER
    title = "Choose your roster"
    subtitle = "An Excel file with one row for each person. It is only read, never changed."

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._saver, self._lister = Worker(self), Worker(self)
        self.sheets: Sequence[Sheet] = ()
        self._drop = FileDrop(look, "Drop your roster here", "A workbook of Excel or OpenDocument", "Choose a file …")
        self._example = button("Use the example roster", "link")
        self.template_button = button("Save an empty template …", "link")
        self._name, self._content = ElidedLabel(), text_label(wraps=True)
        self._folder = ElidedLabel()
        self._sheet, self._header = QComboBox(), QLineEdit()
        self._sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._lay_out()
        self._drop.asked.connect(self._choose)
        self._drop.dropped.connect(self.read)
        self._example.clicked.connect(lambda: self.read(paths.resource("examples/cohort.xlsx")))
        self.template_button.clicked.connect(self._save_template)
        self._sheet.activated.connect(self._choose_sheet)
        self._header.editingFinished.connect(self._choose_header)
        self.worker.succeeded.connect(self._show_loaded)
        self._lister.succeeded.connect(self._show_recent)
        self._saver.succeeded.connect(self._say_saved)
        self._saver.failed.connect(self.message.complain)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        rehearsing = enrolment.connection is not None and enrolment.connection.environment is Environment.REHEARSAL
        self._example.setVisible(rehearsing)
        self._show_content()
        if not self._lister.is_busy:
            self._lister.call(jobs.recent_rosters)

    def can_advance(self) -> bool:
        return super().can_advance() and self.enrolment.roster is not None

    def status(self) -> str:
        return "Reading the roster …" if self.worker.is_busy else ""

    def shut_down(self) -> None:
        super().shut_down()
        self._saver.wait()
        self._lister.wait()

    def read(self, file: Path) -> None:
        """Reads `file` as the roster."""
        if self.worker.is_busy:
            return
        self.message.hide()
        self.worker.run(jobs.loading(self.enrolment, file))

    def choose_header_row(self, row: int) -> None:
        """Takes the column names from `row`."""
        roster = self.enrolment.roster
        if roster is not None and row != roster.people.header_row:
            self._read_again(replace(self.enrolment.read_options, header_row=row))

    def on_complaint(self, complaint: Complaint) -> None:
        super().on_complaint(complaint)
        self._show_content()

    def _choose(self) -> None:
        file = self._prompts.roster(self, settings.load().roster_folder or "")
        if file is not None:
            settings.save(replace(settings.load(), roster_folder=str(file.parent)))
            self.read(file)

    def _choose_sheet(self) -> None:
        self._read_again(ReadOptions(sheet=self._sheet.currentText()))

    def _choose_header(self) -> None:
        self.choose_header_row(int(self._header.text()))

    def _read_again(self, options: ReadOptions) -> None:
        if self.worker.is_busy:
            return
        self.message.hide()
        self.worker.run(jobs.understanding(self.enrolment, self.sheets, options))

    def _show_loaded(self, loaded: Loaded) -> None:
        self.sheets, self.enrolment = loaded.sheets, loaded.enrolment
        self._show_content()
        self.altered.emit(self.enrolment)
        self.readiness_changed.emit()

    def _show_content(self) -> None:
        roster = self.enrolment.roster
        self._card.setVisible(roster is not None)
        if roster is None or self.enrolment.checked is None:
            return
        self._name.show_text(roster.file.name)
        self._folder.show_text(str(roster.file.parent))
        roles = Counter(row.role for row in self.enrolment.checked.people)
        counted = ", ".join(counted_role(role, roles[role]) for role in Role if roles[role])
        finer = len(roster.assignments.rows) if roster.assignments else 0
        rows = len(roster.people.rows)
        self._content.setText(
            f"{rows} {'person' if rows == 1 else 'people'}{f': {counted}' if counted else ''}."
            + (f" {finer} finer assignments on the sheet “{roster.assignments.sheet}”." if roster.assignments else "")
        )
        self._sheet.clear()
        self._sheet.addItems([sheet.name for sheet in self.sheets if sheet.rows])
        self._sheet.setCurrentText(roster.people.sheet)
        self._header.setText(str(roster.people.header_row))

    def _show_recent(self, files: tuple[Path, ...]) -> None:
        while self._recent.count():
            item = self._recent.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        if not files:
            return
        self._recent.addWidget(text_label("Used before:", "quiet"))
        for file in files:
            link = button(QFontMetrics(self.font()).elidedText(file.name, Qt.TextElideMode.ElideMiddle, _LINK), "link")
            link.setToolTip(str(file))
            link.clicked.connect(partial(self.read, file))
            self._recent.addWidget(link)
        self._recent.addStretch()

    def _save_template(self) -> None:
        out = self._prompts.workbook_to_save(self, Path(settings.load().roster_folder or Path.home()) / "Roster.xlsx")
        if out is None or self._saver.is_busy:
            return

        def write() -> Path:
            write_template(out)
            return out

        self._saver.call(write)

    def _say_saved(self, out: Path) -> None:
        self.message.say(Tone.GOOD, "Template saved", f"{out} – fill it in, then drop it here.")

    def _lay_out(self) -> None:
        self._card = Card()
        self._header.setValidator(QIntValidator(1, _LAST_ROW, self))
        self._header.setFixedWidth(72)
        sheet, header = QLabel("&Sheet"), QLabel("&Header row")
        for label, editor in ((sheet, self._sheet), (header, self._header)):
            label.setBuddy(editor)
        self._name.setProperty("rank", "section")
        self._folder.setProperty("rank", "quiet")
        heading = row_of(IconLabel(self.look, "file", Tone.ACCENT, 28))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._folder)
        heading.addLayout(names, 1)
        self._card.body.addLayout(heading)
        self._card.body.addWidget(self._content)
        self._card.body.addLayout(row_of(sheet, self._sheet, header, self._header, stretch=True))
        self.body.addWidget(self._drop)
        self.body.addLayout(row_of(self._example, self.template_button, stretch=True))
        self._recent = QHBoxLayout()
        self._recent.setSpacing(6)
        self.body.addLayout(self._recent)
        self.body.addWidget(self._card)
        self.body.addStretch()


def counted_role(role: Role, count: int) -> str:
    """So many people of a role, in words."""
    label = role.label if role is Role.IQA else role.label.lower()
    return f"{count} {label}{'' if count == 1 else 's'}"
