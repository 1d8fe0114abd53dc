"""Where OneFile shows what was done, in sentences for whoever looks at the person who is tried first."""

from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.wording import PLURAL


def where_shown(change: Change) -> str:
    """Where to see that `change` was done, and what there is to see."""
    match change.kind:
        case ChangeKind.CREATE:
            place = PLURAL[change.role] if change.role else "Users"
            email = change.request.body.get("Email")
            return (
                f"In OneFile, open {place} and find {change.person} ({email}). "
                f"Compare {_to_compare(change)} with your roster."
            )
        case ChangeKind.ASSIGN:
            return (
                f"Open {change.person} in OneFile and look who works with them: {_done(change)}. "
                "Make sure that it is the right person beside the right learner, not the other way round."
            )
        case ChangeKind.ASSIGN_PLACEMENT:
            return f"Open {change.person} in OneFile and look at their placements: {_done(change)}."
        case ChangeKind.FRAMEWORK_TEMPLATE | ChangeKind.STANDARD | ChangeKind.UNIT:
            return f"Open {change.person}’s learning aims and units in OneFile: {_done(change)}."
        case ChangeKind.PLACEMENT | ChangeKind.CLASSROOM:
            return f"Find “{change.request.body.get('Name')}” in OneFile: it was made for this person."
        case _:
            return f"Open {change.person}’s details in OneFile: {_done(change)}."


_TO_COMPARE = {
    "PlacementID": "the placement",
    "ClassroomID": "the class",
    "StartOn": "the start",
    "PlannedEndDate": "the planned end",
    "DefaultAssessorID": "the default assessor",
    "DefaultEmployerID": "the default employer",
}


def _to_compare(change: Change) -> str:
    """What OneFile shows of a new person that is easily given wrong."""
    sent = [what for name, what in _TO_COMPARE.items() if change.request.body.get(name) is not None]
    *first, last = ("the name", "the email", *sent)
    return f"{', '.join(first)} and {last}"


def _done(change: Change) -> str:
    """What a change does, as its plan tells it, inside a sentence."""
    return f"“{change.told}” was sent" if change.told else "the change was sent"
