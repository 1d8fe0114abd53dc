"""Is this person already there, and by what do we know?

Nothing makes a create idempotent, so this is asked of every row. Certain is only a shared identifier together
with an agreeing surname or date of birth, and nothing that speaks against it; a mere likeness waits for the admin's
decision.
"""

from dataclasses import dataclass

from onefile_desktop.centre.snapshot import Centre, folded, numbered, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import ASSESSORS, Role
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
    agreeing = {person.id: (person, by) for person, by in reversed(in_role) if _agrees(row, person)}
    certain = [(person, by) for person, by in agreeing.values() if not _contradicts(row, person)]
    if len(certain) == 1 and len(agreeing) == 1:
        person, by = certain[0]
        return Perhaps((person,), f"the {by} agrees, and they are archived") if person.archived else Same(person, by)
    if len(agreeing) > 1:
        return Perhaps(tuple(person for person, _ in agreeing.values()), "several people agree with this row")
    if agreeing:
        person, by = next(iter(agreeing.values()))
        return Perhaps((person,), f"the {by} and the surname agree, and other details do not")
    for person, by in by_identifier:
        if by == "MIS ID" and not _agrees(row, person):
            return InUse(person, "MISID")
    if in_role:
        person, by = in_role[0]
        return Perhaps((person,), f"the {by} agrees, the name does not")
    for person, by in by_identifier:
        if by == "email" and not _agrees(row, person):
            return InUse(person, "Email")
    for person, by in by_identifier:
        if person.role is not None and person.role in ASSESSORS and row.role in ASSESSORS:
            return Perhaps((person,), f"the {by} agrees, and they are {_a(person.role)} there")
    alike = tuple(person for person in _of_its_name(row, centre) if _may_be(row, person))
    return Perhaps(alike, "the name agrees and nothing contradicts") if alike else Nobody()


def lookalikes(row: CheckedRow, centre: Centre) -> tuple[int, ...]:
    """The IDs of everybody of the row's role and name, so that none of them is taken for the person created."""
    return tuple(sorted(person.id for person in _of_its_name(row, centre)))


def _of_its_name(row: CheckedRow, centre: Centre) -> list[Person]:
    return [person for person in centre.by_name.get(spelt(row.name), ()) if person.role is row.role]


def _sharing_an_identifier(row: CheckedRow, centre: Centre) -> list[tuple[Person, str]]:
    found: list[tuple[Person, str]] = []
    onefile_id = row.values.get("OneFileID")
    if isinstance(onefile_id, int) and onefile_id in centre.by_id:
        found.append((centre.by_id[onefile_id], "OneFile ID"))
    for by, text, index in (
        ("MIS ID", numbered(row.text("MISID")), centre.by_mis_id),
        ("ULN", numbered(row.text("ULN")), centre.by_uln),
        ("email", folded(row.text("Email")), centre.by_email),
    ):
        found += [(person, by) for person in index.get(text, ())]
    return found


def _agrees(row: CheckedRow, person: Person) -> bool:
    """Whether surname or birthday agree. A row that gives neither, for somebody who is there, leaves it to the rest."""
    surname, born = row.text("LastName"), row.date("DOB")
    if not surname and born is None:
        return True
    return (surname != "" and spelt(surname) == spelt(person.last_name)) or (born is not None and born == person.born)


def _contradicts(row: CheckedRow, person: Person) -> bool:
    """Whether the two must be told apart although an identifier and the surname or the birthday agree.

    Twins and married couples share a surname and sometimes an address. A MIS ID that was changed, or a nickname,
    is no contradiction by itself.
    """
    first = row.text("FirstName")
    other_first_name = first != "" and spelt(first) != spelt(person.first_name)
    return _differ(row, person, "born", "uln") or (other_first_name and _differ(row, person, "mis_id"))


def _may_be(row: CheckedRow, person: Person) -> bool:
    """Whether somebody of the same name may be the same: the birthday decides, else nothing may differ."""
    born = row.date("DOB")
    if born is not None and person.born is not None:
        return born == person.born
    return not _differ(row, person, "uln", "mis_id")


def _differ(row: CheckedRow, person: Person, *details: str) -> bool:
    pairs = {
        "born": (row.date("DOB"), person.born),
        "uln": (numbered(row.text("ULN")), numbered(person.uln or "")),
        "mis_id": (numbered(row.text("MISID")), numbered(person.mis_id or "")),
    }
    return any(ours and theirs and ours != theirs for ours, theirs in (pairs[detail] for detail in details))


def _a(role: Role) -> str:
    return f"an {role.label}" if role.label[0] in "AEIO" else f"a {role.label}"
