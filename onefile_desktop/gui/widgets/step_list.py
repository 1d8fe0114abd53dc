"""The steps on the left: what is done, where you are, what lies ahead; below them what belongs to no step."""

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from onefile_desktop import __version__
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import IconLabel, restyle, row_of, text_label

_NAMES = {
    Page.CONNECT: "Connect",
    Page.ROSTER: "Roster",
    Page.COLUMNS: "Columns",
    Page.CHECK: "Check",
    Page.PREVIEW: "Preview",
    Page.SUBMIT: "Submit",
    Page.DONE: "Done",
}


class StepList(QFrame):
    """One button a step; those that are done lead back."""

    chosen = Signal(object)
    """A `Page` to go back to."""
    earlier_runs_wanted = Signal()
    """The runs of this computer are to be shown."""
    preferences_wanted = Signal()
    """The preferences are to be shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(212)
        self._look = look
        self._current, self._may_go_back = Page.CONNECT, True
        product, version = text_label("OneFile Desktop"), text_label(f"Version {__version__}")
        product.setObjectName("product")
        version.setObjectName("version")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 18, 12, 14)
        layout.setSpacing(4)
        heading = row_of(IconLabel(look, "app", Tone.ACCENT, 24), product, spacing=8, stretch=True)
        heading.setContentsMargins(8, 0, 0, 14)
        layout.addLayout(heading)
        self._buttons = {page: self._button(page) for page in Page}
        for made in self._buttons.values():
            layout.addWidget(made)
        layout.addStretch()
        self.earlier_runs_button = self._besides("Earlier runs", self.earlier_runs_wanted)
        self.preferences_button = self._besides("Preferences", self.preferences_wanted)
        layout.addWidget(self.earlier_runs_button)
        layout.addWidget(self.preferences_button)
        layout.addSpacing(6)
        foot = row_of(version)
        foot.setContentsMargins(10, 0, 0, 0)
        layout.addLayout(foot)
        look.changed.connect(self._paint)
        self._paint()

    def show_step(self, current: Page, *, may_go_back: bool) -> None:
        """Marks where you are; `may_go_back` says whether the steps before can be opened."""
        self._current, self._may_go_back = current, may_go_back
        self._paint()

    def _button(self, page: Page) -> QPushButton:
        made = QPushButton(_NAMES[page])
        made.setProperty("rank", "step")
        made.setIconSize(QSize(18, 18))
        made.clicked.connect(lambda: self.chosen.emit(page))
        return made

    def _besides(self, name: str, wanted: SignalInstance) -> QPushButton:
        made = QPushButton(name)
        made.setProperty("rank", "step")
        made.setProperty("state", "besides")
        made.setIconSize(QSize(18, 18))
        made.setAccessibleName(f"{name} …")
        made.clicked.connect(wanted)
        return made

    def _paint(self) -> None:
        self.earlier_runs_button.setIcon(self._look.icon("history", Tone.QUIET))
        self.preferences_button.setIcon(self._look.icon("sliders", Tone.QUIET))
        for page, made in self._buttons.items():
            state = "done" if page < self._current else "current" if page is self._current else "ahead"
            icon, tone = {
                "done": ("check-circle", Tone.GOOD),
                "current": ("circle-dot", Tone.ACCENT),
                "ahead": ("circle", Tone.QUIET),
            }[state]
            made.setIcon(self._look.icon(icon, tone))
            made.setProperty("state", state)
            made.setEnabled(state == "done" and self._may_go_back)
            made.setAccessibleName(f"Step {page + 1} of {len(Page)}: {_NAMES[page]}, {_SPOKEN[state]}")
            restyle(made)


_SPOKEN = {"done": "done", "current": "you are here", "ahead": "still to come"}
