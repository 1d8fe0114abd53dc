"""Dates as they are typed, exported and mixed."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

from tests.roster.corpus.case import Case, People, Person, Said
from tests.roster.corpus.cast import ANN, BEN, HEADERS, at, changed, wider
from tests.roster.corpus.excel import Rows, workbook
from tests.roster.corpus.text import written

_HEADER_SAYS: Said = (1, "H", "date-month-first")


def _one(path: Path, *, rows: Rows) -> None:
    workbook(path, {"Learners": rows})


def _column(
    file: str, header: str, field: str, *cells: tuple[object, date | None, str | None], column: tuple[Said, ...] = ()
) -> Case:
    """Learners with one more column, H: what stands in it, the date that it is (None: none), and the code of what is
    said of it; `column` is said of the column."""
    people: list[Person] = []
    problems: list[Said] = [*column]
    rows: list[list[object]] = [[*HEADERS, header]]
    for row, (cell, read, code) in enumerate(cells, start=2):
        cast = changed(ANN, FirstName=f"Ann {chr(63 + row)}", Email=f"ann{row}@example.org")
        rows.append([*cast, cell])
        people.append(at(row, cast, **({} if read is None else {field: read})))
        problems += [(row, "H", code)] if code else []
    if file.endswith(".csv"):
        return Case(file, partial(written, table=rows), People(tuple(people), tuple(problems)))
    return Case(file, partial(_one, rows=rows), People(tuple(people), tuple(problems)))


_DOB = ("Date of birth", "DOB")
_TERMS = wider(
    ("Start date", "Planned end date"),
    (ANN, (date(2026, 11, 30), date(2026, 11, 29))),
    (BEN, (date(2026, 11, 30), date(2028, 7, 31))),
)
_YOUNG = wider(
    ("Date of birth", "Start date"),
    (ANN, (date(2011, 11, 30), date(2026, 11, 29))),
    (BEN, (date(2010, 11, 29), date(2026, 11, 29))),
    (changed(ANN, FirstName="Cai", Email="cai@example.org"), (date(2016, 11, 29), date(2026, 11, 29))),
)
_TWO_DIGITS = wider(
    ("Date of birth", "Start date", "Planned end date"),
    (ANN, ("23/03/60", "14/09/26", "31/07/29")),
    (BEN, ("23/03/04", "14/09/25", "31/07/30")),
)

CASES = (
    _column(
        "dates-uk-only.xlsx",
        *_DOB,
        ("24/03/2004", date(2004, 3, 24), None),
        ("03/04/2004", date(2004, 4, 3), None),
        ("3.4.2004", date(2004, 4, 3), None),
        ("13-04-2004", date(2004, 4, 13), None),
    ),
    _column(
        "dates-us-only.xlsx",
        *_DOB,
        ("6/24/1989", date(1989, 6, 24), None),
        ("3/4/1990", date(1990, 3, 4), None),
        ("12/31/1999", date(1999, 12, 31), None),
        column=(_HEADER_SAYS,),
    ),
    _column(
        "dates-us-with-two-digit-years.csv",
        *_DOB,
        ("6/24/89", date(1989, 6, 24), None),
        ("3/4/04", date(2004, 3, 4), None),
        column=(_HEADER_SAYS,),
    ),
    _column(
        "dates-mixed.xlsx",
        *_DOB,
        ("24/03/2004", date(2004, 3, 24), None),
        ("6/24/1989", None, "date-mixed"),
        ("03/04/2004", None, "date-mixed"),
        (date(2004, 5, 6), date(2004, 5, 6), None),
    ),
    _column(
        "dates-that-could-be-either.csv",
        *_DOB,
        ("03/04/2004", date(2004, 4, 3), "date-ambiguous"),
        ("05/05/2004", date(2004, 5, 5), None),
        ("1/12/03", date(2003, 12, 1), "date-ambiguous"),
    ),
    _column(
        "dates-as-seen-at-a-provider.xlsx",
        *_DOB,
        (date(2004, 3, 23), date(2004, 3, 23), None),
        ("23/03/1960", date(1960, 3, 23), None),
        ("6/24/89", None, "date-mixed"),
        ("2000-08-26T20:09:53Z", date(2000, 8, 26), None),
    ),
    _column(
        "dates-iso-with-zones.csv",
        *_DOB,
        ("2000-08-26T20:09:53Z", date(2000, 8, 26), None),
        ("2004-06-30T23:00:00Z", date(2004, 7, 1), None),
        ("2004-01-31T23:30:00.000Z", date(2004, 1, 31), None),
        ("2004-07-01T00:30:00+02:00", date(2004, 6, 30), None),
        ("2004-03-23", date(2004, 3, 23), None),
        ("2004-03-23 00:00:00", date(2004, 3, 23), None),
    ),
    _column(
        "dates-with-names-of-months.csv",
        *_DOB,
        ("23 March 2004", date(2004, 3, 23), None),
        ("1st Sept 2005", date(2005, 9, 1), None),
        ("March 5, 2003", date(2003, 3, 5), None),
        ("23-Mar-04", date(2004, 3, 23), None),
        ("Tuesday 23 March 2004", date(2004, 3, 23), None),
        ("23 Marhc 2004", None, "date-invalid"),
    ),
    _column(
        "dates-at-the-end-of-february.csv",
        *_DOB,
        ("29/02/2004", date(2004, 2, 29), None),
        ("29/02/2000", date(2000, 2, 29), None),
        ("29/02/2003", None, "date-invalid"),
        ("31/04/2003", None, "date-invalid"),
    ),
    _column(
        "dates-in-no-calendar-beside-american-ones.csv",
        *_DOB,
        ("45/13/2004", None, "date-invalid"),
        ("45/03/2004", None, "date-invalid"),
        ("6/24/1989", date(1989, 6, 24), None),
        ("3/4/1990", date(1990, 3, 4), None),
        column=(_HEADER_SAYS,),
    ),
    _column(
        "dates-swapped-by-an-american-excel.xlsx",
        *_DOB,
        (date(2004, 4, 3), date(2004, 4, 3), None),
        ("23/03/2004", date(2004, 3, 23), None),
        (date(2003, 12, 11), date(2003, 12, 11), None),
        (date(2004, 7, 9), date(2004, 7, 9), None),
        ("14/09/2005", date(2005, 9, 14), None),
        column=((1, "H", "date-swapped"),),
    ),
    _column(
        "dates-real-and-typed.xlsx",
        *_DOB,
        (date(2004, 4, 3), date(2004, 4, 3), None),
        ("23/03/2004", date(2004, 3, 23), None),
        (date(2003, 12, 11), date(2003, 12, 11), None),
        (date(2004, 7, 29), date(2004, 7, 29), None),
        (date(2004, 7, 9), date(2004, 7, 9), None),
    ),
    _column(
        "dates-of-birth-that-cannot-be.xlsx",
        *_DOB,
        ("23/03/2034", None, "date-invalid"),
        ("23/03/0204", None, "date-invalid"),
        ("23/13/2004", None, "date-invalid"),
        ("unsure", None, "date-invalid"),
        (2004, None, "date-invalid"),
        (datetime.fromisoformat("2004-03-23T15:30"), date(2004, 3, 23), None),
    ),
    Case(
        "years-of-two-digits.csv",
        partial(written, table=_TWO_DIGITS),
        People(
            (
                at(2, ANN, DOB=date(1960, 3, 23), StartOn=date(2026, 9, 14), PlannedEndDate=date(2029, 7, 31)),
                at(3, BEN, DOB=date(2004, 3, 23), StartOn=date(2025, 9, 14), PlannedEndDate=date(2030, 7, 31)),
            )
        ),
    ),
    Case(
        "ends-before-it-starts.xlsx",
        partial(_one, rows=_TERMS),
        People(
            (
                at(2, ANN, StartOn=date(2026, 11, 30), PlannedEndDate=date(2026, 11, 29)),
                at(3, BEN, StartOn=date(2026, 11, 30), PlannedEndDate=date(2028, 7, 31)),
            ),
            ((2, "I", "date-order"),),
        ),
    ),
    Case(
        "too-young-to-start.xlsx",
        partial(_one, rows=_YOUNG),
        People(
            (
                at(2, ANN, DOB=date(2011, 11, 30), StartOn=date(2026, 11, 29)),
                at(3, BEN, DOB=date(2010, 11, 29), StartOn=date(2026, 11, 29)),
                at(
                    4, ANN, FirstName="Cai", Email="cai@example.org", DOB=date(2016, 11, 29), StartOn=date(2026, 11, 29)
                ),
            ),
            ((2, "H", "learner-young"), (4, "H", "learner-too-young")),
        ),
    ),
)
