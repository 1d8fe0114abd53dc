from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import RosterShapeError, UnreadableFileError
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Kind
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.template import hint, write_template
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.roster.writing.template_lists import Lists
from tests.roster.books import TODAY

LISTS = Lists(
    classes=tuple(f"Class {number}, “the {number}th” of O'Neil's" for number in range(4_000)),
    placements=("=HYPERLINK(1)", "Quayside, East", " "),
    assessors=("Bob Ray",),
    iqas=("Eve Orr",),
    units=("Safeguarding",),
)
COHORT: tuple[Mapping[str, Any], ...] = (
    {"Role": "Assessor", "First name": "Bob", "Last name": "Ray", "Email": "bob.ray@example.org", "MIS ID": "0007"},
    {"Role": "Trainee Assessor", "First name": "Tia", "Last name": "Tan", "Email": "tia.tan@example.org"},
    {
        "Role": "IQA",
        "First name": "Eve",
        "Last name": "Orr",
        "Email": "eve.orr@example.org",
        "Telephone": "01632960011",
    },
    {
        "Role": "Employer",
        "First name": "Sam",
        "Last name": "Poole",
        "Email": "sam.poole@example.org",
        "Placement": "=HYPERLINK(1)",
    },
    {
        "Role": "Observer",
        "First name": "Ola",
        "Last name": "Obi",
        "Email": "ola.obi@example.org",
        "Placement": "Quayside, East",
    },
    {
        "Role": "Learner",
        "First name": "Cara",
        "Last name": "Oyelaran",
        "Email": "cara.oyelaran@example.org",
        "MIS ID": "000123",
        "Placement": "Quayside, East",
        "Class": LISTS.classes[1],
        "Default assessor": "Bob Ray",
        "Default employer": "Sam Poole",
        "Date of birth": date(2005, 1, 2),
        "ULN": "1000000027",
        "National Insurance number": "AB123456C",
        "Start date": date(2026, 9, 1),
        "Planned end date": date(2027, 9, 1),
        "Support funding": "Yes",
        "Mobile number": "07700900123",
        "Home address": "1 Gull Lane\nWestering",
        "Additional IQAs": "Eve Orr",
    },
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    out = tmp_path / "template.xlsx"
    write_template(out, LISTS)
    return out


def fill(path: Path, sheet: str, first: int, *rows: Mapping[str, Any]) -> None:
    """Type rows into a sheet of the template: as Excel does, a cell takes the format of its column."""
    workbook = load_workbook(path)
    for number, row in enumerate(rows, start=first):
        for column, heading in enumerate(workbook[sheet][1], start=1):
            if (value := row.get(str(heading.value).removesuffix(" *"))) is not None:
                cell = workbook[sheet].cell(number, column)
                assert isinstance(cell, Cell)
                cell.value, cell.data_type = value, "d" if isinstance(value, date) else "s"
                cell.number_format = workbook[sheet].column_dimensions[get_column_letter(column)].number_format
    workbook.save(path)


def drop_downs(sheet: Worksheet) -> dict[str, str | None]:
    """What the cells under each heading choose from."""
    return {
        heading(sheet, str(rule.sqref)): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }


def heading(sheet: Worksheet, cells: str) -> str:
    """The heading above these cells, without its star."""
    column = cells.split(":")[0].rstrip("0123456789")
    return str(sheet[f"{column}1"].value).removesuffix(" *")


def test_its_sheets_and_headings(path: Path) -> None:
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["People", "Assignments", "Guide", "Lists"]
    assert workbook["Lists"].sheet_state == "hidden"
    headings = [str(cell.value) for cell in workbook["People"][1]]
    assert [heading.removesuffix(" *") for heading in headings] == [
        field.label for field in PEOPLE.values() if field.in_template
    ]
    assert {heading.removesuffix(" *") for heading in headings if heading.endswith("*")} == {
        field.label for field in PEOPLE.values() if field.required_for
    }
    assert "CreatedOn" not in headings
    assert [str(cell.value).removesuffix(" *") for cell in workbook["Assignments"][1]] == [
        field.label for field in ASSIGNMENTS.values()
    ]


def test_a_heading_says_for_whom_its_column_must_be_filled_in(path: Path) -> None:
    sheet = load_workbook(path)["People"]
    notes = {heading(sheet, cell.coordinate): cell.comment.text for cell in sheet[1] if cell.comment}
    assert notes == {
        "Role": "Must be filled in.",
        "First name": "Must be filled in.",
        "Last name": "Must be filled in.",
        "Email": "Must be filled in.",
        "Placement": "Must be filled in for: Learner, Employer, Observer.",
        "Class": "Must be filled in for: Learner.",
        "Default assessor": "Must be filled in for: Learner.",
    }
    colours = {heading(sheet, cell.coordinate): cell.fill.fgColor.rgb for cell in sheet[1]}
    assert len({colours["Email"], colours["Class"], colours["ULN"]}) == 3


def test_cells_that_a_role_still_needs_are_shown(path: Path) -> None:
    sheet = load_workbook(path)["People"]
    shown = {}
    for formats in sheet.conditional_formatting:
        for rule in formats.rules:
            if rule.formula[0].startswith("AND(LEN("):
                shown[heading(sheet, str(formats.sqref))] = rule.formula[0]
    assert shown.keys() == {field.label for field in PEOPLE.values() if field.required_for}
    named = {role.label for role in Role if f'"{role.label}"' in shown["Placement"]}
    assert named == {"Learner", "Employer", "Observer"}


def test_the_drop_downs_hold_the_centres_names(path: Path) -> None:
    workbook = load_workbook(path)
    people, assignments = drop_downs(workbook["People"]), drop_downs(workbook["Assignments"])
    lists = workbook["Lists"]

    def choices(formula: str | None) -> list[object]:
        assert formula is not None
        sheet, area = formula.split("!")
        assert sheet == "'Lists'"
        return [row[0].value for row in lists[area.replace("$", "")]]

    assert choices(people["Class"]) == list(LISTS.classes)
    assert choices(people["Placement"]) == ["=HYPERLINK(1)", "Quayside, East"]
    assert choices(people["Default assessor"]) == ["Bob Ray"]
    assert choices(people["Role"]) == ["Learner", "Trainee Assessor", "Assessor", "IQA", "Employer", "Observer"]
    assert choices(people["Support funding"]) == ["Yes", "No"]
    assert choices(people["Additional IQAs"]) == ["Eve Orr"]
    assert choices(assignments["As"]) == ["Trainee Assessor", "Assessor", "IQA", "Employer", "Observer"]
    assert choices(assignments["Level"]) == ["Learning aim", "Unit summary", "Additional"]
    assert choices(assignments["Unit"]) == ["Safeguarding"]
    assert choices(assignments["Person"]) == ["Bob Ray", "Eve Orr"]
    assert "Provider" not in people


def test_a_name_that_looks_like_a_formula_stays_text(path: Path) -> None:
    cells = [cell for row in load_workbook(path)["Lists"].iter_rows() for cell in row]
    (cell,) = [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_formats_keep_zeros_and_dates(path: Path) -> None:
    sheet = load_workbook(path)["People"]
    fields = [field for field in PEOPLE.values() if field.in_template]
    for column, field in enumerate(fields, start=1):
        expected = "dd/mm/yyyy" if field.kind is Kind.DATE else "@"
        assert sheet.column_dimensions[get_column_letter(column)].number_format == expected
        example = sheet.cell(2, column)
        assert example.value is None or example.number_format == expected
    assert sheet.freeze_panes == "D2"


def test_every_hint_is_whole(path: Path) -> None:
    for field in (*PEOPLE.values(), *ASSIGNMENTS.values()):
        for has_list in (True, False):
            said = hint(field, has_list=has_list)
            assert said.startswith(field.guide)
            assert said.endswith(".")
            assert len(said) <= 255
    assert hint(PEOPLE["Units"], has_list=False).endswith("Type the name as OneFile has it.")


def test_the_guide_tells_of_every_field(path: Path) -> None:
    told = {row[0].value: [cell.value for cell in row] for row in load_workbook(path)["Guide"].iter_rows()}
    for field in (*PEOPLE.values(), *ASSIGNMENTS.values()):
        assert (field.label in told) is field.in_template
    assert told["Class"][2:] == ["Learner", "Learner"]
    assert told["Email"][2:] == ["everybody", "everybody"]


def test_what_is_filled_in_is_read_without_a_warning(path: Path) -> None:
    fill(path, "People", 3, *COHORT)
    fill(path, "Assignments", 2, {"Learner": "Cara Oyelaran", "Person": "Bob Ray", "Level": "1"})
    roster = read_roster(path)
    found = check(roster, today=TODAY)
    assert found.problems == ()
    assert [person.role for person in found.people] == [
        Role.ASSESSOR,
        Role.TRAINEE_ASSESSOR,
        Role.IQA,
        Role.EMPLOYER,
        Role.OBSERVER,
        Role.LEARNER,
    ]
    assert len(found.assignments) == 1
    assert all(column.field for column in roster.people.columns)
    learner = found.people[-1]
    assert (learner.text("MISID"), learner.text("MobileNumber")) == ("000123", "07700900123")
    assert (learner.date("DOB"), learner.text("ULN")) == (date(2005, 1, 2), "1000000027")


def test_whoever_types_over_the_example_leaves_nothing_of_it(path: Path) -> None:
    fill(path, "People", 2, COHORT[-1])
    (learner,) = check(read_roster(path), today=TODAY).people
    typed = {label for label, value in COHORT[-1].items() if value is not None}
    assert {PEOPLE[name].label for name in learner.values} == typed - {"Role"}


def test_beyond_the_rows_with_hints_formats_hold(path: Path) -> None:
    fill(path, "People", 30_000, COHORT[-1])
    (learner,) = check(read_roster(path), today=TODAY).people
    assert learner.text("MISID") == "000123"


def test_an_untouched_template_has_nobody(path: Path) -> None:
    with pytest.raises(RosterShapeError, match="nobody below it"):
        read_roster(path)


def test_without_a_centre_there_are_only_the_fixed_lists(tmp_path: Path) -> None:
    write_template(tmp_path / "plain.xlsx")
    workbook = load_workbook(tmp_path / "plain.xlsx")
    assert set(drop_downs(workbook["People"])) == {"Role", "Support funding"}
    told = [str(row[1].value) for row in workbook["Guide"].iter_rows() if row[0].value == "Drop-downs"]
    assert told[0].startswith("Made without a connection")
    assert [sheet.name for sheet in read_workbook(tmp_path / "plain.xlsx")] == [
        "People",
        "Assignments",
        "Guide",
        "Lists",
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="could not be saved"):
        write_template(tmp_path / "nowhere" / "template.xlsx")
