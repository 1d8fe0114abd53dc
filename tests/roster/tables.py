"""Tables of People as `reading` makes them, cell by cell, for what a workbook would only get in the way of."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.matching.columns import column_letter
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import Cell, CellValue, Column, Roster, Row, Table

HEADER_ROW = 5
LEARNER: dict[str, CellValue] = {
    "Role": "Learner",
    "FirstName": "Ann",
    "LastName": "Lee",
    "Email": "ann.lee@example.org",
    "PlacementID": "Quayside",
    "ClassroomID": "A1",
    "DefaultAssessorID": "Bob Ray",
}
"""A row that lacks nothing."""


def header_of(field: str) -> str:
    """The header of a field's column."""
    return f"{PEOPLE[field].label}:"


def learners(field: str, *cells: CellValue) -> list[dict[str, CellValue]]:
    """Learners who lack nothing, each with a name and an email of their own, and one of `cells` in `field`."""
    return [
        LEARNER | {"FirstName": f"Ann{n}", "Email": f"learner{n}@example.org", field: cell}
        for n, cell in enumerate(cells)
    ]


def made_roster(*rows: Mapping[str, CellValue], everyone: Mapping[str, str] | None = None) -> Roster:
    """A roster of `rows` under a header on row 5, with a column for each field; blank cells are left out."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: Column(index, column_letter(index), header_of(name), name) for index, name in enumerate(names)}
    for_everyone = {name: Cell(text, None, None) for name, text in (everyone or {}).items() if display(text)}
    return Roster(
        Path("roster.xlsx"),
        Table(
            "People",
            HEADER_ROW,
            tuple(columns.values()),
            tuple(
                Row(
                    "People",
                    number,
                    for_everyone
                    | {
                        name: Cell(value, columns[name].letter, columns[name].header)
                        for name, value in row.items()
                        if display(value)
                    },
                )
                for number, row in enumerate(rows, start=HEADER_ROW + 1)
            ),
        ),
        None,
    )


def with_people(roster: Roster, **changes: object) -> Roster:
    """The same roster whose table of people differs in `changes`."""
    return replace(roster, people=replace(roster.people, **changes))


def told(problems: tuple[Problem, ...]) -> list[tuple[int | None, str | None, str]]:
    """Row, field and code of each problem."""
    return [(one.place.row, one.place.field, one.code) for one in problems]
