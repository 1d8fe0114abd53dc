"""The marked copy: the admin's own workbook, with every problem shown where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from onefile_desktop.errors import UsageError
from onefile_desktop.paths import same_file
from onefile_desktop.roster.files.file_kinds import Kind, kind_of
from onefile_desktop.roster.files.reader_process import sheets_of
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.saving import replacing
from onefile_desktop.roster.workbook import read_file
from onefile_desktop.roster.writing.kept_copy import kept_copy
from onefile_desktop.roster.writing.last_values import with_last_values
from onefile_desktop.roster.writing.marking import Marked, mark, unmark
from onefile_desktop.roster.writing.plain_copy import plain_copy
from onefile_desktop.roster.writing.problem_sheet import add_problem_sheet, remove_problem_sheet

_PLAIN = "This copy has the cells of your own workbook, but not its formats, formulas, comments and pictures."
_CAN_BE_PROTECTED = frozenset({Kind.ENCRYPTED, Kind.OLD_EXCEL})


def write_marked_copy(
    roster_file: Path, problems: Sequence[Problem], out: Path, password: str | None = None
) -> tuple[str, ...]:
    """Write to `out` a copy of `roster_file` whose cells with problems are filled and commented, and which
    has a sheet Problems with a line for each. `password` opens a roster that is protected.

    What openpyxl cannot keep, such as pictures, is named on that sheet; what is said there is returned, too. A file
    that it cannot keep at all becomes a plain new workbook. Raises `UsageError` where `out` is the roster itself,
    `UnreadableFileError` where one file cannot be read or the other not written, and `PasswordNeededError` as
    `read_workbook` does.
    """
    content = read_file(roster_file)
    if same_file(roster_file, out):
        raise UsageError("The roster is kept", "The copy would replace the roster itself.", "Give it another name.")
    sheets = sheets_of(content, roster_file.name, password)
    kind = kind_of(content, roster_file.name)
    notes: list[str] = []
    if password and kind in _CAN_BE_PROTECTED:
        notes.append("This copy is not protected by a password, as your own workbook is.")
    if kind is Kind.ENCRYPTED:
        from onefile_desktop.roster.files.protection import unprotected  # it takes its time, and few files need it

        content = unprotected(content, roster_file.name, password)
        kind = kind_of(content, roster_file.name)
    copy = _Copy(sheets, problems, tuple(notes))
    marked, said = (copy.kept(content) if kind is Kind.XLSX else None) or copy.plain(is_text=kind is Kind.TEXT)
    with replacing(out) as draft:
        draft.write_bytes(marked)
    return said


_Saved = tuple[bytes, tuple[str, ...]]


@dataclass(frozen=True)
class _Copy:
    """The copy that is to be made: of these sheets, with these problems, and with these notes about it."""

    sheets: Sequence[Sheet]
    problems: Sequence[Problem]
    notes: tuple[str, ...]

    def kept(self, content: bytes) -> _Saved | None:
        """The workbook `content` with the problems in it; None where openpyxl cannot keep it."""
        try:
            kept = kept_copy(content, self.sheets)
            if kept is None:
                return None
            lacking = f"This copy lacks what your own workbook has: {', '.join(kept.lacks)}."
            titles = {sheet.name: sheet.name for sheet in self.sheets}
            said = self._complete(kept.workbook, titles, (lacking,) if kept.lacks else ())
            return with_last_values(_saved(kept.workbook), kept.workbook, self.sheets), said
        except Exception:
            # openpyxl fails in many ways over files that the reader takes; a plain copy still shows the problems.
            return None

    def plain(self, *, is_text: bool) -> _Saved:
        """A new workbook with the sheets' cells and the problems. A text file has nothing else to lose."""
        workbook, titles = plain_copy(self.sheets)
        said = self._complete(workbook, titles, () if is_text else (_PLAIN,))
        return _saved(workbook), said

    def _complete(self, workbook: Workbook, titles: Mapping[str, str], lacking: Sequence[str]) -> tuple[str, ...]:
        """Mark the cells, add the sheet Problems, and give back what it says about the copy."""
        earlier = remove_problem_sheet(workbook)
        if earlier is not None:
            unmark(workbook, earlier)
        marked = Marked()
        for sheet in self.sheets:
            title = titles[sheet.name]
            found = [one for one in self.problems if one.place.sheet == sheet.name]
            if found and title in workbook.sheetnames:
                marked = marked.and_also(mark(workbook[title], sheet, found))
        said = (*self.notes, *lacking, *marked.notes)
        add_problem_sheet(workbook, self.problems, titles, marked.cells, said)
        return said


def _saved(workbook: Workbook) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
