"""What a roster needs to know of a centre, so that no more is read than that."""

from dataclasses import dataclass

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class Wanted:
    """What the roster needs to know of the centre.

    `people` are role and folded name of each person on the roster, `last_names` role and folded surname; `emails`
    role and folded address of everybody it names by email; `identifiers` are folded MIS IDs, and `ids` the OneFile
    IDs it gives. `programmes` says whether what learners already have must be known.
    """

    people: frozenset[tuple[Role, str]] = frozenset()
    last_names: frozenset[tuple[Role, str]] = frozenset()
    identifiers: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()
    emails: frozenset[tuple[Role, str]] = frozenset()
    learner_statuses: bool = True
    standards: bool = True
    units: bool = True
    framework_templates: bool = True
    programmes: bool = False

    def could_be(self, person: Person) -> bool:
        """Whether somebody on the roster may be `person`, so that all their details are needed."""
        return (
            (person.role is not None and (person.role, folded(person.name)) in self.people)
            or person.id in self.ids
            or (person.mis_id is not None and folded(person.mis_id) in self.identifiers)
        )
