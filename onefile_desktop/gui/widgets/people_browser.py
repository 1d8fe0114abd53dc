"""The people of a plan on the left, to be found by name or by what happens to them; on the right the chosen one."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QVBoxLayout, QWidget

from onefile_desktop.centre.snapshot import spelt
from onefile_desktop.gui.models.people import PersonListing, Show, shown_under
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.marks import row_of
from onefile_desktop.gui.widgets.person_delegate import ROW, PersonDelegate
from onefile_desktop.gui.widgets.person_detail import PersonDetail
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.plan.by_person import ByPerson, Entry
from onefile_desktop.plan.changes import Change

_LEFT, _RIGHT = 320, 400
_LEAST_LEFT, _LEAST_RIGHT = 290, 280


class PeopleBrowser(QSplitter):
    """Everybody of a plan, one at a time. The arrow keys go from one to the next."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._people: ByPerson | None = None
        self.search, self.kinds = QLineEdit(), QComboBox()
        self.model = PersonListing(look)
        self.table = Table("People", self.model, (0,))
        self.detail = PersonDetail(look)
        self._lay_out(look)
        self.search.textChanged.connect(self._list)
        self.kinds.currentIndexChanged.connect(self._list)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, context=Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._enter_list)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)

    @property
    def selected(self) -> Entry | None:
        """The chosen one, None while nobody is."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.values[rows[0].row()] if rows else None

    def show_people(self, people: ByPerson) -> None:
        """Lists everybody, with the first one chosen."""
        self._people = None
        counts = Counter(shown_under(entry) for entry in people.entries)
        counts[Show.EVERYBODY] = len(people.entries)
        self.search.clear()
        self.kinds.clear()
        for show in Show:
            if show is not Show.THINGS or counts[show]:
                self.kinds.addItem(f"{show} · {counts[show]}", str(show))
        self._people = people
        self._list()

    def choose_kind(self, show: Show) -> None:
        """Lists only those to whom something happens."""
        self.kinds.setCurrentIndex(self.kinds.findData(str(show)))

    def show_person_of(self, change: Change) -> None:
        """Chooses the one to whom `change` belongs, whatever is listed now."""
        self.search.clear()
        self.choose_kind(Show.EVERYBODY)
        place = next(place for place, entry in enumerate(self.model.values) if change in entry.changes)
        self.table.select_row(place)
        self._enter_list()

    def _list(self) -> None:
        if self._people is None:
            return
        before = self.selected
        show, wanted = Show(self.kinds.currentData()), spelt(self.search.text())
        listed = [
            entry
            for entry in self._people.entries
            if show in (Show.EVERYBODY, shown_under(entry)) and wanted in spelt(entry.row.person)
        ]
        self.model.show_all(listed)
        if listed:
            self.table.select_row(next((place for place, entry in enumerate(listed) if entry is before), 0))
        else:
            self.detail.show_nothing()

    def _show_selected(self) -> None:
        entry = self.selected
        if entry is not None and self._people is not None:
            self.detail.show_entry(self._people, entry)

    def _enter_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self, look: Look) -> None:
        self.search.setPlaceholderText("Find a name")
        self.search.setAccessibleName("Find a name")
        self.search.setToolTip("Shows those with this in their name (Ctrl+F).")
        self.search.setClearButtonEnabled(True)
        self.kinds.setAccessibleName("Show those to whom this happens")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(10)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setItemDelegate(PersonDelegate(look, self.table))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        finding = row_of(self.search, self.kinds, spacing=8)
        finding.setStretch(0, 1)
        column.addLayout(finding)
        column.addWidget(self.table, 1)
        self.addWidget(left)
        self.addWidget(self.detail)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        left.setMinimumWidth(_LEAST_LEFT)
        self.detail.setMinimumWidth(_LEAST_RIGHT)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 3)
        self.setSizes([_LEFT, _RIGHT])
