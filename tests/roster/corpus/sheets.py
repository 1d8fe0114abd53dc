"""Which sheet is the roster, where its header stands, and which of its rows are people."""

from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.options import ReadOptions
from tests.roster.corpus import xlsx_by_hand as hand
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, CATRIN, DEV, GITA, HEADERS, at, changed, listed
from tests.roster.corpus.excel import Change, Rows, fill, parts_of, workbook, write_parts

_ROSTER: Rows = [HEADERS, ANN, BEN, GITA]


def _sheets(path: Path, *, sheets: dict[str, Rows], change: Change | None = None) -> None:
    workbook(path, sheets, change)


def _one(path: Path, *, rows: Rows, change: Change | None = None) -> None:
    workbook(path, {"Learners": rows}, change)


def _lines(*texts: str | None) -> list[list[str | None]]:
    return [[text] for text in texts]


def _merge(*areas: str) -> Change:
    def merge(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return merge


def _hide_rows(*rows: int) -> Change:
    def hide(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return hide


def _strike(sheet: Worksheet) -> None:
    for cell in (*sheet[3], sheet["B4"]):
        cell.font = Font(strike=True)


def _hide_columns(sheet: Worksheet) -> None:
    for letter in "DG":
        sheet.column_dimensions[letter].hidden = True


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:G4"
    sheet.auto_filter.add_filter_column(5, ["Care B"])
    _hide_rows(2, 3)(sheet)


def _collapse(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(2, 3, hidden=True)


def _moved(path: Path) -> None:
    rows: Rows = [[], [], *([None, None, *row] for row in (HEADERS, ANN, changed(BEN, Email="ben.okafor@")))]
    workbook(path, {"Learners": rows})


def _moved_with_looks(path: Path) -> None:
    """What only the parts of the file tell stands in columns of its own, too: shown zeros, and a failed formula."""
    rows = (
        hand.texts(2, (None, *HEADERS, "MIS ID", "Mobile")),
        hand.texts(3, (None, *ANN), [hand.number("I3", 123, hand.FIVE_DIGITS), hand.text("J3", "07700 900101")]),
        hand.texts(4, (None, *BEN), [hand.number("I4", 77, hand.FIVE_DIGITS), hand.formula("J4", "A9", "#N/A", "e")]),
    )
    write_parts(path, hand.as_bytes(hand.package({"Learners": hand.sheet(rows)})))


def _hidden_sheet(path: Path) -> None:
    """Last year's list, hidden, stands before this year's."""

    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"
        book = sheet.parent
        assert book is not None
        book.active = 1

    workbook(path, {"2025": [HEADERS, CATRIN, DEV, GITA], "2026": [HEADERS, ANN, BEN]}, hide)


def _excel_table(path: Path) -> None:
    """An Excel table with a total beneath, which Excel counts by a formula whose value it saves."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Learners"
    fill(sheet, [HEADERS, ANN, BEN, ["Total", 2]])
    sheet.add_table(Table(displayName="Learners", ref="A1:G4", totalsRowCount=1))
    write_parts(path, parts_of(book))


_UNDELIVERED: Rows = [("First name", "Last name", "Email", "Reason"), ("Tom", "Price", "tom@example.org", "Full")]
_ERRORS: Rows = [("Role", "First name", "Email", "Error"), ("Learner", "Tom", "tom@example.org", "Duplicate")]
_COVER = _lines(
    "Harbourside Training", "Learner list for November 2026", "Prepared by: Nia Price", "Email: nia@example.org"
)
_TITLE = _lines(
    "Harbourside Training: learners who start in November",
    "Fill in a row for each learner.",
    "Columns with a star must be filled in.",
    None,
)
_TALKING = _lines(
    "How to fill in this sheet",
    "Role: Learner, Assessor or Employer",
    "First name, Last name, Email: as in your own system",
    None,
)
_NOTES = _lines(*(f"Note {number}: this line says nothing about anybody." for number in range(1, 41)))
_LEFT_OUT = ReadOptions(leave_out_hidden=True)
_HIDDEN = ((1, None, "hidden-rows"),)
_UNUSED_SHEET = ((None, None, "sheet-unused"),)
_TOTAL = changed(BEN, FirstName="Total", LastName="Sum")
_CODES = ("Role", "FirstName", "LastName", "Email", "PlacementID", "ClassroomID", "DefaultAssessorID")
_TWO: dict[str, Rows] = {"September": [HEADERS, ANN, BEN], "January": [HEADERS, CATRIN]}

CASES = (
    Case(
        "undelivered-errors-and-empty-sheets-beside.xlsx",
        partial(_sheets, sheets={"Undelivered": _UNDELIVERED, "Errors": _ERRORS, "Sheet3": [], "Nov 2026": _ROSTER}),
        People(listed(ANN, BEN, GITA), sheet="Nov 2026", header_row=1),
    ),
    Case(
        "cover-sheet-first.xlsx",
        partial(_sheets, sheets={"Cover": _COVER, "Learners": _ROSTER}),
        People(listed(ANN, BEN, GITA), sheet="Learners"),
    ),
    Case("two-rosters.xlsx", partial(_sheets, sheets=_TWO), People(listed(ANN, BEN), _UNUSED_SHEET, "September")),
    Case(
        "two-rosters.xlsx",
        partial(_sheets, sheets=_TWO),
        People(listed(CATRIN), sheet="January"),
        ReadOptions(sheet="january "),
    ),
    Case("hidden-sheet-first.xlsx", _hidden_sheet, People(listed(ANN, BEN), _UNUSED_SHEET, "2026")),
    Case(
        "begins-at-c3.xlsx",
        _moved,
        People((at(4, ANN), at(5, changed(BEN, Email=None))), ((5, "F", "email-invalid"),), header_row=3),
    ),
    Case(
        "begins-at-b2-with-shown-zeros.xlsx",
        _moved_with_looks,
        People(
            (at(3, ANN, MISID="00123", MobileNumber="07700900101"), at(4, BEN, MISID="00077")),
            ((4, "J", "cell-error"),),
            header_row=2,
        ),
    ),
    Case(
        "header-on-row-5-under-title.xlsx",
        partial(_one, rows=[*_TITLE, *_ROSTER], change=_merge("A1:G1", "A2:G2", "A3:G3")),
        People(listed(ANN, BEN, GITA, first=6), header_row=5),
    ),
    Case(
        "instructions-that-name-columns.xlsx",
        partial(_one, rows=[*_TALKING, *_ROSTER]),
        People(listed(ANN, BEN, GITA, first=6), header_row=5),
    ),
    Case(
        "header-below-40-lines.xlsx",
        partial(_one, rows=[*_NOTES, *_ROSTER]),
        People(listed(ANN, BEN, GITA, first=42), header_row=41),
        ReadOptions(header_row=41),
    ),
    Case(
        "hidden-line-of-codes-above-the-header.xlsx",
        partial(_one, rows=[_CODES, *_ROSTER], change=_hide_rows(1)),
        People(listed(ANN, BEN, GITA, first=3)),
    ),
    Case(
        "header-repeated-on-each-page.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, HEADERS, CATRIN, [], HEADERS, GITA]),
        People((at(2, ANN), at(3, BEN), at(5, CATRIN), at(8, GITA)), header_row=1),
    ),
    Case(
        "blank-rows-between.xlsx",
        partial(_one, rows=[HEADERS, [], ANN, [], [" ", "\u00a0"], BEN]),
        People((at(3, ANN), at(6, BEN)), header_row=1),
    ),
    Case(
        "totals-row.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, ["Total learners:", 2]]),
        People(listed(ANN, BEN), ((4, "A", "totals-row"),)),
    ),
    Case("somebody-called-total.xlsx", partial(_one, rows=[HEADERS, _TOTAL, ANN]), People(listed(_TOTAL, ANN))),
    Case("table-with-a-total.xlsx", _excel_table, People(listed(ANN, BEN), ((4, "A", "totals-row"),))),
    Case(
        "section-lines.xlsx",
        partial(
            _one,
            rows=[HEADERS, ["Group A, starts in September"], ANN, BEN, ["Group B, starts in January"], CATRIN],
            change=_merge("A2:G2", "A5:G5"),
        ),
        People((at(3, ANN), at(4, BEN), at(6, CATRIN)), ((2, "A", "row-unused"), (5, "A", "row-unused"))),
    ),
    Case(
        "note-below-the-people.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, [], ["* Ben's class is still to be confirmed by the college"]]),
        People(listed(ANN, BEN), ((5, "A", "row-unused"),)),
    ),
    Case(
        "class-merged-over-rows.xlsx",
        partial(_one, rows=[HEADERS, ANN, changed(BEN, ClassroomID=None), CATRIN], change=_merge("F2:F3", "G2:G4")),
        People(listed(ANN, BEN, CATRIN)),
    ),
    Case(
        "hidden-rows.xlsx",
        partial(_one, rows=[*_ROSTER, CATRIN], change=_hide_rows(3, 5)),
        People(listed(ANN, BEN, GITA, CATRIN), _HIDDEN),
    ),
    Case(
        "hidden-rows.xlsx",
        partial(_one, rows=[*_ROSTER, CATRIN], change=_hide_rows(3, 5)),
        People((at(2, ANN), at(4, GITA))),
        _LEFT_OUT,
    ),
    Case(
        "filtered-rows.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, CATRIN], change=_filter),
        People(listed(ANN, BEN, CATRIN), _HIDDEN),
    ),
    Case(
        "filtered-rows.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, CATRIN], change=_filter),
        People((at(4, CATRIN),)),
        _LEFT_OUT,
    ),
    Case(
        "everybody-hidden.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN], change=_hide_rows(2, 3)),
        Sentence("hidden", RosterShapeError),
        _LEFT_OUT,
    ),
    Case(
        "collapsed-group-of-rows.xlsx",
        partial(_one, rows=_ROSTER, change=_collapse),
        People(listed(ANN, BEN, GITA), _HIDDEN),
    ),
    Case(
        "hidden-rows-that-are-blank.xlsx",
        partial(_one, rows=[HEADERS, ANN, [], [], DEV], change=_hide_rows(3, 4, 9)),
        People((at(2, ANN), at(5, DEV))),
    ),
    Case(
        "row-struck-through.xlsx",
        partial(_one, rows=_ROSTER, change=_strike),
        People(listed(ANN, BEN, GITA), ((3, None, "row-struck"),)),
    ),
    Case("hidden-columns.xlsx", partial(_one, rows=_ROSTER, change=_hide_columns), People(listed(ANN, BEN, GITA))),
)
