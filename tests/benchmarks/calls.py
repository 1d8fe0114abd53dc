"""How many calls a cohort takes: a hundred new learners in a centre of two thousand people.

`python -m tests.benchmarks.calls` lets the real command line submit a roster that names each learner's assessor, class
and placement, to rehearsal centres of different habits, and prints the calls beyond one a change. Beside them stand the
wizard's way, which tries the service out, and looks at the centre once more where the reading is older than a minute,
and a naive program, really run, that looks the assessor, the class and the placement up for each learner. Only the
first line has a limit. The verification, which reads everybody back when the run has ended, is left out of all of it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import urlopen

from openpyxl import Workbook

from onefile_desktop.enrolment.connecting import ServiceTarget
from onefile_desktop.enrolment.rechecking import FRESH_SECONDS
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.gui import connection_jobs, jobs
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.engine import Control
from onefile_desktop.run.moments import Moment, this_moment

MOST = 30
NEW, LEARNERS = 100, 1_880
STAFF = {5: 60, 4: 10, 10: 15, 40: 25, 45: 10}
ORGANISATION = 7_000
VARIANTS: Mapping[str, Mapping[str, object]] = {
    "as the built-in centre": {},
    "shows no email": {"search_shows_email": False},
    "shows no role": {"search_shows_role": False},
    "ignores every filter": {"search_honours": []},
    "shows neither email nor role, ignores every filter": {
        "search_shows_email": False,
        "search_shows_role": False,
        "search_honours": [],
    },
}
ANSWERS: Mapping[str, Mapping[str, object]] = {
    "a create answers with nothing": {"create_answers": "empty"},
    "a create answers with a number": {"create_answers": "number"},
    "a create answers with the centre": {"create_answers": "organisation"},
}
_RATE = 100_000
_FIRST = """
Ada Aidan Alina Amir Anya Asha Bea Blake Bryn Cara Ciara Cleo Colm Dara Delia Dev Edie Elio Elsa Emrys Esme Farah Fern
Finn Gethin Gwen Hari Hope Idris Ines Iona Ivo Jana Joss Kai Kian Lara Leif Lena Lewin Mabel Maya Milo Mina Nell Niko
Nuala Olwen Orla Otis Petra Piotr Quinn Rafe Reza Rhea Rosa Rowan Saba Seren Sol Tara Theo Una Vera Wren Yara Yusuf Zoe
"""
_LAST = """
Abbey Alder Ashdown Barrow Beckwith Birkett Bramble Brook Calder Carrick Chisholm Clough Coombe Croft Dacre Denholm
Eastwick Elder Fairburn Farrow Fenwick Garth Glover Hartwell Hawthorn Heath Holt Ingram Keld Kerr Lang Larch Ledger
Linden Marsden Meadow Merrick Naylor Norbury Oakes Orchard Paddock Pell Quarry Ramsden Redfern Rook Rushton Sedge
"""
_NEW_LAST = "Thistlewood Underhay Venning Wetherall Yarwood"
_PLACEMENTS = tuple(f"{name} Works" for name in _LAST.split()[:40])
_T = TypeVar("_T")
_CLASSES = tuple(f"Cohort {number}" for number in range(1, 24))


@dataclass(frozen=True)
class Counted:
    """What a cohort took: the calls to each endpoint, how many were changes, and how many read people back."""

    by_endpoint: Mapping[str, int]
    changes: int
    verifying: int = 0

    @property
    def beyond(self) -> int:
        """The calls beyond one a change, without those of a verification."""
        return sum(self.by_endpoint.values()) - self.changes - self.verifying


def write_centre(path: Path, **options: object) -> Path:
    """A centre file with two thousand invented people."""
    roles = [role for role, count in STAFF.items() for _ in range(count)] + [1] * LEARNERS
    names = list(product(_FIRST.split(), _LAST.split()))[: len(roles)]
    centre = {
        "customer": {"ID": 1, "Name": "Large Customer", "Token": "token-of-the-large-centre"},
        "organisations": [{"ID": ORGANISATION, "Name": "Large Centre"}],
        "users": [
            {
                "ID": 10_000 + number,
                "OrganisationID": ORGANISATION,
                "Role": role,
                "FirstName": first,
                "LastName": last,
                "Email": f"{first}.{last}@example.org".lower(),
                "MISID": f"M{number:05}",
            }
            for number, (role, (first, last)) in enumerate(zip(roles, names, strict=True))
        ],
        "classrooms": _named(20_000, _CLASSES),
        "placements": _named(30_000, _PLACEMENTS),
        "providers": _named(40_000, ("Large Provider",)),
        "options": options,
    }
    path.write_text(json.dumps(centre), "utf-8")
    return path


def new_learners() -> list[tuple[str, str, str, str, str, str, str]]:
    """The roster's rows: role, first name, last name, email, placement, class and assessor."""
    assessors = [" ".join(name) for name in product(_FIRST.split(), _LAST.split())][: STAFF[5]]
    names = list(product(_FIRST.split(), _NEW_LAST.split()))[:NEW]
    return [
        (
            "Learner",
            first,
            last,
            f"{first}.{last}@example.org".lower(),
            _PLACEMENTS[number % len(_PLACEMENTS)],
            _CLASSES[number % len(_CLASSES)],
            assessors[number % len(assessors)],
        )
        for number, (first, last) in enumerate(names)
    ]


def ours(folder: Path, **options: object) -> Counted:
    """The program's own calls for the cohort; `SystemExit` where it did not create everybody."""
    roster = _write_roster(folder)
    with RehearsalServer(centre=write_centre(folder / "centre.json", **options), rate=_RATE) as server:
        environment = {
            **os.environ,
            "ONEFILE_DESKTOP_HOME": str(folder / "home"),
            "ONEFILE_TOKEN": server.token,
            "ONEFILE_RATE": f"{_RATE}/60",
        }
        words = ("submit", str(roster), "--url", server.url, "--yes", "--json", "--no-verify")
        done = subprocess.run(
            [sys.executable, "-m", "onefile_desktop", *words],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        counted = _counted(server)
    if done.returncode or counted.changes != NEW:
        raise SystemExit(f"The cohort was not created: {done.stderr}{done.stdout[-1000:]}")
    return counted


def wizard(folder: Path, **options: object) -> Counted:
    """The calls of the wizard's own jobs, where the plan is submitted when the reading is no longer fresh.

    What it keeps goes where `ONEFILE_DESKTOP_HOME` says; `SystemExit` where it did not create everybody.
    """

    def later() -> Moment:
        now = this_moment()
        return Moment(now.ticks + FRESH_SECONDS, now.wall + FRESH_SECONDS)

    roster = _write_roster(folder)
    with RehearsalServer(centre=write_centre(folder / "centre.json", **options), rate=_RATE) as server:
        target = ServiceTarget(server.url, server.token, server.organisation_id)
        with _result(connection_jobs.connecting(lambda: target, None, Rate(_RATE, 60))).connection as connection:
            loaded = _result(jobs.loading(Enrolment().connected(connection), roster, None))
            enrolment = _result(jobs.reading_centre(loaded.enrolment))
            finished = _result(jobs.submitting(enrolment, later, Control()))
            counted = _counted(server)
    if finished is None or finished.result.needs_attention or counted.changes != NEW:
        raise SystemExit("The cohort was not created.")
    verification = finished.result.verification
    return replace(counted, verifying=verification.calls if verification else 0)


def naive(folder: Path) -> Counted:
    """What a program calls that looks every name up for every learner, by searches that find the very one."""
    with RehearsalServer(centre=write_centre(folder / "naive.json"), rate=_RATE) as server:
        connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
        base = urlsplit(server.url).path

        def post(path: str, body: Mapping[str, object], key: str) -> int:
            headers = {"X-TokenID": key, "Content-Type": "application/json"}
            connection.request("POST", base + path, json.dumps({"OrganisationID": ORGANISATION, **body}), headers)
            answer = json.load(connection.getresponse())
            return (answer[0] if isinstance(answer, list) else answer)["ID"]

        connection.request("POST", f"{base}/Authentication", headers={"X-CustomerToken": server.token})
        key = connection.getresponse().read().decode()
        for _, first, last, email, placement, classroom, assessor in new_learners():
            first_name, last_name = assessor.split()
            wanted = {"FirstName": first_name, "LastName": last_name, "Role": 5}
            references = {
                "DefaultAssessorID": post("/User/Search", wanted, key),
                "ClassroomID": post("/Classroom/Search", {"Name": classroom}, key),
                "PlacementID": post("/Placement/Search", {"Name": placement}, key),
            }
            body = {"Role": 1, "FirstName": first, "LastName": last, "Email": email, **references}
            post("/User", body, key)
        connection.close()
        return _counted(server)


def _write_roster(folder: Path) -> Path:
    roster = folder / "roster.xlsx"
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("People")
    sheet.append(("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor"))
    for row in new_learners():
        sheet.append(row)
    workbook.save(roster)
    return roster


def _result(job: Generator[object, None, _T]) -> _T:
    while True:
        try:
            next(job)
        except StopIteration as done:
            return done.value


def _named(first_id: int, names: tuple[str, ...]) -> list[dict[str, object]]:
    return [{"ID": first_id + n, "OrganisationID": ORGANISATION, "Name": name} for n, name in enumerate(names)]


def _counted(server: RehearsalServer) -> Counted:
    with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
        by_endpoint: dict[str, int] = json.load(answer)["calls"]["by_endpoint"]
    return Counted(by_endpoint, by_endpoint.get("POST /User", 0))


def _print(name: str, counted: Counted) -> None:
    print(f"\n{name}: {counted.beyond} calls beyond one a change")
    for endpoint, calls in sorted(counted.by_endpoint.items(), key=lambda entry: -entry[1]):
        print(f"  {calls:5}  {endpoint}")


def main() -> int:
    """Prints the counts; 1 where the program takes more than it may."""
    print(f"{NEW} new learners in a centre of {LEARNERS + sum(STAFF.values()):,} people; at most {MOST} calls beyond")
    beyond: list[int] = []
    for name, options in VARIANTS.items():
        with tempfile.TemporaryDirectory() as folder:
            counted = ours(Path(folder), **options)
        beyond.append(counted.beyond)
        _print(f"This program, and the search {name}" if options else f"This program, {name}", counted)
    for name, options in ANSWERS.items():
        with tempfile.TemporaryDirectory() as folder:
            _print(f"This program, and {name}", ours(Path(folder), **options))
    for name, options in VARIANTS.items():
        with tempfile.TemporaryDirectory() as folder:
            os.environ["ONEFILE_DESKTOP_HOME"] = str(Path(folder) / "home")
            _print(
                f"The wizard a minute later, {name if options else 'the centre ' + name}",
                wizard(Path(folder), **options),
            )
    with tempfile.TemporaryDirectory() as folder:
        _print("A naive program", naive(Path(folder)))
    return int(beyond[0] > MOST)


if __name__ == "__main__":
    sys.exit(main())
