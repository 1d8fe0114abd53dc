"""A plan that is made anew because the centre has changed under it, and what to say of the new one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import StalePlanError
from onefile_desktop.gui.models.problems import is_decision
from onefile_desktop.gui.wording import counted
from onefile_desktop.roster.problems import Problem

_MOST_TOLD = 3


@dataclass(frozen=True)
class Renewal:
    """How a plan that was made anew differs in what is wrong or deserves a look.

    `needs_a_look` tells whether some row that could go must be mended or decided on first.
    """

    needs_a_look: bool
    title: str
    text: str


class Renewing:
    """Follows a plan that may not be sent any more until there is another. `stale` says why it may not."""

    def __init__(self) -> None:
        self.stale: StalePlanError | None = None
        self._problems_before: tuple[Problem, ...] | None = None  # of the plan that is being made anew

    @property
    def told(self) -> tuple[str, str]:
        """A title and a text about what has changed."""
        assert self.stale is not None
        return self.stale.title, f"{self.stale.message} {self.stale.what_to_do}"

    def begin(self, before: Enrolment) -> Enrolment:
        """The enrolment without its plan, with everything that was said before but what must be said again."""
        assert self.stale is not None
        options, stale = before.plan_options, self.stale
        self._problems_before = before.problems
        kept = {row: answer for row, answer in options.decisions.items() if row not in stale.reconsider}
        anew = replace(before.connected(before.connection), noticed=before.noticed | stale.noticed)
        return replace(anew, plan_options=replace(options, decisions=kept))

    def end(self, enrolment: Enrolment) -> Renewal | None:
        """What to say once `enrolment` has the new plan; None before that, and where none is being made."""
        if self._problems_before is None or enrolment.plan is None:
            return None
        what = renewal(self._problems_before, enrolment.problems)
        self.give_up()
        return what

    def give_up(self) -> None:
        """The person has turned to something else."""
        self._problems_before = None


def renewal(before: Iterable[Problem], after: Iterable[Problem]) -> Renewal:
    """Compares the problems of the plan that was refused with those of the new one."""
    known = frozenset(before)
    new = [one for one in after if one not in known]
    stopping = [one for one in new if one.is_error or is_decision(one)]
    if stopping:
        told = counted(len({one.place.of_row for one in stopping}), "row needs", "rows need")
        return Renewal(True, f"The plan was made anew: {told} a look", _listed(stopping))
    told = "It takes in what has changed in the centre. Look at it before you submit it."
    return Renewal(False, "The plan was made anew", f"{told} {_listed(new)}".strip())


def _listed(problems: list[Problem]) -> str:
    told = [f"{_where(one)}: {one.message}" for one in problems[:_MOST_TOLD]]
    more = [f"And {len(problems) - _MOST_TOLD} more."] if len(problems) > _MOST_TOLD else []
    return " ".join([*told, *more])


def _where(problem: Problem) -> str:
    return f"Row {problem.place.row}" if problem.place.row else problem.place.sheet
