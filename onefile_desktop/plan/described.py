"""How learners' rows describe their employer or observer: by first and last name and email, in columns of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import folded, spelt
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.rows import CheckedRow, Reference, Row, Table
from onefile_desktop.roster.table.names import split_name


@dataclass(frozen=True)
class Described:
    """Who can be described: `field` is the reference to them, which was put together of the other columns.

    `noun` stands in the keys of changes, and so is kept.
    """

    role: Role
    noun: str
    field: str
    first: str
    last: str
    email: str
    workplace: str = ""


EMPLOYER = Described(
    Role.EMPLOYER,
    "employer",
    "DefaultEmployerID",
    "EmployerFirstName",
    "EmployerLastName",
    "EmployerEmail",
    "EmployerWorkplace",
)
OBSERVER = Described(
    Role.OBSERVER, "observer", "AdditionalObservers", "ObserverFirstName", "ObserverLastName", "ObserverEmail"
)


@dataclass(frozen=True)
class Description:
    """What one row of a learner says of somebody; names it does not give are empty.

    `row` is where it stands, `part` what was understood of that row. `beside` is a name that stands in one cell, of
    which `first` and `last` were taken, `doubt` whether it was cut in the right place. `is_default` tells the employer
    on somebody's first row from those on further ones.
    """

    kind: Described
    row: Row = field(repr=False)
    part: CheckedRow = field(repr=False)
    email: str = field(repr=False)
    first: str = field(repr=False)
    last: str = field(repr=False)
    beside: str = field(default="", repr=False)
    doubt: bool = False
    is_default: bool = False

    @property
    def name(self) -> str:
        """First and last name, as far as the row gives them."""
        return f"{self.first} {self.last}".strip()

    def as_row(self) -> CheckedRow:
        """The description as a row of its own would give it, for comparing."""
        given = {"FirstName": self.first, "LastName": self.last, "Email": self.email}
        return CheckedRow(self.row, self.kind.role, {name: text for name, text in given.items() if text})


def descriptions(person: CheckedRow) -> Iterator[Description]:
    """Everybody whom the rows of a learner describe, row by row."""
    if person.role is not Role.LEARNER:
        return
    for part in person.parts:
        for kind in (EMPLOYER, OBSERVER):
            email = part.text(kind.email)
            reference = _meant(part.references(kind.field), email) if email else None
            if reference is not None:
                yield _description(kind, part, email, reference, is_default=kind is EMPLOYER and part is person)


def are_described(table: Table, field_name: str) -> bool:
    """Whether `table` has columns that describe the employers or observers whom a field refers to."""
    kind = next((kind for kind in (EMPLOYER, OBSERVER) if kind.field == field_name), None)
    return kind is not None and any(column.field in (kind.first, kind.last, kind.email) for column in table.columns)


def _meant(references: Iterable[Reference], email: str) -> Reference | None:
    """The reference that was put together with this email; None where the reference's own cell says somebody else."""
    return next((one for one in references if folded(one.text) == folded(email)), None)


def _description(
    kind: Described, part: CheckedRow, email: str, reference: Reference, *, is_default: bool
) -> Description:
    row, first, last = part.source(kind.field), part.text(kind.first), part.text(kind.last)
    beside = reference.beside
    if (first and last) or spelt(beside) in ("", spelt(f"{first}{last}")):
        return Description(kind, row, part, email, first, last, is_default=is_default)
    split = split_name(beside)
    return Description(kind, row, part, email, split.first, split.last, beside, split.doubt, is_default)
