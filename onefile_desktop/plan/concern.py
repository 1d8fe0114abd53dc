"""What of a centre a plan concerns, so that no more of it is read again before the plan is sent."""

import re
from collections.abc import Iterator

from onefile_desktop.centre.concern import Concern, NewPerson
from onefile_desktop.centre.snapshot import Centre, folded, spelt
from onefile_desktop.onefile.roles import ASSESSORS
from onefile_desktop.plan.changes import Change, ChangeKind, Plan

_USER_IN_PATH = re.compile(r"^/User/(\d+)(?:/|$)")
_USERS_IN_BODY = ("DefaultAssessorID", "DefaultEmployerID", "LearnerID")
_ON_FIELDS = frozenset({ChangeKind.UPDATE, ChangeKind.ASSIGN_PLACEMENT})


def concern(plan: Plan, centre: Centre) -> Concern:
    """The roles of everybody whom `plan` creates or names by ID, those people, and the kinds of places it makes.

    Assessors and trainee assessors go together: somebody who is one is not created as the other unasked.
    """
    ids = frozenset(named for change in plan.changes for named in _named(change))
    kinds = {change.kind for change in plan.changes}
    creates = [change for change in plan.changes if change.kind is ChangeKind.CREATE]
    roles = {change.role for change in creates if change.role is not None}
    roles |= {role for one in ids if one in centre.by_id and (role := centre.by_id[one].role) is not None}
    return Concern(
        roles=frozenset(roles | ASSESSORS if roles & ASSESSORS else roles),
        ids=ids,
        creates=frozenset(
            NewPerson(change.role, folded(_text(change, "Email")), spelt(_text(change, "LastName")))
            for change in creates
            if change.role is not None
        ),
        changed=frozenset(
            change.about for change in plan.changes if change.kind in _ON_FIELDS and isinstance(change.about, int)
        ),
        classrooms=ChangeKind.CLASSROOM in kinds,
        placements=ChangeKind.PLACEMENT in kinds,
    )


def _named(change: Change) -> Iterator[int]:
    if isinstance(change.about, int):
        yield change.about
    if found := _USER_IN_PATH.match(change.request.path):
        yield int(found.group(1))
    for name in _USERS_IN_BODY:
        if isinstance(value := change.request.body.get(name), int):
            yield value


def _text(change: Change, name: str) -> str:
    return str(change.request.body.get(name) or "")
