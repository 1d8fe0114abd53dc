"""Buttons that show some of a list: all of it, or one kind with its number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from onefile_desktop.gui.widgets.marks import button


class FilterBar(QWidget):
    """One of its buttons is pressed at any time."""

    chosen = Signal(str)

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for name in names:
            made = button(name, "filter")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(made)
            self._buttons[name] = made
            layout.addWidget(made)
        layout.addStretch()
        self._buttons[names[0]].setChecked(True)

    @property
    def current(self) -> str:
        """The name of the pressed button."""
        return next(name for name, made in self._buttons.items() if made.isChecked())

    def choose(self, name: str) -> None:
        """Presses the button `name`."""
        self._buttons[name].click()

    def show_count(self, name: str, count: int) -> None:
        """Says how many there are of a kind."""
        self._buttons[name].setText(f"{name} · {count}")

    def show_button(self, name: str, shown: bool) -> None:
        """Shows or hides the button `name`."""
        self._buttons[name].setVisible(shown)
