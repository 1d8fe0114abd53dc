"""Which sheet of a workbook is the roster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onefile_desktop.errors import RosterShapeError, UsageError
from onefile_desktop.roster.cells import plain
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.headers import find_header_row, header_cells
from onefile_desktop.roster.matching.columns import Mapped, match_columns
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.rows import Column, Sheet
from onefile_desktop.roster.table.body_rows import rows_below
from onefile_desktop.roster.table.not_people import IDENTIFYING

ASSIGNMENTS_SHEET = "assignments"
_PEOPLE_SHEET = "people"
_NEVER_A_ROSTER = frozenset(
    {ASSIGNMENTS_SHEET, "undelivered", "errors", "guide", "instructions", "lists", "lookups", "problems", "plan"}
    | {"summary", "onefile summary", "onefile ids"}
)
_PLAINLY_PEOPLE = 3
"""So many columns of people are no coincidence."""


@dataclass(frozen=True)
class Candidate:
    """A sheet that may be the roster, with its header at `header_row`.

    `is_meant` tells that it is called People, `fits` that it has the columns which the admin mapped, `identifies`
    that some column says who a row is. `recognised` counts the columns whose names are known, `rows` what is below;
    `headings` are what the columns are called.
    """

    sheet: Sheet
    header_row: int
    is_meant: bool
    fits: bool
    identifies: bool
    recognised: int
    rows: int
    headings: frozenset[str]

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, int, int]:
        """The higher, the more it looks like the roster."""
        return not self.sheet.is_hidden, self.is_meant, self.fits, self.identifies, self.recognised, self.rows

    def is_like(self, other: "Candidate") -> bool:
        """Whether its columns are called as those of another sheet."""
        return self.headings == other.headings

    @property
    def is_plainly_people(self) -> bool:
        """Whether it looks like people even beside a sheet that does so more."""
        return self.identifies and self.recognised >= _PLAINLY_PEOPLE and self.rows > 0


def candidates(sheets: Sequence[Sheet], options: ReadOptions) -> list[Candidate]:
    """The sheets that may be the roster, the likeliest first; only the one that `options` choose.

    Raises `RosterShapeError` where there is none.
    """
    if options.sheet is not None:
        filled = [_sheet_chosen(sheets, options.sheet)]
    else:
        filled = [sheet for sheet in sheets if sheet.rows and not _is_never_a_roster(sheet)]
        if not filled:
            raise _nothing_to_read(sheets)
    found = sorted(_candidates(filled, options), key=lambda candidate: candidate.rank, reverse=True)
    if found:
        return found
    named = sheet_called(filled, _PEOPLE_SHEET) or filled[0]
    raise _no_header(named) if options.header_row is None else no_such_row(named, options.header_row)


def _candidates(sheets: Sequence[Sheet], options: ReadOptions) -> Iterator[Candidate]:
    for sheet in sheets:
        header_row = options.header_row or find_header_row(sheet, PEOPLE, options.mapping)
        if header_row is None or all(row.number != header_row for row in sheet.rows):
            continue
        fits, columns = _columns(sheet, header_row, options.mapping)
        fields = {column.field for column in columns if column.field and not column.guessed}
        yield Candidate(
            sheet,
            header_row,
            is_meant=_is_called(sheet, _PEOPLE_SHEET),
            fits=fits,
            identifies=not fields.isdisjoint(IDENTIFYING),
            recognised=len(fields),
            rows=len(rows_below(sheet, header_row)),
            headings=frozenset(plain(column.header) for column in columns if column.header),
        )


def _columns(sheet: Sheet, header_row: int, mapping: Mapped) -> tuple[bool, Sequence[Column]]:
    """Whether the sheet has the columns that were mapped, and what its columns mean by their names."""
    try:
        return True, match_columns(header_cells(sheet, header_row, PEOPLE, mapping), PEOPLE, mapping)
    except UsageError:
        return False, match_columns(header_cells(sheet, header_row, PEOPLE), PEOPLE, ())


def sheet_called(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    """The first sheet of that name, in any case."""
    return next((sheet for sheet in sheets if _is_called(sheet, name)), None)


def no_such_row(sheet: Sheet, header_row: int) -> RosterShapeError:
    """The error that the header was said to be on a row on which nothing stands."""
    return RosterShapeError(
        "No such header row",
        f"Row {header_row} of the sheet “{sheet.name}” is empty.",
        f"Its rows end at {sheet.rows[-1].number}: say which of them holds the column names.",
    )


def _sheet_chosen(sheets: Sequence[Sheet], name: str) -> Sheet:
    chosen = sheet_called(sheets, name)
    if chosen is None:
        there = ", ".join(f"“{sheet.name}”" for sheet in sheets)
        raise RosterShapeError("No such sheet", f"This workbook has no sheet “{name}”.", f"It has {there}.")
    if not chosen.rows:
        raise RosterShapeError("Empty sheet", f"The sheet “{chosen.name}” is empty.", "Choose another sheet.")
    return chosen


def _is_called(sheet: Sheet, name: str) -> bool:
    return sheet.name.strip().casefold() == name.strip().casefold()


def _is_never_a_roster(sheet: Sheet) -> bool:
    return sheet.name.strip().casefold() in _NEVER_A_ROSTER


def _nothing_to_read(sheets: Sequence[Sheet]) -> RosterShapeError:
    named = next((sheet.name for sheet in sheets if sheet.rows), None)
    if named is None:
        return RosterShapeError("Empty workbook", "No sheet of this workbook holds any rows.", "Choose another file.")
    return RosterShapeError(
        "No roster",
        f"Of this workbook only “{named}” holds rows, and a sheet of that name is not read by itself.",
        "If the people are on it, choose that sheet; else choose another file.",
    )


def _no_header(sheet: Sheet) -> RosterShapeError:
    return RosterShapeError(
        "No header row",
        f"The sheet “{sheet.name}” has no row with column names such as Role, First name, Last name and Email.",
        "Add one above the people, say which row it is, or start from the template.",
    )
