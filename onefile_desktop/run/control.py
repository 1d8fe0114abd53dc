"""How somebody else, on any thread, has a run stop, stand still and go on."""

import threading


class Control:
    """Shared by a run and by whoever watches it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopping = False
        self._paused = False
        self._asked = 0
        self._heard = 0

    @property
    def stopping(self) -> bool:
        """Whether a stop has been asked for; it cannot be taken back."""
        with self._changed:
            return self._stopping

    @property
    def paused(self) -> bool:
        """Whether the run is to stand still until `go_on`."""
        with self._changed:
            return self._paused

    def request_stop(self) -> None:
        """Asks the run to end; calls under way are finished first."""
        with self._changed:
            self._stopping = True
            self._note()

    def pause(self) -> None:
        """Asks the run to stand still; calls under way are finished first."""
        with self._changed:
            self._paused = True
            self._note()

    def go_on(self) -> None:
        """Asks the run to go on after `pause`."""
        with self._changed:
            self._paused = False
            self._note()

    def wait(self, seconds: float) -> None:
        """Waits until something is asked for that no earlier `wait` has returned for, at most for `seconds`.

        Once a stop has been asked for there is nothing to wait for. For the one thread that carries the run out.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._asked != self._heard, seconds)
            self._heard = self._asked

    def _note(self) -> None:
        self._asked += 1
        self._changed.notify_all()
