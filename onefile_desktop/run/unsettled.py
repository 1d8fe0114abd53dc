"""Creates whose outcome nobody knows: until it is known, the same person is not created by another run."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.settling import may_be_there

_OPEN = frozenset({ChangeState.SENDING, ChangeState.UNKNOWN})
_TOLD_APART_BY: Mapping[object, tuple[str, ...]] = {
    "service": ("kind", "url", "organisation"),
    "rehearsal": ("kind", "state", "organisation"),
}


def unsettled_creates(
    folder: Path, connection: Mapping[str, object], *, besides: str | None = None
) -> frozenset[tuple[Role, str]]:
    """Role and folded email of everybody whom OneFile may have been told to create, without a clear answer so far.

    Reads the journals in `folder` of runs in the centre that `connection` describes, as a journal keeps it; also those
    that another program carries out at the moment. A journal that cannot be read is passed over, and one whose people
    were forgotten holds nobody who could be told. The run named `besides` is left out.
    """
    paths = (path for path in sorted(folder.glob("*.sqlite")) if path.stem != besides)
    return frozenset(found for path in paths for found in _unsettled(path, _centre(connection)))


def is_same_centre(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two connections, as a journal keeps them, lead to the same centre."""
    return _centre(one) == _centre(other)


def _unsettled(path: Path, centre: tuple[object, ...]) -> Iterator[tuple[Role, str]]:
    try:
        with Journal.read(path) as journal:
            if journal.info.forgotten or _centre(journal.info.connection) != centre:
                return
            changes = journal.changes()
    except CannotRecordError:
        return
    for one in changes:
        is_open = one.state in _OPEN and may_be_there(one)
        if one.change.kind is ChangeKind.CREATE and one.change.role is not None and is_open:
            yield one.change.role, folded(str(one.change.request.body["Email"]))


def _centre(connection: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(connection.get(name) for name in _TOLD_APART_BY.get(connection.get("kind"), ("kind",)))
