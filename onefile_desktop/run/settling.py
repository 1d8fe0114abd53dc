"""What becomes of a change by the way in which its call ended (`endings_table`), and how an unknown one is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onefile_desktop.onefile.endings import CallError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run import wording
from onefile_desktop.run.endings_table import ROWS, Then, told
from onefile_desktop.run.journal import ChangeState, JournalChange

MAKES_SOMETHING = frozenset({ChangeKind.CREATE, ChangeKind.PLACEMENT, ChangeKind.CLASSROOM})
"""The kinds whose ID others wait for, and which make a second one when they are repeated."""


@dataclass(frozen=True)
class Settling:
    """How a change that may have been carried out is settled.

    `looks` is how often it must not be found before it is sent again; `sends` is how many calls may be made in all.
    `shows` says whether a look can find it at all: where not, the look only makes sure that OneFile answers again.
    `harmless` says that doing it again changes nothing: then every resumed run may do so once more.
    """

    looks: int
    sends: int
    shows: bool = True
    harmless: bool = False


SETTLING: Mapping[ChangeKind, Settling] = {
    ChangeKind.CREATE: Settling(looks=3, sends=3),
    ChangeKind.PLACEMENT: Settling(looks=3, sends=3),
    ChangeKind.CLASSROOM: Settling(looks=3, sends=3),
    ChangeKind.STANDARD: Settling(looks=2, sends=5),  # these two are read by the learner's ID
    ChangeKind.UNIT: Settling(looks=2, sends=5),
    ChangeKind.UPDATE: Settling(looks=1, sends=5, harmless=True),  # read by ID, which does not lag as a search may
    ChangeKind.FRAMEWORK_TEMPLATE: Settling(looks=1, sends=5, shows=False, harmless=True),  # leaves what is there
    # Who is assigned cannot be read; assigning again sets what is set.
    ChangeKind.ASSIGN: Settling(looks=1, sends=5, shows=False, harmless=True),
    ChangeKind.ASSIGN_PLACEMENT: Settling(looks=1, sends=5, shows=False, harmless=True),
}
_LOOKS_WHERE_ACCEPTED = 5


def may_be_there(change: JournalChange) -> bool:
    """Whether OneFile may have seen a call for a change: where not, nobody has to undo or fear it."""
    return change.accepted or change.attempts > 0


def doubles(change: JournalChange) -> bool:
    """Whether doing a change that somebody else has done already may make a second one of it."""
    return not SETTLING[change.change.kind].harmless


def may_be_altered(change: JournalChange) -> bool:
    """Whether an update that was not sent could undo what somebody has changed since it was planned, and that shows."""
    is_unsent = change.change.kind is ChangeKind.UPDATE and not may_be_there(change)
    return is_unsent and not change.change.was.keys().isdisjoint(change.change.request.body)


def looks_needed(change: JournalChange) -> int:
    """How many looks without a find settle that it is not there (or, where OneFile accepted it, not to be found)."""
    return _LOOKS_WHERE_ACCEPTED if change.accepted else SETTLING[change.change.kind].looks


def may_be_sent_again(change: JournalChange) -> bool:
    """Whether a change that was not found may be sent once more."""
    return not change.accepted and change.attempts < SETTLING[change.change.kind].sends


def can_be_settled(change: JournalChange) -> bool:
    """Whether looking, or sending once more, can still tell what became of an unknown change."""
    return SETTLING[change.change.kind].shows or may_be_sent_again(change)


def after_answer(change: JournalChange, answer: WriteAnswer) -> JournalChange:
    """A change that OneFile said yes to."""
    row = ROWS[answer.kind]
    if row.then in {Then.FIND_IT, Then.READ_IT} and change.change.kind in MAKES_SOMETHING:
        return replace(undecided(change, row.reads), accepted=True)
    repeated = change.attempts > 1 and change.change.kind in {ChangeKind.ASSIGN, ChangeKind.ASSIGN_PLACEMENT}
    return done(change, answer.id, wording.SENT_AGAIN if repeated else "")


def after_error(change: JournalChange, error: CallError) -> JournalChange:
    """A change whose call ended badly."""
    match ROWS[error.kind].then:
        case Then.LOOK:
            return undecided(change, told(error))
        case Then.FAIL:
            return failed(change, told(error))
        case _:  # this call was not carried out, but an earlier one may have been
            before = replace(change, state=ChangeState.PLANNED, attempts=change.attempts - 1, message="")
            return undecided(before, "It is not known whether OneFile carried this out.") if before.attempts else before


def refused_again(change: JournalChange, error: CallError) -> JournalChange:
    """A change that OneFile refused although, or because, an earlier call for it may have been carried out."""
    return undecided(change, wording.REFUSED_AGAIN.format(reason=error.reason.rstrip(".")))


def taken_up(change: JournalChange) -> JournalChange:
    """A change as a run finds it that was ended and is resumed: what was being sent may have been carried out."""
    if change.state is ChangeState.SENDING:
        change = undecided(change, "The program ended while this was being sent.")
    if change.state is ChangeState.UNKNOWN and change.attempts and SETTLING[change.change.kind].harmless:
        return replace(change, attempts=1)
    return change


def done(change: JournalChange, onefile_id: int | None, message: str) -> JournalChange:
    """A change that OneFile has carried out."""
    return replace(change, state=ChangeState.DONE, onefile_id=onefile_id, message=message)


def failed(change: JournalChange, why: str) -> JournalChange:
    """A change that OneFile refused; `why` also says what to do."""
    return replace(change, state=ChangeState.FAILED, message=why)


def undecided(change: JournalChange, why: str) -> JournalChange:
    """A change of which nobody knows whether it was carried out; `why` is a sentence."""
    told = why if may_be_there(change) else wording.NOTHING_SENT.format(why=why)
    return replace(change, state=ChangeState.UNKNOWN, message=wording.unknown(change.change, told))


def altered(change: JournalChange) -> JournalChange:
    """An update that would undo what somebody has changed since it was planned, perhaps after it was carried out."""
    if not may_be_there(change):
        return replace(change, state=ChangeState.NOT_ATTEMPTED, message=wording.ALTERED)
    message = wording.ALTERED_SINCE.format(person=change.change.person or "this person")
    return replace(change, state=ChangeState.UNKNOWN, message=message)


def not_to_be_found(change: JournalChange, *, is_certain: bool) -> JournalChange:
    """A change that the looks have not found, and that is not sent again.

    `is_certain` says that the last look would have shown it.
    """
    if change.accepted:
        return change
    if is_certain:
        return replace(change, state=ChangeState.FAILED, message=wording.NEVER_DONE.format(calls=change.attempts))
    return undecided(change, f"OneFile did not answer clearly ({change.attempts} calls).")
