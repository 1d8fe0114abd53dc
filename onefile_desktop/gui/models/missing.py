"""The fields that somebody on a roster must have and nobody has, from a column or for everyone."""

from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.gui.models.everyone import USUAL
from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.fields import EVERYBODY, PEOPLE, Field, required


def missing_fields(enrolment: Enrolment) -> tuple[Field, ...]:
    """Those fields, in the order of the catalogue; of a roster whose roles cannot be told, what everybody must have."""
    roster, roles = enrolment.roster, _roles(enrolment)
    assert roster is not None
    needed = {field.name: field for role in Role if role in roles for field in required(role)}
    if not roles:
        needed = {field.name: field for field in PEOPLE.values() if field.required_for == EVERYBODY}
    return tuple(field for name, field in needed.items() if not any(name in row.cells for row in roster.people.rows))


def what_is_missing(enrolment: Enrolment, missing: tuple[Field, ...]) -> tuple[str, bool]:
    """Which fields are `missing`, for whom and what to do; and whether one value for everyone could do it."""
    named = "; ".join(f"{field.label} (for {_who(field, _roles(enrolment))})" for field in missing)
    can_be_shared = any(field.name in USUAL for field in missing)
    otherwise = ", or set one value for everyone" if can_be_shared else ""
    return f"{named}. Choose the field beside its column{otherwise}.", can_be_shared


def _roles(enrolment: Enrolment) -> frozenset[Role]:
    checked = enrolment.checked
    return frozenset(row.role for row in checked.people) if checked else frozenset()


def _who(field: Field, roles: frozenset[Role]) -> str:
    if field.required_for == EVERYBODY:
        return "everybody"
    return ", ".join(f"{role.label}s" for role in Role if role in field.required_for & roles)
