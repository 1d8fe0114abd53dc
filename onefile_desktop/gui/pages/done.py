"""The last page: what became of every row."""

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui import jobs
from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.models.run import OutcomeListing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.filter_bar import FilterBar
from onefile_desktop.gui.widgets.marks import StatTile, button, row_of
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.run.engine import RunEnding
from onefile_desktop.run.outcome import Outcome

_ALL, _LOOK = "All rows", "Need a look"


class DonePage(WizardPage):
    """Totals and outcomes, the results workbook, and the way on."""

    step = Page.DONE
    title = "Done"
    subtitle = ""

    resume_wanted = Signal(object)
    """The run is to go on: its `Finished`."""
    restart_wanted = Signal()
    """Another roster is to be enrolled."""

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._finished: Finished | None = None
        self._saved: Path | None = None
        self.model = OutcomeListing(look)
        self._filters = FilterBar((_ALL, _LOOK))
        self._created, self._updated = StatTile("created"), StatTile("updated")
        self._same, self._trouble = StatTile("stay as they were"), StatTile("need a look")
        self.save_button, self._folder = button("Save the results workbook …"), button("Open its folder")
        self.resume_button = button("Go on with this run", "primary")
        tiles = row_of(self._created, self._updated, self._same, self._trouble)
        for index in range(4):
            tiles.setStretch(index, 1)
        self.body.setSpacing(10)
        self.body.addLayout(tiles)
        self.body.addWidget(self._filters)
        self.body.addWidget(Table("Outcomes", self.model, (138, 150, 150, 108, 0), two_lines=True), 1)
        self.body.addLayout(row_of(self.save_button, self._folder, self.resume_button, stretch=True))
        self._filters.chosen.connect(self._filter)
        self.save_button.clicked.connect(self._choose_where)
        self._folder.clicked.connect(self._open_folder)
        self.resume_button.clicked.connect(lambda: self.resume_wanted.emit(self._finished))
        self.worker.succeeded.connect(self._say_saved)

    def show_finished(self, finished: Finished) -> None:
        """Shows how a run has ended."""
        self._finished, self._saved = finished, None
        result, info = finished.result, finished.info
        people = Counter(row.outcome for row in result.outcomes if row.on_people)
        looks = sum(row.needs_attention for row in result.outcomes)
        self._created.show_number(str(people[Outcome.CREATED]), tone=Tone.GOOD)
        self._updated.show_number(str(people[Outcome.UPDATED]))
        self._same.show_number(str(people[Outcome.ALREADY_THERE] + people[Outcome.UNCHANGED]))
        self._trouble.show_number(str(looks), tone=Tone.WARNING if looks else Tone.NEUTRAL)
        self._filters.show_count(_ALL, len(result.outcomes))
        self._filters.show_count(_LOOK, looks)
        self._filters.choose(_LOOK if looks and result.ending is RunEnding.FINISHED else _ALL)
        self._folder.setEnabled(False)
        self.resume_button.setVisible(info.resumable)
        self._say_ending(finished, looks)

    def next_label(self) -> str:
        return "New enrolment"

    def advance(self) -> None:
        self.restart_wanted.emit()

    def status(self) -> str:
        return "Saving …" if self.worker.is_busy else ""

    def shut_down(self) -> None:
        self.worker.wait()  # a workbook that is being saved is saved

    def save(self, out: Path) -> None:
        """Writes the results workbook to `out`."""
        if self._finished is None or self.worker.is_busy:
            return
        self._saved = out
        self.worker.call(partial(jobs.saving_results, self._finished.info.run, out))

    def _say_ending(self, finished: Finished, looks: int) -> None:
        centre = finished.info.organisation_name
        if finished.result.ending is not RunEnding.FINISHED:
            self.set_headings("Stopped", f"{centre}: what was sent so far, and what is left.")
            self.message.say(Tone.WARNING, "The run is not finished", finished.result.message)
        elif looks:
            self.set_headings("Done, with rows that need a look", f"{centre}: everything that could be done is done.")
            rows = "1 row needs a look" if looks == 1 else f"{looks} rows need a look"
            self.message.say(Tone.WARNING, rows, "The message beside it says why, and what you can do.")
        else:
            rehearsed = finished.info.environment == Environment.REHEARSAL
            where = "the rehearsal centre" if rehearsed else "OneFile"
            self.set_headings("All done", f"{centre}: everything that was planned is done in {where}.")
            self.message.say(Tone.GOOD, "Everything went well", "Save the results workbook to keep every OneFile ID.")

    def _filter(self, name: str) -> None:
        assert self._finished is not None
        rows = self._finished.result.outcomes
        self.model.show_all([row for row in rows if row.needs_attention] if name == _LOOK else rows)

    def _choose_where(self) -> None:
        assert self._finished is not None
        roster = self._finished.info.roster_file
        folder = roster.parent if roster else Path.home()
        suggestion = _free(folder, f"{roster.stem if roster else 'Roster'} (results)")
        out = self._prompts.workbook_to_save(self, suggestion)
        if out is None:
            return
        if roster is not None and out.resolve() == roster.resolve():
            self.message.say(Tone.WARNING, "That is your roster", "Choose another name: the roster is never replaced.")
            return
        self.save(out)

    def _say_saved(self, lost: tuple[str, ...]) -> None:
        self._folder.setEnabled(True)
        not_kept = f" It could not keep these of your roster: {', '.join(lost)}." if lost else ""
        self.message.say(Tone.GOOD, "Results saved", f"{self._saved}.{not_kept}")

    def _open_folder(self) -> None:
        if self._saved is not None:
            self._prompts.show_folder(self._saved.parent)


def _free(folder: Path, stem: str) -> Path:
    """A name in `folder` that no file has yet."""
    candidate, number = folder / f"{stem}.xlsx", 2
    while candidate.exists():
        candidate, number = folder / f"{stem} {number}.xlsx", number + 1
    return candidate
