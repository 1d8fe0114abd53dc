"""Whom other runs of this program have made shortly before this one goes on: a search may not show them yet."""

import time
from collections import deque
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain

from onefile_desktop.onefile.endings import CallError, RefusedError
from onefile_desktop.onefile.models import Person
from onefile_desktop.run.endings_table import may_be_carried_out
from onefile_desktop.run.events import ReadingNewcomers
from onefile_desktop.run.identity import Identity
from onefile_desktop.run.ledger import Ledger

_LAG_BEYOND_DOUBT_SECONDS = 15 * 60  # whoever was made longer ago is shown by a search
_NEWEST = 50  # who are read whenever they were made: the clock may have been set since
_MOST_IN_A_ROW = 2  # failures after which the others are put off: OneFile itself is probably away


@dataclass(frozen=True)
class WhoHasId:
    """The person who was read by an ID, None where OneFile has nobody with it."""

    person: Person | None


@dataclass(frozen=True)
class NewPeople:
    """The newcomers who are known so far, and why some could not be read yet.

    `unreadable` are the IDs of those who cannot be read at all, and who that is; None where nobody knows.
    """

    people: tuple[Person, ...] = ()
    trouble: CallError | None = None
    unreadable: Mapping[int, Identity | None] = field(default_factory=dict[int, Identity | None], repr=False)

    def unreadable_who_may_be(self, person: Identity) -> frozenset[int]:
        """The IDs of those who cannot be read and may be `person`."""
        return frozenset(user for user, who in self.unreadable.items() if who is None or who.may_be(person))


NOBODY_NEW = NewPeople()


class Newcomers:
    """People who are read by ID, which does not lag as a search may; each once, or twice where that failed.

    A search may not show those made `lately` yet; it should show the `earlier` ones. Whoever may not be read cannot be,
    nor whom OneFile does not know by the ID, nor whoever could not be read twice, while OneFile answered other calls in
    between: of the earlier ones such a one is left to the search, of the others it is told who is `named` by the ID.
    Only the thread that drives the run comes here.
    """

    def __init__(
        self,
        lately: Set[int] = frozenset(),
        earlier: Set[int] = frozenset(),
        named: Mapping[int, Identity | None] | None = None,
    ) -> None:
        self._lately = lately
        self._named = named or {}
        self._unreadable: dict[int, Identity | None] = {}
        self._unread = deque(sorted(lately | earlier))
        self._total = len(self._unread)
        self._under_way: set[int] = set()
        self._put_off: list[int] = []
        self._answered_then: dict[int, int] = {}
        self._failed_in_a_row = 0
        self._trouble: CallError | None = None
        self._people: list[Person] = []
        self._told = -1 if self._unread else 0

    @property
    def are_being_read(self) -> bool:
        """Whether some were taken and have not ended yet."""
        return bool(self._under_way)

    def take(self) -> int | None:
        """Who is to be read next, whose reading has begun by this; None where nobody is for now."""
        if not self._unread:
            return None
        user = self._unread.popleft()
        self._under_way.add(user)
        return user

    def ended(self, user: int, ending: WhoHasId | CallError, answered: int) -> None:
        """Reading `user` has ended. `answered` counts the useful answers to any call so far."""
        self._under_way.discard(user)
        match ending:
            case WhoHasId(person):
                self._failed_in_a_row = 0
                if person is None:
                    self._give_up(user)
                else:
                    self._people.append(person)
            case RefusedError():
                self._failed_in_a_row = 0
                self._give_up(user)
            case CallError() if may_be_carried_out(ending):
                self._trouble = ending
                self._failed_in_a_row += 1
                if answered <= self._answered_then.setdefault(user, answered):
                    self._put_off.append(user)
                else:
                    self._give_up(user)
                if self._failed_in_a_row >= _MOST_IN_A_ROW:
                    self._put_off.extend(self._unread)
                    self._unread.clear()
            case CallError():  # whatever is asked next would end like that
                self._unread.appendleft(user)

    def try_again(self) -> None:
        """Something else was asked meanwhile: those who were put off have their turn."""
        self._unread.extend(self._put_off)
        self._put_off.clear()
        self._failed_in_a_row = 0

    def so_far(self) -> NewPeople:
        """What is known of them by now."""
        unread = chain(self._unread, self._put_off, self._under_way)
        trouble = self._trouble if any(user in self._lately for user in unread) else None
        return NewPeople(tuple(self._people), trouble, dict(self._unreadable))

    def news(self) -> Iterator[ReadingNewcomers]:
        """How far it has come, where that was not told yet."""
        if self._told != self._done:
            self._told = self._done
            yield ReadingNewcomers(self._done, self._total)

    @property
    def _done(self) -> int:
        return self._total - len(self._unread) - len(self._put_off) - len(self._under_way)

    def _give_up(self, user: int) -> None:
        if user in self._lately:
            self._unreadable[user] = self._named.get(user)


def who_is_new(ledger: Ledger, besides: frozenset[int], named: Mapping[int, Identity | None]) -> Newcomers:
    """Whom any run has made so lately that a search may not show them, and who was made last, without `besides`.

    `named` tells who some IDs are. Raises `CannotRecordError`.
    """
    lately = ledger.made_since(time.time() - _LAG_BEYOND_DOUBT_SECONDS)
    return Newcomers(lately - besides, ledger.made_last(_NEWEST + len(besides)) - lately - besides, named)
