"""The tick that has one person carried out completely before the others, for somebody to look at."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.gui.worker import Worker
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.plan.changes import Plan

_TEXT = "&Try one person first: they are enrolled completely, you look at them in OneFile, then the rest goes"
_MUST = "One person is tried first, as in a centre’s first run: look at them in OneFile, then the rest goes"
_WHY = "The first run in a centre begins like this: nobody has looked at its assignments in OneFile yet."


class OneFirstTick(QWidget):
    """Ticked, and not to be changed, where a run must begin like that; nobody is asked of a rehearsal."""

    def __init__(self) -> None:
        super().__init__()
        self._asker = Worker(self)
        self.tick = QCheckBox(_TEXT)
        self.tick.setProperty("rank", "fixed")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tick)
        self._asker.succeeded.connect(self._show_must)

    @property
    def is_asking(self) -> bool:
        """Whether it is not known yet if a run must begin like that."""
        return self._asker.is_busy

    @property
    def is_wanted(self) -> bool:
        """Whether one person is to be tried first."""
        return self.tick.isChecked()

    def offer(self, connection: Connection | None, plan: Plan) -> None:
        """Offers it for `plan`; a real centre counts as new until its ledger, read on a thread, says otherwise."""
        self.setVisible(bool(plan.changes))
        self._asker.cancel()
        self._show_must(must=False)
        if connection is not None and connection.environment is not Environment.REHEARSAL:
            self._show_must(must=True)
            self._asker.call(partial(running.must_try_one_first, connection))

    def shut_down(self) -> None:
        """The program ends."""
        self._asker.wait()

    def _show_must(self, must: bool) -> None:
        self.tick.setText(_MUST if must else _TEXT)
        self.tick.setChecked(must)
        self.tick.setEnabled(not must)
        self.tick.setAccessibleDescription(_WHY if must else "")
        self.tick.setToolTip(_WHY if must else "")
