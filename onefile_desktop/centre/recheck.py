"""Reads a centre once more, right before a plan is sent: only what the plan concerns, and who is another there now.

The same paged searches as the download bring everybody of the roles concerned. Whoever they show unchanged keeps the
details of the first reading; who is new or another is read whole where a row may be about them.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from onefile_desktop.centre.concern import Concern
from onefile_desktop.centre.download import Reading
from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import RefusedError
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role

_PAGE_SIZE = 200
_FEW = 5
"""A search by email that finds more people than this has not looked at the email."""
_SMALL = 60
"""Where no search helps with email addresses, so many people are read one by one."""


@dataclass(frozen=True)
class Reread:
    """The centre as it is now. `noticed` are the people who were found by the email address of somebody new."""

    centre: Centre
    noticed: frozenset[int] = frozenset()


def reread(client: OneFileClient, before: Centre, wanted: Wanted, concern: Concern) -> Generator[Reading, None, Reread]:
    """Reads what `concern` is about again, yielding progress. Raises the errors of `onefile.endings`.

    Nobody is dropped for not being shown: who was read whole before, or may be on the roster, is looked up by ID first.
    """
    calls = client.calls
    looking = _Looking(client, before, wanted, concern)
    roles = sorted(concern.roles)
    for role in roles[:1] if "Role" in before.abilities.ignores else roles:
        for count in looking.read_role(role):
            yield Reading("people", count, client.calls - calls)
    for _ in looking.complete():
        yield Reading("people who are new or another", len(looking.now), client.calls - calls)
    organisation = before.organisation.id
    now = replace(before, people=tuple(looking.now.values()))
    if concern.classrooms:
        pages = client.pages(lambda page, size: client.classrooms(organisation, page=page, size=size), _PAGE_SIZE)
        now = replace(now, classrooms=tuple(one for page in pages for one in page))
        yield Reading("classes", len(now.classrooms), client.calls - calls)
    if concern.placements:
        pages = client.pages(lambda page, size: client.placements(organisation, page=page, size=size), _PAGE_SIZE)
        now = replace(now, placements=tuple(one for page in pages for one in page))
        yield Reading("placements", len(now.placements), client.calls - calls)
    return Reread(now, frozenset(looking.noticed))


class _Looking:
    """One look: `now` is everybody as they are known by now, in the order of the first reading, who is new last."""

    def __init__(self, client: OneFileClient, before: Centre, wanted: Wanted, concern: Concern) -> None:
        self._client, self._before, self._wanted, self._concern = client, before, wanted, concern
        self.now = dict(before.by_id)
        self.noticed: set[int] = set()
        self._shown: set[int] = set()
        self._shows_email = before.abilities.shows_email is True

    def read_role(self, role: Role) -> Iterator[int]:
        """Everybody of `role`; yields how many there are so far."""
        organisation = self._before.organisation.id
        found: dict[int, Person] = {}
        for page in self._client.pages(
            lambda number, size: self._client.search_users(organisation, role=role, page=number, size=size), _PAGE_SIZE
        ):
            found.update((person.id, person) for person in page)
            yield len(self._shown) + len(found)
        self._shows_email |= any(person.email for person in found.values())
        heeded = "Role" not in self._before.abilities.ignores
        heeded = heeded and all(
            self._known_role(one, role) is role for one in found.values() if one.id in self._before.by_id
        )
        for person in found.values():
            self._take_in(person, role if heeded else None)
        self._shown |= found.keys()

    def complete(self) -> Iterator[None]:
        """Reads whole who is new or another, where a row may be about them, and whom no search shows any more."""
        for person in [one for one in self.now.values() if self._has_gone(one)]:
            whole = self._client.user(person.id) if self._matters(person) else None
            if whole is None:
                del self.now[person.id]
            else:
                self._keep_whole(whole)
            yield None
        for person in [one for one in self.now.values() if self._is_another(one) and self._matters(one)]:
            yield from self._read_whole(person)
        if not self._shows_email:
            yield from self._look_for_emails()

    def _known_role(self, person: Person, searched: Role) -> Role | None:
        if person.role is not None:
            return searched  # an answer that shows roles needs no guess
        return self._before.by_id[person.id].role

    def _take_in(self, person: Person, role: Role | None) -> None:
        known = self.now.get(person.id)
        if known is None:
            self.now[person.id] = person if person.role else replace(person, role=role)
            return
        self.now[person.id] = replace(
            known,
            role=person.role or known.role,
            first_name=person.first_name,
            last_name=person.last_name,
            email=known.email if person.email is None else person.email,
            mis_id=known.mis_id if person.mis_id is None else person.mis_id,
            archived=known.archived if person.archived is None else person.archived,
        )

    def _has_gone(self, person: Person) -> bool:
        return person.role in self._concern.roles and person.id not in self._shown

    def _is_another(self, person: Person) -> bool:
        return person.id in self._shown and person != self._before.by_id.get(person.id)

    def _matters(self, person: Person) -> bool:
        before = self._before.by_id.get(person.id, person)
        return person.complete or person.id in self._concern.ids or any(map(self._wanted.could_be, (person, before)))

    def _look_for_emails(self) -> Iterator[None]:
        """Whether somebody has the address of a new person by now, where the searches do not show addresses."""
        emails = frozenset(new.email for new in self._concern.creates)
        heeded = "Email" not in self._before.abilities.ignores
        for email in sorted(emails) if heeded else ():
            found = self._who_has(email)
            if found is None:
                heeded = False
                break
            for person in found:
                yield from self._read_whole(person)
                self._notice(person.id, emails)
            yield None
        for person in () if heeded else tuple(self._unsure()):
            yield from self._read_whole(person)
            self._notice(person.id, emails)

    def _who_has(self, email: str) -> tuple[Person, ...] | None:
        """The people whom a search by email finds; None where it refuses, or has not looked at the email."""
        try:
            found = self._client.find_users(self._before.organisation.id, {"Email": email})
        except RefusedError:
            return None
        return None if len(found) > _FEW else found

    def _unsure(self) -> Iterator[Person]:
        """Whoever may have any address: everybody of a small role, of a large one those who share a new surname."""
        surnames = {new.last_name for new in self._concern.creates}
        for role in (None, *sorted({new.role for new in self._concern.creates})):
            people = [person for person in self.now.values() if person.role is role]
            small = len(people) <= _SMALL
            yield from (person for person in people if small or spelt(person.last_name) in surnames)

    def _notice(self, person: int, emails: frozenset[str]) -> None:
        before, now = self._before.by_id.get(person), self.now.get(person)
        email = folded(now.email or "") if now is not None else ""
        if email in emails and (before is None or folded(before.email or "") != email):
            self.noticed.add(person)

    def _read_whole(self, person: Person) -> Iterator[None]:
        whole = self._client.user(person.id)
        if whole is not None:
            self.now.setdefault(person.id, person)
            self._keep_whole(whole)
        yield None

    def _keep_whole(self, whole: Person) -> None:
        known = self.now[whole.id]
        is_news = whole.archived is not None and whole.archived is not bool(known.archived)
        archived = whole.archived if is_news else known.archived
        self.now[whole.id] = replace(whole, role=whole.role or known.role, archived=archived)
