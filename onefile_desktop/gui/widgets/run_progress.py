"""How far a run has come: numbers, a line about what is going on, and how long it still takes."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onefile_desktop.gui.models.time_left import TimeLeft
from onefile_desktop.gui.run_wording import NOTHING_MEANWHILE, last_settled, reading_back, reading_newcomers
from onefile_desktop.gui.theme import Tone
from onefile_desktop.gui.widgets.marks import ElidedLabel, StatTile, row_of, text_label
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Rate
from onefile_desktop.run.events import ChangeSettled, ReadingNewcomers, Verifying
from onefile_desktop.run.journal import ChangeState

_TROUBLE = {ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.NOT_ATTEMPTED}
_SECOND_MS = 1000


class RunProgress(QWidget):
    """Follows a run from its beginning to the last person who is read back. `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._trouble = 0
        self._calls_seen = 0
        self._left = TimeLeft(DEFAULT_RATE, clock)
        self._people, self._changes = StatTile("people done"), StatTile("changes")
        self._failed = StatTile("need a look")
        self.now, self.time_left = ElidedLabel(), text_label(rank="quiet")
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self.show_time_left)
        self._lay_out()

    def begin(self, rate: Rate) -> None:
        """A run begins, or goes on, with a service that takes calls at `rate`."""
        self._trouble = 0
        self._left = TimeLeft(rate, self._clock)
        for tile in (self._people, self._changes, self._failed):
            tile.show_number("–")  # a run that goes on has not begun at nought
        self.time_left.clear()
        self._second.start()

    def end(self) -> None:
        """It is over."""
        self._second.stop()

    def say(self, text: str) -> None:
        """Says what is going on; nothing where `text` is empty."""
        self.now.show_text(text)
        self.now.setVisible(bool(text))

    def stand_still(self) -> None:
        """For a while nothing is sent or read, and nobody can tell for how long."""
        self._left.stand_still()
        self.show_time_left()

    def show_away(self) -> None:
        """The service is away."""
        self.say(NOTHING_MEANWHILE)
        self.stand_still()

    def show_newcomers(self, event: ReadingNewcomers) -> None:
        """So many of those whom other runs made were read, before anything is sent."""
        self.say(reading_newcomers(event.done, event.total))

    def show_settled(self, event: ChangeSettled, *, is_sending: bool) -> None:
        """A change is settled; `is_sending` says that more of them follow, as fast as can be."""
        self._trouble += event.change.state in _TROUBLE
        self._people.show_number(f"{event.people_done} of {event.people_total}")
        self._changes.show_number(f"{event.done} of {event.total}")
        self._failed.show_number(str(self._trouble), tone=Tone.BAD if self._trouble else Tone.NEUTRAL)
        if is_sending:
            self._left.note(event.total - event.done)
            self.say(last_settled(event.change.change.person))

    def begin_reading_back(self) -> None:
        """Everything was sent; from here on people are read back."""
        self._calls_seen = 0
        self._left.turn_to_other_calls()
        self.show_time_left()

    def show_read_back(self, event: Verifying) -> None:
        """So many people were read back."""
        self.say(reading_back(event.done, event.total))
        more = event.calls - self._calls_seen
        if more > 0:
            self._calls_seen = event.calls
            self._left.note(max(event.all_calls - event.calls, 0), more)

    def show_time_left(self) -> None:
        """Says how long it still takes, as far as that can be told now."""
        words = self._left.words()
        self.time_left.setText(words)
        self.time_left.setVisible(bool(words))

    def _lay_out(self) -> None:
        tiles = row_of(self._people, self._changes, self._failed)
        for index in range(3):
            tiles.setStretch(index, 1)
        going_on = row_of(self.now, self.time_left)
        going_on.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(tiles)
        layout.addLayout(going_on)
