"""What has become of a centre between two readings of it, in words, as far as both readings show it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Named, Person


@dataclass(frozen=True)
class Difference:
    """Something that is not as it was: `told` says what. `person` is the OneFile ID of whom it is about, if anybody."""

    person: int | None
    told: str = field(repr=False)


def differences(before: Centre, after: Centre, noticed: frozenset[int] = frozenset()) -> tuple[Difference, ...]:
    """Who and what is new, gone or another: people first, then classes and placements, each in the order of `after`.

    What a search did not show, and the other reading did, is no difference; but whoever is in `noticed` was found by
    an email address that nobody had before, so that address is one.
    """
    return (
        *(one for person in after.people for one in _of_person(before.by_id.get(person.id), person, noticed)),
        *(
            Difference(person.id, f"{who(person)} is no longer there")
            for person in before.people
            if person.id not in after.by_id
        ),
        *_made("class", before.classrooms, after.classrooms),
        *_made("placement", before.placements, after.placements),
    )


def who(person: Person) -> str:
    """A person, told apart from everybody else."""
    role = f"{person.role.label}, " if person.role is not None else ""
    return f"{person.name} ({role}OneFile ID {person.id})"


def _of_person(before: Person | None, after: Person, noticed: frozenset[int]) -> Iterator[Difference]:
    if before is None:
        yield Difference(after.id, f"{who(after)} was added by somebody else")
    elif told := list(_changes(before, after, has_the_email_now=after.id in noticed)):
        yield Difference(after.id, f"{who(before)} {' and '.join(told)}")


def _changes(before: Person, after: Person, *, has_the_email_now: bool) -> Iterator[str]:
    if after.name != before.name:
        yield f"is called {after.name} now"
    if before.role and after.role and after.role is not before.role:
        yield f"has the role {after.role.label} now"
    is_seen = before.email or before.complete or not after.complete or has_the_email_now
    if is_seen and after.email is not None and folded(after.email) != folded(before.email or ""):
        yield f"has the email address {after.email} now"
    if after.mis_id is not None and after.mis_id != before.mis_id:
        yield f"has the MIS ID {after.mis_id} now"
    if after.archived and not before.archived:
        yield "was archived"
    if before.archived and after.archived is False:
        yield "is no longer archived"


def _made(what: str, before: tuple[Named, ...], after: tuple[Named, ...]) -> Iterator[Difference]:
    known = {one.id for one in before}
    for one in after:
        if one.id not in known:
            yield Difference(None, f"the {what} “{one.name}” was made by somebody else")
