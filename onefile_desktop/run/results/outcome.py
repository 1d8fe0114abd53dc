"""What became of every row of the roster."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange


class Outcome(StrEnum):
    """What became of a row, as scripts read it in the JSON; `outcome_words` says it to people."""

    CREATED = "created"
    UPDATED = "updated"
    ALREADY_THERE = "already-there"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"
    NOT_ATTEMPTED = "not-attempted"


_UNSETTLED = frozenset({Outcome.FAILED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED})


@dataclass(frozen=True)
class Tally:
    """How many changes of some sort were done, refused, cannot be told, and were not attempted (yet)."""

    done: int = 0
    failed: int = 0
    unknown: int = 0
    not_attempted: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether all of them were done."""
        return not (self.failed or self.unknown or self.not_attempted)


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row.

    A row of people counts all assignments of its person, whichever sheet asked for them; a row of assignments counts
    its own, and a further row of somebody (`same_as` is their first) counts nothing. `further` counts everything else:
    programme, defaults, fields, placements, and managers who are created for the person. `onefile_id` is the person's,
    on a row of assignments the learner's.

    `to_mend` says that the row was left out for an error or an open decision, `stands_alone` that a row of assignments
    is for a learner who has no row of people, `asks_for_more` that the row of somebody who was left as they are names
    assignments, programme or managers besides.
    """

    sheet: str
    row: int
    person: str = field(repr=False)
    outcome: Outcome
    onefile_id: int | None
    assignments_done: int = 0
    assignments_failed: int = 0
    assignments_unknown: int = 0
    message: str = field(default="", repr=False)
    on_people: bool = True
    assignments_not_attempted: int = 0
    further: Tally = Tally()
    to_mend: bool = False
    stands_alone: bool = False
    same_as: int | None = None
    asks_for_more: bool = False

    @property
    def is_person(self) -> bool:
        """Whether this is the row that a person is counted by."""
        return self.on_people and self.same_as is None

    @property
    def assignments(self) -> Tally:
        """The counts of assignments as one value."""
        return Tally(
            self.assignments_done, self.assignments_failed, self.assignments_unknown, self.assignments_not_attempted
        )

    @property
    def is_done(self) -> bool:
        """Whether a person was created or updated, who counts by this row."""
        return self.outcome in (Outcome.CREATED, Outcome.UPDATED) and self.same_as is None

    @property
    def is_half_done(self) -> bool:
        """Whether such a person yet lacks something: assignments, programme, anything."""
        return self.is_done and not (self.assignments.is_clean and self.further.is_clean)

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to do something about this row."""
        unsettled = self.same_as is None and self.outcome in _UNSETTLED
        return unsettled or self.to_mend or not (self.assignments.is_clean and self.further.is_clean)


def needs_attention(found: Iterable[RowOutcome]) -> bool:
    """Whether somebody has to do something about some row."""
    return any(one.needs_attention for one in found)


def outcomes(journal: Journal, changes: Sequence[JournalChange] | None = None) -> tuple[RowOutcome, ...]:
    """What became of every row of both sheets, in the roster's order.

    `changes` are the journal's, in other words, where those of the journal are not to be told.
    """
    says = _CANNOT_GO_ON if journal.info.forgotten else _TO_GO_ON
    known = journal.changes() if changes is None else changes
    changes = [replace(one, message=says.get(one.state, one.message)) for one in known]
    ids = {one.change.key: one.onefile_id for one in changes if one.onefile_id is not None}
    by_person: defaultdict[int, list[JournalChange]] = defaultdict(list)
    by_place: defaultdict[tuple[str, int], list[JournalChange]] = defaultdict(list)
    for one in changes:
        by_place[one.change.sheet, one.change.row].append(one)
        if one.change.person_row is not None:
            by_person[one.change.person_row].append(one)
    found: list[RowOutcome] = []
    first_rows: dict[int, RowOutcome] = {}
    rows = journal.rows()
    on_people = {row.onefile_id for row in rows if row.on_people}
    further = defaultdict[int, list[PlannedRow]](list)
    for row in rows:
        if row.same_as is not None:
            further[row.same_as].append(row)
    for row in rows:
        asked = [*by_place[row.sheet, row.row]]
        to_mend = (row.sheet, row.row) in journal.info.to_mend
        if row.same_as is not None:
            found.append(_of_further_row(row, first_rows[row.same_as], to_mend=to_mend))
        elif row.on_people:
            asked += (one for also in further[row.row] for one in by_place[also.sheet, also.row])
            besides = [one for one in asked if one.change.person_row is None]
            first_rows[row.row] = _of_person(row, by_person[row.row], besides, to_mend=to_mend)
            found.append(first_rows[row.row])
        else:
            alone = _stands_alone(row, asked, on_people)
            found.append(_of_assignment(row, asked, ids, to_mend=to_mend, stands_alone=alone))
    return tuple(found)


def managers(changes: Iterable[JournalChange]) -> Tally:
    """The employers and observers who are created because learners' rows describe them, and have no row of their own.

    Who turned out to be there already is not among them.
    """
    described = (one for one in changes if one.change.kind is ChangeKind.CREATE and one.change.person_row is None)
    return tally(one for one in described if one.attempts or one.state is not ChangeState.DONE)


def tally(changes: Iterable[JournalChange]) -> Tally:
    """How `changes` came out; what was being sent when the program ended is unknown."""
    counts = Counter(_STATE_OUTCOMES.get(one.state) for one in changes)
    return Tally(counts[None], counts[Outcome.FAILED], counts[Outcome.UNKNOWN], counts[Outcome.NOT_ATTEMPTED])


_STATE_OUTCOMES: Mapping[ChangeState, Outcome] = {
    ChangeState.PLANNED: Outcome.NOT_ATTEMPTED,
    ChangeState.NOT_ATTEMPTED: Outcome.NOT_ATTEMPTED,
    ChangeState.SENDING: Outcome.UNKNOWN,
    ChangeState.UNKNOWN: Outcome.UNKNOWN,
    ChangeState.FAILED: Outcome.FAILED,
}
_TO_GO_ON: Mapping[ChangeState, str] = {
    ChangeState.PLANNED: "Not sent yet: resume this run to go on.",
    ChangeState.SENDING: "It was being sent when the program ended: resume this run to find out what became of it.",
}
"""What is said of what a run has not ended; of everything else, what its journal says."""
_CANNOT_GO_ON: Mapping[ChangeState, str] = {
    ChangeState.PLANNED: "Not sent.",
    ChangeState.SENDING: "It was being sent when the program ended: look in OneFile for what became of it.",
}
"""The same of a run whose details were removed."""
_STANDING_OUTCOMES: Mapping[Standing, tuple[Outcome, str]] = {
    Standing.CREATE: (Outcome.NOT_ATTEMPTED, "Nothing was planned for this row."),
    Standing.CHANGE: (Outcome.UNCHANGED, "Nothing was left to be done."),
    Standing.UNCHANGED: (Outcome.UNCHANGED, "Already in OneFile as the roster has it."),
    Standing.LEFT_ALONE: (Outcome.ALREADY_THERE, "Already in OneFile; left as it is."),
    Standing.EXCLUDED: (Outcome.EXCLUDED, "Left out."),
}


def _of_person(row: PlannedRow, own: list[JournalChange], besides: list[JournalChange], *, to_mend: bool) -> RowOutcome:
    create = next((one for one in own if one.change.kind is ChangeKind.CREATE), None)
    others = [one for one in (*own, *besides) if one is not create]
    if create is not None:
        there_already = not create.attempts  # somebody else created them, and this run has found them
        outcome = _STATE_OUTCOMES.get(create.state, Outcome.ALREADY_THERE if there_already else Outcome.CREATED)
        # Whoever is not there can have nothing of their own, which goes without saying.
        said = (create.message or "Created.", *_all_said(others if create.state is ChangeState.DONE else besides))
    elif own:
        outcome = Outcome.UPDATED if any(one.state is ChangeState.DONE for one in own) else _worst(own)
        said = _all_said(others) or ("Brought up to date.",)
    else:
        outcome, message = _STANDING_OUTCOMES[row.standing]
        said = (row.message or message, *_all_said(others))
    onefile_id = create.onefile_id if create else row.onefile_id
    return _outcome(row, outcome, onefile_id, others, said, to_mend=to_mend)


def _of_further_row(row: PlannedRow, first: RowOutcome, *, to_mend: bool) -> RowOutcome:
    return RowOutcome(
        row.sheet,
        row.row,
        first.person,
        first.outcome,
        first.onefile_id,
        message=row.message,
        to_mend=to_mend,
        same_as=first.row,
    )


def _of_assignment(
    row: PlannedRow, own: list[JournalChange], ids: Mapping[str, int], *, to_mend: bool, stands_alone: bool
) -> RowOutcome:
    if own:
        outcome = _worst(own)
        said = _all_said(own) or ("Assigned.",)
    else:
        outcome, message = _STANDING_OUTCOMES[row.standing]
        said = (row.message or message,)
    learner = next((_about(one.change, ids) for one in own), row.onefile_id)
    return _outcome(row, outcome, learner, own, said, to_mend=to_mend, stands_alone=stands_alone)


def _worst(changes: Iterable[JournalChange]) -> Outcome:
    """What is to be said of several changes: that one failed, is unknown, was not attempted, or that all went well."""
    states = {_STATE_OUTCOMES.get(one.state) for one in changes}
    return next(
        (outcome for outcome in (Outcome.FAILED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED) if outcome in states),
        Outcome.UPDATED,
    )


def _outcome(
    row: PlannedRow,
    outcome: Outcome,
    onefile_id: int | None,
    changes: list[JournalChange],
    said: Iterable[str],
    *,
    to_mend: bool,
    stands_alone: bool = False,
) -> RowOutcome:
    assignments = tally(one for one in changes if one.change.kind is ChangeKind.ASSIGN)
    return RowOutcome(
        sheet=row.sheet,
        row=row.row,
        person=row.person,
        outcome=outcome,
        onefile_id=onefile_id,
        assignments_done=assignments.done,
        assignments_failed=assignments.failed,
        assignments_unknown=assignments.unknown,
        message=" ".join(said),
        on_people=row.on_people,
        assignments_not_attempted=assignments.not_attempted,
        further=tally(one for one in changes if one.change.kind is not ChangeKind.ASSIGN),
        to_mend=to_mend,
        stands_alone=stands_alone,
        asks_for_more=row.asks_for_more,
    )


def _all_said(changes: Iterable[JournalChange]) -> tuple[str, ...]:
    """What there is to say of `changes`; of those of which the same is to be said, in one go."""
    said: dict[str, list[str]] = {}
    for one in changes:
        if one.change.kind is ChangeKind.CREATE and one.state is ChangeState.DONE:
            said[f"{one.change.person} was created too (OneFile ID {one.onefile_id})."] = []
        elif one.message:
            said.setdefault(one.message, []).append(one.change.told or str(one.change.kind))
    return tuple(f"{'; '.join(dict.fromkeys(of))}: {message}" if of else message for message, of in said.items())


def _about(change: Change, ids: Mapping[str, int]) -> int | None:
    return ids.get(change.about.key) if isinstance(change.about, IdOf) else change.about


def _stands_alone(row: PlannedRow, asked: list[JournalChange], people: set[int | None]) -> bool:
    """Whether a row of assignments is for somebody who has no row of people."""
    if asked:
        return all(one.change.person_row is None for one in asked)
    return row.onefile_id is not None and row.onefile_id not in people
