"""Rosters for tests of the command line."""

from pathlib import Path

from openpyxl import Workbook

RosterRow = tuple[str | None, ...]

HEADERS = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor", "Additional IQAs")


def write_roster(file: Path, *rows: RosterRow, headers: tuple[str, ...] = HEADERS) -> Path:
    """A roster with these rows, from row 2 on."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "People"
    for row in (headers, *rows):
        sheet.append(row)
    workbook.save(file)
    return file


def new_learner(number: int, assessor: str = "Nia Cole") -> RosterRow:
    """Somebody the rehearsal centre does not have."""
    email = f"tamsin{number}@example.org"
    return (
        "Learner",
        "Tamsin",
        f"Quillfeather{number}",
        email,
        "Bluebell Day Nursery",
        "Customer Service Rolling",
        assessor,
    )


NIA = ("Assessor", "Nia", "Cole", "nia.cole@example.org")
