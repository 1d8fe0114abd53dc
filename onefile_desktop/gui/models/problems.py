"""The problems of a roster, as the check page lists them."""

from onefile_desktop.gui.models.listing import Field, Listing, row_text
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.roster.problems import Problem

DECISION = "possible-duplicate"
"""The code of the one problem that waits for the admin's decision."""


def is_decision(problem: Problem) -> bool:
    """Whether the problem is a question to the admin."""
    return problem.code == DECISION


def kind(problem: Problem) -> str:
    """What sort of problem it is, in a word."""
    return "Decide" if is_decision(problem) else "Error" if problem.is_error else "Warning"


def where(problem: Problem) -> str:
    """The column: its letter and its header."""
    place = problem.place
    return " · ".join(part for part in (place.column, place.header or place.field) if part)


class ProblemListing(Listing[Problem]):
    """One problem a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Kind", kind, _icon),
                Field("Row", lambda one: row_text(one.place.sheet, one.place.row)),
                Field("Column", where),
                Field("What is wrong", lambda one: one.message),
            ),
        )


def _icon(problem: Problem) -> tuple[str, Tone]:
    if is_decision(problem):
        return "question", Tone.ACCENT
    return ("cross-circle", Tone.BAD) if problem.is_error else ("warning", Tone.WARNING)
