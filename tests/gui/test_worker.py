"""Jobs run on a thread of their own, and what they yield, return and raise arrives on the main one."""

import sys
from collections.abc import Generator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from onefile_desktop.errors import UsageError
from onefile_desktop.gui.worker import Complaint, Worker
from onefile_desktop.onefile.endings import NoAnswerError
from onefile_desktop.run.engine import Control


def counting(to: int, threads: list[QThread]) -> Generator[int, None, str]:
    """Counts, and notes where."""
    for number in range(to):
        threads.append(QThread.currentThread())
        yield number
    return "done"


def endless(closed: list[bool]) -> Generator[int, None, None]:
    """Goes on until it is given up."""
    try:
        while True:
            QThread.msleep(1)
            yield 0
    finally:
        closed.append(True)


def waiting(control: Control) -> Generator[int, None, str]:
    """Waits for a stop inside a step."""
    yield 0
    control.wait(30)
    return "too late"


def raising(error: Exception) -> Generator[int, None, None]:
    """Fails after a step."""
    yield 1
    raise error


def test_progress_and_result_in_order(qtbot: QtBot) -> None:
    worker, steps, threads = Worker(), [], []
    worker.progressed.connect(steps.append)
    with qtbot.waitSignal(worker.succeeded) as ended:
        worker.run(counting(100, threads))
        assert worker.is_busy
    assert ended.args == ["done"]
    assert steps == list(range(100))
    assert QThread.currentThread() not in threads
    assert not worker.is_busy


def test_what_is_raised_for_people_is_a_complaint(qtbot: QtBot) -> None:
    worker = Worker()
    for error, title in ((UsageError("Title", "It was so.", "Do this."), "Title"), (NoAnswerError("No answer."), None)):
        with qtbot.waitSignal(worker.failed) as ended:
            worker.run(raising(error))
        complaint = ended.args[0] if ended.args else None
        assert isinstance(complaint, Complaint)
        assert complaint.error is error
        assert complaint.message in {"It was so.", "No answer."}
        assert title in {complaint.title, None}


def test_a_mistake_goes_to_the_excepthook(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append(error))
    worker, mistake = Worker(), KeyError("mistake")
    worker.run(raising(mistake))
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert seen == [mistake]


def test_a_cancelled_job_is_closed_and_heard_of_no_more(qtbot: QtBot) -> None:
    worker, heard, closed = Worker(), [], []
    for signal in (worker.succeeded, worker.failed):
        signal.connect(heard.append)
    with qtbot.waitSignal(worker.progressed):
        worker.run(endless(closed))
    worker.cancel()
    worker.wait()
    assert closed == [True]
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert heard == []


def test_a_job_that_waits_is_told_to_stop_and_the_next_one_follows(qtbot: QtBot) -> None:
    worker, control, threads = Worker(), Control(), []
    results: list[object] = []
    worker.succeeded.connect(results.append)
    with qtbot.waitSignal(worker.progressed):
        worker.run(waiting(control), stop=control.request_stop)
    worker.cancel()
    worker.run(counting(3, threads))
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["done"]
