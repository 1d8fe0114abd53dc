"""What of the admin's workbook the marked copy keeps, and what becomes of one that cannot be kept."""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.roster.marked import write_marked_copy
from onefile_desktop.roster.problems import Place, Problem, Severity
from onefile_desktop.roster.rows import Area, CellError, NotCalculated, Sheet, SheetRow
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.roster.writing.last_values import with_last_values
from onefile_desktop.roster.writing.plain_copy import plain_copy
from tests.roster.books import book, open_document

WRONG = Problem("email-invalid", Severity.ERROR, "Mend it.", Place("S", 2, "B", "Email", "Email"), "x")
DAY, MOMENT = date(2004, 3, 23), datetime.fromisoformat("2026-11-22T13:30")
PART = "xl/worksheets/sheet1.xml"


def copied(roster: Path, *problems: Problem) -> Workbook:
    out = roster.with_name("marked.xlsx")
    write_marked_copy(roster, problems or [WRONG], out)
    return load_workbook(out, rich_text=True)


def notes(workbook: Workbook) -> str:
    """What the sheet Problems says last."""
    sheet = workbook["Problems"]
    return str(sheet.cell(sheet.max_row, 1).value)


def rewritten(path: Path, part: str, *changes: tuple[bytes, bytes]) -> Path:
    """`path` with one of its parts changed, as openpyxl would not write it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for before, after in changes:
        assert before in parts[part]
        parts[part] = parts[part].replace(before, after)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def sheet() -> Worksheet:
    """The first sheet of a workbook that is to be saved."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    sheet.append(["Role", "Email", "Total"])
    sheet.append(["Learner", "x", "=1+1"])
    sheet.append(["Learner", "y", "=1+2"])
    return sheet


@pytest.fixture
def roster(tmp_path: Path, sheet: Worksheet) -> Path:
    path = tmp_path / "roster.xlsx"
    assert sheet.parent is not None
    sheet.parent.save(path)
    return path


def test_what_openpyxl_keeps_is_kept(tmp_path: Path, sheet: Worksheet) -> None:
    workbook = sheet.parent
    assert workbook is not None
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True, name="Georgia"), PatternFill("solid", fgColor="DDEEFF")
    sheet["A3"].comment = Comment("Ask Bob.", "Ann")
    sheet["B1"] = CellRichText("E", TextBlock(InlineFont(b=True), "mail"))
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = "A1:C3"
    sheet.freeze_panes = "B2"
    sheet.merge_cells("D1:E1")
    sheet.add_data_validation(DataValidation("list", formula1='"Learner,Assessor"', sqref="A2:A9"))
    rule = FormulaRule(formula=["$A2=1"], fill=PatternFill("solid", bgColor="DDDDFF"))
    sheet.conditional_formatting.add("A2:A9", rule)
    workbook.defined_names["Everybody"] = DefinedName("Everybody", attr_text="S!$A$2:$C$3")
    other = workbook.create_sheet("Other")
    other.append(["Name", "Count"])
    other.append(["x", 1])
    other.add_table(Table(displayName="Counts", ref="A1:B2"))
    workbook.save(tmp_path / "roster.xlsx")
    kept = copied(tmp_path / "roster.xlsx")
    copy = kept["S"]
    assert kept.sheetnames == ["S", "Other", "Problems"]
    assert (copy["A1"].font.name, copy["A1"].font.bold, copy["A1"].fill.fgColor.rgb) == ("Georgia", True, "00DDEEFF")
    assert isinstance(copy["B1"].value, CellRichText)
    assert [copy["C2"].value, copy["C3"].value] == ["=1+1", "=1+2"]
    assert copy["A3"].comment is not None
    assert copy["A3"].comment.text == "Ask Bob."
    assert copy.column_dimensions["C"].hidden
    assert copy.row_dimensions[3].hidden
    assert (copy.auto_filter.ref, copy.freeze_panes) == ("A1:C3", "B2")
    assert [str(area) for area in copy.merged_cells.ranges] == ["D1:E1"]
    assert [rule.formula1 for rule in copy.data_validations.dataValidation] == ['"Learner,Assessor"']
    assert "A2:A9" in [str(one.sqref) for one in copy.conditional_formatting]
    assert kept.defined_names["Everybody"].attr_text == "S!$A$2:$C$3"
    assert list(kept["Other"].tables) == ["Counts"]
    assert kept["Problems"].max_row == 2


def test_drop_downs_that_excel_wrote_for_another_sheet_are_kept(roster: Path) -> None:
    newer = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        b'<x14:dataValidation type="list" allowBlank="1" showInputMessage="1" promptTitle="Class" prompt="Choose one" '
        b'xr:uid="{1}" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
        b"<x14:formula1><xm:f>Lists!$A$2:$A$5</xm:f></x14:formula1><xm:sqref>B2:B9</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    workbook = copied(rewritten(roster, PART, (b"</worksheet>", newer)))
    (rule,) = workbook["S"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "Lists!$A$2:$A$5", "B2:B9")
    assert (rule.promptTitle, rule.prompt, rule.allow_blank) == ("Class", "Choose one", True)


def test_what_the_copy_lacks_is_named(roster: Path) -> None:
    with ZipFile(roster, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/drawings/drawing9.xml", b'<xdr:wsDr><xdr:sp macro="">x</xdr:sp></xdr:wsDr>')
    said = "This copy lacks what your own workbook has: macros, pictures, drawn shapes and text boxes."
    assert write_marked_copy(roster, [WRONG], roster.with_name("marked.xlsx")) == (said,)
    assert notes(load_workbook(roster.with_name("marked.xlsx"))) == said


@pytest.mark.parametrize("kind", ["template.main+xml", "sheet.macroEnabled.main+xml"])
def test_the_copy_of_another_kind_of_excel_workbook_is_an_ordinary_one(roster: Path, kind: str) -> None:
    ordinary = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    other = b"application/vnd.openxmlformats-officedocument.spreadsheetml." + kind.encode()
    if "macro" in kind:
        other = b"application/vnd.ms-excel." + kind.encode()
    copied(rewritten(roster, "[Content_Types].xml", (ordinary, other)))
    with ZipFile(roster.with_name("marked.xlsx")) as archive:
        assert ordinary in archive.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("kind", "saved", "value"),
    [
        ("n", "2.5", 2.5),
        ("str", "A &amp; B", "A & B"),
        ("str", "", None),
        ("b", "1", True),
        ("e", "#N/A", CellError("#N/A")),
    ],
)
def test_formulas_keep_their_last_values(roster: Path, kind: str, saved: str, value: object) -> None:
    old, new = '<c r="C2"><f>1+1</f><v />', f'<c r="C2" t="{kind}"><f>1+1</f><v>{saved}</v>'
    rewritten(roster, PART, (old.encode(), new.encode()))
    assert copied(roster)["S"]["C2"].value == "=1+1"
    sheet = next(sheet for sheet in read_workbook(roster.with_name("marked.xlsx")) if sheet.name == "S")
    cells = sheet.rows[1].cells
    assert (cells[2] if len(cells) > 2 else None) == value
    assert sheet.rows[2].cells[2] == NotCalculated()


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH])
@pytest.mark.parametrize("day", [DAY, MOMENT, date(1904, 3, 1)])
def test_formulas_keep_days_and_moments(sheet: Worksheet, epoch: datetime, day: date) -> None:
    workbook = sheet.parent
    assert workbook is not None
    workbook.epoch = epoch
    sheet["C2"].number_format = "dd/mm/yyyy hh:mm"
    saved = BytesIO()
    workbook.save(saved)
    read = Sheet("S", (SheetRow(2, ("Learner", "x", day)), SheetRow(3, ("Learner", "y", 3))))
    filled = load_workbook(BytesIO(with_last_values(saved.getvalue(), workbook, [read])), data_only=True)["S"]
    expected = day if isinstance(day, datetime) else datetime.combine(day, time())
    assert (filled["C2"].value, filled["C3"].value) == (expected, 3)


def test_a_workbook_that_openpyxl_cannot_load_becomes_a_plain_one(tmp_path: Path) -> None:
    path = book(tmp_path / "roster.xlsx", S=[["x", "#N/A", 4.0, None, True], ["y", "z"]], T=[["=1+1"]])
    rewritten(path, "xl/styles.xml", (b'patternType="gray125"', b'patternType="woven"'))
    workbook = copied(path)
    sheet = workbook["S"]
    assert [cell.value for cell in sheet[1]] == ["x", "#N/A", 4, None, True]
    assert sheet["B1"].data_type == "e"
    assert sheet["B2"].comment is not None
    assert "not its formats" in notes(workbook)


def test_merged_cells_or_links_over_half_the_sheet_do_not_fill_the_memory(roster: Path) -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="E1:XFD1048576"/></mergeCells>'
    linked = b'</sheetData><hyperlinks><hyperlink ref="E1:XFD1048576" location="S!A1"/></hyperlinks>'
    for part in (merged, linked):
        path = roster.with_name("hostile.xlsx")
        path.write_bytes(roster.read_bytes())
        workbook = copied(rewritten(path, PART, (b"</sheetData>", part)))
        assert workbook["S"]["B2"].value == "x"
        assert "not its formats" in notes(workbook)


def test_an_open_document_becomes_a_plain_workbook(tmp_path: Path) -> None:
    workbook = copied(open_document(tmp_path / "roster.ods", "=1+1"))
    cell = workbook["People"]["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_a_text_file_becomes_a_workbook_that_lacks_nothing(tmp_path: Path) -> None:
    lines = "Cohort of the autumn term\nEmail,Mobile number\nx,07700 900123\n=1+1,\n"
    (tmp_path / "roster.csv").write_text(lines, encoding="utf-8")
    name = read_workbook(tmp_path / "roster.csv")[0].name
    workbook = copied(
        tmp_path / "roster.csv", Problem("email-invalid", Severity.ERROR, "Mend it.", Place(name, 3, "A"), "x")
    )
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["Cohort of the autumn term", "Email", "x", "=1+1"]
    assert (sheet["A4"].data_type, sheet["B3"].value, sheet["B3"].number_format) == ("s", "07700 900123", "@")
    assert sheet["A3"].comment is not None
    assert (sheet["A2"].font.bold, sheet.freeze_panes) == (True, "A3")
    assert sheet.column_dimensions["A"].width < 15
    assert workbook["Problems"].max_row == 2


def test_an_old_workbook_keeps_its_rows_and_days(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("S")
    style = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for column, value in enumerate(("0123456", DAY, MOMENT, "-1+2", 7)):
        sheet.write(4, column, value, style if isinstance(value, date) else xlwt.Style.default_style)
    old.save(tmp_path / "roster.xls")
    copy = copied(tmp_path / "roster.xls")["S"]
    assert [cell.value for cell in copy[5]] == ["0123456", datetime.combine(DAY, time()), MOMENT, "-1+2", 7]
    assert [cell.number_format for cell in copy[5]] == ["@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@", "General"]
    assert copy["D5"].quotePrefix
    assert copy["B2"].comment is not None


def test_what_a_plain_copy_makes_of_odd_cells_and_names() -> None:
    cells = (NotCalculated(), CellError("#SPILL!"), date(1850, 1, 1), "x" * 40_000, "a\x00b", None, 1.5)
    long = "A name that is longer than what Excel takes"
    sheets = [
        Sheet(long, (SheetRow(3, cells),), hidden=frozenset({3}), merged=(Area(1, 0, 1, 2),)),
        Sheet(f"{long} too", ()),
        Sheet("What? [sic]", (SheetRow(99_999_999, ("x",)),)),
    ]
    workbook, titles = plain_copy(sheets)
    assert list(titles) == [sheet.name for sheet in sheets]
    assert list(titles.values()) == workbook.sheetnames
    assert all(len(title) <= 31 for title in workbook.sheetnames)
    assert workbook.sheetnames[2] == "What   sic"
    sheet = workbook.worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[3]][:3] == [
        ("#N/A", "e"),
        ("#SPILL!", "s"),
        ("01/01/1850", "s"),
    ]
    assert [len(str(sheet["D3"].value)), sheet["E3"].value, sheet["F3"].value, sheet["G3"].value] == [
        32_767,
        "ab",
        None,
        1.5,
    ]
    assert sheet.row_dimensions[3].hidden
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]


def test_problems_are_marked_on_a_sheet_that_had_to_be_renamed(tmp_path: Path) -> None:
    path = open_document(tmp_path / "roster.ods", "x")
    name = "People of the autumn term, Westering"
    with ZipFile(path) as archive:
        content = archive.read("content.xml").decode().replace('"People"', f'"{name}"')
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    workbook = copied(path, Problem("email-invalid", Severity.ERROR, "Mend it.", Place(name, 1, "A"), "x"))
    marked = workbook.worksheets[0]
    assert marked.title == name[:31].strip()
    assert marked["A1"].comment is not None
    line = workbook["Problems"]["A2"]
    assert line.value == name
    assert line.hyperlink is not None
    assert line.hyperlink.location == f"'{marked.title}'!A1"
