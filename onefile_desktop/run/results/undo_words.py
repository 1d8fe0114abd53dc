"""What people read in an undo pack: how each thing that was made is undone in OneFile, and what that means.

Nothing here is a guess: each entry says which article of the service's help centre it rests on, and where none says
anything, that OneFile support knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import ChangeKind

TITLE = "What a run has made in OneFile, and how to undo it"
MADE, PERHAPS = "Made", "Perhaps made"
PERHAPS_MEANS = (
    "Lines marked “Perhaps made”: OneFile did not say whether it was done. Look in OneFile first, and resume the run, "
    "which looks as well."
)
NOT_FINISHED = (
    "This run is not finished, so this is what was made so far. Finish the run, or decide not to, before you undo."
)
REHEARSAL = "This was a rehearsal: nothing in the real OneFile was made, and nothing there is to be undone."
NOTHING_MADE = "Nothing was made by this run, so there is nothing to undo."
PERHAPS_FOR_GOOD = (
    "Lines marked “Perhaps made”: OneFile did not say whether it was done, and this run can no longer find out. Look "
    "in OneFile first."
)
ENDED_EARLY = (
    "This run was not finished, and cannot go on: its personal details were removed. This is what it had made by then."
)
FORGOTTEN = "The personal details of this run were removed, so that only the IDs and the rows are left."
PRIVATE = "This file names people and may hold what was changed of them. Keep it as you keep the roster."
ORDER = (
    "Begin with the learners: with a learner’s portfolio go its assignments and its programme. Then come employers, "
    "observers, assessors and IQAs who were made, and last the placements and classes."
)
EMAILS = (
    "An email that OneFile has sent cannot be taken back, and its link works for 72 hours. Suspend whoever is not to "
    "get in. Where the address is a wrong one, a centre manager can take the account from it: Users, look for the "
    "person, Account, “Unlink Account” (OneFile’s help: Remove an account from a Keychain, 76000063931)."
)
BY_ID = "Two people may have one name. The OneFile ID, and the email on the account’s page, tell which is which."


class Topic(StrEnum):
    """What is undone in one way; the words stand in both sheets."""

    LEARNER = "Learners"
    STAFF = "Assessors and IQAs"
    WORKPLACE = "Employers and observers"
    PLACEMENT = "Placements"
    CLASSROOM = "Classes"
    ASSIGNMENT = "Assignments"
    PROGRAMME = "Programme"
    FIELDS = "Changed details"
    FURTHER_PLACEMENT = "Further placements"


@dataclass(frozen=True)
class Way:
    """One way to undo something: what it is called, how it is done, what it means, and where OneFile says so."""

    called: str
    how: str
    means: str
    source: str


_SUPPORT = "OneFile’s help does not say. Ask OneFile support."
_MANAGING = "Archiving, Suspending and Deleting Learners (76000037410)"
_SUSPENDED = (
    "They cannot log in until you take the tick away. Nothing else changes: the account stays where it is, with all it "
    "holds"
)
_SUSPEND_USER = Way(
    "Suspend",
    "Users, look for the person, Account; at the foot of the page tick “Suspend user access” and save.",
    f"{_SUSPENDED}.",
    "Suspend user access (76000033649)",
)

WAYS: Mapping[Topic, tuple[Way, ...]] = {
    Topic.LEARNER: (
        Way(
            "Suspend",
            "Open the learner’s account, tick “Suspend user access”, give a reason and save.",
            f"{_SUSPENDED}, and the learner keeps their paid seat.",
            "Suspending learner access (76000035122)",
        ),
        Way(
            "Archive",
            "Open the learner’s portfolio, then Learning Aims; further down, under Archive, choose “Archive”.",
            "The work is kept, read-only, and the learner is gone from the lists. Where your centre pays by the seat, "
            "the seat is free again. The learner can still log in, unless you suspend them as well.",
            f"Archiving a learner portfolio (76000017688); {_MANAGING}",
        ),
        Way(
            "Delete",
            "Open the learner’s account; at the foot of the page choose “Delete”. OneFile shows it only while nothing "
            "in the portfolio has been signed.",
            "The portfolio is marked, and deleted for good in the night (between 8 pm and 6 am, at least two hours "
            "later). Until then the mark can be taken away. Look first for uploaded evidence, journals and reviews.",
            f"Delete a learner portfolio (76000017524); {_MANAGING}",
        ),
    ),
    Topic.STAFF: (
        _SUSPEND_USER,
        Way(
            "Archive",
            "Users, look for the person, Account; at the foot of the page choose “Archive”, then who takes over their "
            "learners and tasks.",
            "They are gone from lists and reports, and the account is kept. It also keeps its MIS ID: an archived "
            "assessor with the MIS ID of another stops the MIS from creating learners, so clear it first.",
            "Archiving a user account (76000017689); Unable to create learner from PicsWeb",
        ),
        Way("Delete", _SUPPORT, "Not known.", ""),
    ),
    Topic.WORKPLACE: (
        _SUSPEND_USER,
        Way(
            "Archive or delete",
            "OneFile’s help names only assessors and internal verifiers as accounts that can be archived. Ask OneFile "
            "support.",
            "Not known. Give their learners another employer or observer first.",
            "Archiving a user account (76000017689)",
        ),
    ),
    Topic.PLACEMENT: (
        Way(
            "Archive",
            "Centre, Placements, choose the placement; take the tick from “Placement is active” and save.",
            "It is kept, and is offered no more.",
            "Deleting a placement in Eportfolio (76000088431)",
        ),
        Way(
            "Delete",
            "Centre, Placements, choose the placement; at the foot of the page choose “Delete”. OneFile offers it only "
            "when no employer and no learner has that placement.",
            "It is gone for good.",
            "Deleting a placement in Eportfolio (76000088431)",
        ),
    ),
    Topic.CLASSROOM: (
        Way(
            "Move its learners",
            "Open a learner’s portfolio, Episode; choose another class and save.",
            "A learner has one class at a time.",
            "Assign a Learner to a Class (76000050510)",
        ),
        Way("Delete", f"Classes are under Quality, Classes. {_SUPPORT}", "Not known.", "Create a class (76000017672)"),
    ),
    Topic.ASSIGNMENT: (
        Way(
            "Assessor or IQA of a learning aim, or additional",
            "Users, Allocations, choose the learner; below, choose somebody else or take the person away, and submit.",
            "It holds at once. Nobody can ask OneFile who had the place before, so look into your own records.",
            "Allocations (76000041714)",
        ),
        Way(
            "Assessor or IQA of a unit",
            "Users, Unit Allocations; or the learner’s Episodes, Learning Aims, Units. Choose somebody else and save.",
            "Without anybody at the unit, OneFile turns to the default assessor or IQA.",
            "Unit Allocations (76000039884)",
        ),
        Way(
            "Employer or observer",
            "One learner at a time, on the learner’s page Access Accounts.",
            "It holds for that learner only.",
            "Allocations (76000041714)",
        ),
    ),
    Topic.PROGRAMME: (
        Way(
            "Before any assessment was started",
            "Open the learner’s portfolio, Learning Aims; take the learning aim away and save.",
            "The learning aim and its units are the learner’s no more.",
            "Move learners from one learning aim to another (76000022345)",
        ),
        Way(
            "Afterwards",
            "Follow that article step by step: work may be hidden otherwise.",
            "No evidence is deleted, but it is seen again only when it is put where the new learning aim has it.",
            "Move learners from one learning aim to another (76000022345)",
        ),
    ),
    Topic.FIELDS: (
        Way(
            "Put back what was there",
            "Open the person’s account and type in again what the column “Was → is” shows on the left.",
            "As before. The email is never changed by this program.",
            "",
        ),
    ),
    Topic.FURTHER_PLACEMENT: (
        Way("Take it away", _SUPPORT, "Not known. The employer or observer keeps the placement they had before.", ""),
    ),
}
"""How each kind of thing is undone, the mildest way first."""

KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.CREATE: "Person",
    ChangeKind.PLACEMENT: "Placement",
    ChangeKind.CLASSROOM: "Class",
    ChangeKind.ASSIGN: "Assignment",
    ChangeKind.FRAMEWORK_TEMPLATE: "Framework template",
    ChangeKind.STANDARD: "Standard",
    ChangeKind.UNIT: "Unit",
    ChangeKind.UPDATE: "Changed details",
    ChangeKind.ASSIGN_PLACEMENT: "Further placement",
}
"""What each change has made, in the order in which the pack shows them."""


def topic_of(kind: ChangeKind, role: Role | None) -> Topic:
    """Under what it stands how to undo a change of that kind; `role` is of the person whom it made."""
    match kind:
        case ChangeKind.CREATE if role is Role.LEARNER or role is None:
            return Topic.LEARNER
        case ChangeKind.CREATE:
            return Topic.WORKPLACE if role in {Role.EMPLOYER, Role.OBSERVER} else Topic.STAFF
        case ChangeKind.PLACEMENT:
            return Topic.PLACEMENT
        case ChangeKind.CLASSROOM:
            return Topic.CLASSROOM
        case ChangeKind.ASSIGN:
            return Topic.ASSIGNMENT
        case ChangeKind.UPDATE:
            return Topic.FIELDS
        case ChangeKind.ASSIGN_PLACEMENT:
            return Topic.FURTHER_PLACEMENT
        case _:
            return Topic.PROGRAMME
