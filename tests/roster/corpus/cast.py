"""The people of the corpus, all of them invented, as rows of cells and as what is expected of them."""

from collections.abc import Mapping, Sequence

from tests.roster.corpus.case import Person, Plain

HEADERS = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor")
FIELDS = ("Role", "FirstName", "LastName", "Email", "PlacementID", "ClassroomID", "DefaultAssessorID")

Cast = tuple[str | None, ...]
"""Somebody's cells below `HEADERS`."""

ANN: Cast = ("Learner", "Ann", "Lee", "ann.lee@example.org", "Quayside Nursery", "Care A", "Gita Rao")
BEN: Cast = ("Learner", "Ben", "Okafor", "ben.okafor@example.org", "Hill House", "Care A", "Gita Rao")
CATRIN: Cast = ("Learner", "Catrin", "Hughes", "catrin.hughes@example.org", "Hill House", "Care B", "Gita Rao")
GITA: Cast = ("Assessor", "Gita", "Rao", "gita.rao@example.org", None, None, None)
DEV: Cast = ("Employer", "Dev", "Shah", "dev.shah@example.org", "Hill House", None, None)

# Unique Learner Numbers whose last digit fits, by the rule of the Individualised Learner Record.
ULNS = ("7000000014", "7000000022", "7000000030", "7000000049", "7000000057", "7000000065")


def at(row: int, cast: Cast, **more: Plain) -> Person:
    """Somebody of the cast as expected on `row`, with `more` fields, which replace the usual ones."""
    role, *cells = cast
    usual = {field: cell for field, cell in zip(FIELDS[1:], cells, strict=True) if cell is not None}
    return {"row": row, "role": role or "Learner", **usual, **more}


def without(person: Person, *fields: str) -> Person:
    """`person` without some of the fields."""
    return {name: value for name, value in person.items() if name not in fields}


def changed(cast: Cast, **more: str | None) -> Cast:
    """Somebody of the cast with other cells, by field name."""
    return tuple(more.get(field, cell) for field, cell in zip(FIELDS, cast, strict=True))


def listed(*people: Cast, first: int = 2) -> tuple[Person, ...]:
    """These people as expected on rows that follow each other."""
    return tuple(at(row, cast) for row, cast in enumerate(people, start=first))


def wider(headers: Sequence[str], *rows: tuple[Cast, Sequence[object]]) -> list[list[object]]:
    """A table with further columns on the right of the usual ones: its header, and these rows."""
    return [[*HEADERS, *headers], *([*cast, *cells] for cast, cells in rows)]


EVERYONE: Mapping[str, str] = {
    "Role": "Learner",
    "PlacementID": "Hill House",
    "ClassroomID": "Care A",
    "DefaultAssessorID": "Gita Rao",
}
"""What a short roster of learners gets by "the same for everyone"."""


def short(row: int, first: str | None, last: str | None, email: str | None, **more: Plain) -> Person:
    """A learner of a short roster, with what everyone has."""
    everyone = {name: value for name, value in EVERYONE.items() if name != "Role"}
    own = {"FirstName": first or "", "LastName": last or "", "Email": email or ""}
    return {"row": row, "role": "Learner", **own, **everyone, **more}
