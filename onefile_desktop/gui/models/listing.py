"""A table model of a list of values: each column says how it reads one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from onefile_desktop.gui.theme import Look, Tone

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Field(Generic[T]):
    """One column: its heading, and how a value reads in it, perhaps with an icon and its tone before."""

    heading: str
    text: Callable[[T], str]
    icon: Callable[[T], tuple[str, Tone]] | None = None


def row_text(sheet: str, row: int | None) -> str:
    """A row of the roster as people read it."""
    return f"{row} · {sheet}" if row else sheet


class Listing(QAbstractTableModel, Generic[T]):
    """Shows values in the order they were given in."""

    def __init__(self, look: Look, fields: Sequence[Field[T]]) -> None:
        super().__init__()
        self._look = look
        self._fields = tuple(fields)
        self._values: list[T] = []
        look.changed.connect(self._repaint)

    @property
    def values(self) -> Sequence[T]:
        """What is shown."""
        return self._values

    def show_all(self, values: Sequence[T]) -> None:
        """Shows `values` instead of what was there."""
        self.beginResetModel()
        self._values = list(values)
        self.endResetModel()

    def renew(self, values: Sequence[T]) -> None:
        """Shows `values`, as many as before, in the same places: what is selected and what stands in cells stays."""
        assert len(values) == len(self._values)
        self._values = list(values)
        if self._values:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._values) - 1, len(self._fields) - 1))

    def append(self, value: T) -> None:
        """Shows one more at the end."""
        end = len(self._values)
        self.beginInsertRows(QModelIndex(), end, end)
        self._values.append(value)
        self.endInsertRows()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._values)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._fields[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field, value = self._fields[index.column()], self._values[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return field.text(value)
            case Qt.ItemDataRole.DecorationRole if field.icon is not None:
                return self._look.icon(*field.icon(value))
            case _:
                return None

    def _repaint(self) -> None:
        if self._values:
            last = self.index(len(self._values) - 1, len(self._fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DecorationRole])
