"""Small centres and rosters, put together by hand, for tests of the planner."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.fields import Fields
from onefile_desktop.onefile.models import Named, Organisation, Person, Unit
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.rows import Cell, CellValue, Column, Roster, Row, Table
from onefile_desktop.roster.table.composing import compose

ORGANISATION = Organisation(5740, "Harbourside Training", keychain_creation=True, email_suppression=False)
TODAY = date(2026, 11, 22)

Given = Mapping[str, CellValue]


def person(
    onefile_id: int,
    role: Role,
    name: str,
    *,
    email: str | None = None,
    mis_id: str | None = None,
    born: date | None = None,
    uln: str | None = None,
    archived: bool | None = None,
    **fields: object,
) -> Person:
    """Somebody of the centre, read whole."""
    first, _, last = name.partition(" ")
    whole = Fields({"FirstName": first, "LastName": last, "Email": email, "MISID": mis_id, **fields})
    return Person(onefile_id, role, first, last, email, mis_id, uln, born, archived, True, whole)


ZARA = person(101, Role.ASSESSOR, "Zara Malik", email="zara@example.org", mis_id="A1")
OWEN = person(102, Role.IQA, "Owen Price", email="owen@example.org", mis_id="Q1")
EVE = person(103, Role.EMPLOYER, "Eve Carter", email="eve@example.org", mis_id="E1")
LEO = person(201, Role.LEARNER, "Leo Grant", email="leo@example.org", mis_id="L1", born=date(2004, 5, 6))


def centre(*people: Person, **fields: object) -> Centre:
    """A centre with one of everything and these people, or with Zara, Owen, Eve and Leo."""
    whole = Centre(
        ORGANISATION,
        people or (ZARA, OWEN, EVE, LEO),
        classrooms=(Named(31, "Autumn A"),),
        placements=(Named(41, "Mill Lane Nursery", "P-MILL"), Named(42, "Quay Garage")),
        providers=(Named(51, "Harbourside"),),
        learner_statuses=(Named(61, "In learning"),),
        standards=(Named(71, "Early Years Educator"), Named(72, "Team Leader")),
        framework_templates=(Named(81, "Early Years Level 3"),),
        units=(Unit("EY_1", "Play", 71), Unit("EY_2", "Safety", 71), Unit("TL_1", "Safety", 72)),
    )
    return replace(whole, **fields)


def learner(name: str = "Ada Byrne", /, **given: CellValue) -> dict[str, CellValue]:
    """A learner's row with everything that a create needs."""
    first, _, last = name.partition(" ")
    row: dict[str, CellValue] = {
        "Role": "Learner",
        "FirstName": first,
        "LastName": last,
        "Email": f"{name.replace(' ', '.').lower()}@example.org",
        "ClassroomID": "Autumn A",
        "PlacementID": "Mill Lane Nursery",
        "DefaultAssessorID": "Zara Malik",
    }
    return row | given


def staff(role: str, name: str, /, **given: CellValue) -> dict[str, CellValue]:
    """A row of somebody who is no learner."""
    first, _, last = name.partition(" ")
    row: dict[str, CellValue] = {
        "Role": role,
        "FirstName": first,
        "LastName": last,
        "Email": f"{name.replace(' ', '.').lower()}@example.org",
    }
    return row | ({"PlacementID": "Quay Garage"} if role in ("Employer", "Observer") else {}) | given


def composed(given: Given) -> dict[str, CellValue]:
    """A row with what is put together of several of its cells, as a roster is read."""
    cells = {name: Cell(value, "A", name) for name, value in given.items() if value is not None}
    return {name: cell.value for name, cell in compose(cells).items()}


def case(
    *people: Given,
    assignments: tuple[Given, ...] = (),
    at: Centre | None = None,
    record: Record | None = None,
    options: PlanOptions | None = None,
) -> Case:
    """These rows, from row 2 on, checked and held against a centre."""
    sheets = Roster(
        Path("roster.xlsx"),
        _table("People", people, PEOPLE),
        _table("Assignments", assignments, ASSIGNMENTS) if assignments else None,
    )
    checked = check(sheets, today=TODAY)
    return Case(sheets, checked, at or centre(), record or Record(), options or PlanOptions())


def _table(sheet: str, rows: tuple[Given, ...], fields: Mapping[str, Field]) -> Table:
    used = [name for name in fields if any(name in row for row in rows)]
    columns = tuple(Column(index, chr(65 + index), fields[name].label, name) for index, name in enumerate(used))
    by_field = {column.field: column for column in columns}
    return Table(
        sheet,
        1,
        columns,
        tuple(
            Row(
                sheet,
                number,
                {
                    name: Cell(value, by_field[name].letter, by_field[name].header)
                    for name, value in row.items()
                    if value is not None
                },
            )
            for number, row in enumerate(rows, start=2)
        ),
    )


def day(text: str) -> datetime:
    """A date as a workbook holds it."""
    return datetime.fromisoformat(text)
