"""The people of a plan, as the preview lists them: one a line, with what happens to them."""

from collections.abc import Mapping
from enum import StrEnum

from onefile_desktop.gui.models.listing import Field, Listing
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.plan.by_person import Entry
from onefile_desktop.plan.changes import ChangeKind, Standing


class Show(StrEnum):
    """Which of the people are listed."""

    EVERYBODY = "Everybody"
    NEW = "New"
    CHANGED = "Changed"
    UNCHANGED = "Unchanged"
    LEFT_OUT = "Left out"
    THINGS = "Also made"


_WORDS: Mapping[Standing, tuple[str, str, Tone]] = {
    Standing.CREATE: ("New", "plus-circle", Tone.GOOD),
    Standing.CHANGE: ("Changed", "pencil", Tone.ACCENT),
    Standing.UNCHANGED: ("No change", "minus-circle", Tone.QUIET),
    Standing.LEFT_ALONE: ("Left as is", "minus-circle", Tone.QUIET),
    Standing.EXCLUDED: ("Left out", "cross-circle", Tone.WARNING),
}
_THINGS = {ChangeKind.PLACEMENT: "New placement", ChangeKind.CLASSROOM: "New class"}
_KINDS = {
    Standing.CREATE: Show.NEW,
    Standing.CHANGE: Show.CHANGED,
    Standing.UNCHANGED: Show.UNCHANGED,
    Standing.LEFT_ALONE: Show.UNCHANGED,
    Standing.EXCLUDED: Show.LEFT_OUT,
}


def shown_under(entry: Entry) -> Show:
    """Where an entry is listed besides `Show.EVERYBODY`, which lists everything.

    A further row of the same person, and a row of the sheet Assignments, are listed elsewhere only where they are
    left out: else they are no people of their own, and `Show.EVERYBODY` is the answer.
    """
    if entry.makes is not None:
        return Show.THINGS
    kind = _KINDS[entry.row.standing]
    is_person = entry.row.same_as is None and (entry.row.on_people or not entry.has_row)
    return kind if is_person or kind is Show.LEFT_OUT else Show.EVERYBODY


def what(entry: Entry) -> str:
    """What happens to somebody, in a word or two."""
    if entry.makes is not None:
        return _THINGS[entry.makes]
    if entry.row.same_as is not None and entry.row.standing is not Standing.EXCLUDED:
        return f"With row {entry.row.same_as}"
    return _WORDS[entry.row.standing][0]


def origin(entry: Entry) -> str:
    """Where on the roster an entry comes from."""
    row = entry.row
    if entry.has_row and row.on_people:
        return f"row {row.row}"
    return f"row {row.row} of {row.sheet}" if entry.has_row else f"for row {row.row} of {row.sheet}"


def role(entry: Entry) -> str:
    """The role of a person; what else an entry is has none."""
    if entry.has_row and not entry.row.on_people:
        return "Assignment"
    return entry.row.role.label if entry.row.role is not None else ""


class PersonListing(Listing[Entry]):
    """One person a line: the name, and below it what happens, the role and the row."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, (Field("Person", _lines, _icon),))


def _lines(entry: Entry) -> str:
    below = (what(entry), role(entry), origin(entry) if entry.has_row else f"for row {entry.row.row}")
    return f"{entry.row.person or 'No name'}\n{' · '.join(part for part in below if part)}"


def _icon(entry: Entry) -> tuple[str, Tone]:
    if entry.row.same_as is not None and entry.row.standing is not Standing.EXCLUDED:
        return "minus-circle", Tone.QUIET
    return _WORDS[entry.row.standing][1:]
