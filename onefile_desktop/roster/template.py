"""The template: an empty roster with drop-downs, formats that keep what is typed, and a guide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.roster.fields import ASSIGNMENTS, EVERYBODY, PEOPLE, Field, Kind, Target
from onefile_desktop.roster.saving import could_run, replacing, writable
from onefile_desktop.roster.values import LEVEL_NAMES

_ROWS = 2_000  # for which drop-downs and hints are made; more people can be added below all the same
_HEADER_HEIGHT = 32
_WIDTHS: Mapping[Kind, float] = {
    Kind.EMAIL: 32,
    Kind.REFERENCE: 26,
    Kind.REFERENCES: 34,
    Kind.TEXT: 20,
    Kind.DATE: 14,
    Kind.YES_NO: 12,
    Kind.LEVEL: 16,
}
_NARROWEST = 16.0
_TEXT_FORMAT, _DATE_FORMAT = "@", "dd/mm/yyyy"

_INK, _TEAL, _PALE, _LINE = "FFFFFF", "1F5C66", "E6F0F1", "C9D6D8"
_NEEDED, _OPTIONAL = PatternFill("solid", fgColor=_TEAL), PatternFill("solid", fgColor="5E7B80")
_BORDER = Border(bottom=Side("thin", color=_LINE), right=Side("thin", color=_LINE))
_WRAPPED = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True)
class Lists:
    """The names that a centre has, for the drop-downs."""

    classes: tuple[str, ...] = ()
    placements: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    learner_statuses: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    framework_templates: tuple[str, ...] = ()
    assessors: tuple[str, ...] = ()
    iqas: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()


_NO_LISTS = Lists()


def write_template(out: Path, lists: Lists = _NO_LISTS) -> None:
    """Write an empty roster to `out`: sheets People, Assignments and Guide, and a hidden one for drop-downs.

    Raises `UnreadableFileError` where `out` cannot be written.
    """
    workbook = Workbook()
    people = workbook.worksheets[0]
    people.title = "People"
    ranges = _write_lists(workbook.create_sheet("Lists"), lists)
    _write_sheet(people, [field for field in PEOPLE.values() if field.in_template], ranges)
    _write_sheet(workbook.create_sheet("Assignments", 1), list(ASSIGNMENTS.values()), ranges)
    _write_guide(workbook.create_sheet("Guide", 2))
    with replacing(out) as draft:
        workbook.save(draft)


def write_header(sheet: Worksheet, table: Sequence[Field], row: int = 1) -> None:
    """Write and style the header row of `table`, and its columns; a star marks what somebody must have."""
    for index, field in enumerate(table, start=1):
        cell = sheet.cell(row, index, f"{field.label} *" if field.required_for else field.label)
        cell.font = Font(bold=True, color=_INK)
        cell.fill = _NEEDED if field.required_for else _OPTIONAL
        cell.alignment, cell.border = _WRAPPED, _BORDER
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width = max(_WIDTHS.get(field.kind, _NARROWEST), min(len(field.label) * 0.8, 30))
        column.number_format = number_format(field)
    sheet.row_dimensions[row].height = _HEADER_HEIGHT
    # The names stay in sight while the sheet is scrolled, in both directions.
    names = "D" if "FirstName" in {field.name for field in table} else "A"
    sheet.freeze_panes = f"{names}{row + 1}"


def number_format(field: Field) -> str:
    """The format that keeps Excel from eating zeros and guessing dates."""
    return _DATE_FORMAT if field.kind is Kind.DATE else _TEXT_FORMAT


def _write_lists(sheet: Worksheet, lists: Lists) -> Mapping[str, str]:
    """Write the drop-downs' choices, a column each; what is returned are their ranges by name."""
    choices = {field.name: getattr(lists, field.name) for field in fields(lists)}
    choices["roles"] = tuple(role.label for role in Role)
    choices["assignees"] = tuple(role.label for role in Role if role is not Role.LEARNER)
    choices["levels"] = tuple(LEVEL_NAMES.values())
    choices["yes_no"] = ("Yes", "No")
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for index, (name, texts) in enumerate(choices.items(), start=1):
        letter = get_column_letter(index)
        sheet.cell(1, index, name)
        for row, text in enumerate(texts, start=2):
            write_text(sheet, row, index, text)
        if texts:
            ranges[name] = f"'{sheet.title}'!${letter}$2:${letter}${len(texts) + 1}"
    return ranges


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write `text` as text, whatever it begins with: openpyxl would make a formula of a leading "="."""
    cell = sheet.cell(row, column, writable(text))
    cell.data_type = "s"
    cell.quotePrefix = could_run(text)


def _write_sheet(sheet: Worksheet, table: Sequence[Field], ranges: Mapping[str, str]) -> None:
    write_header(sheet, table)
    for index, field in enumerate(table, start=1):
        letter = get_column_letter(index)
        cells = f"{letter}2:{letter}{_ROWS}"
        sheet.add_data_validation(_validation(field, cells, ranges.get(_choices(field))))


def _validation(field: Field, cells: str, choices: str | None) -> DataValidation:
    """The hint beside a cell, and its drop-down. Only what cannot be otherwise is refused: names may be new."""
    closed = field.kind in {Kind.ROLE, Kind.YES_NO, Kind.LEVEL}
    return DataValidation(
        type="list" if choices else None,
        formula1=choices,
        sqref=cells,
        allow_blank=True,
        showErrorMessage=closed,
        errorTitle="Not in the list",
        error="Choose one of the list.",
        showInputMessage=True,
        promptTitle=field.label[:32],
        prompt=" ".join(part for part in (field.guide, _needed_for(field)) if part)[:255],
    )


_BY_TARGET: Mapping[Target, str] = {
    Target.CLASSROOM: "classes",
    Target.PLACEMENT: "placements",
    Target.PROVIDER: "providers",
    Target.LEARNER_STATUS: "learner_statuses",
    Target.STANDARD: "standards",
    Target.UNIT: "units",
    Target.FRAMEWORK_TEMPLATE: "framework_templates",
}
_BY_ROLES: Mapping[frozenset[Role], str] = {
    ASSESSORS: "assessors",
    frozenset({Role.IQA}): "iqas",
    frozenset({Role.EMPLOYER}): "employers",
    frozenset({Role.OBSERVER}): "observers",
}


def _choices(field: Field) -> str:
    """The name of the list that `field` chooses from, empty where it has none."""
    if field.kind is Kind.ROLE:
        return "roles" if field.name == "Role" else "assignees"
    if field.kind is Kind.LEVEL:
        return "levels"
    if field.kind is Kind.YES_NO:
        return "yes_no"
    if field.target is Target.PERSON:
        return _BY_ROLES.get(field.takes, "")
    return _BY_TARGET[field.target] if field.target else ""


def _needed_for(field: Field) -> str:
    if not field.required_for:
        return ""
    if field.required_for == EVERYBODY:
        return "Must be filled in."
    return f"Must be filled in for: {_roles(field.required_for)}."


def _roles(roles: frozenset[Role]) -> str:
    return "everybody" if roles == EVERYBODY else ", ".join(role.label for role in sorted(roles))


_HOW_TO = (
    "Fill in one row for each person on the sheet People. A star marks what must be filled in, for the roles below.",
    "A person can be named by name, email, MIS ID or OneFile ID, and may be in OneFile already or on another row.",
    "The sheet Assignments is for what does not fit on a learner's own row: one assignment a row. It may stay empty.",
)


def _write_guide(sheet: Worksheet) -> None:
    sheet.cell(1, 1, "How to fill in this workbook").font = Font(bold=True, size=14, color=_TEAL)
    row = 2
    for line in _HOW_TO:
        sheet.cell(row, 1, line).alignment = _WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = _HEADER_HEIGHT
        row += 1
    for title, table in (("People", PEOPLE), ("Assignments", ASSIGNMENTS)):
        row = _write_guide_table(sheet, row + 1, title, [field for field in table.values() if field.in_template])
    for letter, width in zip("ABCD", (34, 70, 34, 34), strict=True):
        sheet.column_dimensions[letter].width = width


def _write_guide_table(sheet: Worksheet, row: int, title: str, table: Sequence[Field]) -> int:
    people = title == "People"
    head = (f"Sheet {title}", "What it takes", "Who may have it", "Who must have it")
    for column, text in enumerate(head if people else (*head[:2], "Must be filled in", ""), start=1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill = Font(bold=True, color=_INK), _NEEDED
    for field in table:
        row += 1
        must = _roles(field.required_for) if field.required_for else ""
        told = (_roles(field.roles), must) if people else ("yes" if must else "no", "")
        for column, text in enumerate((field.label, field.guide, *told), start=1):
            cell = sheet.cell(row, column, text)
            cell.alignment, cell.border = _WRAPPED, _BORDER
            if field.required_for:
                cell.fill = PatternFill("solid", fgColor=_PALE)
    return row + 1
