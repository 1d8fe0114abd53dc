"""What the template's drop-downs choose from: a hidden sheet, because Excel allows no long list in the rule itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.roster.fields import ASSIGNEES, Field, Kind, Target
from onefile_desktop.roster.saving import write_text
from onefile_desktop.roster.values import LEVEL_NAMES


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


NO_LISTS = Lists()


def write_lists(sheet: Worksheet, lists: Lists) -> Mapping[str, str]:
    """Write the drop-downs' choices, a column each; what is returned are their ranges by name."""
    choices: dict[str, tuple[str, ...]] = {field.name: getattr(lists, field.name) for field in fields(lists)}
    people = {*lists.assessors, *lists.iqas, *lists.employers, *lists.observers}
    choices["people"] = tuple(sorted(people, key=str.casefold))
    choices["roles"] = tuple(role.label for role in Role)
    choices["assignees"] = tuple(role.label for role in Role if role is not Role.LEARNER)
    choices["levels"] = tuple(LEVEL_NAMES.values())
    choices["yes_no"] = ("Yes", "No")
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for index, (name, texts) in enumerate(choices.items(), start=1):
        letter = get_column_letter(index)
        sheet.cell(1, index, name.replace("_", " ").capitalize()).font = Font(bold=True)
        sheet.column_dimensions[letter].width = 24
        shown = [text for text in texts if text.strip()]
        for row, text in enumerate(shown, start=2):
            write_text(sheet, row, index, text)
        if shown:
            ranges[name] = f"'{sheet.title}'!${letter}$2:${letter}${len(shown) + 1}"
    return ranges


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
    ASSIGNEES: "people",
}


def list_for(field: Field) -> str:
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
