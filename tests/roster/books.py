"""Real workbooks for the tests, and the shortest way to a roster."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook

from onefile_desktop.roster.checks import check
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.rows import Checked, Roster

TODAY = date(2026, 11, 22)
LEARNER = {
    "Role": "Learner",
    "First name": "Ann",
    "Last name": "Lee",
    "Email": "ann.lee@example.org",
    "Placement": "Quayside",
    "Class": "A1",
    "Default assessor": "Bob Ray",
}
"""A row that lacks nothing."""

Rows = Sequence[Sequence[Any]]


def book(path: Path, **sheets: Rows) -> Path:
    """A workbook at `path` with these sheets and rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def open_document(path: Path, text: str) -> Path:
    """An OpenDocument workbook at `path` with `text` in the first cell of its sheet People."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    declared = " ".join(f'xmlns:{name}="{meaning}"' for name, meaning in names.items())
    cell = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    sheet = f'<table:table table:name="People"><table:table-row>{cell}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {declared}>{body}</office:document-content>")
    return path


def table(*rows: Mapping[str, Any]) -> list[list[Any]]:
    """A header and these rows below it, as cells."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header) for header in headers] for row in rows)]


def roster(tmp_path: Path, *people: Mapping[str, Any], options: ReadOptions | None = None) -> Roster:
    """The roster of a workbook with these people."""
    path = book(tmp_path / "roster.xlsx", People=table(*people))
    return read_roster(path, options) if options else read_roster(path)


def checked(tmp_path: Path, *people: Mapping[str, Any], options: ReadOptions | None = None) -> Checked:
    """What the check of a workbook with these people says."""
    return check(roster(tmp_path, *people, options=options), today=TODAY)


def checked_assignments(tmp_path: Path, *assignments: Mapping[str, Any]) -> Checked:
    """What the check of a workbook with one good learner and these assignments says."""
    path = book(tmp_path / "roster.xlsx", People=table(LEARNER), Assignments=table(*assignments))
    return check(read_roster(path), today=TODAY)


def said(problems: Sequence[Problem]) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of each problem."""
    return [(found.place.row, found.place.column, found.code) for found in problems]
