"""What people type to say that they have nothing to say: "N/A", "TBC", a dash. Such a cell counts as blank.

What they type for the value in the cell above ("ditto") stands here as well: it is not blank, but no value either.

The rule, in one place. Everywhere such a text counts as blank, except where it may be meant:

- in names (Na, None and Null are surnames, and a dash or a full stop stands for a name that somebody does not have)
  only "N/A", question marks and "TBC" with its like count as blank;
- in the codes of L12 to L16, where "None" and "Not known" are answers, not these words, but all the others;
- for placements and classes, which a learner must have, and of which a centre may well keep one called "TBC" or
  "None", only "N/A", dashes and the like;
- "None" in a column of yes or no is a no.
"""

from onefile_desktop.roster.cells import typed
from onefile_desktop.roster.fields import Field, Kind, Target

CODES = frozenset({"L12", "L13", "L14", "L15", "L16"})
"""The fields that hold codes of the old Individualised Learner Record."""

_OWN_NAMES = frozenset({"FirstName", "LastName", "FullName"})
_UNSAID = frozenset({"n/a", "n.a.", "n/a.", "?", "??", "???", "(blank)"})
DASHES = frozenset({"-", "--", "---", ".", "..", "...", "/"})
"""Among them, what stands in a name for the half that somebody does not have."""
_TO_COME = frozenset({"tbc", "t.b.c.", "tba", "t.b.a.", "to be confirmed", "to be advised", "to be announced"})
_WORDS = frozenset(
    {"na", "none", "nil", "null", "unknown", "not known", "not yet known", "not given", "not provided"}
    | {"not applicable", "not available", "don't know", "dont know", "not sure", "no email"}
)

EVERYWHERE = _UNSAID | DASHES | _TO_COME | _WORDS
"""What counts as blank where a field has no rule of its own."""
_IN_NAMES = _UNSAID | _TO_COME
_IN_CODES = _UNSAID | DASHES | _TO_COME
_FOR_WHAT_THERE_MUST_BE = _UNSAID | DASHES

DITTO = frozenset({"ditto"})
"""What repeats the cell above, unless it is a surname: there are people called Ditto."""
REPEATS_ABOVE = DITTO | frozenset(
    {"ditto.", "do.", "-do-", "as above", "as above.", "same as above", "see above"}
    | {'"', '""', '" "', '-"-', "''", "\u201c", "\u201d", "\u2032\u2032", "\u3003"}
)
"""What people type for "the same as in the cell above"."""

_LONGEST = max(map(len, EVERYWHERE | REPEATS_ABOVE))


def is_name(field: Field) -> bool:
    """Whether `field` holds somebody's name, or half of it."""
    return field.name.endswith(("FirstName", "LastName", "FullName"))


def counting_as_blank(kind: Kind, field: Field | None = None) -> frozenset[str]:
    """The texts that count as blank in a column of `kind`, of `field` where it is known; for `says_nothing`."""
    if kind is Kind.YES_NO:
        return EVERYWHERE - {"none"}
    if field is None:
        return EVERYWHERE
    if is_name(field):
        return _IN_NAMES
    if field.name in CODES:
        return _IN_CODES
    must_be = field.target in (Target.PLACEMENT, Target.CLASSROOM)
    return _FOR_WHAT_THERE_MUST_BE if must_be else EVERYWHERE


def is_own_name(field: Field) -> bool:
    """Whether `field` holds the name, or half of it, of whom its row is about."""
    return field.name in _OWN_NAMES


def repeating_above(field: Field) -> frozenset[str]:
    """The texts that repeat the cell above in a column of `field`; for `says_nothing`, too."""
    return REPEATS_ABOVE - DITTO if field.name == "LastName" else REPEATS_ABOVE


def says_nothing(text: str, among: frozenset[str] = EVERYWHERE) -> bool:
    """Whether the tidy `text` is one of those, in any case and with any dashes."""
    return len(text) <= _LONGEST and typed(text).casefold() in among
