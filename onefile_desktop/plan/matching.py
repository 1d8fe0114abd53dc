"""Is this person already there, and by what do we know?

Nothing makes a create idempotent, so this is asked of every row. Certain is only a shared identifier together
with an agreeing surname or date of birth, and nothing that speaks against it; a mere likeness waits for the admin's
decision. A likeness is the same name or one near it (`centre.names`) where nothing contradicts: somebody of whom no
more is known than a name is never certain, and never nobody either.
"""

from collections import defaultdict
from collections.abc import Sequence

from onefile_desktop.centre.snapshot import Centre, folded, numbered, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.plan.matched import Doubt, InUse, Match, Nobody, Perhaps, Same
from onefile_desktop.roster.problems import CLAUSES
from onefile_desktop.roster.rows import CheckedRow
from onefile_desktop.roster.table.names import TITLES

_ROLE_UNREAD = "their role could not be read"


def match(row: CheckedRow, centre: Centre) -> Match:
    """Compares a row with everybody of the centre. People whose role is another can be the same human being.

    An agreeing OneFile ID decides alone. Whose role could not be read counts as of the row's, but is never certain.
    """
    by_identifier = _sharing_an_identifier(row, centre)
    in_role = [(person, by) for person, by in by_identifier if person.role in {row.role, None}]
    found_by: defaultdict[int, list[str]] = defaultdict(list)
    for person, by in in_role:
        found_by[person.id].append(by)
    agreeing = {person.id: (person, by) for person, by in reversed(in_role) if _agrees(row, person)}
    meant = next((person for person, by in in_role if by == "OneFile ID"), None)
    against = {one.id: _against(row, one, found_by[one.id], meant) for one, _ in agreeing.values()}
    certain = [(person, by) for person, by in agreeing.values() if not against[person.id]]
    if len(certain) == 1:
        person, by = certain[0]
        if len(agreeing) == 1 or (person is meant and not is_another_first_name(row.text("FirstName"), person)):
            return _archived(person, by) if person.archived else Same(person, by)
    active = [(person, by) for person, by in certain if not person.archived]
    fitting = [(person, by) for person, by in active if fits(row, person)]
    if len(fitting) == 1 and sum(spelt(person.name) == spelt(row.name) for person, _ in active) == 1:
        # The others are archived, told apart, or have another name: they were there before this one was created.
        return Same(*fitting[0])
    if len(agreeing) > 1:
        several = tuple(person for person, _ in agreeing.values())
        return Perhaps(several, f"several people agree with this row{_archived_note(several)}", Doubt.SEVERAL)
    if agreeing:
        person, by = next(iter(agreeing.values()))
        people = (person,) if meant is None or meant.id == person.id else (person, meant)
        why = f"the {by}{_what_else_agrees(row, person)}, and {against[person.id]}{_archived_note(people)}"
        return Perhaps(people, why, Doubt.PERSON)
    for person, by in by_identifier:
        if by == "MIS ID" and not _agrees(row, person):
            return InUse(person, "MISID")
    for person, by in in_role:
        if person.role is row.role:
            return Perhaps((person,), f"the {by} agrees, the name does not{_archived_note([person])}", Doubt.PERSON)
    for person, by in by_identifier:
        if by == "email" and not _agrees(row, person):
            return InUse(person, "Email")
    for person, by in by_identifier:
        if person.role is None:
            why = f"the {by} agrees, the name does not, and {_ROLE_UNREAD}{_archived_note([person])}"
            return Perhaps((person,), why, Doubt.PERSON)
        if person.role in ASSESSORS and row.role in ASSESSORS:
            why = f"the {by} agrees, and they are {a_role(person.role)} there{_archived_note([person])}"
            return Perhaps((person,), why, Doubt.PERSON)
    return _of_a_like_name(row, centre)


def fits(row: CheckedRow, person: Person) -> bool:
    """Whether `person` is just as the row says, by name, email and whatever else both tell of who they are."""
    same_name = spelt(row.name) == spelt(person.name)
    same_email = row.text("Email") != "" and folded(row.text("Email")) == folded(person.email or "")
    return same_name and same_email and not _differ(row, person, "born", "uln", "mis_id")


def resembles(row: CheckedRow, person: Person, centre: Centre) -> bool:
    """Whether anything of a row is `person`'s: an identifier, the birthday, a word of the name, or a form of the first.

    Where nothing is, whoever decided that the row is this person has most likely mistyped a number.
    """
    alike = (*(one for one, _ in _sharing_an_identifier(row, centre)), *_of_near_name(row, centre))
    words, others = ({spelt(word) for word in name.split()} for name in (row.name, person.name))
    first = row.text("FirstName")
    has_first_name = first != "" and not is_another_first_name(first, person)
    is_alike = any(one.id == person.id for one in alike) or not words.isdisjoint(others)
    return is_alike or has_first_name or _agrees(row, person)


def lookalikes(row: CheckedRow, centre: Centre) -> tuple[int, ...]:
    """The IDs of everybody of the row's role, or of a role that is not known, who shares its name or an identifier.

    None of them may be taken for the person who is created for the row.
    """
    sharing = [person for person, _ in _sharing_an_identifier(row, centre) if person.role in {row.role, None}]
    return tuple(sorted({person.id for person in (*_of_its_name(row, centre), *sharing)}))


def holder_of_mis_id(row: CheckedRow, centre: Centre, person: Person | None) -> Person | None:
    """Somebody else of the centre who has the row's MIS ID, where the row is `person`, or None for somebody new.

    One human being may have one MIS ID in several roles, and in several portfolios, but not two assessors: a MIS
    tells those of a centre apart by their MIS IDs, archived ones included (OneFile's article on duplicate MIS values).
    """
    holders = centre.by_mis_id.get(numbered(row.text("MISID")), ())
    if person is not None and person in holders:
        return None
    for holder in holders:
        both_assess = row.role in ASSESSORS and holder.role is not None and holder.role in ASSESSORS
        if both_assess or not _agrees(row, holder):
            return holder
    return None


def is_another_first_name(first: str, person: Person) -> bool:
    """Whether `first` can hardly be a form of `person`'s first name, as `are_other_first_names`."""
    return are_other_first_names(first, person.first_name)


def are_other_first_names(first: str, another: str) -> bool:
    """Whether `first` can hardly be a form of `another` first name, as Ben and Leo: one that they may have changed.

    No word of one begins a word of the other, nor do two begin with the same two letters: Evie may be Eve, Adelaide
    Ada, Jon John, and John William William. A title or a blank tells nothing.
    """
    words, others = (
        [word for part in name.split() if (word := spelt(part)) and word not in TITLES] for name in (first, another)
    )
    if not words or not others:
        return False
    return not any(
        one[:2] == other[:2] or one.startswith(other) or other.startswith(one) for one in words for other in others
    )


def joins_keychain_of(row: CheckedRow, centre: Centre) -> Person | None:
    """The account that somebody new on `row` has in another role by the same email: both join one Keychain."""
    by_email = centre.by_email.get(folded(row.text("Email")), ())
    return next((one for one in by_email if one.role not in {None, row.role} and _agrees(row, one)), None)


def _archived(person: Person, by: str) -> Perhaps:
    return Perhaps((person,), f"the {by} agrees{_archived_note([person])}", Doubt.ARCHIVED)


def _archived_note(people: Sequence[Person]) -> str:
    archived = [person for person in people if person.archived]
    return f". {CLAUSES['archived']}" if archived and len(archived) == len(people) else ""


def _of_a_like_name(row: CheckedRow, centre: Centre) -> Match:
    alike = [person for person in _of_its_name(row, centre) if _may_be(row, person)]
    if alike:
        return Perhaps(tuple(alike), f"the name agrees and nothing contradicts{_archived_note(alike)}", Doubt.NAME)
    near = [person for person in _of_near_name(row, centre) if _may_be_mistyped(row, person)]
    if near:
        why = f"the name is nearly the same and nothing contradicts{_archived_note(near)}"
        return Perhaps(tuple(near), why, Doubt.NEAR_NAME)
    return Nobody()


def _of_its_name(row: CheckedRow, centre: Centre) -> list[Person]:
    return [person for person in centre.by_name.get(spelt(row.name), ()) if person.role in {row.role, None}]


def _of_near_name(row: CheckedRow, centre: Centre) -> list[Person]:
    first, last = row.text("FirstName"), row.text("LastName")
    near = (person for role in (row.role, None) for person in centre.near_names.find(role, first, last))
    return sorted(near, key=lambda person: person.id)


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
    """Whether surname or birthday agree. Where a row gives neither, its first name must not be quite another."""
    surname, born = row.text("LastName"), row.date("DOB")
    if not surname and born is None:
        return not is_another_first_name(row.text("FirstName"), person)
    return (surname != "" and spelt(surname) == spelt(person.last_name)) or (born is not None and born == person.born)


def _what_else_agrees(row: CheckedRow, person: Person) -> str:
    surname, born = row.text("LastName"), row.date("DOB")
    if surname and spelt(surname) == spelt(person.last_name):
        return " and the surname agree"
    return " agrees" if born is None else " and the date of birth agree"


def _against(row: CheckedRow, person: Person, found_by: Sequence[str], meant: Person | None) -> str:
    """What keeps an agreeing `person` from being certain, empty where nothing does.

    `found_by` are the identifiers that agree, `meant` is who has the OneFile ID that the row gives. Families and
    offices share an email address, so it is not enough where the first name is another.
    """
    if person.role is None:
        return _ROLE_UNREAD
    if meant is not None and meant.id != person.id:
        return "the OneFile ID is somebody else’s"
    if _contradicts(row, person):
        return "other details do not"
    if set(found_by) == {"email"} and is_another_first_name(row.text("FirstName"), person):
        return "the first name is another"
    if set(found_by) == {"MIS ID"} and _is_another_name_and_number(row, person):
        return "the name is another, and so is the MIS ID but for zeros at its front"
    return ""


def _is_another_name_and_number(row: CheckedRow, person: Person) -> bool:
    first, last = row.text("FirstName"), row.text("LastName")
    is_another_name = first != "" and last != "" and spelt(first) != spelt(person.first_name)
    return (
        is_another_name
        and spelt(last) != spelt(person.last_name)
        and folded(row.text("MISID")) != folded(person.mis_id or "")
    )


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


def _may_be_mistyped(row: CheckedRow, person: Person) -> bool:
    """As `_may_be` for a name that is only near: another email tells the two apart as well, unless the birthday agrees.

    With the same name it does not, because people change their addresses oftener than their names are mistyped. Twins
    have one birthday and often names that rhyme: another ULN, or another MIS ID and email, tell them apart.
    """
    twins = _differ(row, person, "uln") or (_differ(row, person, "mis_id") and _differ(row, person, "email"))
    if twins or not _may_be(row, person):
        return False
    born = row.date("DOB")
    return (born is not None and born == person.born) or not _differ(row, person, "email")


def _differ(row: CheckedRow, person: Person, *details: str) -> bool:
    pairs = {
        "born": (row.date("DOB"), person.born),
        "uln": (numbered(row.text("ULN")), numbered(person.uln or "")),
        "mis_id": (numbered(row.text("MISID")), numbered(person.mis_id or "")),
        "email": (folded(row.text("Email")), folded(person.email or "")),
    }
    return any(ours and theirs and ours != theirs for ours, theirs in (pairs[detail] for detail in details))


def a_role(role: Role) -> str:
    """A role within a sentence: an Assessor, a Learner."""
    return f"an {role.label}" if role.label[0] in "AEIO" else f"a {role.label}"
