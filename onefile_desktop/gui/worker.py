"""Background work, and the only thread code of the wizard: a generator runs on a thread, its yields become signals.

A job never touches Qt. It is a plain generator that yields progress and returns its result; what it raises for
people reaches the page as a `Complaint`, everything else is a mistake of ours and goes to `sys.excepthook`.
"""

import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from onefile_desktop.errors import UserFacingError
from onefile_desktop.onefile.endings import CallError

Job = Generator[object, None, object]


@dataclass(frozen=True)
class Complaint:
    """What went wrong, in people's words. `error` is where it came from."""

    title: str
    message: str
    what_to_do: str
    error: Exception


def complaint_about(error: UserFacingError | CallError) -> Complaint:
    """What a page shows for `error`."""
    if isinstance(error, UserFacingError):
        return Complaint(error.title, error.message, error.what_to_do, error)
    return Complaint("OneFile did not do this", error.reason, "Nothing was changed. Try again in a moment.", error)


class _Thread(QThread):
    """Runs one job to its end. What it leaves in its fields is read once it has finished."""

    progressed = Signal(object)

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self.result: object = None
        self.complaint: Complaint | None = None
        self.mistake: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.isInterruptionRequested():
                self.progressed.emit(next(self._job))
            self._job.close()
        except StopIteration as end:
            self.result = end.value
        except (UserFacingError, CallError) as error:
            self.complaint = complaint_about(error)
        except BaseException as error:  # whatever it is, the thread must not die of it
            self.mistake = error


class Worker(QObject):
    """Runs jobs, one at a time. All signals come on the thread the worker lives on."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(Complaint)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._stop: Callable[[], object] | None = None
        self._cancelled = False
        self._next: tuple[Job, Callable[[], object] | None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._thread is not None

    def run(self, job: Job, *, stop: Callable[[], object] | None = None) -> None:
        """Starts `job`, or lines it up behind one that is being given up.

        `stop` makes it give up at once where it waits; without, it is left at its next yield.
        """
        if self._thread is not None:
            assert self._cancelled, "one job at a time"
            self._next = job, stop
            return
        self._stop, self._cancelled = stop, False
        self._thread = _Thread(job)
        self._thread.progressed.connect(self._pass_on)
        self._thread.finished.connect(self._finish)
        self._thread.start()
        self.busy_changed.emit(True)

    def call(self, work: Callable[[], object]) -> None:
        """Runs `work`, which has no progress to tell."""
        self.run(_one_step(work))

    def cancel(self) -> None:
        """Gives the job up: nothing more is heard of it, not even a result."""
        if self._thread is None:
            return
        self._cancelled, self._next = True, None
        self._thread.requestInterruption()
        if self._stop is not None:
            self._stop()

    def wait(self) -> None:
        """Blocks until the job has ended. What it still has to say is said when the event loop runs again."""
        if self._thread is not None:
            self._thread.wait()

    def _pass_on(self, step: object) -> None:
        if not self._cancelled:
            self.progressed.emit(step)

    def _finish(self) -> None:
        thread = self._thread
        assert thread is not None
        thread.wait()
        was_cancelled = self._cancelled
        self._thread = self._stop = None
        self.busy_changed.emit(False)
        if self._next is not None:
            following, self._next = self._next, None
            self.run(following[0], stop=following[1])
        if thread.mistake is not None:
            sys.excepthook(type(thread.mistake), thread.mistake, thread.mistake.__traceback__)
        elif was_cancelled:
            return
        elif thread.complaint is not None:
            self.failed.emit(thread.complaint)
        else:
            self.succeeded.emit(thread.result)


def _one_step(work: Callable[[], object]) -> Job:
    yield from ()
    return work()
