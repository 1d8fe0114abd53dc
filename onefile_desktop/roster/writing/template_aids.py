"""What the template shows while it is filled in: cells that are still needed, and cells that a role does not take.

The formulas keep to what Excel allows in conditional formats (no array constants) and LibreOffice computes alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, cast

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.roster.fields import EVERYBODY, Field
from onefile_desktop.roster.values import LEVEL_NAMES
from onefile_desktop.roster.writing.template_look import GREY, MISSING, NOT_TAKEN


def aid_people(sheet: Worksheet, table: Sequence[Field], last_row: int) -> None:
    """Show on each row that is begun which cells its role still needs, and which it does not take.

    The role is in column A, the rows begin at 2. A role in other words than the drop-down's shows nothing.
    """
    last = get_column_letter(len(table))
    grey = DifferentialStyle(font=Font(italic=True, color=GREY))
    _add(sheet, f"A2:{last}{last_row}", 'LEFT(TRIM($A2),8)="Example:"', grey)
    not_taken: defaultdict[frozenset[Role], list[str]] = defaultdict(list)
    for index, field in enumerate(table, start=1):
        letter = get_column_letter(index)
        if field.required_for:
            begun = f"COUNTA($A2:${last}2)>0" if field.required_for == EVERYBODY else _is_one_of(field.required_for)
            _show_missing(sheet, letter, begun, last_row)
        if field.roles != EVERYBODY:
            not_taken[EVERYBODY - field.roles].append(f"{letter}2:{letter}{last_row}")
    for roles, columns in not_taken.items():
        _add(sheet, " ".join(columns), _is_one_of(roles), _coloured(NOT_TAKEN))


def aid_assignments(sheet: Worksheet, table: Sequence[Field], last_row: int) -> None:
    """Show on each assignment that is begun what it still needs; some levels need to know to what they are."""
    letters = {field.name: get_column_letter(index) for index, field in enumerate(table, start=1)}
    level = f"TRIM(${letters['Level']}2)"
    for field in table:
        if field.required_for:
            _show_missing(sheet, letters[field.name], f"COUNTA($A2:${get_column_letter(len(table))}2)>0", last_row)
    for name, needing in (("Standard", Level.LEARNING_AIM), ("Unit", Level.UNIT_SUMMARY)):
        said = f'OR({level}="{LEVEL_NAMES[needing]}",{level}="{needing.value}")'
        _show_missing(sheet, letters[name], said, last_row)


def _show_missing(sheet: Worksheet, letter: str, when: str, last_row: int) -> None:
    formula = f"AND(LEN(TRIM(${letter}2))=0,{when})"
    _add(sheet, f"{letter}2:{letter}{last_row}", formula, _coloured(MISSING))


def _is_one_of(roles: Iterable[Role]) -> str:
    tests = [f'TRIM($A2)="{role.label}"' for role in sorted(roles)]
    return f"OR({','.join(tests)})"


def _coloured(colour: str) -> DifferentialStyle:
    return DifferentialStyle(fill=PatternFill("solid", bgColor=colour))


class _Formats(Protocol):
    """openpyxl's conditional formats of a sheet, which its types leave open."""

    def add(self, cells: str, rule: Rule, /) -> None: ...


def _add(sheet: Worksheet, cells: str, formula: str, look: DifferentialStyle) -> None:
    rule = Rule(type="expression", dxf=look, formula=[formula])
    cast("_Formats", sheet.conditional_formatting).add(cells, rule)
