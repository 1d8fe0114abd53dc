"""The moment in which what has just come takes no click: a double click was meant for what was there before."""

from PySide6.QtCore import QObject, QTimer

_SETTLING_MS = 600


class Settling(QTimer):
    """Runs out by itself; `begin` starts the moment anew."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(_SETTLING_MS)

    def begin(self) -> None:
        """Something has just come."""
        self.start()

    @property
    def is_over(self) -> bool:
        """Whether it has been there long enough for a click to be meant for it."""
        return not self.isActive()
