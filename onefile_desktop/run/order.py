"""In which order a plan's changes are best sent, so that people are finished one by one."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind

Who: TypeAlias = str | int
"""The person a change is for: the ID in OneFile, or the key of the change that creates them."""


def who(change: Change) -> Who | None:
    """The person `change` is for; None for a placement or a class that is made."""
    if change.kind is ChangeKind.CREATE:
        return change.key
    return change.about.key if isinstance(change.about, IdOf) else change.about


def waits_for(change: Change) -> tuple[str, ...]:
    """The keys of the changes that must be done before `change`."""
    about = (change.about.key,) if isinstance(change.about, IdOf) and change.about.key != change.key else ()
    return tuple(dict.fromkeys((*change.depends_on, *change.request.waits_for(), *about)))


def places(changes: Mapping[str, Change], begun: Collection[Who]) -> dict[str, int]:
    """The place of each change, by key: whoever was begun (in that order) first, then everybody in the plan's order.

    A person's changes follow one another, and whatever and whoever they wait for comes right before them.
    """
    units: dict[Who, list[str]] = {}
    unit_of: dict[str, Who] = {}
    for key, change in changes.items():
        person = who(change)
        unit = unit_of[key] = key if person is None else person
        units.setdefault(unit, []).append(key)
    needs = {
        unit: tuple(dict.fromkeys(unit_of[earlier] for key in keys for earlier in waits_for(changes[key])))
        for unit, keys in units.items()
    }
    needed = {other for unit, others in needs.items() for other in others if other != unit}
    # Whom nobody waits for comes first here: the others are drawn in by those. Only circles are left to the end.
    roots = chain(begun, (unit for unit in units if unit not in needed), units)
    order = chain.from_iterable(units[unit] for unit in _each_after_its_needs(roots, needs))
    return {key: place for place, key in enumerate(order)}


def _each_after_its_needs(roots: Iterator[Who], needs: Mapping[Who, tuple[Who, ...]]) -> Iterator[Who]:
    seen: set[Who] = set()
    for root in roots:
        trail = [] if root in seen else [(root, iter(needs[root]))]
        seen.add(root)
        while trail:
            another = next((one for one in trail[-1][1] if one not in seen), None)
            if another is None:
                yield trail.pop()[0]
            else:
                seen.add(another)
                trail.append((another, iter(needs[another])))
