"""Reads whole whoever a row of the roster may be about, as far as the searches do not show what is compared."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from functools import partial

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.at_once import AtOnce
from onefile_desktop.centre.learning import find_by_email, heeds_email
from onefile_desktop.centre.role_searches import Found
from onefile_desktop.centre.snapshot import folded, spelt
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.fields import number
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role

SMALL = 60
"""Where nothing better is to be had, so many people of a role are read one by one."""
_SMALL_TOGETHER = 300
"""As `SMALL`, for all people together whose roles no search shows: a minute of OneFile's limit."""
_NEWEST = 25
"""So many at a time of those this program created are read by ID where no search shows them: it may lag, or hide them.

The newest first, until nobody of so many is active: those who follow were archived, or are gone."""
_MOST_UNSEEN = 3 * _NEWEST
"""After so many the rest are left where nobody tells whether they are archived: only the newest can lag."""
_TRIES = 3
"""So many people are read to find one with an email, to try the search by email with."""
_BY_NAME = (
    "OneFile’s search shows no email addresses here, and searching by them is not to be relied on, so people were "
    "compared by "
    "name and MIS ID. Somebody who is there under another surname would not be noticed, and whoever the roster "
    "names only by their email may not be found."
)


@dataclass(frozen=True)
class Details:
    """Everybody, those who may be on the roster whole; `notes` say what could not be compared."""

    people: tuple[Person, ...]
    abilities: Abilities
    notes: tuple[str, ...] = ()


class _Reading:
    """The people so far. Those in `searched` are as the searches showed them."""

    def __init__(
        self, client: OneFileClient, organisation: int, wanted: Wanted, found: Found, known: Abilities, at_once: AtOnce
    ) -> None:
        self.client, self.organisation, self.wanted, self.at_once = client, organisation, wanted, at_once
        self.searched = found.people
        self.people = dict(found.people)
        self.abilities = known.unproven().updated(found.abilities)
        self.notes: list[str] = []
        self._saw_archived = bool(found.abilities.shows_archived)

    def hidden(self) -> Generator[None, None, None]:
        """Whoever is known by ID and not shown."""
        yield from self._by_id(sorted(self.wanted.ids - self.people.keys()))
        unseen = sorted(self.wanted.made - self.people.keys() - self.wanted.ids, reverse=True)
        for start in range(0, len(unseen), _NEWEST):
            read = yield from self._by_id(unseen[start : start + _NEWEST])
            is_told = any(person.archived is not None for person in read)
            if all(person.archived for person in read) or (start >= _MOST_UNSEEN and not is_told):
                break

    def _by_id(self, ids: Iterable[int]) -> Generator[None, None, list[Person]]:
        """Adds those of `ids` who are somebody here, and returns them."""
        read = yield from self.at_once([partial(self.client.user, user) for user in ids])
        here = [person for person in read if person is not None and is_of(person, self.organisation)]
        self.people.update((person.id, person) for person in here)
        if any(person.archived for person in here) and not self._saw_archived:
            self.abilities = replace(self.abilities, shows_archived=False)
        return here

    def whole(self, people: Iterable[Person]) -> Generator[None, None, None]:
        """Reads `people` whole who are not yet, and keeps what a search had shown and this does not."""
        unread = [one for one in people if one.id not in self.people or not self.people[one.id].complete]
        read = yield from self.at_once([partial(self.client.user, one.id) for one in unread])
        for shown, person in zip(unread, read, strict=True):
            known = self.people.setdefault(shown.id, shown)
            if person is None:
                continue
            if not is_of(person, self.organisation):  # the search has not heeded the centre
                del self.people[shown.id]
                continue
            archived = person.archived or known.archived
            self.people[shown.id] = replace(person, role=person.role or known.role, archived=archived)
            if archived and shown.id in self.searched:
                self.abilities = replace(self.abilities, shows_archived=True)

    def by_email(self) -> Generator[None, None, None]:
        """Whoever has an email of the roster and could not be known by their name.

        A search that could not be tried counts for whom it finds, and not for whom it does not.
        """
        unshown = [role for role in Role if self._hides_email(role)]
        matched = {(one.role, folded(one.email or "")) for one in self.people.values() if one.complete}
        emails = sorted({email for role, email in self.wanted.emails - matched if role in unshown})
        if not emails:
            return
        yield from self._try_email(unshown)
        found: list[Person] = []
        if "Email" not in self.abilities.ignores:
            searches = [partial(find_by_email, self.client, self.organisation, email) for email in emails]
            for shown in (yield from self.at_once(searches)):
                if shown is None:
                    self._learn(heeds=False)
                else:
                    found += shown
        yield from self.whole({one.id: one for one in found}.values())
        if "Email" not in self.abilities.honours:
            yield from self._without_email(unshown)

    def _without_email(self, roles: Iterable[Role]) -> Generator[None, None, None]:
        """Everybody of a small role, of a large one those who share a surname with a row."""
        wanted_roles = {role for role, _ in self.wanted.emails}
        surnames = {surname for _, surname in self.wanted.last_names}
        readable: list[Person] = []
        for role in [None, *(role for role in roles if role in wanted_roles)]:
            unread = [one for one in self.people.values() if one.role is role and not one.complete]
            if len(unread) > most_read(role):
                unread = [one for one in unread if spelt(one.last_name) in surnames]
                self.notes = [_BY_NAME]
            readable += unread
        yield from self.whole(readable)

    def _hides_email(self, role: Role) -> bool:
        """Whether the searches show nobody's email of a role that somebody has."""
        of_role = [one for one in self.searched.values() if one.role in {None, role}]
        return bool(of_role) and not any(one.email for one in of_role)

    def _try_email(self, roles: Iterable[Role]) -> Generator[None, None, None]:
        """Whether the search heeds an email; that stays unknown where nobody is found to try it with."""
        likely = [one for one in self.people.values() if one.id in self.searched and one.role in {None, *roles}]
        for one in sorted(likely, key=lambda one: not one.complete)[:_TRIES]:
            yield from self.whole([one])
            somebody = self.people.get(one.id)
            if somebody is not None and somebody.email and not somebody.archived:
                others = self.searched.values()
                (heeds,) = yield from self.at_once(
                    [partial(heeds_email, self.client, self.organisation, somebody, others)]
                )
                self._learn(heeds=heeds)
                return

    def _learn(self, *, heeds: bool | None) -> None:
        if heeds is not None:
            name = frozenset({"Email"})
            self.abilities = self.abilities.updated(Abilities(honours=name) if heeds else Abilities(ignores=name))


def is_of(person: Person, organisation: int) -> bool:
    """Whether somebody read by ID belongs to a centre, or may: only another centre's number tells that they do not."""
    said = number(person.fields.get("OrganisationID"))
    return said is None or said <= 0 or said == organisation


def most_read(role: Role | None) -> int:
    """How many people of a role are read one by one where nothing better is to be had; None: of no role that shows."""
    return _SMALL_TOGETHER if role is None else SMALL


def read_details(
    client: OneFileClient, organisation: int, wanted: Wanted, found: Found, known: Abilities, at_once: AtOnce
) -> Generator[None, None, Details]:
    """Reads who may be on the roster, by ID, and looks for the others by email where no search shows emails.

    `known` is what is known of the service from before. Whether a search heeds the email is tried each time it matters,
    and where that cannot be, it is not relied on. Raises the errors of `endings`.
    """
    reading = _Reading(client, organisation, wanted, found, known, at_once)
    yield from reading.hidden()
    sharing = wanted.share_a_name(reading.people.values())
    yield from reading.whole([one for one in reading.people.values() if one.id in sharing or wanted.could_be(one)])
    yield from reading.by_email()
    return Details(tuple(reading.people.values()), reading.abilities, tuple(reading.notes))
