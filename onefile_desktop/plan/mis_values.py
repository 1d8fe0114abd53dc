"""MIS IDs that stop a centre's MIS, and what could not be compared with the centre.

A MIS tells a centre's assessors apart by their MIS IDs; two who share one, archived or not, stop it from creating
learners (OneFile's article "Unable to create learner in Onefile Eportfolio from PicsWeb").
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import ASSESSORS
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Notice
from onefile_desktop.roster.problems import REASONS, Place, Problem, problem


def of_the_centre(case: Case) -> Iterable[Problem]:
    """What there is to say of the centre itself: what could not be compared, and MIS IDs that assessors share."""
    place = Place(case.roster.people.sheet)
    for note in case.centre.notes:
        yield problem("not-compared", place, note=note)
    for sharing in _sharing(case.centre.people):
        people = " and ".join(_described(person) for person in sharing)
        yield problem("mis-id-shared", place, value=sharing[0].mis_id, people=people)


def look_by_hand(case: Case) -> Notice | None:
    """How to look for shared MIS IDs in OneFile, where archived people may have one that this program cannot see.

    None where it sees them, or where neither the roster nor an assessor of the centre has a MIS ID at all.
    """
    of_roster = any(row.text("MISID") for row in case.checked.people)
    of_centre = any(person.mis_id for person in case.centre.people if person.role in ASSESSORS)
    if case.centre.abilities.shows_archived is True or not (of_roster or of_centre):
        return None
    return Notice("MIS IDs of archived assessors", REASONS["look-by-hand"])


def _sharing(people: Iterable[Person]) -> Iterator[list[Person]]:
    """The assessors who share a MIS ID, those of each together, in the order of their IDs.

    Only what OneFile holds alike is shared: zeros at the front, which Excel takes from a roster's, count here.
    """
    having: defaultdict[str, list[Person]] = defaultdict(list)
    for person in sorted(people, key=lambda person: person.id):
        if person.role in ASSESSORS and person.mis_id:
            having[folded(person.mis_id)].append(person)
    return (sharing for sharing in having.values() if len(sharing) > 1)


def _described(person: Person) -> str:
    assert person.role is not None
    details = [person.role.label, f"OneFile ID {person.id}", *(["archived"] if person.archived else [])]
    return f"{person.name} ({', '.join(details)})"
