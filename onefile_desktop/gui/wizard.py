"""The wizard: its pages, and which of them comes next.

The pages are strangers to one another. Each is handed the enrolment as it stands and hands on a new one; what may be
opened, the enrolment itself says.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget
from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.errors import CannotRecordError, StalePlanError
from onefile_desktop.gui import jobs
from onefile_desktop.gui.connection_jobs import Connected
from onefile_desktop.gui.housekeeping import Housekeeping
from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.paged import PagedFrame
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.renewal import Renewing
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.worker import Complaint
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Rate
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.moments import Moment, this_moment


class Wizard(PagedFrame):
    """Seven pages over one enrolment. It owns the connection, and closes it.

    `clock` tells how long ago the centre was read when a plan is submitted.
    """

    def __init__(
        self,
        look: Look,
        prompts: Prompts,
        rehearsal: RehearsalTarget,
        rate: Rate = DEFAULT_RATE,
        clock: Callable[[], Moment] = this_moment,
    ) -> None:
        super().__init__(look, prompts, rehearsal, rate)
        self._prompts = prompts
        self._clock = clock
        self._closes_after_run = self._closes_after_saving = False
        self.enrolment = Enrolment()
        self._renewing = Renewing()
        self.housekeeping = Housekeeping(self, look, prompts)
        self._connect()
        self._show(Page.CONNECT)

    def go_next(self) -> None:
        """Goes on, where the page allows it."""
        if self._is_stale:
            self._plan_anew()
        elif self.page.can_advance():
            self.page.advance()

    def go_back(self, to: Page | None = None) -> None:
        """Goes back one page, or to an earlier one; what the page is doing is given up."""
        target = self._one_back() if to is None else to
        if target is not None and self._may_go_back() and self.enrolment.may_open(target):
            self.page.leave()
            self._show(target)

    def _hurry_on(self) -> None:
        if self.current is not Page.PREVIEW:  # nothing is submitted by a slip of the keyboard
            self.go_next()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.submit_page.is_running and not self.submit_page.is_looking:
            event.ignore()
            self._ask_to_stop()
            return
        if self.done_page.worker.is_busy:
            event.ignore()
            self._closes_after_saving = True  # only then is it known whether there is anything to ask
            return
        if self.current is Page.DONE and not self.done_page.may_leave("Close"):
            event.ignore()
            return
        self.hide()
        self.shut_pages_down()
        if self.enrolment.connection is not None:
            self.enrolment.connection.close()
        event.accept()

    def end_session(self) -> None:
        """The person logs out, or the computer is shut down: nothing is asked, and the run stops as soon as it can.

        What is under way is on disk already, so nothing is lost where there is no time for that.
        """
        if self.submit_page.is_running:
            self._closes_after_run = True
            self.submit_page.stop()

    def _ask_to_stop(self) -> None:
        if self._closes_after_run or not self._prompts.confirm(self, *self.submit_page.closing_question()):
            return
        self._closes_after_run = True
        self.submit_page.stop()
        if not self.submit_page.is_running:
            self.close()

    def _show(self, page: Page) -> None:
        self.current = page
        if page is not Page.CHECK:
            self._renewing.give_up()
        self.stack.setCurrentWidget(self.page)
        self.page.open(self.enrolment)
        if self._is_stale:
            self.preview_page.show_stale(*self._renewing.told)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def _advance(self, enrolment: Enrolment) -> None:
        self._take(enrolment)
        if self.current is Page.PREVIEW:
            self._submit()
            return
        following = Page(self.current + 1)
        if following is Page.COLUMNS:
            self.hand_roster_on()
        if self.enrolment.may_open(following):
            self._show(following)

    def _take(self, enrolment: Enrolment) -> None:
        before, now = self.enrolment.connection, enrolment.connection
        if enrolment.plan is not self.enrolment.plan:
            self._renewing.stale = None
        self.enrolment = enrolment
        if before is not None and before is not now:
            before.close()
        if now is None:
            self.strip.show_nothing()
        else:
            self.strip.show_centre(now.environment, now.organisation.name)
        self._refresh()

    def _submit(self) -> None:
        connection = self.enrolment.connection
        assert connection is not None
        self._show(Page.SUBMIT)
        one_first = self.preview_page.one_first.is_wanted
        run = partial(jobs.submitting, self.enrolment, self._clock, one_first=one_first)
        self.submit_page.begin(run, connection.rate, connection.client.limiter.stop)

    def _spend_plan(self) -> None:
        """A plan is spent the moment it is begun: another one must look at the centre anew."""
        self._take(self.enrolment.connected(self.enrolment.connection))

    def _refused(self, complaint: Complaint) -> None:
        if isinstance(complaint.error, CannotRecordError):
            self._spend_plan()  # nobody can tell how much of the run is written down
            return
        self._renewing.stale = complaint.error if isinstance(complaint.error, StalePlanError) else None
        self._show(Page.PREVIEW)
        if not self._is_stale:
            self.preview_page.message.complain(complaint)

    @property
    def _is_stale(self) -> bool:
        return self.current is Page.PREVIEW and self._renewing.stale is not None

    def _plan_anew(self) -> None:
        """Reads the centre again and plans with everything that was said before, on the page that shows how."""
        self._take(self._renewing.begin(self.enrolment))
        self._show(Page.CHECK)

    def _alter(self, enrolment: Enrolment) -> None:
        self._take(enrolment)
        what = self._renewing.end(enrolment)
        if what is None:
            return
        if what.needs_a_look:
            self.check_page.message.say(Tone.WARNING, what.title, what.text)
        else:
            self._show(Page.PREVIEW)
            self.preview_page.message.say(Tone.GOOD, what.title, what.text)

    def _resume(self, connected: Connected) -> None:
        assert connected.resumes is not None
        self._take(Enrolment().connected(connected.connection))
        self._begin_to_resume(connected.resumes, connected.connection)

    def _go_on(self, finished: Finished) -> None:
        if finished.result.ending is RunEnding.TOKEN_REFUSED:
            self.forget_roster()
            self._take(Enrolment())  # another token is needed
            self._show(Page.CONNECT)
            self.connect_page.ask_for_token_of(finished.info, finished.result.message)
            return
        assert self.enrolment.connection is not None
        self._begin_to_resume(finished.info, self.enrolment.connection)

    def _begin_to_resume(self, info: RunInfo, connection: Connection) -> None:
        self._show(Page.SUBMIT)
        self.submit_page.begin(partial(jobs.resuming, info, connection), connection.rate)

    def _run_ended(self, finished: Finished) -> None:
        if self._closes_after_run:
            return
        self.done_page.show_finished(finished)
        self._show(Page.DONE)

    def _close_after_run(self, running: bool) -> None:
        if self._closes_after_run and not running:
            self.close()

    def _close_after_saving(self, saving: bool) -> None:
        if self._closes_after_saving and not saving:
            self._closes_after_saving = False
            QTimer.singleShot(0, self.close)  # once the page has heard what was saved

    def _start_over(self) -> None:
        self.forget_roster()
        self._take(Enrolment().connected(self.enrolment.connection))
        self._show(Page.ROSTER if self.enrolment.connection is not None else Page.CONNECT)

    def _read_roster_again(self) -> None:
        roster = self.enrolment.roster
        assert roster is not None
        self._read_again(roster.file)

    def _read_again(self, roster: Path) -> None:
        self._show(Page.ROSTER)
        self.roster_page.read(roster)

    def _open_preferences(self) -> None:
        at_rest = not (self.submit_page.is_running or self.page.worker.is_busy)
        self.housekeeping.open_preferences(may_delete=at_rest)

    def _let_go(self) -> None:
        """Everything that the program keeps is deleted now: nothing of it may be open, or be shown any longer."""
        self.shut_pages_down()
        self.done_page.forget()
        self.forget_roster()
        self._take(Enrolment())

    def _begin_anew(self, left: tuple[str, ...]) -> None:
        self.connect_page.begin_anew()
        self._show(Page.CONNECT)
        if left:
            self.connect_page.message.say(Tone.WARNING, "Not everything could be deleted", " ".join(left))
        else:
            self.connect_page.message.say(Tone.GOOD, "Your data is deleted", "The program starts as on its first day.")

    def _say_not_deleted(self, complaint: Complaint) -> None:
        self._show(Page.CONNECT)
        self.connect_page.message.complain(complaint)

    def _may_go_back(self) -> bool:
        return self.current is not Page.DONE and not self.submit_page.is_running

    def _one_back(self) -> Page | None:
        """Where Back leads. A run that failed is gone on with from the first page, never submitted a second time."""
        if self.current in {Page.CONNECT, Page.DONE}:
            return None
        return Page.CONNECT if self.current is Page.SUBMIT else Page(self.current - 1)

    def _refresh(self) -> None:
        page = self.page
        may_go_back = self._may_go_back()
        self.steps.show_step(self.current, may_go_back=may_go_back and self.current is not Page.SUBMIT)
        self.back_button.setVisible(may_go_back and self._one_back() is not None)
        self.next_button.setText("Make the plan anew" if self._is_stale else page.next_label())
        self.next_button.setVisible(self.current is not Page.SUBMIT)
        self.next_button.setEnabled(self._is_stale or page.can_advance())
        self.status.show_text(page.status())

    def _connect(self) -> None:
        for page in self.pages:
            page.advanced.connect(self._advance)
            page.altered.connect(self._alter)
            page.readiness_changed.connect(self._refresh)
        self.connect_page.resume_ready.connect(self._resume)
        self.check_page.reread_wanted.connect(self._read_roster_again)
        self.submit_page.begun.connect(self._spend_plan)
        self.submit_page.cancelled.connect(lambda: self._show(Page.PREVIEW))
        self.submit_page.refused.connect(self._refused)
        self.submit_page.finished.connect(self._run_ended)
        self.submit_page.worker.busy_changed.connect(self._close_after_run)
        self.done_page.worker.busy_changed.connect(self._close_after_saving)
        self.done_page.resume_wanted.connect(self._go_on)
        self.done_page.restart_wanted.connect(self._start_over)
        self.done_page.reread_wanted.connect(self._read_again)
        self.steps.earlier_runs_wanted.connect(self.housekeeping.open_earlier_runs)
        self.steps.preferences_wanted.connect(self._open_preferences)
        self.housekeeping.emptying.connect(self._let_go)
        self.housekeeping.emptied.connect(self._begin_anew)
        self.housekeeping.not_emptied.connect(self._say_not_deleted)
        self.housekeeping.not_saved.connect(lambda complaint: self.page.message.complain(complaint))
        self.steps.chosen.connect(self.go_back)
        self.back_button.clicked.connect(lambda: self.go_back())
        self.next_button.clicked.connect(self.go_next)
        QShortcut(QKeySequence("Alt+Left"), self, lambda: self.go_back())
        QShortcut(QKeySequence("Alt+Right"), self, self._hurry_on)
