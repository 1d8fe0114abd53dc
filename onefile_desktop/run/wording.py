"""What people read about a change: what became of it, and what they can do."""

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Change, ChangeKind

PLURAL = {
    Role.LEARNER: "Learners",
    Role.TRAINEE_ASSESSOR: "Assessors",
    Role.ASSESSOR: "Assessors",
    Role.IQA: "IQAs",
    Role.EMPLOYER: "Employers",
    Role.OBSERVER: "Observers",
}
"""Under which heading OneFile lists people of a role."""
SENT_AGAIN = "OneFile did not answer at first, so it was sent again."
THERE_ALREADY = "Was there already when this run went on, so nothing was sent."
FOUND = "OneFile did not answer, but a look into the centre shows that it was done."
NO_ID = "OneFile accepted this but did not say which ID it has, and it has not been found yet."
NOTHING_SENT = "Nothing was sent: {why}"
REFUSED_AGAIN = "OneFile refused to do this a second time: {reason}."
OVERTAKEN = (
    "Somebody else has been assigned since this run was planned, so this was not sent{again}. "
    "If it is wanted all the same, submit the roster again."
)
ALTERED = (
    "This has been changed in OneFile since this run was planned, so it was not sent. "
    "If it is wanted all the same, submit the roster again."
)
ALTERED_SINCE = (
    "This was sent without a clear answer, and by now OneFile has neither what was there before nor what this run "
    "would set: somebody may have changed it since, so it was not sent again. In OneFile, open {person} and look "
    "what is right. If it is what the roster says, submit the roster again."
)
MADE_ELSEWHERE = "An earlier run may have created this person. Go on with that run first."
NEVER_DONE = (
    "OneFile did not do this: it was sent {calls} times without a clear answer, and it is not "
    "there. Submit the roster again later: only what is missing is sent."
)
NOT_KNOWN = "It is not known whether OneFile carried this out: {reason}"
REFUSED = "{reason} Correct the roster and submit it again: only what is missing is sent."
FORBIDDEN = (
    "{reason} The API token may not do this: ask OneFile support to allow it. "
    "Then submit the roster again: only what is missing is sent."
)
NOT_FOUND = (
    "{reason} What this refers to is no longer in OneFile. "
    "Submit the roster again, which makes a new plan: only what is missing is sent."
)
CONFLICT = (
    "{reason} This goes against what OneFile holds already, so look there first. "
    "Then correct the roster and submit it again: only what is missing is sent."
)
REDIRECTED = (
    "{reason} A web filter or a changed address may be the cause: ask your IT department or OneFile support. "
    "Then submit the roster again: only what is missing is sent."
)


def quoted(reason: str) -> str:
    """OneFile said no, and why, in its own words."""
    return f"OneFile refused this: {reason.rstrip('.')}."


def unknown(change: Change, why: str) -> str:
    """It cannot be told whether `change` was carried out; `why` is a sentence. Says where to look."""
    return f"{why} {where_to_look(change)}"


def where_to_look(change: Change) -> str:
    """Where somebody sees in OneFile whether `change` was carried out, and what to do then."""
    match change.kind:
        case ChangeKind.CREATE:
            place = PLURAL[change.role] if change.role else "Users"
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
