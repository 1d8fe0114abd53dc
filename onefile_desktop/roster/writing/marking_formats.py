"""Marks that are seen over a sheet's own conditional formats, which hide a cell's fill where they colour it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Protocol, cast

from openpyxl.formatting.formatting import ConditionalFormatting
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_ALWAYS = ["TRUE"]
_AREAS_A_RULE = 100


class _Formats(Protocol):
    """openpyxl's conditional formats of a sheet, which its types leave open."""

    def add(self, cells: str, rule: Rule, /) -> None: ...
    def __iter__(self) -> Iterator[ConditionalFormatting]: ...
    def __delitem__(self, cells: str, /) -> None: ...


def fill_over_formats(sheet: Worksheet, cells: Iterable[tuple[int, int]], colour: str) -> None:
    """Show `colour` in `cells`, by row and column from 1, whatever conditional formats the sheet has for them."""
    formats = _formats(sheet)
    theirs = [(str(one.sqref), list(_rules(one))) for one in formats]
    if not theirs:
        return
    areas = list(_areas(cells))
    groups = [areas[at : at + _AREAS_A_RULE] for at in range(0, len(areas), _AREAS_A_RULE)]
    # Excel goes by the priorities, LibreOffice by what comes first.
    for over, _ in theirs:
        del formats[over]
    for priority, group in enumerate(groups, start=1):
        look = DifferentialStyle(fill=PatternFill("solid", bgColor=colour))
        rule = Rule(type="expression", dxf=look, formula=_ALWAYS, priority=priority, stopIfTrue=True)
        formats.add(" ".join(group), rule)
    for over, rules in theirs:
        for rule in rules:
            rule.priority += len(groups)
            formats.add(over, rule)


def take_out_formats(sheet: Worksheet, colours: Set[str]) -> None:
    """Take out of `sheet` what `fill_over_formats` put into it."""
    formats = _formats(sheet)
    for cells, rules in [(str(one.sqref), list(_rules(one))) for one in formats]:
        theirs = [rule for rule in rules if not _is_ours(rule, colours)]
        if len(theirs) < len(rules):
            del formats[cells]
            for rule in theirs:
                formats.add(cells, rule)


def _formats(sheet: Worksheet) -> _Formats:
    return cast("_Formats", sheet.conditional_formatting)


def _rules(one: ConditionalFormatting) -> Sequence[Rule]:
    return cast("Sequence[Rule]", one.cfRule)


def _is_ours(rule: Rule, colours: Set[str]) -> bool:
    fill = cast("PatternFill | None", rule.dxf.fill if rule.dxf else None)
    return fill is not None and list(rule.formula) == _ALWAYS and str(fill.bgColor.rgb)[2:] in colours


def _areas(cells: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The cells as areas one column wide, such as B2:B5."""
    by_column: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in sorted(cells):
        by_column[column].append(row)
    for column, rows in by_column.items():
        letter, first = get_column_letter(column), rows[0]
        for row, after in zip(rows, (*rows[1:], 0), strict=True):
            if after != row + 1:
                yield f"{letter}{first}:{letter}{row}"
                first = after
