"""What to say of a plan that was made anew because the centre had changed under it."""

from collections.abc import Iterable
from dataclasses import dataclass

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
