"""Writes a plan as a workbook: for people on the left, what would go over the wire on the right."""

import json
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.plan.by_person import ByPerson, Entry, Step
from onefile_desktop.plan.changes import ChangeKind, Plan, Standing
from onefile_desktop.plan.totals import digest_hint, totals
from onefile_desktop.roster.saving import replacing, write_text
from onefile_desktop.roster.writing.marking import WARNING
from onefile_desktop.roster.writing.template_look import TEAL, lettering, print_on_a4
from onefile_desktop.run.results.table_sheets import Line, fitting_height, write_table

TITLE = "OneFile enrolment plan"

_PLAN = {
    "No.": 6,
    "Sheet": 13,
    "Row": 7,
    "Person": 26,
    "Role": 16,
    "What": 20,
    "In words": 58,
    "Old → new": 40,
    "Waits until": 40,
    "Key": 26,
    "Kind": 18,
    "Method": 10,
    "Path": 36,
    "Body": 60,
    "Depends on": 30,
}
_LEFT_OUT = {"Sheet": 13, "Row": 7, "Person": 28, "Role": 18, "Why": 100}
_SUMMARY = (30, 110)
_FOR_PROGRAMS = "Key"
"""The first column for programs. What is left of it is printed, and is all that most people need."""
_KINDS = {
    ChangeKind.CREATE: "Create a person",
    ChangeKind.UPDATE: "Change a person",
    ChangeKind.ASSIGN: "Assign",
    ChangeKind.FRAMEWORK_TEMPLATE: "Give a template",
    ChangeKind.STANDARD: "Give a standard",
    ChangeKind.UNIT: "Give a unit",
    ChangeKind.PLACEMENT: "Make a placement",
    ChangeKind.CLASSROOM: "Make a class",
    ChangeKind.ASSIGN_PLACEMENT: "Add a placement",
}
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)


def write_plan(plan: Plan, centre: Centre, out: Path) -> None:
    """Saves `plan`, which was made against `centre`, as a workbook. Raises `UnreadableFileError`.

    The sheet `Plan` has one row a change, `Summary` the totals and what deserves a look, `Left out` the rows of which
    nothing is sent because of an error, an open decision or the admin's wish.
    """
    book = Workbook()
    changes = book.worksheets[0]
    changes.title = "Plan"
    write_table(changes, _PLAN, _changes(ByPerson(plan, centre)), printed=list(_PLAN).index(_FOR_PROGRAMS))
    changes.freeze_panes = f"{get_column_letter(list(_PLAN).index('Person') + 2)}2"
    last = get_column_letter(list(_PLAN).index(_FOR_PROGRAMS))
    changes.print_area = f"A1:{last}{max(changes.max_row, 1)}"
    _write_summary(book.create_sheet("Summary"), plan)
    left_out = book.create_sheet("Left out")
    write_table(left_out, _LEFT_OUT, _left_out(plan))
    left_out.freeze_panes = "A2"
    with replacing(out) as draft:
        book.save(draft)


def _changes(reading: ByPerson) -> Iterator[Line]:
    """The changes in the order of sending; a further row of a person repeats what stands with their first."""
    of_change = {
        step.change.key: (entry, step)
        for entry in reading.entries
        if entry.row.same_as is None
        for step in reading.steps(entry)
    }
    for change in reading.plan.changes:
        entry, step = of_change[change.key]
        role = entry.row.role
        yield (
            step.number,
            change.sheet,
            change.row,
            change.person,
            role.label if role and not entry.makes else "",
            _KINDS[change.kind],
            change.told,
            _old_and_new(reading, entry, step),
            "\n".join(phrase.removeprefix("after ") for phrase in step.waits_for),
            change.key,
            str(change.kind),
            change.request.method,
            change.request.path,
            json.dumps(dict(change.request.body), ensure_ascii=False),
            ", ".join(change.depends_on),
        )


def _old_and_new(reading: ByPerson, entry: Entry, step: Step) -> str:
    if step.change.kind is not ChangeKind.UPDATE:
        return ""
    sent = reading.fields(Entry(entry.row, (step.change,)))
    return "\n".join(f"{one.label}: {one.was or '(blank)'} → {one.value}" for one in sent)


def _left_out(plan: Plan) -> Iterator[Line]:
    for row in plan.rows:
        if row.standing is Standing.EXCLUDED:
            yield row.sheet, row.row, row.person, row.role.label if row.role else "", row.message


def _write_summary(sheet: Worksheet, plan: Plan) -> None:
    lines = [(TITLE, ""), *totals(plan), ("Plan", f"{plan.digest} (on the command line, {digest_hint(plan)})")]
    for warning, heading in ((True, "Look at this before you submit"), (False, "Good to know")):
        found = [notice for notice in plan.notices if notice.is_warning is warning]
        lines.extend([("", ""), (heading, "")] if found else [])
        lines.extend((notice.topic, notice.text) for notice in found)
    warnings = {(notice.topic, notice.text) for notice in plan.notices if notice.is_warning}
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            if text:
                write_text(sheet, row, column, text)
        label, text = sheet.cell(row, 1), sheet.cell(row, 2)
        label.font, label.alignment, text.alignment = lettering(bold=True), _TOP, _WRAPPED
        if line in warnings:
            label.fill = WARNING
        if line[0] and not line[1]:
            label.font = lettering(TEAL, size=14 if row == 1 else 11, bold=True)
        sheet.row_dimensions[row].height = fitting_height([line[1]], [_SUMMARY[1]])
    for column, width in enumerate(_SUMMARY, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    print_on_a4(sheet, "landscape", pages_wide=1)
