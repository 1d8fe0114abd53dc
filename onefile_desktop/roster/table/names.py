"""A full name in one cell, cut into first and last name.

Nothing here raises, and no letter of a name is lost: only titles and what stands behind a name, such as PhD, are
left out. Where a name could be cut in two ways it is cut in the likelier one, and the result says that it is in doubt.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from onefile_desktop.roster.cells import tidy


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _all("mr mrs ms miss mx messrs dr prof professor rev revd reverend sir dame cllr capt mstr mme mlle rt")
"""What stands before a name and is no part of it, without case and full stops."""

TITLES_OR_NAMES = frozenset({"hon", "lord", "lady", "master", "doctor", "captain", "councillor", "fr", "father"})
"""Titles that are somebody's name, too: titles only where a whole name follows."""

SUFFIXES = _all(
    "jr jnr sr snr esq ii iii iv phd dphil bsc msc mphil llb llm pgce qts mbe cbe kbe dbe frsa mrcp rgn hons mcipd"
    " fcipd fcca"
)
"""What stands behind a name and is no part of it, without case and full stops."""

SUFFIXES_OR_NAMES = _all("ba ma md do jp rn mp kc qc ed aca acca obe mba med bed beng meng ceng dsc")
"""Suffixes that are somebody's name, too: suffixes only in capitals, behind a comma or before another suffix."""

_BEFORE_A_FIRST_NAME = frozenset({"sir", "dame"})
_IN_CAPITALS = frozenset({"ii", "iii", "iv"})
_PARTICLES = _all(
    "abu af al ap av ab ben bin bint binti d da dal dalla das de degli dei del dela della delle dello delos den der"
    " des di do dos du el ferch ibn in la las le lo los mac mc ni ní nic ó o op san santa st saint t te ten ter tot ua"
    " und van vom von zu zum zur"
)
_PARTICLES_OR_NAMES = _all("abu ab al ap av ben bin d da das del den di do el in la le lo mac ni o op san t te ten van")
_BEFORE, _BEHIND = TITLES | _PARTICLES, TITLES | SUFFIXES
_LONGEST = 200
"""No name has more characters; what has is kept in one piece."""
_UNMISTAKABLE = 3
"""So many capitals in a row are no initials."""
_APOSTROPHES = ("'", "’", "ʼ", "`")

_STUCK_TITLE = re.compile(r"\b(mrs?|ms|miss|mx|dr|prof|revd?|sir)\.(?=\w)", re.IGNORECASE)
_STUCK_BRACKET = re.compile(r"(?<=\w)\(|\)(?=\w)")
_SPACED_HYPHEN = re.compile(r"(?<=\w) ?[-‐‑–] (?=\w)|(?<=\w) [-‐‑–](?=\w)")
_LETTERS = re.compile(r"(?:[^\W\d_]|[ .'-])*")
_ASIDE = r"""\([^()]*\)|\[[^\[\]]*\]|"[^"]*"|“[^“”]*”|(?<!\S)'[^']+'(?!\S)|(?<!\S)‘[^‘’]+’(?!\S)"""
_WORDS = re.compile(rf"{_ASIDE}|\S+")
_INITIALS = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.)+[^\W\d_]?")
_CAPITALS_AFTER = re.compile(r"^(?:Mc|Mac|Fitz|De|Di|Du|La|Le)(?=[A-Z])")


@dataclass(frozen=True)
class SplitName:
    """First and last name, of which one is empty where the text holds one name only.

    `doubt` is true where a person should look whether it was cut at the right place.
    """

    first: str = field(repr=False)
    last: str = field(repr=False)
    doubt: bool = False


def split_name(text: str) -> SplitName:
    """The first and the last name in `text`: "First Last" or "Last, First", with titles and whatever else."""
    whole = " ".join(tidy(text).split())
    if len(whole) > _LONGEST:
        return SplitName(whole, "", True)
    if _is_plain(whole):
        first, last = whole.split(" ")
        return SplitName(first, last)
    spaced = _STUCK_BRACKET.sub(lambda found: " (" if found[0] == "(" else ") ", _STUCK_TITLE.sub(r"\1. ", whole))
    hyphenated = _SPACED_HYPHEN.sub("-", spaced)
    name = _at_comma(hyphenated) if "," in hyphenated else _in_order(_words(hyphenated))
    sure = name.first and name.last and hyphenated == spaced and _is_written_as_names_are(name.first + name.last)
    return SplitName(name.first, name.last, name.doubt or not sure)


def _is_plain(text: str) -> bool:
    """Whether `text` is two words, such as Jane Smith, of which neither means anything by itself."""
    first, _, last = text.partition(" ")
    return (
        all(len(word) > 1 and word.isalpha() and word[0].isupper() and word[1:].islower() for word in (first, last))
        and first.casefold() not in _BEFORE
        and last.casefold() not in _BEHIND
    )


def _is_written_as_names_are(text: str) -> bool:
    return bool(_LETTERS.fullmatch(text)) or all(
        char.isalpha() or char in " .-‐‑'’ʼ`·\u200c\u200d" or unicodedata.category(char).startswith("M")
        for char in text
    )


def _words(text: str) -> list[str]:
    """The words of `text`; what stands in brackets or quotes is one, and none if it is only a title."""
    words = _WORDS.findall(text)
    return [word for word in words if not (word.startswith("(") and _key(word) in TITLES)]


def _key(word: str) -> str:
    if word.isalpha():
        return word.casefold()
    return "".join(char for char in word if char.isalpha()).casefold()


# With a comma


def _at_comma(text: str) -> SplitName:
    parts, doubt = [part.strip() for part in text.split(",")], False
    while len(parts) > 1 and (len(parts) > 2 or " " in parts[0]) and _is_behind_a_name(parts[-1]):
        doubt = doubt or any(_key(word) not in SUFFIXES for word in _words(parts[-1]))
        parts.pop()
    if len(parts) == 1:
        name = _in_order(_words(parts[0]))
        return SplitName(name.first, name.last, name.doubt or doubt)
    last = _without_suffixes(_without_titles(_words(parts[0])), keep=1)
    first = _without_suffixes(_without_titles(_words(" ".join(parts[1:])), keep=0))
    particles: list[str] = []
    while len(first) > 1 and first[-1].islower() and _is_particle(first[-1]):
        particles.insert(0, first.pop())
    return SplitName(" ".join(first), " ".join([*particles, *last]), doubt or len(parts) > 2)


def _is_behind_a_name(part: str) -> bool:
    return all(_key(word) in SUFFIXES or _is_suffix_in_capitals(word) for word in _words(part))


def _is_suffix_in_capitals(word: str) -> bool:
    return _key(word) in SUFFIXES_OR_NAMES and sum(char.isupper() for char in word) > 1


# Without a comma


def _in_order(words: list[str]) -> SplitName:
    untitled = _without_titles(words)
    names = _with_asides(_without_suffixes(untitled))
    if len(names) < 2:
        only = " ".join(names)
        surname = len(untitled) < len(words) and not _BEFORE_A_FIRST_NAME & {_key(word) for word in words}
        return SplitName("", only, True) if surname else SplitName(only, "", True)
    first, last, doubt = _by_title(names) or _by_capitals(names) or _by_particles(names) or _by_place(names)
    return SplitName(" ".join(first), " ".join(last), doubt)


def _without_titles(words: Sequence[str], *, keep: int = 1) -> list[str]:
    """`words` without titles before and behind them, unless fewer than `keep` would be left."""
    left = list(words)
    while len(left) > keep and (_key(left[0]) in TITLES or (len(left) > 2 and _key(left[0]) in TITLES_OR_NAMES)):
        del left[0]
    while len(left) > max(keep, 1) and _key(left[-1]) in TITLES:
        del left[-1]
    return left


def _without_suffixes(words: Sequence[str], *, keep: int = 2) -> list[str]:
    left = list(words)
    while len(left) > keep and _is_suffix(left[-1], further=len(left) < len(words)):
        del left[-1]
    return left


def _is_suffix(word: str, *, further: bool) -> bool:
    """Whether `word` at the end is a suffix; `further` ones may stand behind it."""
    if further and _is_suffix_in_capitals(word):
        return True
    key = _key(word)
    return key in SUFFIXES and (key not in _IN_CAPITALS or word.isupper())


def _with_asides(words: Sequence[str]) -> list[str]:
    """`words` in which a nickname in brackets or quotes goes with the word before it."""
    names: list[str] = []
    for word in words:
        if names and re.fullmatch(_ASIDE, word):
            names[-1] += f" {word}"
        else:
            names.append(word)
    return names


_Cut = tuple[Sequence[str], Sequence[str], bool]
"""First names, last names, and whether that is in doubt."""


def _by_title(names: Sequence[str]) -> _Cut | None:
    """Cut at a title in the midst of the name, which puts the last name first: "Smith Mr John"."""
    title = next((index for index in range(1, len(names) - 1) if _key(names[index]) in TITLES), None)
    return None if title is None else (names[title + 1 :], names[:title], True)


def _by_capitals(names: Sequence[str]) -> _Cut | None:
    """Cut where the last name, and nothing else, is written in capitals."""
    kinds = "".join(_kind(name) for name in names)
    if found := re.fullmatch(r"([nip]+?)(p*C+)", kinds):
        cut = len(found[1])
        perhaps_suffix = not _are_unmistakable(names[cut:]) or _key(names[-1]) in SUFFIXES_OR_NAMES
        return names[:cut], names[cut:], perhaps_suffix and len(names) > 2
    found = re.fullmatch(r"(p*C+)([nip]+)", kinds)
    if found and _are_unmistakable(names[: len(found[1])]):
        cut = len(found[1])
        return names[cut:], names[:cut], set(found[2]) == {"i"}
    return None


def _kind(name: str) -> str:
    """C for a name in capitals, i for initials, p for a particle, n for any other."""
    letters = _CAPITALS_AFTER.sub("", "".join(char for char in name if char.isalpha()))
    if _INITIALS.fullmatch(name):
        return "i"
    if len(letters) > 1 and letters.isupper():
        return "C"
    return "p" if _is_particle(name) else "n"


def _are_unmistakable(capitals: Sequence[str]) -> bool:
    return sum(char.isalpha() for name in capitals for char in name) >= _UNMISTAKABLE


def _by_particles(names: Sequence[str]) -> _Cut | None:
    """Cut before a particle such as "van der", which goes with the last name."""
    cased = any(name != name.lower() for name in names)
    start = next((index for index in range(1, len(names) - 1) if _is_particle(names[index])), None)
    if cased and names[0].islower() and _is_particle(names[0]):
        end = next((index for index, name in enumerate(names) if not _is_particle(name)), len(names) - 1) + 1
        return names[end:], names[:end], True
    if start is None:
        return None
    end = next((index for index in range(start, len(names)) if not _is_particle(names[index])), len(names) - 1)
    meant = all(
        (cased and name.islower()) or name.endswith(_APOSTROPHES) or _key(name) not in _PARTICLES_OR_NAMES
        for name in names[start:end]
    )
    before = [name for name in names[:start] if not _INITIALS.fullmatch(name)]
    return names[:start], names[start:], not (meant and len(before) == 1 and end == len(names) - 1)


def _is_particle(word: str) -> bool:
    if _INITIALS.fullmatch(word):
        return word in {"o", "O", "ó", "Ó", "d", "t"}
    return _key(word) in _PARTICLES or word.endswith(_APOSTROPHES)


def _by_place(names: Sequence[str]) -> _Cut:
    """The last name is the last, of two for sure, unless that is an initial, or "y" joins it to another."""
    if _INITIALS.fullmatch(names[-1]) and not _INITIALS.fullmatch(names[0]):
        return names[1:], names[:1], True
    joined = next((index for index in range(2, len(names) - 1) if names[index] == "y"), None)
    if joined is not None:
        return names[: joined - 1], names[joined - 1 :], True
    return names[:-1], names[-1:], not _is_first_then_last(names)


def _is_first_then_last(names: Sequence[str]) -> bool:
    if len(names) > 2:
        return all(_INITIALS.fullmatch(name) for name in names[1:-1])
    in_capitals = _kind(names[0]) == "C" and _kind(names[1]) != "C"
    return not in_capitals and not (_is_particle(names[0]) and _key(names[0]) not in _PARTICLES_OR_NAMES)
