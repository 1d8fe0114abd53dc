"""Says what a text of the roster means that could not be told: one choice for all rows with that text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QWidget

from onefile_desktop.gui.widgets.marks import button
from onefile_desktop.plan.candidates import Candidates

_SHOWN = 14


class MeaningChoice(QWidget):
    """A list that can be searched by any part of a name, its likely entries first, and a button that uses the choice.

    Nothing is chosen beforehand unless only one entry is likely.
    """

    chosen = Signal(str, str, str)
    """The field's name, the text in the roster, and what it is to mean, as `PlanOptions.choices` takes it."""

    def __init__(self) -> None:
        super().__init__()
        self._column, self._text = "", ""
        self._meant: tuple[str | None, ...] = ()
        self.box, self.use = _SearchBox(), button("Use")
        question = QLabel("&Means")
        question.setBuddy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(question)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.use)
        self.box.currentTextChanged.connect(self._show_whether_it_can_be_used)
        self.box.typed.returnPressed.connect(self._send)
        self.use.clicked.connect(self._send)

    def show_candidates(self, candidates: Candidates) -> None:
        """Offers what the text can mean."""
        self._column, self._text = candidates.column, candidates.text
        likely, others = candidates.likely, candidates.others
        self.box.clear()
        self.box.addItems([one.told for one in likely])
        self._meant = tuple(one.meant for one in likely)
        if likely and others:
            self.box.insertSeparator(len(likely))
            self._meant = (*self._meant, None)
        self.box.addItems([one.told for one in others])
        self._meant = (*self._meant, *(one.meant for one in others))
        self.box.setCurrentIndex(0 if len(likely) == 1 else -1)
        self.use.setText("Use in this row" if candidates.rows == 1 else f"Use in all {candidates.rows} rows")
        self._show_whether_it_can_be_used()

    def choose(self, told: str) -> None:
        """Chooses the entry `told` and uses it."""
        self.box.setEditText(told)
        self._send()

    @property
    def _entry(self) -> str | None:
        """What the entry means that the box names in full; None where it names none."""
        index = self.box.findText(self.box.currentText(), Qt.MatchFlag.MatchFixedString)
        return self._meant[index] if 0 <= index < len(self._meant) else None

    def _show_whether_it_can_be_used(self) -> None:
        self.use.setEnabled(self._entry is not None)

    def _send(self) -> None:
        meant = self._entry
        if meant is not None:
            self.chosen.emit(self._column, self._text, meant)


class _SearchBox(QComboBox):
    """Finds its entries by any part of them. The wheel scrolls the page and never changes the choice in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = QLineEdit()
        self.setLineEdit(self.typed)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_SHOWN)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(30)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What the text means")
        self.typed.setPlaceholderText("Choose, or type a part of the name")
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(_SHOWN)
        self.setCompleter(completer)
        # The name stands first, so that is what is to be seen of a long entry.
        self.currentIndexChanged.connect(lambda: self.typed.setCursorPosition(0))

    def showPopup(self) -> None:
        bar = self.view().verticalScrollBar().sizeHint().width()
        wanted = self.view().sizeHintForColumn(0) + 2 * bar
        self.view().setMinimumWidth(max(self.width(), min(wanted, self.window().width())))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
