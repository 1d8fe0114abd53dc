"""The first rows of a sheet, as Excel shows them, with the row of the column names marked."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from onefile_desktop.gui.theme import Look
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.matching.columns import column_letter
from onefile_desktop.roster.rows import Sheet, SheetRow

_FEWEST, _BELOW_HEADER = 30, 8
_MOST_COLUMNS = 80
_NO_PARENT = QModelIndex()


class SheetRows(QAbstractTableModel):
    """Rows by their numbers, columns by their letters. Rows that are not wholly empty only."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: tuple[SheetRow, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._width = 0
        self.header_row: int | None = None
        look.changed.connect(self._repaint)

    def show_sheet(self, sheet: Sheet, header_row: int | None) -> None:
        """Shows `sheet`, whose column names stand on `header_row`, None where nobody knows yet."""
        self.beginResetModel()
        shown = next((index for index, row in enumerate(sheet.rows) if row.number == header_row), 0) + _BELOW_HEADER
        self._rows = sheet.rows[: max(_FEWEST, shown)]
        self._hidden, self.header_row = sheet.hidden, header_row
        filled = (index for row in self._rows for index, cell in enumerate(row.cells) if display(cell))
        self._width = min(max(filled, default=-1) + 1, _MOST_COLUMNS)
        self.endResetModel()

    def number_at(self, row: int) -> int:
        """The number of the row that stands `row` rows from the top, as Excel numbers it."""
        return self._rows[row].number

    def place_of(self, number: int | None) -> int | None:
        """Where the row `number` stands; None where it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.number == number), None)

    def alone(self) -> dict[int, int]:
        """The cells that are alone on their row, as a title is: the column by the row, both as they stand here."""
        filled = [[index for index in range(self._width) if _text(row, index)] for row in self._rows]
        return {place: columns[0] for place, columns in enumerate(filled) if len(columns) == 1}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._width

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letter(section) if orientation is Qt.Orientation.Horizontal else str(self._rows[section].number)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, index.column()).replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return _text(row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                text = _text(row, index.column())
                return f"{text}, a column name" if text and row.number == self.header_row else text
            case Qt.ItemDataRole.FontRole if row.number == self.header_row:
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.BackgroundRole if row.number == self.header_row:
                return QBrush(QColor(self._look.colours.accent_back))
            case Qt.ItemDataRole.ForegroundRole:
                return QBrush(QColor(self._colour(row)))
            case _:
                return None

    def _colour(self, row: SheetRow) -> str:
        colours = self._look.colours
        if row.number == self.header_row:
            return colours.accent
        is_aside = row.number in self._hidden or (self.header_row is not None and row.number < self.header_row)
        return colours.quiet if is_aside else colours.text

    def _repaint(self) -> None:
        if self._rows and self._width:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self._width - 1))


def _text(row: SheetRow, column: int) -> str:
    return display(row.cells[column]) if column < len(row.cells) else ""
