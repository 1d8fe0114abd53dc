"""Rows of a random roster, each with what its maker knows must become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from onefile_desktop.plan.options import Decision
from onefile_desktop.roster.rows import CellValue
from tests.e2e.random_centre import Human

Cells = Mapping[str, CellValue]


class Fate(Enum):
    """What must become of a row: its maker knows it without the planner."""

    NEW = "new"  # a good row of somebody who is not there
    THERE = "there"  # a good row of somebody who is
    FURTHER = "further"  # a second row of a person before
    BAD = "bad"  # it has an error, or waits for a decision
    OUT = "out"  # the admin left it out


@dataclass(frozen=True)
class MadeRow:
    """One row, by header, and what must become of whom it is about."""

    cells: Cells
    fate: Fate = Fate.NEW
    human: Human | None = None
    assessor: Human | None = None


@dataclass(frozen=True)
class RosterRows:
    """The rows of both sheets, from row 2 on, and the decisions about them. `managers` are new employers' emails."""

    people: tuple[MadeRow, ...]
    assignments: tuple[MadeRow, ...] = ()
    decisions: Mapping[int, Decision | int] = field(default_factory=dict[int, Decision | int])
    needs_create_missing: bool = False
    managers: frozenset[str] = frozenset()
