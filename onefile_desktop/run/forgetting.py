"""A run without the personal details of its people: what became of which row, the IDs, and what counting needs.

What stays is named one by one, so that whatever is added to a run some day goes too unless it is meant to stay. Of the
roster only the fingerprint stays, which still tells the file itself, so that it is never overwritten: its name may be a
person's. So results that are written later are plain ones, with rows and IDs.
"""

from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow
from onefile_desktop.run.journal_change import JournalChange

PERSON = "(removed)"
"""What stands where a person's name stood."""
DETAILS = "The details of this were removed."
"""What stands where it was said how something went."""

_NAMES_SOMEBODY = frozenset({ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.PLACEMENT, ChangeKind.CLASSROOM})
"""The kinds whose requests hold more than IDs."""


def forgotten_change(one: JournalChange) -> JournalChange:
    """`one` without names, what was sent of people, what OneFile had before, and what was said."""
    was = one.change
    request = Request(was.request.path, {}) if was.kind in _NAMES_SOMEBODY else was.request
    change = Change(
        key=was.key,
        kind=was.kind,
        sheet=was.sheet,
        row=was.row,
        person=PERSON,
        person_row=was.person_row,
        about=was.about,
        request=request,
        depends_on=was.depends_on,
        role=was.role,
    )
    return JournalChange(
        change,
        state=one.state,
        onefile_id=one.onefile_id,
        message=DETAILS if one.message else "",
        attempts=one.attempts,
        accepted=one.accepted,
        sent=one.sent,
        turn=one.turn,
    )


def forgotten_row(row: PlannedRow) -> PlannedRow:
    """`row` without its name, its MIS ID and what was said of it."""
    return PlannedRow(
        sheet=row.sheet,
        row=row.row,
        person=PERSON,
        role=row.role,
        standing=row.standing,
        onefile_id=row.onefile_id,
        on_people=row.on_people,
        same_as=row.same_as,
        asks_for_more=row.asks_for_more,
    )
