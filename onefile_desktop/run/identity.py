"""Who somebody is on a roster."""

from typing import NamedTuple

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.roles import Role


class Identity(NamedTuple):
    """Who somebody is on a roster: role, first name, last name and email, the texts folded."""

    role: Role
    first_name: str
    last_name: str
    email: str

    def may_be(self, other: "Identity") -> bool:
        """Whether both may be one person, as far as role and email tell: a name may be a short one, or a new one."""
        return (self.role, self.email) == (other.role, other.email)


def identity(role: Role, first_name: str, last_name: str, email: str) -> Identity:
    """The identity of a person with these details."""
    return Identity(role, folded(first_name), folded(last_name), folded(email))
