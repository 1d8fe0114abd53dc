"""Asks whether everything that the program keeps on this computer is to be deleted."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from onefile_desktop.enrolment.own_data import KeptData
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, button, row_of, text_label

_WIDTH = 540
_CANNOT_GO_ON = " The {} not finished can no longer go on."
_ONEFILE = "Nothing in OneFile changes: whoever was created there stays. Workbooks that you saved stay where they are."


class DeletionDialog(QDialog):
    """Says what goes, and takes two deliberate acts: a tick, and the button that it sets free."""

    def __init__(self, parent: QWidget | None, look: Look, what_goes: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delete my data")
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.understood = QCheckBox("I &understand that this cannot be undone")
        self.delete_button, self.cancel_button = button("Delete my data", "danger"), button("Cancel")
        self.delete_button.setEnabled(False)
        self.cancel_button.setDefault(True)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(8)
        title = text_label("Delete everything that the program keeps on this computer?", "section", wraps=True)
        heading = row_of(IconLabel(look, "warning", Tone.BAD, 22), title)
        heading.setStretch(1, 1)
        layout.addLayout(heading)
        layout.addSpacing(4)
        layout.addWidget(text_label("This is deleted:"))
        for sentence in what_goes:
            bullet = text_label("•")
            told = text_label(sentence, wraps=True)
            told.setAlignment(Qt.AlignmentFlag.AlignTop)
            line = row_of(bullet, told, spacing=8)
            line.setStretch(1, 1)
            line.setAlignment(bullet, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(line)
        layout.addSpacing(4)
        layout.addWidget(text_label(_ONEFILE, "quiet", wraps=True))
        layout.addSpacing(8)
        layout.addWidget(self.understood)
        layout.addSpacing(10)
        end = row_of(self.cancel_button, self.delete_button)
        end.insertStretch(0)
        layout.addLayout(end)
        self.understood.toggled.connect(self.delete_button.setEnabled)
        self.delete_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.setAccessibleDescription(" ".join((*what_goes, _ONEFILE)))
        self.understood.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFixedHeight(self._column.heightForWidth(_WIDTH))  # only now its texts have their fonts


def what_goes(kept: KeptData) -> tuple[str, ...]:
    """What would be deleted, in plain words."""
    return tuple(_what_goes(kept))


def _what_goes(kept: KeptData) -> Iterator[str]:
    if kept.runs:
        unfinished = len(kept.unfinished)
        then = (
            _CANNOT_GO_ON.format("one that is" if unfinished == 1 else f"{unfinished} that are") if unfinished else ""
        )
        yield f"{_count(kept.runs, 'run')}.{then} Results that are not saved yet are lost."
    if kept.connections:
        names = ", ".join(f"“{name}”" for name in kept.connections)
        tokens = "its API token" if len(kept.connections) == 1 else "their API tokens"
        yield f"{_count(len(kept.connections), 'saved connection')} with {tokens}: {names}."
    if kept.ledgers:
        yield (
            "The program’s record of the assignments and programme that it has sent. OneFile cannot be asked for them, "
            "so a later run may send them a second time."
        )
    if kept.rehearsals:
        yield "The rehearsal centres of your runs."
    yield "Your preferences, how your columns were matched, and the logs."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
