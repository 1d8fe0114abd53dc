"""Which change may go next, and what the end of one means for those that wait for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run import wording
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.order import places, waits_for, who
from onefile_desktop.run.ready import Ready
from onefile_desktop.run.settling import MAKES_SOMETHING, may_be_sent_again

_BECAME = {
    ChangeState.FAILED: "failed",
    ChangeState.UNKNOWN: "is not known to be there",
    ChangeState.NOT_ATTEMPTED: "was not attempted",
}


class Agenda:
    """The changes of one run, how far each has come, and what is ready.

    A change is ready when all that it waits for is done. Those of whoever is furthest along go first, so that people
    are finished one by one; what and whom somebody waits for comes right before them (`order`, `ready`).
    """

    def __init__(self, changes: Iterable[JournalChange]) -> None:
        self.changes = {change.change.key: change for change in changes}
        self._waits_for = {key: waits_for(change.change) for key, change in self.changes.items()}
        self._dependants: defaultdict[str, list[str]] = defaultdict(list)
        for key, prerequisites in self._waits_for.items():
            for prerequisite in prerequisites:
                self._dependants[prerequisite].append(key)
        self._settled: set[str] = set()
        self.last_turn = max((change.turn for change in self.changes.values()), default=0)
        """The turn of the call that left last, 0 before the first: a clock may be set back, turns only grow."""
        self._ready = self._ready_from_the_start()

    @property
    def total(self) -> int:
        """How many changes there are."""
        return len(self.changes)

    @property
    def settled(self) -> int:
        """How many changes have come to their end, whichever it is."""
        return len(self._settled)

    @property
    def people(self) -> int:
        """How many people the changes concern."""
        return self._ready.people

    @property
    def people_settled(self) -> int:
        """How many people have nothing left to be done for them."""
        return self._ready.people - self._ready.people_left

    @property
    def has_ready(self) -> bool:
        """Whether some change could go now."""
        return bool(self._ready)

    def start(self, open_unknown: frozenset[str]) -> tuple[JournalChange, ...]:
        """Takes up where the journal stands; returns the changes whose state that alters.

        `open_unknown` are the unknown changes that will still be settled. What was not attempted is planned again,
        unless what it waits for is beyond hope.
        """
        altered: list[JournalChange] = []
        for key, before in list(self.changes.items()):
            after = self._taken_up(before, open_unknown)
            if after != before:
                self.changes[key] = after
                altered.append(after)
            if after.state is ChangeState.PLANNED:
                self._offer(key)
            elif key not in open_unknown:
                self._count(after)
        return tuple(altered)

    def next_ready(self) -> JournalChange:
        """Takes the change that is to go next; raises `IndexError` where none is ready."""
        return self.changes[self._ready.take()]

    def confine(self, only: frozenset[str] | None) -> None:
        """From now on no change is ready but `only` these; None for all."""
        self._ready.confine(only)

    def is_settled(self, keys: Iterable[str]) -> bool:
        """Whether all of these have come to their end, whichever it is."""
        return all(key in self._settled for key in keys)

    def needs_of(self, keys: Iterable[str]) -> frozenset[str]:
        """These changes, and all that must be done before them."""
        needed = list(dict.fromkeys(keys))
        seen = set(needed)
        for key in needed:
            further = [earlier for earlier in self._waits_for[key] if earlier not in seen]
            needed.extend(further)
            seen.update(further)
        return frozenset(seen)

    def ids(self, change: Change) -> Mapping[str, int]:
        """The IDs that `change` refers to, all of them made by now."""
        made = {key: self.changes[key].onefile_id for key in change.request.waits_for()}
        return {key: onefile_id for key, onefile_id in made.items() if onefile_id is not None}

    def created(self, besides: str = "") -> frozenset[int]:
        """The IDs of everything this run has made so far by other changes than the one named `besides`, if any."""
        return frozenset(
            change.onefile_id
            for key, change in self.changes.items()
            if key != besides and change.change.kind in MAKES_SOMETHING and change.onefile_id is not None
        )

    def witness(self, change: JournalChange, since: int) -> JournalChange | None:
        """Somebody this run has created and whose call left after the one for `change`.

        Where there are several: the first that was sent once the call for `change` had ended (after the turn `since`),
        else the last of those sent before, who prove less; of either best one of the same role.
        """
        if change.change.kind is not ChangeKind.CREATE or not change.turn:
            return None
        later = [
            (one.turn <= since, one.change.role is not change.change.role, abs(one.turn - since), one.change.key)
            for one in self.changes.values()
            if one.change.kind is ChangeKind.CREATE
            and one.change.key != change.change.key
            and one.state is ChangeState.DONE
            and one.onefile_id is not None
            and one.turn > change.turn
        ]
        return self.changes[min(later)[-1]] if later else None

    def may_be_witnessed(self, change: JournalChange) -> bool:
        """Whether somebody may still be created who is a witness for the person of `change`, being later."""
        if change.change.kind is not ChangeKind.CREATE:
            return False
        open_creates = (
            key
            for key, one in self.changes.items()
            if one.change.kind is ChangeKind.CREATE and key not in self._settled and self._ready.may_go(key)
        )
        return any(not self._is_stuck(key) for key in open_creates)

    def under_way(self, change: JournalChange) -> None:
        """Notes a change that is being sent, or that will still be settled."""
        self._ready.begin(change.change.key)
        self.last_turn = max(self.last_turn, change.turn)
        self.changes[change.change.key] = change

    def put_back(self, change: JournalChange) -> None:
        """Notes a change that goes (again) when its turn comes."""
        self.changes[change.change.key] = change
        self._offer(change.change.key)

    def settle(self, change: JournalChange) -> tuple[JournalChange, ...]:
        """Notes that a change has come to its end; returns it, and those that cannot be attempted because of it."""
        self.changes[change.change.key] = change
        self._count(change)
        ended = [change]
        for blocker in ended:
            for key in self._dependants[blocker.change.key]:
                waiting = self.changes[key]
                if waiting.state is not ChangeState.PLANNED:
                    continue
                if blocker.state is not ChangeState.DONE:
                    self.changes[key] = _not_attempted(waiting, blocker)
                    self._count(self.changes[key])
                    ended.append(self.changes[key])
                else:
                    self._offer(key)
        return tuple(ended)

    def _taken_up(self, change: JournalChange, open_unknown: frozenset[str]) -> JournalChange:
        if change.state not in {ChangeState.PLANNED, ChangeState.NOT_ATTEMPTED}:
            return change
        for key in self._waits_for[change.change.key]:
            if self.changes[key].state in _BECAME and key not in open_unknown:
                return _not_attempted(change, self.changes[key])
        return replace(change, state=ChangeState.PLANNED, message="")

    def _offer(self, key: str) -> None:
        """Puts a change among those that are ready, where nothing that it waits for is left."""
        if all(self.changes[earlier].state is ChangeState.DONE for earlier in self._waits_for[key]):
            self._ready.add(key)

    def _is_stuck(self, key: str) -> bool:
        """Whether a change is not sent (again) before something that itself may have to wait for a witness is found."""
        needed = (self.changes[each] for each in self.needs_of([key]))
        return any(_is_sent_too_often(one) for one in needed)

    def _count(self, change: JournalChange) -> None:
        self._settled.add(change.change.key)
        self._ready.settle(change.change.key)

    def _ready_from_the_start(self) -> Ready:
        """Nothing is ready yet; whoever an earlier stretch of the run has begun comes first when it is."""
        person_of = {key: who(change.change) for key, change in self.changes.items()}
        left = Counter(person_of[key] for key, change in self.changes.items() if change.state is not ChangeState.DONE)
        began = {person_of[key]: None for key, change in self.changes.items() if change.attempts}
        begun = sorted((person for person in began if person is not None), key=lambda person: left[person])
        return Ready(places({key: change.change for key, change in self.changes.items()}, begun), person_of, begun)


def _is_sent_too_often(change: JournalChange) -> bool:
    """Whether nobody knows what became of a change, and it may not be sent again to find out."""
    return change.state is ChangeState.UNKNOWN and not (change.accepted or may_be_sent_again(change))


def _not_attempted(change: JournalChange, blocker: JournalChange) -> JournalChange:
    message = wording.waited_for(blocker.change, _BECAME[blocker.state])
    return replace(change, state=ChangeState.NOT_ATTEMPTED, message=message)
