"""What a header means by its words alone: the names of fields, other words for them, and what is much like them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from onefile_desktop.roster.cells import plain
from onefile_desktop.roster.fields import Field
from onefile_desktop.roster.matching.header_words import (
    KNOWN,
    LOOKALIKES,
    Trimmed,
    group_and_name,
    is_note,
    meaningful,
    sounds_like_a_note,
    together,
    tokens,
    trimmed,
    without_self,
)
from onefile_desktop.roster.matching.synonyms import PERHAPS

_LONGEST = 160
"""Characters of a header that is more than an essay."""
_REMEMBERED = 4096
_WORD = range(4, 41)
"""Letters of a word that may be a slip of the pen."""


class Stage(IntEnum):
    """How surely a header names its field, the surest first. What comes after SYNONYM is a guess."""

    NAME = 1
    SYNONYM = 2
    LIKE = 3
    PERHAPS = 4


@dataclass(frozen=True)
class Meaning:
    """The field that a header names, how surely, and the name of it that was recognised."""

    field: Field
    stage: Stage
    known: str


@dataclass(frozen=True)
class _Named:
    """A field, and names of it that are alike."""

    field: Field
    texts: tuple[str, ...]


class Vocabulary:
    """The words of one sheet's fields."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._exact = {field.name: field for field in fields}
        named = [field for field in self._exact.values() if not field.exact]
        # On the sheet of assignments a learner is somebody among others; elsewhere the row is about them.
        self._is_about_learners = "Learner" not in self._exact
        self._names = {plain(text): field for field in named for text in (field.label, field.name)}
        self._synonyms = {plain(word): field for field in named for word in field.synonyms}
        perhaps = [(field, word) for field in named for word in PERHAPS.get(field.name, ())]
        self._perhaps = {plain(word): _Named(field, (word,)) for field, word in perhaps}
        known = [(field, text) for field in named for text in (field.label, *field.synonyms)]
        self._written = {plain(text): _Named(field, (text,)) for field, text in reversed(known)}
        named_with = frozenset(word for _, text in (*known, *perhaps) for word in tokens(text))
        self._tokens = KNOWN | named_with
        self._meant: dict[str, list[str]] = {}
        for word in sorted((KNOWN - LOOKALIKES) | named_with):
            if len(word) > 3:
                self._meant.setdefault(word[0], []).append(word)
        self._remembered: dict[str, Meaning | None] = {}
        self._alike = self._by_words(known)
        self._perhaps_alike = self._by_words(perhaps)

    def called(self, text: str) -> Field | None:
        """The field whose name, label or synonym is `text`, whatever its case, spaces and punctuation."""
        sure = self._sure(text)
        return sure.field if sure else None

    def meaning(self, text: str) -> Meaning | None:
        """What the header `text`, which is tidy, means by itself; None where it means nothing for certain.

        Whose it is, where a group is put before it, is for the matching to tell.
        """
        text = group_and_name(text)[1]
        if text not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = self._meaning(text)
        return self._remembered[text]

    def words(self, text: str) -> frozenset[str]:
        """What `text` says, word by word: slips of the pen corrected, and what says nothing left out.

        Of an essay only the beginning counts.
        """
        corrected = (word for token in tokens(group_and_name(text)[1][:_LONGEST]) for word in self._corrected(token))
        words = meaningful(together(list(corrected)))
        return without_self(words) if self._is_about_learners else words

    def knows(self, word: str) -> bool:
        """Whether `word`, which came of `words`, means something in a header."""
        return word in self._tokens

    def _meaning(self, text: str) -> Meaning | None:
        if len(text) > _LONGEST or not any(map(str.isalpha, text)):
            return None
        short = trimmed(text)
        return (
            self._sure(text)
            or self._sure_but_for_notes(short)
            or self._like(text)
            or self._perhaps_meant(text)
            or self._beside_a_note(short)
        )

    def _sure(self, text: str) -> Meaning | None:
        key = plain(text)
        if field := self._exact.get(text) or self._names.get(key):
            return Meaning(field, Stage.NAME, field.label)
        field = self._synonyms.get(key)
        return Meaning(field, Stage.SYNONYM, self._written[key].texts[0]) if field else None

    def _sure_but_for_notes(self, short: Trimmed) -> Meaning | None:
        """What is surely meant, where the notes say nothing else: "DOB (required)", "Date of birth (DOB)"."""
        found = self._sure(short.text)
        said = found and all(is_note(note) or self.called(note) is found.field for note in short.notes)
        return found if said else None

    def _like(self, text: str) -> Meaning | None:
        found = self._alike.get(self.words(text)) or self._run_together(text)
        return Meaning(found.field, Stage.LIKE, _closest(text, found.texts)) if found else None

    def _perhaps_meant(self, text: str) -> Meaning | None:
        found = self._perhaps.get(plain(text)) or self._perhaps_alike.get(self.words(text))
        return Meaning(found.field, Stage.PERHAPS, _closest(text, found.texts)) if found else None

    def _beside_a_note(self, short: Trimmed) -> Meaning | None:
        if not short.notes or not all(is_note(note) or sounds_like_a_note(note) for note in short.notes):
            return None
        found = self._sure(short.text)
        if found is not None:
            return Meaning(found.field, Stage.LIKE, found.known)
        return self._like(short.text) or self._perhaps_meant(short.text)

    def _corrected(self, token: str) -> tuple[str, ...]:
        """The known words that `token` stands for, itself where it stands for none."""
        if token in self._tokens or not token.isalpha() or len(token) not in _WORD:
            return (token,)
        return self._parts(token) or (self._nearest(token) or token,)

    def _nearest(self, token: str) -> str | None:
        """The one known word that `token` is a slip of the pen for."""
        near = process.extract(token, self._meant.get(token[0], ()), scorer=OSA.distance, score_cutoff=2, limit=None)
        distances = {word: distance for word, distance, _ in near if _is_slip(token, word, int(distance))}
        closest = [word for word, distance in distances.items() if distance == min(distances.values())]
        return closest[0] if len(closest) == 1 else None

    def _parts(self, token: str) -> tuple[str, ...]:
        """The known words that `token` is made of: "dateofbirth". None of them where it is not."""
        ways: list[tuple[str, ...] | None] = [(), *[None] * len(token)]
        for end in range(1, len(token) + 1):
            for start in range(end - 1, -1, -1):
                before, part = ways[start], token[start:end]
                if before is not None and (part in _SHORT_PARTS or (len(part) > 2 and part in self._tokens)):
                    ways[end] = (*before, part)
                    break
        return ways[-1] or ()

    def _by_words(self, named: Iterable[tuple[Field, str]]) -> Mapping[frozenset[str], _Named]:
        """What each set of words names, without those that would name several fields, or nothing."""
        found: dict[frozenset[str], dict[str, _Named]] = {}
        for field, text in named:
            of_field = found.setdefault(self.words(text), {})
            of_field[field.name] = _Named(field, (*of_field.get(field.name, _Named(field, ())).texts, text))
        return {words: next(iter(of.values())) for words, of in found.items() if words and len(of) == 1}

    def _run_together(self, text: str) -> _Named | None:
        """The name that `text`, in one word, is a slip of the pen for: "frstname"."""
        key = plain(text)
        if len(key) < 8 or len(tokens(text)) != 1 or self._parts(key):
            return None
        near = process.extract(key, self._written.keys(), scorer=OSA.distance, score_cutoff=1, limit=None)
        found = {self._written[word].field.name: self._written[word] for word, _, _ in near if word[0] == key[0]}
        return next(iter(found.values())) if len(found) == 1 else None


_SHORT_PARTS = frozenset({"id", "no", "of", "ni"})


def _closest(text: str, names: Sequence[str]) -> str:
    """The one of `names` that is most like `text`."""
    return max(names, key=lambda name: fuzz.ratio(text.casefold(), name.casefold()))


def _is_slip(token: str, word: str, distance: int) -> bool:
    """Whether somebody who meant `word` may have typed `token`. In a short word nearly every letter counts."""
    if len(word) == 4:
        return distance == 1 and (len(token) != len(word) or sorted(token) == sorted(word))
    return distance <= (2 if len(word) >= 9 else 1)


def vocabulary(fields: Mapping[str, Field]) -> Vocabulary:
    """The words of `fields`."""
    return _vocabulary(tuple(fields.values()))


@lru_cache(maxsize=4)
def _vocabulary(fields: tuple[Field, ...]) -> Vocabulary:
    return Vocabulary(fields)
