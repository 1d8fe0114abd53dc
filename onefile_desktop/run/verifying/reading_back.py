"""Reads people back by their IDs, a few at once, and what learners were given."""

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

from onefile_desktop.centre.download import Workers
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError
from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.control import Control
from onefile_desktop.run.verifying.expected import Expected

_AT_ONCE = 4
_MOST_FAILURES_IN_A_ROW = 5

_T = TypeVar("_T")
_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True)
class ReadBack:
    """Somebody as OneFile has them now; `person` is None where it has nobody with their ID.

    `standards` and `units` (folded) are the learner's, read as far as it takes to see those that were given.
    """

    person: Person | None
    standards: frozenset[int] = frozenset()
    units: frozenset[str] = frozenset()


Reading: TypeAlias = ReadBack | CallError


def read_back(
    client: OneFileClient, people: Sequence[Expected], control: Control, may_call: Callable[[], bool]
) -> Generator[int, None, tuple[Reading, ...]]:
    """Reads `people` in their order, yielding how many it has read; returns what came of as many as it came to.

    It ends before the last where `may_call` says no, where `control` asks for a stop, and after some failures in a row.
    Nothing is sent, so a pause holds nothing up: one that was asked for as the run came to its end would never be over.
    """
    readings: list[Reading] = []
    try:
        with Workers(client) as workers:
            while len(readings) < len(people) and may_call() and not _is_hopeless(readings):
                yield len(readings)
                some = people[len(readings) : len(readings) + _AT_ONCE]
                at_once = workers.at_once([partial(_read_or_fail, client, one) for one in some])
                while (read := _next(at_once)) is None:
                    if control.stopping:
                        client.stop()  # whoever waits for a turn gives up
                    yield len(readings)
                readings.extend(read)
    finally:
        if control.stopping:
            client.resume()
    return tuple(readings)


def _next(at_once: Generator[None, None, _T]) -> _T | None:
    try:
        next(at_once)
    except StopIteration as end:
        return end.value
    return None


def _is_hopeless(readings: Sequence[Reading]) -> bool:
    last = readings[-_MOST_FAILURES_IN_A_ROW:]
    return len(last) == _MOST_FAILURES_IN_A_ROW and all(isinstance(one, CallError) for one in last)


def _read_or_fail(client: OneFileClient, expected: Expected) -> Reading:
    try:
        return _read(client, expected)
    except CallError as error:
        return error


def _read(client: OneFileClient, expected: Expected) -> ReadBack:
    learner = expected.onefile_id
    person = client.user(learner)
    if person is None or not expected.given:
        return ReadBack(person)
    given = {kind: [one.thing for one in expected.given if one.what == kind] for kind in ChangeKind}
    templates = given[ChangeKind.FRAMEWORK_TEMPLATE]
    standards, units = frozenset[int](), frozenset[str]()
    if templates or given[ChangeKind.STANDARD]:
        aims = client.pages(lambda page, size: client.learning_aims(learner, page=page, size=size))
        wanted = {int(thing) for thing in given[ChangeKind.STANDARD]}
        standards = _seen(([aim.standard_id for aim in page] for page in aims), wanted)
    if given[ChangeKind.UNIT] or (templates and not standards):
        summaries = client.pages(lambda page, size: client.unit_summaries(learner, page=page, size=size))
        named = {folded(thing) for thing in given[ChangeKind.UNIT]}
        units = _seen(([folded(one.unit_id) for one in page] for page in summaries), named)
    return ReadBack(person, standards, units)


def _seen(pages: Iterable[Iterable[_Key]], wanted: Collection[_Key]) -> frozenset[_Key]:
    """What the pages show: as many of them as it takes to see all that is wanted, or anything at all."""
    seen: set[_Key] = set()
    for page in pages:
        seen.update(page)
        if seen.issuperset(wanted):
            break
    return frozenset(seen)
