"""What a roster needs to know of a centre, worked out from what it names."""

from dataclasses import replace

from onefile_desktop.centre.snapshot import folded, numbered, spelt
from onefile_desktop.centre.wanted import Newcomer, Wanted
from onefile_desktop.plan.choosing import remembered
from onefile_desktop.plan.described import descriptions
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.plan.resolve import first_name_first
from onefile_desktop.roster.fields import ASSIGNMENTS, AT_A_PLACEMENT, LEARNERS, PEOPLE, Target
from onefile_desktop.roster.rows import Checked


def wanted(checked: Checked, options: PlanOptions, record: Record) -> Wanted:
    """What must be known of the centre to plan this roster. `record` is what this program did there before."""
    options = replace(options, remembered=remembered(checked, record))
    columns = {**ASSIGNMENTS, **PEOPLE}
    named = [(columns[name], options.chosen(name, reference.text)) for name, reference in checked.references()]
    references = {(column.takes, text) for column, text in named if column.target is Target.PERSON}
    targets = {column.target for column, _ in named}
    # Whom learners' rows describe is held against the centre as a row of their own would be.
    people = (*checked.people, *(one.as_row() for person in checked.people for one in descriptions(person)))
    names = {(row.role, spelt(row.name)) for row in people}
    names |= {(role, spelt(text)) for roles, text in references for role in roles if roles == LEARNERS}
    if options.existing is not Existing.SKIP or record.made:
        # Employers and observers are given placements that they lack, so it must be known which they have.
        names |= {(role, spelt(text)) for roles, text in references for role in roles & AT_A_PLACEMENT}
    emails = {(row.role, folded(row.text("Email"))) for row in people if row.text("Email")}
    emails |= {(role, folded(text)) for roles, text in references for role in roles if "@" in text}
    ids = {value for row in people if isinstance(value := row.values.get("OneFileID"), int)}
    ids |= {decision for decision in options.decisions.values() if isinstance(decision, int)}
    return Wanted(
        people=frozenset(names),
        last_names=frozenset((row.role, spelt(row.text("LastName"))) for row in people),
        named=frozenset(folded(text) for _, text in references),
        referred_to=frozenset((role, spelt(first_name_first(text))) for roles, text in references for role in roles),
        learners=frozenset(folded(text) for roles, text in references if roles == LEARNERS),
        mis_ids=frozenset(numbered(row.text("MISID")) for row in people if row.text("MISID")),
        ids=frozenset(ids),
        emails=frozenset(emails),
        made=record.made,
        newcomers=frozenset(
            Newcomer(
                row.role,
                row.text("FirstName"),
                row.text("LastName"),
                folded(row.text("Email")),
                numbered(row.text("MISID")),
                row.date("DOB") is not None,
            )
            for row in people
        ),
        learner_statuses=Target.LEARNER_STATUS in targets,
        standards=Target.STANDARD in targets,
        units=Target.UNIT in targets,
        framework_templates=Target.FRAMEWORK_TEMPLATE in targets,
        # Standards tell whether a learner comes back for another programme, whatever is done with those who are there.
        programmes=Target.STANDARD in targets
        or (
            bool(targets & {Target.UNIT, Target.FRAMEWORK_TEMPLATE})
            and (options.existing is not Existing.SKIP or bool(record.made))
        ),
    )
