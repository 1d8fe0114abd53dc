"""Tries out, by reading, what a service's searches do. Nothing here changes anything in OneFile."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import NoAnswerError, RefusedError, ServiceAwayError
from onefile_desktop.onefile.models import Person

FEW = 5
"""A search by email that finds more people than this, and does not show their emails, has not looked at the email."""
_PAGE_SIZE = 200

T = TypeVar("T")


def learn(client: OneFileClient, organisation: int) -> Abilities:
    """What the searches of a service do, from at most four calls; what these cannot show stays unknown.

    A page of people shows what is shown. Then somebody on it is searched for by email, and one search asks for the
    surname of one and the MIS ID of another, which only nobody has, so that one call tells of both filters. A call
    that is not answered teaches nothing, nor does one that is refused, but for the search by email, which then cannot
    be had; other errors of `endings` are raised.
    """
    people = _tried(lambda: client.search_users(organisation, page=1, size=_PAGE_SIZE))
    if not people:
        return Abilities()
    seen = Abilities(
        shows_email=any(person.email for person in people),
        shows_role=any(person.role for person in people),
        shows_archived=True if any(person.archived for person in people) else None,
        page_size=_PAGE_SIZE if len(people) == _PAGE_SIZE else None,
    )
    somebody = next((person for person in people if person.email), None) or _tried(lambda: client.user(people[0].id))
    if somebody is not None and somebody.email:
        known = somebody
        heeded = _tried(lambda: heeds_email(client, organisation, known, people))
        seen = seen.updated(_told("Email", heeded))
    return seen.updated(_surname_and_mis_id(client, organisation, people))


def heeds_email(client: OneFileClient, organisation: int, somebody: Person, people: Iterable[Person]) -> bool | None:
    """Whether a search by email finds `somebody`, whose email is known, and leaves out the others of `people`.

    None where there are too few others to tell. Takes one call. A search that refuses or does not find them is as
    useless as one that ignores the filter; one that gets no answer tells nothing, and raises its error of `endings`.
    """
    assert somebody.email is not None
    wanted = folded(somebody.email)
    try:
        shown = client.find_users(organisation, {"Email": wanted})
    except RefusedError:
        return False
    if all(person.id != somebody.id for person in shown):
        return False
    if any(person.email is not None and folded(person.email) != wanted for person in shown):
        return False
    if len(shown) > FEW:
        return all(person.email is not None for person in shown)
    left_out = {person.id for person in people} - {person.id for person in shown}
    return True if left_out else None


def find_by_email(client: OneFileClient, organisation: int, email: str) -> tuple[Person, ...] | None:
    """Whoever has `email`, from one call; None where the search refuses, or finds so many that it has not looked at it.

    Raises the errors of `endings`.
    """
    try:
        found = client.find_users(organisation, {"Email": email})
    except RefusedError:
        return None
    return None if len(found) > FEW else found


def _surname_and_mis_id(client: OneFileClient, organisation: int, people: Sequence[Person]) -> Abilities:
    one = next((person for person in people if person.last_name), None)
    if one is None:
        return Abilities()
    surname = folded(one.last_name)
    other = next((p for p in people if p.mis_id and folded(p.last_name) != surname), None)
    if other is None or other.mis_id is None:
        return Abilities()
    mis_id = folded(other.mis_id)
    if any(folded(person.mis_id or "") == mis_id and folded(person.last_name) == surname for person in people):
        return Abilities()
    filters = {"LastName": one.last_name, "MISID": other.mis_id}
    shown = _tried(lambda: client.find_users(organisation, filters))
    if shown is None:
        return Abilities()
    by_surname = all(folded(person.last_name) == surname for person in shown)
    by_mis_id = all(folded(person.mis_id or "") == mis_id for person in shown)
    return _told("LastName", by_surname).updated(_told("MISID", by_mis_id))


def _told(name: str, heeded: bool | None) -> Abilities:
    if heeded is None:
        return Abilities()
    names = frozenset({name})
    return Abilities(honours=names) if heeded else Abilities(ignores=names)


def _tried(call: Callable[[], T]) -> T | None:
    try:
        return call()
    except (RefusedError, NoAnswerError, ServiceAwayError):
        return None
