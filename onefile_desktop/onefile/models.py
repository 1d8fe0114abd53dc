"""What OneFile answers, as frozen values. Personal details never show in a `repr`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onefile_desktop.onefile.endings import EndingKind
from onefile_desktop.onefile.roles import Role


@dataclass(frozen=True)
class Customer:
    """The customer that an API token belongs to."""

    id: int
    name: str


@dataclass(frozen=True)
class Organisation:
    """A centre. The two flags say whether OneFile emails a new person a Keychain link; None where it did not say."""

    id: int
    name: str
    keychain_creation: bool | None = None
    email_suppression: bool | None = None


@dataclass(frozen=True)
class Person:
    """Somebody the centre has. What a search did not show is None.

    `complete` says that this is the whole person, as read by ID, so that None means blank; `fields` then
    holds every field by its API name as it came.
    """

    id: int
    role: Role | None
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    mis_id: str | None = field(default=None, repr=False)
    uln: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    archived: bool | None = None
    complete: bool = False
    fields: Mapping[str, object] = field(default_factory=dict[str, object], repr=False, hash=False)

    @property
    def name(self) -> str:
        """First and last name, as people read it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Named:
    """A class, placement, provider, learner status, standard or framework template."""

    id: int
    name: str
    mis_id: str | None = None


@dataclass(frozen=True)
class Unit:
    """A unit of a standard. OneFile's unit IDs are texts such as KS_COMM1."""

    id: str
    title: str
    standard_id: int | None


@dataclass(frozen=True)
class LearningAim:
    """A standard that a learner has."""

    id: int
    learner_id: int
    standard_id: int


@dataclass(frozen=True)
class UnitSummary:
    """A unit that a learner has."""

    id: int
    learner_id: int
    unit_id: str


@dataclass(frozen=True)
class WriteAnswer:
    """OneFile said yes to a write.

    `id` is what it made, where the answer can be believed: a person-shaped object or a bare number. It is
    None for an empty body and for a body that describes the organisation, which OneFile's guide prints as the
    answer to a create: taking that ID for the person's would assign strangers.
    """

    id: int | None

    @property
    def kind(self) -> EndingKind:
        """How the call ended."""
        return EndingKind.NO_ID if self.id is None else EndingKind.DONE
