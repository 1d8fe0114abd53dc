"""What a run has settled so far, and what became of each row at its end."""

from onefile_desktop.gui.models.listing import Field, Listing, row_text
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.results.outcome import Outcome, RowOutcome

_STATES: dict[ChangeState, tuple[str, str, Tone]] = {
    ChangeState.PLANNED: ("Waiting", "clock", Tone.QUIET),
    ChangeState.SENDING: ("Sending", "clock", Tone.QUIET),
    ChangeState.DONE: ("Done", "check-circle", Tone.GOOD),
    ChangeState.FAILED: ("Failed", "cross-circle", Tone.BAD),
    ChangeState.UNKNOWN: ("Not known", "question", Tone.WARNING),
    ChangeState.NOT_ATTEMPTED: ("Not attempted", "minus-circle", Tone.WARNING),
}
_OUTCOMES: dict[Outcome, tuple[str, str, Tone]] = {
    Outcome.CREATED: ("Created", "check-circle", Tone.GOOD),
    Outcome.UPDATED: ("Updated", "check-circle", Tone.GOOD),
    Outcome.ALREADY_THERE: ("Left as is", "minus-circle", Tone.QUIET),
    Outcome.UNCHANGED: ("No change", "minus-circle", Tone.QUIET),
    Outcome.FAILED: ("Failed", "cross-circle", Tone.BAD),
    Outcome.UNKNOWN: ("Not known", "question", Tone.WARNING),
    Outcome.EXCLUDED: ("Left out", "minus-circle", Tone.WARNING),
    Outcome.NOT_ATTEMPTED: ("Not attempted", "clock", Tone.WARNING),
}


class SettledListing(Listing[JournalChange]):
    """One settled change a row, as they come."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("", lambda one: _STATES[one.state][0], lambda one: _STATES[one.state][1:]),
                Field("Row", lambda one: row_text(one.change.sheet, one.change.row)),
                Field("What", lambda one: one.change.told),
                Field("Message", lambda one: one.message),
            ),
        )


class SentListing(Listing[JournalChange]):
    """What was sent for one person, a change a row, and what was answered."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("", lambda one: _STATES[one.state][0], lambda one: _STATES[one.state][1:]),
                Field("What was sent", lambda one: f"{one.change.told}\n{one.message}".strip()),
            ),
        )


class OutcomeListing(Listing[RowOutcome]):
    """One row of the roster a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Outcome", _outcome, _icon),
                Field("Row", lambda one: row_text(one.sheet, one.row)),
                Field("Person", lambda one: one.person),
                Field("OneFile ID", lambda one: str(one.onefile_id or "")),
                Field("Message", _message),
            ),
        )


def _outcome(row: RowOutcome) -> str:
    return _OUTCOMES[row.outcome][0]


def _icon(row: RowOutcome) -> tuple[str, Tone]:
    _, icon, tone = _OUTCOMES[row.outcome]
    return ("warning", Tone.WARNING) if tone is Tone.GOOD and row.needs_attention else (icon, tone)


def _message(row: RowOutcome) -> str:
    counted = (
        (row.assignments.done, "done"),
        (row.assignments.failed, "failed"),
        (row.assignments.unknown, "not known"),
    )
    assignments = ", ".join(f"{count} {word}" for count, word in counted if count)
    return f"{row.message} Assignments: {assignments}.".strip() if assignments and row.on_people else row.message
