"""The columns of a roster, as the columns page lists them."""

from dataclasses import dataclass
from enum import StrEnum

from onefile_desktop.gui.models.listing import Field, Listing
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.rows import Column, Sheet, Table

_EXAMPLES, _ROWS_LOOKED_AT = 3, 60


class State(StrEnum):
    """How a column stands: it goes into a field for certain or by a guess, or its values go nowhere."""

    USED = "used"
    GUESSED = "guessed"
    LOST = "with values, not used"
    LEFT_OUT = "not used"


_ICONS = {
    State.USED: ("check-circle", Tone.GOOD),
    State.GUESSED: ("question", Tone.WARNING),
    State.LOST: ("warning", Tone.WARNING),
    State.LEFT_OUT: ("minus-circle", Tone.QUIET),
}


@dataclass(frozen=True)
class Entry:
    """A column of the sheet, and a few of its values."""

    column: Column
    example: str

    @property
    def name(self) -> str:
        """The column in words. A mark such as the template's asterisk stays on the line of the word before it."""
        header = self.column.header.replace(" *", "\u00a0*") or "without a header"
        return f"{self.column.letter} · {header}"

    @property
    def state(self) -> State:
        """How the column stands."""
        if self.column.field is not None:
            return State.GUESSED if self.column.guessed else State.USED
        return State.LOST if self.column.lost else State.LEFT_OUT

    @property
    def why(self) -> str:
        """What the match rests on, as a sentence begins."""
        text = f"please look: {self.column.why}" if self.state is State.GUESSED else self.column.why
        text = text or ("not recognised" if self.column.lost else "")
        return text[:1].upper() + text[1:]


class ColumnListing(Listing[Entry]):
    """One column of the roster a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Your column", lambda one: one.name, lambda one: _ICONS[one.state]),
                Field("Examples", lambda one: one.example),
                Field("Field in OneFile", _field),
                Field("Why", lambda one: one.why),
            ),
        )


def entries(table: Table, sheets: tuple[Sheet, ...]) -> tuple[Entry, ...]:
    """The columns of `table` with examples from `sheets`."""
    sheet = next((sheet for sheet in sheets if sheet.name == table.sheet), None)
    rows = [row for row in sheet.rows if row.number > table.header_row][:_ROWS_LOOKED_AT] if sheet else []

    def example(index: int) -> str:
        texts = (display(row.cells[index]) for row in rows if index < len(row.cells))
        return ", ".join([text for text in dict.fromkeys(texts) if text][:_EXAMPLES])

    return tuple(Entry(column, example(column.index)) for column in table.columns)


def _field(entry: Entry) -> str:
    return PEOPLE[entry.column.field].label if entry.column.field else "Not used"
