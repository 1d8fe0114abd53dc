from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Kind
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.template import Lists, write_template
from onefile_desktop.roster.workbook import read_workbook
from tests.roster.books import TODAY

LISTS = Lists(
    classes=tuple(f"Class {number}" for number in range(300)),
    placements=("=HYPERLINK(1)", "Quayside"),
    assessors=("Bob Ray",),
    iqas=("Eve Orr",),
    units=("Safeguarding",),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    out = tmp_path / "template.xlsx"
    write_template(out, LISTS)
    return out


def drop_downs(sheet: Worksheet) -> dict[str, str | None]:
    """What the cells under each heading choose from."""
    return {
        str(sheet[f"{str(rule.sqref).split('2')[0]}1"].value).removesuffix(" *"): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }


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
    assert choices(people["Default assessor"]) == ["Bob Ray"]
    assert choices(people["Role"]) == ["Learner", "Trainee Assessor", "Assessor", "IQA", "Employer", "Observer"]
    assert choices(people["Support funding"]) == ["Yes", "No"]
    assert choices(people["Additional IQAs"]) == ["Eve Orr"]
    assert choices(assignments["As"]) == ["Trainee Assessor", "Assessor", "IQA", "Employer", "Observer"]
    assert choices(assignments["Level"]) == ["Learning aim", "Unit summary", "Additional"]
    assert choices(assignments["Unit"]) == ["Safeguarding"]
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
    assert sheet.freeze_panes == "D2"


def test_the_guide_tells_of_every_field(path: Path) -> None:
    told = {row[0].value: [cell.value for cell in row] for row in load_workbook(path)["Guide"].iter_rows()}
    for field in (*PEOPLE.values(), *ASSIGNMENTS.values()):
        assert (field.label in told) is field.in_template
    assert told["Class"][2:] == ["Learner", "Learner"]
    assert told["Email"][2:] == ["everybody", "everybody"]


def test_what_is_filled_in_is_read_without_a_warning(path: Path) -> None:
    workbook = load_workbook(path)
    row = {
        "Role": "Learner",
        "First name": "Ann",
        "Last name": "Lee",
        "Email": "ann@example.org",
        "Placement": "Quayside",
        "Class": "Class 1",
        "Default assessor": "Bob Ray",
        "Date of birth": date(2004, 3, 23),
    }
    for sheet, cells in (("People", row), ("Assignments", {"Learner": "Ann Lee", "Person": "Bob Ray", "Level": "1"})):
        for column, heading in enumerate(workbook[sheet][1], start=1):
            workbook[sheet].cell(2, column, cells.get(str(heading.value).removesuffix(" *")))
    workbook.save(path)
    roster = read_roster(path)
    found = check(roster, today=TODAY)
    assert found.problems == ()
    assert (len(found.people), len(found.assignments)) == (1, 1)
    assert all(column.field for column in roster.people.columns)


def test_without_a_centre_there_are_only_the_fixed_lists(tmp_path: Path) -> None:
    write_template(tmp_path / "plain.xlsx")
    assert set(drop_downs(load_workbook(tmp_path / "plain.xlsx")["People"])) == {"Role", "Support funding"}
    assert [sheet.name for sheet in read_workbook(tmp_path / "plain.xlsx")] == [
        "People",
        "Assignments",
        "Guide",
        "Lists",
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="could not be saved"):
        write_template(tmp_path / "nowhere" / "template.xlsx")
