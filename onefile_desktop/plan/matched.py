"""What looking a row up in the centre can come to: nobody, somebody, perhaps somebody, or an identifier in use."""

from dataclasses import dataclass
from enum import Enum, auto

from onefile_desktop.onefile.models import Person


@dataclass(frozen=True)
class Nobody:
    """The centre has nobody like this row."""


@dataclass(frozen=True)
class Same:
    """The row is this person; `by` says what it was told by."""

    person: Person
    by: str


class Doubt(Enum):
    """Why it is not certain that a row is somebody."""

    PERSON = auto()  # an identifier agrees, and not enough of the person
    SEVERAL = auto()  # several people agree with the row
    ARCHIVED = auto()  # it is certain who it is, and they are archived
    RETURNING = auto()  # it is certain who it is, and the row is about another programme of theirs
    NAME = auto()  # the same name, and nothing contradicts
    NEAR_NAME = auto()  # nearly the same name, and nothing contradicts


@dataclass(frozen=True)
class Perhaps:
    """The row may be one of these people; `why` says what speaks for it.

    `doubt` says what is open.
    """

    people: tuple[Person, ...]
    why: str
    doubt: Doubt


@dataclass(frozen=True)
class InUse:
    """Somebody else has the row's MIS ID or email address; `field` says which."""

    person: Person
    field: str


Match = Nobody | Same | Perhaps | InUse
