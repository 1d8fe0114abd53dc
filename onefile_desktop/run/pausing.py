"""How a run stands still and goes on: where that is asked for, and where the person who is tried first is complete."""

from collections.abc import Callable, Iterable, Iterator

from onefile_desktop.plan.changes import PlannedRow
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.calls import Calls
from onefile_desktop.run.control import Control
from onefile_desktop.run.doubts import Doubts
from onefile_desktop.run.events import OneDone, Paused, WentOn
from onefile_desktop.run.one_first import FirstPerson, first_person, next_person, one_done


class Pausing:
    """Whether a run stands still, and who is tried before all others. `rows` are those of its plan."""

    def __init__(
        self, control: Control, calls: Calls, agenda: Agenda, doubts: Doubts, rows: Callable[[], Iterable[PlannedRow]]
    ) -> None:
        self._control = control
        self._calls = calls
        self._agenda = agenda
        self._doubts = doubts
        self._rows = rows
        self._until_assigned = False
        self._first: FirstPerson | None = None
        self._shown: FirstPerson | None = None
        self._is_calling_back = False
        self._stands_still = False

    @property
    def awaits_an_answer(self) -> bool:
        """Whether somebody is tried first, or was shown and nobody has had the run go on yet."""
        return self._first is not None or self._shown is not None

    @property
    def holds_back(self) -> bool:
        """Whether nothing is handed out: the run stands still, or is about to."""
        return self._is_calling_back

    @property
    def stands_still(self) -> bool:
        """Whether all calls have ended and nothing happens until something is asked for."""
        return self._stands_still

    def try_one_first(self, *, until_assigned: bool) -> None:
        """Begins with one person; `until_assigned` also with the next, where nobody was assigned to that one."""
        self._until_assigned = until_assigned
        self._try_first(first_person(self._agenda, until_assigned=until_assigned))

    def heed(self) -> Iterator[Paused | OneDone | WentOn]:
        """Stands still and goes on as it is asked for, and where the person who is tried first is complete."""
        first = self._first
        is_one_done = first is not None and (
            self._agenda.is_settled(first.own) or not (self._calls or self._agenda.has_ready or self._doubts)
        )
        if is_one_done and not self._control.paused:
            self._control.pause()
        if not self._control.paused:
            yield from self._go_on()
            return
        if not self._is_calling_back:
            self._is_calling_back = True
            self._calls.call_back()
        if self._calls:
            return
        if first is not None and is_one_done:
            self._first, self._shown = None, first
            self._agenda.confine(None)
            self._stands_still = True
            yield one_done(first, self._agenda, self._rows())
        elif not self._stands_still:
            self._stands_still = True
            yield Paused()

    def _go_on(self) -> Iterator[WentOn]:
        if self._is_calling_back:
            self._is_calling_back = False
            self._calls.resume()
        if self._stands_still:
            self._stands_still = False
            shown, self._shown = self._shown, None
            if shown is not None and self._until_assigned:
                self._try_first(next_person(self._agenda, shown))
            yield WentOn()

    def _try_first(self, person: FirstPerson | None) -> None:
        self._first = person
        if person is not None:
            self._agenda.confine(person.needed)
