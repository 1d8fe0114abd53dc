"""A few words beside the filters: whether OneFile holds what was planned."""

from PySide6.QtWidgets import QWidget

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, row_of, text_label
from onefile_desktop.run.verifying.verification import Verification


class VerifiedLine(QWidget):
    """A mark and what it means, in full in its tooltip; hidden where nobody was read back."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon, self._text = IconLabel(look, "check-circle", Tone.GOOD, 18), text_label(wraps=True)
        layout = row_of(self._icon, self._text, spacing=8)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    @property
    def text(self) -> str:
        """What the line says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_verification(self, found: Verification | None) -> None:
        """Says what reading people back has shown; None where that was not done."""
        self.setVisible(found is not None and bool(found.sentences))
        if found is None:
            return
        if found.differences or found.not_read:
            self._icon.show_icon("warning", Tone.WARNING)
        elif found.people:
            self._icon.show_icon("check-circle", Tone.GOOD)
        else:
            self._icon.show_icon("info", Tone.QUIET)
        self._text.setText(_in_short(found))
        self.setToolTip(_in_full(found))
        self.setAccessibleName(_in_full(found))


def _in_short(found: Verification) -> str:
    parts = [f"{found.sentence.rstrip(':')}."] if found.sentence else []
    if found.sent_unseen:
        parts.append(f"{found.sent_unseen}, and cannot be checked.")
    return " ".join(parts)


def _in_full(found: Verification) -> str:
    """Everything but the differences, which stand beside their rows."""
    beside = {one.sentence for one in found.differences}
    sentences = (sentence.rstrip(":.") for sentence in found.sentences if sentence not in beside)
    return " ".join(f"{sentence}." for sentence in sentences)
