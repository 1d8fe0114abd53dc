"""Writes the results of a run as a workbook."""

import os
import tempfile
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.errors import UnreadableFileError, UsageError
from onefile_desktop.run.fingerprint import fingerprint
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.outcome import RowOutcome, outcomes
from onefile_desktop.run.plain_roster import plain_rows
from onefile_desktop.run.summary import TITLE, summary
from onefile_desktop.run.unkept import unkept

_HEADERS = ("OneFile outcome", "OneFile ID", "OneFile message")
_WIDTHS = (18.0, 12.0, 60.0)
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_NOT_READABLE = (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException)


def write_results(journal: Journal, out: Path) -> tuple[str, ...]:
    """Saves the run's results as a workbook: the roster itself, with three columns and a sheet `Summary` added.

    Where the roster is gone, was changed since in a way that moved people, or is no .xlsx workbook, the workbook is a
    plain one. Returns names of what of the roster could not be kept. Raises `UsageError` where `out` is the roster, and
    `UnreadableFileError` where it cannot be saved.
    """
    info = journal.info
    if info.roster_file is not None and _same_file(info.roster_file, out):
        raise UsageError(
            "The roster is not overwritten", f"{out} is the roster itself.", "Give the results another name."
        )
    found = outcomes(journal)
    book = _roster_with(info, found)
    own = book is not None
    lost: list[str] = []
    if book is None:
        book = _plain(journal, found)
        if info.roster_file is not None:
            why = "because the file is gone, was changed, is protected or is no .xlsx"
            lost.append(f"the roster’s own columns and formats, {why}")
    elif _has_formulas(book, info):
        lost.append("the last values of formulas (open the file in Excel and save it before it is loaded here again)")
    _add_summary(book, info, found)
    lost.extend(_save(book, out, info.roster_file if own else None))
    return tuple(lost)


def _roster_with(info: RunInfo, found: Sequence[RowOutcome]) -> Workbook | None:
    """The roster's workbook with the outcomes filled in; None where they cannot be."""
    book = _opened(info)
    if book is None:
        return None
    headers = {info.people_sheet: info.people_header_row}
    if info.assignments_sheet is not None and info.assignments_header_row is not None:
        headers[info.assignments_sheet] = info.assignments_header_row
    by_sheet: defaultdict[str, list[RowOutcome]] = defaultdict(list)
    for one in found:
        by_sheet[one.sheet].append(one)
    unchanged = info.roster_file is not None and fingerprint(info.roster_file) == info.roster_fingerprint
    for name, rows in by_sheet.items():
        sheet = book[name] if name in book.sheetnames else None
        if not isinstance(sheet, Worksheet) or name not in headers or not (unchanged or _still_fits(sheet, rows)):
            book.close()
            return None
        _fill(sheet, headers[name], rows)
    return book


def _opened(info: RunInfo) -> Workbook | None:
    file = info.roster_file
    if file is None or file.suffix.lower() not in _WORKBOOKS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it cannot keep is found by comparing the files
            return load_workbook(file, keep_links=True)
    except _NOT_READABLE:
        return None


def _still_fits(sheet: Worksheet, rows: Iterable[RowOutcome]) -> bool:
    """Whether everybody is still on their row: the roster may have been corrected since, or sorted."""
    for one in rows:
        text = folded(" ".join(str(cell.value) for cell in sheet[one.row] if cell.value is not None))
        if not all(word in text for word in folded(one.person).split()):
            return False
    return True


def _fill(sheet: Worksheet, header_row: int, rows: Iterable[RowOutcome]) -> None:
    columns = _columns(sheet, header_row)
    for header, column, width in zip(_HEADERS, columns, _WIDTHS, strict=True):
        if sheet.cell(header_row, column).value is None:
            _write_headers(sheet, header_row, column, (header,))
            _set_widths(sheet, column, (width,))
    for one in rows:
        for column, value in zip(columns, (one.outcome.value, one.onefile_id, one.message), strict=True):
            # An ID that the user gave stays where there is no other.
            if value is not None:
                _write(sheet.cell(one.row, column), value)


def _columns(sheet: Worksheet, header_row: int) -> tuple[int, ...]:
    """The columns of the three headers: those they stand in already, else the next on the right of everything."""
    used = 0
    for row in sheet.iter_rows():
        used = max(used, *(cell.column for cell in row if cell.value is not None), 0)
    used = max((used, *(merged.max_col for merged in sheet.merged_cells.ranges)))
    there = {
        folded(str(cell.value)): cell.column for cell in sheet[header_row] if cell.value is not None and cell.column
    }
    columns: list[int] = []
    for header in _HEADERS:
        column = there.get(folded(header))
        if column is None:
            used += 1
            column = used
        columns.append(column)
    return tuple(columns)


def _has_formulas(book: Workbook, info: RunInfo) -> bool:
    names = {info.people_sheet, info.assignments_sheet}
    return any(
        cell.data_type == "f"
        for sheet in book.worksheets
        if sheet.title in names
        for row in sheet.iter_rows()
        for cell in row
    )


def _plain(journal: Journal, found: Sequence[RowOutcome]) -> Workbook:
    book = Workbook()
    for position, name in enumerate(dict.fromkeys(one.sheet for one in found)):
        sheet = book.create_sheet(name) if position else _first_sheet(book, name)
        headers, cells = plain_rows(journal, name)
        _write_headers(sheet, 1, 1, headers)
        rows = [one for one in found if one.sheet == name]
        for number, one in enumerate(rows, start=2):
            for column, value in enumerate(cells[one.row], start=1):
                _write(sheet.cell(number, column), value)
        _set_widths(sheet, 1, [18.0] * len(headers))
        _fill(sheet, 1, [replace(one, row=number) for number, one in enumerate(rows, start=2)])
        sheet.freeze_panes = "A2"
    return book


def _add_summary(book: Workbook, info: RunInfo, found: Sequence[RowOutcome]) -> None:
    name = "Summary"
    if name in book.sheetnames:
        there = book[name]
        if there["A1"].value == TITLE:
            book.remove(there)
        else:
            name = "OneFile Summary"
    sheet = book.create_sheet(name)
    for number, line in enumerate(summary(info, found), start=1):
        for column, value in enumerate(line, start=1):
            _write(sheet.cell(number, column), value)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    _set_widths(sheet, 1, (44, 100))


def _first_sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = name
    return sheet


def _write_headers(sheet: Worksheet, row: int, column: int, headers: Iterable[str]) -> None:
    """Headers that look like the one on their left, bold where there is none."""
    for place, header in enumerate(headers, start=column):
        cell = sheet.cell(row, place)
        _write(cell, header)
        neighbour = sheet.cell(row, place - 1) if place > 1 else cell
        if neighbour.has_style:
            cell.font = cast("Font", copy(neighbour.font))
            cell.fill = cast("PatternFill", copy(neighbour.fill))
            cell.border = cast("Border", copy(neighbour.border))
            cell.alignment = cast("Alignment", copy(neighbour.alignment))
        else:
            cell.font = Font(bold=True)


def _write(cell: Cell | MergedCell, value: str | int | date | None) -> None:
    """Writes a value; a text stays a text, even one that Excel would take for a formula."""
    assert isinstance(cell, Cell)
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    if value.startswith("="):
        cell.data_type = "s"
        cell.quotePrefix = True


def _set_widths(sheet: Worksheet, first: int, widths: Iterable[float]) -> None:
    for column, width in enumerate(widths, start=first):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False


def _save(book: Workbook, out: Path, original: Path | None) -> tuple[str, ...]:
    """Saves all of the workbook or nothing; returns names of what it has lost against the `original`."""
    try:
        handle, name = tempfile.mkstemp(prefix=".onefile-", suffix=".xlsx", dir=out.parent)
        os.close(handle)
        unfinished = Path(name)
        try:
            book.save(unfinished)
            lost = unkept(original, unfinished) if original else ()
            unfinished.replace(out)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
    except OSError as error:
        raise UnreadableFileError(
            "The workbook cannot be saved",
            f"{out} cannot be written: {error.strerror or error}.",
            "If it is open in Excel, close it there; or choose another folder.",
        ) from error
    return lost
