"""The third page: what each column of the roster means."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Loaded
from onefile_desktop.gui.models.columns import ColumnListing, Entry, entries
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.field_choice import FieldChoice
from onefile_desktop.gui.widgets.marks import button, row_of
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.worker import Complaint
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.fields import EVERYBODY, PEOPLE, Field, required
from onefile_desktop.roster.headers import field_called
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet

_FIELD = 2


class ColumnsPage(WizardPage):
    """Shows how the columns were recognised, and reads the roster again when that is put right."""

    step = Page.COLUMNS
    title = "Match the columns"
    subtitle = (
        "Each column of your roster goes into one field. Put right what was not recognised; the rest is not sent."
    )

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.sheets: Sequence[Sheet] = ()
        self.model = ColumnListing(look)
        self._table = Table("Columns of the roster", self.model, (190, 0, 196, 156), two_lines=True)
        self._everyone_field, self._everyone_value = FieldChoice(may_be_none=False), QLineEdit()
        self._set = button("Set")
        self._everyone_value.setPlaceholderText("for instance Learner")
        self._everyone_value.setAccessibleName("Value for everyone")
        label = QLabel("One value for &everyone who has none:")
        label.setBuddy(self._everyone_field)
        self._line = QWidget()
        line = row_of(label, self._everyone_field, self._everyone_value, self._set)
        line.setContentsMargins(0, 0, 0, 0)
        line.setStretch(2, 1)
        self._line.setLayout(line)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._line)
        self._set.clicked.connect(self._take_value)
        self._everyone_value.returnPressed.connect(self._take_value)
        self.worker.succeeded.connect(self._show_loaded)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        self.message.hide()
        self._show_columns()

    def next_label(self) -> str:
        return "Check"

    def status(self) -> str:
        if self.worker.is_busy:
            return "Reading the roster again …"
        unused = sum(entry.lost for entry in self.model.values)
        used = sum(entry.field is not None for entry in self.model.values)
        return f"{used} columns are used, {unused} with values are not." if unused else f"{used} columns are used."

    def choose_field(self, letter: str, field: str) -> None:
        """Lets the column `letter` mean `field`; `NOT_USED` for none."""
        options = self.enrolment.read_options
        entry = next(one for one in self.model.values if one.letter == letter)
        name = self._name_of(entry)
        others = tuple(
            (header, target)
            for header, target in options.mapping
            if header not in {name, letter} and _field_name(target) != field
        )
        self._read_again(replace(options, mapping=(*others, (name, field))))

    def set_for_everyone(self, field: str, value: str) -> None:
        """Gives `value` to every row that has none in `field`."""
        options = self.enrolment.read_options
        others = tuple(pair for pair in options.for_everyone if _field_name(pair[0]) != field)
        self._read_again(replace(options, for_everyone=(*others, (field, value))))

    def on_complaint(self, complaint: Complaint) -> None:
        super().on_complaint(complaint)
        self._show_columns()

    def _name_of(self, entry: Entry) -> str:
        """What a mapping calls a column: its header, which also helps to find the header row, or else its letter."""
        same = [one for one in self.model.values if one.header == entry.header]
        return entry.header if entry.header and len(same) == 1 else entry.letter

    def _take_value(self) -> None:
        value = self._everyone_value.text().strip()
        if value:
            self._everyone_value.clear()
            self.set_for_everyone(self._everyone_field.field, value)

    def _remove(self, field: str) -> None:
        options = self.enrolment.read_options
        self._read_again(
            replace(options, for_everyone=tuple(pair for pair in options.for_everyone if pair[0] != field))
        )

    def _read_again(self, options: ReadOptions) -> None:
        if self.worker.is_busy:
            return
        self.message.hide()
        self._table.setEnabled(False)
        self.worker.run(jobs.understanding(self.enrolment, self.sheets, options))

    def _show_loaded(self, loaded: Loaded) -> None:
        self.enrolment = loaded.enrolment
        self._show_columns()
        self.altered.emit(self.enrolment)
        self.readiness_changed.emit()

    def _show_columns(self) -> None:
        roster = self.enrolment.roster
        assert roster is not None
        self._table.setEnabled(True)
        position = self._table.verticalScrollBar().value()
        self.model.show_all(entries(roster.people, self.sheets, self.enrolment.read_options))
        for row, entry in enumerate(self.model.values):
            self._table.setIndexWidget(self.model.index(row, _FIELD), self._editor(entry))
        self._table.verticalScrollBar().setValue(position)
        missing = self._missing()
        if missing and self.message.text == "":
            named = "; ".join(f"{field.label} (for {_who(field, self._roles())})" for field in missing)
            self.message.say(
                Tone.WARNING,
                "Needed, and not there yet",
                f"{named}. Choose the field beside its column, or set one value for everyone.",
            )

    def _editor(self, entry: Entry) -> QWidget:
        if not entry.letter:
            remove = button("Remove", "link")
            field = entry.field or ""
            remove.clicked.connect(lambda: self._remove(field))
            return remove
        choice = FieldChoice(may_be_none=True)
        choice.choose(entry.field)
        choice.setAccessibleName(f"Field of column {entry.name}")
        letter = entry.letter
        choice.activated.connect(lambda: self.choose_field(letter, choice.field))
        return choice

    def _roles(self) -> frozenset[Role]:
        checked = self.enrolment.checked
        return frozenset(row.role for row in checked.people) if checked else frozenset()

    def _missing(self) -> tuple[Field, ...]:
        """The fields that somebody on the roster must have and no column gives."""
        there = {entry.field for entry in self.model.values}
        roles = self._roles()
        needed = {field.name: field for role in roles for field in required(role)}
        if not roles:
            needed = {field.name: field for field in PEOPLE.values() if field.required_for == EVERYBODY}
        return tuple(field for name, field in needed.items() if name not in there)


def _field_name(text: str) -> str:
    found = field_called(text, PEOPLE)
    return found.name if found else text


def _who(field: Field, roles: frozenset[Role]) -> str:
    if field.required_for == EVERYBODY:
        return "everybody"
    return ", ".join(f"{role.label}s" for role in Role if role in field.required_for & roles)
