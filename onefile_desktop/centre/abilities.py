"""What a service's searches were seen to do: OneFile's help leaves much of it open, and services may differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast


@dataclass(frozen=True)
class Abilities:
    """What the searches of a service do, as far as that has been seen; None where it is not known.

    `shows_email`, `shows_role` and `shows_archived` tell what a search for people shows of them, the last whether it
    shows archived people at all. `honours` are the filters that were seen to be heeded, `ignores` those that were seen
    not to be, or not reliably. `page_size` is the longest page that the service gives, in people.
    """

    shows_email: bool | None = None
    shows_role: bool | None = None
    shows_archived: bool | None = None
    honours: frozenset[str] = frozenset()
    ignores: frozenset[str] = frozenset()
    page_size: int | None = None

    def updated(self, seen: "Abilities") -> "Abilities":
        """These with what was `seen` later, which counts for more where the two disagree."""
        return Abilities(
            shows_email=_newer(self.shows_email, seen.shows_email),
            shows_role=_newer(self.shows_role, seen.shows_role),
            shows_archived=_newer(self.shows_archived, seen.shows_archived),
            honours=(self.honours - seen.ignores) | seen.honours,
            ignores=(self.ignores - seen.honours) | seen.ignores,
            page_size=self.page_size if seen.page_size is None else seen.page_size,
        )

    def unproven(self) -> "Abilities":
        """These without what each download must see for itself, because relying on it wrongly does harm.

        A search by email that heeds nothing any more would let people be created again who are there; archived people
        who are not shown any more would let their MIS IDs be given away again.
        """
        email = frozenset({"Email"})
        return replace(self, shows_archived=None, honours=self.honours - email, ignores=self.ignores - email)

    def as_values(self) -> Mapping[str, object]:
        """The same as what JSON can hold, for `abilities_from`."""
        return {
            "shows_email": self.shows_email,
            "shows_role": self.shows_role,
            "shows_archived": self.shows_archived,
            "honours": sorted(self.honours),
            "ignores": sorted(self.ignores),
            "page_size": self.page_size,
        }


def abilities_from(values: Mapping[str, object]) -> Abilities:
    """What `as_values` wrote. Whatever cannot be read is not known."""
    page_size = values.get("page_size")
    return Abilities(
        shows_email=_flag(values.get("shows_email")),
        shows_role=_flag(values.get("shows_role")),
        shows_archived=_flag(values.get("shows_archived")),
        honours=_names(values.get("honours")),
        ignores=_names(values.get("ignores")),
        page_size=page_size if isinstance(page_size, int) and not isinstance(page_size, bool) else None,
    )


def _newer(before: bool | None, seen: bool | None) -> bool | None:
    return before if seen is None else seen


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _names(value: object) -> frozenset[str]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return frozenset(name for name in listed if isinstance(name, str))
