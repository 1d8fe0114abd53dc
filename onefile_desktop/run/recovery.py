"""Settles what may have been carried out, by looking before anything is sent again."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from typing import TypeVar
from urllib.parse import unquote

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Named
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.held import is_held
from onefile_desktop.run.findings import Altered, Finding, Found, NotThere, Undecided
from onefile_desktop.run.identity import Identity, identity
from onefile_desktop.run.journal import JournalChange
from onefile_desktop.run.newcomers import NOBODY_NEW, NewPeople
from onefile_desktop.run.person_search import Sought, Witness, find_person, is_person

_T = TypeVar("_T")


def look(
    client: OneFileClient,
    change: Change,
    request: Request,
    taken: frozenset[int],
    *,
    thorough: bool,
    witness: Witness | None = None,
    newcomers: NewPeople = NOBODY_NEW,
    others: frozenset[Identity] = frozenset(),
) -> Finding:
    """Whether `change` was carried out, as far as the centre shows now.

    `request` is the change's with every ID filled in; `taken` are IDs that it cannot have made, because they were there
    before or belong to another change; `thorough` says that a person who is not found may be created again; `witness`
    is whom a search must show before it is believed that it does not show this person; among `newcomers` they may be
    whatever a search shows; `others` is everybody whom the same run creates. Of an update it also tells whether
    somebody has changed something since it was planned. Raises the errors of `endings`.
    """
    body = request.body
    match change.kind:
        case ChangeKind.CREATE:
            sought = _sought(body, taken, others)
            return find_person(client, sought, thorough=thorough, witness=witness, newcomers=newcomers)
        case ChangeKind.PLACEMENT:
            organisation = _number(body, "OrganisationID")
            fetch = partial(client.placements, organisation)
            return _find_named(client, lambda page, size: fetch(page=page, size=size), body, taken)
        case ChangeKind.CLASSROOM:
            organisation = _number(body, "OrganisationID")
            fetch = partial(client.classrooms, organisation)
            return _find_named(client, lambda page, size: fetch(page=page, size=size), body, taken)
        case ChangeKind.STANDARD:
            _, _, standard, _, learner = request.path.split("/")
            return _find_aim(client, int(learner), int(standard))
        case ChangeKind.UNIT:
            _, _, unit, _, learner, _ = request.path.split("/")
            return _find_unit(client, int(learner), unquote(unit))
        case ChangeKind.UPDATE:
            return _compare(client, int(request.path.rpartition("/")[2]), body, change.was)
        case ChangeKind.FRAMEWORK_TEMPLATE:
            return _only_reach(client, int(request.path.split("/")[4]))
        case ChangeKind.ASSIGN | ChangeKind.ASSIGN_PLACEMENT:
            return _only_reach(client, int(request.path.split("/")[2]))


def confirm_candidate(
    client: OneFileClient,
    change: Change,
    request: Request,
    taken: frozenset[int],
    *,
    candidate: int,
    others: frozenset[Identity] = frozenset(),
) -> Finding:
    """Whether a person whom OneFile has just created has the ID `candidate`; searches for them where not.

    The rest is as for `look`.
    """
    sought = _sought(request.body, taken, others)
    if is_person(client, candidate, sought):
        return Found(candidate)
    return look(client, change, request, taken, thorough=False, others=others)


def witness_of(change: JournalChange, *, sent_after: bool) -> Witness | None:
    """What shows by a person who was created whether a search is up to date; None where `change` is no such thing.

    `sent_after` says that their call left once the call for whoever is looked for had ended.
    """
    if change.change.kind is not ChangeKind.CREATE or change.onefile_id is None:
        return None
    body = change.change.request.body
    return Witness(
        id=change.onefile_id,
        organisation=_number(body, "OrganisationID"),
        role=Role(_number(body, "Role")),
        last_name=str(body["LastName"]),
        email=str(body["Email"]),
        sent_after=sent_after,
    )


def identity_of(change: Change) -> Identity | None:
    """Who is created by `change`; None where that is nobody."""
    if change.kind is not ChangeKind.CREATE:
        return None
    body = change.request.body
    return identity(Role(_number(body, "Role")), str(body["FirstName"]), str(body["LastName"]), str(body["Email"]))


def _sought(body: Mapping[str, object], taken: frozenset[int], others: frozenset[Identity]) -> Sought:
    return Sought(
        organisation=_number(body, "OrganisationID"),
        role=Role(_number(body, "Role")),
        first_name=str(body["FirstName"]),
        last_name=str(body["LastName"]),
        email=str(body["Email"]),
        mis_id=str(body.get("MISID") or ""),
        taken=taken,
        others=others,
    )


def _find_named(
    client: OneFileClient,
    fetch: Callable[[int, int], tuple[Named, ...]],
    body: Mapping[str, object],
    taken: frozenset[int],
) -> Finding:
    name = folded(str(body["Name"]))
    ids = {one.id for one in _all(client, fetch) if folded(one.name) == name} - taken
    if len(ids) > 1:
        return Undecided(f"OneFile has {len(ids)} of this name.")
    return Found(ids.pop()) if ids else NotThere()


def _find_aim(client: OneFileClient, learner: int, standard: int) -> Finding:
    aims = _all(client, lambda page, size: client.learning_aims(learner, page=page, size=size))
    return next((Found(aim.id) for aim in aims if aim.standard_id == standard), NotThere())


def _find_unit(client: OneFileClient, learner: int, unit: str) -> Finding:
    summaries = _all(client, lambda page, size: client.unit_summaries(learner, page=page, size=size))
    return next((Found(one.id) for one in summaries if folded(one.unit_id) == folded(unit)), NotThere())


def _compare(client: OneFileClient, user: int, body: Mapping[str, object], before: Mapping[str, object]) -> Finding:
    person = client.user(user)
    if person is None:
        return NotThere()
    there = person.fields
    differing = [name for name, value in body.items() if not is_held(name, value, there.get(name))]
    if not differing:
        return Found(None)
    is_altered = any(name in before and not _is_still(name, before[name], there.get(name)) for name in differing)
    return Altered() if is_altered else NotThere()


def _is_still(name: str, before: object, there: object) -> bool:
    return str(before) == str(there) or is_held(name, before, there) or not (before or there)


def _only_reach(client: OneFileClient, user: int) -> Finding:
    """Reads somebody, which fails while OneFile is away: what cannot be looked up is not repeated before it is back."""
    client.user(user)
    return NotThere()


def _number(body: Mapping[str, object], name: str) -> int:
    value = body[name]
    assert isinstance(value, int)
    return value


def _all(client: OneFileClient, fetch: Callable[[int, int], tuple[_T, ...]]) -> Iterable[_T]:
    return chain.from_iterable(client.pages(fetch))
