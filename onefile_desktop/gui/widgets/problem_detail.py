"""The selected problem in full, and the decision where it asks for one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from onefile_desktop.gui.models.problems import is_decision, kind, where
from onefile_desktop.gui.widgets.marks import Card, button, text_label
from onefile_desktop.gui.widgets.meaning_choice import MeaningChoice
from onefile_desktop.gui.widgets.shrinking import ShrinkingArea
from onefile_desktop.plan.candidates import Candidates
from onefile_desktop.plan.matched import Doubt, Perhaps
from onefile_desktop.plan.options import Decision
from onefile_desktop.roster.problems import Problem

_LEAST, _MOST_TEXT = 92, 160


class ProblemDetail(Card):
    """Shows one problem. A possible duplicate can be decided here, and what a text means be chosen."""

    decided = Signal(int, object)
    """The row, and a `Decision` or the OneFile ID of the person it is."""

    def __init__(self) -> None:
        super().__init__()
        self._row: int | None = None
        self._place, self._text = text_label(rank="quiet"), text_label(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._choice, self._decide = QComboBox(), button("Decide")
        self.meaning = MeaningChoice()
        self._decide.clicked.connect(self._send)
        self._choice.currentIndexChanged.connect(
            lambda: self._decide.setEnabled(self._choice.currentData() is not None)
        )
        words = ShrinkingArea()
        words.setMaximumHeight(_MOST_TEXT)
        words.body.addWidget(self._text)
        self._deciding = self._lay_out_decision()
        self.body.setContentsMargins(16, 10, 16, 10)
        self.body.setSpacing(6)
        self.body.addWidget(self._place)
        self.body.addWidget(words)
        self.body.addStretch()
        self.body.addWidget(self._deciding)
        self.body.addWidget(self.meaning)
        self.setMinimumHeight(_LEAST)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No problem is selected."""
        self._row = None
        self._place.setText("Select a line to read it in full.")
        self._text.setText("")
        self._deciding.hide()
        self.meaning.hide()

    def show_problem(self, problem: Problem, perhaps: Perhaps | None, candidates: Candidates | None) -> None:
        """Shows `problem`. `perhaps` is whom a possible duplicate may be, `candidates` what a text may mean."""
        self._row = problem.place.row
        row = f"row {problem.place.row}" if problem.place.row else ""
        parts = (kind(problem), problem.place.sheet, row, where(problem), f"“{problem.value}”" if problem.value else "")
        self._place.setText("  ·  ".join(part for part in parts if part))
        self._text.setText(problem.message)
        if is_decision(problem):
            self._offer(perhaps)
        self._deciding.setVisible(is_decision(problem))
        if candidates is not None:
            self.meaning.show_candidates(candidates)
        self.meaning.setVisible(candidates is not None)

    def decide(self, answer: Decision | int) -> None:
        """Chooses an answer and sends it."""
        self._choice.setCurrentIndex(self._choice.findData(answer if isinstance(answer, int) else str(answer)))
        self._send()

    def answers(self) -> tuple[str, ...]:
        """What can be decided."""
        return tuple(self._choice.itemText(index) for index in range(1, self._choice.count()))

    def _offer(self, perhaps: Perhaps | None) -> None:
        is_returning = perhaps is not None and perhaps.doubt is Doubt.RETURNING
        this_is = "The old portfolio: this is" if is_returning else "This is"
        another = "A new portfolio: create" if is_returning else "This is somebody else: create a new person"
        self._choice.clear()
        self._choice.addItem("Choose …", None)
        for person in perhaps.people if perhaps is not None else ():
            self._choice.addItem(f"{this_is} {person.name} (OneFile ID {person.id})", person.id)
        self._choice.addItem(another, str(Decision.CREATE))
        self._choice.addItem("Leave this row out", str(Decision.SKIP))

    def _send(self) -> None:
        answer = self._choice.currentData()
        if self._row is not None and answer is not None:
            self.decided.emit(self._row, answer if isinstance(answer, int) else Decision(answer))

    def _lay_out_decision(self) -> QWidget:
        question = QLabel("&Decision")
        question.setBuddy(self._choice)
        deciding = QWidget()
        layout = QHBoxLayout(deciding)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (question, self._choice, self._decide):
            layout.addWidget(widget)
        layout.addStretch()
        return deciding
