"""Every way in which a call can end: may OneFile have carried it out, what is done, and what is read about it.

One row a kind; nothing else decides what follows. What can be told apart on the wire is a kind of its own
(`onefile/endings.py`), what cannot is one: a request that was lost, an answer that was lost, a reset, and a kept-alive
connection that had been closed already all look the same from here. Within a call, and so without a row, a session
that has expired is renewed and the call sent once more (a 401, and a first 403, was not carried out), and a closed
connection that shows in time is replaced. A session that is refused for one call time and again, and taken for others,
is `FORBIDDEN`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from onefile_desktop.onefile.endings import CallError, EndingKind, RefusedError
from onefile_desktop.run import wording
from onefile_desktop.run.events import ENDING_MESSAGES, RunEnding


class CarriedOut(StrEnum):
    """Whether OneFile has carried out a call."""

    NO = auto()
    PERHAPS = auto()
    YES = auto()


class Then(StrEnum):
    """What is done after a call has ended."""

    KEEP = auto()
    """The change is done."""
    READ_IT = auto()
    """Where somebody is created, they are read by that number, which half a number is not; else as `FIND_IT`."""
    FIND_IT = auto()
    """Where something is made, it is looked for, and never sent again; else the change is done."""
    LOOK = auto()
    """It is looked for, or repeated where that is harmless, as `SETTLING` says of its kind; unknown until then."""
    SEND_AGAIN = auto()
    """It is sent again after a pause; where an earlier call for it may have been carried out, `LOOK`."""
    FAIL = auto()
    """The change has failed; where an earlier call may have carried it out, it is looked for, and else unknown."""
    ASK_FOR_TOKEN = auto()
    """The run ends, and nothing is lost: it is resumed with a new token. Until then as `SEND_AGAIN`."""
    STOP = auto()
    """The run ends, as the person asked. Until it is resumed as `SEND_AGAIN`."""


@dataclass(frozen=True)
class Row:
    """What follows from one kind of ending. `reads` is the sentence for people; `{reason}` is what the wire tells.

    Of what is sent again it stands beside the progress while the run waits, of all else in the change's outcome.
    """

    carried_out: CarriedOut
    then: Then
    reads: str


_NOT_SENT = Row(CarriedOut.NO, Then.SEND_AGAIN, "{reason}")
_PERHAPS = Row(CarriedOut.PERHAPS, Then.LOOK, wording.NOT_KNOWN)

ROWS: Mapping[EndingKind, Row] = {
    EndingKind.UNREACHABLE: _NOT_SENT,
    EndingKind.ADDRESS_NOT_FOUND: _NOT_SENT,
    EndingKind.NOT_SECURE: _NOT_SENT,
    EndingKind.PROXY_LOGIN: _NOT_SENT,
    EndingKind.PROXY_REFUSED: _NOT_SENT,
    EndingKind.CONNECT_TIMEOUT: _NOT_SENT,
    EndingKind.ALL_BUSY: _NOT_SENT,
    EndingKind.NO_SESSION: _NOT_SENT,
    EndingKind.SESSION_REFUSED: _NOT_SENT,
    EndingKind.TOO_MANY_CALLS: _NOT_SENT,  # the pause is the one that OneFile asks for, else a whole minute
    EndingKind.TOKEN_REFUSED: Row(CarriedOut.NO, Then.ASK_FOR_TOKEN, ENDING_MESSAGES[RunEnding.TOKEN_REFUSED]),
    EndingKind.CANCELLED: Row(CarriedOut.NO, Then.STOP, ENDING_MESSAGES[RunEnding.STOPPED]),
    EndingKind.BROKEN: _PERHAPS,
    EndingKind.NO_ANSWER: _PERHAPS,
    EndingKind.CUT_ANSWER: _PERHAPS,
    EndingKind.UNREADABLE_ANSWER: _PERHAPS,
    EndingKind.PAGE: _PERHAPS,
    EndingKind.SERVICE_AWAY: _PERHAPS,
    EndingKind.MAINTENANCE: _PERHAPS,
    EndingKind.REFUSED: Row(CarriedOut.NO, Then.FAIL, wording.REFUSED),
    EndingKind.FORBIDDEN: Row(CarriedOut.NO, Then.FAIL, wording.FORBIDDEN),
    EndingKind.NOT_FOUND: Row(CarriedOut.NO, Then.FAIL, wording.NOT_FOUND),
    EndingKind.CONFLICT: Row(CarriedOut.NO, Then.FAIL, wording.CONFLICT),
    EndingKind.REDIRECTED: Row(CarriedOut.NO, Then.FAIL, wording.REDIRECTED),
    EndingKind.DONE: Row(CarriedOut.YES, Then.KEEP, ""),
    EndingKind.BARE_NUMBER: Row(CarriedOut.YES, Then.READ_IT, wording.NO_ID),
    EndingKind.NO_ID: Row(CarriedOut.YES, Then.FIND_IT, wording.NO_ID),
}


def told(error: CallError) -> str:
    """What a person reads about a call that ended badly."""
    quoted = isinstance(error, RefusedError) and error.quoted
    reason = wording.quoted(error.reason) if quoted else error.reason
    return ROWS[error.kind].reads.format(reason=reason)


def may_be_carried_out(error: CallError) -> bool:
    """Whether a call that ended badly may have been carried out all the same."""
    return ROWS[error.kind].carried_out is not CarriedOut.NO
