"""Cells to values: what a person typed becomes text, a number, a yes or no, a role or references.

Nothing here raises for any content of a cell: what cannot be understood becomes an `Invalid`, which names
the problem and what its message needs. Dates live in `dates`, because a whole column settles their order.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from email_validator import EmailNotValidError, validate_email

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.fields import Kind
from onefile_desktop.roster.problems import REASONS
from onefile_desktop.roster.rows import CellError, CellValue, Reference, Value

LEVEL_NAMES: Mapping[Level, str] = MappingProxyType(
    {Level.LEARNING_AIM: "Learning aim", Level.UNIT_SUMMARY: "Unit summary", Level.ADDITIONAL: "Additional"}
)
"""What people call the assignment levels; OneFile's guide prints them so."""


def with_article(role: Role) -> str:
    """The role as a sentence begins with it: "A learner", "An IQA"."""
    name = role.label if role is Role.IQA else role.label.lower()
    return f"{'An' if name[0] in 'aeioI' else 'A'} {name}"


@dataclass(frozen=True)
class Invalid:
    """A cell that is not what its column takes: the problem's code, and the reason where its message gives one."""

    code: str
    why: str = ""


def display(value: CellValue) -> str:
    """A cell's text as a person sees it, tidied: empty for a blank cell.

    Excel makes numbers of texts, so a whole number loses the `.0` that the file format gives it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if not (value.hour or value.minute) else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# What word processors and web pages leave in a text without showing it: soft hyphens, zero-width spaces,
# byte-order and direction marks. The joiners U+200C and U+200D belong inside some names, so they go at the ends only.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
_JOINERS_AND_SPACES = "\u200c\u200d \n"


def tidy(text: str) -> str:
    """`text` without invisible characters and needless spaces; line breaks inside it stay."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _UNSEEN.sub("", text).replace("\t", " "))
    lines = (line.strip(" ") for line in _SPACES.sub(" ", text).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines).strip(_JOINERS_AND_SPACES))


def read_value(kind: Kind, cell: CellValue) -> Value | Role | Level | Invalid | None:
    """What a cell in a column of `kind` says; None where it is blank. Dates are read by `dates.read_date`."""
    if isinstance(cell, CellError):
        return Invalid("cell-error")
    text = display(cell)
    return _READERS[kind](text) if text else None


def _text(text: str) -> str:
    return text


def _reference(text: str) -> Reference:
    return Reference(_without_mailto(text.replace("\n", " ")))


def _references(text: str) -> tuple[Reference, ...] | None:
    named = (_reference(part.strip()) for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(reference for reference in named if reference.text)) or None


def _without_mailto(text: str) -> str:
    return text[len("mailto:") :].strip() if text.lower().startswith("mailto:") else text


def _email(text: str) -> str | Invalid:
    try:
        return validate_email(_without_mailto(text), check_deliverability=False).normalized
    except EmailNotValidError as error:
        # The library writes American English.
        return Invalid("email-invalid", str(error).replace("period", "full stop"))


_YES = frozenset({"yes", "y", "true", "t", "1", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0", "none", "✗", "✘"})


def _yes_no(text: str) -> bool | Invalid:
    answer = text.casefold()
    if answer in _YES:
        return True
    return False if answer in _NO else Invalid("yes-no-invalid")


def _onefile_id(text: str) -> int | Invalid:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else Invalid("id-invalid")


_ULN_NOT_KNOWN = "9999999999"  # The ILR's code for "not yet known": no identity


def _uln(text: str) -> str | Invalid | None:
    """The Unique Learner Number, by the rule of the Individualised Learner Record (ILR)."""
    digits = re.sub(r"[\s-]|\.0+$", "", text)
    if digits == _ULN_NOT_KNOWN:
        return None
    if not re.fullmatch(r"[1-9][0-9]{9}", digits):
        return Invalid("uln-invalid", REASONS["uln-digits"])
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
    return digits if weighted % 11 == 10 else Invalid("uln-invalid", REASONS["uln-check"])


# HMRC, NIM39110: D F I Q U V are used in neither letter, O not in the second, and some pairs not at all.
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")


def _nino(text: str) -> str | Invalid:
    compact = re.sub(r"[\s.-]", "", text).upper()
    return compact if _NINO.fullmatch(compact) else Invalid("nino-invalid")


_EXTENSION = re.compile(r"\s*(?:ext(?:ension|n)?\.?|x)\s*([0-9]{1,6})$", re.IGNORECASE)


def _phone(text: str) -> str | Invalid:
    """A phone number without its punctuation, by Ofcom's plan (a 0 and nine or ten digits) or E.164."""
    extension = _EXTENSION.search(text)
    number = _EXTENSION.sub("", re.sub(r"^tel:\s*", "", text, flags=re.IGNORECASE))
    compact = re.sub(r"[\s().\-/\u2010-\u2015]", "", number.replace("(0)", "") if "+" in number else number)
    if not re.fullmatch(r"\+?[0-9]+", compact):
        return Invalid("phone-invalid", REASONS["phone-characters"])
    plain = _dialled(compact)
    if plain is None:
        return Invalid("phone-invalid", REASONS["phone-digits"])
    return f"{plain} ext {extension[1]}" if extension else plain


def _dialled(compact: str) -> str | None:
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    elif re.fullmatch(r"44[1-9][0-9]{9}", compact):
        compact = f"+{compact}"
    elif re.fullmatch(r"[1-9][0-9]{8,9}", compact):
        compact = f"0{compact}"  # Excel takes a number's leading 0 away
    if compact.startswith("+44"):
        return compact if re.fullmatch(r"\+44[1-9][0-9]{8,9}", compact) else None
    if compact.startswith("+"):
        return compact if re.fullmatch(r"\+[1-9][0-9]{7,14}", compact) else None
    return compact if re.fullmatch(r"0[1-9][0-9]{8,9}", compact) else None


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


def plain(text: str) -> str:
    """`text` for comparing: letters and digits only, in one case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


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


_READERS: Mapping[Kind, Callable[[str], Value | Role | Level | Invalid | None]] = {
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.YES_NO: _yes_no,
    Kind.ULN: _uln,
    Kind.NINO: _nino,
    Kind.ROLE: _role,
    Kind.LEVEL: _level,
    Kind.ONEFILE_ID: _onefile_id,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
}
