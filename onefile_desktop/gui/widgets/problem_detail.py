"""The selected problem in full, and the decision where it asks for one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout

from onefile_desktop.gui.models.problems import is_decision, kind, where
from onefile_desktop.gui.widgets.marks import Card, button, text_label
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.options import Decision
from onefile_desktop.roster.problems import Problem

_WITHOUT, _WITH_DECISION = 92, 142


class ProblemDetail(Card):
    """Shows one problem. A possible duplicate can be decided here."""

    decided = Signal(int, object)
    """The row, and a `Decision` or the OneFile ID of the person it is."""

    def __init__(self) -> None:
        super().__init__()
        self._row: int | None = None
        self._place, self._text = text_label(rank="quiet"), text_label(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._choice, self._decide = QComboBox(), button("Decide")
        self._question = QLabel("&Decision")
        self._question.setBuddy(self._choice)
        self._decide.clicked.connect(self._send)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._place)
        words.addWidget(self._text, 1)
        deciding = QHBoxLayout()
        deciding.setSpacing(10)
        for widget in (self._question, self._choice, self._decide):
            deciding.addWidget(widget)
        deciding.addStretch()
        self.body.setContentsMargins(16, 10, 16, 10)
        self.body.addLayout(words, 1)
        self.body.addLayout(deciding)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No problem is selected."""
        self._row = None
        self._place.setText("Select a line to read it in full.")
        self._text.setText("")
        self._show_decision(False)

    def show_problem(self, problem: Problem, candidates: tuple[Person, ...]) -> None:
        """Shows `problem`; `candidates` are the people whom a possible duplicate may be."""
        self._row = problem.place.row
        row = f"row {problem.place.row}" if problem.place.row else ""
        parts = (kind(problem), problem.place.sheet, row, where(problem), f"“{problem.value}”" if problem.value else "")
        self._place.setText("  ·  ".join(part for part in parts if part))
        self._text.setText(problem.message)
        self._text.setToolTip(problem.message)
        self._choice.clear()
        for person in candidates:
            self._choice.addItem(f"This is {person.name} (OneFile ID {person.id})", person.id)
        self._choice.addItem("This is somebody else: create a new person", str(Decision.CREATE))
        self._choice.addItem("Leave this row out", str(Decision.SKIP))
        self._show_decision(is_decision(problem))

    def decide(self, answer: Decision | int) -> None:
        """Chooses an answer and sends it."""
        self._choice.setCurrentIndex(self._choice.findData(answer if isinstance(answer, int) else str(answer)))
        self._send()

    def _send(self) -> None:
        answer = self._choice.currentData()
        if self._row is not None:
            self.decided.emit(self._row, answer if isinstance(answer, int) else Decision(answer))

    def _show_decision(self, shown: bool) -> None:
        for widget in (self._question, self._choice, self._decide):
            widget.setVisible(shown)
        self.setFixedHeight(_WITH_DECISION if shown else _WITHOUT)
