"""Says what is waited for, and counts the seconds down."""

import math
import time

from PySide6.QtCore import QTimer

from onefile_desktop.gui.run_wording import Wait
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner

_TICK_MS = 200
"""Often enough that no second is left out or stays twice as long."""


class WaitingBanner(Banner):
    """A message, hidden until something is waited for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._waits_for = Wait("", "")
        self._until = 0.0
        self._said = -1
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count)

    def wait(self, what: Wait, seconds: float) -> None:
        """Counts `seconds` down, from now on; then it says that it goes on now, until `over`."""
        self._waits_for, self._until, self._said = what, time.monotonic() + seconds, -1
        self._count()
        self._tick.start()

    def over(self) -> None:
        """Nothing is waited for any more."""
        self._tick.stop()
        self.hide()

    def _count(self) -> None:
        left = max(0, math.ceil(self._until - time.monotonic()))
        if left != self._said:
            self._said = left
            self.say(Tone.ACCENT, self._waits_for.title, self._waits_for.text(left))
