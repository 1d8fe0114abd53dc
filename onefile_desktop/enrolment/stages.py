"""The stages of one enrolment, from a roster to a plan. The command line and the wizard both drive this.

An `Enrolment` is a frozen value. Each step returns a new one with one stage more; going back to an earlier
stage drops the later ones, because they no longer follow from it.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from pathlib import Path

from onefile_desktop import paths
from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.enrolment.connecting import Connection
from onefile_desktop.errors import StalePlanError, UsageError
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.judging import Case
from onefile_desktop.plan.matching import Perhaps, match
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.reading import understand
from onefile_desktop.roster.rows import Checked, Roster, Sheet
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.run.unsettled import unsettled_creates


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


@dataclass(frozen=True)
class Enrolment:
    """Where an enrolment stands: what is known so far, the rest None."""

    connection: Connection | None = None
    read_options: ReadOptions = field(default_factory=ReadOptions)
    plan_options: PlanOptions = field(default_factory=PlanOptions)
    roster: Roster | None = None
    checked: Checked | None = None
    centre: Centre | None = None
    record: Record = field(default_factory=Record)
    plan: Plan | None = None

    def connected(self, connection: Connection | None) -> "Enrolment":
        """With a centre to work on, or with none."""
        return replace(self, connection=connection, centre=None, record=Record(), plan=None)

    def loaded(self, file: Path, options: ReadOptions, *, today: date, password: str | None = None) -> "Enrolment":
        """With the roster read and checked. Raises the errors of `roster.reading.read_roster`."""
        return self.understood(file, read_workbook(file, password), options, today=today)

    def understood(self, file: Path, sheets: Sequence[Sheet], options: ReadOptions, *, today: date) -> "Enrolment":
        """As `loaded`, from `sheets` that were read before: another mapping needs no second look into the file."""
        roster = understand(file, sheets, options)
        checked = check(roster, today=today)
        return replace(self, read_options=options, roster=roster, checked=checked, centre=None, plan=None)

    def downloading(self) -> Generator[Reading, None, "Enrolment"]:
        """Reads what the roster needs to know of the centre, and plans. Raises the errors of `onefile.endings`."""
        assert self.connection is not None
        assert self.checked is not None
        record = self.remembered()
        needed = wanted(self.checked, self.plan_options, record)
        centre = yield from download(self.connection.client, self.connection.organisation, needed)
        return replace(self, centre=centre, record=record).planned(self.plan_options)

    def remembered(self) -> Record:
        """What this program remembers of the centre by now, in whichever of its windows it was done."""
        assert self.connection is not None
        with self.connection.ledger() as ledger:
            record = ledger.record()
        return replace(record, unsettled=unsettled_creates(paths.runs_folder(), self.connection.description()))

    def planned(self, options: PlanOptions) -> "Enrolment":
        """With the plan that follows from `options`; asks nothing of the centre."""
        assert self.roster is not None
        assert self.checked is not None
        assert self.centre is not None
        assert self.connection is not None
        case = Case(self.roster, self.checked, self.centre, self.record, options)
        rate = self.connection.rate
        plan = make_plan(
            case, environment=self.connection.environment, calls_a_window=rate.calls, window_seconds=rate.seconds
        )
        return replace(self, plan_options=options, plan=plan)

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
        checked = next((one for one in self.checked.people if one.row.number == row), None) if self.checked else None
        if checked is None or self.centre is None:
            return ()
        found = match(checked, self.centre)
        return found.people if isinstance(found, Perhaps) else ()

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
            raise UsageError("Not on the roster", f"The roster has no “{text}” as {name}.", "Look at the spelling.")

    def require_digest(self, digest: str | None) -> None:
        """Raises `StalePlanError` where the plan is not the one with `digest`; None asks for none."""
        if digest is not None and (self.plan is None or self.plan.digest != digest):
            raise StalePlanError(
                "The plan has changed",
                f"What would be sent now is not the plan {digest}: the roster or the centre has changed since.",
                "Make the plan again, look at it, and submit that one. Nothing was sent.",
            )
