"""What can be the same for everyone: which values are set, and how many people they would reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.gui.wording import counted
from onefile_desktop.roster.fields import PEOPLE, Field
from onefile_desktop.roster.matching.columns import field_called
from onefile_desktop.roster.rows import Row

USUAL = (
    "Role",
    "ClassroomID",
    "PlacementID",
    "DefaultAssessorID",
    "DefaultEmployerID",
    "ProviderID",
    "FrameworkTemplate",
    "StartOn",
    "PlannedEndDate",
)
"""What a cohort often shares; OneFile's own import asks for most of these in the same way."""

_ONE_EACH = frozenset({"FirstName", "LastName", "Email", "OneFileID", "MISID", "DOB", "ULN", "NINO"})


@dataclass(frozen=True)
class Shared:
    """One field, the value that was set for everyone who has none (or nothing), and what to say beside it."""

    field: Field
    value: str
    hint: str
    is_wrong: bool = False
    is_needed: bool = False


def shared(enrolment: Enrolment) -> tuple[Shared, ...]:
    """The usual fields that the roster does not fill for everyone, then the others that were set."""
    reach, values = _Reach(enrolment), values_set(enrolment)
    usual = (name for name in USUAL if name in values or reach.rows(PEOPLE[name]))
    others = (name for name in values if name not in USUAL)
    return tuple(_shared(reach, name, values.get(name, "")) for name in (*usual, *others))


def values_set(enrolment: Enrolment) -> dict[str, str]:
    """What was set for everyone, by field name."""
    named = ((field_called(name, PEOPLE), text) for name, text in enrolment.read_options.for_everyone)
    return {field.name: text for field, text in named if field is not None}


def further_fields() -> tuple[Field, ...]:
    """The fields besides the usual ones that people can share."""
    return tuple(
        field
        for field in PEOPLE.values()
        if field.name not in _ONE_EACH and field.name not in USUAL and field.part_of is None and not field.exact
    )


def _shared(reach: "_Reach", name: str, value: str) -> Shared:
    field = PEOPLE[name]
    rows = reach.rows(field)
    if value:
        wrong = reach.complaint(field, value, rows)
        given = f"Given to {counted(len(rows), 'person', 'people')}." if rows else "Nobody lacks one."
        return Shared(field, value, wrong or given, is_wrong=wrong is not None)
    needing = sum(reach.roles.get(row.number) in field.required_for for row in rows) if name != "Role" else len(rows)
    if needing:
        return Shared(field, value, f"{counted(needing, 'person needs', 'people need')} one.", is_needed=True)
    return Shared(field, value, f"{counted(len(rows), 'person has', 'people have')} none.")


class _Reach:
    """Whom a value for everyone would reach: those with none of their own, whose role takes it or is not known."""

    def __init__(self, enrolment: Enrolment) -> None:
        assert enrolment.roster is not None
        assert enrolment.checked is not None
        self._people = enrolment.roster.people.rows
        self._problems = enrolment.checked.problems
        self.roles = {person.row.number: person.role for person in enrolment.checked.people}

    def rows(self, field: Field) -> list[Row]:
        """The rows without a value of their own in `field`."""
        return [row for row in self._people if _is_blank(row, field) and self._takes(row, field)]

    def complaint(self, field: Field, value: str, rows: Sequence[Row]) -> str | None:
        """What is wrong with `value` as a value of `field`, where it was given to `rows`."""
        given = {row.number for row in rows}
        about = (
            found.message
            for found in self._problems
            if found.is_error and found.place.field == field.name and found.value == value and found.place.row in given
        )
        return next(about, None)

    def _takes(self, row: Row, field: Field) -> bool:
        role = self.roles.get(row.number)
        return role is None or role in field.roles


def _is_blank(row: Row, field: Field) -> bool:
    cell = row.cells.get(field.name)
    return cell is None or cell.column is None
