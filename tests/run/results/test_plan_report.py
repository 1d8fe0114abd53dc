"""A plan as a workbook, opened as people open it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.run.results.plan_report import TITLE, write_plan
from tests.plan.cases import OWEN, ZARA, case, centre, day, learner, person, staff
from tests.plan.random_cases import random_cases

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
READABLE = ("No.", "Sheet", "Row", "Person", "Role", "What", "In words", "Old → new", "Waits until")
TECHNICAL = ("Key", "Kind", "Method", "Path", "Body", "Depends on")
LEO_THERE = person(
    201,
    Role.LEARNER,
    "Leo Grant",
    email="leo@example.org",
    PlacementID=42,
    DefaultAssessorID=101,
    ClassroomID=31,
    MobileNumber="07700900001",
)


def cohort() -> Case:
    """Somebody new with all sorts of changes, somebody who is changed, and somebody for each way of being left out."""
    return case(
        learner(
            DefaultAssessorID="Nia Cole",
            PlacementID="Harbour Café",
            Standards="Early Years Educator",
            LearningAimAssessor="Nia Cole",
        ),
        staff("Assessor", "Nia Cole"),
        learner("Leo Grant", Email="leo@example.org", PlacementID="Mill Lane Nursery", MobileNumber="07700900002"),
        learner("Bea Cross", DefaultAssessorID="Nobody Known"),
        staff("IQA", "Owen Price", Email="another@example.org"),
        staff("IQA", "Kit Left"),
        learner("Cy Dunn", StartOn=day("2029-01-10")),
        assignments=({"Learner": "Ada Byrne", "Person": "Zara Malik", "Level": 1},),
        at=centre(ZARA, OWEN, LEO_THERE, calls=7),
        options=PlanOptions(Existing.UPDATE, {7: Decision.SKIP}, create_missing=True),
    )


def written(folder: Path, held: Case) -> tuple[Plan, Workbook]:
    """The plan of a case, and its workbook."""
    plan = make_plan(held, environment="live", now=FRIDAY)
    write_plan(plan, held.centre, folder / "plan.xlsx")
    return plan, load_workbook(folder / "plan.xlsx")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Workbook]:
    """The plan of the cohort, and its workbook."""
    return written(tmp_path_factory.mktemp("plan"), cohort())


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows of a sheet by heading."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def of_change(book: Workbook, key: str) -> dict[str, object]:
    """The row of a change."""
    (row,) = [row for row in table(book["Plan"]) if row["Key"] == key]
    return row


def test_it_opens_with_the_plan(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    assert book.sheetnames == ["Plan", "Summary", "Left out"]
    assert book.active is book["Plan"]


def test_one_row_a_change_in_the_order_of_sending(opened: tuple[Plan, Workbook]) -> None:
    plan, book = opened
    rows = table(book["Plan"])
    assert [(row["No."], row["Key"]) for row in rows] == [
        (number, change.key) for number, change in enumerate(plan.changes, start=1)
    ]
    assert tuple(rows[0]) == (*READABLE, *TECHNICAL)


def test_everything_for_programs_is_the_plans_json(opened: tuple[Plan, Workbook]) -> None:
    plan, book = opened
    for row, change in zip(table(book["Plan"]), plan.changes, strict=True):
        told = change.as_json()
        assert (row["Key"], row["Kind"], row["Method"], row["Path"]) == (
            told["key"],
            told["kind"],
            told["method"],
            told["path"],
        )
        assert json.loads(str(row["Body"])) == told["body"]
        assert str(row["Depends on"] or "") == ", ".join(change.depends_on)
        assert (row["Sheet"], row["Row"], row["Person"], row["In words"]) == (
            change.sheet,
            change.row,
            change.person,
            change.told,
        )


@given(random_cases())
@settings(max_examples=40, deadline=None)
def test_whatever_the_plan_it_has_one_row_a_change_and_one_for_whoever_is_left_out(held: Case) -> None:
    with TemporaryDirectory() as folder:
        plan, book = written(Path(folder), held)
    assert [row["Key"] for row in table(book["Plan"])] == [change.key for change in plan.changes]
    out = [(row.sheet, row.row) for row in plan.rows if row.standing is Standing.EXCLUDED]
    assert [(row["Sheet"], row["Row"]) for row in table(book["Left out"])] == out
    assert all(row["Why"] for row in table(book["Left out"]))


def test_what_waits_for_what_is_said_in_words(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    assert of_change(book, "people-3-create")["Waits until"] is None
    assert set(str(of_change(book, "people-2-create")["Waits until"]).split("\n")) == {
        "Nia Cole (row 3) is created",
        "the placement Harbour Café is made",
    }
    waits = str(of_change(book, "people-2-LearningAimAssessor-1")["Waits until"]).split("\n")
    assert waits[-1] == "the standard Early Years Educator is given"
    assert "Nia Cole (row 3) is created" in waits


def test_an_update_shows_old_and_new(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    shown = str(of_change(book, "people-4-update")["Old → new"]).split("\n")
    assert "Placement: Quay Garage → Mill Lane Nursery" in shown
    assert any(line.endswith("07700900001 → 07700900002") for line in shown)
    assert of_change(book, "people-2-create")["Old → new"] is None


def test_a_blank_that_is_filled_says_so(tmp_path: Path) -> None:
    held = case(
        learner("Leo Grant", Email="leo@example.org", PlacementID="Quay Garage", Telephone="0117 496 0123"),
        at=centre(ZARA, LEO_THERE),
        options=PlanOptions(Existing.UPDATE),
    )
    _, book = written(tmp_path, held)
    assert "(blank) →" in str(of_change(book, "people-2-update")["Old → new"])


def test_the_kinds_are_words_and_a_placement_has_no_role(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    made = of_change(book, "placement-1")
    assert (made["What"], made["Person"], made["Role"]) == ("Make a placement", "Harbour Café", None)
    created = of_change(book, "people-3-create")
    assert (created["What"], created["Role"]) == ("Create a person", "Assessor")


def test_whoever_is_left_out_is_listed_with_the_reason(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    rows = {row["Row"]: row for row in table(book["Left out"])}
    assert [(row["Sheet"], row["Person"], row["Role"]) for row in rows.values()] == [
        ("People", "Bea Cross", "Learner"),
        ("People", "Owen Price", "IQA"),
        ("People", "Kit Left", "IQA"),
    ]
    assert "Nobody Known" in str(rows[5]["Why"])
    assert "Owen Price" in str(rows[6]["Why"])
    assert rows[7]["Why"] == "You left this row out."


def test_the_summary_has_the_totals_the_emails_and_the_notices(opened: tuple[Plan, Workbook]) -> None:
    plan, book = opened
    lines = [(str(label or ""), str(text or "")) for label, text in book["Summary"].iter_rows(values_only=True)]
    assert lines[0] == (TITLE, "")
    told = dict(lines)
    assert told["Create"] == "2 learners, 1 assessor"
    assert told["Left out"] == "3 rows"
    assert plan.digest in told["Plan"]
    assert "--digest" in told["Plan"]
    assert "sends 3 emails at once" in told["Emails"]
    assert told["Reading the centre"] == "The centre was read with 7 calls."
    headings = [label for label, text in lines if label and not text]
    assert headings == [TITLE, "Look at this before you submit", "Good to know"]
    first = [label for label, _ in lines].index("Look at this before you submit")
    assert {label for label, _ in lines[first + 1 : first + 7]} == {
        "When to send",
        "Many learners for this centre",
        "Start dates",
        "Rows left out",
        "New classes and placements",
        "Possible duplicates",
    }
    assert {(notice.topic, notice.text) for notice in plan.notices} <= set(lines)


def test_it_is_made_to_be_read(opened: tuple[Plan, Workbook]) -> None:
    _, book = opened
    for name, frozen in (("Plan", "E2"), ("Left out", "A2")):
        sheet = book[name]
        assert sheet.freeze_panes == frozen
        assert sheet["A1"].font.bold
        assert sheet["A1"].fill.fgColor.rgb == "0017494F"
        assert str(sheet.auto_filter.ref).startswith("A1:")
    sheet = book["Plan"]
    words = sheet.cell(2, READABLE.index("In words") + 1)
    assert words.alignment.wrap_text
    assert sheet.column_dimensions["G"].width >= 50
    assert str(sheet.print_area).endswith(f"$I${sheet.max_row}")
    tall = next(row for row in range(2, sheet.max_row + 1) if len(str(sheet.cell(row, 7).value)) > 120)
    assert (sheet.row_dimensions[tall].height or 0) > 30
    assert book["Summary"]["B5"].alignment.wrap_text


def test_nothing_in_it_runs_as_a_formula(tmp_path: Path) -> None:
    row = staff("IQA", "Kim Lowe", FirstName="=cmd|'/c calc'!A1", Email="kim@example.org")
    held = case(row, learner("Bea Cross", DefaultAssessorID="=1+1"))
    _, book = written(tmp_path, held)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(str(cell.value).startswith("=cmd") for cell in cells)


def test_an_empty_plan_is_a_workbook_too(tmp_path: Path) -> None:
    _, book = written(tmp_path, case())
    assert [book[name].max_row for name in ("Plan", "Left out")] == [1, 1]
    told = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert told["Create"] == "nobody"


def test_a_centre_without_its_lists_still_gives_a_workbook(tmp_path: Path) -> None:
    held = cohort()
    plan = make_plan(held, environment="rehearsal")
    bare = centre(organisation=Organisation(plan.organisation.id, "Harbourside"), placements=(), people=())
    write_plan(plan, bare, tmp_path / "plan.xlsx")
    assert load_workbook(tmp_path / "plan.xlsx")["Plan"].max_row == len(plan.changes) + 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    plan = make_plan(case(), environment="live")
    with pytest.raises(UnreadableFileError):
        write_plan(plan, centre(), tmp_path / "nowhere" / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []
