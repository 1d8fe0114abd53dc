"""What a plan is made of."""

from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.rows import Checked, Roster


@dataclass(frozen=True)
class Case:
    """What is judged: a roster, the centre it is held against, what this program did there before, and decisions."""

    roster: Roster
    checked: Checked
    centre: Centre
    record: Record = field(default_factory=Record)
    options: PlanOptions = field(default_factory=PlanOptions)
