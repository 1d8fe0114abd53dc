"""Marks cells with what is wrong with them: filled and commented."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, field
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.problems import Place, Problem
from onefile_desktop.roster.rows import Sheet, SheetRow
from onefile_desktop.roster.saving import give_style, style_of, writable
from onefile_desktop.roster.writing.marking_formats import fill_over_formats, take_out_formats
from onefile_desktop.roster.writing.plain_copy import LAST_ROW

MOST_COMMENTS = 5_000
"""On one sheet. Excel is slow to open a workbook that has more."""

ERROR_COLOUR, WARNING_COLOUR = "F8CFCB", "FCEBB6"
ERROR, WARNING = PatternFill("solid", fgColor=ERROR_COLOUR), PatternFill("solid", fgColor=WARNING_COLOUR)
_FILLS = frozenset({ERROR_COLOUR, WARNING_COLOUR})
_DARK, _LIGHT = "1F1F1F", 150  # of 255
_LIGHT_BY_NUMBER = frozenset({("theme", 0), ("theme", 2), ("indexed", 1), ("indexed", 9)})  # white, or nearly

_AUTHOR = "OneFile Desktop"
_SEPARATOR = "OneFile Desktop says:"
_MORE = "There is more on the sheet Problems."
_BETWEEN = "\n\n"
_LONGEST_COMMENT, _LEAST_BESIDE_OWN = 8_000, 1_000  # Excel takes 32,767 letters, and shows fewer
_WIDTH, _LINE, _TALLEST, _LETTERS_A_LINE = 320, 20, 500, 44  # in pixels, and about


@dataclass(frozen=True)
class Marked:
    """Where the problems of a workbook are shown: the cell's name by the problem's place. `uncommented` cells, by
    sheet, are only filled."""

    cells: Mapping[Place, str] = field(default_factory=dict[Place, str])
    uncommented: Mapping[str, int] = field(default_factory=dict[str, int])

    def and_also(self, other: "Marked") -> "Marked":
        """The marks of both."""
        return Marked({**self.cells, **other.cells}, {**self.uncommented, **other.uncommented})

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said about the marks."""
        return tuple(
            f"On the sheet “{sheet}”, the first {MOST_COMMENTS:,} cells with problems have a comment. "
            f"{count:,} more are only filled, and listed here."
            for sheet, count in self.uncommented.items()
        )


def mark(marked: Worksheet, sheet: Sheet, problems: Sequence[Problem]) -> Marked:
    """Mark the cells of `marked`, a copy of `sheet`, that `problems` are about.

    A problem of a whole row is shown in the first cell of it that holds something, one inside merged cells in the
    first of them, which alone can be seen; one of the whole sheet nowhere.
    """
    first_filled = {row.number: _first_filled(row) for row in sheet.rows}
    seen = _seen_cells(marked)
    by_cell: defaultdict[tuple[int, int], list[Problem]] = defaultdict(list)
    cells: dict[Place, str] = {}
    for found in problems:
        row, column = found.place.row, found.place.column
        if row is not None and row <= LAST_ROW:
            place = (row, column_index_from_string(column) if column else first_filled.get(row, 1))
            place = seen.get(place, place)
            by_cell[place].append(found)
            cells[found.place] = f"{get_column_letter(place[1])}{place[0]}"
    errors = {place for place, here in by_cell.items() if any(found.is_error for found in here)}
    alike: dict[Hashable, Cell] = {}
    for index, place in enumerate(sorted(by_cell)):
        cell = marked.cell(*place)
        assert isinstance(cell, Cell)
        key = (style_of(cell), place in errors)
        if key in alike:
            give_style(cell, alike[key])
        else:
            cell.fill = ERROR if place in errors else WARNING
            _make_legible(cell)
            alike[key] = cell
        if index < MOST_COMMENTS:
            _comment_on(cell, by_cell[place])
    fill_over_formats(marked, errors, ERROR_COLOUR)
    fill_over_formats(marked, by_cell.keys() - errors, WARNING_COLOUR)
    over = len(by_cell) - MOST_COMMENTS
    return Marked(cells, {marked.title: over} if over > 0 else {})


def unmark(workbook: Workbook, messages: Set[str]) -> None:
    """Take the marks of an earlier marked copy out of `workbook`, in which it said `messages`.

    Comments keep what they say beside that. A fill that a cell had before the mark is not known any more.
    """
    ours = {_SEPARATOR, _MORE, *(writable(message) for message in messages)}
    for sheet in workbook.worksheets:
        take_out_formats(sheet, {ERROR_COLOUR, WARNING_COLOUR})
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.has_style and _colour(cell) in _FILLS:
                    cell.fill = PatternFill()
                if cell.comment:
                    paragraphs = cell.comment.text.split(_BETWEEN)
                    own = [paragraph for paragraph in paragraphs if paragraph.strip() not in ours]
                    if len(own) < len(paragraphs):
                        cell.comment = _sized(_BETWEEN.join(own), cell.comment.author or _AUTHOR) if own else None


def _first_filled(row: SheetRow) -> int:
    """The number of the first column in which `row` holds something, 1 for A."""
    return next((column for column, value in enumerate(row.cells, start=1) if value is not None), 1)


def _seen_cells(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place inside merged cells, by row and column, the place of the cell that is seen there."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _colour(cell: Cell) -> str:
    """The colour that a cell is filled with, without its opacity."""
    fill = cast("PatternFill", cell.fill)
    return str(fill.fgColor.rgb)[2:] if fill.patternType == "solid" and fill.fgColor.type == "rgb" else ""


def _make_legible(cell: Cell) -> None:
    """Darken light letters, which were chosen for another fill than ours."""
    font = cast("Font", copy(cell.font))
    if font.color is None:
        return
    if font.color.type == "rgb":
        red, green, blue = (int(str(font.color.rgb)[at : at + 2], 16) for at in (2, 4, 6))
        is_light = 0.3 * red + 0.6 * green + 0.1 * blue > _LIGHT
    else:
        is_light = (font.color.type, font.color.value) in _LIGHT_BY_NUMBER
    if is_light:
        font.color = Color(_DARK)
        cell.font = font


def _comment_on(cell: Cell, problems: Sequence[Problem]) -> None:
    """Comment on a cell, below what its own comment says."""
    own = cell.comment.text.rstrip() if cell.comment else ""
    author = (cell.comment.author if cell.comment else None) or _AUTHOR
    room = max(_LONGEST_COMMENT - len(own), _LEAST_BESIDE_OWN)
    messages = [writable(message) for message in dict.fromkeys(found.message for found in problems)]
    said: list[str] = [own, _SEPARATOR] if own else []
    for message in messages:
        room -= len(message) + len(_BETWEEN)
        if room < len(_MORE):
            said.append(_MORE)
            break
        said.append(message)
    cell.comment = _sized(_BETWEEN.join(said), author)


def _sized(text: str, author: str) -> Comment:
    lines = 2 + sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    return Comment(text, author, height=min(lines * _LINE, _TALLEST), width=_WIDTH)
