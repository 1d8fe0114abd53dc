"""Names for comparing: when two are spelt alike, and when they are so near that one may be the other, mistyped."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from onefile_desktop.onefile.roles import Role

_T = TypeVar("_T")

_BETWEEN_WORDS = re.compile(r"[\s.\-\u2010-\u2015]+")
_LONG = 8
"""So many letters must both of two halves have for two slips to be one name mistyped, and not two names."""
_SHORT_FORM = 3
"""So many letters of a name can be a short form of it: Rob of Robert, but not Jo of Jones."""


@lru_cache(maxsize=50_000)
def spelt(name: str) -> str:
    """A name for comparing: its letters and digits, without accents and apostrophes, which come in many spellings."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name))).casefold()


@dataclass(frozen=True, slots=True)
class _Name(Generic[_T]):
    """Somebody's name, taken apart, and who it is."""

    first: str
    last: str
    first_words: frozenset[str]
    last_words: frozenset[str]
    whose: _T


class NearNames(Generic[_T]):
    """Many names, of which those near a given one are found without comparing it with all of them.

    Two names are near that are not spelt the same and have
    - one half the same and the other mistyped: one letter wrong, missing, too many or swapped with the next (two
      where both have eight letters or more), or one the beginning of the other, of three letters or more (Rob and
      Robert);
    - or the halves swapped;
    - or one of them all words of the other in both halves: middle names and double-barrelled ones aside.
    Numbers tell names apart, so they must be the same. Only names of one role are compared.
    """

    def __init__(self, people: Iterable[tuple[Role | None, str, str, _T]]) -> None:
        """`people` are role, first and last name, and who that is. Without both halves a name is near to no other."""
        self._by_first: defaultdict[object, _Halves[_T]] = defaultdict(lambda: _Halves())
        self._by_last: defaultdict[object, _Halves[_T]] = defaultdict(lambda: _Halves())
        self._by_words: defaultdict[object, list[_Name[_T]]] = defaultdict(list)
        for role, first, last, whose in people:
            name = _taken_apart(first, last, whose)
            if not (name.first and name.last):
                continue
            among = (role, _digits(name))
            self._by_first[among, name.first].add(name.last, name)
            self._by_last[among, name.last].add(name.first, name)
            for key in _word_pairs(among, name):
                self._by_words[key].append(name)

    def find(self, role: Role | None, first: str, last: str) -> tuple[_T, ...]:
        """Those of `role` whose name is near this one, each once."""
        sought = _taken_apart(first, last, None)
        if not (sought.first and sought.last):
            return ()
        among = (role, _digits(sought))
        # A lookup in a defaultdict would grow it.
        same_first, same_last = self._by_first.get((among, sought.first)), self._by_last.get((among, sought.last))
        swapped = self._by_first.get((among, sought.last))
        found: dict[int, _Name[_T]] = {}
        for name in (
            *(same_first.near(sought.last) if same_first else ()),
            *(same_last.near(sought.first) if same_last else ()),
            *(swapped.exactly(sought.first) if swapped else ()),
            *self._of_the_same_words(among, sought),
        ):
            if name.first + name.last != sought.first + sought.last:
                found[id(name)] = name
        return tuple(name.whose for name in found.values())

    def _of_the_same_words(self, among: object, sought: _Name[None]) -> Iterator[_Name[_T]]:
        for key in _word_pairs(among, sought):
            for name in self._by_words.get(key, ()):
                more = name.first_words >= sought.first_words and name.last_words >= sought.last_words
                fewer = name.first_words <= sought.first_words and name.last_words <= sought.last_words
                if more or fewer:
                    yield name


class _Halves(Generic[_T]):
    """The names that share one half, by the other."""

    def __init__(self) -> None:
        self._names: defaultdict[str, list[_Name[_T]]] = defaultdict(list)

    def add(self, half: str, name: _Name[_T]) -> None:
        self._names[half].append(name)

    def exactly(self, half: str) -> list[_Name[_T]]:
        return self._names.get(half, [])

    def near(self, half: str) -> Iterator[_Name[_T]]:
        for other in dict.fromkeys((*self._mistyped(half), *self._shorter(half), *self._longer(half))):
            yield from self._names[other]

    def _mistyped(self, half: str) -> Iterator[str]:
        for other, slips, _ in process.extract(half, self._sorted, scorer=OSA.distance, score_cutoff=2, limit=None):
            lengths = len(half), len(other)
            if 0 < slips <= (2 if min(lengths) >= _LONG else 1) and max(lengths) > 2:
                yield other

    def _shorter(self, half: str) -> Iterator[str]:
        return (half[:length] for length in range(_SHORT_FORM, len(half)) if half[:length] in self._names)

    def _longer(self, half: str) -> Iterator[str]:
        if len(half) < _SHORT_FORM:
            return iter(())
        after = range(bisect_left(self._sorted, half), len(self._sorted))
        beginning = takewhile(lambda other: other.startswith(half), (self._sorted[index] for index in after))
        return (other for other in beginning if other != half)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._names)


def _taken_apart(first: str, last: str, whose: _T) -> _Name[_T]:
    return _Name(spelt(first), spelt(last), _words(first), _words(last), whose)


@lru_cache(maxsize=50_000)
def _words(half: str) -> frozenset[str]:
    return frozenset(word for part in _BETWEEN_WORDS.split(half) if (word := spelt(part)))


def _word_pairs(among: object, name: _Name[_T]) -> Iterator[object]:
    return ((among, first, last) for first in name.first_words for last in name.last_words)


def _digits(name: _Name[_T]) -> str:
    both = name.first + name.last
    return "" if both.isalpha() else "".join(sorted(filter(str.isdigit, both)))
