"""What several rows say together: one person on two rows, and two people with one address or number."""

from datetime import date
from functools import partial
from pathlib import Path

from tests.roster.corpus.case import Case, People
from tests.roster.corpus.cast import ANN, BEN, CATRIN, DEV, GITA, HEADERS, ULNS, Cast, at, changed, listed, wider
from tests.roster.corpus.excel import Rows, workbook

_BORN = date(2004, 3, 23)


def _one(path: Path, *, rows: Rows) -> None:
    workbook(path, {"Learners": rows})


def _with_assignments(path: Path) -> None:
    finer = (
        ("Learner", "Person", "Level", "Standard", "Unit"),
        ("Ann Lee", "Gita Rao", "Learning aim", "Adult Care Worker", None),
        ("ben.okafor@example.org", "Gita Rao", 1, None, None),
    )
    workbook(path, {"People": [HEADERS, ANN, BEN, GITA], "Assignments": finer})


_VERIFIER: Cast = changed(GITA, Role="IQA")
_OTHER_ANN: Cast = changed(ANN, FirstName="Anna", LastName="Leigh")
_IN_OFFICE: Cast = changed(DEV, Email="ann.lee@example.org")
_MANAGERS = wider(
    ("Line manager", "Home address"),
    (ANN, ("Dev Shah", "1 Quay Street")),
    (BEN, ("Dev Shah", None)),
    (ANN, ("Eva Moon", None)),
)
_SECOND_ROW_KNOWS_MORE = wider(
    ("Date of birth", "ULN"), (ANN, (None, ULNS[0])), (changed(ANN, Email="Ann.Lee@Example.org"), (_BORN, None))
)
_MIS_IDS = wider(("MIS ID",), (ANN, ("S-17",)), (BEN, ("S-18",)), (CATRIN, ("s-17 ",)))
_NUMBERS = wider(("ULN",), (ANN, (ULNS[0],)), (BEN, (int(ULNS[0]),)), (CATRIN, (ULNS[1],)))
_ANN_AT_HOME: Cast = changed(ANN, Email="annlee04@example.org")
_BIRTHDAYS = wider(("Date of birth",), (ANN, (_BORN,)), (_ANN_AT_HOME, (_BORN,)), (BEN, (_BORN,)))
_ZEROS = wider(("MIS ID",), (ANN, ("00123",)), (BEN, ("123",)), (CATRIN, ("1230",)))
_JOSE: Cast = changed(ANN, FirstName="José", Email="jose@example.org")
_JOSE_UNACCENTED: Cast = changed(_JOSE, FirstName="Jose", Email="jose.lee@example.org")
_JOSES = wider(("Date of birth",), (_JOSE, (_BORN,)), (_JOSE_UNACCENTED, (_BORN,)))
_UNKNOWN_NUMBERS = wider(("ULN",), (ANN, (9999999999,)), (BEN, ("9999999999",)))

CASES = (
    Case(
        "learner-on-two-rows-with-two-managers.xlsx",
        partial(_one, rows=_MANAGERS),
        People(
            (
                at(
                    2,
                    ANN,
                    DefaultEmployerID="Dev Shah",
                    HomeAddress="1 Quay Street",
                    **{"row 4": ("DefaultEmployerID: Eva Moon",)},
                ),
                at(3, BEN, DefaultEmployerID="Dev Shah"),
            ),
            ((1, "I", "column-guessed"), (4, "D", "rows-joined")),  # an address behind a manager may be theirs
        ),
    ),
    Case(
        "same-row-twice.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, ANN]),
        People(listed(ANN, BEN), ((4, "D", "rows-joined"),)),
    ),
    Case(
        "second-row-knows-more.xlsx",
        partial(_one, rows=_SECOND_ROW_KNOWS_MORE),
        People((at(2, ANN, DOB=_BORN, ULN=ULNS[0]),), ((3, "D", "rows-joined"),)),
    ),
    Case(
        "same-email-in-two-roles.xlsx",
        partial(_one, rows=[HEADERS, ANN, GITA, _VERIFIER]),
        People((at(2, ANN), at(3, GITA), at(4, _VERIFIER))),
    ),
    Case(
        "same-email-of-different-people.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, _IN_OFFICE]),
        People((at(2, ANN), at(3, BEN), at(4, _IN_OFFICE)), ((2, "D", "email-shared"), (4, "D", "email-shared"))),
    ),
    Case(
        "same-email-of-two-learners.xlsx",
        partial(_one, rows=[HEADERS, ANN, BEN, _OTHER_ANN]),
        People((at(2, ANN), at(3, BEN), at(4, _OTHER_ANN)), ((2, "D", "email-repeated"), (4, "D", "email-repeated"))),
    ),
    Case(
        "same-learner-in-two-classes.xlsx",
        partial(_one, rows=[HEADERS, ANN, changed(ANN, ClassroomID="Care B")]),
        People(
            (at(2, ANN), at(3, ANN, ClassroomID="Care B")), ((2, "D", "email-repeated"), (3, "D", "email-repeated"))
        ),
    ),
    Case(
        "mis-id-twice.xlsx",
        partial(_one, rows=_MIS_IDS),
        People(
            (at(2, ANN, MISID="S-17"), at(3, BEN, MISID="S-18"), at(4, CATRIN, MISID="s-17")),
            ((2, "H", "mis-id-repeated"), (4, "H", "mis-id-repeated")),
        ),
    ),
    Case(
        "mis-id-with-zeros-and-without.xlsx",
        partial(_one, rows=_ZEROS),
        People(
            (at(2, ANN, MISID="00123"), at(3, BEN, MISID="123"), at(4, CATRIN, MISID="1230")),
            ((2, "H", "mis-id-zeros"), (3, "H", "mis-id-zeros")),
        ),
    ),
    Case(
        "name-with-accents-and-without.xlsx",
        partial(_one, rows=_JOSES),
        People(
            (at(2, _JOSE, DOB=_BORN), at(3, _JOSE_UNACCENTED, DOB=_BORN)),
            ((2, "C", "person-repeated"), (3, "C", "person-repeated")),
        ),
    ),
    Case(
        "uln-twice.xlsx",
        partial(_one, rows=_NUMBERS),
        People(
            (at(2, ANN, ULN=ULNS[0]), at(3, BEN, ULN=ULNS[0]), at(4, CATRIN, ULN=ULNS[1])),
            ((2, "H", "uln-repeated"), (3, "H", "uln-repeated")),
        ),
    ),
    Case("uln-not-known-twice.xlsx", partial(_one, rows=_UNKNOWN_NUMBERS), People(listed(ANN, BEN))),
    Case(
        "name-and-birthday-twice.xlsx",
        partial(_one, rows=_BIRTHDAYS),
        People(
            (at(2, ANN, DOB=_BORN), at(3, _ANN_AT_HOME, DOB=_BORN), at(4, BEN, DOB=_BORN)),
            ((2, "C", "person-repeated"), (3, "C", "person-repeated")),
        ),
    ),
    Case("sheet-of-assignments.xlsx", _with_assignments, People(listed(ANN, BEN, GITA), sheet="People")),
)
