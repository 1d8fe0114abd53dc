"""Is this person already there, and by what do we know?

Nothing makes a create idempotent, so this is asked of every row. Certain is only a shared identifier together
with an agreeing surname or date of birth; a mere likeness waits for the admin's decision.
"""

from dataclasses import dataclass

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.roster.rows import CheckedRow


@dataclass(frozen=True)
class Nobody:
    """The centre has nobody like this row."""


@dataclass(frozen=True)
class Same:
    """The row is this person; `by` says what it was told by."""

    person: Person
    by: str


@dataclass(frozen=True)
class Perhaps:
    """The row may be one of these people; `why` says what speaks for it."""

    people: tuple[Person, ...]
    why: str


@dataclass(frozen=True)
class InUse:
    """Somebody else has the row's MIS ID or email address; `field` says which."""

    person: Person
    field: str


Match = Nobody | Same | Perhaps | InUse


def match(row: CheckedRow, centre: Centre) -> Match:
    """Compares a row with everybody of the centre. People whose role is another can be the same human being."""
    by_identifier = _sharing_an_identifier(row, centre)
    in_role = [(person, by) for person, by in by_identifier if person.role is row.role]
    certain = {person.id: (person, by) for person, by in in_role if _agrees(row, person)}
    if len(certain) == 1:
        person, by = next(iter(certain.values()))
        if person.archived:
            return Perhaps((person,), f"the {by} agrees, and they are archived")
        return Same(person, by)
    if certain:
        return Perhaps(tuple(person for person, _ in certain.values()), "several people agree with this row")
    for person, by in by_identifier:
        if by == "MIS ID" and not _agrees(row, person):
            return InUse(person, "MISID")
    if in_role:
        person, by = in_role[0]
        return Perhaps((person,), f"the {by} agrees, the name does not")
    for person, by in by_identifier:
        if by == "email" and not _agrees(row, person):
            return InUse(person, "Email")
    alike = tuple(
        person
        for person in centre.by_name.get(folded(row.name), ())
        if person.role is row.role and not _contradicts(row, person)
    )
    return Perhaps(alike, "the name agrees and nothing contradicts") if alike else Nobody()


def lookalikes(row: CheckedRow, centre: Centre) -> tuple[int, ...]:
    """The IDs of everybody of the row's role and name, so that none of them is taken for the person created."""
    return tuple(sorted(p.id for p in centre.by_name.get(folded(row.name), ()) if p.role is row.role))


def _sharing_an_identifier(row: CheckedRow, centre: Centre) -> list[tuple[Person, str]]:
    found: list[tuple[Person, str]] = []
    onefile_id = row.values.get("OneFileID")
    if isinstance(onefile_id, int) and onefile_id in centre.by_id:
        found.append((centre.by_id[onefile_id], "OneFile ID"))
    for name, by, index in (
        ("MISID", "MIS ID", centre.by_mis_id),
        ("ULN", "ULN", centre.by_uln),
        ("Email", "email", centre.by_email),
    ):
        found += [(person, by) for person in index.get(folded(row.text(name)), ())]
    return found


def _agrees(row: CheckedRow, person: Person) -> bool:
    surname = row.text("LastName")
    if surname and folded(surname) == folded(person.last_name):
        return True
    born = row.date("DOB")
    return born is not None and born == person.born


def _contradicts(row: CheckedRow, person: Person) -> bool:
    pairs = ((row.date("DOB"), person.born), (row.text("ULN"), person.uln), (row.text("MISID"), person.mis_id))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)
