"""The changes of a plan, as the preview lists them."""

from onefile_desktop.gui.models.listing import Field, Listing, row_text
from onefile_desktop.gui.theme import Look
from onefile_desktop.plan.changes import Change, ChangeKind

KINDS = {
    ChangeKind.CREATE: "New person",
    ChangeKind.UPDATE: "Update",
    ChangeKind.ASSIGN: "Assignment",
    ChangeKind.FRAMEWORK_TEMPLATE: "Programme",
    ChangeKind.STANDARD: "Programme",
    ChangeKind.UNIT: "Programme",
    ChangeKind.PLACEMENT: "New placement",
    ChangeKind.CLASSROOM: "New class",
    ChangeKind.ASSIGN_PLACEMENT: "Placement",
}


class ChangeListing(Listing[Change]):
    """One change a row, in the order in which they are sent."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("What", lambda change: KINDS[change.kind]),
                Field("Person", lambda change: change.person),
                Field("In words", lambda change: change.told),
                Field("Row", lambda change: row_text(change.sheet, change.row)),
            ),
        )
