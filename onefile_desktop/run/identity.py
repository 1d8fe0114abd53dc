"""Who somebody is on a roster."""

from typing import NamedTuple

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.matching import are_other_first_names


class Identity(NamedTuple):
    """Who somebody is on a roster: role, first name, last name and email, the texts folded."""

    role: Role
    first_name: str
    last_name: str
    email: str

    def may_be(self, other: "Identity") -> bool:
        """Whether both may be one person: role and email agree, and neither the first names are quite different, as
        those of a family or an office with one mailbox. Another last name may be a new one.
        """
        same = (self.role, self.email) == (other.role, other.email)
        return same and not are_other_first_names(self.first_name, other.first_name)


def identity(role: Role, first_name: str, last_name: str, email: str) -> Identity:
    """The identity of a person with these details."""
    return Identity(role, folded(first_name), folded(last_name), folded(email))
