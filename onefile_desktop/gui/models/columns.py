"""The columns of a roster, as the columns page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from onefile_desktop.gui.models.listing import Field, Listing
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Sheet, Table
from onefile_desktop.roster.values import display

_EXAMPLES = 3


@dataclass(frozen=True)
class Entry:
    """A column of the sheet, or a value that was set for everyone (`letter` is empty)."""

    letter: str
    header: str
    example: str
    field: str | None
    why: str
    lost: bool = False

    @property
    def name(self) -> str:
        """The column in words."""
        return f"{self.letter} · {self.header or 'without a header'}" if self.letter else "For everyone"


class ColumnListing(Listing[Entry]):
    """One column of the roster a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Your column", lambda one: one.name, _icon),
                Field("Examples", lambda one: one.example),
                Field("Field in OneFile", lambda one: PEOPLE[one.field].label if one.field else "Not used"),
                Field("Why", lambda one: one.why[:1].upper() + one.why[1:]),
            ),
        )


def entries(table: Table, sheets: Sequence[Sheet], options: ReadOptions) -> tuple[Entry, ...]:
    """The columns of `table` with examples from `sheets`, and what was set for everyone."""
    sheet = next((sheet for sheet in sheets if sheet.name == table.sheet), None)
    rows = [row for row in sheet.rows if row.number > table.header_row] if sheet else []

    def example(index: int) -> str:
        texts = (display(row.cells[index]) for row in rows[:60] if index < len(row.cells))
        return ", ".join([text for text in dict.fromkeys(texts) if text][:_EXAMPLES])

    columns = tuple(
        Entry(column.letter, column.header, example(column.index), column.field, column.why, column.lost)
        for column in table.columns
    )
    everyone = tuple(Entry("", "", text, name, "set by you") for name, text in options.for_everyone)
    return (*columns, *everyone)


def _icon(entry: Entry) -> tuple[str, Tone]:
    if entry.field:
        return "check-circle", Tone.GOOD
    return ("warning", Tone.WARNING) if entry.lost else ("minus-circle", Tone.QUIET)
