"""The third page: what each column of the roster means, and what is the same for everyone."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QStyledItemDelegate, QTabBar, QVBoxLayout, QWidget

from onefile_desktop.enrolment.mappings import name_of
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Source
from onefile_desktop.gui.models.columns import ColumnListing, Entry, State, entries
from onefile_desktop.gui.models.everyone import shared, values_set
from onefile_desktop.gui.models.missing import missing_fields, what_is_missing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.everyone_form import EveryoneForm
from onefile_desktop.gui.widgets.field_choice import NOT_USED, FieldChoice, FieldList
from onefile_desktop.gui.widgets.filter_bar import FilterBar
from onefile_desktop.gui.widgets.marks import button, row_of
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.wording import counted
from onefile_desktop.gui.worker import Complaint
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.matching.columns import field_called
from onefile_desktop.roster.options import ReadOptions

_FIELD = 2
_COLUMNS, _EVERYONE = 0, 1
_ALL, _GUESSED, _NOT_USED = "All", "Guessed", "Not used"
_SHOWN = {
    _ALL: frozenset(State),
    _GUESSED: frozenset({State.GUESSED}),
    _NOT_USED: frozenset({State.LOST, State.LEFT_OUT}),
}
_TOLD = 3


class ColumnsPage(WizardPage):
    """Shows how the columns were recognised, and reads the roster again when that is put right.

    A choice does not wait for the one before: `_asked` is all that was said so far, and the newest reading has it.
    """

    step = Page.COLUMNS
    title = "Match the columns"
    subtitle = (
        "Each column of your roster goes into one field. Put right what was not recognised; the rest is not sent."
    )

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.source: Source | None = None
        self._asked = ReadOptions()
        self._goes_on = False
        self._dismissed: tuple[Path, str] | None = None
        self.model, self._fields = ColumnListing(look), FieldList()
        self.choices: tuple[FieldChoice, ...] = ()
        self.table = Table("Columns of the roster", self.model, (176, 0, 210, 196), two_lines=True)
        self.offer, self.form = Banner(look), EveryoneForm()
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.filters = FilterBar((_ALL, _GUESSED, _NOT_USED))
        self.accept_button = button("The guesses are right", "link")
        self.undo_button = button("Undo my choices", "link")
        self._lay_out()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.filters.chosen.connect(self._filter)
        self.accept_button.clicked.connect(self._accept_guesses)
        self.undo_button.clicked.connect(lambda: self._read_again(replace(self._asked, mapping=())))
        self.offer.chosen.connect(self._use_choices_from_before)
        self.offer.dismissed.connect(self._dismiss)
        self.message.chosen.connect(self.show_everyone)
        self.form.changed.connect(self.set_for_everyone)
        self.worker.succeeded.connect(self._show_read)

    def open(self, enrolment: Enrolment) -> None:
        is_same = self.enrolment.roster is not None and self.enrolment.roster is enrolment.roster
        super().open(enrolment)
        self.message.hide()
        self._asked, self._goes_on = enrolment.read_options, False
        if not is_same:
            self.tabs.setCurrentIndex(_COLUMNS)
            self.filters.choose(_ALL)
        self._show_all(afresh=True)

    def next_label(self) -> str:
        return "Check"

    def can_advance(self) -> bool:
        return self.enrolment.roster is not None

    def advance(self) -> None:
        self.form.commit()  # a value may have been typed and Next pressed at once
        if self.worker.is_busy:
            self._goes_on = True
            return
        jobs.remember_choices(self.enrolment)
        super().advance()

    def leave(self) -> None:
        super().leave()
        self._goes_on = False

    def status(self) -> str:
        if self.worker.is_busy:
            return "Reading the roster again …"
        states = [entry.state for entry in self.model.values]
        guessed, lost = states.count(State.GUESSED), states.count(State.LOST)
        told = [f"{counted(states.count(State.USED) + guessed, 'column is', 'columns are')} used"]
        told += [f"{guessed} {'was' if guessed == 1 else 'were'} guessed"] if guessed else []
        told += [f"{lost} with values {'is' if lost == 1 else 'are'} not"] if lost else []
        return f"{', '.join(told)}."

    def choose_field(self, letter: str, field: str) -> None:
        """Lets the column `letter` mean `field`; `NOT_USED` for none."""
        entry = next(one for one in self.model.values if one.column.letter == letter)
        self._choose({self._name_of(entry): field})

    def show_everyone(self) -> None:
        """Turns to what is the same for everyone, with the cursor where something is needed."""
        self.tabs.setCurrentIndex(_EVERYONE)
        self.form.begin_with([field.name for field in missing_fields(self.enrolment)])

    def set_for_everyone(self, field: str, value: str) -> None:
        """Gives `value` to every row that has none in `field`; an empty one is none."""
        others = tuple(pair for pair in self._asked.for_everyone if _field_name(pair[0]) != field)
        given = ((field, value),) if value else ()
        self._read_again(replace(self._asked, for_everyone=(*others, *given)))

    def on_complaint(self, complaint: Complaint) -> None:
        self._asked, self._goes_on = self.enrolment.read_options, False
        super().on_complaint(complaint)
        self._show_all(afresh=False)

    def _choose(self, chosen: dict[str, str]) -> None:
        """Lets columns, by their names, mean fields. A column that meant one of them before loses it."""
        fields = {field for field in chosen.values() if field != NOT_USED}
        others = tuple(
            (name, target)
            for name, target in self._asked.mapping
            if name not in chosen and _field_name(target) not in fields
        )
        self._read_again(replace(self._asked, mapping=(*others, *chosen.items())))

    def _accept_guesses(self) -> None:
        guessed = [entry for entry in self.model.values if entry.state is State.GUESSED]
        self._choose({self._name_of(entry): entry.column.field or NOT_USED for entry in guessed})

    def _name_of(self, entry: Entry) -> str:
        return name_of(entry.column, [one.column for one in self.model.values])

    def _use_choices_from_before(self) -> None:
        self.offer.hide()
        self._read_again(replace(self._asked, mapping=jobs.choices_from_before(self.enrolment)))

    def _dismiss(self) -> None:
        self._dismissed = self._roster_sheet()
        self.offer.hide()
        self._say_what_is_missing()

    def _roster_sheet(self) -> tuple[Path, str]:
        roster = self.enrolment.roster
        assert roster is not None
        return roster.file, roster.people.sheet

    def _read_again(self, options: ReadOptions) -> None:
        assert self.source is not None
        self.message.hide()
        self._asked = options
        self.worker.cancel()
        self.worker.run(jobs.understanding(self.enrolment, self.source, options))

    def _show_read(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment
        self._show_all(afresh=False)
        self.altered.emit(self.enrolment)
        self.readiness_changed.emit()
        if self._goes_on:
            self._goes_on = False
            self.advance()

    def _show_all(self, *, afresh: bool) -> None:
        self._show_columns()
        values = values_set(self.enrolment)
        self.form.show_values(shared(self.enrolment), afresh=afresh)
        self.tabs.setTabText(_COLUMNS, f"Your columns · {len(self.model.values)}")
        self.tabs.setTabText(_EVERYONE, f"The same for everyone{f' · {len(values)}' if values else ''}")
        self._offer_choices()
        self._say_what_is_missing()

    def _show_columns(self) -> None:
        roster = self.enrolment.roster
        assert roster is not None
        shown = entries(roster.people, self.source.sheets if self.source is not None else ())
        if [one.column.letter for one in shown] == [one.column.letter for one in self.model.values]:
            self.model.renew(shown)
        else:
            self.model.show_all(shown)
            self.choices = tuple(self._choice(entry.column.letter) for entry in shown)
            for row, choice in enumerate(self.choices):
                self.table.setIndexWidget(self.model.index(row, _FIELD), _in_the_middle(choice))
        self.table.fit_rows()
        self._fields.show_used({one.column.field: one.column.letter for one in shown if one.column.field})
        for entry, choice in zip(shown, self.choices, strict=True):
            choice.choose(entry.column.field)
            choice.setAccessibleName(f"Field of column {entry.name}")
        states = [entry.state for entry in shown]
        for name, among in _SHOWN.items():
            count = sum(state in among for state in states)
            self.filters.show_count(name, count)
            self.filters.show_button(name, count > 0)
        guesses = states.count(State.GUESSED)
        self.accept_button.setVisible(guesses > 0)
        self.accept_button.setText("The guess is right" if guesses == 1 else "The guesses are right")
        self.undo_button.setVisible(bool(self.enrolment.read_options.mapping))
        self._filter(self.filters.current)

    def _choice(self, letter: str) -> FieldChoice:
        choice = FieldChoice(self._fields)
        choice.activated.connect(lambda: self.choose_field(letter, choice.field))
        return choice

    def _filter(self, name: str) -> None:
        if not any(entry.state in _SHOWN[name] for entry in self.model.values) and name != _ALL:
            self.filters.choose(_ALL)
            return
        for row, entry in enumerate(self.model.values):
            self.table.setRowHidden(row, entry.state not in _SHOWN[name])

    def _offer_choices(self) -> None:
        choices = jobs.choices_from_before(self.enrolment) if self._dismissed != self._roster_sheet() else ()
        if not choices:
            self.offer.hide()
            return
        headers = {one.column.header for one in self.model.values}
        named = [(f"“{name}”" if name in headers else f"column {name}", field) for name, field in choices]
        told = [f"{name} was {PEOPLE[field].label if field in PEOPLE else 'not used'}" for name, field in named]
        more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        self.offer.say(
            Tone.ACCENT,
            "You matched these columns before",
            f"Then {', '.join(told[:_TOLD])}{more}.",
            "Use those choices",
            "Dismiss",
        )

    def _say_what_is_missing(self) -> None:
        missing = missing_fields(self.enrolment)
        if not missing or self.message.text or not self.offer.isHidden():
            return
        told, can_be_shared = what_is_missing(self.enrolment, missing)
        self.message.say(Tone.WARNING, "Needed, and not there yet", told, "Set for everyone" if can_be_shared else "")

    def _lay_out(self) -> None:
        self.table.setItemDelegateForColumn(_FIELD, _Wordless(self.table))
        self.table.setSelectionMode(Table.SelectionMode.NoSelection)
        self.tabs.setAccessibleName("What to look at")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _ in (_COLUMNS, _EVERYONE):
            self.tabs.addTab("")
        columns = QWidget()
        layout = QVBoxLayout(columns)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        above = row_of(self.filters, self.accept_button, self.undo_button, spacing=4)
        above.setStretch(0, 1)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        self._stack.addWidget(columns)
        self._stack.addWidget(self.form)
        self.body.setSpacing(10)
        self.body.addWidget(self.offer)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)


class _Wordless(QStyledItemDelegate):
    """Leaves the words of a cell to the drop-down that lies on it."""

    def displayText(self, _value: object, _locale: object) -> str:
        return ""


def _in_the_middle(choice: FieldChoice) -> QWidget:
    """The drop-down at its own height, however high its row is."""
    frame = QWidget()
    layout = row_of(choice)
    layout.setContentsMargins(4, 0, 4, 0)
    frame.setLayout(layout)
    return frame


def _field_name(text: str) -> str:
    found = field_called(text, PEOPLE)
    return found.name if found else text
