"""The totals of a plan, as the preview shows them."""

from collections import Counter
from collections.abc import Mapping

from onefile_desktop.gui.theme import Tone
from onefile_desktop.gui.widgets.figures import Figure
from onefile_desktop.gui.wording import counted, counted_role
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Level
from onefile_desktop.plan.changes import ChangeKind, Plan, Standing

CAPTIONS = ("new people", "updates", "programme", "assignments", "left out", "emails", "seats", "calls")
_LEVELS = {Level.LEARNING_AIM: "to learning aims", Level.UNIT_SUMMARY: "to units", Level.ADDITIONAL: "additional"}
_MADE = (
    (ChangeKind.PLACEMENT, "new placement", "new placements"),
    (ChangeKind.CLASSROOM, "new class", "new classes"),
    (ChangeKind.ASSIGN_PLACEMENT, "further placement", "further placements"),
)


def figures(plan: Plan) -> tuple[Figure, ...]:
    """A figure for each of `CAPTIONS`. `left out` counts rows, those of the sheet Assignments too."""
    summary, expected = plan.summary(), plan.forecast
    kinds = Counter(change.kind for change in plan.changes)
    out = [row.on_people for row in plan.rows if row.standing is Standing.EXCLUDED]
    rehearsing = plan.environment == Environment.REHEARSAL
    values = (
        (
            sum(summary.create.values()),
            ", ".join(counted_role(role, count) for role, count in summary.create.items()),
            Tone.NEUTRAL,
        ),
        (summary.update, f"{summary.unchanged} left unchanged" if summary.unchanged else "", Tone.NEUTRAL),
        (summary.programme, "", Tone.NEUTRAL),
        (sum(summary.assign.values()), _assignments(summary.assign), Tone.NEUTRAL),
        (len(out), _left_out(out), Tone.WARNING if out else Tone.NEUTRAL),
        (0 if rehearsing else expected.emails, _emails(plan), _email_tone(plan)),
        (expected.seats, "", Tone.NEUTRAL),
        (expected.calls, f"sending takes {_duration(expected.seconds)}" if expected.calls else "", Tone.NEUTRAL),
    )
    made = ", ".join(counted(kinds[kind], one, many) for kind, one, many in _MADE if kinds[kind])
    shown = [Figure(caption, *value) for caption, value in zip(CAPTIONS, values, strict=True)]
    if made:
        first = shown[0]
        shown[0] = Figure(first.caption, first.number, ", ".join(filter(None, (first.detail, made))), first.tone)
    return tuple(shown)


def _assignments(by_level: Mapping[Level, int]) -> str:
    told = ", ".join(f"{by_level[level]} {words}" for level, words in _LEVELS.items() if by_level.get(level))
    return f"assignments: {told}" if told else ""


def _left_out(out: list[bool]) -> str:
    of_assignments = len(out) - sum(out)
    return f"{of_assignments} of those left out on the sheet Assignments" if of_assignments else ""


def _email_tone(plan: Plan) -> Tone:
    return Tone.BAD if plan.forecast.emails and plan.environment != Environment.REHEARSAL else Tone.NEUTRAL


def _emails(plan: Plan) -> str:
    emails = plan.forecast.emails
    if plan.environment == Environment.REHEARSAL:
        return (
            f"{emails if plan.forecast.emails_certain else f'up to {emails}'} emails in a real centre" if emails else ""
        )
    if not emails:
        return "nobody is emailed"
    return "" if plan.forecast.emails_certain else f"up to {counted(emails, 'email', 'emails')}"


def _duration(seconds: int) -> str:
    if seconds < 60:
        return "less than a minute"
    return f"about {counted(round(seconds / 60), 'minute', 'minutes')}"
