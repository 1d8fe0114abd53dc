"""Writes what a run has made, and how each of it is undone in OneFile."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.onefile.writes import REFERENCE, IdOf, JsonValue
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.updates import in_words
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.saving import replacing, write_text
from onefile_desktop.roster.writing.template_look import TEAL, lettering, print_on_a4
from onefile_desktop.run.forgetting import PERSON
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.results import undo_words
from onefile_desktop.run.results.report import require_another_file
from onefile_desktop.run.results.table_sheets import Line, fitting_height, write_table
from onefile_desktop.run.settling import may_be_there

_NOTES_SHEET, _MADE_SHEET, _HOW_SHEET = "Read first", "What was made", "How to undo"
_NOTES_WIDTH = 110
_MADE = {
    "What": 19,
    "Whom it concerns": 28,
    "Role": 16,
    "OneFile ID": 12,
    "Certain": 14,
    "In words": 46,
    "Was → is": 44,
    "Sheet": 14,
    "Row": 7,
    "Sent": 17,
    "How to undo": 24,
}
_HOW = {"What": 24, "What you can do": 26, "How, in OneFile": 62, "What that means": 62, "OneFile’s help": 40}
_PERHAPS = frozenset({ChangeState.SENDING, ChangeState.UNKNOWN})
_NOT_KNOWN, _BLANK = "(not known)", "(blank)"


def write_undo_pack(journal: Journal, out: Path) -> None:
    """Saves a workbook with everything that the run has made, or may have made, and how it is undone in OneFile.

    Raises `UsageError` where `out` is the roster, and `UnreadableFileError` where it cannot be saved.
    """
    require_another_file(journal.info, out)
    book = Workbook()
    first = book.worksheets[0]
    first.title = _NOTES_SHEET
    changes = journal.changes()
    lines = list(_lines(changes))
    _write_notes(first, _notes(journal, changes, has_lines=bool(lines)))
    made = book.create_sheet(_MADE_SHEET)
    write_table(made, _MADE, lines)
    made.freeze_panes = "C2"
    how = book.create_sheet(_HOW_SHEET)
    write_table(how, _HOW, _ways())
    how.freeze_panes = "B2"
    with replacing(out) as draft:
        book.save(draft)


def made_by(changes: Sequence[JournalChange]) -> tuple[JournalChange, ...]:
    """What a run has done or may have done; that for which nothing was sent is nobody's to undo."""
    return tuple(one for one in changes if one.state in {*_PERHAPS, ChangeState.DONE} and may_be_there(one))


def _lines(changes: Sequence[JournalChange]) -> Iterator[Line]:
    ids = {one.change.key: one.onefile_id for one in changes if one.onefile_id is not None}
    order = list(undo_words.KINDS)
    for one in sorted(made_by(changes), key=lambda one: order.index(one.change.kind)):
        change, kind = one.change, one.change.kind
        makes_something = kind in {ChangeKind.CREATE, ChangeKind.PLACEMENT, ChangeKind.CLASSROOM}
        about = one.onefile_id if makes_something else _concerns(one, ids)
        is_named = kind in {ChangeKind.PLACEMENT, ChangeKind.CLASSROOM}
        name = str(change.request.body.get("Name", "")) if is_named else change.person
        yield (
            undo_words.KINDS[kind],
            "" if name == PERSON else name,
            change.role.label if change.role and kind is ChangeKind.CREATE else "",
            "" if about is None else about,
            undo_words.PERHAPS if one.state in _PERHAPS else undo_words.MADE,
            change.told,
            "\n".join(_old_and_new(one, ids)) if kind is ChangeKind.UPDATE else "",
            change.sheet,
            change.row,
            f"{one.sent.astimezone():%d/%m/%Y %H:%M}" if one.sent else "",
            undo_words.topic_of(kind, change.role),
        )


def _concerns(one: JournalChange, ids: Mapping[str, int]) -> int | None:
    about = one.change.about
    return ids.get(about.key) if isinstance(about, IdOf) else about


def _old_and_new(one: JournalChange, ids: Mapping[str, int]) -> Iterator[str]:
    change = one.change
    for name, value in change.request.body.items():
        is_known = name in change.was or isinstance(change.about, IdOf)
        before = _in_words(name, change.was.get(name)) if is_known else _NOT_KNOWN
        now = ids.get(value[REFERENCE]) if isinstance(value, dict) else value
        yield f"{PEOPLE[name].label}: {before} → {_in_words(name, now)}"


def _in_words(name: str, value: JsonValue) -> str:
    return in_words(name, value, _as_id) if value is not None and value != "" else _BLANK


def _as_id(_target: Target, onefile_id: int) -> str:
    return f"OneFile ID {onefile_id}"


def _notes(journal: Journal, changes: Sequence[JournalChange], *, has_lines: bool) -> Iterator[str]:
    info = journal.info
    yield f"{info.organisation_name} ({info.organisation_id}), run of {info.started.astimezone():%d/%m/%Y %H:%M}"
    if info.environment == "rehearsal":
        yield undo_words.REHEARSAL
    if not has_lines:
        yield undo_words.NOTHING_MADE
        return
    if not info.finished:
        yield undo_words.ENDED_EARLY if info.forgotten else undo_words.NOT_FINISHED
    if any(one.state in _PERHAPS for one in made_by(changes)):
        yield undo_words.PERHAPS_FOR_GOOD if info.forgotten else undo_words.PERHAPS_MEANS
    yield undo_words.FORGOTTEN if info.forgotten else undo_words.PRIVATE
    yield undo_words.ORDER
    yield undo_words.BY_ID
    yield undo_words.EMAILS


def _write_notes(sheet: Worksheet, notes: Iterable[str]) -> None:
    sheet.column_dimensions["A"].width = _NOTES_WIDTH
    write_text(sheet, 1, 1, undo_words.TITLE)
    sheet.cell(1, 1).font = lettering(TEAL, size=14, bold=True)
    for row, note in enumerate(notes, start=3):
        write_text(sheet, row, 1, note)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = fitting_height([note], [_NOTES_WIDTH])
    print_on_a4(sheet, "landscape", pages_wide=1)


def _ways() -> Iterator[Line]:
    for topic, ways in undo_words.WAYS.items():
        for way in ways:
            yield topic, way.called, way.how, way.means, way.source
