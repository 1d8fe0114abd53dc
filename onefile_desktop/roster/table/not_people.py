"""Which rows among people are none: totals, section lines, notes, legends, lines to sign on.

A row that is taken for one of these is not enrolled, so only what can hardly be a person is: whoever has an email, a
number of their own or a name is a person, however much else is missing. Whatever is passed over is told.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import display, one_line, plain
from onefile_desktop.roster.fields import Kind
from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated
from onefile_desktop.roster.values import read_value

NAMES = frozenset({"FirstName", "LastName", "FullName"})
_NUMBERS = frozenset({"MISID", "ULN", "NINO", "OneFileID"})
IDENTIFYING = NAMES | _NUMBERS | {"Email"}
"""The fields by which a row says who it is."""

EXAMPLE_MARK = "Example:"
"""What the role of the template's example row begins with. Such a row is nobody."""
EXAMPLE: Mapping[str, str | date] = {
    "Role": f"{EXAMPLE_MARK} Learner",
    "FirstName": "Ann",
    "LastName": "Lee",
    "Email": "ann.lee@example.org",
    "PlacementID": "Quayside Nursery",
    "ClassroomID": "Early Years 2026",
    "DefaultAssessorID": "Bob Ray",
    "DOB": date(2004, 3, 23),
}
"""That row, by field. Whoever types over it and forgets a cell must not enrol what is left: it has little beside what
a learner needs."""

_FEW_CELLS, _MANY_CELLS = 3, 8
"""From the few on, a row that names nobody is a person whose name is missing; with the many any row is a person."""
_LONGEST_NAME = 60
"""No name, and no total, has more characters."""
_MOST_NAMES, _MOST_WORDS = 8, 4
"""So many words can a name and a number have."""

_COUNTED = (
    "(?:learners?|students?|apprentices?|trainees?|people|persons?|rows?|records?|names?|starts?|enrol(?:led|ments?))"
)
_TOTAL_LINE = re.compile(
    rf"""
    (?:
        (?: (?:grand|sub|overall|running)? [\s-]* totals? | sum | count | headcount )
        (?: \s+ (?:number|no\.?|of|in|all|this|cohort|group|class|count|headcount|{_COUNTED}) )*
        | (?: number | no\.? | nr\.? | \# ) \s+ of \s+ (?:\w+\s+)?? {_COUNTED}
        | {_COUNTED} (?: \s+ (?: exported | listed | found | shown | enrolled ) )? (?= \s*[:=] )
    )
    \s* [:=.–-]* \s* [\d.,]* (?: \s+ {_COUNTED} )?
    | \d+ \s+ {_COUNTED} (?: \s+ in \s+ total )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"[£$€]?\s*[-+]?\d[\d.,\s]*%?")
_TO_WRITE_ON = re.compile(r"[_\s]{2,}|[.…\s]{4,}")
_EXAMPLE_ADDRESS = re.compile(r"[@.]example(?:\.(?:org|com|net))?$", re.IGNORECASE)  # RFC 2606

_SECTION = re.compile(
    r"""
    assessor | employer | observer | learner | apprentice | tutor | iqa | iv | key | legend | notes? | end | active
    | withdrawn | leaver | starter | pending | completed? | signature | date | approved | prepared | comments? | others?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is a section or a note where it stands alone, and perhaps a name where it does not."""
_NEVER_IN_NAMES = re.compile(
    r"""
    \b (?: assessors | employers | observers | learners | apprentices | students | tutors | trainers | coaches
    | managers | mentors | iqas | ivs | verifiers | staff | starters | leavers | people | cohorts? | groups? | intakes?
    | class(?:es)? | level | programmes? | courses? | waiting | mandatory | required | optional | please | signature
    | signed | september | october | november | december | below | above | columns? | rows? | sheet | delete ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_SENTENCES = re.compile(r"\b(?:and|or|of|the|for|with|are|is|to|on|at|by)\b")  # Or and The are names


class RowKind(Enum):
    """What a row below the header is."""

    PERSON = auto()
    TOTAL = auto()
    NOTE = auto()


def is_example(first: CellValue, role: CellValue, email: CellValue) -> bool:
    """Whether a row is marked as an example. One with an address that can be somebody's has been typed over."""
    if not (is_marked(role) or is_marked(first)):
        return False
    address = display(email)
    return "@" not in address or bool(_EXAMPLE_ADDRESS.search(address))


def is_marked(cell: CellValue) -> bool:
    """Whether a cell says that its row is an example."""
    return isinstance(cell, str) and ":" in cell and display(cell).casefold().startswith(EXAMPLE_MARK.casefold())


def is_templates_own(used: Mapping[str, CellValue]) -> bool:
    """Whether the cells of an example, by field, are the template's, so that nobody has been written over it."""
    return all(name in EXAMPLE and _is_the_same(value, EXAMPLE[name]) for name, value in used.items())


def _is_the_same(value: CellValue, shown: str | date) -> bool:
    """Whether a cell still says what the template had there, a date in whatever order another program wrote it."""
    if isinstance(shown, date) and isinstance(value, str):
        numbers = sorted(number for text in re.findall("[0-9]{1,4}", value) if (number := int(text)))
        return numbers in ([shown.month, shown.day, shown.year], [shown.month, shown.year % 100, shown.day])
    return plain(display(value)) == plain(display(shown))


def kind_of_row(
    used: Mapping[str, CellValue], cells: Sequence[CellValue], *, borrows_identity: bool, is_wide: bool
) -> RowKind:
    """What a row among people is. `used` are its own cells by field, `cells` all of them.

    `borrows_identity` is true where cells merged downwards say who it is, `is_wide` where its first cell is merged
    over several columns, as a heading is.
    """
    if is_total(cells):
        return RowKind.TOTAL
    if any(isinstance(used[name], CellError | NotCalculated) for name in IDENTIFYING & used.keys()):
        return RowKind.PERSON
    if used and _is_a_count(used, cells):
        return RowKind.TOTAL
    if not used or (is_wide and len(used) == 1):
        return RowKind.NOTE
    return RowKind.PERSON if borrows_identity or _is_somebody(used) else RowKind.NOTE


def is_total(cells: Iterable[CellValue]) -> bool:
    """Whether a row says that it is a total: nothing but numbers, and texts such as "Total" or "12 learners"."""
    said = False
    for cell in cells:
        if cell is None or _is_number(cell):
            continue
        text = one_line(display(cell))
        if any(char.isalnum() for char in text):  # a dash says nothing
            if not isinstance(cell, str) or len(text) > _LONGEST_NAME or not _TOTAL_LINE.fullmatch(text):
                return False
            said = True
    return said


def _is_a_count(used: Mapping[str, CellValue], cells: Iterable[CellValue]) -> bool:
    """Whether a row has numbers only, and none that could be a role or somebody's own."""
    return not (_NUMBERS | {"Role"}) & used.keys() and all(_is_number(cell) or not display(cell) for cell in cells)


def _is_number(value: CellValue) -> bool:
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float | NotCalculated) and not isinstance(value, bool)


def _is_somebody(used: Mapping[str, CellValue]) -> bool:
    if len(used) >= _MANY_CELLS:
        return True
    if "Role" in used and _is_role(used["Role"]):
        heading = len(used) == 1 and display(used["Role"]).casefold().endswith("s")  # such as "Assessors"
        return not heading
    texts = {
        name: one_line(display(value))
        for name, value in used.items()
        if name in IDENTIFYING and (name in _NUMBERS or not _is_number(value))
    }
    if not texts:  # nobody is named, which many other cells may have been meant for
        return sum(not _is_number(value) for value in used.values()) >= _FEW_CELLS
    labels = sum(text.endswith(":") or bool(_TO_WRITE_ON.fullmatch(text)) for text in texts.values())
    if labels > 1 or (labels and len(used) <= _FEW_CELLS):  # "Approved by:", and a line to sign on
        return False
    return len(used) >= _FEW_CELLS or any(_can_be(name, text) for name, text in texts.items())


def _can_be(field: str, text: str) -> bool:
    """Whether `text`, which alone says who a row is, can be a name, an email or a number, as `field` wants it."""
    if field in NAMES:
        return _can_be_a_name(text)
    words = len(text.split())
    if field == "Email" or words == 1:
        return words == 1 and not _heads_a_section(text)
    return words <= _MOST_WORDS and any(char.isdigit() for char in text) and not _heads_a_section(text)


def _can_be_a_name(text: str) -> bool:
    is_short = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_NAMES
    return is_short and all(_is_of_a_name(char) for char in text) and not _heads_a_section(text)


def _heads_a_section(text: str) -> bool:
    alone = text.strip(" .,:()'\"’")
    return bool(_NEVER_IN_NAMES.search(text) or _IN_SENTENCES.search(text) or _SECTION.fullmatch(alone))


def _is_of_a_name(char: str) -> bool:
    return char.isalpha() or char in " .,()'’‘“”\"`ʼ·-‐‑\u200c\u200d" or unicodedata.category(char).startswith("M")


def _is_role(value: CellValue) -> bool:
    return isinstance(read_value(Kind.ROLE, value), Role)
