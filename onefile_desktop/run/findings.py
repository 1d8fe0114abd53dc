"""What a look into the centre can show about a change that may have been carried out."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Found:
    """It was carried out. `id` is what it made, None where it made nothing that has an ID."""

    id: int | None


@dataclass(frozen=True)
class NotThere:
    """As far as this look shows, it was not carried out.

    `witnessed` says that the search showed somebody who was created later, so that it is up to date.
    """

    witnessed: bool = False


@dataclass(frozen=True)
class Lagging:
    """It was not found, but the search does not show yet what was made later, so that tells nothing."""


@dataclass(frozen=True)
class Undecided:
    """Only a person can tell; `why` is a sentence."""

    why: str


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has what it would give: a later run has assigned them."""


@dataclass(frozen=True)
class Altered:
    """Something else is there than before the run was planned, and it is not what the change would set."""


Finding: TypeAlias = Found | NotThere | Lagging | Undecided | Overtaken | Altered
