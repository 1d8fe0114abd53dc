"""The words of a header, so that "Tutor's e-mail address (required)" and "Assessor email" are the same two.

A header is taken for a field only if every one of its words is accounted for. So a word that is not listed here, and
in no name of a field, keeps its column from being taken for something by likeness: "Parent email", "Email sent?",
"DBS date" and "Previous surname" each hold one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

ASSESSOR, MANAGER, EMPLOYER, LEARNER = "assessor", "manager", "employer", "learner"
NUMBER = "number"


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SAME: Mapping[str, tuple[str, ...]] = {
    "firstname": ("first name", "name first", "1st name", "forename", "fore name", "given name", "christian name"),
    "lastname": ("last name", "name last", "surname", "sur name", "family name"),
    "fullname": ("full name", "name in full"),
    "email": ("e mail", "mail", "email address", "e mail address", "email addr", "e mail addr"),
    "phone": ("telephone", "tel", "landline", "phone number", "telephone number", "tel number", "landline number"),
    "mobile": (
        "mob",
        "cell",
        "cellphone",
        "cell phone",
        "mobile number",
        "mob number",
        "mobile phone",
        "mobile telephone",
        "mobile tel",
        "mobile phone number",
        "mobile telephone number",
        "mobile tel number",
        "tel mob",
        "tel mobile",
        "telephone mobile",
        "phone mobile",
    ),
    "dob": ("date of birth", "date birth", "birth date", "birthdate", "d o b"),
    "nino": ("national insurance number", "ni number", "n i number", "national insurance", "ni", "n i"),
    "uln": ("unique learner number", "uln number", "u l n"),
    NUMBER: ("no", "num", "nr", "nbr"),
    "ref": ("reference", "reference number", "ref number"),
    "organisation": ("organization", "org"),
    "programme": ("program", "prog"),
    "commence": ("commencement",),
    "date": ("dt",),
    "expected": ("exp",),
    ASSESSOR: (
        "tutor",
        "trainer",
        "coach",
        "skills coach",
        "learning coach",
        "development coach",
        "delivery coach",
        "training consultant",
        "work based tutor",
        "work based assessor",
        "default assessor",
    ),
    MANAGER: (
        "line manager",
        "mgr",
        "mentor",
        "workplace mentor",
        "workplace manager",
        "workplace supervisor",
        "supervisor",
        "employer contact",
        "employer mentor",
        "employer representative",
    ),
    LEARNER: ("student", "apprentice", "trainee", "pupil"),
    "trainee assessor": ("trainee assessor", "trainee tutor"),
    "kin": ("next of kin", "nok"),
}
_PROMPTS = _all(
    "please enter complete provide required mandatory optional compulsory essential must if known applicable "
    "format formatted dd mm yyyy yy ddmmyyyy ddmmyy eg example passport certificate character digit spelled spelt "
    "correct correctly exact exactly written"
)
"""Words that tell somebody how to fill in a column."""
_BLANKS = _PROMPTS | _all(
    "a an the of for to on in as at by is be your their his her any per shown text uk legal official current main "
    "primary detail information info"
)
"""Words that say nothing of what a column holds."""
_BETWEEN = frozenset({"or", "and"})
_SELF = frozenset({LEARNER, "employee", "candidate", "participant", "delegate"})
"""The person whom the row is about."""
_TOO_LITTLE = frozenset({"id", NUMBER, "code", "ref", "type", "date"})
"""Words that mean something only together with whose they are."""

OTHERS = _all(
    "parent guardian carer mother father mum dad kin emergency partner spouse husband wife sponsor referee witness "
    "iqa iv eqa eqs verifier safeguarding officer doctor gp social worker agent agency funder hr finance director "
    "owner school senco referrer recruiter advocate interpreter sibling brother sister friend family next "
    "observer"
)
"""People, and offices, that are none of the roster's own."""
SOMEBODY = OTHERS | {ASSESSOR, MANAGER, EMPLOYER}
"""Everybody but the person whom the row is about."""
PROGRAMMES = _all("programme course qualification standard unit episode framework")
"""What a learner does; it has a name as well, but its dates are the learner's."""
THINGS = PROGRAMMES | _all("company organisation provider placement college class group workplace centre site business")
"""What may have a name, an email and a telephone and is nobody's."""
DETAILS = _all(
    f"firstname lastname fullname name email phone mobile address title job position role contact relationship {NUMBER}"
)
"""What anybody on a roster may have, learner or not."""
OF_ANYBODY = frozenset({"Email", "Telephone", "MobileNumber", "HomeAddress"})
"""The fields of a learner that others have as well, so that their names do not tell whose they are."""
SECTIONS = _all("personal contact address date funding identifier assessment status")
"""Words above a group of columns that say nothing about whose they are."""
MORE_SECTIONS = _all("basic general background correspondence communication enrolment registration")
"""Words that do so where they stand alone, or beside such words only."""
UNDER = " \u200d› "
"""Stands between a group of which nobody knows whose it is and the name of a column below it. Nobody types its first
character, which cannot be seen."""
OWN_NAMES = frozenset({"FirstName", "LastName", "FullName"})
"""The fields that hold the name, or half of it, of whom a row is about."""

LOOKALIKES = _all(
    "employed employment trained training mentee managed management assessed assessment provided placed dated data "
    "rate stat state male main stage event mailing named addressed emailed posted started ended unite united "
    "previous former new alternative alt secondary second other personal home work sent received note notes comment "
    "comments issued agreed signed expiry review actual "
    "contract suite seating sitting supervision supervise trailer smart star collage clash observed practice provide "
    "manage deliver assignee statue tile career uni"
)
"""Words that are no slip of the pen for one of ours, though they are much like it, or say that it is another one."""


class Trimmed(NamedTuple):
    """A header without its number, and what stands beside the name: in brackets, and on further lines."""

    text: str
    notes: tuple[str, ...]


_NUMBERING = re.compile(r"\(?(?:q(?:uestion)?\s*)?[0-9]{1,2}\s*[.):\-–]\)?\s*(?=\S)|[a-z][.)]\s+(?=\S)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]{2,})[)\]}]")
_PLURAL_IN_BRACKETS = re.compile(r"\((e?s)\)", re.IGNORECASE)
_POSSESSIVE = re.compile("(?<=[a-z])['’]s?(?![a-z])", re.IGNORECASE)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OUR_SYSTEM = re.compile(r"one ?file", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")


def trimmed(text: str) -> Trimmed:
    """`text`, which is tidy, apart from its notes."""
    text = _POSSESSIVE.sub("", _PLURAL_IN_BRACKETS.sub(r"\1", text))
    if numbered := _NUMBERING.match(text):
        text = text[numbered.end() :]
    first, *further = text.split("\n")
    notes = [*_BRACKETS.findall(first), *(line for line in further if line)]
    name, dash, rest = _BRACKETS.sub(" ", first).partition(" - ")
    if dash and not is_note(rest):
        name = name + dash + rest
    return Trimmed(name.strip(" :*-–") or text, tuple(notes))


def tokens(text: str) -> list[str]:
    """The words of `text` one by one, in lower case and the singular."""
    text = unicodedata.normalize("NFKC", _PLURAL_IN_BRACKETS.sub(r"\1", text))
    text = _HUMPS.sub(" ", _POSSESSIVE.sub("", text)).replace("/", " or ").replace("&", " and ")
    return [_singular(word) for word in _WORDS.findall(text.casefold())]


def together(words: Sequence[str]) -> list[str]:
    """`words` in which what means the same is the same: "given name", "forename" and "first name"."""
    found: list[str] = []
    at = 0
    while at < len(words):
        length = next((size for size in range(_LONGEST, 0, -1) if tuple(words[at : at + size]) in _MEANINGS), 0)
        found.append(_MEANINGS[tuple(words[at : at + length])] if length else words[at])
        at += length or 1
    return list(_said_once(found))


def meaningful(words: Iterable[str]) -> frozenset[str]:
    """Those of `words` that say something."""
    return frozenset(words) - _BLANKS


def without_self(words: frozenset[str]) -> frozenset[str]:
    """`words` without those for the person whom the row is about, where that leaves enough to know what is meant."""
    rest = words - _SELF
    return rest if rest and not rest <= _TOO_LITTLE else words


def group_and_name(header: str) -> tuple[str, str]:
    """The group above a column, empty where nothing is known of one, and the column's own name."""
    group, _, name = header.rpartition(UNDER)
    return group, name


def is_of_self(text: str) -> bool:
    """Whether the header `text` says that it is about the person whom the row is about: "Learner email"."""
    return not _SELF.isdisjoint(together(tokens(text)))


def is_note(text: str) -> bool:
    """Whether `text`, from beside a header, only says how the column is to be filled in."""
    words = _noted(text)
    blanks = _BLANKS if _PROMPTS.isdisjoint(words) else _BLANKS | {"name"}  # "exact name", but not a mere "name"
    return all(word in blanks or word in _BETWEEN or word.isdecimal() for word in words)


def sounds_like_a_note(text: str) -> bool:
    """Whether `text`, from beside a header, may be such a note: some of it is, and nothing tells another meaning."""
    words = _noted(text)
    some = any(word in _PROMPTS or any(char.isdecimal() for char in word) for word in words)
    return some and KNOWN.isdisjoint(words)


def _noted(text: str) -> list[str]:
    """The words of a note, which may well name the system that the columns are for."""
    return tokens(_OUR_SYSTEM.sub(" ", text))


def _singular(word: str) -> str:
    plural = len(word) >= 5 and word[-1] == "s" and word[-2] not in "siu"
    return word[:-1] if plural else word


def _said_once(words: Sequence[str]) -> Iterator[str]:
    """`words`, "tutor or assessor" and "tutor and assessor" being said once."""
    for at, word in enumerate(words):
        between = word in _BETWEEN and 0 < at < len(words) - 1 and words[at - 1] == words[at + 1]
        if not between:
            yield word


_MEANINGS: Mapping[tuple[str, ...], str] = {
    tuple(map(_singular, phrase.split())): meaning for meaning, phrases in _SAME.items() for phrase in phrases
}
_LONGEST = max(map(len, _MEANINGS))
KNOWN = (
    frozenset(word for phrase in _MEANINGS for word in phrase).union(_SAME, _SELF, OTHERS, THINGS, DETAILS, LOOKALIKES)
    - _BLANKS
)
"""Words that mean something, in a header or beside it."""
