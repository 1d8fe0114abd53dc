"""What a roster needs to know of a centre, worked out from what it names."""

from onefile_desktop.centre.snapshot import folded, numbered, spelt
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.fields import ASSIGNMENTS, LEARNERS, PEOPLE, Target
from onefile_desktop.roster.rows import Checked


def wanted(checked: Checked, options: PlanOptions, record: Record) -> Wanted:
    """What must be known of the centre to plan this roster. `record` is what this program did there before."""
    columns = {**ASSIGNMENTS, **PEOPLE}
    named = [(columns[name], options.chosen(name, reference.text)) for name, reference in checked.references()]
    references = {(column.takes, text) for column, text in named if column.target is Target.PERSON}
    targets = {column.target for column, _ in named}
    names = {(row.role, spelt(row.name)) for row in checked.people}
    names |= {(role, spelt(text)) for roles, text in references for role in roles if roles == LEARNERS}
    emails = {(row.role, folded(row.text("Email"))) for row in checked.people if row.text("Email")}
    emails |= {(role, folded(text)) for roles, text in references for role in roles if "@" in text}
    ids = {value for row in checked.people if isinstance(value := row.values.get("OneFileID"), int)}
    ids |= {decision for decision in options.decisions.values() if isinstance(decision, int)}
    return Wanted(
        people=frozenset(names),
        last_names=frozenset((row.role, spelt(row.text("LastName"))) for row in checked.people),
        named=frozenset(folded(text) for _, text in references),
        mis_ids=frozenset(numbered(row.text("MISID")) for row in checked.people if row.text("MISID")),
        ids=frozenset(ids),
        emails=frozenset(emails),
        made=record.made,
        learner_statuses=Target.LEARNER_STATUS in targets,
        standards=Target.STANDARD in targets,
        units=Target.UNIT in targets,
        framework_templates=Target.FRAMEWORK_TEMPLATE in targets,
        programmes=bool(targets & {Target.STANDARD, Target.UNIT, Target.FRAMEWORK_TEMPLATE})
        and (options.existing is not Existing.SKIP or bool(record.made)),
    )
