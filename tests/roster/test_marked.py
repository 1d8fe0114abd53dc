from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import PasswordNeededError, UnreadableFileError, UsageError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.problems import Place, Problem, Severity
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.saving import could_run
from onefile_desktop.roster.writing.marking import MOST_COMMENTS
from tests.roster.books import LEARNER, TODAY, book, table

RED, YELLOW = "00F8CFCB", "00FCEBB6"


def found(row: int | None, column: str | None, *, error: bool = True, sheet: str = "S", **words: str) -> Problem:
    severity = Severity.ERROR if error else Severity.WARNING
    said = {"message": "Mend it.", "value": "x"} | words
    return Problem("email-invalid", severity, said["message"], Place(sheet, row, column, "Email"), said["value"])


def marked(roster: Path, *problems: Problem, password: str | None = None) -> dict[str, Worksheet]:
    out = roster.with_name("marked.xlsx")
    write_marked_copy(roster, problems, out, password)
    return {sheet.title: sheet for sheet in load_workbook(out).worksheets}


def notes(sheet: Worksheet) -> list[object]:
    """What the sheet Problems says below its lines."""
    lines = list(sheet.iter_rows(values_only=True))
    return [line[0] for line in lines[lines.index((None,) * len(lines[0])) + 1 :]]


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
    assert (
        comment(marked(tmp_path / "roster.xlsx", found(1, "A"))["S"], "A1")
        == "Ask Bob.\n\nOneFile Desktop says:\n\nMend it."
    )


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
    of_all = found(None, None, error=False, message="Of the centre.")
    gone = found(3, "A", sheet="Gone")
    sheet = marked(roster, gone, found(2, None), found(2, "B"), of_all)["Problems"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert lines == [
        ["S", None, None, "Email", "warning", "Of the centre.", "x", "email-invalid"],
        ["S", 2, None, "Email", "error", "Mend it.", "x", "email-invalid"],
        ["S", 2, "B", "Email", "error", "Mend it.", "x", "email-invalid"],
        ["Gone", 3, "A", "Email", "error", "Mend it.", "x", "email-invalid"],
    ]
    links = [sheet[f"A{row}"].hyperlink for row in range(2, 6)]
    assert [link and link.location for link in links] == ["'S'!A1", "'S'!A2", "'S'!B2", None]
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:H5", "A2")


def test_the_copy_opens_with_the_problems_and_nothing_else_chosen(roster: Path) -> None:
    sheets = marked(roster, found(2, "B"))
    assert [sheet.title for sheet in sheets.values() if sheet.sheet_view.tabSelected] == ["Problems"]
    workbook = load_workbook(roster.with_name("marked.xlsx"))
    assert workbook.active is workbook["Problems"]


def test_a_link_to_a_sheet_with_apostrophes(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", **{"Ann's 'own' sheet": [["x"]]})
    link = marked(path, found(1, "A", sheet="Ann's 'own' sheet"))["Problems"]["A2"].hyperlink
    assert link is not None
    assert link.location == "'Ann''s ''own'' sheet'!A1"


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "  =1+1", "\u00a0@x", "\uff1d1+1", "\ufeff=1", "\t=1"]
)
def test_nothing_that_a_cell_held_can_run_as_a_formula(roster: Path, text: str) -> None:
    assert could_run(text)
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


def test_what_was_mended_in_a_marked_copy_is_marked_no_more(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    for row in (["Email"], ["x"], ["y"], ["z"]):
        sheet.append(row)
    sheet["A1"].font = Font(color="FFFFFF")
    sheet["A3"].comment = Comment("Ask Bob.", "Ann")
    zebra = FormulaRule(formula=["MOD(ROW(),2)=0"], fill=PatternFill("solid", bgColor="DDDDFF"))
    sheet.conditional_formatting.add("A1:A9", zebra)
    workbook.save(tmp_path / "first.xlsx")
    write_marked_copy(tmp_path / "first.xlsx", [found(2, "A"), found(3, "A")], tmp_path / "roster.xlsx")
    sheet = marked(tmp_path / "roster.xlsx", found(4, "A"))["S"]
    assert [colour(sheet, f"A{row}") for row in range(1, 5)] == [None, None, None, RED]
    assert [comment(sheet, f"A{row}") for row in range(1, 5)] == ["", "", "Ask Bob.", "Mend it."]
    formats = {str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting}
    assert formats == {"A1:A9": [["MOD(ROW(),2)=0"]], "A4": [["TRUE"]]}


def test_the_admins_own_sheet_of_that_name_is_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["x"]], Problems=[["mine"]])
    sheets = marked(path, found(1, "A"))
    assert sheets["Problems"]["A1"].value == "mine"
    assert sheets["Problems1"]["F2"].value == "Mend it."


def test_a_mark_is_seen_over_the_sheets_own_conditional_formats(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    zebra = FormulaRule(formula=["MOD(ROW(),2)=0"], fill=PatternFill("solid", bgColor="DDDDFF"))
    sheet.conditional_formatting.add("A1:B9", zebra)
    workbook.save(tmp_path / "roster.xlsx")
    problems = [found(row, "B") for row in (2, 3, 4, 6)] + [found(5, "B", error=False)]
    sheet = marked(tmp_path / "roster.xlsx", *problems)["S"]
    rules = sorted(
        (rule.priority, str(one.sqref), rule.dxf.fill.bgColor.rgb)
        for one in sheet.conditional_formatting
        for rule in one.rules
    )
    assert rules == [(1, "B5", YELLOW), (2, "B2:B4 B6", RED), (3, "A1:B9", "00DDDDFF")]


def test_light_letters_are_darkened_on_a_mark(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    for column, colour in enumerate(("FFFFFF", "000000"), start=1):
        sheet.cell(1, column, "x").font = Font(color=colour, bold=True)
        sheet.cell(1, column).fill = PatternFill("solid", fgColor="1F5C66")
    workbook.save(tmp_path / "roster.xlsx")
    sheet = marked(tmp_path / "roster.xlsx", found(1, "A"), found(1, "B"))["S"]
    assert [(cell.font.color.rgb, cell.font.bold) for cell in sheet[1]] == [("001F1F1F", True), ("00000000", True)]


def test_a_problem_of_a_whole_row_is_shown_where_the_row_begins(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["", "", "x"]])
    assert comment(marked(path, found(1, None))["S"], "C1") == "Mend it."


def test_a_very_long_comment_says_that_there_is_more(roster: Path) -> None:
    problems = [found(2, "B", message=f"{number} {'wrong ' * 500}") for number in range(5)]
    said = comment(marked(roster, *problems)["S"], "B2")
    assert 3_000 < len(said) <= 8_000
    assert said.endswith("There is more on the sheet Problems.")


def test_beyond_so_many_cells_problems_are_only_filled_and_listed(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["x"]] * (MOST_COMMENTS + 2))
    sheets = marked(path, *(found(row, "A") for row in range(1, MOST_COMMENTS + 3)))
    assert sum(cell.comment is not None for (cell,) in sheets["S"].iter_rows()) == MOST_COMMENTS
    assert colour(sheets["S"], f"A{MOST_COMMENTS + 2}") == RED
    assert notes(sheets["Problems"]) == [
        "On the sheet “S”, the first 5,000 cells with problems have a comment. 2 more are only filled, and listed here."
    ]


def test_a_protected_workbook_is_opened_and_the_copy_says_that_it_is_not(roster: Path) -> None:
    sealed = roster.with_name("sealed.xlsx")
    with sealed.open("wb") as out:
        OOXMLFile(BytesIO(roster.read_bytes())).encrypt("Gull 7", out)
    sheets = marked(sealed, found(2, "B"), password="Gull 7")
    assert sheets["S"].column_dimensions["B"].width == 41
    assert notes(sheets["Problems"]) == ["This copy is not protected by a password, as your own workbook is."]
    with pytest.raises(PasswordNeededError):
        marked(sealed, found(2, "B"))


def test_a_problem_on_a_sheet_that_is_not_there_is_only_listed(roster: Path) -> None:
    sheets = marked(roster, found(2, "B", sheet="Gone"))
    assert sheets["Problems"]["A2"].value == "Gone"


def test_the_marked_copy_is_the_same_roster(tmp_path: Path) -> None:
    """Its comments and its sheet Problems change nothing, and formulas keep the values that they had."""
    path = tmp_path / "roster.xlsx"
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    people = (
        LEARNER | {"Last name": f"Lee{letter}", "Email": f"ann {letter}", "DOB": date(2004, 3, 23)} for letter in "abcd"
    )
    for row in table(*people):
        sheet.append(row)
    sheet["B2"] = '=UPPER("ann")'
    workbook.save(path)
    with_value(path, '<f>UPPER("ann")</f>', "str", "ANN &amp; CO")
    before = check(read_roster(path), today=TODAY)
    write_marked_copy(path, before.problems, tmp_path / "marked.xlsx")
    after = check(read_roster(tmp_path / "marked.xlsx"), today=TODAY)
    assert [one.code for one in before.problems] == ["name-unusual", *["email-invalid"] * 4]
    assert after == before
    assert after.people[0].text("FirstName") == "ANN & CO"


def with_value(path: Path, formula: str, kind: str, value: str) -> None:
    """Give the formula a value as Excel saves it, which openpyxl cannot."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    before, found_formula, after = parts[name].partition(formula)
    assert found_formula
    cell = before.rindex("<c ")
    parts[name] = f'{before[:cell]}<c t="{kind}" {before[cell + 3 :]}{formula}' + after.replace(
        "<v />", f"<v>{value}</v>", 1
    ).replace("<v></v>", f"<v>{value}</v>", 1)
    with ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_what_cannot_be_read_or_written_is_told_and_leaves_nothing(roster: Path) -> None:
    folder = roster.parent
    with pytest.raises(UnreadableFileError, match="no file"):
        write_marked_copy(folder / "none.xlsx", [], folder / "out.xlsx")
    (folder / "taken.xlsx").mkdir()
    with pytest.raises(UnreadableFileError, match="could not be saved"):
        write_marked_copy(roster, [], folder / "taken.xlsx")
    with pytest.raises(UsageError, match="the roster itself"):
        write_marked_copy(roster, [], folder / ".." / folder.name / "roster.xlsx")
    assert sorted(file.name for file in folder.iterdir()) == ["roster.xlsx", "taken.xlsx"]
