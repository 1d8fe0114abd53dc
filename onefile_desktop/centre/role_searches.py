"""Finds everybody of a centre: one paged search a role.

The pages of one role follow one another. Read at once, somebody who is added meanwhile would shift the others over the
edge of a page that is not read yet into one that is, and whoever is not seen may be created again.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.at_once import AtOnce, telling
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role

PAGE_SIZE = 200
"""People a page; a service that gives shorter ones takes more calls."""
_FEWEST = Role.OBSERVER
"""A role that few people have: a search for it that ignores the role soon shows."""


@dataclass(frozen=True)
class Found:
    """Who was found, by ID, and what that shows of the searches."""

    people: dict[int, Person]
    abilities: Abilities


class _Search:
    """The search for one role, page by page."""

    def __init__(self, client: OneFileClient, organisation: int, role: Role) -> None:
        self._client, self._organisation, self._role = client, organisation, role
        self._rest: Iterator[tuple[Person, ...]] | None = None
        self._pages: list[tuple[Person, ...]] = []
        self.count = 0

    def first(self) -> tuple[Person, ...]:
        """The first page."""
        self._take(next(self._following(), ()))
        return self._pages[0]

    def all(self) -> None:
        """Every page that is not there yet."""
        for page in self._following():
            self._take(page)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody so far."""
        return tuple(person for page in self._pages for person in page)

    @property
    def page_size(self) -> int | None:
        """The longest page; None while there is only one, which shows no limit."""
        pages = [page for page in self._pages if page]
        return max(map(len, pages)) if len(pages) > 1 else None

    def _following(self) -> Iterator[tuple[Person, ...]]:
        if self._rest is None:
            self._rest = self._client.pages(self._fetch, PAGE_SIZE)
        return self._rest

    def _take(self, page: tuple[Person, ...]) -> None:
        self._pages.append(page)
        self.count += len(page)

    def _fetch(self, page: int, size: int) -> tuple[Person, ...]:
        return self._client.search_users(self._organisation, role=self._role, page=page, size=size)


def find_everybody(client: OneFileClient, organisation: int, at_once: AtOnce) -> Generator[int, None, Found]:
    """Finds everybody, yielding how many there are so far. Raises the errors of `endings`.

    Where the search ignores the role, one search has them all. A role that the search does not show is the one that was
    asked for, if that is heeded.
    """
    searches = {role: _Search(client, organisation, role) for role in Role}

    def count() -> int:
        return sum(search.count for search in searches.values())

    (few,) = yield from telling(at_once([searches[_FEWEST].first]), count)
    (learners,) = yield from telling(at_once([searches[Role.LEARNER].first]), count)
    if few and _ids(few) == _ids(learners):
        searches = {_FEWEST: searches[_FEWEST]}
        yield from telling(at_once([searches[_FEWEST].all]), count)
        return Found(_by_id(searches[_FEWEST].people), _seen(searches, heeded=False))
    yield from telling(at_once([search.all for search in searches.values()]), count)
    return _merged(searches)


def find_roles(
    client: OneFileClient, organisation: int, roles: Iterable[Role], at_once: AtOnce
) -> Generator[int, None, Found]:
    """As `find_everybody`, for some roles of a service that was seen to heed them."""
    searches = {role: _Search(client, organisation, role) for role in sorted(roles)}
    reading = at_once([search.all for search in searches.values()])
    yield from telling(reading, lambda: sum(search.count for search in searches.values()))
    return _merged(searches)


def _by_id(people: Iterable[Person]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for person in people:
        found.setdefault(person.id, person)
    return found


def _merged(searches: dict[Role, _Search]) -> Found:
    everybody: dict[int, Person] = {}
    shown_without_role: dict[int, set[Role]] = {}
    heeded = True
    for role, search in searches.items():
        for person in search.people:
            if person.role is None:
                shown_without_role.setdefault(person.id, set()).add(role)
            heeded = heeded and person.role in {None, role}
            everybody.setdefault(person.id, person if person.role else replace(person, role=role))
    if any(len(roles) > 1 for roles in shown_without_role.values()):
        heeded = False
        for known in shown_without_role:
            everybody[known] = replace(everybody[known], role=None)
    return Found(everybody, _seen(searches, heeded=heeded))


def _seen(searches: dict[Role, _Search], *, heeded: bool) -> Abilities:
    shown = [person for search in searches.values() for person in search.people]
    sizes = [search.page_size for search in searches.values() if search.page_size is not None]
    roles = sum(bool(search.count) for search in searches.values())
    return Abilities(
        shows_email=any(person.email for person in shown) if shown else None,
        shows_role=any(person.role for person in shown) if shown else None,
        shows_archived=True if any(person.archived for person in shown) else None,
        honours=frozenset({"Role"} if heeded and roles > 1 else ()),
        ignores=frozenset() if heeded else frozenset({"Role"}),
        page_size=max(sizes, default=None),
    )


def _ids(people: tuple[Person, ...]) -> list[int]:
    return [person.id for person in people]
