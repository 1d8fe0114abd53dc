"""Which class, placement, provider, status, standard, unit or framework template a text in a cell refers to."""

from collections.abc import Sequence
from typing import assert_never

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Named, Unit
from onefile_desktop.plan.likeness import alike, alike_identifiers
from onefile_desktop.plan.resolve import Ambiguous, Found, Resolution, Unknown
from onefile_desktop.roster.fields import Target

Thing = Named | Unit
"""Something of a centre that is no person."""


def resolve_thing(text: str, target: Target, centre: Centre, *, standard: int | None = None) -> Resolution:
    """Which class, placement, standard, unit ... `text` refers to: by name, else by MIS ID or ID.

    Units go by their ID before their title. Units of several standards may share a title; `standard` says which of
    them is meant.
    """
    things = things_of(target, centre, standard=standard)
    found = meant_by(text, things)
    if len({thing.id for thing in found}) > 1:
        return Ambiguous(tuple(told(thing) for thing in found))
    return _found(found[0]) if found else Unknown(suggested(text, things))


def chosen_thing(meant: str, target: Target, centre: Centre, *, standard: int | None = None) -> Resolution:
    """As `resolve_thing` for what the admin chose, where the ID in OneFile counts before anything else."""
    things = things_of(target, centre, standard=standard)
    by_id = next((thing for thing in things if str(thing.id) == meant.strip()), None)
    return resolve_thing(meant, target, centre, standard=standard) if by_id is None else _found(by_id)


def things_of(target: Target, centre: Centre, *, standard: int | None = None) -> tuple[Thing, ...]:
    """Everything of one kind that the centre has; of units, those that may belong to `standard` where one is given."""
    match target:
        case Target.CLASSROOM:
            return centre.classrooms
        case Target.PLACEMENT:
            return centre.placements
        case Target.PROVIDER:
            return centre.providers
        case Target.LEARNER_STATUS:
            return centre.learner_statuses
        case Target.STANDARD:
            return centre.standards
        case Target.FRAMEWORK_TEMPLATE:
            return centre.framework_templates
        case Target.UNIT:
            return tuple(one for one in centre.units if standard is None or one.standard_id in (standard, None))
        case Target.PERSON:
            return ()
        case _:
            assert_never(target)


def name_of(thing: Thing) -> str:
    """What people call it."""
    return thing.title if isinstance(thing, Unit) else thing.name


def told(thing: Thing) -> str:
    """A thing with what tells it from others of its name."""
    if isinstance(thing, Unit):
        return f"{thing.title} ({thing.id})"
    return f"{thing.name} ({f'MIS ID {thing.mis_id}, ' if thing.mis_id else ''}ID {thing.id})"


def meant_by(text: str, things: Sequence[Thing]) -> tuple[Thing, ...]:
    """Those of `things` that `text` may mean: several only where they share what it says."""
    wanted = folded(text)
    by_name = tuple(thing for thing in things if folded(name_of(thing)) == wanted)
    by_id = tuple(thing for thing in things if wanted in _identifiers(thing))
    is_of_units = bool(things) and isinstance(things[0], Unit)
    return by_id or by_name if is_of_units else by_name or by_id


def _identifiers(thing: Thing) -> tuple[str, ...]:
    mis_id = thing.mis_id if isinstance(thing, Named) else None
    return (folded(str(thing.id)), folded(mis_id)) if mis_id else (folded(str(thing.id)),)


def _found(thing: Thing) -> Found:
    return Found(thing.id, name_of(thing))


def suggested(text: str, things: Sequence[Thing]) -> tuple[str, ...]:
    """Names, and MIS IDs, of those of `things` that look like `text`; three at most."""
    mis_ids = [thing.mis_id for thing in things if isinstance(thing, Named) and thing.mis_id]
    return alike_identifiers(text, (), mis_ids) or alike(text, map(name_of, things))
