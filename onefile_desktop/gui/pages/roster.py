"""The second page: the roster's file, and how it was read."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from onefile_desktop import paths, settings
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.errors import PasswordNeededError
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Loaded, Source
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.file_drop import FileDrop
from onefile_desktop.gui.widgets.marks import button, row_of, text_label
from onefile_desktop.gui.widgets.roster_card import RosterCard
from onefile_desktop.gui.worker import Complaint, Worker, complaint_about
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.template import write_template

_LINK = 180


class RosterPage(WizardPage):
    """Takes the file, reads it at once and says what is in it."""

    step = Page.ROSTER
    title = "Choose your roster"
    subtitle = "A workbook or CSV file with one row for each person. It is only read, never changed."

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._saver, self._lister = Worker(self), Worker(self)
        self.source: Source | None = None
        self._options = ReadOptions()
        self._asked_for: tuple[Path, str | None] | None = None
        self.drop = FileDrop(look, "", "A workbook of Excel or OpenDocument, or a CSV file", "Choose a file …")
        self.card = RosterCard(look)
        self._example = button("Use the example roster", "link")
        self.template_button = button("Save an empty template …", "link")
        self._recent, self._recent_links = QWidget(), QHBoxLayout()
        self._top = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lay_out()
        self.drop.asked.connect(self._choose)
        self.drop.dropped.connect(self.read)
        self._example.clicked.connect(lambda: self.read(paths.resource("examples/cohort.xlsx")))
        self.template_button.clicked.connect(self._save_template)
        self.card.sheet_chosen.connect(self.choose_sheet)
        self.card.header_chosen.connect(self.choose_header_row)
        self.card.hidden_wanted.connect(self.include_hidden_rows)
        self.worker.succeeded.connect(self._show_read)
        self._lister.succeeded.connect(self._show_recent)
        self._saver.succeeded.connect(self._say_saved)
        self._saver.failed.connect(self.message.complain)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        self._options = enrolment.read_options
        rehearsing = enrolment.connection is not None and enrolment.connection.environment is Environment.REHEARSAL
        self._example.setVisible(rehearsing)
        self._show_content()
        if not self._lister.is_busy:
            self._lister.call(jobs.recent_rosters)

    def can_advance(self) -> bool:
        return super().can_advance() and self.enrolment.roster is not None

    def status(self) -> str:
        if not self.worker.is_busy:
            return ""
        return f"Reading “{self._asked_for[0].name}” …" if self._asked_for else "Reading the roster again …"

    def shut_down(self) -> None:
        super().shut_down()
        self._saver.wait()
        self._lister.wait()

    def read(self, file: Path) -> None:
        """Reads `file` as the roster; a file that is being read is given up for it."""
        is_open = self.source is not None and self.source.file == file
        self._read(file, self.source.password if self.source is not None and is_open else None)

    def choose_sheet(self, name: str) -> None:
        """Takes the people from the sheet `name`."""
        self._read_again(ReadOptions(sheet=name))

    def choose_header_row(self, row: int) -> None:
        """Takes the column names from `row`; what was said about other columns is dropped."""
        roster = self.enrolment.roster
        if roster is None or row != roster.people.header_row:
            self._read_again(replace(self._options, header_row=row, mapping=()))

    def include_hidden_rows(self, wanted: bool) -> None:
        """Reads rows that Excel does not show as well, or leaves them out."""
        self._read_again(replace(self._options, leave_out_hidden=not wanted))

    def on_complaint(self, complaint: Complaint) -> None:
        if isinstance(complaint.error, PasswordNeededError) and self._asked_for is not None:
            self._ask_for_password(*self._asked_for)
            return
        if self.enrolment.roster is not None:
            self._options = self.enrolment.read_options
        super().on_complaint(complaint)
        self._show_content()

    def _choose(self) -> None:
        known = settings.load()
        file = self._prompts.roster(self, known.roster_folder or "")
        if file is not None:
            settings.save_if_possible(replace(known, roster_folder=str(file.parent)))
            self.read(file)

    def _read(self, file: Path, password: str | None) -> None:
        self.message.hide()
        self.worker.cancel()
        self._asked_for = file, password
        self.worker.run(jobs.loading(self.enrolment, file, password))
        self.readiness_changed.emit()

    def _ask_for_password(self, file: Path, tried: str | None) -> None:
        password = self._prompts.password(self, file.name, again=tried is not None)
        if password is not None:
            self._read(file, password)
            return
        self._asked_for = None
        self.message.say(
            Tone.NEUTRAL, "Not opened", f"“{file.name}” needs its password. Choose it again when you have it."
        )
        self._show_content()
        self.readiness_changed.emit()

    def _read_again(self, options: ReadOptions) -> None:
        if self.source is None:
            return
        self.message.hide()
        self.worker.cancel()
        self._asked_for, self._options = None, options
        self.worker.run(jobs.understanding(self.enrolment, self.source, options))

    def _show_read(self, read: Loaded | Enrolment) -> None:
        """Shows a file that was loaded, or the same one read another way."""
        self._asked_for = None
        self.enrolment = read.enrolment if isinstance(read, Loaded) else read
        self._options = self.enrolment.read_options
        if isinstance(read, Loaded):
            self.source = read.source
            self._say_loaded(read)
        self._show_content()
        self.altered.emit(self.enrolment)
        self.readiness_changed.emit()

    def _say_loaded(self, loaded: Loaded) -> None:
        if loaded.trouble is not None:
            self.message.complain(complaint_about(loaded.trouble))
        elif loaded.is_matched_anew:
            self.message.say(
                Tone.WARNING,
                "The columns have changed",
                "What you said about them no longer fits, so they were matched anew. Look at them on the next page.",
            )

    def _show_content(self) -> None:
        source, roster = self.source, self.enrolment.roster
        self.card.setVisible(source is not None)
        if source is None:
            self._top.setDirection(QBoxLayout.Direction.TopToBottom)
            self.drop.show_large("Drop your roster here")
            return
        self._recent.hide()
        self._example.hide()
        self._top.setDirection(QBoxLayout.Direction.LeftToRight)
        self.drop.show_small("Drop another roster here")
        if roster is not None:
            sheet, header_row = roster.people.sheet, roster.people.header_row
        else:
            sheet = self._options.sheet or next(sheet.name for sheet in source.sheets if sheet.rows)
            header_row = None
        self.card.show_file(source.file, source.sheets, sheet, header_row)
        self.card.show_roster(roster, self.enrolment.checked)

    def _show_recent(self, files: tuple[Path, ...]) -> None:
        links = self._recent_links
        while links.count():
            item = links.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self._recent.setVisible(bool(files) and self.source is None)
        links.addWidget(text_label("Used before:", "quiet"))
        for file in files:
            link = button(QFontMetrics(self.font()).elidedText(file.name, Qt.TextElideMode.ElideMiddle, _LINK), "link")
            link.setToolTip(str(file))
            link.clicked.connect(partial(self.read, file))
            links.addWidget(link)
        links.addStretch()

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
        self._recent_links.setSpacing(6)
        self._recent_links.setContentsMargins(0, 0, 0, 0)
        self._recent.setLayout(self._recent_links)
        self._recent.hide()
        self.body.setSpacing(8)
        self._top.setSpacing(8)
        self._top.addWidget(self.drop, 1)
        self._top.addLayout(row_of(self._example, self.template_button, stretch=True))
        self.body.addLayout(self._top)
        self.body.addWidget(self._recent)
        self.body.addWidget(self.card, 1)
        self.body.addStretch()
