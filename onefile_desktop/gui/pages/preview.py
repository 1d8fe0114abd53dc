"""The fifth page: everything that would be sent, before anything is."""

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QTabBar

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.errors import UsageError
from onefile_desktop.gui.models.plan import ChangeListing
from onefile_desktop.gui.models.totals import CAPTIONS, figures
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.figures import Figures
from onefile_desktop.gui.widgets.hint_strip import HintStrip
from onefile_desktop.gui.widgets.marks import button
from onefile_desktop.gui.widgets.notice_list import NoticeList
from onefile_desktop.gui.widgets.one_first import OneFirstTick
from onefile_desktop.gui.widgets.people_browser import PeopleBrowser
from onefile_desktop.gui.widgets.settling import Settling
from onefile_desktop.gui.widgets.shrinking import ShrinkingArea
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.wording import counted
from onefile_desktop.gui.worker import Worker
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.paths import same_file
from onefile_desktop.plan.by_person import ByPerson
from onefile_desktop.plan.changes import Change, Plan
from onefile_desktop.run.results.plan_report import write_plan

_WHERE = {
    Environment.REHEARSAL: "the rehearsal",
    Environment.LIVE: "the live centre",
    Environment.PRACTICE: "the Practice server",
    Environment.BETA: "the Beta server",
}
_BY_PERSON, _IN_ORDER, _NOTICES = range(3)
_LEAST_LIST = 160
_ROOMY = 640


class PreviewPage(WizardPage):
    """The plan, its totals and what it means, one person at a time. A real centre asks for a tick first."""

    step = Page.PREVIEW
    title = "Look before you submit"
    subtitle = "This is everything that will be sent. Nothing has been sent yet."

    def __init__(self, look: Look, prompts: Prompts) -> None:
        super().__init__(look)
        self._prompts = prompts
        self._saver = Worker(self)
        self._is_stale = False
        self.meaning, self.warnings = Banner(look), HintStrip(look, "Read")
        self.understood = QCheckBox("I understand")
        self.one_first = OneFirstTick()
        self.figures = Figures(CAPTIONS)
        self.people = PeopleBrowser(look)
        self.model = ChangeListing(look)
        self.in_order = Table("Changes in the order they are sent", self.model, (130, 165, 0, 136), two_lines=True)
        self.notices = NoticeList(look)
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.save_button = button("&Save plan …", "link")
        self._settling = Settling(self)
        self._lay_out()
        self.understood.toggled.connect(self.readiness_changed)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.in_order.activated.connect(lambda index: self._show_person_of(self.model.values[index.row()]))
        self.warnings.chosen.connect(lambda: self.tabs.setCurrentIndex(_NOTICES))
        self.save_button.clicked.connect(self._save)
        self._saver.succeeded.connect(self._say_saved)
        self._saver.failed.connect(self.message.complain)
        self._saver.busy_changed.connect(lambda busy: self.save_button.setEnabled(not busy))

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        plan, centre = enrolment.plan, enrolment.centre
        assert plan is not None
        assert centre is not None
        self.message.hide()
        self._is_stale = False
        self._show_plan(shown=True)
        self.set_headings(self.title, self.subtitle)
        self.understood.setChecked(False)
        self.model.show_all(plan.changes)
        self.people.show_people(ByPerson(plan, centre))
        self.figures.show_figures(figures(plan))
        self._show_meaning(plan)
        self._give_room()
        self.one_first.offer(enrolment.connection, plan)
        self._show_notices(plan)
        self.tabs.setCurrentIndex(_BY_PERSON)
        self._settling.begin()

    def next_label(self) -> str:
        return f"Submit to {_WHERE[Environment(self._plan.environment)]}" if self.enrolment.plan else "Submit"

    def can_advance(self) -> bool:
        if self.enrolment.plan is None or not self._plan.changes:
            return False
        return self.understood.isHidden() or self.understood.isChecked()

    @property
    def is_settled(self) -> bool:
        """Whether the page has been there long enough for a click to be meant for it."""
        return self._settling.is_over

    def advance(self) -> None:
        if self.is_settled:
            super().advance()

    def status(self) -> str:
        if self._is_stale:
            return "Nothing was sent."
        if not self.understood.isHidden() and not self.understood.isChecked():
            return "To submit, first tick “I understand”."
        return "Nothing is sent before you press Submit."

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def show_stale(self, title: str, text: str) -> None:
        """Says why this plan may not be sent any more, in the place of what sending it would mean."""
        self._is_stale = True
        self.set_headings("This plan no longer holds", "The centre has changed since it was made.")
        self.meaning.hide()
        self.understood.hide()
        self.one_first.hide()
        self.warnings.hide()
        self._show_plan(shown=False)
        self.message.say(Tone.WARNING, title, text)
        self.readiness_changed.emit()

    def shut_down(self) -> None:
        super().shut_down()
        self._saver.wait()
        self.one_first.shut_down()

    @property
    def _plan(self) -> Plan:
        assert self.enrolment.plan is not None
        return self.enrolment.plan

    def _show_plan(self, *, shown: bool) -> None:
        """What would be sent; a plan that no longer holds is not shown as if it did."""
        for widget in (self.figures, self.tabs, self.save_button, self._stack):
            widget.setVisible(shown)

    def _give_room(self) -> None:
        """In a small window what a real centre means leaves no room for the figures' details."""
        self.figures.be_brief(not self.meaning.isHidden() and self.height() < _ROOMY)

    def _show_meaning(self, plan: Plan) -> None:
        centre, emails = plan.organisation.name, plan.forecast.emails
        if not plan.changes:
            self.understood.hide()
            self.meaning.say(Tone.ACCENT, "There is nothing to send", "Nobody on the roster is ready, or all is done.")
        elif plan.environment == Environment.REHEARSAL:
            self.understood.hide()
            self.meaning.hide()  # the strip above every page says it already
        else:
            people = counted(emails, "person", "people")
            self.understood.setText(_understanding(plan, people))
            self.understood.show()
            self.meaning.say(Tone.BAD, f"{centre} is a real centre", _real_words(plan, people))

    def _show_notices(self, plan: Plan) -> None:
        warnings = [notice for notice in plan.notices if notice.is_warning]
        self.warnings.hide()
        if len(warnings) == 1:
            self.warnings.say(f"{warnings[0].topic}: {warnings[0].text}")
        elif warnings:
            self.warnings.say(f"Look at this first: {' · '.join(notice.topic for notice in warnings)}")
        self.notices.show_notices(plan.notices)
        self.tabs.setTabText(_NOTICES, f"Good to know · {len(plan.notices)}")
        self.tabs.setTabVisible(_NOTICES, bool(plan.notices))

    def _show_person_of(self, change: Change) -> None:
        self.tabs.setCurrentIndex(_BY_PERSON)
        self.people.show_person_of(change)

    def _save(self) -> None:
        roster, centre = self.enrolment.roster, self.enrolment.centre
        assert roster is not None
        assert centre is not None
        out = self._prompts.workbook_to_save(self, roster.file.with_name(f"{roster.file.stem} (plan).xlsx"))
        if out is None or self._saver.is_busy:
            return
        self._saver.call(partial(_write, self._plan, centre, out, roster.file))

    def _say_saved(self, out: Path) -> None:
        self.message.say(Tone.GOOD, "Plan saved", f"{out} – everything that would be sent, to read and to keep.")

    def _lay_out(self) -> None:
        top = ShrinkingArea()
        top.body.setSpacing(6)
        top.body.addWidget(self.meaning)
        top.body.addWidget(self.understood, alignment=Qt.AlignmentFlag.AlignLeft)
        top.body.addWidget(self.one_first)
        top.body.addWidget(self.figures)
        top.body.addWidget(self.warnings)
        self.tabs.setAccessibleName("How the plan is shown")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in ("By person", "In order of sending", "Good to know"):
            self.tabs.addTab(name)
        for widget in (self.people, self.in_order, self.notices):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(_LEAST_LIST)
        self.save_button.setToolTip("The plan as a workbook, to read, to keep or to have agreed.")
        switching = QHBoxLayout()
        switching.addWidget(self.tabs, 1)
        switching.addWidget(self.save_button)
        self.body.setSpacing(8)
        self.body.addWidget(top)
        self.body.addLayout(switching)
        self.body.addWidget(self._stack, 1)
        chain = (
            self.understood,
            self.one_first.tick,
            self.warnings,
            self.tabs,
            self.save_button,
            self.people.search,
            self.people.kinds,
        )
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)


def _write(plan: Plan, centre: Centre, out: Path, roster: Path) -> Path:
    if same_file(roster, out):
        raise UsageError("That is your roster", "The plan would replace the roster itself.", "Choose another name.")
    write_plan(plan, centre, out)
    return out


def _understanding(plan: Plan, people: str) -> str:
    if not plan.forecast.emails:
        return "I understand that this centre is real"
    if plan.forecast.emails_certain:
        return f"I understand that OneFile emails {people}"
    return f"I understand that OneFile may email up to {people}"


def _real_words(plan: Plan, people: str) -> str:
    if not plan.forecast.emails:
        return "Submitting changes it at once. Its settings say that nobody is emailed, or nobody new is created."
    if plan.forecast.emails_certain:
        return f"Submitting changes it at once, and OneFile emails {people} a link to their new account."
    return f"Submitting changes it at once. OneFile may email up to {people} about their new account."
