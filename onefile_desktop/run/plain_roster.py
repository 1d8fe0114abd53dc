"""The roster as far as a journal holds it: for a results workbook where the roster's own file is gone."""

from collections.abc import Mapping
from datetime import date

from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import REFERENCE, JsonValue
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow
from onefile_desktop.roster.fields import PEOPLE, Field, Kind
from onefile_desktop.run.journal import Journal

CellText = str | int | date | None


def plain_rows(journal: Journal, sheet: str) -> tuple[tuple[str, ...], Mapping[int, tuple[CellText, ...]]]:
    """Headers for `sheet`, and its cells by row number: who each row is, and what was to be created of them.

    The headers are the template's. References are OneFile IDs, or the name and email of somebody who was not created,
    so that it can be loaded as a roster again.
    """
    changes = journal.changes()
    ids = {one.change.key: one.onefile_id or _named(one.change) for one in changes}
    rows = {row.row: row for row in journal.rows() if row.sheet == sheet}
    bodies = {
        number: one.change.request.body
        for one in changes
        if one.change.kind is ChangeKind.CREATE
        and one.change.sheet == sheet
        and (number := one.change.person_row) is not None
    }
    used = [field for field in PEOPLE.values() if any(field.name in body for body in bodies.values())]
    # A further row of somebody says the same as their first: so they are one person when it is loaded again.
    cells = {
        number: (number, row.person, *(_cell(field, row, bodies.get(row.same_as or number, {}), ids) for field in used))
        for number, row in rows.items()
    }
    return ("Roster row", "Roster name", *(field.label for field in used)), cells


def _named(change: Change) -> str | None:
    """Who was to be created, or which placement or class was to be made, as a reference names them."""
    email = change.request.body.get("Email")
    return f"{change.person} <{email}>" if email else change.person or None


def _cell(
    field: Field, row: PlannedRow, body: Mapping[str, JsonValue], ids: Mapping[str, int | str | None]
) -> CellText:
    value = body.get(field.name)
    if field.kind is Kind.ROLE:
        role = Role(value) if isinstance(value, int) else row.role
        return role.label if role else None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ids[value[REFERENCE]]
    if field.kind is Kind.DATE:
        return day(value)
    return value if isinstance(value, str | int) else None
