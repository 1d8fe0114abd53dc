"""What a change that was carried out adds to the ledger."""

from typing import TypeAlias
from urllib.parse import unquote

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import PROGRAMME, ChangeKind
from onefile_desktop.plan.record import Assigned, Given
from onefile_desktop.run.journal import JournalChange
from onefile_desktop.run.settling import may_be_there

LedgerEntry: TypeAlias = int | Assigned | Given
"""What the ledger keeps; a number is a person who was created."""


def ledger_entry(done: JournalChange, request: Request) -> LedgerEntry | None:
    """The entry for a change that is done.

    `request` is the change's with every ID filled in. None for what OneFile itself can be asked about, and for somebody
    who was there already: whom a colleague has made this program has not begun.
    """
    kind, role = done.change.kind, done.change.role
    if kind is ChangeKind.CREATE:
        return done.onefile_id if may_be_there(done) else None
    if kind is ChangeKind.ASSIGN:
        body = request.body
        _, _, assignee, _ = request.path.split("/")
        standard, unit = body.get("StandardID"), body.get("UnitID")
        return Assigned(
            assignee=int(assignee),
            learner=_number(body["LearnerID"]),
            level=_number(body["Level"]),
            standard=None if standard is None else _number(standard),
            unit=None if unit is None else str(unit),
            is_iqa=None if role is None or body["Level"] == Level.ADDITIONAL else role is Role.IQA,
        )
    if kind in PROGRAMME:
        _, _, thing, _, learner, *_ = request.path.split("/")
        return Given(str(kind), unquote(thing), int(learner))
    if kind is ChangeKind.ASSIGN_PLACEMENT:
        _, _, user, _, placement, _ = request.path.split("/")
        return Given(str(kind), placement, int(user))
    return None


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
