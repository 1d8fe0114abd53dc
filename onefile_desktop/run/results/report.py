"""Writes the results of a run as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop import paths
from onefile_desktop.centre.snapshot import folded
from onefile_desktop.errors import UsageError, UserFacingError
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.files.file_kinds import Kind, kind_of
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.saving import replacing, write_text
from onefile_desktop.roster.workbook import read_file, read_workbook
from onefile_desktop.roster.writing.kept_copy import Kept, kept_copy
from onefile_desktop.roster.writing.last_values import with_last_values
from onefile_desktop.roster.writing.plain_copy import plain_copy
from onefile_desktop.run.fingerprint import fingerprint
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.results.identifiers import HEADINGS, id_pairs
from onefile_desktop.run.results.left_out import LABELS, Discreet, discreet, discreet_change, discreet_verification
from onefile_desktop.run.results.outcome import RowOutcome, outcomes
from onefile_desktop.run.results.plain_roster import plain_sheets
from onefile_desktop.run.results.result_columns import fill
from onefile_desktop.run.results.summary import TITLE, summary
from onefile_desktop.run.results.table_sheets import write_table
from onefile_desktop.run.verifying.verification import Verification

_SUMMARIES = ("Summary", "OneFile Summary")
_IDS = "OneFile IDs"
_OWN_LOOK = "the roster’s formats, formulas and comments"
_ONLY_THE_ROSTER = "other sheets, formats, formulas and comments"
_ROSTER_GONE = "the roster’s own columns and formats, because the file is gone, was changed or is protected"
_ROSTER_FORGOTTEN = "the roster’s own columns and formats, because the personal details of the run were removed"


def write_results(
    journal: Journal, out: Path, *, leave_out_sensitive: bool = False, verification: Verification | None = None
) -> tuple[str, ...]:
    """Saves the run's results as a workbook: the roster itself, with three columns and the sheets `Summary` and
    `OneFile IDs` added.

    Where the roster is gone, or was changed since in a way that moved people, the workbook is a plain one. With
    `leave_out_sensitive`, only columns are kept that the program knows and that are not sensitive, and none of a roster
    that was changed at all. What a `verification` has found is told on the `Summary`. Returns names of what of the
    roster could not be kept. Raises `UsageError` where `out` is the roster, and `UnreadableFileError` where it cannot
    be saved.
    """
    require_another_file(journal.info, out)
    found = outcomes(journal)
    roster = _roster(journal.info, found, must_be_unchanged=leave_out_sensitive)
    if leave_out_sensitive:
        made, verification = _discreet(journal, roster), verification and discreet_verification(verification)
    else:
        made = _whole(journal, found, roster)
    _add_summary(made, journal, verification)
    _add_ids(made.book, journal)
    buffer = BytesIO()
    made.book.save(buffer)
    with replacing(out) as draft:
        draft.write_bytes(with_last_values(buffer.getvalue(), made.book, roster.sheets if roster else ()))
    return made.lacks


def require_another_file(info: RunInfo, out: Path) -> None:
    """Raises `UsageError` where `out` is the run's roster, or may be."""
    title, then = "The roster is not overwritten", "Give the file another name."
    if info.roster_file is not None and paths.same_file(info.roster_file, out):
        raise UsageError(title, f"{out} is the roster itself.", then)
    # Where it was is not known any more, and it may have been corrected since.
    if info.forgotten and info.roster_fingerprint and out.exists():
        raise UsageError(title, f"{out} is there already, and may be the roster of this run.", then)


@dataclass(frozen=True)
class _Roster:
    """The roster as it is now, its people still being where they were."""

    file: Path
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class _Made:
    """A workbook with the outcomes in it, what it lacks of the roster, and what it does not show on purpose."""

    book: Workbook
    found: tuple[RowOutcome, ...]
    lacks: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def _roster(info: RunInfo, found: Sequence[RowOutcome], *, must_be_unchanged: bool) -> _Roster | None:
    """The roster; None where it is of no use any more. Only an unchanged one has its columns under the same letters."""
    if info.roster_file is None:
        return None
    try:
        sheets = read_workbook(info.roster_file)
    except UserFacingError:
        return None
    unchanged = fingerprint(info.roster_file) == info.roster_fingerprint
    if must_be_unchanged and not unchanged:
        return None
    by_name = {sheet.name: sheet for sheet in sheets}
    for name in {one.sheet for one in found}:
        rows = [one for one in found if one.sheet == name]
        if name not in by_name or name not in _headers(info):
            return None
        if not unchanged and (not _still_fits(by_name[name], rows)):
            return None
    return _Roster(info.roster_file, sheets)


def _still_fits(sheet: Sheet, rows: Sequence[RowOutcome]) -> bool:
    """Whether everybody is still on their row: the roster may have been corrected since, or sorted."""
    cells = {row.number: folded(" ".join(map(display, row.cells))) for row in sheet.rows}
    return all(word in cells.get(one.row, "") for one in rows for word in folded(one.person).split())


def _headers(info: RunInfo) -> dict[str, int]:
    rows = {info.people_sheet: info.people_header_row}
    if info.assignments_sheet is not None and info.assignments_header_row is not None:
        rows[info.assignments_sheet] = info.assignments_header_row
    return rows


def _whole(journal: Journal, found: tuple[RowOutcome, ...], roster: _Roster | None) -> _Made:
    """The roster with everything that can be kept of it, else what the journal knows of it."""
    if roster is None:
        return _Made(_plain(journal, found, without=frozenset()), found, _lacks(journal.info))
    kept = _kept(roster)
    if kept is not None:
        _fill(kept.workbook, {sheet.name: sheet.name for sheet in roster.sheets}, journal.info, found)
        return _Made(kept.workbook, found, kept.lacks)
    book, titles = plain_copy(roster.sheets)
    _fill(book, titles, journal.info, found)
    return _Made(book, found, () if kind_of(read_file(roster.file), roster.file.name) is Kind.TEXT else (_OWN_LOOK,))


def _lacks(info: RunInfo) -> tuple[str, ...]:
    """What a plain workbook lacks."""
    if info.forgotten:
        return (_ROSTER_FORGOTTEN,)
    return (_ROSTER_GONE,) if info.roster_file is not None else ()


def _discreet(journal: Journal, roster: _Roster | None) -> _Made:
    """The columns of the roster that may be passed on, else as much of what the journal knows of it."""
    info, changes = journal.info, journal.changes()
    found = outcomes(journal, [discreet_change(one) for one in changes])
    if roster is None or not info.columns:
        said = discreet(found, changes, None)
        return _Made(_plain(journal, said, without=frozenset(LABELS)), said, _lacks(info), tuple(LABELS.values()))
    hidden = Discreet(info, roster.sheets, found)
    said = discreet(found, changes, hidden)
    book, titles = plain_copy(hidden.kept())
    _fill(book, titles, info, said)
    return _Made(book, said, (_ONLY_THE_ROSTER,), hidden.left_out())


def _kept(roster: _Roster) -> Kept | None:
    content = read_file(roster.file)
    if kind_of(content, roster.file.name) is not Kind.XLSX:
        return None
    try:
        return kept_copy(content, roster.sheets)
    except Exception:
        # openpyxl fails in many ways over files that the reader takes; a plain copy still holds everybody.
        return None


def _fill(book: Workbook, titles: dict[str, str], info: RunInfo, found: Sequence[RowOutcome]) -> None:
    for name, header_row in _headers(info).items():
        sheet = book[titles[name]] if titles.get(name) in book.sheetnames else None
        rows = [one for one in found if one.sheet == name]
        if isinstance(sheet, Worksheet) and rows:
            fill(sheet, header_row, rows)


def _plain(journal: Journal, found: Sequence[RowOutcome], *, without: frozenset[str]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    outcome_of = {(one.sheet, one.row): one for one in found}
    for plain in plain_sheets(journal, without=without):
        sheet = book.create_sheet(plain.name)
        for column, header in enumerate(plain.headers, start=1):
            write_text(sheet, 1, column, header)
            sheet.cell(1, column).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = 18.0
        became: list[RowOutcome] = []
        for number, (row, cells) in enumerate(plain.lines, start=2):
            for column, value in enumerate(cells, start=1):
                _write(sheet, number, column, value)
            one = outcome_of.get((plain.name, row)) if row is not None else None
            became += [replace(one, row=number)] if one else []
        fill(sheet, 1, became)
        sheet.freeze_panes = "A2"
    return book


def _write(sheet: Worksheet, row: int, column: int, value: str | int | date | None) -> None:
    if isinstance(value, str):
        write_text(sheet, row, column, value)
    else:
        sheet.cell(row, column, value)


def _add_summary(made: _Made, journal: Journal, verification: Verification | None) -> None:
    earlier = [one for one in made.book.worksheets if one.title in _SUMMARIES and one["A1"].value == TITLE]
    for one in earlier:
        made.book.remove(one)
    sheet = made.book.create_sheet(next((name for name in _SUMMARIES if name not in made.book.sheetnames), None))
    lines = summary(journal.info, made.found, journal.changes(), made.left_out, verification)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            _write(sheet, number, column, value)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 60, 100


def _add_ids(book: Workbook, journal: Journal) -> None:
    """The sheet from which the MIS takes over who has which OneFile ID."""
    earlier = [one for one in book.worksheets if one.title == _IDS and one["B1"].value == list(HEADINGS)[1]]
    for one in earlier:
        book.remove(one)
    sheet = book.create_sheet(_IDS)
    write_table(sheet, HEADINGS, (pair.cells() for pair in id_pairs(journal)), as_typed=["MIS ID"])
    sheet.freeze_panes = "A2"
