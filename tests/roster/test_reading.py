from pathlib import Path

import pytest

from onefile_desktop.errors import RosterShapeError, UnreadableFileError, UsageError
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import Cell, CellValue, Table
from tests.roster.books import LEARNER, book, roster, table

PEOPLE = table(LEARNER)
ASSIGNED = [["Learner", "Person", "Level"], ["Ann Lee", "Bob Ray", 1]]


def test_rows_are_numbered_and_cells_placed_as_excel_does(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        People=[["September intake"], [], ["Notes", "Role *", "Surname"], [], ["x", "Learner", "Lee"], [None, "IQA"]],
    )
    people = read_roster(path).people
    assert (people.sheet, people.header_row) == ("People", 3)
    assert [(column.letter, column.header, column.field) for column in people.columns] == [
        ("A", "Notes", None),
        ("B", "Role *", "Role"),
        ("C", "Surname", "LastName"),
    ]
    assert [row.number for row in people.rows] == [5, 6]
    assert people.rows[0].cells == {"Role": Cell("Learner", "B", "Role *"), "LastName": Cell("Lee", "C", "Surname")}
    assert people.rows[1].cells == {"Role": Cell("IQA", "B", "Role *")}
    assert people.place(people.rows[1], "LastName").column == "C"


def test_the_sheet_people_is_the_roster_whatever_its_case_and_place(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Other=PEOPLE, PEOPLE=PEOPLE)
    assert read_roster(path).people.sheet == "PEOPLE"


@pytest.mark.parametrize("name", ["Undelivered", "Guide", "Lists", "Errors", "Problems", "Summary", "Assignments"])
def test_without_one_it_is_a_filled_sheet_with_a_header(tmp_path: Path, name: str) -> None:
    path = book(tmp_path / "a.xlsx", Empty=[], Letter=[["Dear all"]], **{name: [*PEOPLE, *ASSIGNED]}, Real=PEOPLE)
    assert read_roster(path).people.sheet == "Real"


def test_an_empty_sheet_people_is_passed_over(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[], Real=PEOPLE)
    assert read_roster(path).people.sheet == "Real"


def test_the_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=PEOPLE, Errors=PEOPLE)
    assert read_roster(path, ReadOptions(sheet=" errors ")).people.sheet == "Errors"


def test_the_header_row_can_be_chosen(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[*PEOPLE, ["Kind", "Role", "Email"], ["x", "Learner", "a@example.org"]])
    people = read_roster(path, ReadOptions(header_row=3)).people
    assert [row.number for row in people.rows] == [4]
    assert people.rows[0].cells["Email"].column == "C"


def test_assignments_are_read_where_there_are_some(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=PEOPLE, ASSIGNMENTS=ASSIGNED)
    found = read_roster(path).assignments
    assert found is not None
    assert [(row.sheet, row.number) for row in found.rows] == [("ASSIGNMENTS", 2)]


@pytest.mark.parametrize("rows", [[], [ASSIGNED[0]]], ids=["nothing", "only a header"])
def test_an_empty_sheet_assignments_is_fine(tmp_path: Path, rows: list[list[str]]) -> None:
    found = read_roster(book(tmp_path / "a.xlsx", People=PEOPLE, Assignments=rows)).assignments
    assert found is None or found.rows == ()


def test_a_sheet_assignments_without_a_header_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterShapeError, match="Assignments"):
        read_roster(book(tmp_path / "a.xlsx", People=PEOPLE, Assignments=[["Ann Lee", "Bob Ray"]]))


def test_blank_cells_and_rows_are_left_out(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", People=[["Role", "Email"], [" ", "\u00a0"], ["Learner", "  "], [None, None, "a note"]]
    )
    (row,) = read_roster(path).people.rows
    assert row.number == 3
    assert set(row.cells) == {"Role"}


def test_a_column_without_a_heading_is_listed_only_where_something_stands_in_it(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", People=[["Role", None, "Email", None, "Spare"], ["Learner", None, "a@example.org", "x"]]
    )
    columns = read_roster(path).people.columns
    assert [(column.letter, column.header, column.lost) for column in columns] == [
        ("A", "Role", False),
        ("C", "Email", False),
        ("D", "", True),
        ("E", "Spare", False),
    ]


def test_what_is_the_same_for_everyone_fills_only_what_is_blank(tmp_path: Path) -> None:
    options = ReadOptions(for_everyone=(("Class", "B2"), ("StartOn", "01/09/2026"), ("Role", " ")))
    first, second = roster(tmp_path, LEARNER, LEARNER | {"Class": None}, options=options).people.rows
    assert first.cells["ClassroomID"] == Cell("A1", "F", "Class")
    assert second.cells["ClassroomID"] == Cell("B2", None, None)
    assert second.cells["StartOn"] == Cell("01/09/2026", None, None)
    assert second.place("StartOn").column is None


@pytest.mark.parametrize(
    ("cell", "classroom", "start"), [("TBC", "TBC", "01/09/2026"), ("n/a", "B2", "01/09/2026"), ("x", "x", "x")]
)
def test_what_counts_as_blank_gets_what_is_the_same_for_everyone(
    tmp_path: Path, cell: str, classroom: str, start: str
) -> None:
    options = ReadOptions(for_everyone=(("Class", "B2"), ("StartOn", "01/09/2026")))
    (row,) = roster(tmp_path, LEARNER | {"Class": cell, "Start date": cell}, options=options).people.rows
    assert (row.cells["ClassroomID"].value, row.cells["StartOn"].value) == (classroom, start)


def test_what_is_the_same_for_everyone_makes_no_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", People=[*PEOPLE, [None] * 7 + ["a note"]])
    assert len(read_roster(path, ReadOptions(for_everyone=(("Class", "B2"),))).people.rows) == 1


def test_a_mapping_names_columns_by_heading_or_letter(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", L=[["Kind", "Who writes", None], ["Learner", "ann@example.org", "Lee"]])
    options = ReadOptions(mapping=(("Kind", "Role"), ("who writes", "Email"), ("C", "Last name")))
    (row,) = read_roster(path, options).people.rows
    assert {name: cell.value for name, cell in row.cells.items()} == {
        "Role": "Learner",
        "Email": "ann@example.org",
        "LastName": "Lee",
    }


@pytest.mark.parametrize(
    ("sheets", "options", "title"),
    [
        ({"S": []}, ReadOptions(), "Empty workbook"),
        ({"S": [], "Errors": PEOPLE}, ReadOptions(), "No roster"),
        ({"S": [["Dear all"], ["we enrol"]]}, ReadOptions(), "No header row"),
        ({"People": [["Dear all"], ["we enrol"]]}, ReadOptions(), "No header row"),
        ({"S": [PEOPLE[0]]}, ReadOptions(), "No rows"),
        ({"S": [PEOPLE[0], ["Example: Learner", "Ann", "Lee"]]}, ReadOptions(), "No rows"),
        ({"S": [PEOPLE[0], ["Total", 0]]}, ReadOptions(), "No rows"),
        ({"S": PEOPLE}, ReadOptions(sheet="T"), "No such sheet"),
        ({"S": PEOPLE, "T": []}, ReadOptions(sheet="T"), "Empty sheet"),
        ({"S": PEOPLE}, ReadOptions(header_row=9), "No such header row"),
        ({"S": PEOPLE}, ReadOptions(header_row=2), "No rows"),
    ],
)
def test_a_workbook_without_a_roster_is_told_in_a_sentence(
    tmp_path: Path, sheets: dict[str, list[list[str]]], options: ReadOptions, title: str
) -> None:
    with pytest.raises(RosterShapeError) as told:
        read_roster(book(tmp_path / "a.xlsx", **sheets), options)
    assert told.value.title == title
    assert told.value.message.endswith(".")
    assert told.value.what_to_do.endswith(".")


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(mapping=(("Nowhere", "Email"),)),
        ReadOptions(mapping=(("Email", "Nothing"),)),
        ReadOptions(for_everyone=(("Nothing", "x"),)),
    ],
)
def test_options_that_name_what_is_not_there(tmp_path: Path, options: ReadOptions) -> None:
    with pytest.raises(UsageError, match="No"):
        roster(tmp_path, LEARNER, options=options)


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_roster(tmp_path / "none.xlsx")


def cells(found: Table, field: str) -> dict[int, CellValue]:
    return {row.number: row.cells[field].value for row in found.rows if field in row.cells}


def test_full_names_and_references_in_parts_keep_the_places_of_their_cells(tmp_path: Path) -> None:
    header = ["Learner name", "Email", "Assessor first name", "Assessor surname", "Employer", "Employer email"]
    row = ["Lee, Ann Mary", "ann@example.org", "Bob", "Ray", "Jo Boss", "jo@example.org"]
    (found,) = read_roster(book(tmp_path / "a.xlsx", S=[header, row])).people.rows
    assert found.cells["FirstName"] == Cell("Ann Mary", "A", "Learner name")
    assert found.cells["LastName"] == Cell("Lee", "A", "Learner name")
    assert found.cells["DefaultAssessorID"] == Cell("Bob Ray", "D", "Assessor surname")
    assert found.cells["DefaultEmployerID"] == Cell("Jo Boss <jo@example.org>", "F", "Employer email")
    assert found.cells["AssessorFirstName"] == Cell("Bob", "C", "Assessor first name")


def test_what_is_the_same_for_everyone_stands_behind_what_a_row_says_in_parts(tmp_path: Path) -> None:
    rows = [["Full name", "Assessor surname"], ["Ann Lee", "Ray"], ["Ben Okafor"]]
    options = ReadOptions(for_everyone=(("Default assessor", "Gita Rao"), ("Employer email", "jo@example.org")))
    people = read_roster(book(tmp_path / "a.xlsx", S=rows), options).people
    assert cells(people, "DefaultAssessorID") == {2: "Ray", 3: "Gita Rao"}
    assert people.rows[0].cells["DefaultEmployerID"] == Cell("jo@example.org", None, None)


def test_people_above_the_header_are_not_lost_without_a_word(tmp_path: Path) -> None:
    small = ["Role", "First name", "Surname", "Email"]
    path = book(
        tmp_path / "roster.xlsx",
        People=[
            small,
            ["Employer", "Una", "Quill", "una@example.org"],
            [],
            [*small, "Placement", "Class", "Assessor"],
            ["Learner", "Zed", "Orr", "zed@example.org", "Quay", "A1", "Bob"],
        ],
    )
    roster = read_roster(path)
    told = {row.number for row in roster.people.rows} | {row.number for row in roster.people.passed}
    assert {2, 5} <= told


def test_a_second_table_in_another_order_is_refused(tmp_path: Path) -> None:
    path = book(
        tmp_path / "roster.xlsx",
        People=[
            ["Role", "First name", "Surname", "Email"],
            ["Employer", "Una", "Quill", "una@example.org"],
            ["Role", "Surname", "First name", "Email"],
            ["Assessor", "Roe", "Pat", "pat@example.org"],
        ],
    )
    with pytest.raises(RosterShapeError, match="Row 3"):
        read_roster(path)


def test_a_header_says_in_which_order_the_names_stand(tmp_path: Path) -> None:
    path = book(
        tmp_path / "roster.xlsx",
        People=[["Role", "Surname, forename", "Email"], ["Learner", "Quill Zed", "zed@example.org"]],
    )
    (row,) = read_roster(path).people.rows
    assert (row.cells["FirstName"].value, row.cells["LastName"].value) == ("Zed", "Quill")


def test_another_sheet_with_the_same_columns_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Email"], ["Una Quill", "una@example.org"]]
    roster = read_roster(book(tmp_path / "roster.xlsx", A=rows, B=rows))
    assert roster.unread == ("B",)
