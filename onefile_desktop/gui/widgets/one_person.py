"""Shows who is tried first, what was sent for them and where to look in OneFile, and asks whether the rest may go."""

from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onefile_desktop.gui.models.run import SentListing
from onefile_desktop.gui.theme import Colours, Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.document import Document
from onefile_desktop.gui.widgets.marks import ElidedLabel, button, row_of, text_label
from onefile_desktop.gui.widgets.settling import Settling
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.run.events import OneDone
from onefile_desktop.run.journal import ChangeState

_RIGHT, _ALL_THE_SAME, _STOP = "It looks right: go on", "Go on all the same", "Stop here"
_IF_NOT = "If something is not right, stop here: nothing else is sent. You can go on with this run later."
_FAILED = "Something was refused for {person}"
_NOT_KNOWN = "It is not known whether everything was done for {person}"
_LOOK_FIRST = "Read below what it was, and look in OneFile before you go on."


class OnePersonPanel(QWidget):
    """Asks whether what was done for one person looks right. Nothing is chosen beforehand."""

    agreed = Signal()
    """The rest may go."""
    declined = Signal()
    """The run is to stop here."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._settling = Settling(self)
        self._onefile_id = ""
        self.trouble = Banner(look)
        self._who = ElidedLabel()
        self._who.setProperty("rank", "section")
        self._id = text_label()
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = button("&Copy", "link")
        self.model = SentListing(look)
        self._table = Table("What was sent for this person", self.model, (136, 0), two_lines=True)
        self._where = Document(look)
        self.agree_button, self.decline_button = button(_RIGHT, "primary"), button(_STOP, "danger")
        self._lay_out()
        self.copy_button.clicked.connect(self._copy)
        self.agree_button.clicked.connect(self._agree)
        self.decline_button.clicked.connect(self.declined)

    def show_person(self, done: OneDone) -> None:
        """Shows what became of the person, and asks."""
        states = {one.state for one in done.settled}
        role = f", {done.role.label}" if done.role else ""
        self._who.show_text(f"{done.person}{role} (row {done.row})")
        self._onefile_id = "" if done.onefile_id is None else str(done.onefile_id)
        self._id.setText(f"OneFile ID {self._onefile_id}" if self._onefile_id else "")
        self.copy_button.setVisible(bool(self._onefile_id))
        self.copy_button.setText("&Copy")
        self.model.show_all(done.settled)
        self._where.show_written("Where to look in OneFile", lambda colours: _written(colours, done.where_to_look))
        self._show_trouble(done.person, states)
        self.agree_button.setText(_RIGHT if self.trouble.isHidden() else _ALL_THE_SAME)
        self.setAccessibleName(f"{done.person} was tried first. {self.trouble.text} Does it look right in OneFile?")
        QTimer.singleShot(0, self._fit_table)  # once the table has its width
        self._settling.begin()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> str:
        """Who it is about, and their ID in OneFile."""
        return f"{self._who.whole} {self._id.text()}"

    @property
    def where_to_look(self) -> str:
        """Where OneFile shows what was done."""
        return self._where.toPlainText()

    @property
    def is_settled(self) -> bool:
        """Whether the question has been there long enough for a click to be an answer."""
        return self._settling.is_over

    def _agree(self) -> None:
        if self.is_settled:
            self.agreed.emit()

    def _show_trouble(self, person: str, states: set[ChangeState]) -> None:
        if states & {ChangeState.FAILED, ChangeState.NOT_ATTEMPTED}:
            self.trouble.say(Tone.BAD, _FAILED.format(person=person), _LOOK_FIRST)
        elif states - {ChangeState.DONE}:
            self.trouble.say(Tone.WARNING, _NOT_KNOWN.format(person=person), _LOOK_FIRST)
        else:
            self.trouble.hide()

    def _fit_table(self) -> None:
        self._table.resizeColumnToContents(0)
        self._table.fit_rows()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._onefile_id)
        self.copy_button.setText("Copied")

    def _lay_out(self) -> None:
        headline = row_of(self._who, self._id, self.copy_button)
        headline.setStretch(0, 1)
        middle = row_of(self._table, self._where)
        for index in range(2):
            middle.setStretch(index, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.trouble)
        layout.addLayout(headline)
        layout.addLayout(middle, 1)
        layout.addWidget(text_label(_IF_NOT, "quiet", wraps=True))
        layout.addLayout(row_of(self.agree_button, self.decline_button, stretch=True))


def _written(colours: Colours, where: tuple[str, ...]) -> str:
    items = "".join(f'<li style="margin-bottom:6px">{escape(one)}</li>' for one in where)
    heading = f'<p style="font-weight:600; color:{colours.text}; margin-top:0; margin-bottom:6px">Where to look</p>'
    return f'{heading}<ol style="margin-left:-22px; margin-top:0">{items}</ol>'
