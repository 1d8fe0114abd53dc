"""What the page shows of changes as they are settled."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from onefile_desktop.gui.pages.submit import SubmitPage
from onefile_desktop.gui.theme import Look
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.run.events import ChangeSettled
from onefile_desktop.run.journal import ChangeState
from tests.gui.test_time_left import change

LONG = "OneFile did not take this: the email address belongs to somebody in another centre. " * 3


def test_what_was_sent_has_the_width_and_an_answer_stands_below_it_in_full(qtbot: QtBot, look: Look) -> None:
    page = SubmitPage(look)
    qtbot.addWidget(page)
    page.resize(868, 600)
    page.show()
    table = page.findChild(Table)
    assert table is not None
    table.show()
    qtbot.waitUntil(lambda: table.columnWidth(2) > table.viewport().width() / 2)
    assert table.model().columnCount() == 3
    done = change(0)
    done = replace(done, change=replace(done.change, told="Create Amy Adams as Learner"))
    refused = replace(done, state=ChangeState.FAILED, message=LONG)
    for number, one in enumerate((done, refused), 1):
        page.worker.progressed.emit(ChangeSettled(one, number, 2, number, 2))
    texts = [page.model.data(page.model.index(row, 2)) for row in range(2)]
    assert texts == ["Create Amy Adams as Learner", f"Create Amy Adams as Learner\n{LONG}".strip()]
    assert table.rowHeight(1) > table.rowHeight(0)
    assert table.has_room(1)
