"""Reads a centre once more, right before a plan is sent: only what the plan concerns, and who is another there now.

The same paged searches as the download bring everybody of the roles concerned. Whoever they show unchanged keeps the
details of the first reading; who is new or another is read whole where a row may be about them, and so is whoever the
plan changes.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from onefile_desktop.centre.at_once import AtOnce, telling
from onefile_desktop.centre.concern import Concern
from onefile_desktop.centre.details import is_of, most_read
from onefile_desktop.centre.download import Reading, Workers
from onefile_desktop.centre.learning import find_by_email
from onefile_desktop.centre.lists import everything
from onefile_desktop.centre.role_searches import find_everybody, find_roles
from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class Reread:
    """The centre as it is now. `noticed` are the people who were found by the email address of somebody new."""

    centre: Centre
    noticed: frozenset[int] = frozenset()


def reread(client: OneFileClient, before: Centre, wanted: Wanted, concern: Concern) -> Generator[Reading, None, Reread]:
    """Reads what `concern` is about again, yielding progress. Raises the errors of `onefile.endings`.

    Nobody is dropped for not being shown: somebody is gone only where OneFile has nobody with their ID.
    """
    calls = client.calls
    organisation = before.organisation.id

    def reading(what: str, count: int) -> Reading:
        return Reading(what, count, client.calls - calls)

    with Workers(client) as workers:
        looking = _Looking(client, before, wanted, concern, workers.at_once)
        if concern.roles or concern.ids:
            for count in looking.search():
                yield reading("people", count)
        yield from telling(looking.complete(), lambda: reading("people who are new or another", len(looking.now)))
        now = replace(before, people=tuple(looking.now.values()))
        if concern.classrooms:
            listed = workers.at_once([partial(everything, client, client.classrooms, organisation)])
            (classrooms,) = yield from telling(listed, partial(reading, "classes", len(before.classrooms)))
            now = replace(now, classrooms=classrooms)
        if concern.placements:
            listed = workers.at_once([partial(everything, client, client.placements, organisation)])
            (placements,) = yield from telling(listed, partial(reading, "placements", len(before.placements)))
            now = replace(now, placements=placements)
    return Reread(now, frozenset(looking.noticed))


class _Looking:
    """One look: `now` is everybody as they are known by now, in the order of the first reading, who is new last."""

    def __init__(
        self, client: OneFileClient, before: Centre, wanted: Wanted, concern: Concern, at_once: AtOnce
    ) -> None:
        self._client, self._before, self._wanted, self._concern = client, before, wanted, concern
        self._at_once = at_once
        self._organisation = before.organisation.id
        self._roles = concern.roles
        self.now = dict(before.by_id)
        self.noticed: set[int] = set()
        self._shown: dict[int, Person] = {}
        self._tells_role = True
        self._read_by_now: set[int] = set()

    def search(self) -> Iterator[int]:
        """Everybody of the roles concerned; yields how many there are so far.

        Where a search for one role was seen to show others too, all are read, just as the first time.
        """
        if "Role" in self._before.abilities.ignores:
            self._roles = frozenset(Role)
            found = yield from find_everybody(self._client, self._organisation, self._at_once)
        else:
            found = yield from find_roles(self._client, self._organisation, self._roles, self._at_once)
        self._shown = found.people
        ignored = self._before.abilities.ignores | found.abilities.ignores
        self._tells_role = bool(found.abilities.shows_role) or "Role" not in ignored
        for person in found.people.values():
            self._take_in(person)

    def complete(self) -> Generator[None, None, None]:
        """Reads whole who is new or another, where a row may be about them, whom no search shows, and who is changed.

        Where no search tells who has which role, that goes for everybody whom the plan names. Then whoever may have the
        email address of somebody new by now, where the searches do not show addresses.
        """
        people = tuple(self.now.values())
        matter = {one.id for one in people if (self._is_unshown(one) or self._is_another(one)) and self._matters(one)}
        named = frozenset[int]() if self._tells_role else self._concern.ids
        yield from self._read(matter | self._concern.changed | named)
        yield from self._look_for_emails()

    def _take_in(self, person: Person) -> None:
        known = self.now.get(person.id)
        role = person.role if self._tells_role else None
        if known is None:
            self.now[person.id] = replace(person, role=role)
            return
        self.now[person.id] = replace(
            known,
            role=role or known.role,
            first_name=person.first_name,
            last_name=person.last_name,
            email=known.email if person.email is None else person.email,
            mis_id=known.mis_id if person.mis_id is None else person.mis_id,
            archived=known.archived if person.archived is None else person.archived,
        )

    def _is_unshown(self, person: Person) -> bool:
        return person.id not in self._shown and (person.role is None or person.role in self._roles)

    def _is_another(self, person: Person) -> bool:
        return person.id in self._shown and person != self._before.by_id.get(person.id)

    def _matters(self, person: Person) -> bool:
        before = self._before.by_id.get(person.id, person)
        return person.complete or person.id in self._concern.ids or any(map(self._wanted.could_be, (person, before)))

    def _look_for_emails(self) -> Generator[None, None, None]:
        """A search that was not seen to heed the address counts for whom it finds, and not for whom it does not."""
        creates = [new for new in self._concern.creates if new.email and self._hides_email(new.role)]
        emails = sorted({new.email for new in creates})
        abilities = self._before.abilities
        is_sure = "Email" in abilities.honours
        search = partial(find_by_email, self._client, self._organisation)
        # The first alone: a service that refuses one refuses them all.
        for some in () if "Email" in abilities.ignores else (emails[:1], emails[1:]):
            found = yield from self._at_once([partial(search, email) for email in some])
            people = {person.id: person for shown in found for person in shown or ()}
            unread = people.keys() - self._read_by_now
            self.now |= {one: people[one] for one in sorted(unread - self.now.keys())}
            yield from self._read(unread)
            if None in found:
                is_sure = False
                break
        if not is_sure:
            surnames = frozenset(new.last_name for new in creates)
            roles = {new.role for new in creates}
            yield from self._read(person.id for person in self._unsure(roles, surnames))
        self._notice(frozenset(emails))

    def _hides_email(self, role: Role) -> bool:
        """Whether the searches show nobody's email of a role that somebody has."""
        of_role = [one for one in self._shown.values() if one.role in {None, role}]
        return bool(of_role) and not any(one.email for one in of_role)

    def _unsure(self, roles: Iterable[Role], surnames: frozenset[str]) -> Iterator[Person]:
        """Whoever may have any address: few people of a role, few who are new in it, and who shares a new surname."""
        for role in (None, *sorted(roles)) if surnames else ():
            people = [person for person in self.now.values() if person.role is role]
            new = [person for person in people if person.id not in self._before.by_id]
            for some in (people, new):
                yield from some if len(some) <= most_read(role) else ()
            yield from (person for person in people if spelt(person.last_name) in surnames)

    def _notice(self, emails: frozenset[str]) -> None:
        for person in self._read_by_now & self.now.keys():
            before = self._before.by_id.get(person)
            email = folded(self.now[person].email or "")
            if email in emails and (before is None or folded(before.email or "") != email):
                self.noticed.add(person)

    def _read(self, people: Iterable[int]) -> Generator[None, None, None]:
        """Reads people whole who are not yet, by ID. Who is in no search and not to be had by ID either is gone."""
        ids = sorted(self.now.keys() & set(people) - self._read_by_now)
        read = yield from self._at_once([partial(self._client.user, one) for one in ids])
        self._read_by_now.update(ids)
        for one, person in zip(ids, read, strict=True):
            if person is not None and is_of(person, self._organisation):
                self._keep_whole(person)
            elif person is not None or one not in self._shown:
                del self.now[one]

    def _keep_whole(self, whole: Person) -> None:
        known, shown = self.now[whole.id], self._shown.get(whole.id)
        is_news = whole.archived is not None and whole.archived is not bool(known.archived)
        is_shown_archived = shown is not None and bool(shown.archived)  # which counts for more, as in the download
        archived = whole.archived if is_news and not is_shown_archived else known.archived
        self.now[whole.id] = replace(whole, role=whole.role or known.role, archived=archived)
