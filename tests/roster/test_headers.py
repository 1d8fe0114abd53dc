from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onefile_desktop.errors import UsageError
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE
from onefile_desktop.roster.headers import find_header_row, header_cells, is_header_again
from onefile_desktop.roster.matching.columns import Mapped, match_columns
from onefile_desktop.roster.matching.header_words import UNDER
from onefile_desktop.roster.rows import Area, CellValue, Sheet, SheetRow
from tests.roster.test_values import CELLS

ANN = ("Ann", "Lee", "ann.lee@example.org")
HEADER = ("First name", "Last name", "Email")


def sheet(*rows: Sequence[CellValue], merged: tuple[Area, ...] = ()) -> Sheet:
    """A sheet of these rows, as the reader gives it: without the empty ones."""
    filled = (SheetRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1))
    return Sheet("S", tuple(row for row in filled if any(cell is not None for cell in row.cells)), merged=merged)


def found(*rows: Sequence[CellValue], merged: tuple[Area, ...] = (), mapping: Mapped = ()) -> int | None:
    return find_header_row(sheet(*rows, merged=merged), PEOPLE, mapping)


def two_lines(upper: Sequence[CellValue], lower: Sequence[CellValue], *merged: Area) -> tuple[CellValue, ...] | None:
    """The header of a sheet that begins with these lines, if both of them are its header."""
    rows = sheet(["Intake of September"], upper, lower, ["Ann", "Lee", "A1"], ["Bob", "Ray", "A1"], merged=merged)
    header = header_cells(rows, 3, PEOPLE)
    both = header != rows.rows[2].cells
    assert both is (header_cells(rows, 2, PEOPLE) == header), "either line will do"
    if both:
        assert find_header_row(rows, PEOPLE) == 3
    return header if both else None


def fields_of(header: Sequence[CellValue] | None) -> list[str | None]:
    return [column.field for column in match_columns(header or (), PEOPLE, ())]


class TestOneLine:
    def test_it_is_the_row_that_names_most_fields(self) -> None:
        assert found(["Intake"], ["Name", "Email"], ["Role", *HEADER], ["Learner", *ANN]) == 3

    @pytest.mark.parametrize(
        "above",
        [
            [["Westering College"], ["Please fill in Name, Email and Role for each learner."], []],
            [["Return to", "office@example.org"], ["Class", "A1"], ["Start date", date(2026, 9, 1)]],
            [["Mandatory", "Mandatory", "Optional"]],
            [[1, 2, 3]],
            [["Assessor", "Bob Ray", None]],
            [["Employer:", "Quayside Ltd", None]],
        ],
    )
    def test_it_stands_under_titles_and_instructions(self, above: list[list[CellValue]]) -> None:
        rows = sheet(*above, HEADER, ANN)
        assert find_header_row(rows, PEOPLE) == len(above) + 1
        assert header_cells(rows, len(above) + 1, PEOPLE) == HEADER

    def test_a_legend_is_no_header(self) -> None:
        roles = ["Roles:", "Learner", "Assessor", "IQA", "Employer", "Observer"]
        assert found(roles, ["Role", *HEADER], ["Learner", *ANN]) == 2
        assert found(roles, [], ["Role", "Email"], ["Learner", "ann@example.org"]) == 3
        assert found(roles) is None

    def test_of_two_rows_alike_the_one_with_people_below_it_counts(self) -> None:
        legend = ["Needed:", "First name", "Last name", "Email"]
        assert found(legend, ["Ask if in doubt."], HEADER, ANN) == 3
        assert found(HEADER, ANN, HEADER, ANN) == 1
        assert found(HEADER, [], ANN, HEADER, ANN) == 1

    def test_people_whose_cells_are_field_names_are_no_header(self) -> None:
        rows = [["Role", "Surname", "Tutor"], ["Assessor", "Class", "Mentor"], ["Learner", "Lee", "Tutor"]]
        assert found(*rows) == 1
        assert found(["Role", "Email", "Assessor"], ["Learner", "Mail", "Assessor"], ["Assessor", None, "Tutor"]) == 1

    @pytest.mark.parametrize("row", [["Role", "x"], ["Email", "E-mail"], ["Learner", "Assessor", "Employer"]])
    def test_fewer_than_two_names_are_no_header(self, row: list[CellValue]) -> None:
        assert found(row, ["a", "b"]) is None

    def test_names_with_typing_errors_count(self) -> None:
        assert found(["Frist name", "Surename"], ["Ann", "Lee"]) == 1

    def test_a_mapped_name_counts(self) -> None:
        rows = (["List"], ["Type", "Mail to"], ["Learner", "ann@example.org"])
        assert found(*rows) is None
        assert found(*rows, mapping=[("Type", "Role"), ("Mail to", "Email"), ("Z", "ULN")]) == 2
        assert found(*rows, mapping=[("Type", "Role"), ("Mail to", "-")]) is None

    def test_a_mapping_to_no_field_is_told(self) -> None:
        with pytest.raises(UsageError, match="Emial"):
            found(["Type", "Mail to"], mapping=[("Mail to", "Emial")])

    def test_far_down_it_is_not_looked_for(self) -> None:
        rows: list[Sequence[CellValue]] = [*[("x",)] * 30, HEADER]
        assert found(*rows) is None
        assert found(*rows[1:]) == 30
        assert found([], [], *rows[1:]) == 32

    def test_the_assignments_have_one_too(self) -> None:
        rows = sheet(["Assignments"], ["Learner", "Person", "Level"], ["Ann Lee", "Bob Ray", 1])
        assert find_header_row(rows, ASSIGNMENTS) == 2


class TestTwoLines:
    LOWER = ("First name", "Last name", "Email", "First name", "Last name", "Email")
    JOINED = (*LOWER[:3], "Employer First name", "Employer Last name", "Employer Email")
    FIELDS = ("FirstName", "LastName", "Email", "EmployerFirstName", "EmployerLastName", "EmployerEmail")

    @pytest.mark.parametrize(
        ("upper", "merged"),
        [
            (("Learner", None, None, "Employer", None, None), ()),
            (("Learner", None, None, "Employer", None, None), (Area(2, 0, 2, 2), Area(2, 3, 2, 5))),
            (("Learner details", None, None, "EMPLOYER DETAILS", None, None), ()),
            ((None, None, None, "Employer", None, None), ()),
            ((None, None, None, "Employer"), (Area(2, 3, 2, 5),)),
            (("Personal", None, "Contact details", "Employer"), ()),
            (("Learner", None, None, "Employer / line manager"), ()),
        ],
    )
    def test_groups_say_whose_the_columns_below_are(self, upper: Sequence[CellValue], merged: tuple[Area, ...]) -> None:
        header = two_lines(upper, self.LOWER, *merged)
        assert header is not None
        assert [str(text).casefold() for text in header] == [text.casefold() for text in self.JOINED]
        assert fields_of(header) == list(self.FIELDS)
        assert not any(column.guessed for column in match_columns(header, PEOPLE, ()))

    def test_a_text_repeated_over_every_column_groups_them_too(self) -> None:
        header = two_lines(("Learner", "Learner", "Employer", "Employer"), ("Name", "Email", "Name", "Email"))
        assert header == ("Learner Name", "Learner Email", "Employer Name", "Employer Email")

    def test_three_groups_and_columns_of_their_own(self) -> None:
        header = two_lines(
            ("Role", "Learner", None, None, "Line manager", None, "Assessor", None, "Class"),
            (None, "First name", "Last name", "ULN", "Name", "Email", "Name", "Email", None),
            *(Area(2, column, 3, column) for column in (0, 8)),
        )
        assert fields_of(header) == [
            "Role",
            "FirstName",
            "LastName",
            "ULN",
            "DefaultEmployerID",
            "EmployerEmail",
            "DefaultAssessorID",
            "AssessorEmail",
            "ClassroomID",
        ]

    @pytest.mark.parametrize("group", ["Parent / guardian", "Next of kin", "Emergency contact", "School", "Funder"])
    @pytest.mark.parametrize("merged", [(), (Area(2, 3, 2, 5),)])
    def test_what_somebody_else_has_is_not_the_learners(self, group: str, merged: tuple[Area, ...]) -> None:
        header = two_lines(
            ("Learner", None, None, group), ("First name", "Surname", "ULN", "Name", "Email", "Phone"), *merged
        )
        assert fields_of(header) == ["FirstName", "LastName", "ULN", None, None, None]

    def test_a_group_that_is_not_merged_ends_where_something_begins_that_only_learners_have(self) -> None:
        header = two_lines(
            ("Learner", None, "Parent", None, None, None), ("Name", "Email", "Name", "Phone", "ULN", "Email")
        )
        assert header == ("Name", "Email", "Parent Name", "Parent Phone", "ULN", "Email")

    def test_names_that_say_themselves_whose_they_are_are_left_alone(self) -> None:
        names = ("Name", "Email", "Company", "Manager", "Manager email", "Placement")
        rows = sheet(("Learner", None, "Employer"), names, ("Ann Lee", "ann@example.org"), merged=(Area(1, 2, 1, 5),))
        assert header_cells(rows, 2, PEOPLE) == header_cells(rows, 1, PEOPLE) == names

    @pytest.mark.parametrize("group", ["Key contact", "Delivery team", "Skills lead", "Person we call first"])
    @pytest.mark.parametrize("own", ["Learner", None])
    @pytest.mark.parametrize("merged", [(), (Area(2, 3, 2, 5),)])
    def test_what_may_be_somebody_elses_is_put_under_them(
        self, group: str, own: str | None, merged: tuple[Area, ...]
    ) -> None:
        header = two_lines(
            (own, None, None, group), ("First name", "Surname", "ULN", "Email", "Name", "Phone"), *merged
        )
        assert header == (
            "First name",
            "Surname",
            "ULN",
            *(f"{group}{UNDER}{low}" for low in ("Email", "Name", "Phone")),
        )
        header = two_lines(
            (own, None, None, group), ("First name", "Surname", "Email", "Name", "Email", "Phone"), *merged
        )
        assert fields_of(header) == ["FirstName", "LastName", "Email", None, None, "Telephone"]

    @pytest.mark.parametrize(
        ("upper", "lower"),
        [
            ((None, None, "Personal email only", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Contact numbers", None), ("First name", "Surname", "Phone", "Mobile")),
            ((None, None, "Starters in 2026", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Please fill in", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Learner support", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Key contact:", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Login details", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Riverside College", None), ("First name", "Surname", "Email", "Phone")),
            (("Learner", None, "How to reach them", None), ("First name", "Surname", "Email", "Phone")),
            ((None, None, "Care Academy – enrolment form", None), ("First name", "Surname", "Email", "Phone")),
            (("Key contact", None, None), ("Name", "Email", "Phone")),
            ((None, "Westering College", None), ("Role", "Name", "Email")),
            ((None, "Westering College", None, None), ("Surname", "First name", "Email", "Phone")),
            ((None, None, "Westering College"), ("Name", "Class", "Email")),
            ((None, None, "Delivery team", None), ("First name", "Surname", "Email", "Class")),
        ],
    )
    def test_a_title_or_a_note_is_nobody(self, upper: Sequence[CellValue], lower: Sequence[CellValue]) -> None:
        assert two_lines(upper, lower) is None

    def test_groups_with_a_number_are_known(self) -> None:
        header = two_lines(
            ("1. Learner", None, None, "2. Emergency contact 1", None, "3. Emergency contact 2", None),
            ("Name", "Email", "Phone", "Name", "Phone", "Name", "Phone"),
        )
        assert header is not None
        assert fields_of(header) == ["FullName", "Email", "Telephone", None, None, None, None]
        assert header[:3] == ("Name", "Email", "Phone")

    def test_home_and_work_say_which_address_is_meant(self) -> None:
        header = two_lines((None, "Home", None, "Work", None), ("Learner name", "Address", "Phone", "Address", "Phone"))
        assert fields_of(header) == ["FullName", "HomeAddress", "Telephone", "WorkAddress", None]

    def test_what_belongs_to_a_thing_is_called_after_it(self) -> None:
        header = two_lines(
            ("Learner", None, "Programme", None, "Company", None),
            ("Name", "Email", "Name", "Start date", "Name", "Email"),
            *(Area(2, column, 2, column + 1) for column in (0, 2, 4)),
        )
        assert header == ("Name", "Email", "Programme Name", "Programme Start date", "Company Name", "Company Email")
        assert fields_of(header) == ["FullName", "Email", None, "StartOn", "CompanyName", None]

    @pytest.mark.parametrize(
        ("upper", "lower", "joined"),
        [
            (
                ("First", "Last", "Date of", "E-mail", "Start"),
                ("name", "name", "birth", "address", "date"),
                ("First name", "Last name", "Date of birth", "E-mail address", "Start date"),
            ),
            (
                ("Role", "First name", "Date of", "Planned end"),
                (None, None, "birth", "date"),
                ("Role", "First name", "Date of birth", "Planned end date"),
            ),
            (("Role", "Class", "Start"), (None, None, "date"), ("Role", "Class", "Start date")),
            (
                (None, None, "Unique learner"),
                ("Surname", "Email", "number"),
                ("Surname", "Email", "Unique learner number"),
            ),
        ],
    )
    def test_names_broken_in_two_are_joined(
        self, upper: Sequence[CellValue], lower: Sequence[CellValue], joined: Sequence[CellValue]
    ) -> None:
        assert two_lines(upper, lower) == joined

    @pytest.mark.parametrize(
        ("upper", "merged"),
        [
            (("Employers",), ()),
            (("Employers", None, None, None), (Area(2, 0, 2, 3),)),
            ((None, "Employers"), ()),
            (("Learner", "Assessor", "IQA", "Employer"), ()),
            (("Employer:", "Quayside Ltd", None, None), ()),
            (("Employer", "Quayside Ltd", "Programme", "Care level 3"), ()),
            (("Mandatory", "Mandatory", "Mandatory", "Optional"), ()),
            (("Role", "FirstName", "LastName", "Email"), ()),
            (("Please write the employer's name and email", None, None, None), ()),
        ],
    )
    def test_a_title_or_a_legend_above_is_not_joined(
        self, upper: Sequence[CellValue], merged: tuple[Area, ...]
    ) -> None:
        assert two_lines(upper, ("Role", "First name", "Last name", "Email"), *merged) is None

    @pytest.mark.parametrize(
        "person",
        [
            ("Assessor", "Ann", "Lee", "ann@example.org"),
            ("Learner", "Learner", "Learner", "Learner"),
            ("Tutor", None, None, None),
            (None, "Name", "Group", None),
        ],
    )
    def test_the_first_person_is_no_second_line(self, person: Sequence[CellValue]) -> None:
        rows = sheet(("Role", "First name", "Class", "Default assessor"), person, person)
        assert find_header_row(rows, PEOPLE) == 1
        assert header_cells(rows, 1, PEOPLE) == rows.rows[0].cells

    def test_lines_that_are_apart_are_not_one_header(self) -> None:
        rows = sheet(("Learner", None, "Employer", None), [], ("Name", "Email", "Name", "Email"), ("Ann Lee", "a", "b"))
        assert find_header_row(rows, PEOPLE) == 3
        assert header_cells(rows, 3, PEOPLE) == ("Name", "Email", "Name", "Email")

    def test_a_row_of_spaces_above_is_nothing(self) -> None:
        rows = sheet((" ", "\u00a0"), HEADER, ANN)
        assert find_header_row(rows, PEOPLE) == 2
        assert header_cells(rows, 2, PEOPLE) == HEADER

    def test_a_row_that_is_not_there_has_no_cells(self) -> None:
        assert header_cells(sheet(HEADER, ANN), 9, PEOPLE) == ()


class TestHeaderAgain:
    @pytest.mark.parametrize(
        "cells", [HEADER, ("FIRST NAME", "last_name", " Email: "), ("First name", None, "Email"), (*HEADER, None, None)]
    )
    def test_a_repeated_header_is_known(self, cells: Sequence[CellValue]) -> None:
        assert is_header_again(cells, HEADER)

    def test_a_page_number_beside_it_does_not_matter(self) -> None:
        header = ("Role", *HEADER, "Class")
        assert is_header_again((*header, "Page 2"), header)

    @pytest.mark.parametrize(
        "cells",
        [ANN, ("First name",), (None, None, "Email"), (), ("Email", "First name", "Last name"), ("Learner", "Email")],
    )
    def test_people_are_not(self, cells: Sequence[CellValue]) -> None:
        assert not is_header_again(cells, HEADER)

    def test_either_line_of_two_is_known(self) -> None:
        header = ("First name", "Email", "Employer First name", "Employer Email", "Date of birth")
        assert is_header_again(("First name", "Email", "First name", "Email", None), header)
        assert is_header_again(("Learner", None, "Employer", None, None), header)
        numbered = ("No", "Name", "DOB", "Line manager Name", "Employer Email")
        assert is_header_again(("No", "Name", "DOB", "Name", "Email"), numbered)
        assert not is_header_again(("1", "Ann Lee", "DOB", "Name", "Email"), numbered)
        assert not is_header_again(("Learner", None, "Bob", None, None), header)


WORDS = st.sampled_from(
    [field.label for field in PEOPLE.values()] + ["Employer", "Learner", "Date of", "birth", "Email"]
)
ROWS = st.lists(st.lists(st.one_of(CELLS, WORDS, st.just(" ")), max_size=8), max_size=6)
AREAS = st.builds(Area, *[st.integers(0, 7)] * 4)


@given(ROWS, st.lists(AREAS, max_size=3))
@example([["", "Placement", None, "Employer", None, None], [0, 0, "Name"]], [Area(1, 1, 1, 7)])
def test_no_sheet_raises(rows: list[list[CellValue]], merged: list[Area]) -> None:
    one = sheet(*rows, merged=tuple(merged))
    header = find_header_row(one, PEOPLE)
    assert header is None or header in {row.number for row in one.rows}
    for row in one.rows:
        cells = header_cells(one, row.number, PEOPLE)
        assert len(cells) >= len(row.cells) or len(cells) >= 1
        is_header_again(row.cells, cells)


@pytest.mark.parametrize(
    "lower", [("Phone", "Email"), ("Email", "Email"), ("Some words that differ {}", "and others {}")]
)
@pytest.mark.parametrize("upper", [("Key contact", None), ("Key contact {}", None), ("Employer", None)])
def test_nor_do_as_many_columns_as_can_be(upper: Sequence[str | None], lower: Sequence[str]) -> None:
    lines = [[text and text.format(number) for number in range(4000) for text in line] for line in (upper, lower)]
    found([None, None, *lines[0]], ["Name", "Role", *lines[1]], ANN, merged=(Area(1, 2, 1, 5000),))
