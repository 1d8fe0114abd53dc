from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.problems import Place, Problem, Severity
from onefile_desktop.roster.reading import read_roster
from tests.roster.books import LEARNER, TODAY, book, open_document, table
from tests.roster.test_workbook import rewritten

RED, YELLOW = "00F8CFCB", "00FCEBB6"


def found(row: int | None, column: str | None, *, error: bool = True, sheet: str = "S", **words: str) -> Problem:
    severity = Severity.ERROR if error else Severity.WARNING
    said = {"message": "Mend it.", "value": "x"} | words
    return Problem("email-invalid", severity, said["message"], Place(sheet, row, column, "Email"), said["value"])


def marked(roster: Path, *problems: Problem) -> dict[str, Worksheet]:
    out = roster.with_name("marked.xlsx")
    write_marked_copy(roster, problems, out)
    return {sheet.title: sheet for sheet in load_workbook(out).worksheets}


def colour(sheet: Worksheet, name: str) -> str | None:
    fill = sheet[name].fill
    return fill.fgColor.rgb if fill.fill_type == "solid" else None


def comment(sheet: Worksheet, name: str) -> str:
    note = sheet[name].comment
    return note.text if note else ""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    sheet.append(["Role", "Email", "Total"])
    sheet.append(["Learner", "x", "=1+1"])
    sheet["A1"].font = Font(bold=True)
    sheet["A2"].number_format = "@"
    sheet.column_dimensions["B"].width = 41
    workbook.create_sheet("Other").append(["kept"])
    workbook.save(tmp_path / "roster.xlsx")
    return tmp_path / "roster.xlsx"


def test_cells_are_filled_and_commented_and_the_rest_is_kept(roster: Path) -> None:
    before = roster.read_bytes()
    sheets = marked(roster, found(2, "B"), found(2, "C", error=False, message="Look at it."))
    sheet = sheets["S"]
    assert (colour(sheet, "B2"), comment(sheet, "B2")) == (RED, "Mend it.")
    assert (colour(sheet, "C2"), comment(sheet, "C2")) == (YELLOW, "Look at it.")
    assert (colour(sheet, "A2"), comment(sheet, "A2")) == (None, "")
    assert sheet["A1"].font.bold
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["B"].width == 41
    assert sheet["C2"].value == "=1+1"
    assert sheets["Other"]["A1"].value == "kept"
    assert roster.read_bytes() == before


def test_several_problems_of_a_cell_share_its_comment(roster: Path) -> None:
    sheet = marked(roster, found(2, "B", error=False, message="One."), found(2, "B", message="Two."))["S"]
    assert comment(sheet, "B2") == "One.\n\nTwo."
    assert colour(sheet, "B2") == RED


def test_the_admins_own_comment_stays(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "S"
    workbook.worksheets[0]["A1"] = "x"
    workbook.worksheets[0]["A1"].comment = Comment("Ask Bob.", "Ann")
    workbook.save(tmp_path / "roster.xlsx")
    assert comment(marked(tmp_path / "roster.xlsx", found(1, "A"))["S"], "A1") == "Ask Bob.\n\nMend it."


def test_a_problem_without_a_column_marks_the_rows_first_cell(roster: Path) -> None:
    assert comment(marked(roster, found(2, None))["S"], "A2") == "Mend it."


def test_inside_merged_cells_the_one_that_is_seen_is_marked(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "S"
    workbook.worksheets[0]["A2"] = "x"
    workbook.worksheets[0].merge_cells("A2:C2")
    workbook.save(tmp_path / "roster.xlsx")
    sheet = marked(tmp_path / "roster.xlsx", found(2, "B"))["S"]
    assert comment(sheet, "A2") == "Mend it."


def test_each_problem_is_a_line_that_leads_to_its_cell(roster: Path) -> None:
    sheet = marked(roster, found(2, "B"), found(None, None, error=False, message="Of the centre."))["Problems"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert lines == [
        ["S", 2, "B", "Email", "error", "Mend it.", "x", "email-invalid"],
        ["S", None, None, "Email", "warning", "Of the centre.", "x", "email-invalid"],
    ]
    link = sheet["A2"].hyperlink
    assert link is not None
    assert link.location == "'S'!B2"
    assert sheet["A3"].hyperlink is None


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_nothing_that_a_cell_held_can_run_as_a_formula(roster: Path, text: str) -> None:
    sheet = marked(roster, found(2, "B", value=text, message=text))["Problems"]
    for name in ("F2", "G2"):
        cell = sheet[name]
        assert isinstance(cell, Cell)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_text_that_begins_as_a_formula_stays_text_in_the_copy(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "S"
    cell = workbook.worksheets[0]["A1"]
    cell.value, cell.data_type = "=1+1", "s"
    workbook.save(tmp_path / "roster.xlsx")
    assert marked(tmp_path / "roster.xlsx", found(1, "A"))["S"]["A1"].data_type == "s"


def test_control_characters_do_not_break_it(roster: Path) -> None:
    sheet = marked(roster, found(2, "B", value="a\x00b\x1f\ud800", message="c\x07d"))["Problems"]
    assert (sheet["G2"].value, sheet["F2"].value) == ("ab", "cd")


def test_a_second_marked_copy_replaces_the_first_ones_problems(roster: Path) -> None:
    first = roster.with_name("first.xlsx")
    write_marked_copy(roster, [found(2, "B")], first)
    sheets = marked(first, found(2, "A", message="Again."))
    assert list(sheets) == ["S", "Other", "Problems"]
    assert [row[5].value for row in sheets["Problems"].iter_rows(min_row=2)] == ["Again."]


def test_the_admins_own_sheet_of_that_name_is_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["x"]], Problems=[["mine"]])
    sheets = marked(path, found(1, "A"))
    assert sheets["Problems"]["A1"].value == "mine"
    assert sheets["Problems1"]["F2"].value == "Mend it."


def test_what_the_copy_lacks_is_named(roster: Path) -> None:
    with ZipFile(roster, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
    sheet = marked(roster, found(2, "B"))["Problems"]
    assert sheet.cell(sheet.max_row, 1).value == "This copy lacks what your own workbook has: pictures."


def test_a_workbook_that_openpyxl_cannot_keep_becomes_a_plain_one(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["x", "#N/A", 4.0, None, True]], T=[["=1+1"]])
    rewritten(path, "xl/styles.xml", (b"<styleSheet", b"<styleSheet broken"))
    sheets = marked(path, found(1, "A"))
    assert [cell.value for cell in sheets["S"][1]] == ["x", "#N/A", 4, None, True]
    assert sheets["S"]["B1"].data_type == "e"
    assert comment(sheets["S"], "A1") == "Mend it."
    assert "formats" in str(sheets["Problems"].cell(sheets["Problems"].max_row, 1).value)


def test_a_workbook_of_another_format_becomes_a_plain_one(tmp_path: Path) -> None:
    sheets = marked(open_document(tmp_path / "roster.ods", "=1+1"), found(1, "A", sheet="People"))
    assert (sheets["People"]["A1"].value, sheets["People"]["A1"].data_type) == ("=1+1", "s")
    assert comment(sheets["People"], "A1") == "Mend it."


def test_a_problem_on_a_sheet_that_is_not_there_is_only_listed(roster: Path) -> None:
    sheets = marked(roster, found(2, "B", sheet="Gone"))
    assert sheets["Problems"]["A2"].value == "Gone"


def test_the_marked_copy_is_the_same_roster(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", People=table(LEARNER | {"Email": "ann"}))
    problems = check(read_roster(path), today=TODAY).problems
    write_marked_copy(path, problems, tmp_path / "marked.xlsx")
    assert check(read_roster(tmp_path / "marked.xlsx"), today=TODAY).problems == problems


def test_what_cannot_be_read_or_written_is_told_and_leaves_nothing(roster: Path) -> None:
    folder = roster.parent
    with pytest.raises(UnreadableFileError, match="no file"):
        write_marked_copy(folder / "none.xlsx", [], folder / "out.xlsx")
    (folder / "taken.xlsx").mkdir()
    with pytest.raises(UnreadableFileError, match="could not be saved"):
        write_marked_copy(roster, [], folder / "taken.xlsx")
    assert sorted(file.name for file in folder.iterdir()) == ["roster.xlsx", "taken.xlsx"]
