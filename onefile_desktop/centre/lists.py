"""Reads a centre's lists: classes, placements and whatever else the roster names."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

from onefile_desktop.centre.at_once import AtOnce
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import NoAnswerError, RefusedError, ServiceAwayError
from onefile_desktop.onefile.models import Named, Unit

_ROUND = 50
"""An unpaged search that finds a multiple of so many may have been cut short, so the pages are read as well."""
_PAGE_SIZE = 200


@dataclass(frozen=True)
class Lists:
    """What a centre has beside people."""

    classrooms: tuple[Named, ...] = ()
    placements: tuple[Named, ...] = ()
    providers: tuple[Named, ...] = ()
    learner_statuses: tuple[Named, ...] = ()
    standards: tuple[Named, ...] = ()
    framework_templates: tuple[Named, ...] = ()
    units: tuple[Unit, ...] = ()


class ListSearch(Protocol):
    """One of the client's searches that may be paged."""

    def __call__(
        self, organisation_id: int, *, page: int | None = None, size: int | None = None
    ) -> tuple[Named, ...]: ...


def read_lists(
    client: OneFileClient, organisation: int, wanted: Wanted, at_once: AtOnce
) -> Generator[None, None, Lists]:
    """Reads them, all at once, one call each where the service allows it. Raises the errors of `endings`."""
    read = yield from at_once(
        [
            partial(everything, client, client.classrooms, organisation),
            partial(everything, client, client.placements, organisation),
            partial(everything, client, client.providers, organisation),
            _if(wanted.learner_statuses, lambda: client.learner_statuses(organisation)),
            _if(wanted.standards or wanted.units, lambda: client.standards(organisation)),
            _if(wanted.framework_templates, lambda: client.framework_templates(organisation)),
        ]
    )
    units: tuple[Unit, ...] = ()
    if wanted.units:
        (units,) = yield from at_once([lambda: client.units(organisation_id=organisation)])
    return Lists(*read, units=units)


def everything(client: OneFileClient, search: ListSearch, organisation: int) -> tuple[Named, ...]:
    """All that an unpaged search finds, or its pages where that is refused, falls over or may be cut short."""
    try:
        found = search(organisation)
    except (RefusedError, NoAnswerError, ServiceAwayError):
        found = None
    if found is not None and (not found or len(found) % _ROUND):
        return found
    pages = client.pages(lambda page, size: search(organisation, page=page, size=size), _PAGE_SIZE)
    paged = chain.from_iterable(pages)
    return tuple({thing.id: thing for thing in (*(found or ()), *paged)}.values())


def _if(needed: bool, read: Callable[[], tuple[Named, ...]]) -> Callable[[], tuple[Named, ...]]:
    return read if needed else tuple
