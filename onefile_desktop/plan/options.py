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
    it is. `choices` says by field and folded text what a reference means: a name, email, MIS ID or ID, or `create`
    for somebody whom a learner's row describes; an empty one takes back what was remembered. `remembered` are choices
    of earlier plans, which those of this one override. `only` are the rows of people to keep, None for all.
    `create_missing` makes placements and classes that do not exist.
    """

    existing: Existing = Existing.SKIP
    decisions: Mapping[int, Decision | int] = field(default_factory=dict[int, Decision | int])
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    remembered: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    only: frozenset[int] | None = None
    create_missing: bool = False

    def chosen(self, field_name: str, text: str) -> str:
        """What `text` in a field means: what was chosen for it, else the text itself."""
        return self.choice(field_name, text) or text

    def choice(self, field_name: str, text: str) -> str:
        """What was chosen for `text` in a field; empty where nothing was, where that was taken back, and for somebody
        who is to be created."""
        chosen = self._said(field_name, text)
        return "" if chosen == Decision.CREATE else chosen

    def is_to_be_created(self, field_name: str, text: str) -> bool:
        """Whether it was chosen to create whom a learner's row describes, though they may be there already."""
        return self._said(field_name, text) == Decision.CREATE

    def _said(self, field_name: str, text: str) -> str:
        if not self.choices and not self.remembered:
            return ""
        key = (field_name, folded(text))
        return self.choices.get(key, self.remembered.get(key, "")).strip()
