"""What was read of the roster's file: how many people, from which sheet, under which row of column names."""

from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIntValidator, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from onefile_desktop.gui.models.sheet_rows import SheetRows
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import Card, ElidedLabel, IconLabel, button, row_of, text_label
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.wording import counted, counted_role
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.rows import Checked, Roster, Sheet
from onefile_desktop.roster.rows import Table as Read

_LAST_ROW = 1_048_576
_ROW, _NUMBERS = 28, 44
_NARROWEST, _WIDEST, _PADDING = 56, 230, 26


class RosterCard(Card):
    """Shows the file and its first rows, and asks for another sheet, another header row, or without hidden rows."""

    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    hidden_wanted = Signal(bool)
    """Whether rows that Excel does not show are to be read."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._name, self._folder = ElidedLabel(), ElidedLabel()
        self._content, self.notes = text_label(wraps=True), text_label(rank="quiet", wraps=True)
        self.sheet, self.header = QComboBox(), QLineEdit()
        self._sheet_label, header_label = QLabel("&Sheet"), QLabel("&Header row")
        self.use_row = button("", "link")
        self.hidden_text, self.hidden_button = text_label(), button("", "link")
        self._hidden_icon = IconLabel(look, "warning", Tone.WARNING)
        self._hidden_line = QWidget()
        self.rows = SheetRows(look)
        self.table = Table("The first rows of the sheet", self.rows, ())
        for label, editor in ((self._sheet_label, self.sheet), (header_label, self.header)):
            label.setBuddy(editor)
        self._lay_out(look, header_label)
        self.sheet.activated.connect(lambda: self.sheet_chosen.emit(self.sheet.currentText()))
        self.header.editingFinished.connect(self._choose_typed)
        self.use_row.clicked.connect(self._choose_selected)
        self.table.activated.connect(self._choose_selected)
        self.table.selectionModel().selectionChanged.connect(self._offer_row)
        self.rows.modelReset.connect(self._offer_row)
        self.hidden_button.clicked.connect(lambda: self.hidden_wanted.emit(not self._hidden_included))

    def show_file(self, file: Path, sheets: Sequence[Sheet], sheet: str, header_row: int | None) -> None:
        """Shows the file and the first rows of its `sheet`."""
        filled = [one for one in sheets if one.rows]
        shown = next(one for one in filled if one.name == sheet)
        self._name.show_text(file.name)
        self._folder.show_text(str(file.parent))
        self.sheet.clear()
        self.sheet.addItems([one.name for one in filled])
        self.sheet.setCurrentText(sheet)
        for widget in (self._sheet_label, self.sheet):
            widget.setVisible(len(filled) > 1)
        self.header.setText(str(header_row or ""))
        self.rows.show_sheet(shown, header_row)
        self.table.clearSpans()
        alone = self.rows.alone()
        for row, column in alone.items():
            if column + 1 < self.rows.columnCount():
                self.table.setSpan(row, column, 1, self.rows.columnCount() - column)
        for column in range(self.rows.columnCount()):
            self.table.setColumnWidth(column, self._width_of(column, alone))
        place = self.rows.place_of(header_row)
        if place is not None:
            self.table.scrollTo(self.rows.index(max(0, place - 2), 0), Table.ScrollHint.PositionAtTop)

    def show_roster(self, roster: Roster | None, checked: Checked | None) -> None:
        """Shows what was understood of it; None where no roster was found."""
        self._show_hidden(roster.people if roster else None)
        if roster is None or checked is None:
            self._content.setText("Select the row that holds the column names, below.")
            self.notes.hide()
            return
        roles = Counter(row.role for row in checked.people)
        by_role = ", ".join(counted_role(role, roles[role]) for role in Role if roles[role])
        people = counted(len(roster.people.rows), "person", "people")
        finer = ""
        if roster.assignments is not None:
            number = counted(len(roster.assignments.rows), "finer assignment", "finer assignments")
            finer = f" {number} on the sheet “{roster.assignments.sheet}”."
        self._content.setText(f"{people}{f': {by_role}' if by_role else ''}.{finer}")
        self.notes.setText(" ".join(_notes(roster)))
        self.notes.setVisible(bool(self.notes.text()))

    def _width_of(self, column: int, alone: Container[int]) -> int:
        """As wide as its texts need, within reason; rows with one cell `alone`, which spans others, do not count."""
        texts = [self.rows.index(row, column).data() for row in range(self.rows.rowCount()) if row not in alone]
        bold = self.table.font()
        bold.setBold(True)
        widest = max((QFontMetrics(bold).horizontalAdvance(text) for text in texts), default=0)
        return min(max(widest + _PADDING, _NARROWEST), _WIDEST)

    def _show_hidden(self, people: Read | None) -> None:
        count = people.hidden or people.left_out if people else 0
        self._hidden_included = people is not None and people.left_out == 0
        self._hidden_line.setVisible(count > 0)
        rows = counted(count, "hidden or filtered-out row is", "hidden or filtered-out rows are")
        them = "it" if count == 1 else "them"
        self.hidden_text.setText(f"{rows} {'included' if self._hidden_included else 'left out'}.")
        self.hidden_button.setText(f"Leave {them} out" if self._hidden_included else f"Include {them}")
        if self._hidden_included:
            self._hidden_icon.show_icon("warning", Tone.WARNING)
        else:
            self._hidden_icon.show_icon("minus-circle", Tone.QUIET)

    def _choose_typed(self) -> None:
        if self.header.text():
            self.header_chosen.emit(int(self.header.text()))

    def _choose_selected(self) -> None:
        number = self._selected()
        if number is not None:
            self.header_chosen.emit(number)

    def _selected(self) -> int | None:
        """The number of the selected row, unless it is the header row already."""
        selected = self.table.selectionModel().selectedRows()
        number = self.rows.number_at(selected[0].row()) if selected else None
        return None if number == self.rows.header_row else number

    def _offer_row(self) -> None:
        number = self._selected()
        self.use_row.setVisible(number is not None)
        self.use_row.setText(f"Take the column names from row {number}")

    def _lay_out(self, look: Look, header_label: QLabel) -> None:
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheet.setMaximumWidth(220)
        self.header.setValidator(QIntValidator(1, _LAST_ROW, self))
        self.header.setFixedWidth(64)
        self._name.setProperty("rank", "section")
        self._folder.setProperty("rank", "quiet")
        self.table.setProperty("rank", "sheet")
        self.table.setShowGrid(True)
        self.table.setItemDelegate(_CellPainter(self.table))
        self.table.setAlternatingRowColors(False)
        self.table.setMinimumHeight(4 * _ROW)
        self.table.horizontalHeader().setStretchLastSection(True)
        numbers = self.table.verticalHeader()
        numbers.show()
        numbers.setDefaultSectionSize(_ROW)
        numbers.setFixedWidth(_NUMBERS)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._folder)
        heading = row_of(IconLabel(look, "file", Tone.ACCENT, 28))
        heading.addLayout(names, 1)
        for widget in (self._sheet_label, self.sheet, header_label, self.header):
            heading.addWidget(widget)
        hidden = row_of(self._hidden_icon, self.hidden_text, self.hidden_button, spacing=8, stretch=True)
        hidden.setContentsMargins(0, 0, 0, 0)
        self._hidden_line.setLayout(hidden)
        content = row_of(self._content, self.use_row)
        content.setStretch(0, 1)
        self.body.setSpacing(8)
        self.body.addLayout(heading)
        self.body.addLayout(content)
        for widget in (self.notes, self._hidden_line):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self._offer_row()
        self._show_hidden(None)


class _CellPainter(QStyledItemDelegate):
    """Paints the ground of a cell, which a style sheet keeps the model from doing."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


def _notes(roster: Roster) -> list[str]:
    """What of the file is not read as people."""
    passed = roster.people.passed
    totals = sum(row.is_total for row in passed)
    kinds = [_some(count, kind) for count, kind in ((totals, "total"), (len(passed) - totals, "note")) if count]
    rows = counted(len(passed), "row is not a person", "rows are not people")
    notes = [f"{rows} ({', '.join(kinds)}); the check lists {'it' if len(passed) == 1 else 'them'}."] if passed else []
    return [*notes, *(f"The sheet “{name}” looks like people as well, and is not read." for name in roster.unread)]


def _some(count: int, kind: str) -> str:
    return f"a {kind}" if count == 1 else f"{kind}s"
