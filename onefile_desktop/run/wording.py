"""What people read about a change: what became of it, and what they can do."""

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Change, ChangeKind

_PLURAL = {
    Role.LEARNER: "Learners",
    Role.TRAINEE_ASSESSOR: "Assessors",
    Role.ASSESSOR: "Assessors",
    Role.IQA: "IQAs",
    Role.EMPLOYER: "Employers",
    Role.OBSERVER: "Observers",
}
SENT_AGAIN = "OneFile did not answer the first time, so it was sent a second time."
THERE_ALREADY = "Was there already when this run went on, so nothing was sent."
FOUND = "OneFile did not answer, but a look into the centre shows that it was done."


def refused(reason: str) -> str:
    """OneFile said no, and why."""
    return (
        f"OneFile refused this: {reason.rstrip('.')}. "
        "Correct the roster and submit it again: only what is missing is sent."
    )


def unknown(change: Change, why: str) -> str:
    """It cannot be told whether `change` was carried out; `why` is a sentence. Says where to look."""
    return f"{why} {where_to_look(change)}"


def where_to_look(change: Change) -> str:
    """Where somebody sees in OneFile whether `change` was carried out, and what to do then."""
    match change.kind:
        case ChangeKind.CREATE:
            place = _PLURAL[change.role] if change.role else "Users"
            email = change.request.body.get("Email")
            return (
                f"In OneFile, look under {place} for {change.person} ({email}), archived users included. "
                "Nobody is created twice: resuming this run looks again and sends nothing on a guess. "
                "If they are not there by tomorrow, submit the roster again."
            )
        case ChangeKind.PLACEMENT | ChangeKind.CLASSROOM:
            return f"In OneFile, look for “{change.request.body.get('Name')}”, then resume this run."
        case ChangeKind.ASSIGN | ChangeKind.ASSIGN_PLACEMENT:
            return f"In OneFile, open {change.person} and look whether it is set; if not, resume this run."
        case _:
            return f"In OneFile, open {change.person} and look whether it was done; if not, resume this run."


def waited_for(change: Change, became: str) -> str:
    """Why a change was not attempted: it waited for `change`, which `became` (failed, ...)."""
    who = change.person or f"“{change.request.body.get('Name')}”"
    return f"Not attempted: it waits for {who} (row {change.row} of {change.sheet}), which {became}."
