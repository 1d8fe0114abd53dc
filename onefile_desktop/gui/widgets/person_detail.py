"""One person of a plan in full: with what they are created or changed, in which order, and what waits for what."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from onefile_desktop.gui.models.people import origin, role, what
from onefile_desktop.gui.models.problems import is_decision
from onefile_desktop.gui.theme import Colours, Look
from onefile_desktop.gui.widgets.document import Document, heading, paragraph
from onefile_desktop.plan.by_person import ByPerson, Entry, Sent, Step
from onefile_desktop.plan.changes import ChangeKind, PlannedRow, Standing
from onefile_desktop.roster.problems import Problem

_FIRST = {
    Standing.CREATE: "This person will be created in OneFile.",
    Standing.CHANGE: "This person is in OneFile already. What is missing or differs is sent.",
}
_BY_CHOICE = "To enrol this person after all, go back to the check and undo your decision."
_TO_DECIDE = "Decide on the page Check who this is, and come back here."
_TO_CHOOSE = "Choose on the page Check who or what is meant, or write it another way in your workbook."
_TO_MEND = "Mend the row in your workbook, save it, and choose “Read again” on the page Check."
_CHOSEN_ON_CHECK = frozenset({"reference-unknown", "reference-ambiguous", "reference-archived"})


class PersonDetail(Document):
    """Shows one entry of a plan, or says that none is chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nobody is selected."""
        self.show_written(
            "Details", lambda colours: paragraph("Choose somebody to see what will be sent for them.", colours.quiet)
        )

    def show_entry(self, people: ByPerson, entry: Entry) -> None:
        """Shows `entry`, which is one of `people`."""
        fields, steps = people.fields(entry), people.steps(entry)
        self.show_written(
            f"Details of {entry.row.person}", lambda colours: "".join(_written(colours, entry, fields, steps))
        )


def _written(colours: Colours, entry: Entry, fields: tuple[Sent, ...], steps: tuple[Step, ...]) -> Iterator[str]:
    row = entry.row
    yield f'<p style="font-size:18px; font-weight:600; margin:0 0 2px 0">{escape(row.person or "No name")}</p>'
    parts = (what(entry), role(entry), origin(entry), f"OneFile ID {row.onefile_id}" if row.onefile_id else "")
    yield paragraph(" · ".join(part for part in parts if part), colours.quiet, space=8)
    if row.standing is Standing.EXCLUDED:
        yield from _left_out(colours, entry)
        return
    if row.message:
        yield paragraph(row.message, space=2)
    elif row.same_as is None and entry.makes is None and row.standing in _FIRST:
        yield paragraph(_FIRST[row.standing], space=2)
    is_change = any(one.was is not None for one in fields)
    own = [one for one in fields if not one.is_reference]
    tied = [one for one in fields if one.is_reference]
    yield from _table(colours, "What is changed" if is_change else "Created with", own)
    yield from _table(colours, "Where, and with whom", tied)
    yield from _steps(colours, steps)
    yield from _remarks(colours, [one for one in entry.problems if not one.is_error])


def _left_out(colours: Colours, entry: Entry) -> Iterator[str]:
    telling = [one for one in entry.problems if one.is_error or is_decision(one)]
    yield heading("Why nothing is sent for this row")
    for found in telling:
        yield paragraph(f"{_where(found)}{found.message}", colours.warning)
    if not telling:
        yield paragraph(entry.row.message, colours.warning)
    yield heading("What you can do")
    for told in _remedies(entry.row, telling):
        yield paragraph(told)
    yield from _remarks(colours, [one for one in entry.problems if one not in telling])


def _remedies(row: PlannedRow, telling: Sequence[Problem]) -> Iterator[str]:
    """What the admin can do about what keeps `row` back, which are the problems `telling`."""
    if any(is_decision(found) for found in telling):
        yield _TO_DECIDE
    if any(found.code in _CHOSEN_ON_CHECK for found in telling):
        yield _TO_CHOOSE
    if any(found.is_error and found.code not in _CHOSEN_ON_CHECK for found in telling):
        yield _TO_MEND
    if telling:
        return
    if row.same_as is not None:
        yield f"It waits for row {row.same_as}, which is the same person: look there."
    elif not row.on_people:
        yield "It waits for the learner’s own row: look there."
    else:
        yield _BY_CHOICE


def _table(colours: Colours, title: str, fields: Iterable[Sent]) -> Iterator[str]:
    rows = [_row(colours, one) for one in fields]
    if rows:
        yield heading(title)
        yield f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>'


def _row(colours: Colours, sent: Sent) -> str:
    value = f"<span>{escape(sent.value or 'blank')}</span>"
    if sent.was is not None:
        value = f'<span style="color:{colours.quiet}">{escape(sent.was or "blank")} → </span><b>{value}</b>'
    label = f'<td width="31%" style="color:{colours.quiet}; padding:2px 6px 2px 0">{escape(sent.label)}</td>'
    return f'<tr>{label}<td style="padding:2px 0">{value}</td></tr>'


def _steps(colours: Colours, steps: tuple[Step, ...]) -> Iterator[str]:
    if not steps:
        return
    yield heading("In this order")
    rows = "".join(
        f'<tr><td width="26" style="color:{colours.quiet}; padding:2px 6px 5px 0">{place}.</td>'
        f'<td style="padding:2px 0 5px 0">{escape(_done(step))}{_waiting(colours, step)}</td></tr>'
        for place, step in enumerate(steps, start=1)
    )
    yield f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>'


def _done(step: Step) -> str:
    """What a step does. With what somebody is created and changed stands above already."""
    change = step.change
    if change.kind is ChangeKind.CREATE and change.role is not None:
        return f"Create {change.person} as {change.role.label}"
    return f"Change {change.person}" if change.kind is ChangeKind.UPDATE else change.told


def _waiting(colours: Colours, step: Step) -> str:
    told = "; ".join(step.waits_for)
    return f'<br><span style="color:{colours.quiet}">{escape(told)}</span>' if told else ""


def _remarks(colours: Colours, problems: Iterable[Problem]) -> Iterator[str]:
    told = [paragraph(f"{_where(found)}{found.message}", colours.quiet) for found in problems]
    if told:
        yield heading("Worth knowing")
        yield from told


def _where(problem: Problem) -> str:
    header = (problem.place.header or problem.place.field or "").rstrip(" *")  # the template marks what is needed
    return f"{header}: " if header else ""
