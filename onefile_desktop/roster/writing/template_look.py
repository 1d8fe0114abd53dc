"""How the template looks, and the words that its sheets share."""

from typing import Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.fields import EVERYBODY, Field

TEAL, INK, WHITE, GREY, LINE = "17494F", "24373A", "FFFFFF", "7A8587", "C9D6D8"


def filled(colour: str) -> PatternFill:
    """A fill of one colour, as cells have it."""
    return PatternFill("solid", fgColor=colour)


FOR_EVERYBODY, FOR_SOME, FOR_CHOICE = filled(TEAL), filled("2E8589"), filled("DDE5E6")
MISSING, NOT_TAKEN = "FFE699", "E7EAEA"
BORDER = Border(bottom=Side("thin", color=LINE), right=Side("thin", color=LINE))
WRAPPED = Alignment(wrap_text=True, vertical="center")
INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def lettering(colour: str = INK, *, size: float = 11, bold: bool = False, italic: bool = False) -> Font:
    """The template's letters. A font without a name or size would be whatever the program likes."""
    return Font("Calibri", size, bold=bold, italic=italic, color=colour)


def header_fill(field: Field) -> PatternFill:
    """The colour of a heading, which says whether everybody must have the field, only some, or nobody."""
    if not field.required_for:
        return FOR_CHOICE
    return FOR_EVERYBODY if field.required_for == EVERYBODY else FOR_SOME


def header_font(field: Field) -> Font:
    """The letters of a heading, to be read on its colour."""
    return lettering(WHITE if field.required_for else INK, bold=True)


def needed_for(field: Field) -> str:
    """The sentence that says who must have the field; empty where nobody must."""
    if not field.required_for:
        return ""
    if field.required_for == EVERYBODY:
        return "Must be filled in."
    return f"Must be filled in for: {roles_told(field.required_for)}."


def roles_told(roles: frozenset[Role]) -> str:
    """The names of the roles, in OneFile's order."""
    return "everybody" if roles == EVERYBODY else ", ".join(role.label for role in sorted(roles))


def print_on_a4(sheet: Worksheet, orientation: Literal["landscape", "portrait"], *, pages_wide: int) -> None:
    """Print `sheet` so many pages wide and as long as it takes, its name and the page's number at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, 9  # Excel's number for A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)  # inches
    footer = sheet.oddFooter
    assert footer is not None
    footer.left.text, footer.right.text = "&A", "Page &P of &N"
