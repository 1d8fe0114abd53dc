"""What a run has settled so far, and what became of each row at its end."""

from onefile_desktop.gui.models.listing import Field, Listing, row_text
from onefile_desktop.gui.models.outcomes import SeenRow
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.results.outcome import Outcome
from onefile_desktop.run.results.outcome_words import OUTCOME_WORDS

_STATES: dict[ChangeState, tuple[str, str, Tone]] = {
    ChangeState.PLANNED: ("Waiting", "clock", Tone.QUIET),
    ChangeState.SENDING: ("Sending", "clock", Tone.QUIET),
    ChangeState.DONE: ("Done", "check-circle", Tone.GOOD),
    ChangeState.FAILED: ("Failed", "cross-circle", Tone.BAD),
    ChangeState.UNKNOWN: ("Not known", "question", Tone.WARNING),
    ChangeState.NOT_ATTEMPTED: ("Not attempted", "minus-circle", Tone.WARNING),
}
_OUTCOME_ICONS: dict[Outcome, tuple[str, Tone]] = {
    Outcome.CREATED: ("check-circle", Tone.GOOD),
    Outcome.UPDATED: ("check-circle", Tone.GOOD),
    Outcome.ALREADY_THERE: ("minus-circle", Tone.QUIET),
    Outcome.UNCHANGED: ("minus-circle", Tone.QUIET),
    Outcome.FAILED: ("cross-circle", Tone.BAD),
    Outcome.UNKNOWN: ("question", Tone.WARNING),
    Outcome.EXCLUDED: ("minus-circle", Tone.WARNING),
    Outcome.NOT_ATTEMPTED: ("clock", Tone.WARNING),
}


class SettledListing(Listing[JournalChange]):
    """One settled change a row, as they come."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("", lambda one: _STATES[one.state][0], lambda one: _STATES[one.state][1:]),
                Field("Row", lambda one: row_text(one.change.sheet, one.change.row)),
                Field("What was sent", _sent),
            ),
        )


class SentListing(Listing[JournalChange]):
    """What was sent for one person, a change a row, and what was answered."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("", lambda one: _STATES[one.state][0], lambda one: _STATES[one.state][1:]),
                Field("What was sent", _sent),
            ),
        )


class OutcomeListing(Listing[SeenRow]):
    """One row of the roster a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Outcome", _outcome, _icon),
                Field("Row", lambda one: row_text(one.became.sheet, one.became.row)),
                Field("Person", lambda one: one.became.person),
                Field("OneFile ID", lambda one: str(one.became.onefile_id or "")),
                Field("Message", lambda one: one.message),
            ),
        )


def _sent(one: JournalChange) -> str:
    """With what was answered below it, where there is something to say."""
    return f"{one.change.told}\n{one.message}".strip()


def _outcome(row: SeenRow) -> str:
    told = OUTCOME_WORDS[row.became.outcome]
    return f"{told}, differs" if row.differs else told


def _icon(row: SeenRow) -> tuple[str, Tone]:
    icon, tone = _OUTCOME_ICONS[row.became.outcome]
    calm = {Tone.GOOD, Tone.QUIET} if row.differs else {Tone.GOOD}
    return ("warning", Tone.WARNING) if row.needs_a_look and tone in calm else (icon, tone)
