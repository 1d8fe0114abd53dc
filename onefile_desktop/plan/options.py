"""What the admin decided about the plan, beside the roster itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onefile_desktop.centre.snapshot import folded


class Existing(StrEnum):
    """What becomes of people who are in OneFile already."""

    SKIP = "skip"
    ASSIGN = "assign"
    UPDATE = "update"


class Decision(StrEnum):
    """What becomes of a row that may be somebody who is there already, where the answer is not that person's ID."""

    SKIP = "skip"
    CREATE = "create"


@dataclass(frozen=True)
class PlanOptions:
    """The decisions a plan is made with.

    `decisions` says by row of people what a possible duplicate is: a `Decision`, or the OneFile ID of the person
    it is. `choices` says by field and folded text what a reference means. `only` are the rows of people to keep,
    None for all. `create_missing` makes placements and classes that do not exist.
    """

    existing: Existing = Existing.SKIP
    decisions: Mapping[int, Decision | int] = field(default_factory=dict[int, Decision | int])
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    only: frozenset[int] | None = None
    create_missing: bool = False

    def chosen(self, field_name: str, text: str) -> str:
        """What `text` in a field means: what was chosen for it, else the text itself."""
        return self.choices.get((field_name, folded(text)), text) if self.choices else text
