"""What a roster needs to know of a centre, so that no more is read than that."""

from dataclasses import dataclass

from onefile_desktop.centre.snapshot import folded, numbered, spelt
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class Wanted:
    """What the roster needs to know of the centre.

    `people` are role and name (as `spelt` writes it) of each person on the roster, `last_names` role and surname;
    `emails` role and folded address of everybody it names by email; `named` is whatever it calls people by in its
    references; `mis_ids` are MIS IDs as `numbered` writes them, and `ids` the OneFile IDs it gives. `made` are the
    people whom this program created before. `programmes` says whether what learners already have must be known.
    """

    people: frozenset[tuple[Role, str]] = frozenset()
    last_names: frozenset[tuple[Role, str]] = frozenset()
    named: frozenset[str] = frozenset()
    mis_ids: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()
    emails: frozenset[tuple[Role, str]] = frozenset()
    made: frozenset[int] = frozenset()
    learner_statuses: bool = True
    standards: bool = True
    units: bool = True
    framework_templates: bool = True
    programmes: bool = False

    def could_be(self, person: Person) -> bool:
        """Whether somebody on the roster may be `person`, so that all their details are needed.

        Where the search does not show the role, whoever the roster names in any role may be.
        """
        name, email = spelt(person.name), folded(person.email or "")
        if person.id in self.ids or (person.mis_id is not None and numbered(person.mis_id) in self.mis_ids):
            return True
        if person.role is not None:
            return (person.role, name) in self.people or (person.role, email) in self.emails
        wanted = {text for _, text in self.people | self.emails} | {spelt(text) for text in self.named}
        return name in wanted or email in wanted or (person.mis_id is not None and folded(person.mis_id) in self.named)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the people on the roster."""
        return frozenset(role for role, _ in self.people)
