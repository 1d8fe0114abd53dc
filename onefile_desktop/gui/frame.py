"""The wizard's window without its pages' meaning: the steps on the left, the strip above, the bar with its buttons."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.environment_strip import EnvironmentStrip
from onefile_desktop.gui.widgets.marks import ElidedLabel, button
from onefile_desktop.gui.widgets.step_list import StepList

_SMALLEST = (1000, 660)
_AT_FIRST = (1080, 760)


class WizardFrame(QMainWindow):
    """What stands around every page; `stack` takes the pages, and `status` a line about the one that is shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.steps, self.strip = StepList(look), EnvironmentStrip(look)
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.back_button, self.next_button = button("Back"), button("Next", "primary")
        self.status = ElidedLabel()
        self.setWindowTitle("OneFile Desktop")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_AT_FIRST)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("bottomBar")
        bar.setFixedHeight(62)
        buttons = QHBoxLayout(bar)
        buttons.setContentsMargins(28, 0, 28, 0)
        buttons.setSpacing(12)
        self.status.setProperty("rank", "quiet")
        buttons.addWidget(self.status, 1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        self.next_button.setMinimumWidth(120)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.strip)
        right.addWidget(self.stack, 1)
        right.addWidget(bar)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addLayout(right, 1)
        self.setCentralWidget(whole)
