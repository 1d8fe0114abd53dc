"""Takes down what is the same for everyone: one line for each field that the roster does not fill."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from onefile_desktop.gui.models.everyone import Shared, further_fields
from onefile_desktop.gui.widgets.marks import Card, button, restyle, row_of, text_label
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import PEOPLE, Field, Kind

_LABEL, _EDITOR = 152, 256
_EXAMPLES = {
    "ClassroomID": "Adult Care 2026",
    "PlacementID": "Quayside Dental",
    "DefaultAssessorID": "Bola Akintola",
    "DefaultEmployerID": "Moira Kinsella",
    "ProviderID": "Harbourside",
    "FrameworkTemplate": "Adult Care Level 3",
    "StartOn": "01/09/2026",
    "PlannedEndDate": "31/08/2028",
}


class EveryoneForm(QScrollArea):
    """One editor a field. A value is taken when Enter is pressed or the editor is left."""

    changed = Signal(str, str)
    """A field's name and its value for everyone, empty where it is to have none."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, _Line] = {}
        self._nothing = text_label("Every row has values of its own in all the usual fields.", "quiet", wraps=True)
        self._field, self._value, self._add = QComboBox(), QLineEdit(), button("Set")
        for field in further_fields():
            self._field.addItem(field.label, field.name)
        self._usual, self._further = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._add.clicked.connect(self._take_further)
        self._value.returnPressed.connect(self._take_further)

    def show_values(self, values: Sequence[Shared], *, afresh: bool) -> None:
        """Shows these fields and no others. Text that is just being typed stays, unless the form begins `afresh`."""
        shown = {one.field.name: one for one in values}
        for name, one in shown.items():
            self.line(name).show_value(one, afresh=afresh)
        for name, line in self._lines.items():
            line.setVisible(name in shown)
        self._nothing.setVisible(not shown)
        if afresh:
            self._value.clear()

    def line(self, name: str) -> "_Line":
        """The line of the field `name`."""
        if name not in self._lines:
            line = _Line(PEOPLE[name])
            line.changed.connect(self.changed)
            self._lines[name] = line
            (self._usual if name in _EXAMPLES or name == "Role" else self._further).addWidget(line)
        return self._lines[name]

    def begin_with(self, names: Sequence[str]) -> None:
        """Puts the cursor into the first of these fields that is shown, or else into the first of all."""
        shown = {name: line for name, line in self._lines.items() if not line.isHidden()}
        line = next((shown[name] for name in names if name in shown), next(iter(shown.values()), None))
        (line.editor if line is not None else self._field).setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Takes what was typed and not yet taken."""
        for line in self._lines.values():
            if not line.isHidden():
                line.commit()
        self._take_further()

    def set_further(self, name: str, value: str) -> None:
        """Sets a value in one of the other fields."""
        self._field.setCurrentIndex(self._field.findData(name))
        self._value.setText(value)
        self._take_further()

    def _take_further(self) -> None:
        value = display(self._value.text())
        if value:
            self._value.clear()
            self.changed.emit(self._field.currentData(), value)

    def _lay_out(self) -> None:
        self._value.setPlaceholderText("its value")
        self._value.setAccessibleName("Value of the other field for everyone")
        label = QLabel("Another &field")
        label.setFixedWidth(_LABEL)
        label.setBuddy(self._field)
        self._field.setFixedWidth(_EDITOR)
        further = row_of(label, self._field, self._value, self._add)
        further.setStretch(2, 1)
        card = Card()
        card.body.setContentsMargins(18, 12, 18, 12)
        card.body.setSpacing(6)
        explained = "For every row that has no value of its own. Nothing that stands in your roster is replaced."
        card.body.addWidget(text_label(explained, "quiet", wraps=True))
        for layout in (self._usual, self._further):
            layout.setSpacing(5)
            card.body.addLayout(layout)
        card.body.addWidget(self._nothing)
        card.body.addLayout(further)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()
        for name in ("Role", *_EXAMPLES):
            self.line(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)


class _Line(QWidget):
    """The label, the editor and what is to be said of one field."""

    changed = Signal(str, str)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._name = field.name
        self._shown = ""
        self.editor = _roles() if field.kind is Kind.ROLE else QLineEdit()
        self.hint = text_label("", "quiet", wraps=True)
        self.remove = button("Remove", "link")
        self.remove.setAccessibleName(f"Remove {field.label} for everyone")
        label = QLabel(field.label)
        label.setFixedWidth(_LABEL)
        label.setBuddy(self.editor)
        label.setToolTip(field.guide)
        self.editor.setFixedWidth(_EDITOR)
        self.editor.setToolTip(field.guide)
        if isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(f"for instance {_EXAMPLES[field.name]}" if field.name in _EXAMPLES else "")
            self.editor.editingFinished.connect(self.commit)
        else:
            self.editor.activated.connect(self.commit)
        self.remove.clicked.connect(self._clear)
        layout = row_of(label, self.editor, self.hint, self.remove)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_value(self, shared: Shared, *, afresh: bool) -> None:
        """Shows what is set now, and says what it means."""
        is_being_typed = self._text() != self._shown and not afresh
        self._shown = shared.value
        if not is_being_typed:
            self._show_text(shared.value)
        self.hint.setText(shared.hint)
        self.hint.setProperty("tone", "bad" if shared.is_wrong else "warning" if shared.is_needed else "")
        restyle(self.hint)
        self.editor.setAccessibleDescription(shared.hint)
        self.remove.setVisible(bool(shared.value))

    def commit(self) -> None:
        """Takes what was typed, if that is anything new."""
        text = self._text()
        if text != self._shown:
            self._shown = text
            self.changed.emit(self._name, text)

    def type_in(self, text: str) -> None:
        """Types `text` without leaving the editor."""
        self._show_text(text)

    def _clear(self) -> None:
        self._show_text("")
        self.commit()

    def _text(self) -> str:
        return display(self.editor.text()) if isinstance(self.editor, QLineEdit) else self.editor.currentData()

    def _show_text(self, text: str) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            return
        if self.editor.findData(text) < 0:
            self.editor.addItem(text, text)
        self.editor.setCurrentIndex(self.editor.findData(text))


def _roles() -> QComboBox:
    choice = QComboBox()
    choice.addItem("Not set", "")
    for role in Role:
        choice.addItem(role.label, role.label)
    return choice
