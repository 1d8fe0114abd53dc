"""What each way in which a call can end means for its change.

| ending | may OneFile have done it? | what is done | state |
|---|---|---|---|
| an answer, with an ID where something is made | yes | | done |
| an answer, but no ID that can be believed | yes | looked up, never sent again | unknown until found |
| to a create, a bare number | yes | read by that ID, which half a number is not; else looked up | unknown until found |
| refused (400, a second 403, 404, 409, ...) | no | | failed, with OneFile's words |
| no usable answer, 5xx, maintenance page | perhaps | looked up or repeated, by its kind | unknown till settled |
| not sent (refused connection, DNS, TLS), 429 | no | sent again after a pause | planned |
| token refused | no | the run ends and can be resumed | planned |
| cancelled while it waited for its turn | no | the run ends and can be resumed | planned |
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onefile_desktop.onefile.endings import CallError, RefusedError
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run import wording
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
    ChangeKind.CREATE: Settling(looks=2, sends=3),
    ChangeKind.PLACEMENT: Settling(looks=2, sends=3),
    ChangeKind.CLASSROOM: Settling(looks=2, sends=3),
    ChangeKind.STANDARD: Settling(looks=2, sends=3),
    ChangeKind.UNIT: Settling(looks=2, sends=3),
    ChangeKind.UPDATE: Settling(looks=1, sends=3, harmless=True),  # read by ID, which does not lag as a search may
    ChangeKind.FRAMEWORK_TEMPLATE: Settling(looks=1, sends=3, shows=False, harmless=True),  # leaves what is there
    # Who is assigned cannot be read; assigning again sets what is set.
    ChangeKind.ASSIGN: Settling(looks=1, sends=2, shows=False, harmless=True),
    ChangeKind.ASSIGN_PLACEMENT: Settling(looks=1, sends=2, shows=False, harmless=True),
}
_LOOKS_WHERE_ACCEPTED = 5


def doubles(change: JournalChange) -> bool:
    """Whether doing a change that somebody else has done already may make a second one of it."""
    return not SETTLING[change.change.kind].harmless


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
    if change.change.kind in MAKES_SOMETHING and answer.id is None:
        why = "OneFile accepted this but did not say which ID it has, and it has not been found yet."
        return replace(change, state=ChangeState.UNKNOWN, accepted=True, message=wording.unknown(change.change, why))
    repeated = change.attempts > 1 and change.change.kind in {ChangeKind.ASSIGN, ChangeKind.ASSIGN_PLACEMENT}
    return done(change, answer.id, wording.SENT_AGAIN if repeated else "")


def after_error(change: JournalChange, error: CallError) -> JournalChange:
    """A change whose call ended badly."""
    if error.may_have_happened:
        return undecided(change, f"It is not known whether OneFile carried this out: {error.reason}")
    if isinstance(error, RefusedError):
        return failed(change, error.reason)
    before = replace(change, state=ChangeState.PLANNED, attempts=change.attempts - 1, message="")
    # This call was not carried out, but an earlier one may have been.
    return undecided(before, "It is not known whether OneFile carried this out.") if before.attempts else before


def taken_up(change: JournalChange) -> JournalChange:
    """A change as a run finds it that was ended and is resumed: what was being sent may have been carried out."""
    if change.state is ChangeState.SENDING:
        change = undecided(change, "The program ended while this was being sent.")
    if change.state is ChangeState.UNKNOWN and SETTLING[change.change.kind].harmless:
        return replace(change, attempts=1)
    return change


def done(change: JournalChange, onefile_id: int | None, message: str) -> JournalChange:
    """A change that OneFile has carried out."""
    return replace(change, state=ChangeState.DONE, onefile_id=onefile_id, message=message)


def failed(change: JournalChange, reason: str) -> JournalChange:
    """A change that OneFile refused, in its words."""
    return replace(change, state=ChangeState.FAILED, message=wording.refused(reason))


def undecided(change: JournalChange, why: str) -> JournalChange:
    """A change of which nobody knows whether it was carried out; `why` is a sentence."""
    return replace(change, state=ChangeState.UNKNOWN, message=wording.unknown(change.change, why))


def not_to_be_found(change: JournalChange) -> JournalChange:
    """A change that the looks have not found, and that is not sent again."""
    if change.accepted:
        return change
    return undecided(change, f"OneFile did not answer clearly ({change.attempts} calls), and it was not found.")
