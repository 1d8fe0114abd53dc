"""A large invented roster of thirty columns, and the centre it is planned against."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.models import Named, Organisation, Person, Unit
from onefile_desktop.onefile.roles import Role
from tests.roster.cohort import uln

TODAY = date(2026, 11, 22)
PLACEMENTS, CLASSES, ASSESSORS, MANAGERS = 200, 60, 80, 400
COLUMNS = (
    "Role",
    "First name",
    "Last name",
    "Email",
    "MIS ID",
    "Placement",
    "Class",
    "Default assessor",
    "Default employer",
    "Provider",
    "Learner status",
    "Date of birth",
    "ULN",
    "National Insurance number",
    "Episode name",
    "Start date",
    "Planned end date",
    "Centre registration date",
    "Support funding",
    "Mobile number",
    "Telephone",
    "Company name",
    "Work address",
    "Home address",
    "Ethnicity (L12)",
    "Sex (L13)",
    "Framework template",
    "Additional assessors",
    "Additional IQAs",
    "Learning aim assessor",
)


def write_roster(path: Path, rows: int) -> Path:
    """A workbook at `path` with so many learners, all of them ready to be created."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("People")
    sheet.append(COLUMNS)
    for cells in _learners(rows):
        sheet.append(cells)
    workbook.save(path)
    return path


def centre() -> Centre:
    """The centre that the roster names: its staff, places and programme, and a thousand other learners."""
    assessors = tuple(_staff(1_000 + n, Role.ASSESSOR, _assessor(n)) for n in range(ASSESSORS))
    iqas = tuple(_staff(2_000 + n, Role.IQA, f"Iqa{n} Verity") for n in range(8))
    managers = tuple(_staff(3_000 + n, Role.EMPLOYER, _manager(n)) for n in range(MANAGERS))
    others = tuple(_staff(10_000 + n, Role.LEARNER, f"Other{n} Learner{n % 97}") for n in range(1_000))
    return Centre(
        Organisation(5740, "Harbourside Training", keychain_creation=True, email_suppression=False),
        (*assessors, *iqas, *managers, *others),
        classrooms=tuple(Named(n + 1, f"Class {n}") for n in range(CLASSES)),
        placements=tuple(Named(n + 1, f"Placement {n} Ltd") for n in range(PLACEMENTS)),
        providers=(Named(1, "Harbourside"),),
        learner_statuses=(Named(1, "In learning"),),
        standards=(Named(71, "Team Leader"),),
        framework_templates=(Named(81, "Team Leader Level 3"),),
        units=(Unit("TL_1", "Safety", 71),),
    )


def _learners(rows: int) -> Iterator[tuple[object, ...]]:
    for n in range(rows):
        assessor = _assessor(n % ASSESSORS)
        yield (
            "Learner",
            f"First{n}",
            f"Last{n % 991}",
            f"first{n}.last{n % 991}@learners.example.org",
            f"L{n:07d}",
            f"Placement {n % PLACEMENTS} Ltd",
            f"Class {n % CLASSES}",
            assessor,
            _manager(n % MANAGERS),
            "Harbourside",
            "In learning",
            datetime(1985 + n % 22, 1 + n % 12, 1 + n % 28),  # noqa: DTZ001
            uln(n),
            f"AB{n % 1_000_000:06d}C",
            "Autumn intake",
            datetime(2026, 9, 1 + n % 28),  # noqa: DTZ001
            datetime(2028, 3, 1 + n % 28),  # noqa: DTZ001
            "01/10/2026" if n % 3 else "24/09/2026",
            "Yes" if n % 5 == 0 else "No",
            f"07700 900{n % 1000:03d}",
            f"01632 960{n % 1000:03d}",
            f"Placement {n % PLACEMENTS} Ltd",
            f"{n % 300} Quay Street, Westering",
            f"{n % 500} Mill Lane, Westering, WE1 {n % 9}AB",
            str(31 + n % 15),
            "FM"[n % 2],
            "Team Leader Level 3",
            _assessor((n + 7) % ASSESSORS) if n % 4 == 0 else None,
            f"Iqa{n % 8} Verity" if n % 2 == 0 else None,
            None,
        )


def _assessor(number: int) -> str:
    return f"Ada{number} Tutor"


def _manager(number: int) -> str:
    return f"Max{number} Manager"


def _staff(onefile_id: int, role: Role, name: str) -> Person:
    first, last = name.split(" ")
    return Person(onefile_id, role, first, last, f"{first}.{last}@staff.example.org".lower(), f"S{onefile_id}")
