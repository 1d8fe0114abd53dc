"""What the page of a run says while those are read whom other runs have made."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from onefile_desktop.gui.pages.submit import SubmitPage
from onefile_desktop.gui.run_wording import FACES, Stage
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.worker import Job
from onefile_desktop.onefile.limiter import DEFAULT_RATE
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import Ended, Event, ReadingNewcomers, RunEnding
from tests.gui.driver import PATIENCE_MS
from tests.run.scenes import Site, site
from tests.run.test_newcomers import NEW, OTHERS, made_by_another_run, resumed


def _run_on_a_page(qtbot: QtBot, look: Look, here: Site, *, stops: bool) -> tuple[list[Event], list[str]]:
    """Everything that happens in a resumed run, and what its page said of those who are new."""
    page = SubmitPage(look)
    qtbot.addWidget(page)
    page.show()
    happened: list[Event] = []
    said: list[str] = []

    def job(control: Control) -> Job:
        with resumed(here, control) as events:
            for event in events:
                happened.append(event)
                yield event

    def follow(event: object) -> None:
        if isinstance(event, ReadingNewcomers):
            said.append(page.progress.now.whole)
            if stops and event.done >= 2:
                page.stop()

    page.worker.progressed.connect(follow)
    made_by_another_run(here)
    with qtbot.waitSignal(page.cancelled, timeout=PATIENCE_MS):  # the job returns no result
        page.begin(job, DEFAULT_RATE)
    page.shut_down()
    return happened, said


def test_it_is_said_how_many_have_been_looked_at(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    with site(tmp_path, people=OTHERS) as here:
        happened, said = _run_on_a_page(qtbot, look, here, stops=False)
    read = [event for event in happened if isinstance(event, ReadingNewcomers)]
    assert said[0] == f"Looking at what other runs have made: 0 of {NEW}"
    assert said[:-1] == [f"Looking at what other runs have made: {event.done} of {NEW}" for event in read[:-1]]
    assert said[-1] == FACES[Stage.SENDING].now


def test_it_can_be_stopped_meanwhile(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    with site(tmp_path, people=OTHERS, latency_seconds=0.1) as here:
        happened, said = _run_on_a_page(qtbot, look, here, stops=True)
        assert here.new_people() == sorted(f"{one['FirstName']} {one['LastName']}" for one in OTHERS)
    (ended,) = (event for event in happened if isinstance(event, Ended))
    assert ended.ending is RunEnding.STOPPED
    assert FACES[Stage.SENDING].now not in said
