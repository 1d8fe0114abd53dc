"""The totals of a plan, a line each, as the command line and the plan's workbook show them."""

from collections.abc import Iterable, Iterator, Mapping

from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.changes import PROGRAMME, Change, ChangeKind, Plan

_ENVIRONMENTS = {
    Environment.REHEARSAL: "a rehearsal: nothing is real",
    Environment.LIVE: "live: real people, real emails",
    Environment.PRACTICE: "Practice, a server of OneFile’s: real people, real emails",
    Environment.BETA: "Beta, a server of OneFile’s: real people, real emails",
}
_PROGRAMME = {
    ChangeKind.FRAMEWORK_TEMPLATE: ("framework template", "framework templates"),
    ChangeKind.STANDARD: ("standard", "standards"),
    ChangeKind.UNIT: ("unit", "units"),
}


def totals(plan: Plan) -> Iterator[tuple[str, str]]:
    """Label and text of each line. What is rare has a line only where there is any."""
    summary, expected = plan.summary(), plan.forecast
    yield "Centre", f"{plan.organisation.name}, {_ENVIRONMENTS[Environment(plan.environment)]}"
    yield "Create", _created(summary.create)
    yield "Update", _count(summary.update, "person", "people", none="nobody")
    yield "Give", _given(plan.changes)
    yield "Assign", _assigned(summary.assign)
    if summary.placements or summary.classes:
        made = (summary.placements, "placement", "placements"), (summary.classes, "class", "classes")
        yield "Make", " and ".join(_count(number, one, many) for number, one, many in made if number)
    if summary.assign_placements:
        yield "Add", _count(summary.assign_placements, "further placement", "further placements")
    yield (
        "Unchanged",
        _count(summary.unchanged, "person who is", "people who are", none="nobody who is") + " there already",
    )
    yield "Left out", _count(summary.excluded, "row", "rows", none="no rows")
    yield "Paid seats", f"{expected.seats}, one for each new learner" if expected.seats else "none"
    time = f", one for each change: {_time(expected.seconds)} within OneFile’s limit" if expected.calls else ""
    yield "Calls", f"{expected.calls or 'none'}{time}"


def digest_hint(plan: Plan) -> str:
    """What the plan's digest is for."""
    return f"`onefile-desktop submit … --digest {plan.digest}` sends exactly this plan, or nothing if it has changed"


def _created(creates: Mapping[Role, int]) -> str:
    return ", ".join(_count(number, *_called(role)) for role, number in creates.items()) or "nobody"


def _given(changes: Iterable[Change]) -> str:
    """How many things learners are given, by the names of those kinds that are among them."""
    kinds = [change.kind for change in changes if change.kind in PROGRAMME]
    called = [names for kind, names in _PROGRAMME.items() if kind in kinds]
    if not called:
        return "nothing"
    *others, last = (one if len(kinds) == 1 else many for one, many in called)
    names = f"{', '.join(others)} and {last}" if others else last
    return f"{len(kinds)} {names}"


def _called(role: Role) -> tuple[str, str]:
    one = role.label if role.label.isupper() else role.label.lower()
    return one, f"{one}s"


def _assigned(levels: Mapping[Level, int]) -> str:
    told = (
        (Level.LEARNING_AIM, "to learning aims"),
        (Level.UNIT_SUMMARY, "to units"),
        (Level.ADDITIONAL, "additional"),
    )
    return ", ".join(f"{levels[level]} {what}" for level, what in told if levels[level]) or "nobody"


def _count(number: int, one: str, many: str, *, none: str = "") -> str:
    if not number and none:
        return none
    return f"{number} {one if number == 1 else many}"


def _time(seconds: int) -> str:
    if seconds < 90:
        return f"about {_count(max(seconds, 1), 'second', 'seconds')}"
    return f"about {round(seconds / 60)} minutes"
