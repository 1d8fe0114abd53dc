"""What may have been carried out and is not settled yet, and when to look for it."""

from dataclasses import dataclass

from onefile_desktop.run import settling
from onefile_desktop.run.journal import JournalChange
from onefile_desktop.run.waits import Waits

_MOST_FAILED_LOOKS = 8


@dataclass
class Doubt:
    """One unsettled change. Times are in seconds of a clock that never goes back.

    `refusal` is what is read where OneFile refused to make what an earlier call may have made; `before_sending` says
    that this run has not sent the change yet. `since` is the turn of the last call then; until `give_up_at` looks that
    tell nothing are repeated, of which there have been `lags`. `candidate` is the ID that it may have, and that nothing
    has confirmed. `awaits_witness` says that all looks were made, and that one more is of use once somebody was created
    later.
    """

    key: str
    schedule: tuple[float, ...]
    due: float
    refusal: str = ""
    looks: int = 0
    failed_looks: int = 0
    answers_then: int = -1
    before_sending: bool = False
    give_up_at: float = 0.0
    lags: int = 0
    candidate: int | None = None
    since: int = 0
    awaits_witness: bool = False

    @property
    def is_last_look(self) -> bool:
        """Whether the next look settles the matter."""
        return self.looks + 1 >= len(self.schedule)


class Doubts:
    """All that is unsettled in a run."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._open: dict[str, Doubt] = {}
        self._looking: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._open)

    def __getitem__(self, key: str) -> Doubt:
        return self._open[key]

    def open(
        self, change: JournalChange, now: float, since: int, *, refusal: str = "", candidate: int | None = None
    ) -> None:
        """A change whose call ended `now` and may have been carried out, perhaps making `candidate`.

        `since` is the turn of the last call that has left by now.
        """
        first, second = self._waits.lookups
        if change.accepted:
            moments = (0.0, first, second, 2 * second, 4 * second)[: settling.looks_needed(change)]
        elif refusal:
            moments = (0.0, first, second)
        else:
            moments = (first, second, self._waits.late_lookup)[: settling.looks_needed(change)]
        schedule = tuple(now + seconds for seconds in moments)
        self._open[change.change.key] = Doubt(
            change.change.key,
            schedule,
            schedule[0],
            refusal,
            give_up_at=now + self._waits.lag_at_most,
            candidate=candidate,
            since=since,
        )

    def open_before_sending(self, change: JournalChange, now: float) -> None:
        """A change that has not been sent, and that somebody else may have carried out: one look tells."""
        self._open[change.change.key] = Doubt(change.change.key, (now,), now, before_sending=True)

    def close(self, key: str) -> None:
        """It is settled, or about to be sent again."""
        self._open.pop(key, None)
        self._looking.discard(key)

    def take_due(self, now: float) -> Doubt | None:
        """The next one to look for, if it is time; it is then being looked for."""
        waiting = [doubt for key, doubt in self._open.items() if key not in self._looking and doubt.due <= now]
        if not waiting:
            return None
        doubt = min(waiting, key=lambda each: each.due)
        self._looking.add(doubt.key)
        return doubt

    def next_due(self) -> float | None:
        """When the next look is due; None where there is none to wait for."""
        return min((doubt.due for key, doubt in self._open.items() if key not in self._looking), default=None)

    def not_found(self, key: str) -> bool:
        """Notes a look that did not find it; says whether there is another look to come.

        The looks go on also where the search is known to be up to date: OneFile may still be at a call that this side
        no longer waits for.
        """
        self._looking.discard(key)
        doubt = self._open[key]
        is_last = doubt.is_last_look
        doubt.looks += 1
        if is_last:
            return False
        doubt.due = doubt.schedule[doubt.looks]
        return True

    def await_witness(self, key: str, now: float) -> None:
        """Puts off another look after the last one: with somebody who was created later it may tell more."""
        self._looking.discard(key)
        doubt = self._open[key]
        doubt.awaits_witness = True
        doubt.due = now + self._waits.lookups[1]
        doubt.give_up_at = doubt.due + self._waits.lag_at_most

    def told_nothing(self, key: str, now: float) -> bool:
        """Notes a look that ended `now` and told nothing, since the search lags; says whether there is another."""
        self._looking.discard(key)
        doubt = self._open[key]
        if now >= doubt.give_up_at:
            return False
        doubt.lags += 1
        doubt.due = min(now + self._waits.lookups[0] * 2.0**doubt.lags, doubt.give_up_at)
        return True

    def is_hopeless(self, key: str, answers: int) -> bool:
        """Notes a look that failed; says whether it is of no use to look again.

        `answers` counts the useful answers to any call: a look that fails time and again while other calls succeed
        will not succeed later.
        """
        doubt = self._open[key]
        if answers > doubt.answers_then:
            doubt.failed_looks += 1
        doubt.answers_then = answers
        return doubt.failed_looks >= _MOST_FAILED_LOOKS

    def postpone(self, key: str, now: float) -> None:
        """Has it looked for again later: the more looks have failed, the later."""
        self._looking.discard(key)
        doubt = self._open[key]
        first, second = self._waits.lookups
        doubt.due = now + min(first * 2.0**doubt.failed_looks, second)
