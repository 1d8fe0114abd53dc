"""What the journals of other runs tell of the people whom those have created, or may have: so that nobody else does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.onefile.environments import as_compared
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.identity import Identity
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.recovery import identity_of
from onefile_desktop.run.settling import may_be_there

_OPEN = frozenset({ChangeState.SENDING, ChangeState.UNKNOWN})
_TOLD_APART_BY: Mapping[object, tuple[str, ...]] = {
    "service": ("kind", "url", "organisation"),
    "rehearsal": ("kind", "state", "organisation"),
}


@dataclass(frozen=True)
class Elsewhere:
    """Whom other runs have created, or may have.

    `unsettled` is everybody whom OneFile may have been told to create, without a clear answer so far. `made` is who was
    created, by OneFile ID, with None for somebody whose details were forgotten. The ledger may lack those of them who
    are `perhaps_unrecorded`: a run that was ended between its journal and the ledger has them in the journal alone.
    """

    unsettled: frozenset[Identity] = field(default=frozenset(), repr=False)
    made: Mapping[int, Identity | None] = field(default_factory=dict[int, Identity | None], repr=False)
    perhaps_unrecorded: frozenset[int] = frozenset()

    def may_be_creating(self, person: Identity | None) -> bool:
        """Whether another run was telling OneFile to create `person`, which a search may not show yet."""
        return person is not None and any(one.may_be(person) for one in self.unsettled)


NOTHING_ELSEWHERE = Elsewhere()


def creates_elsewhere(folder: Path, connection: Mapping[str, object], *, besides: str | None = None) -> Elsewhere:
    """What the journals in `folder` tell of runs in the centre that `connection` describes, as a journal keeps it.

    Also of those that another program carries out at the moment. A journal that cannot be read is passed over; one
    whose people were forgotten tells only IDs. The run named `besides` is left out.
    """
    unsettled: set[Identity] = set()
    made: dict[int, Identity | None] = {}
    perhaps_unrecorded: set[int] = set()
    for path in sorted(folder.glob("*.sqlite")):
        is_finished, creates = _creates(path, _centre(connection)) if path.stem != besides else (True, ())
        for one in creates:
            person = identity_of(one.change) if one.change.request.body else None
            if one.state in _OPEN and person is not None:
                unsettled.add(person)
            elif one.state is ChangeState.DONE and one.onefile_id is not None:
                made[one.onefile_id] = person
                perhaps_unrecorded.update(() if is_finished else (one.onefile_id,))
    return Elsewhere(frozenset(unsettled), made, frozenset(perhaps_unrecorded))


def is_same_centre(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two connections, as a journal keeps them, lead to the same centre."""
    return _centre(one) == _centre(other)


def _creates(path: Path, centre: tuple[object, ...]) -> tuple[bool, tuple[JournalChange, ...]]:
    """Whether a run has finished, and its creates that OneFile may have seen, where it is one in `centre`."""
    try:
        with Journal.read(path) as journal:
            is_finished = journal.info.finished
            changes = journal.changes() if _centre(journal.info.connection) == centre else ()
    except CannotRecordError:
        return True, ()
    return is_finished, tuple(one for one in changes if one.change.kind is ChangeKind.CREATE and may_be_there(one))


def _centre(connection: Mapping[str, object]) -> tuple[object, ...]:
    url = connection.get("url")
    spelt = {**connection, "url": as_compared(url)} if isinstance(url, str) else connection
    return tuple(spelt.get(name) for name in _TOLD_APART_BY.get(connection.get("kind"), ("kind",)))
