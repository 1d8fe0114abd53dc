"""Reads a centre: everything a plan compares the roster with, and no more.

People come from one paged search a role. Where the search does not show what a row must be compared by
(OneFile's help does not say whether it shows an email, or a role), those who could match are read one by one.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from onefile_desktop.centre.snapshot import Centre, spelt
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Named, Organisation, Person
from onefile_desktop.onefile.roles import Role

PAGE_SIZE = 200
_FEW = 5
"""A search by email that finds more people than this has not looked at the email."""
_SMALL = 60
"""Where nothing better is to be had, so many people are read one by one."""
_NEWEST = 25
"""So many of those this program created are read by ID where no search shows them: a search may lag, or hide them."""

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """Progress: what is being read, how much of it there is so far, and the calls it took."""

    what: str
    count: int
    calls: int


def download(client: OneFileClient, organisation: Organisation, wanted: Wanted) -> Generator[Reading, None, Centre]:
    """Reads the centre, yielding progress and returning the `Centre`. Raises the errors of `onefile.endings`."""
    before = client.calls
    everybody: dict[int, Person] = {}
    for count in _people(client, organisation.id, everybody):
        yield Reading("people", count, client.calls - before)
    classrooms = _all(client, lambda page, size: client.classrooms(organisation.id, page=page, size=size))
    yield Reading("classes", len(classrooms), client.calls - before)
    placements = _all(client, lambda page, size: client.placements(organisation.id, page=page, size=size))
    yield Reading("placements", len(placements), client.calls - before)
    providers = _all(client, lambda page, size: client.providers(organisation.id, page=page, size=size))
    yield Reading("providers", len(providers), client.calls - before)
    nothing: tuple[Named, ...] = ()
    centre = Centre(
        organisation,
        classrooms=classrooms,
        placements=placements,
        providers=providers,
        learner_statuses=client.learner_statuses(organisation.id) if wanted.learner_statuses else nothing,
        standards=client.standards(organisation.id) if wanted.standards or wanted.units else nothing,
        framework_templates=client.framework_templates(organisation.id) if wanted.framework_templates else nothing,
        units=client.units(organisation_id=organisation.id) if wanted.units else (),
    )
    yield Reading("standards and units", len(centre.standards) + len(centre.units), client.calls - before)
    notes: list[str] = []
    for note in _complete(client, organisation, wanted, everybody):
        if note is not None:
            notes.append(note)
        yield Reading("details of people who may be on the roster", len(everybody), client.calls - before)
    centre = replace(centre, people=tuple(everybody.values()), notes=tuple(notes))
    if wanted.programmes:
        # Whoever was read whole is so because a row may be about them.
        learners = [person for person in everybody.values() if person.role is Role.LEARNER and person.complete]
        for number, learner in enumerate(learners, start=1):
            centre = _with_programme(client, centre, learner.id)
            yield Reading("what learners have already", number, client.calls - before)
    return centre


def _people(client: OneFileClient, organisation: int, everybody: dict[int, Person]) -> Iterator[int]:
    """Finds everybody, into `everybody`; a role that no answer shows is taken from the search, if that heeds it."""
    heeded = True
    guessed: set[int] = set()
    for role in Role:
        found_here: set[int] = set()
        for page in client.pages(_of_role(client, organisation, role), PAGE_SIZE):
            for person in page:
                if person.role is None and person.id in guessed - found_here:
                    heeded = False
                found_here.add(person.id)
                if person.role is None:
                    guessed.add(person.id)
                everybody.setdefault(person.id, person if person.role else replace(person, role=role))
            yield len(everybody)
    if not heeded:
        for known in guessed:
            everybody[known] = replace(everybody[known], role=None)


def _of_role(client: OneFileClient, organisation: int, role: Role) -> Callable[[int, int], tuple[Person, ...]]:
    return lambda page, size: client.search_users(organisation, role=role, page=page, size=size)


def _all(client: OneFileClient, fetch: Callable[[int, int], tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(client.pages(fetch, PAGE_SIZE)))


def _complete(
    client: OneFileClient, organisation: Organisation, wanted: Wanted, everybody: dict[int, Person]
) -> Iterator[str | None]:
    """Reads everybody whole who could be on the roster, in place; yields notes, and None as progress."""
    unseen = sorted(wanted.made - everybody.keys(), reverse=True)[:_NEWEST]
    for hidden in sorted({*(wanted.ids - everybody.keys()), *unseen}):
        person = client.user(hidden)
        if person is not None:
            everybody[person.id] = person
        yield None
    for person in [person for person in everybody.values() if wanted.could_be(person)]:
        _read_whole(client, person, everybody)
        yield None
    if any(person.email for person in everybody.values() if not person.complete):
        return
    for role, email in sorted(wanted.emails):
        found = client.find_users(organisation.id, {"Email": email}, role)
        if len(found) > _FEW:
            yield from _complete_without_emails(client, wanted, everybody)
            return
        for person in found:
            _read_whole(client, person if person.role else replace(person, role=role), everybody)
        yield None


def _complete_without_emails(
    client: OneFileClient, wanted: Wanted, everybody: dict[int, Person]
) -> Iterator[str | None]:
    """Reads everybody of the roster's roles in a small centre, in a large one those who share a surname with a row."""
    unread = [one for one in everybody.values() if not one.complete and (one.role is None or one.role in wanted.roles)]
    if len(unread) > _SMALL:
        unread = [one for one in unread if (one.role, spelt(one.last_name)) in wanted.last_names]
        yield (
            "OneFile’s search shows no email addresses here and cannot search for them, so people were compared by "
            "name and MIS ID. Somebody who is there under another surname would not be noticed."
        )
    for person in unread:
        _read_whole(client, person, everybody)
        yield None


def _read_whole(client: OneFileClient, person: Person, everybody: dict[int, Person]) -> None:
    known = everybody.get(person.id, person)
    if known.complete:
        return
    whole = client.user(person.id)
    if whole is not None:
        everybody[person.id] = replace(whole, role=whole.role or known.role, archived=whole.archived or known.archived)


def _with_programme(client: OneFileClient, centre: Centre, learner: int) -> Centre:
    aims = _all(client, lambda page, size: client.learning_aims(learner, page=page, size=size))
    summaries = _all(client, lambda page, size: client.unit_summaries(learner, page=page, size=size))
    return replace(
        centre,
        aims=centre.aims | {(learner, aim.standard_id) for aim in aims},
        summaries=centre.summaries | {(learner, summary.unit_id) for summary in summaries},
        programmes_read=centre.programmes_read | {learner},
    )
