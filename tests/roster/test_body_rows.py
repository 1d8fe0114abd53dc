from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import PEOPLE as FIELDS
from onefile_desktop.roster.headers import header_cells, is_header_again
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster, understand
from onefile_desktop.roster.rows import Area, Cell, CellValue, NotCalculated, Sheet, SheetRow, Table
from onefile_desktop.roster.table.not_people import EXAMPLE
from tests.roster.books import LEARNER, book, roster, table
from tests.roster.test_values import CELLS

PEOPLE = table(LEARNER)
BEN = LEARNER | {"First name": "Ben", "Last name": "Okafor", "Email": "ben@example.org"}
HEADER = ["First name", "Last name", "Email", "MIS ID", "Class", "Notes"]
NAMED = ["Ann", "Lee", "ann@example.org", "L1", "A1"]


def below(tmp_path: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> Table:
    """What becomes of these rows below a header on row 1."""
    return read_roster(book(tmp_path / "rows.xlsx", S=[header, NAMED, *rows])).people


def passed(found: Table) -> list[tuple[int, str, str, bool]]:
    """Row, column and text of each row that was passed over, and whether it is a total."""
    return [(one.number, one.column, one.text, one.is_total) for one in found.passed]


@pytest.mark.parametrize(
    "row",
    [
        ["Total"],
        ["TOTAL", 42],
        ["Total:", None, None, 42],
        ["Total: 42"],
        ["Total number of learners", 42],
        ["Total = 42 learners"],
        [None, "Grand total", 1.5, "42"],
        ["Sub-total", None, None, None, 3],
        [None, None, None, None, "Count", 42],
        ["Count: 42"],
        ["Number of learners: 12"],
        ["No. of new apprentices", 12],
        ["Learners: 12"],
        ["Headcount", 12],
        ["12 learners"],
        ["Total", "-", "–", 42],
        [42],
        [None, None, None, None, 42],
        [None, None, None, None, None, "Total", 42],
    ],
)
def test_a_total_is_no_person(tmp_path: Path, row: list[Any]) -> None:
    found = below(tmp_path, row)
    assert [one.number for one in found.rows] == [2]
    assert [(number, total) for number, _, _, total in passed(found)] == [(3, True)]


@pytest.mark.parametrize(
    "row",
    [
        ["Assessors"],
        ["Cohort B – starts in May"],
        ["* mandatory"],
        ["Level 3 Early Years"],
        ["September starters"],
        ["Notes"],
        ["Key:", "red = withdrawn"],
        ["Please fill in every column"],
        ["Signed: ____________"],
        ["Approved by:", "Bo Boss"],
        ["Signed:", "Bo Boss", "Date:", "1 May"],
        [None, "____________"],
        ["Level 3", 12],
        [None, None, "as on the form"],
        [None, None, None, "see above"],
        [None, None, None, "Cohort 2"],
        ["Names in the order of the register"],
        [None, None, None, None, "Class A1"],
        [None, None, None, None, "Class A1", "full"],
        [None, None, None, None, None, "a note"],
    ],
)
def test_section_lines_and_notes_are_no_people_and_are_told(tmp_path: Path, row: list[Any]) -> None:
    found = below(tmp_path, row, ["Ben", "Okafor", "ben@example.org"])
    first = next(index for index, cell in enumerate(row) if cell is not None)
    assert [one.number for one in found.rows] == [2, 4]
    assert passed(found) == [(3, "ABCDEF"[first], row[first], False)]


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "Okafor", "ben@example.org"],
        ["Total", None, "ben@example.org"],
        ["Total", "Okafor"],
        ["Total", None, None, None, "A1"],
        ["Ben"],
        ["ben"],
        [None, "Okafor"],
        ["Mary-Jane O’Neill (Mary)"],
        ["محمد"],
        ["Staff", "Okafor"],
        [None, None, "ben@example.org"],
        [None, None, "ben.example.org"],
        [None, None, None, "L2"],
        [None, None, None, 42],
        [None, None, None, "00017"],
        [None, None, None, "L 017 B"],
        [None, None, None, "LEEA"],
        ["Maria da Conceição dos Santos Silva Pereira"],
        ["Or", "Staff"],
        ["Ben", None, None, None, None, "left in May"],
        ["Ben", "-", None, None, "A1"],
        ["Ben:", "Okafor", None, "L2", "A1"],
        ["Notes", None, None, "L2", "A1"],
        ["#N/A"],
        [None, None, None, "#REF!"],
        ["Ben", 7],
    ],
)
def test_whoever_has_a_name_an_email_or_a_number_is_a_person(tmp_path: Path, row: list[Any]) -> None:
    found = below(tmp_path, row)
    assert [one.number for one in found.rows] == [2, 3]
    assert found.passed == ()


@pytest.mark.parametrize(
    ("row", "is_person"),
    [
        (["Learner"], True),
        (["IQA"], True),
        (["Assessors"], False),
        (["Learners", None, "A1"], True),
        (["Learner", None, "A1"], True),
        (["New starters", None, "A1"], False),
        ([None, None, "A1", "Bob Ray"], False),
        ([None, None, "A1", "Bob Ray", date(2004, 3, 23)], True),
        ([1, None, None, None, None], True),
        ([None, None, 5, None, None], False),
    ],
)
def test_a_row_that_names_nobody_is_a_person_if_it_was_meant_for_one(
    tmp_path: Path, row: list[Any], is_person: bool
) -> None:
    header = ["Role", "Full name", "Class", "Assessor", "Date of birth"]
    path = book(tmp_path / "a.xlsx", S=[header, ["Learner", "Ann Lee", "A1"], row])
    found = read_roster(path).people
    assert [one.number for one in found.rows] == ([2, 3] if is_person else [2])
    assert len(found.passed) == (not is_person)


def test_where_no_column_says_who_a_row_is_every_row_may_be_somebody(tmp_path: Path) -> None:
    rows = [["Pupil of the school", "Class", "Assessor"], ["Ann Lee", "A1", "Bob Ray"], ["Ben", "A1"], ["Total", 2]]
    people = read_roster(book(tmp_path / "a.xlsx", S=rows)).people
    assert people.columns[0].field is None
    assert [row.number for row in people.rows] == [2, 3]
    assert passed(people) == [(4, "A", "Total", True)]


def test_formulas_without_a_value_are_no_reason_to_lose_anybody() -> None:
    rows = [(NotCalculated(), None, None), ("Total", None, NotCalculated()), (None, None, NotCalculated())]
    sheet = Sheet("S", tuple(SheetRow(n, row) for n, row in enumerate([("Name", "Email", "Class"), *rows], start=1)))
    found = understand(Path("a.xlsx"), [sheet], ReadOptions()).people
    assert [row.number for row in found.rows] == [2]
    assert [(row.number, row.is_total) for row in found.passed] == [(3, True), (4, True)]


def test_repeated_headers_and_blank_rows_are_skipped_without_a_word(tmp_path: Path) -> None:
    found = below(tmp_path, [], HEADER, ["Ben", "Okafor"], [" ", "\u00a0"], [None, *HEADER[1:]], ["Cy", "Moss"])
    assert [one.number for one in found.rows] == [2, 5, 8]
    assert found.passed == ()


EXAMPLE_ROW = {FIELDS[name].label: value for name, value in EXAMPLE.items()}


@pytest.mark.parametrize("cleared", [(), ("Email", "Date of birth"), ("First name", "Last name")])
@pytest.mark.parametrize("mark", ["Example: Learner", " example:  learner"])
def test_the_templates_example_is_nobody(tmp_path: Path, mark: str, cleared: tuple[str, ...]) -> None:
    example = EXAMPLE_ROW | {"Role": mark} | dict.fromkeys(cleared)
    people = roster(tmp_path, example, BEN).people
    assert [row.number for row in people.rows] == [3]
    assert people.passed == ()


@pytest.mark.parametrize("born", ["2004-03-23", "3/23/2004", "23/03/04", "23.3.2004 00:00"])
def test_its_date_may_be_written_in_another_order(tmp_path: Path, born: str) -> None:
    assert roster(tmp_path, EXAMPLE_ROW | {"Date of birth": born}, BEN).people.passed == ()


@pytest.mark.parametrize(
    "typed",
    [
        {"First name": "Cai", "Last name": "Orr", "Email": None},
        {"First name": "Cai", "Last name": "Orr"},
        {"Role": "EXAMPLE: delete this row"},
        {"MIS ID": "17"},
        {"Date of birth": "24/03/2004"},
    ],
)
def test_an_example_that_differs_from_the_templates_is_told(tmp_path: Path, typed: dict[str, str | None]) -> None:
    row = EXAMPLE_ROW | typed
    people = roster(tmp_path, {"Row": "1", **row}, BEN).people
    assert [row.number for row in people.rows] == [3]
    assert passed(people) == [(2, "B", row["Role"], False)]


def test_an_example_that_was_typed_over_is_not_lost(tmp_path: Path) -> None:
    typed_over = LEARNER | {"Role": "Example: Learner", "Email": "ann@harbourside.ac.uk"}
    assert [row.number for row in roster(tmp_path, typed_over, BEN).people.rows] == [2, 3]


def changed(path: Path, hide: Sequence[int] = (), merge: Sequence[str] = ()) -> Path:
    """The workbook with these rows of its first sheet hidden and these areas merged."""
    workbook: Workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    for row in hide:
        sheet.row_dimensions[row].hidden = True
    for area in merge:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


def test_hidden_rows_are_taken_and_counted_or_left_out_and_counted(tmp_path: Path) -> None:
    rows = [HEADER, NAMED, ["Ben"], ["Total", 2], HEADER, ["Cy"]]
    path = changed(book(tmp_path / "a.xlsx", S=rows), hide=[3, 4, 5, 6, 9])
    people = read_roster(path).people
    assert ([row.number for row in people.rows], people.hidden, people.left_out) == ([2, 3, 6], 2, 0)
    assert [row.number for row in people.passed] == [4]
    people = read_roster(path, ReadOptions(leave_out_hidden=True)).people
    assert ([row.number for row in people.rows], people.hidden, people.left_out) == ([2], 0, 2)
    assert people.passed == ()


def test_a_roster_of_which_everything_is_hidden_is_told(tmp_path: Path) -> None:
    path = changed(book(tmp_path / "a.xlsx", S=[HEADER, NAMED]), hide=[2])
    with pytest.raises(RosterShapeError, match="hidden"):
        read_roster(path, ReadOptions(leave_out_hidden=True))


def cells(found: Table, field: str) -> dict[int, CellValue]:
    return {row.number: row.cells[field].value for row in found.rows if field in row.cells}


def test_a_cell_merged_downwards_stands_for_each_row_of_people(tmp_path: Path) -> None:
    rows = [HEADER, [*NAMED[:4], "A1"], ["Ben"], [], [None] * 5 + ["a note"], ["Cy", None, None, None, "B2"], ["Di"]]
    people = read_roster(changed(book(tmp_path / "a.xlsx", S=rows), merge=["E2:E5", "E6:E7"])).people
    assert cells(people, "ClassroomID") == {2: "A1", 3: "A1", 6: "B2", 7: "B2"}
    assert people.rows[1].cells["ClassroomID"] == Cell("A1", "E", "Class")
    assert [row.number for row in people.passed] == [5]


def test_a_learner_merged_over_the_rows_of_two_managers_is_on_both(tmp_path: Path) -> None:
    header = ["First name", "Last name", "Email", "Manager email"]
    rows = [header, [*NAMED[:3], "jo@example.org"], [None, None, None, "di@example.org"]]
    people = read_roster(changed(book(tmp_path / "a.xlsx", S=rows), merge=["A2:A3", "B2:B3", "C2:C3"])).people
    assert cells(people, "Email") == {2: "ann@example.org", 3: "ann@example.org"}
    assert cells(people, "DefaultEmployerID") == {2: "jo@example.org", 3: "di@example.org"}


def test_cells_merged_sideways_stay_where_they_are(tmp_path: Path) -> None:
    rows = [HEADER, NAMED, ["Ben", "Okafor", None, None, "A1"], ["Cy", "Moss"]]
    people = read_roster(changed(book(tmp_path / "a.xlsx", S=rows), merge=["C3:D3", "E3:F4"])).people
    assert cells(people, "ClassroomID") == {2: "A1", 3: "A1", 4: "A1"}
    assert cells(people, "MISID") == {2: "L1"}


def test_a_line_merged_over_the_columns_heads_a_section(tmp_path: Path) -> None:
    rows = [HEADER, ["Business Administration"], NAMED, ["Catering"], ["Ben"]]
    people = read_roster(changed(book(tmp_path / "a.xlsx", S=rows), merge=["A2:F2"])).people
    assert [row.number for row in people.rows] == [3, 4, 5]
    assert passed(people) == [(2, "A", "Business Administration", False)]


def test_of_assignments_only_totals_blanks_and_headers_are_passed_over(tmp_path: Path) -> None:
    header = ["Learner", "Person", "Level", "Notes"]
    rows = [
        header,
        ["Ann Lee", "Bob Ray", 1],
        [],
        header,
        ["Total", 1],
        ["Cohort B"],
        [None, None, 3],
        [*[None] * 3, "x"],
    ]
    found = read_roster(book(tmp_path / "a.xlsx", People=PEOPLE, Assignments=rows)).assignments
    assert found is not None
    assert [row.number for row in found.rows] == [2, 6, 7]
    assert passed(found) == [(5, "A", "Total", True), (8, "D", "x", False)]


HEADINGS = st.lists(
    st.sampled_from(
        ["Role", "First name", "Surname", "Full name", "Email", "MIS ID", "Class", "Assessor email", "Notes", ""]
    ),
    min_size=2,
    max_size=7,
)
TEXTS = st.sampled_from(
    [
        "Ann",
        "ann@example.org",
        "Learner",
        "Total",
        "12 learners",
        "Email",
        "Role",
        "Cohort B",
        "Example: x",
        " ",
        "Key:",
    ]
)
ROWS = st.lists(
    st.lists(st.one_of(st.none(), TEXTS, CELLS, st.just(NotCalculated())), max_size=8), min_size=1, max_size=8
)
CORNERS = st.tuples(*[st.integers(1, 10), st.integers(0, 7)] * 2)


@given(HEADINGS, ROWS, st.sets(st.integers(1, 10)), st.lists(CORNERS, max_size=3), st.booleans())
def test_no_row_below_a_header_is_lost(
    headings: list[str], rows: list[list[CellValue]], hidden: set[int], corners: list[tuple[int, ...]], leave_out: bool
) -> None:
    numbered = enumerate([headings, *rows], start=1)
    merged = tuple(
        Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        for top, left, bottom, right in corners
    )
    sheet = Sheet("S", tuple(SheetRow(n, tuple(row)) for n, row in numbered if any(row)), frozenset(hidden), merged)
    try:
        found = understand(Path("a.xlsx"), [sheet], ReadOptions(leave_out_hidden=leave_out)).people
    except RosterShapeError:
        return
    header = header_cells(sheet, found.header_row, FIELDS)
    accounted = {one.number for one in (*found.rows, *found.passed)}
    skipped = [row for row in sheet.rows if row.number > found.header_row and row.number not in accounted]
    for row in skipped:
        texts = [text for cell in row.cells if (text := display(cell))]
        hidden_row = leave_out and row.number in hidden
        assert hidden_row or not texts or is_header_again(row.cells, header)
    assert accounted.isdisjoint(hidden) or not leave_out
    assert found.hidden == sum(row.number in hidden for row in found.rows)
    for row in found.rows:
        for cell in row.cells.values():
            letters = {column.letter: column.header for column in found.columns}
            assert cell.column is not None
            assert letters[cell.column] == cell.header
