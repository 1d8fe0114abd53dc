"""The names of a centre, for the drop-downs of a roster template."""

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.models import Named
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.roster.writing.template_lists import Lists


def lists_of(centre: Centre) -> Lists:
    """Everything that a roster for this centre can name. Archived people cannot be assigned, so they are left out."""

    def people(*roles: Role) -> tuple[str, ...]:
        return tuple(sorted({person.name for person in centre.with_role(frozenset(roles))}))

    def names(things: tuple[Named, ...]) -> tuple[str, ...]:
        return tuple(sorted({thing.name for thing in things}))

    return Lists(
        classes=names(centre.classrooms),
        placements=names(centre.placements),
        providers=names(centre.providers),
        learner_statuses=names(centre.learner_statuses),
        standards=names(centre.standards),
        units=tuple(sorted({unit.title for unit in centre.units})),
        framework_templates=names(centre.framework_templates),
        assessors=people(*ASSESSORS),
        iqas=people(Role.IQA),
        employers=people(Role.EMPLOYER),
        observers=people(Role.OBSERVER),
    )
