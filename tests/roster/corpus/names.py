"""Names in one cell, and references in two or three."""

from functools import partial
from pathlib import Path

from onefile_desktop.roster.options import ReadOptions
from tests.roster.corpus.case import Case, People, Person, Said
from tests.roster.corpus.cast import ANN, BEN, CATRIN, EVERYONE, HEADERS, at, short, wider
from tests.roster.corpus.excel import Rows, workbook

_FOR_EVERYONE = ReadOptions(for_everyone=tuple(EVERYONE.items()))


def _one(path: Path, *, rows: Rows) -> None:
    workbook(path, {"Learners": rows})


def _named(file: str, header: str, *names: tuple[str, str, str], guessed: tuple[int, ...] = ()) -> Case:
    """A roster of full names below `header`: as they are written, and their first and last names. The rows that
    were `guessed` say so."""
    people: list[Person] = []
    rows: list[tuple[str, str]] = [(header, "Email")]
    for row, (written, first, last) in enumerate(names, start=2):
        email = f"learner{row}@example.org"
        rows.append((written, email))
        people.append(short(row, first, last, email))
    problems: tuple[Said, ...] = tuple((row, "A", "name-split") for row in guessed)
    return Case(file, partial(_one, rows=rows), People(tuple(people), problems), _FOR_EVERYONE)


_ASSESSORS: Rows = [
    (*HEADERS[:6], "AssessorFirst", "AssessorLast"),
    (*ANN[:6], "Gita", "Rao"),
    (*BEN[:6], "Gita", " Rao "),
    (*CATRIN[:6], None, "Price"),
]
_MANAGERS = wider(
    ("EmployerFirst", "EmployerLast", "EmployerEmail"),
    (ANN, ("Dev", "Shah", "dev.shah@example.org")),
    (BEN, ("Dev", "Shah", "dev.shah@example.org")),
    (CATRIN, ("Dev", "Shah", None)),
)
_WORKPLACES = [["Workplace" if cell == "Placement" else cell for cell in row] for row in _MANAGERS]
_BOTH: Rows = [(*HEADERS, "Learner name"), (*ANN, "Lee, Ann"), (*BEN, "Ben Okafor")]

CASES = (
    _named(
        "surname-comma-first.xlsx",
        "Learner Name",
        ("Lee, Ann", "Ann", "Lee"),
        ("O'Brien, Mary-Kate", "Mary-Kate", "O'Brien"),
        ("van der Berg, Jan", "Jan", "van der Berg"),
        ("Okafor ,Ben Chidi", "Ben Chidi", "Okafor"),
        ("García López, María", "María", "García López"),
    ),
    _named(
        "first-name-then-surname.xlsx",
        "Full name",
        ("Ann Lee", "Ann", "Lee"),
        ("  Ben\u00a0 Okafor ", "Ben", "Okafor"),
        ("Mary-Kate O'Brien", "Mary-Kate", "O'Brien"),
        ("Ann Smith-Jones", "Ann", "Smith-Jones"),
    ),
    _named(
        "names-with-titles.xlsx",
        "Name",
        ("Mr Ben Okafor", "Ben", "Okafor"),
        ("Mrs. Catrin Hughes", "Catrin", "Hughes"),
        ("Dr Ann Lee", "Ann", "Lee"),
        ("Miss ANN LEE", "ANN", "LEE"),
        ("Lee, Ms Ann", "Ann", "Lee"),
    ),
    _named(
        "names-with-small-words.xlsx",
        "Name",
        ("Jan van der Berg", "Jan", "van der Berg"),
        ("Ana de la Cruz", "Ana", "de la Cruz"),
        ("Omar bin Said", "Omar", "bin Said"),
    ),
    _named(
        "names-of-three-words.xlsx",
        "Name",
        ("Ann Lee", "Ann", "Lee"),
        ("Mary Ann Hughes", "Mary Ann", "Hughes"),
        ("Ben Chidi Okafor", "Ben Chidi", "Okafor"),
        guessed=(3, 4),
    ),
    _named(
        "names-one-without-the-comma-of-the-others.xlsx",
        "Name",
        ("Lee, Ann", "Ann", "Lee"),
        ("Lowe Fi", "Lowe", "Fi"),
        ("Okafor, Ben", "Ben", "Okafor"),
        guessed=(3,),
    ),
    Case("full-name-beside-its-parts.xlsx", partial(_one, rows=_BOTH), People((at(2, ANN), at(3, BEN)))),
    Case(
        "assessor-in-two-columns.xlsx",
        partial(_one, rows=_ASSESSORS),
        People((at(2, ANN), at(3, BEN), at(4, CATRIN, DefaultAssessorID="Price"))),
    ),
    Case(
        "assessor-by-email.xlsx",
        partial(_one, rows=[(*HEADERS[:6], "Assessor email"), (*ANN[:6], "gita.rao@example.org")]),
        People((at(2, ANN, DefaultAssessorID="gita.rao@example.org"),)),
    ),
    Case(
        "same-manager-on-many-rows.xlsx",
        partial(_one, rows=_WORKPLACES),
        People(
            (
                at(2, ANN, DefaultEmployerID="dev.shah@example.org"),
                at(3, BEN, DefaultEmployerID="dev.shah@example.org"),
                at(4, CATRIN, DefaultEmployerID="Dev Shah"),
            )
        ),
    ),
)
