"""What people type to say that they have nothing to say: "N/A", "TBC", a dash. Such a cell counts as blank.

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

_UNSAID = frozenset({"n/a", "n.a.", "n/a.", "?", "??", "???", "(blank)"})
_DASHES = frozenset({"-", "--", "---", ".", "..", "...", "/"})
_TO_COME = frozenset({"tbc", "t.b.c.", "tba", "t.b.a.", "to be confirmed", "to be advised", "to be announced"})
_WORDS = frozenset(
    {"na", "none", "nil", "null", "unknown", "not known", "not yet known", "not given", "not provided"}
    | {"not applicable", "not available"}
)

EVERYWHERE = _UNSAID | _DASHES | _TO_COME | _WORDS
"""What counts as blank where a field has no rule of its own."""
_IN_NAMES = _UNSAID | _TO_COME
_IN_CODES = _UNSAID | _DASHES | _TO_COME
_FOR_WHAT_THERE_MUST_BE = _UNSAID | _DASHES

_LONGEST = max(map(len, EVERYWHERE))


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


def says_nothing(text: str, among: frozenset[str] = EVERYWHERE) -> bool:
    """Whether the tidy `text` is one of those, in any case and with any dashes."""
    return len(text) <= _LONGEST and typed(text).casefold() in among
