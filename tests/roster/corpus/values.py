"""What stands in the cells: texts that copy and paste has been at, and numbers that Excel made of texts."""

from datetime import date
from functools import partial
from pathlib import Path

from tests.roster.corpus.case import Case, People, Plain
from tests.roster.corpus.cast import ANN, BEN, CATRIN, GITA, HEADERS, ULNS, Cast, at, changed, wider, without
from tests.roster.corpus.excel import Rows, workbook


def _one(path: Path, *, rows: Rows) -> None:
    workbook(path, {"Learners": rows})


def _column(file: str, header: str, field: str, *cells: tuple[object, Plain | None, str | None]) -> Case:
    """Learners with one more column, H: what stands in it, what that is (None: blank), and the code of what is said
    of it."""
    people, problems = [], []
    rows: list[list[object]] = [[*HEADERS, header]]
    for row, (written, read, code) in enumerate(cells, start=2):
        cast = changed(ANN, FirstName=f"Ann {chr(63 + row)}", Email=f"ann{row}@example.org")
        rows.append([*cast, written])
        people.append(at(row, cast, **({} if read is None else {field: read})))
        problems += [(row, "H", code)] if code else []
    return Case(file, partial(_one, rows=rows), People(tuple(people), tuple(problems)))


def _people(file: str, *people: tuple[Cast, Cast | None, str | None]) -> Case:
    """People as they are written and as they are read, where that differs, and the code of what is said of their
    email. An email that is wrong is not read."""
    expected = []
    for row, (written, read, code) in enumerate(people, start=2):
        person = at(row, read or written)
        expected.append(without(person, "Email") if code else person)
    problems = tuple((row, "D", code) for row, (_, _, code) in enumerate(people, start=2) if code)
    return Case(
        file, partial(_one, rows=[HEADERS, *(cast for cast, _, _ in people)]), People(tuple(expected), problems)
    )


_UNSEEN: Cast = (
    "\u00a0Learner ",
    "A\u00adnn\u200b",
    "\ufeffLee\u00a0\u00a0",
    "\u200bann.lee@example.org\u00a0",
    " Quayside\u00a0 Nursery",
    "\tCare A",
    "Gita\u200b Rao\u200e",
)
_QUOTED: Cast = changed(ANN, FirstName="D’Arcy", LastName="O‘Neill", Email="o’neill@example.org")
_FROM_MAIL: Cast = changed(ANN, Email="mailto:ann.lee@example.org")
_WITH_NAME: Cast = changed(BEN, Email="Ben Okafor <ben.okafor@example.org>")
_WITH_SEMICOLON: Cast = changed(CATRIN, Email="catrin.hughes@example.org;")
_SHOUTED: Cast = changed(GITA, Email="GITA.RAO@EXAMPLE.ORG")
_WORLD = (
    changed(ANN, FirstName="Zoë 🌻", LastName="Müller-Łukasz", Email="zoe@example.org"),
    changed(ANN, FirstName="美咲", LastName="佐藤", Email="misaki@example.org"),
    changed(ANN, FirstName="Олена", LastName="Коваль", Email="olena@example.org"),
    changed(ANN, FirstName="نور", LastName="الهاشمي", Email="nour@example.org"),
)
_COMBINING: Cast = changed(ANN, FirstName="Jose\u0301", LastName="Nun\u0303ez", Email="jose@example.org")
_COMPOSED: Cast = changed(ANN, FirstName="Jos\u00e9", LastName="Nu\u00f1ez", Email="jose@example.org")
_TURNED: Cast = changed(BEN, FirstName="\u202bנועה\u202c", LastName="\u200fלוי", Email="noa@example.org")
_READ_LEFT: Cast = changed(BEN, FirstName="נועה", LastName="לוי", Email="noa@example.org")
_RUNNING = wider(
    ("Home address", "MIS ID", "Mobile"),
    (changed(ANN, LastName="=Lee"), ("=1+1", "+17", "+44 7700 900101")),
    (changed(BEN, LastName="-Okafor"), ("@SUM(A1)", "-17", None)),
)
_LONG = "Quay Street, " * 2520
_WORDS = ("Apprentice", "tutor", "IV", "40 Employer", "TRAINEE ASSESSOR", "Witness", "Boss")
_LABELS = ("Learner", "Assessor", "IQA", "Employer", "Trainee Assessor", "Observer")
_ROLES: Rows = [
    HEADERS[:4],
    *((word, f"Person{chr(65 + row)}", "Lee", f"person{row}@example.org") for row, word in enumerate(_WORDS)),
]
_ROLES_READ = tuple(
    {
        "row": row + 2,
        "role": label,
        "FirstName": f"Person{chr(65 + row)}",
        "LastName": "Lee",
        "Email": f"person{row}@example.org",
    }
    for row, label in enumerate(_LABELS)
)

_DATES: Rows = [
    [*HEADERS, "MIS ID"],
    ["Learner", date(2004, 3, 4), *ANN[2:], None],
    ["Learner", "Ben", True, *BEN[3:], None],
    [*CATRIN, date(2004, 3, 4)],
]

CASES = (
    _column(
        "values-that-stand-above.xlsx",
        "Default employer",
        "DefaultEmployerID",
        ("Dev Shah", "Dev Shah", None),
        ("ditto", None, "ditto"),
        ("as above", None, "ditto"),
        ('"', None, "ditto"),
        ("TBC", None, None),
    ),
    Case(
        "names-and-numbers-that-are-dates.xlsx",
        partial(_one, rows=_DATES),
        People(
            (without(at(2, ANN), "FirstName"), without(at(3, BEN), "LastName"), at(4, CATRIN, MISID="04/03/2004")),
            ((2, "B", "name-invalid"), (3, "C", "name-invalid"), (4, "H", "mis-id-date")),
        ),
    ),
    Case(
        "column-that-says-who-to-enrol.xlsx",
        partial(_one, rows=wider(("Enrol?",), (ANN, ("Yes",)), (BEN, ("No",)))),
        People((at(2, ANN), at(3, BEN)), ((1, "H", "choice-unused"), (3, "H", "perhaps-unwanted"))),
    ),
    _people("invisible-characters.xlsx", (_UNSEEN, ANN, None), (BEN, None, None)),
    _people(
        "smart-quotes.xlsx",
        (_QUOTED, changed(ANN, FirstName="D'Arcy", LastName="O'Neill", Email="o'neill@example.org"), None),
    ),
    _people(
        "emails-as-mail-programs-copy-them.xlsx",
        (_FROM_MAIL, ANN, None),
        (_WITH_NAME, BEN, None),
        (_WITH_SEMICOLON, CATRIN, None),
    ),
    _people(
        "emails-that-only-fill-the-gap.xlsx",
        (changed(ANN, Email="noemail@example.org"), None, "email-invalid"),
        (changed(BEN, Email="No-Email@example.org"), None, "email-invalid"),
        (changed(CATRIN, Email="no.email.given"), None, "email-invalid"),
        (changed(GITA, Email="N/A"), None, "required-missing"),
    ),
    _people(
        "two-emails-in-a-cell.xlsx",
        (changed(ANN, Email="ann.lee@example.org; ann@example.org"), None, "email-invalid"),
        (changed(BEN, Email="ben.okafor@example.org\nben@example.org"), None, "email-invalid"),
        (changed(CATRIN, Email="catrin.hughes@example,org"), None, "email-invalid"),
    ),
    _people("names-of-all-the-world.xlsx", *((cast, None, None) for cast in _WORLD), (_COMBINING, _COMPOSED, None)),
    _people("right-to-left-marks.xlsx", (_TURNED, _READ_LEFT, None)),
    _column(
        "ulns-in-many-forms.xlsx",
        "ULN",
        "ULN",
        (7000000014.0, ULNS[0], None),
        ("7000 0000 22", ULNS[1], None),
        ("7000000030.0", ULNS[2], None),
        (9999999999, None, None),
        ("9999999999", None, None),
        ("7000000013", None, "uln-invalid"),
        ("7E+09", None, "uln-invalid"),
        ("7.00000E+09", None, "uln-invalid"),
        (700000001, None, "uln-invalid"),
        ("0000000000", None, "uln-invalid"),
    ),
    _column(
        "national-insurance-numbers-in-many-forms.xlsx",
        "NI number",
        "NINO",
        ("AB 12 34 56 C", "AB123456C", None),
        ("ab123456d", "AB123456D", None),
        ("AB-12-34-56-A", "AB123456A", None),
        ("QQ123456C", None, "nino-invalid"),
        ("AB12345C", None, "nino-invalid"),
        ("BG123456A", None, "nino-invalid"),
        ("AB123456", None, "nino-invalid"),
    ),
    _column(
        "phones-in-many-forms.xlsx",
        "Mobile",
        "MobileNumber",
        (7700900101, "07700900101", None),
        ("+44 7700 900102", "+447700900102", None),
        ("(01632) 960103", "01632960103", None),
        ("0044 7700 900104", "+447700900104", None),
        (1632960105.0, "01632960105", None),
        ("07700\u00a0900\u2011106", "07700900106", None),
        ("+44 (0)7700 900107", "+447700900107", None),
        ("077009001", None, "phone-invalid"),
        ("ask her mum", None, "phone-invalid"),
        ("07700 900101 / 01632 960101", None, "phone-invalid"),
        ("7.7009E+09", None, "phone-invalid"),
    ),
    _column(
        "mis-ids-that-lost-their-zeros.xlsx",
        "MIS ID",
        "MISID",
        ("00123", "00123", None),
        ("00124", "00124", None),
        ("10125", "10125", None),
        (126, "126", "zeros-lost"),
        (10127, "10127", None),
    ),
    _column(
        "mis-ids-that-are-plain-numbers.xlsx",
        "MIS ID",
        "MISID",
        (98, "98", None),
        (99.0, "99", None),
        (100, "100", None),
        (1234567890123, "1234567890123", None),
    ),
    _column(
        "mis-ids-that-excel-shortened.xlsx",
        "MIS ID",
        "MISID",
        ("1.23457E+11", None, "digits-lost"),
        (123457000000, "123457000000", None),
    ),
    _people(
        "people-called-null-and-true.xlsx",
        (changed(ANN, FirstName="True", LastName="Null", Email="true.null@example.org"), None, None),
        (changed(BEN, FirstName="None", LastName="Na", Email="none.na@example.org"), None, None),
    ),
    _column(
        "yes-and-no-in-many-spellings.xlsx",
        "Support funding",
        "SupportFunding",
        ("Yes", True, None),
        ("n", False, None),
        (True, True, None),
        (False, False, None),
        (1, True, None),
        (0.0, False, None),
        ("✓", True, None),
        ("TRUE", True, None),
        ("", None, None),
        ("perhaps", None, "yes-no-invalid"),
    ),
    _column(
        "ethnicity-in-words.xlsx",
        "L12",
        "L12",
        ("White British", "White British", "code-unusual"),
        (31, "31", None),
        ("98", "98", None),
    ),
    _column(
        "sex-in-letters-and-words.xlsx",
        "L13",
        "L13",
        ("F", "F", None),
        ("m", "m", None),
        ("Prefers not to say", "Prefers not to say", "code-unusual"),
    ),
    _column(
        "lists-in-cells.xlsx",
        "Additional assessors",
        "AdditionalAssessors",
        ("Gita Rao; Owen Price", ("Gita Rao", "Owen Price"), None),
        ("Gita Rao\nOwen Price\n", ("Gita Rao", "Owen Price"), None),
        (" ;Owen Price;; Owen Price", ("Owen Price",), None),
    ),
    _column(
        "names-of-classes-that-are-numbers.xlsx",
        "Provider",
        "ProviderID",
        (2026, "2026", None),
        (7.0, "7", None),
        ("007", "007", None),
        (1.5, "1.5", None),
    ),
    Case(
        "text-that-begins-like-a-formula.xlsx",
        partial(_one, rows=_RUNNING),
        People(
            (
                at(2, ANN, LastName="=Lee", HomeAddress="=1+1", MISID="+17", MobileNumber="+447700900101"),
                at(3, BEN, LastName="-Okafor", HomeAddress="@SUM(A1)", MISID="-17"),
            ),
            ((2, "C", "name-unusual"),),
        ),
    ),
    Case(
        "very-long-cell.xlsx",
        partial(_one, rows=wider(("Home address",), (ANN, (_LONG,)))),
        People((at(2, ANN, HomeAddress=_LONG.strip()),)),
    ),
    Case(
        "roles-in-many-words.xlsx",
        partial(_one, rows=_ROLES),
        People(
            _ROLES_READ,
            (
                *((2, None, "required-missing"),) * 3,
                (5, None, "required-missing"),
                (7, None, "required-missing"),
                (8, "A", "role-unknown"),
            ),
        ),
    ),
    Case(
        "shouted-emails.xlsx",
        partial(_one, rows=[HEADERS, ANN, _SHOUTED]),
        People((at(2, ANN), at(3, GITA, Email="GITA.RAO@example.org"))),
    ),
)
