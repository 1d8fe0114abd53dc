"""The runs that can be gone on with: what is left of each, and a button that goes on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from onefile_desktop.gui.connection_jobs import LeftRun
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import ElidedLabel, IconLabel, button, row_of, text_label
from onefile_desktop.gui.wording import counted
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.run.journal import RunInfo

_SHOWN_AT_FIRST = 3
_NOTHING_SENT = "Nothing was sent. "
_SAFE = "Nothing is lost, and nobody is created twice."


class LeftRuns(QFrame):
    """A list in a frame, hidden where nothing is left."""

    chosen = Signal(object)
    """A `LeftRun` is to go on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("rank", "banner")
        self.setProperty("tone", str(Tone.WARNING))
        self._runs: Sequence[LeftRun] = ()
        self._texts: list[str] = []
        self.buttons: list[QPushButton] = []
        self._heading = text_label(rank="section", wraps=True)
        self.more = button("", "link")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        heading = row_of(IconLabel(look, "warning", Tone.WARNING), self._heading)
        heading.setStretch(1, 1)
        layout.addLayout(heading)
        layout.addLayout(self._rows)
        layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(lambda: self._show(self._runs))
        self.hide()

    @property
    def text(self) -> str:
        """All that is said; empty while it is hidden."""
        return "" if self.isHidden() else " ".join([self._heading.text(), *self._texts])

    def show_runs(self, runs: Sequence[LeftRun]) -> None:
        """Offers `runs`, the first few of them at once."""
        self._runs = runs
        self._show(runs[:_SHOWN_AT_FIRST])

    def _show(self, runs: Sequence[LeftRun]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        self._texts, self.buttons = [], []
        count = len(self._runs)
        title = "A run is not finished" if count == 1 else f"{count} runs are not finished"
        self._heading.setText(f"{title}. {_SAFE}")
        for run in runs:
            self._rows.addWidget(self._row(run))
        older = count - len(runs)
        self.more.setText(f"Show {counted(older, 'older run', 'older runs')}" if older else "")
        self.more.setVisible(older > 0)
        self.setAccessibleName(self._heading.text())
        self.setVisible(count > 0)

    def _row(self, run: LeftRun) -> QFrame:
        title, text = title_of(run.info), _text_of(run)
        action = "Look again" if run.left.is_only_unknown else "Go on"
        go_on = button(action)
        go_on.setAccessibleName(f"{action} with {title}. {text}")
        go_on.clicked.connect(partial(self.chosen.emit, run))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(title))
        words.addWidget(text_label(text, "quiet", wraps=True))
        row = QFrame()
        layout = row_of(go_on)
        layout.insertLayout(0, words, 1)
        layout.setContentsMargins(32, 0, 0, 0)
        row.setLayout(layout)
        self._texts += [title, text]
        self.buttons.append(go_on)
        return row


def title_of(info: RunInfo) -> str:
    """Which run this is, for people."""
    roster = info.roster_file.name if info.roster_file else "A roster"
    started = info.started.astimezone()
    rehearsed = ", a rehearsal" if info.environment == Environment.REHEARSAL else ""
    return f"{roster} for {info.organisation_name}{rehearsed}, {started.day} {started:%B, %H:%M}"


def _text_of(run: LeftRun) -> str:
    left = run.left.sentence
    said = f"{_NOTHING_SENT if run.info.unsent else ''}{left[0].upper()}{left[1:]}."
    return said if run.has_roster else f"{said} The workbook is not there any more; the run does not need it."
