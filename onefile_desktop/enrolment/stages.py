"""The stages of one enrolment, from a roster to a plan. The command line and the wizard both drive this.

An `Enrolment` is a frozen value. Each step returns a new one with one stage more; going back to an earlier
stage drops the later ones, because they no longer follow from it.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from onefile_desktop import paths
from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.errors import StalePlanError, UsageError
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.candidates import Candidates, candidates, is_choosable
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.choosing import COLUMNS, kept, to_keep
from onefile_desktop.plan.everybody import book_of
from onefile_desktop.plan.matched import Perhaps
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.plan.resolve import Book
from onefile_desktop.plan.returning import recognised
from onefile_desktop.plan.subjects import subjects
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.reading import understand
from onefile_desktop.roster.rows import Checked, Roster, Sheet
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.run.elsewhere import creates_elsewhere
from onefile_desktop.run.moments import Moment, this_moment


class Page(IntEnum):
    """The wizard's pages, in order."""

    CONNECT = 0
    ROSTER = 1
    COLUMNS = 2
    CHECK = 3
    PREVIEW = 4
    SUBMIT = 5
    DONE = 6


@dataclass(frozen=True)
class Counts:
    """How many rows of people are ready, kept back by an error, or left out; they add up to all rows."""

    ready: int
    with_errors: int
    excluded: int


def _local_time() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Enrolment:
    """Where an enrolment stands: what is known so far, the rest None.

    `read_at` is when reading the centre began.
    `now` tells the time for what a plan says of the moment; no change of a plan depends on it.
    """

    connection: Connection | None = None
    read_options: ReadOptions = field(default_factory=ReadOptions)
    plan_options: PlanOptions = field(default_factory=PlanOptions)
    roster: Roster | None = None
    checked: Checked | None = None
    centre: Centre | None = None
    record: Record = field(default_factory=Record)
    read_at: Moment | None = field(default=None, compare=False)
    plan: Plan | None = None
    noticed: frozenset[int] = frozenset()
    now: Callable[[], datetime] = field(default=_local_time, compare=False, repr=False)

    def connected(self, connection: Connection | None) -> "Enrolment":
        """With a centre to work on, or with none. What was decided about the people of another one is not kept."""
        options = self.plan_options
        if self.connection is not None and connection is not self.connection:
            options = replace(options, decisions={}, choices={})
        return replace(
            self, plan_options=options, connection=connection, centre=None, record=Record(), read_at=None, plan=None
        )

    def loaded(self, file: Path, options: ReadOptions, *, today: date, password: str | None = None) -> "Enrolment":
        """With the roster read and checked. Raises the errors of `roster.reading.read_roster`."""
        return self.understood(file, read_workbook(file, password), options, today=today)

    def understood(self, file: Path, sheets: Sequence[Sheet], options: ReadOptions, *, today: date) -> "Enrolment":
        """As `loaded`, from `sheets` that were read before: another mapping needs no second look into the file."""
        roster = understand(file, sheets, options)
        checked = check(roster, today=today)
        return replace(self, read_options=options, roster=roster, checked=checked, centre=None, plan=None)

    def downloading(self, clock: Callable[[], Moment] = this_moment) -> Generator[Reading, None, "Enrolment"]:
        """Reads what the roster needs to know of the centre, and plans. Raises the errors of `onefile.endings`."""
        began = clock()
        assert self.connection is not None
        assert self.checked is not None
        record = self.remembered()
        needed = self.wanted(record)
        connection = self.connection
        centre = yield from download(connection.client, connection.organisation, needed, connection.abilities)
        connection.saw(centre.abilities)
        return replace(self, centre=centre, record=record, read_at=began).planned(self.plan_options)

    def wanted(self, record: Record) -> Wanted:
        """What must be read of the centre; `record` is what this program did there before."""
        assert self.checked is not None
        needed = wanted(self.checked, self.plan_options, record)
        return replace(needed, ids=needed.ids | self.noticed)

    def remembered(self) -> Record:
        """What this program remembers of the centre by now, in whichever of its windows it was done.

        Whom a run has created that ended before the ledger was written, its journal tells.
        """
        assert self.connection is not None
        with self.connection.ledger() as ledger:
            record = ledger.record()
        elsewhere = creates_elsewhere(paths.runs_folder(), self.connection.description())
        unsettled = frozenset((one.role, one.email) for one in elsewhere.unsettled)
        return replace(record, made=record.made | elsewhere.perhaps_unrecorded, unsettled=unsettled)

    def planned(self, options: PlanOptions) -> "Enrolment":
        """With the plan that follows from `options`; asks nothing of the centre. Remembers its choices there.

        Raises `CannotRecordError` where they cannot be.
        """
        assert self.roster is not None
        assert self.checked is not None
        assert self.centre is not None
        assert self.connection is not None
        case = Case(self.roster, self.checked, self.centre, self.record, options)
        rate = self.connection.rate
        plan = make_plan(
            case,
            environment=self.connection.environment,
            calls_a_window=rate.calls,
            window_seconds=rate.seconds,
            now=self.now(),
        )
        return replace(self, plan_options=options, plan=plan, record=self._keeping_choices(options, plan))

    def _keeping_choices(self, options: PlanOptions, plan: Plan) -> Record:
        """What is remembered once the plan's choices are, in the ledger too, for later rosters of the centre."""
        assert self.connection is not None
        meanings = to_keep(options, plan.choices_used, self.record)
        if meanings:
            with self.connection.ledger() as ledger:
                ledger.choose(meanings)
        return kept(self.record, meanings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything known to be wrong with the roster, or to deserve a look."""
        if self.plan is not None:
            return self.plan.problems
        return self.checked.problems if self.checked else ()

    @property
    def needs_attention(self) -> bool:
        """Whether some row has an error or waits for a decision."""
        return any(found.is_error or found.code == "possible-duplicate" for found in self.problems)

    @property
    def counts(self) -> Counts:
        """How the rows of people stand."""
        if self.roster is None or self.checked is None:
            return Counts(0, 0, 0)
        rows = len(self.roster.people.rows)
        errors = self.plan.with_errors() if self.plan else self.checked.rows_with_errors()
        of_people = {(row.sheet, row.number) for row in self.roster.people.rows}
        with_errors = len(errors & of_people)
        out = [row for row in self.plan.people() if row.standing is Standing.EXCLUDED] if self.plan else []
        excluded = sum((row.sheet, row.row) not in errors for row in out)
        return Counts(rows - with_errors - excluded, with_errors, excluded)

    def may_open(self, page: Page) -> bool:
        """Whether everything is known that `page` needs."""
        needed = {
            Page.CONNECT: True,
            Page.ROSTER: self.connection is not None,
            Page.COLUMNS: self.roster is not None,
            Page.CHECK: self.roster is not None and self.connection is not None,
            Page.PREVIEW: self.plan is not None,
            Page.SUBMIT: self.plan is not None and bool(self.plan.changes),
            Page.DONE: self.plan is not None,
        }
        return needed[page]

    def candidates(self, row: int) -> tuple[Person, ...]:
        """Who of the centre a row of people may be, where that waits for the admin's decision."""
        perhaps = self.perhaps(row)
        return perhaps.people if perhaps is not None else ()

    def perhaps(self, row: int) -> Perhaps | None:
        """Who of the centre a row of people may be and why that is in doubt; None where it is not."""
        checked = next((one for one in self.checked.people if one.row.number == row), None) if self.checked else None
        if checked is None or self.checked is None or self.roster is None or self.centre is None:
            return None
        found = recognised(checked, Case(self.roster, self.checked, self.centre, self.record, self.plan_options))
        return found if isinstance(found, Perhaps) else None

    @property
    def has_decisions(self) -> bool:
        """Whether the plan rests on decisions that can be taken back, those remembered from before included."""
        return bool(self.plan_options.decisions or any(self.plan_options.choices.values()) or self._recalled)

    def without_decisions(self) -> PlanOptions:
        """The options without any decision about a row or a text; what the texts were said to mean is forgotten."""
        texts = {*self.plan_options.choices, *self._recalled}
        return replace(self.plan_options, decisions={}, choices=dict.fromkeys(sorted(texts), ""))

    @property
    def _recalled(self) -> frozenset[tuple[str, str]]:
        used = self.plan.choices_used if self.plan is not None else ()
        return frozenset((one.column, folded(one.text)) for one in used if one.remembered)

    def choosable(self, problem: Problem) -> Candidates | None:
        """What the text that a problem is about can be chosen to mean; None where a choice does not settle it."""
        if self.plan is None or self.centre is None or not is_choosable(problem):
            return None
        return candidates(problem, self.problems, self._book, self.centre)

    @cached_property
    def _book(self) -> Book:
        assert self.roster is not None
        assert self.checked is not None
        assert self.centre is not None
        assert self.plan is not None
        case = Case(self.roster, self.checked, self.centre, self.record, self.plan_options)
        return book_of(case, (subject for subject, _ in subjects(case)), self.plan.with_errors())

    def require_sense(self) -> None:
        """Raises `UsageError` where a decision is about a row or a text that the roster does not have."""
        assert self.checked is not None
        assert self.roster is not None
        rows = {row.number for row in self.roster.people.rows}
        for row in sorted({*self.plan_options.decisions, *(self.plan_options.only or ())} - rows):
            raise UsageError(
                "No such row", f"Nobody is on row {row} of the roster.", "Give rows as Excel numbers them."
            )
        texts = {(name, folded(reference.text)) for name, reference in self.checked.references()}
        for name, text in sorted(self.plan_options.choices.keys() - texts):
            label = COLUMNS[name].label if name in COLUMNS else name
            raise UsageError("Not on the roster", f"The roster has no “{text}” as {label}.", "Look at the spelling.")

    def require_digest(self, digest: str | None) -> None:
        """Raises `StalePlanError` where the plan is not the one with `digest`; None asks for none."""
        if digest is not None and (self.plan is None or self.plan.digest != digest):
            raise StalePlanError(
                "The plan has changed",
                f"What would be sent now is not the plan {digest}: the roster or the centre has changed since.",
                "Make the plan again, look at it, and submit that one. Nothing was sent.",
            )
