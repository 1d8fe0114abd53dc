"""The example workbook with problems: every problem that can arise today, each at a cell that is known.

Beside the rows that hold them stand good ones, so that it shows, too, that the good ones go. `PLANTED` is what
a check against the rehearsal centre must report: that, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from tests.roster.cohort import Cells, email, uln

PEOPLE_SHEET, ASSIGNMENTS_SHEET = "People", "Assignments"
TITLE = "September intake, first draft"
HEADER_ROW = 3  # under the title and an empty row
PEOPLE_COLUMNS = (
    "Role",
    "FirstName",
    "LastName",
    "Email",
    "OneFileID",
    "MISID",
    "PlacementID",
    "ClassroomID",
    "DefaultAssessorID",
    "DefaultEmployerID",
    "DOB",
    "ULN",
    "NINO",
    "MobileNumber",
    "StartOn",
    "PlannedEndDate",
    "SupportFunding",
    "FrameworkTemplate",
    "Standards",
    "Units",
    "AdditionalIQAs",
    "LearningAimAssessor",
    "LearningAimStandard",
    "UnitAssessor",
    "AssignedUnit",
    "CentreRegister",
    "L12",
    "FullName",
    "Telephone",
    "CreatedOn",
    "EmployerFirstName",
    "EmployerLastName",
    "EmployerEmail",
)
UNUSED_HEADER = "Shoe size"
CHOICE_HEADER = "Enrol?"
UNUSED_HEADERS = (UNUSED_HEADER, CHOICE_HEADER)
MISSPELT = {"Telephone": "Telefone numbr"}
"""Headers that are recognised only by a likeness."""
HIDDEN_SURNAME = "Sayle"
"""Whose row is hidden."""
STRUCK_SURNAME = "Urquhart"
"""Whose row is struck through."""
NOT_CALCULATED = "=A1"
"""Stands where the workbook gets a formula without a saved value."""
ASSIGNMENT_COLUMNS = ("Learner", "Person", "As", "Level", "Standard", "Unit")
FAILED_FORMULA = "=NA()"
"""Stands where the workbook gets a cell that shows #N/A."""

BUSINESS, LEADING = "Business Administrator Level 3", "Team Leader Level 3"


@dataclass(frozen=True)
class Line:
    """A row of the workbook, and the problems that are planted in it: field and code, no field for the whole row."""

    cells: Cells
    planted: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class Plant:
    """A problem that a check must report, and where; `row` and `column` as Excel shows them."""

    sheet: str
    row: int | None
    column: str | None
    code: str


def _staff(role: str, name: str, **cells: str | int) -> Cells:
    first, last = name.split(" ", 1)
    return {"Role": role, "FirstName": first, "LastName": last, "Email": email(name, "intake")} | cells


def _learner(name: str, **cells: str | int | bool | date) -> Cells:
    """A good learner, but for what `cells` say otherwise; an empty text clears a cell."""
    row: dict[str, str | int | bool | date] = {
        **_staff("Learner", name),
        "PlacementID": "Westering Borough Council",
        "ClassroomID": "Business Admin September 2026",
        "DefaultAssessorID": "Bola Akintola",
        "DOB": date(2005, 4, 19),
        "StartOn": date(2026, 11, 30),
        "PlannedEndDate": date(2028, 5, 28),
        "FrameworkTemplate": f"{BUSINESS} - full programme",
    }
    return {name: value for name, value in (row | cells).items() if value != ""}


def _bare(name: str, **cells: str | int | bool | date) -> Cells:
    """A good learner who is given single standards instead of a framework template."""
    return _learner(name, FrameworkTemplate="", Standards=BUSINESS, **cells)


def _manager(name: str, with_address_of: str = "") -> Cells:
    first, last = name.split(" ", 1)
    address = email(with_address_of or name, "shop")
    return {"EmployerFirstName": first, "EmployerLastName": last, "EmployerEmail": address}


PEOPLE = (
    Line(_staff("Assessor", "Rowena Hollis")),
    Line(_staff("IQA", "Cormac Reilly")),
    Line(_staff("Employer", "Martyn Keel", PlacementID="Westering Borough Council")),
    Line(_learner("Petra Lindgren", CreatedOn=date(2026, 3, 9))),
    # One person in two roles, under one address, is as it should be.
    Line(_staff("Observer", "Petra Lindgren", PlacementID="Westering Borough Council")),
    Line(_learner("Olumide Sowande", DefaultAssessorID="Rowena Hollis", DefaultEmployerID="Martyn Keel")),
    Line(
        _learner(
            "Ffion Maddocks",
            ULN=uln(901),
            MobileNumber="07700 900901",
            SupportFunding="Yes",
            CreatedOn=date(2026, 4, 10),
        )
    ),
    Line(_learner("Giles Okonjo", DOB="24/03/2004", CreatedOn=date(2026, 5, 11))),
    Line(_bare("Hedda Kvist", LearningAimAssessor="Rowena Hollis", LearningAimStandard=BUSINESS)),
    Line(_bare("Idris Bellamy", Units="BA_K1", UnitAssessor="Rowena Hollis", CreatedOn="23/10/2026")),
    Line(_learner("Juno Abara", AdditionalIQAs="Cormac Reilly; Martin Goodall")),
    Line(_learner("Kit Larkham", **{UNUSED_HEADER: 43, CHOICE_HEADER: "No"}), ((CHOICE_HEADER, "perhaps-unwanted"),)),
    Line(_learner("Lowri Penhale", ClassroomID=""), (("ClassroomID", "required-missing"),)),
    Line(_learner("Magda Sienko", Role="Prefect"), (("Role", "role-unknown"),)),
    Line(_learner("Niall Curran", Email="niall.curran(at)intake.example.org"), (("Email", "email-invalid"),)),
    Line(_learner("Orla Beaumont", Email=email("Orla Beaumont"), MISID="L-76"), (("Email", "email-repeated"),)),
    Line(_learner("Orla Beaumont", Email=email("Orla Beaumont"), MISID="L-77"), (("Email", "email-repeated"),)),
    Line(_learner("Priscilla Vane", Email="office@intake.example.org"), (("Email", "email-shared"),)),
    Line(_staff("IQA", "Rupert Daly", Email="office@intake.example.org"), (("Email", "email-shared"),)),
    Line(_learner("Saoirse Nevin", MISID="L-80"), (("MISID", "mis-id-repeated"),)),
    Line(_learner("Tobias Wren", MISID="L-80"), (("MISID", "mis-id-repeated"),)),
    Line(_learner("Uzma Tareen", MISID="HL260001"), (("MISID", "mis-id-in-use"),)),
    Line(
        _learner(
            "Vera Stannard",
            Email="paul.tranter@harbourside.example.org",
            DefaultAssessorID="paul.tranter@harbourside.example.org",
        ),
        (("Email", "email-of-staff"), ("Email", "email-in-use")),
    ),
    Line(_learner("Wanjiru Kamau", OneFileID=999_999), (("OneFileID", "onefile-id-unknown"),)),
    Line(_learner("Xavier Loveday", OneFileID="to follow"), (("OneFileID", "id-invalid"),)),
    Line(_learner("Yolande Prideaux", ULN="1234567890"), (("ULN", "uln-invalid"),)),
    Line(_learner("Zubin Daruwalla", NINO="QQ 12 34 56 C"), (("NINO", "nino-invalid"),)),
    Line(_learner("Agnes Thorley", MobileNumber="ask at the office"), (("MobileNumber", "phone-invalid"),)),
    Line(_learner("Bertie Osgood", PlannedEndDate="next summer"), (("PlannedEndDate", "date-invalid"),)),
    Line(_learner("Clodagh Meers", DOB="3/24/2004"), (("DOB", "date-mixed"),)),
    Line(_learner("Dilys Parfitt", StartOn="05/10/2026"), (("StartOn", "date-ambiguous"),)),
    Line(_learner("Enoch Barlow", PlannedEndDate=date(2026, 9, 1)), (("PlannedEndDate", "date-order"),)),
    Line(_learner("Flora Tindall", SupportFunding="perhaps"), (("SupportFunding", "yes-no-invalid"),)),
    Line(_learner("Gethin Royle", ClassroomID=FAILED_FORMULA), (("ClassroomID", "cell-error"),)),
    Line(_learner("Honor Castell", DefaultAssessorID="Bola Akintole"), (("DefaultAssessorID", "reference-unknown"),)),
    Line(_learner("Ivo Marchetti", DefaultAssessorID="David Evans"), (("DefaultAssessorID", "reference-ambiguous"),)),
    Line(_staff("Employer", "Gwen Tarrant"), (("PlacementID", "required-missing"),)),
    Line(_learner("Josie Aldous", DefaultEmployerID="Gwen Tarrant"), (("DefaultEmployerID", "reference-not-ready"),)),
    Line(
        _learner(
            "Finlay Stewart",
            Email=email("Finlay Stewart"),
            DOB="",
            StartOn=date(2025, 12, 8),
            PlannedEndDate=date(2027, 6, 7),
        ),
        (("Email", "already-in-onefile"),),
    ),
    Line(_learner("Jakub Nowak", DOB=""), (("LastName", "possible-duplicate"),)),
    Line(_staff("Trainee Assessor", "Keir Dunmore", ULN=uln(902)), (("ULN", "field-not-for-role"),)),
    Line(
        _bare("Lettice Fanshawe", LearningAimAssessor="Rowena Hollis", LearningAimStandard=LEADING),
        (("LearningAimStandard", "standard-missing"),),
    ),
    Line(
        _bare("Mungo Tressell", UnitAssessor="Rowena Hollis", AssignedUnit="TL_K1"), (("AssignedUnit", "unit-missing"),)
    ),
    Line(
        _learner("Nerys Gwatkin", LearningAimAssessor="Rowena Hollis"),
        (("LearningAimStandard", "assignment-incomplete"),),
    ),
    Line(
        _learner("Osian Trahern", DefaultAssessorID="Helen Ashworth", AdditionalIQAs="Helen Ashworth"),
        (("AdditionalIQAs", "iqa-is-assessor"),),
    ),
    Line(_learner("Peredur Lloyd", ULN=uln(903), DOB=date(2004, 1, 2)), (("ULN", "uln-repeated"),)),
    Line(_learner("Quentin Abbott", ULN=uln(903), DOB=date(2004, 1, 3)), (("ULN", "uln-repeated"),)),
    Line(_learner("Ruta Jonaitis", DOB=date(2004, 1, 4)), (("LastName", "person-repeated"),)),
    Line(
        _learner("Ruta Jonaitis", DOB=date(2004, 1, 4), Email="ruta.j@intake.example.org"),
        (("LastName", "person-repeated"),),
    ),
    Line({UNUSED_HEADER: "Sioned Vaughan, size 38, to follow"}, ((UNUSED_HEADER, "row-unused"),)),
    # One person with two managers, and one of whom a row has an error.
    Line(_learner("Ursula Fenwick", DefaultEmployerID="Martyn Keel")),
    Line(_learner("Ursula Fenwick", DefaultEmployerID="Angela Hewitt"), (("Email", "rows-joined"),)),
    Line(_learner("Viktor Strand"), (("", "same-person-waits"),)),
    Line(
        _learner("Viktor Strand", MobileNumber="to follow"),
        (("Email", "rows-joined"), ("MobileNumber", "phone-invalid")),
    ),
    Line(_learner("Winifred Asante", DOB=date(2011, 3, 1)), (("DOB", "learner-young"),)),
    Line(_learner("Ximena Duarte", DOB=date(2019, 3, 1)), (("DOB", "learner-too-young"),)),
    Line(_learner("Yusuf Benali", MISID="004711", CentreRegister="6/24/2026")),
    Line(_learner("Zadie Holloway", MISID=4712), (("MISID", "zeros-lost"),)),
    Line(_learner("Alban Trewin", MISID="2.60014E+11"), (("MISID", "digits-lost"),)),
    Line(_learner("Bronte Ashdown", L12="White British"), (("L12", "code-unusual"),)),
    Line(_learner("Cerys Mabon", SupportFunding=NOT_CALCULATED), (("SupportFunding", "formula-not-calculated"),)),
    Line(
        _learner("Dag Ivor Lund", FirstName="", LastName="", FullName="Dag Ivor Lund", Telephone="01632 960909"),
        (("FullName", "name-split"),),
    ),
    Line(_learner("Elowen Gast", Email="elowen.gast@gmial.com"), (("Email", "email-unusual"),)),
    Line(_learner("Fergus Imrie", StartOn=date(2052, 9, 1), PlannedEndDate=""), (("StartOn", "date-unlikely"),)),
    Line(_learner("Gudrun Aske", MISID="00815"), (("MISID", "mis-id-zeros"),)),
    Line(_learner("Hywel Brace", MISID="815"), (("MISID", "mis-id-zeros"),)),
    Line(_learner("Imogen Catt", LastName=7), (("LastName", "name-invalid"),)),
    Line(_learner("Jasper Dunn", ClassroomID="as above"), (("ClassroomID", "ditto"),)),
    Line(_learner("Kirsty Ditto"), (("LastName", "name-ditto"),)),
    Line(_learner("Lachlan Eady", MISID=date(2026, 3, 4)), (("MISID", "mis-id-date"),)),
    Line(_learner("Maisie Firth", Role="Example: Learner", Email=""), (("Role", "example-row"),)),
    Line(
        _learner("Nesta Gould", DefaultAssessorID=f"Bola Akintola <{email('Rowena Hollis', 'intake')}>"),
        (("DefaultAssessorID", "reference-contradicted"),),
    ),
    # A learner who comes back, and a person on two roles.
    Line(_learner("Freya Lindqvist", Email=email("Freya Lindqvist"), DOB=""), (("Email", "possible-duplicate"),)),
    Line(
        _staff(
            "Observer",
            "Helen Ashworth",
            Email=email("Helen Ashworth", "harbourside"),
            PlacementID="Westering Borough Council",
        ),
        (("Email", "joins-keychain"),),
    ),
    # Managers in the learner's row: one for two learners, two of one address, one without a name, one who is there.
    Line(_learner("Oriel Nance", **_manager("Nell Tolley"))),
    Line(_learner("Perpetua Boon", **_manager("Nell Tolley"))),
    Line(_learner("Quincy Ardern", **_manager("Owain Stead")), (("EmployerEmail", "described-differs"),)),
    Line(_learner("Rosalind Kemp", **_manager("Olive Barr", "Owain Stead")), (("EmployerEmail", "described-differs"),)),
    Line(
        _learner("Silas Penrose", EmployerEmail=email("Pip Sayer", "shop")), (("EmployerEmail", "described-nameless"),)
    ),
    Line(_learner("Tamsin Vowles", **_manager("Angela Hewitt")), (("EmployerEmail", "described-perhaps-there"),)),
    # One manager under two addresses, and one whose first name is written in two ways.
    Line(_learner("Ximena Frost", **_manager("Imelda Roe"))),
    Line(_learner("Yestin Garnett", **_manager("Imelda Roe", "I Roe")), (("EmployerEmail", "described-alike"),)),
    Line(_learner("Zelda Hawtrey", **_manager("Ros Tanner")), (("EmployerEmail", "described-spelling"),)),
    Line(_learner("Alban Iveson", **_manager("Rosamund Tanner", "Ros Tanner"))),
    # Two rows of one name that may be one person.
    Line(_learner("Bina Shawcross", DOB="")),
    Line(_learner("Bina Shawcross", DOB="", Email=email("B Shawcross", "intake")), (("LastName", "name-repeated"),)),
    Line(_learner("Wilf Pryce (evenings)", Email=email("Wilf Pryce", "intake")), (("LastName", "name-unusual"),)),
    Line(_learner(f"Umberto {HIDDEN_SURNAME}")),
    Line(_learner(f"Vida {STRUCK_SURNAME}"), (("", "row-struck"),)),
    Line({"Role": "Total: 75"}, (("Role", "totals-row"),)),
)
OTHER_SHEET = "Late starters"
"""Looks like people as well, and is not the sheet that is read."""
LATE_STARTERS = (_learner("Tegan Moyle"),)
ASSIGNMENTS = (
    Line({"Learner": "Olumide Sowande", "Person": "Carol Jessop", "As": "Observer", "Level": 1}),
    Line(
        {"Learner": "Olumide Sowande", "Person": "Carol Jessop", "As": "Observer", "Level": "Additional"},
        (("Person", "assignment-repeated"),),
    ),
    Line(
        {"Learner": "Juno Abara", "Person": "Rowena Hollis", "As": "Assessor", "Level": 3, "Standard": BUSINESS},
        (("Person", "assignment-conflict"),),
    ),
    Line(
        {"Learner": "Juno Abara", "Person": "Karen Birch", "As": "Assessor", "Level": 3, "Standard": BUSINESS},
        (("Person", "assignment-conflict"),),
    ),
    Line(
        {"Learner": "Petra Lindgren", "Person": "Petra Lindgren", "As": "Observer", "Level": 1},
        (("Person", "assignment-self"),),
    ),
    Line({"Learner": "Kit Larkham", "Person": "Rowena Hollis", "Level": "quite high"}, (("Level", "level-unknown"),)),
    Line(
        {"Learner": "Kit Larkham", "Person": "Martyn Keel", "As": "Employer", "Level": 3, "Standard": BUSINESS},
        (("As", "level-role"),),
    ),
    Line(
        {"Learner": "Kit Larkham", "Person": "Rowena Hollis", "As": "Assessor", "Level": 2},
        (("Unit", "assignment-incomplete"),),
    ),
    Line({"Learner": "Kit Larkham", "As": "Assessor", "Level": 1}, (("Person", "required-missing"),)),
    Line({"Learner": "Kit Larkin", "Person": "Rowena Hollis", "Level": 1}, (("Learner", "reference-unknown"),)),
    Line({"Learner": "Finlay Stewart", "Person": "Carol Jessop", "Level": 1}, (("Learner", "already-in-onefile"),)),
)


def _plants() -> Iterator[Plant]:
    # Of the centre as a whole: two of its assessors share a MIS ID, so no row is at fault.
    yield Plant(PEOPLE_SHEET, None, None, "mis-id-shared")
    yield Plant(PEOPLE_SHEET, None, None, "sheet-unused")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, None, "hidden-rows")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, _letter("CentreRegister"), "date-month-first")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, _letter("Telephone"), "column-guessed")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, _letter("CreatedOn"), "date-swapped")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, _letter(UNUSED_HEADER), "column-unused")
    yield Plant(PEOPLE_SHEET, HEADER_ROW, _letter(CHOICE_HEADER), "choice-unused")
    for sheet, header_row, columns, lines in (
        (PEOPLE_SHEET, HEADER_ROW, (*PEOPLE_COLUMNS, *UNUSED_HEADERS), PEOPLE),
        (ASSIGNMENTS_SHEET, 1, ASSIGNMENT_COLUMNS, ASSIGNMENTS),
    ):
        for row, line in enumerate(lines, start=header_row + 1):
            for name, code in line.planted:
                yield Plant(sheet, row, get_column_letter(columns.index(name) + 1) if name else None, code)


def _letter(name: str) -> str:
    return get_column_letter((*PEOPLE_COLUMNS, *UNUSED_HEADERS).index(name) + 1)


PLANTED = tuple(_plants())
"""Every problem of a check against the rehearsal centre, in the order of the sheets."""

NEEDS_A_CENTRE = frozenset(
    {
        "already-in-onefile",
        "described-alike",
        "described-differs",
        "described-nameless",
        "described-perhaps-there",
        "described-spelling",
        "joins-keychain",
        "name-repeated",
        "assignment-conflict",
        "assignment-repeated",
        "assignment-self",
        "email-in-use",
        "iqa-is-assessor",
        "mis-id-in-use",
        "mis-id-shared",
        "onefile-id-unknown",
        "possible-duplicate",
        "reference-ambiguous",
        "reference-contradicted",
        "reference-not-ready",
        "reference-unknown",
        "standard-missing",
        "unit-missing",
    }
)
"""The codes of those among them that need a centre to be found."""
