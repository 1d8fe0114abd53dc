"""The changes that may be sent now, best first."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import TypeAlias

from onefile_desktop.run.order import Who

_Rank: TypeAlias = tuple[bool, int, int]


class Ready:
    """Those of people who were begun come first, and of these whoever has fewest left; then the `places` decide.

    `person_of` tells whom a change is for; all three are by its key.
    """

    def __init__(self, places: Mapping[str, int], person_of: Mapping[str, Who | None], begun: Collection[Who]) -> None:
        self._places = places
        self._person_of = person_of
        self._begun = set(begun)
        self._left = Counter(person for person in person_of.values() if person is not None)
        self._people_left = len(self._left)
        # A change stands in it once for every rank that it has had; only the present one counts.
        self._queue: list[tuple[_Rank, str]] = []
        self._keys: set[str] = set()
        self._of_person: defaultdict[Who, set[str]] = defaultdict(set)
        self._only: Collection[str] | None = None
        self._held_back: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._keys)

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self._left)

    @property
    def people_left(self) -> int:
        """How many people have something left."""
        return self._people_left

    def may_go(self, key: str) -> bool:
        """Whether a change is among those that may be sent at present, once they are ready."""
        return self._only is None or key in self._only

    def add(self, key: str) -> None:
        """A change may be sent from now on."""
        if self._only is not None and key not in self._only:
            self._held_back.add(key)
        elif key not in self._keys:
            self._keys.add(key)
            if (person := self._person_of[key]) is not None:
                self._of_person[person].add(key)
            heapq.heappush(self._queue, (self._rank(key), key))

    def take(self) -> str:
        """The best, which may then no longer be sent; raises `IndexError` where there is none."""
        while True:
            rank, key = heapq.heappop(self._queue)
            if key in self._keys and rank == self._rank(key):
                self._drop(key)
                return key

    def begin(self, key: str) -> None:
        """A change is being sent: whoever it is for has been begun."""
        person = self._person_of[key]
        if person is not None and person not in self._begun:
            self._begun.add(person)
            self._rank_anew(person)

    def settle(self, key: str) -> None:
        """A change has come to its end."""
        person = self._person_of[key]
        if person is not None:
            self._left[person] -= 1
            self._people_left -= not self._left[person]
            self._rank_anew(person)

    def confine(self, only: Collection[str] | None) -> None:
        """From now on no change may be sent but `only` these; None for all."""
        self._only = only
        back, self._held_back = self._held_back, set()
        for key in back:
            self.add(key)
        for key in [key for key in self._keys if only is not None and key not in only]:
            self._drop(key)
            self._held_back.add(key)

    def _drop(self, key: str) -> None:
        self._keys.discard(key)
        if (person := self._person_of[key]) is not None:
            self._of_person[person].discard(key)

    def _rank_anew(self, person: Who) -> None:
        for key in self._of_person.get(person, ()):
            heapq.heappush(self._queue, (self._rank(key), key))

    def _rank(self, key: str) -> _Rank:
        person = self._person_of[key]
        if person is None or person not in self._begun:
            return True, 0, self._places[key]
        return False, self._left[person], self._places[key]
