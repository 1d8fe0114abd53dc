"""Random centres with random rosters for them, mostly of good rows, so that most people are enrolled.

`python -m tests.e2e.random_enrolments [--count 200] [--seed 2026] [--only N ...]` carries each out against a rehearsal
centre of its own, prints a table, and ends with 1 where something was found that must not be.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from openpyxl import Workbook

from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow
from onefile_desktop.roster.workbook import read_workbook
from tests.e2e.examination import Seen, examine
from tests.e2e.made_rows import RosterRows
from tests.e2e.random_centre import RandomCentre, random_centre
from tests.e2e.random_roster import random_roster

ANSWERS = ("object", "number", "empty", "organisation")
Options = Mapping[str, object]


def searches() -> Iterator[Options]:
    """Every way in which the search may show people, and those that ignore filters or hide the role."""
    for email in (True, False):
        for archived in (True, False):
            yield {"search_shows_email": email, "search_shows_archived": archived}
    yield {"search_honours": []}
    yield {"search_honours": [], "search_shows_email": False}
    yield {"search_shows_role": False}
    yield {"search_shows_role": False, "search_shows_email": False}
    yield {"search_honours": [], "search_shows_role": False, "search_shows_email": False}


COMBINATIONS: tuple[Options, ...] = tuple(
    {"create_answers": answers, **search} for search in searches() for answers in ANSWERS
)
"""Every combination of what nobody knows of the service."""


@dataclass(frozen=True)
class RandomEnrolment:
    """A centre file, a roster for it and the decisions it is planned with."""

    name: str
    centre: RandomCentre
    roster: RosterRows
    plan_options: PlanOptions
    service: Options = field(default_factory=dict[str, object])

    def examined(self, folder: Path) -> Seen:
        """Carries it out, from a real workbook, and looks at everything that must hold."""
        file = self.workbook(folder)
        sheets = tuple(read_workbook(file, None))
        return examine(file, sheets, self.plan_options, self.centre_file(folder), self.roster)

    def centre_file(self, folder: Path) -> Path:
        """The centre, written to a file."""
        file = folder / "centre.json"
        file.write_text(json.dumps({**self.centre.contents, "options": dict(self.service)}), "utf-8")
        return file

    def workbook(self, folder: Path) -> Path:
        """The roster, as people hand it in."""
        file, workbook = folder / "roster.xlsx", Workbook()
        assert workbook.active is not None
        workbook.remove(workbook.active)
        for sheet in self.sheets():
            page = workbook.create_sheet(sheet.name)
            for row in sheet.rows:
                page.append(row.cells)
        workbook.save(file)
        return file

    def sheets(self) -> tuple[Sheet, ...]:
        """The roster, as the reader gives it."""
        tables = {"People": self.roster.people, "Assignments": self.roster.assignments}
        return tuple(_sheet(name, [row.cells for row in rows]) for name, rows in tables.items() if rows)


def random_enrolment(number: int, seed: int, *, service: Options | None = None, most: int = 10) -> RandomEnrolment:
    """Number `number` of the series `seed`; `existing` goes round, and so does the service where it is not given.

    `most` are the learners on the roster who are new, at most.
    """
    random = Random(f"{seed}-{number}")
    chosen = COMBINATIONS[number % len(COMBINATIONS)] if service is None else service
    centre = random_centre(random)
    roster = random_roster(random, centre, most=most, shows_archived=bool(chosen.get("search_shows_archived")))
    options = PlanOptions(
        existing=tuple(Existing)[number % len(Existing)],
        decisions=roster.decisions,
        create_missing=roster.needs_create_missing,
    )
    return RandomEnrolment(f"{seed}-{number}", centre, roster, options, chosen)


def _sheet(name: str, rows: list[Mapping[str, CellValue]]) -> Sheet:
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    lines = [headers, *(tuple(row.get(header) for header in headers) for row in rows)]
    return Sheet(name, tuple(SheetRow(number, cells) for number, cells in enumerate(lines, start=1)))


def _survived(one: RandomEnrolment, folder: Path) -> Seen:
    """As `one.examined`, where what goes wrong is a finding too, so that the others have their turn."""
    try:
        return one.examined(folder)
    except Exception as error:
        return Seen(findings=[f"it broke: {type(error).__name__}: {error}"])


def main() -> int:
    """Carries out as many as were asked for; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.random_enrolments")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", type=int, nargs="*", help="only these of the series")
    parser.add_argument("--strict", action="store_true", help="end with the traceback of what goes wrong")
    arguments = parser.parse_args()
    found: Counter[str] = Counter()
    sys.stdout.write(" number existing  rows creates changes calls seconds  service\n")
    for number in arguments.only or range(arguments.count):
        one = random_enrolment(number, arguments.seed)
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            os.environ["ONEFILE_DESKTOP_HOME"] = f"{folder}/home"
            seen = one.examined(Path(folder)) if arguments.strict else _survived(one, Path(folder))
        found.update(seen.findings)
        sys.stdout.write(
            f"{number:7} {one.plan_options.existing:8} {len(one.roster.people):5} {seen.creates:7} {seen.changes:7} "
            f"{seen.calls:5} {time.monotonic() - began:7.1f}  {json.dumps(dict(one.service))}\n"
        )
        for finding in seen.findings:
            sys.stdout.write(f"          ! {finding}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{found.total()} findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
