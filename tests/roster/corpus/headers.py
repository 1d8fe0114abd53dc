"""What columns are called, and what they mean all the same."""

from datetime import date
from functools import partial
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from onefile_desktop.errors import RosterShapeError
from onefile_desktop.roster.options import ReadOptions
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, CATRIN, EVERYONE, GITA, HEADERS, ULNS, at, listed, short, wider, without
from tests.roster.corpus.excel import Rows, workbook
from tests.roster.corpus.text import written

_FOR_EVERYONE = ReadOptions(for_everyone=tuple(EVERYONE.items()))
_BORN, _START, _END = date(2004, 3, 23), date(2026, 11, 30), date(2028, 7, 31)
_ANN, _BEN, _CATRIN = (cast[1:4] for cast in (ANN, BEN, CATRIN))


def _one(path: Path, *, rows: Rows) -> None:
    workbook(path, {"Learners": rows})


def _groups(path: Path) -> None:
    """A line of groups, each merged over its columns, above the columns' own names."""

    def merge(sheet: Worksheet) -> None:
        for area in ("B1:D1", "E1:G1", "H1:J1", "A1:A2"):
            sheet.merge_cells(area)

    rows = (
        ("Role", "Learner", None, None, "Line manager", None, None, "Programme"),
        (None, *("First name", "Last name", "Email") * 2, "Placement", "Class", "Default assessor"),
        ("Learner", *_ANN, "Dev", "Shah", "dev.shah@example.org", *ANN[4:]),
        ("Learner", *_BEN, "Dev", "Shah", "dev.shah@example.org", *BEN[4:]),
    )
    workbook(path, {"Learners": rows}, merge)


_TWO_LINES: Rows = [
    (None, "First", "Last", "Email", None, None, "Default", "Date of"),
    ("Role", "name", "name", "address", "Placement", "Class", "assessor", "birth"),
    (*ANN, _BORN),
    (*BEN, _BORN),
]
_KEY_CONTACT: Rows = [
    ("Learner", *[None] * 6, "Key contact", None, None),
    (*HEADERS, "Name", "Email", "Phone"),
    (*ANN, "Dev Shah", "dev.shah@example.org", "01632 960101"),
    (*BEN, "Eve Fox", "eve.fox@example.org", "01632 960102"),
]
_DECORATED: Rows = [
    (
        "ROLE *",
        "First\nname*",
        " Last   name (required)",
        "E-mail address:",
        "Placement\n(required)",
        "Class *",
        "Default assessor?",
        "Date of birth (dd/mm/yyyy)",
        "ULN (10 digits)",
    ),
    (*ANN, _BORN, ULNS[0]),
]
_REMARKS: Rows = [(*HEADERS[:4], "Placement (as in OneFile)", "Class [exact name]", HEADERS[6]), ANN, BEN]
_API_NAMES: Rows = [
    (
        *("role", "firstname", "lastname", "email", "placementid", "classroomid", "defaultassessorid"),
        *("dob", "uln", "misid", "mobilenumber", "starton", "plannedenddate"),
    ),
    (*ANN, _BORN, ULNS[0], "S-17", "07700 900101", _START, _END),
]
_ILR: Rows = [
    (
        *("LearnRefNumber", "ULN", "FamilyName", "GivenNames", "DateOfBirth", "NINumber", "TelNo", "Email"),
        *("LearnStartDate", "LearnPlanEndDate"),
    ),
    ("00017", ULNS[0], "Lee", "Ann", _BORN, "AB123456C", "01632 960101", "ann.lee@example.org", _START, _END),
]
_PICS: Rows = [
    (
        *("Trainee Ref", "Forename", "Surname", "D.O.B.", "N.I. Number", "Email Address", "Mobile Tel"),
        *("Start Date", "Expected End Date", "Assessor", "Work Placement", "Group"),
    ),
    (
        *("P1017", "Ann", "Lee", _BORN, "AB123456C", "ann.lee@example.org", "07700 900101"),
        *(_START, _END, "Gita Rao", "Hill House", "Care A"),
    ),
]
_MAYTAS: Rows = [
    (
        *("TRAINEEID", "FIRSTNAME", "SURNAME", "DATE_OF_BIRTH", "NI_NUMBER", "EMAIL_ADDRESS", "MOBILE_NUMBER"),
        *("START_DATE", "PLANNED_END_DATE", "ASSESSOR_NAME", "EMPLOYER_SITE", "COHORT"),
    ),
    (
        *("M1017", "Ann", "Lee", _BORN, "AB123456C", "ann.lee@example.org", "07700 900101"),
        *(_START, _END, "Gita Rao", "Hill House", "Care A"),
    ),
]
_EXPORTED = short(
    2, *_ANN, DOB=_BORN, NINO="AB123456C", MobileNumber="07700900101", StartOn=_START, PlannedEndDate=_END
)
_MISSPELT = ("Role", "Fisrt name", "Last nmae", "Emial adress", "Plaecment", "Class", "Defualt assesor")
_NO_EMAIL_HEADER = (*HEADERS[:3], None, *HEADERS[4:])
_CONTACT = (*HEADERS[:3], "How to reach them", *HEADERS[4:])
_PARENTS = ("Parent email", "Parent/guardian phone")
_TWICE = wider(("Email", "Class"), (ANN, ("old.ann@example.org", "Care Z")), (BEN, ("old.ben@example.org", "Care Z")))
_UNKNOWN = wider(("Shoe size", "Lunch"), (ANN, (38, "vegan")), (BEN, (44, None)))
_BY_HAND: Rows = [("Wer", "Vorname", "Nachname", "Anschrift", "Ort"), ("Lernende", *_ANN, "Hill House")]
_MAPPING = ReadOptions(
    mapping=(("Wer", "-"), ("vorname", "First name"), ("C", "LastName"), ("Anschrift", "Email"), ("Ort", "Placement")),
    for_everyone=_FOR_EVERYONE.for_everyone,
)
_SPACED: Rows = [[cell for pair in zip(row, (None,) * 7, strict=True) for cell in pair] for row in (HEADERS, ANN, BEN)]

CASES = (
    Case(
        "header-over-two-lines.xlsx",
        partial(_one, rows=_TWO_LINES),
        People((at(3, ANN, DOB=_BORN), at(4, BEN, DOB=_BORN)), header_row=2),
    ),
    Case(
        "header-group-that-nobody-knows.xlsx",
        partial(_one, rows=_KEY_CONTACT),
        People(
            (at(3, ANN, Telephone="01632960101"), at(4, BEN, Telephone="01632960102")),
            ((2, "H", "column-unused"), (2, "I", "column-unused"), (2, "J", "column-guessed")),
            header_row=2,
        ),
    ),
    Case(
        "header-in-merged-groups.xlsx",
        _groups,
        People(
            (
                at(3, ANN, DefaultEmployerID="dev.shah@example.org"),
                at(4, BEN, DefaultEmployerID="dev.shah@example.org"),
            ),
            header_row=2,
        ),
    ),
    Case(
        "header-with-stars-brackets-and-breaks.xlsx",
        partial(_one, rows=_DECORATED),
        People((at(2, ANN, DOB=_BORN, ULN=ULNS[0]),)),
    ),
    Case("header-with-remarks-in-brackets.xlsx", partial(_one, rows=_REMARKS), People(listed(ANN, BEN))),
    Case(
        "api-names-in-lower-case.xlsx",
        partial(_one, rows=_API_NAMES),
        People(
            (
                at(
                    2,
                    ANN,
                    DOB=_BORN,
                    ULN=ULNS[0],
                    MISID="S-17",
                    MobileNumber="07700900101",
                    StartOn=_START,
                    PlannedEndDate=_END,
                ),
            )
        ),
    ),
    Case(
        "ilr-field-names.xlsx",
        partial(_one, rows=_ILR),
        People((without({**_EXPORTED, "MISID": "00017", "ULN": ULNS[0], "Telephone": "01632960101"}, "MobileNumber"),)),
        _FOR_EVERYONE,
    ),
    Case(
        "pics-like-names.xlsx",
        partial(_one, rows=_PICS),
        People(({**_EXPORTED, "MISID": "P1017"},)),
        ReadOptions(for_everyone=(("Role", "Learner"),)),
    ),
    Case(
        "maytas-like-names.xlsx",
        partial(_one, rows=_MAYTAS),
        People(({**_EXPORTED, "MISID": "M1017"},), ((1, "A", "column-guessed"),)),
        ReadOptions(for_everyone=(("Role", "Learner"),)),
    ),
    Case(
        "misspelt-headers.xlsx",
        partial(_one, rows=[_MISSPELT, ANN, BEN]),
        People(listed(ANN, BEN), tuple((1, letter, "column-guessed") for letter in "BCDEG")),
    ),
    Case(
        "no-header-over-the-emails.xlsx",
        partial(_one, rows=[_NO_EMAIL_HEADER, ANN, BEN, GITA]),
        People(listed(ANN, BEN, GITA), ((1, "D", "column-guessed"),)),
    ),
    Case(
        "strange-header-over-the-emails.xlsx",
        partial(_one, rows=[_CONTACT, ANN, BEN, GITA]),
        People(
            tuple(without(person, "Email") for person in listed(ANN, BEN, GITA)),
            ((1, "D", "column-unused"), *((row, None, "required-missing") for row in (2, 3, 4))),
        ),
    ),
    Case("no-header-at-all.xlsx", partial(_one, rows=[ANN, BEN, CATRIN]), Sentence("column names", RosterShapeError)),
    Case(
        "no-header-at-all.csv", partial(written, table=[ANN, BEN, CATRIN]), Sentence("column names", RosterShapeError)
    ),
    Case(
        "parents-beside-learners.xlsx",
        partial(_one, rows=[(*_PARENTS, *HEADERS), ("pat.lee@example.org", "07700 900109", *ANN)]),
        People((at(2, ANN),), ((1, "A", "column-unused"), (1, "B", "column-unused"))),
    ),
    Case(
        "only-the-parents-can-be-written-to.xlsx",
        partial(
            _one,
            rows=[(*HEADERS[:3], *_PARENTS, *HEADERS[4:]), (*ANN[:3], "pat.lee@example.org", "07700 900109", *ANN[4:])],
        ),
        People(
            (without(at(2, ANN), "Email"),),
            ((1, "D", "column-unused"), (1, "E", "column-unused"), (2, None, "required-missing")),
        ),
    ),
    Case(
        "same-headers-twice.xlsx",
        partial(_one, rows=_TWICE),
        People(listed(ANN, BEN), ((1, "H", "column-unused"), (1, "I", "column-unused"))),
    ),
    Case(
        "columns-that-are-nothing-of-onefiles.xlsx",
        partial(_one, rows=_UNKNOWN),
        People(listed(ANN, BEN), ((1, "H", "column-unused"), (1, "I", "column-unused"))),
    ),
    Case(
        "names-and-emails-only.xlsx",
        partial(_one, rows=[HEADERS[1:4], _ANN, _BEN]),
        People((short(2, *_ANN), short(3, *_BEN))),
        _FOR_EVERYONE,
    ),
    Case("headers-in-german.xlsx", partial(_one, rows=_BY_HAND), People((short(2, *_ANN),)), _MAPPING),
    Case("empty-columns-between.xlsx", partial(_one, rows=_SPACED), People(listed(ANN, BEN))),
    Case("roster-of-assessors-only.xlsx", partial(_one, rows=[HEADERS[:4], GITA[:4]]), People(listed(GITA))),
)
