"""The tables of all pages: quiet lines, whole rows, texts that wrap or end in a tooltip."""

from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_ROW = 38
_TWO_LINES = 46
_THREE_LINES = 64
_FIVE_LINES = 98


class Table(QTableView):
    """Shows a model. `widths` are those of its columns in pixels; 0 takes what is left."""

    def __init__(
        self, name: str, model: QAbstractItemModel, widths: tuple[int, ...], *, two_lines: bool = False
    ) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # so that Tab leaves the table
        self.setWordWrap(two_lines)
        self.setIconSize(QSize(18, 18))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_TWO_LINES if two_lines else _ROW)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for index, width in enumerate(widths):
            if width:
                columns.resizeSection(index, width)
            else:
                columns.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)

    def fit_rows(self) -> None:
        """Makes rows higher whose texts need more lines: up to three, and more where no row has to give way for it."""
        wanted = [max(self.sizeHintForRow(row), _TWO_LINES) for row in range(self.model().rowCount())]
        heights = [min(height, _THREE_LINES) for height in wanted]
        spare = self.viewport().height() - sum(heights)
        for row in sorted(range(len(wanted)), key=wanted.__getitem__):
            more = wanted[row] - heights[row]
            if more <= spare:
                heights[row] += more
                spare -= more
            self.setRowHeight(row, heights[row])

    def fit_row(self, row: int) -> None:
        """Makes `row` as high as its texts need, up to five lines."""
        self.setRowHeight(row, min(max(self.sizeHintForRow(row), _TWO_LINES), _FIVE_LINES))

    def has_room(self, row: int) -> bool:
        """Whether all texts of `row` can be read in full."""
        return self.sizeHintForRow(row) <= self.rowHeight(row)

    def show_selected(self) -> None:
        """Scrolls to the selected row, if there is one."""
        for index in self.selectionModel().selectedRows():
            self.scrollTo(index)

    def select_row(self, row: int) -> None:
        """Selects `row` and shows it."""
        self.selectRow(row)
        self.scrollTo(self.model().index(row, 0))
