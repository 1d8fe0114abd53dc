"""How alike two texts are: what is suggested for a name, an email or an ID that nobody has."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from onefile_desktop.centre.snapshot import folded, numbered, spelt

_ALIKE = 75.0
"""Of 100: how alike a name must be to be suggested for an unknown one."""
_NEARLY = 88.0
"""Of 100: how alike two names are that may be one name, of which one is mistyped."""
_IDENTIFIERS = 90.0
"""Of 100: MIS IDs are mostly numbers in a row, so only a slip in a long one is a likeness."""
_SUGGESTIONS = 3


def alike(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that look like `text`, the likest first, three at most."""
    return _likest(text, names, fuzz.WRatio, _ALIKE)


def alike_identifiers(text: str, emails: Iterable[str], mis_ids: Iterable[str]) -> tuple[str, ...]:
    """The emails, or else the MIS IDs, that look like `text`, if that looks like one itself; three at most."""
    if "@" in text:
        return _likest(text, emails, _email_likeness, _ALIKE)
    return _likest(text, mis_ids, _mis_id_likeness, _IDENTIFIERS) if any(map(str.isdecimal, text)) else ()


def nearly(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that `text` may be a mistyping of, the likest first, three at most."""
    return _likest(text, names, fuzz.ratio, _NEARLY)


def name_in(email: str) -> str:
    """The name that the part of an email address before its @ may be made of."""
    local = email.partition("@")[0]
    return " ".join("".join(letter if letter.isalpha() else " " for letter in local).split())


def _likest(text: str, candidates: Iterable[str], scorer: Callable[..., float], at_least: float) -> tuple[str, ...]:
    distinct: Sequence[str] = sorted({candidate for candidate in candidates if candidate})
    ranked = process.extract(
        folded(text), distinct, scorer=scorer, processor=folded, score_cutoff=at_least, limit=_SUGGESTIONS
    )
    return tuple(candidate for candidate, _, _ in ranked)


def _email_likeness(one: str, other: str, **_options: object) -> float:
    """As alike as the less alike of the two halves: a whole centre may share a domain."""
    (mailbox, _, domain), (other_mailbox, _, other_domain) = one.partition("@"), other.partition("@")
    return min(fuzz.ratio(mailbox, other_mailbox), fuzz.ratio(domain, other_domain))


def _mis_id_likeness(one: str, other: str, **_options: object) -> float:
    """All of 100 for IDs that differ only in what Excel and people change: zeros at the front, spaces and dashes."""
    same = spelt(one) == spelt(other) or numbered(one) == numbered(other)
    return 100.0 if same else fuzz.ratio(one, other)
