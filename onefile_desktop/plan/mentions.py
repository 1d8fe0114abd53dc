"""Where the row of a learner describes an employer or observer, and whether the learner gets them."""

from dataclasses import dataclass

from onefile_desktop.onefile.models import Person
from onefile_desktop.plan.described import Description
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.problems import Place


@dataclass(frozen=True)
class Mention:
    """A description, and the learner on whose row it stands."""

    learner: Subject
    described: Description
    place: Place

    @property
    def is_needed(self) -> bool:
        """Whether the learner is given whom the row describes: only an update replaces somebody's default."""
        person = self.learner.person
        if person is None or not self.described.is_default:
            return True
        return person.complete and (self.learner.course is Course.UPDATE or has_none(person, self.described.kind.field))

    def is_going(self, blocked: frozenset[tuple[str, int]]) -> bool:
        """Whether none of the learner's rows is kept back; `blocked` are sheet and number of those that are."""
        return blocked.isdisjoint(self.learner.places)


def has_none(person: Person, name: str) -> bool:
    """Whether OneFile has nobody in the field `name` of somebody who was read whole."""
    return person.fields.get(name) in (None, "", 0, "0")
