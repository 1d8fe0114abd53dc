"""Reads a centre: everything a plan compares the roster with, and no more.

Calls go out together, as far as the client's limiter lets them. Their answers are put together in an order that does
not depend on which came first, so that the same centre always gives the same `Centre`.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import TracebackType
from typing import Self, TypeVar

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.at_once import AtOnce, telling
from onefile_desktop.centre.details import read_details
from onefile_desktop.centre.lists import read_lists
from onefile_desktop.centre.role_searches import PAGE_SIZE, find_everybody
from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import LearningAim, Organisation, UnitSummary
from onefile_desktop.onefile.roles import Role

_WORKERS = 8
_TICK_SECONDS = 0.2
_UNKNOWN = Abilities()

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """Progress: what is being read, how much of it there is so far, and the calls it took."""

    what: str
    count: int
    calls: int


class Workers:
    """The threads of one reading of a centre. However the block ends, none of them outlives it."""

    def __init__(self, client: OneFileClient) -> None:
        self._limiter = client.limiter
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="download")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gives_up = kind is not None and not self._limiter.is_stopped
        if gives_up:  # whoever waits for a turn is to leave
            self._limiter.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if gives_up:
            self._limiter.resume()

    def at_once(self, work: Sequence[Callable[[], T]]) -> Generator[None, None, tuple[T, ...]]:
        """See `AtOnce`."""
        futures = [self._pool.submit(piece) for piece in work]
        waiting = set(futures)
        while waiting:
            done, waiting = wait(waiting, _TICK_SECONDS, FIRST_COMPLETED)
            for future in done:
                future.result()
            yield
        return tuple(future.result() for future in futures)


def download(
    client: OneFileClient, organisation: Organisation, wanted: Wanted, known: Abilities = _UNKNOWN
) -> Generator[Reading, None, Centre]:
    """Reads the centre, yielding progress and returning the `Centre`. Raises the errors of `onefile.endings`.

    `known` is what is known of the service's searches from before. It is given up by the client's `stop`, which raises
    `CancelledError` here, or by closing this generator; calls that are under way are waited for.
    """
    before = client.calls

    def reading(what: str, count: int) -> Reading:
        return Reading(what, count, client.calls - before)

    with Workers(client) as workers:
        found = yield from _told(find_everybody(client, organisation.id, workers.at_once), partial(reading, "people"))
        yield reading("people", len(found.people))
        lists = yield from telling(
            read_lists(client, organisation.id, wanted, workers.at_once), lambda: reading("people", len(found.people))
        )
        for what, things in (
            ("classes", lists.classrooms),
            ("placements", lists.placements),
            ("providers", lists.providers),
            ("standards and units", (*lists.standards, *lists.units)),
        ):
            yield reading(what, len(things))
        details = yield from telling(
            read_details(client, organisation.id, wanted, found, known, workers.at_once),
            lambda: reading("details of people who may be on the roster", len(found.people)),
        )
        centre = Centre(
            organisation,
            people=details.people,
            classrooms=lists.classrooms,
            placements=lists.placements,
            providers=lists.providers,
            learner_statuses=lists.learner_statuses,
            standards=lists.standards,
            framework_templates=lists.framework_templates,
            units=lists.units,
            notes=details.notes,
            abilities=details.abilities,
        )
        if wanted.programmes:
            # Whoever was read whole is so because a row may be about them.
            learners = [one.id for one in centre.people if one.role is Role.LEARNER and one.complete]
            centre = yield from telling(
                _with_programmes(client, centre, learners, workers.at_once),
                lambda: reading("what learners have already", len(learners)),
            )
    return replace(centre, calls=client.calls - before)


def _told(counting: Generator[int, None, T], make: Callable[[int], Reading]) -> Generator[Reading, None, T]:
    while True:
        try:
            count = next(counting)
        except StopIteration as end:
            return end.value
        yield make(count)


def _with_programmes(
    client: OneFileClient, centre: Centre, learners: Sequence[int], at_once: AtOnce
) -> Generator[None, None, Centre]:
    aims = yield from at_once([partial(_aims, client, learner) for learner in learners])
    summaries = yield from at_once([partial(_summaries, client, learner) for learner in learners])
    return replace(
        centre,
        aims=frozenset((aim.learner_id, aim.standard_id) for aim in chain.from_iterable(aims)),
        summaries=frozenset((one.learner_id, one.unit_id) for one in chain.from_iterable(summaries)),
        programmes_read=frozenset(learners),
    )


def _aims(client: OneFileClient, learner: int) -> tuple[LearningAim, ...]:
    pages = client.pages(lambda page, size: client.learning_aims(learner, page=page, size=size), PAGE_SIZE)
    return tuple(chain.from_iterable(pages))


def _summaries(client: OneFileClient, learner: int) -> tuple[UnitSummary, ...]:
    pages = client.pages(lambda page, size: client.unit_summaries(learner, page=page, size=size), PAGE_SIZE)
    return tuple(chain.from_iterable(pages))
