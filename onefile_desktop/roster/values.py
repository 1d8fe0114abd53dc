"""Cells to values: what a person typed becomes text, a number, a yes or no, a role or references.

Nothing here raises for any content of a cell: what cannot be understood becomes an `Invalid`, which names
the problem and what its message needs. Dates live in `dates`, because a whole column settles their order.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.cells import Doubtful, Invalid, display, one_line, plain, tidy, typed, unreadable
from onefile_desktop.roster.fields import Field, Kind
from onefile_desktop.roster.kinds.blanks import (
    CODES,
    DASHES,
    DITTO,
    counting_as_blank,
    is_name,
    is_own_name,
    repeating_above,
    says_nothing,
)
from onefile_desktop.roster.kinds.emails import bare, read_email
from onefile_desktop.roster.kinds.identifiers import read_nino, read_onefile_id, read_uln
from onefile_desktop.roster.kinds.phones import read_phone
from onefile_desktop.roster.rows import CellValue, Reference, Value

LEVEL_NAMES: Mapping[Level, str] = MappingProxyType(
    {Level.LEARNING_AIM: "Learning aim", Level.UNIT_SUMMARY: "Unit summary", Level.ADDITIONAL: "Additional"}
)
"""What people call the assignment levels; OneFile's guide prints them so."""


def with_article(role: Role) -> str:
    """The role as a sentence begins with it: "A learner", "An IQA"."""
    name = role.label if role is Role.IQA else role.label.lower()
    return f"{'An' if name[0] in 'aeioI' else 'A'} {name}"


def read_value(kind: Kind, cell: CellValue) -> Value | Doubtful | Invalid | None:
    """What a cell in a column of `kind` says; None where it is blank. Dates are read by `dates.read_date`.

    What people type for nothing, such as TBC, counts as blank, but not in a text, where it depends on the field.
    """
    if (failed := unreadable(cell)) is not None:
        return failed
    text = display(cell)
    blank = not text or (kind is not Kind.TEXT and says_nothing(text, counting_as_blank(kind)))
    return None if blank else _READERS[kind](text)


def reader_for(field: Field) -> Callable[[CellValue], Value | Doubtful | Invalid | None]:
    """What reads the cells of `field`, which holds no dates; what counts as blank in it is None, by `blanks`."""
    own_name = is_own_name(field)
    read = _name if is_name(field) else _code if field.name in CODES else _READERS[field.kind]
    if own_name:
        read = _own_name if field.name == "FullName" else _own_half
    blank = counting_as_blank(field.kind, field)
    without_value = blank | repeating_above(field)
    longest = max(map(len, without_value))

    def reader(cell: CellValue) -> Value | Doubtful | Invalid | None:
        if isinstance(cell, str):
            text = tidy(cell)
        elif (failed := unreadable(cell)) is not None:
            return failed
        elif own_name and cell is not None:
            return Invalid("name-invalid")
        else:
            text = display(cell)
        if not text:
            return None
        if len(text) <= longest and says_nothing(text, without_value):
            return None if says_nothing(text, blank) else Invalid("ditto")
        return read(text)

    return reader


_QUOTES = str.maketrans(dict.fromkeys("‘’‛`´", "'") | dict.fromkeys("“”„‟", '"'))


def _text(text: str) -> str:
    """A text with the quotes of a keyboard, which other systems know a name by; word processors curl them."""
    return text if text.isascii() and "`" not in text else text.translate(_QUOTES)


def _name(text: str) -> str:
    return _text(one_line(text))


_NO_PART_OF_A_NAME = re.compile(r"[()\[\]{}<>?!*/\\|_=+#;:&@]")


def _own_name(text: str) -> str | Doubtful | Invalid:
    """The name of whom a row is about; a dash stands for a half that somebody does not have."""
    if not any(map(str.isalpha, text)) and not says_nothing(text, DASHES):
        return Invalid("name-invalid")
    if says_nothing(text, DITTO):
        return Doubtful(text, "name-ditto")
    return _name(text)


def _own_half(text: str) -> str | Doubtful | Invalid:
    """Half of that name, which a full name is taken apart into as well."""
    name = _own_name(text)
    return Doubtful(name, "name-unusual") if isinstance(name, str) and _NO_PART_OF_A_NAME.search(name) else name


_CODE = re.compile(r"(?!yes$|no$)[A-Za-z0-9]{1,3}", re.IGNORECASE)


def _code(text: str) -> str | Doubtful:
    """A code, which is passed on as it stands: nobody knows for certain which codes OneFile takes (L12 to L16)."""
    return text if _CODE.fullmatch(text) else Doubtful(text, "code-unusual")


def _reference(text: str) -> Reference:
    whole = _name(text)
    name, bracket, _ = whole.partition("<")
    shown = bare(whole)
    return Reference(shown, name.strip(" \"'") if bracket and shown != whole and "@" not in name else "")


def _references(text: str) -> tuple[Reference, ...] | None:
    parts = (part.strip() for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(_reference(part) for part in parts if part and not says_nothing(part))) or None


_YES = frozenset({"yes", "y", "true", "t", "1", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "false", "f", "0", "none", "✗", "✘", "☐"})


def _yes_no(text: str) -> bool | Invalid:
    answer = typed(text).casefold().rstrip(".!")
    if answer in _YES:
        return True
    return False if answer in _NO else Invalid("yes-no-invalid")


_ROLE_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.LEARNER: ("Apprentice", "Student", "Trainee", "Candidate", "Learners"),
    Role.TRAINEE_ASSESSOR: ("Assessor (trainee)", "Trainee tutor", "Unqualified assessor"),
    Role.ASSESSOR: ("Assessor / Tutor", "Tutor", "Trainer", "Tutor / Assessor", "Coach", "Skills coach", "Assessors"),
    Role.IQA: ("IV / IQA", "IQA / IV", "IV", "Internal verifier", "Internal quality assurer", "Verifier", "IQAs"),
    Role.EMPLOYER: ("Manager", "Line manager", "Mentor", "Workplace mentor", "Supervisor", "Employers"),
    Role.OBSERVER: ("Witness", "Expert witness", "Observers"),
}
_LEVEL_WORDS: Mapping[Level, tuple[str, ...]] = {
    Level.LEARNING_AIM: ("Standard", "Aim"),
    Level.UNIT_SUMMARY: ("Unit",),
    Level.ADDITIONAL: ("Learner", "Whole learner"),
}
_ROLES: Mapping[str, Role] = {
    plain(word): role
    for role, words in _ROLE_WORDS.items()
    for word in (str(role.value), role.label, f"{role.label} {role.value}", f"{role.value} {role.label}", *words)
}
_LEVELS: Mapping[str, Level] = {
    plain(word): level
    for level, words in _LEVEL_WORDS.items()
    for word in (str(level.value), f"Level {level.value}", LEVEL_NAMES[level], *words)
}


def _role(text: str) -> Role | Invalid:
    return _ROLES.get(plain(text)) or Invalid("role-unknown")


def _level(text: str) -> Level | Invalid:
    return _LEVELS.get(plain(text)) or Invalid("level-unknown")


_READERS: Mapping[Kind, Callable[[str], Value | Doubtful | Invalid | None]] = {
    Kind.TEXT: _text,
    Kind.EMAIL: read_email,
    Kind.PHONE: read_phone,
    Kind.YES_NO: _yes_no,
    Kind.ULN: read_uln,
    Kind.NINO: read_nino,
    Kind.ROLE: _role,
    Kind.LEVEL: _level,
    Kind.ONEFILE_ID: read_onefile_id,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
}
