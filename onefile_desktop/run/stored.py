"""How a plan's values are written into a journal, and read back: one JSON object each."""

import json
from typing import Any

from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import REFERENCE, IdOf, Request, UserId, id_in_body
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing


def text_of_change(change: Change) -> str:
    """A change as text."""
    return _text(
        {
            "key": change.key,
            "kind": change.kind,
            "sheet": change.sheet,
            "row": change.row,
            "person": change.person,
            "person_row": change.person_row,
            "about": None if change.about is None else id_in_body(change.about),
            "path": change.request.path,
            "body": dict(change.request.body),
            "depends_on": change.depends_on,
            "role": change.role,
            "known": change.known,
            "told": change.told,
            "was": dict(change.was),
        }
    )


def change_from(text: str) -> Change:
    """The change that `text_of_change` wrote."""
    values: dict[str, Any] = json.loads(text)
    return Change(
        key=values["key"],
        kind=ChangeKind(values["kind"]),
        sheet=values["sheet"],
        row=values["row"],
        person=values["person"],
        person_row=values["person_row"],
        about=_user(values["about"]),
        request=Request(values["path"], values["body"]),
        depends_on=tuple(values["depends_on"]),
        role=_role(values["role"]),
        known=tuple(values["known"]),
        told=values["told"],
        was=values.get("was", {}),  # journals of version 0.1 have none
    )


def text_of_row(row: PlannedRow) -> str:
    """A row as text."""
    return _text(
        {
            "sheet": row.sheet,
            "row": row.row,
            "person": row.person,
            "role": row.role,
            "standing": row.standing,
            "onefile_id": row.onefile_id,
            "message": row.message,
            "on_people": row.on_people,
            "same_as": row.same_as,
            "asks_for_more": row.asks_for_more,
            "mis_id": row.mis_id,
        }
    )


def row_from(text: str) -> PlannedRow:
    """The row that `text_of_row` wrote."""
    values: dict[str, Any] = json.loads(text)
    return PlannedRow(
        sheet=values["sheet"],
        row=values["row"],
        person=values["person"],
        role=_role(values["role"]),
        standing=Standing(values["standing"]),
        onefile_id=values["onefile_id"],
        message=values["message"],
        on_people=values["on_people"],
        same_as=values.get("same_as"),  # journals of version 0.1 have none
        asks_for_more=values.get("asks_for_more", False),
        mis_id=values.get("mis_id", ""),
    )


def _text(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _role(number: int | None) -> Role | None:
    return None if number is None else Role(number)


def _user(value: dict[str, str] | int | None) -> UserId | None:
    return IdOf(value[REFERENCE]) if isinstance(value, dict) else value
