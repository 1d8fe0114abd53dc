"""The roster as far as a journal holds it: for a results workbook where the roster's own file is gone."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import REFERENCE, JsonValue
from onefile_desktop.plan.changes import PROGRAMME, Change, ChangeKind, PlannedRow
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Kind
from onefile_desktop.run.journal import Journal

CellText = str | int | date | None

_ROW, _NAME = "Roster row", "Roster name"
_ASSIGNMENTS = "Assignments"
_ASKED = tuple(ASSIGNMENTS[name] for name in ("Learner", "Person", "Level", "Standard", "Unit"))
_COLUMN_OF = {
    ChangeKind.FRAMEWORK_TEMPLATE: PEOPLE["FrameworkTemplate"],
    ChangeKind.STANDARD: PEOPLE["Standards"],
    ChangeKind.UNIT: PEOPLE["Units"],
}
_REFERRED = re.compile(r"\{\$id_of:([^}]+)\}")

Ids = Mapping[str, int | str | None]


@dataclass(frozen=True)
class PlainSheet:
    """A sheet's headers, and its lines: the number of the roster's row, None where that has no such line, and cells."""

    name: str
    headers: tuple[str, ...]
    lines: tuple[tuple[int | None, tuple[CellText, ...]], ...]


def plain_sheets(journal: Journal, *, without: Collection[str]) -> Iterator[PlainSheet]:
    """Who each row was, what was to be created and given of them, and every assignment that was to be made.

    The headers are the template's. References are OneFile IDs, or the name and email of somebody who was not created,
    so that it can be loaded as a roster again. The fields `without` are left out.
    """
    changes = [one.change for one in journal.changes()]
    ids = {one.change.key: one.onefile_id or _named(one.change) for one in journal.changes()}
    rows = journal.rows()
    people = [row for row in rows if row.on_people]
    if people:
        yield _people(people, changes, ids, without)
    asked = [row for row in rows if not row.on_people]
    assigned = [change for change in changes if change.kind is ChangeKind.ASSIGN]
    if asked or assigned:
        yield _assignments(asked, assigned, ids, beside=people[0].sheet if people else None)


def _people(rows: Sequence[PlannedRow], changes: Sequence[Change], ids: Ids, without: Collection[str]) -> PlainSheet:
    name = rows[0].sheet
    values: defaultdict[int, dict[str, CellText]] = defaultdict(dict)
    creates = {
        change.person_row: change.request.body
        for change in changes
        if change.kind is ChangeKind.CREATE and change.sheet == name and change.person_row is not None
    }
    used = [
        field
        for field in PEOPLE.values()
        if field.name not in without and any(field.name in body for body in creates.values())
    ]
    for row in rows:
        body = creates.get(row.same_as or row.row, {})
        values[row.row] = {field.name: _cell(field, row, body, ids) for field in used}
    given = defaultdict[tuple[int, str], list[str]](list)
    for change in changes:
        if change.kind in PROGRAMME and change.person_row is not None:
            given[change.person_row, _COLUMN_OF[change.kind].name].append(unquote(change.request.path.split("/")[2]))
    columns = [field for field in _COLUMN_OF.values() if any(name == field.name for _, name in given)]
    # A further row of somebody says the same as their first: so they are one person when it is loaded again.
    lines = tuple(
        (
            row.row,
            (
                row.row,
                row.person,
                *values[row.row].values(),
                *("; ".join(given[row.same_as or row.row, field.name]) or None for field in columns),
            ),
        )
        for row in rows
    )
    return PlainSheet(name, (_ROW, _NAME, *(field.label for field in (*used, *columns))), lines)


def _assignments(rows: Sequence[PlannedRow], assigned: Sequence[Change], ids: Ids, *, beside: str | None) -> PlainSheet:
    """The rows of that sheet, and then the assignments that rows of people ask for."""
    name = rows[0].sheet if rows else _ASSIGNMENTS
    by_row = {change.row: change for change in assigned if change.sheet == name}
    lines: list[tuple[int | None, tuple[CellText, ...]]] = []
    for row in rows:
        change = by_row.get(row.row)
        cells = _asked(change, ids) if change else (row.onefile_id or row.person, *[None] * (len(_ASKED) - 1))
        lines.append((row.row, (row.row, row.person, *cells)))
    for change in assigned:
        if change.sheet == beside:
            lines.append((None, (None, change.person, *_asked(change, ids))))
    return PlainSheet(name, (_ROW, _NAME, *(field.label for field in _ASKED)), tuple(lines))


def _asked(change: Change, ids: Ids) -> tuple[CellText, ...]:
    body, assignee = change.request.body, change.request.path.split("/")[2]
    referred = _REFERRED.fullmatch(assignee)
    who = ids.get(referred[1]) if referred else int(assignee)
    return (
        _value(body.get("LearnerID"), ids),
        who,
        _value(body.get("Level"), ids),
        _value(body.get("StandardID"), ids),
        _value(body.get("UnitID"), ids),
    )


def _named(change: Change) -> str | None:
    """Who was to be created, or which placement or class was to be made, as a reference names them."""
    email = change.request.body.get("Email")
    return f"{change.person} <{email}>" if email else change.person or None


def _cell(field: Field, row: PlannedRow, body: Mapping[str, JsonValue], ids: Ids) -> CellText:
    value = body.get(field.name)
    if field.kind is Kind.ROLE:
        role = Role(value) if isinstance(value, int) else row.role
        return role.label if role else None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.kind is Kind.DATE:
        return day(value)
    return _value(value, ids)


def _value(value: JsonValue, ids: Ids) -> CellText:
    return ids[value[REFERENCE]] if isinstance(value, dict) else value
