"""A whole run, with things going wrong in it, writes no secret anywhere, and no person into its logs and settings."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from onefile_desktop import paths
from tests.e2e.conftest import Ended

COHORT = paths.resource("examples/cohort.xlsx")
PERSONAL = {"First name *", "Last name *", "Email *", "MIS ID", "ULN", "Date of birth", "Mobile number", "Telephone"}
TROUBLE = [
    {
        "path": "/User",
        "method": "POST",
        "calls": [2],
        "fault": "status",
        "status": 500,
        "body": "",
        "carried_out": True,
    },
    {"path": "/User", "method": "POST", "calls": [5], "fault": "lost-answer"},
    {"path": "/User", "method": "POST", "calls": [7], "fault": "status", "status": 400, "body": '{"message": "No."}'},
    {"path": "/User", "method": "POST", "calls": [9], "fault": "expire-session"},
    {"path": "/User/*/Assign", "method": "POST", "calls": [4], "fault": "garbled"},
]


@dataclass(frozen=True)
class Watched:
    """A rehearsal centre whose state file is read for its session keys; `home` is the program's own folder."""

    url: str
    token: str
    state: Path
    home: Path

    def run(self, *words: object) -> tuple[Ended, list[str]]:
        """Runs the program to its end; also every command line that was seen meanwhile."""
        command = [sys.executable, "-m", "onefile_desktop", *map(str, words)]
        environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(self.home), "ONEFILE_TOKEN": self.token}
        seen: list[str] = []
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            while True:
                try:
                    out, err = process.communicate(timeout=0.2)
                    return Ended(process.returncode, out, err), seen
                except subprocess.TimeoutExpired:
                    seen += [file.read_text("utf-8", "replace") for file in Path("/proc").glob("[0-9]*/cmdline")]

    def secrets(self) -> set[str]:
        """The token, and every session key so far."""
        return {self.token, *json.loads(self.state.read_text("utf-8"))["sessions"]}


@pytest.fixture
def watched(tmp_path: Path, home: Path) -> Iterator[Watched]:
    """A centre where things go wrong."""
    state, faults = tmp_path / "state.json", tmp_path / "faults.json"
    faults.write_text(json.dumps(TROUBLE), encoding="utf-8")
    command = [sys.executable, "-m", "onefile_desktop", "rehearsal", "--rate", "3000"]
    # The centre's own folder is not the program's: it knows its secrets, as OneFile does.
    environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(tmp_path / "service")}
    with subprocess.Popen(
        [*command, "--state", str(state), "--faults", str(faults)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield Watched(said["url"], said["token"], state, home)
        process.terminate()


def personal_values() -> set[str]:
    """What the roster says of people, in every spelling in which it could be written down."""
    sheet = load_workbook(COHORT)["People"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    columns = [column for column, name in enumerate(rows[0]) if name in PERSONAL]
    assert len(columns) == len(PERSONAL)
    found: set[str] = set()
    for row in rows[1:]:
        for value in (row[column] for column in columns):
            if isinstance(value, datetime | date):
                found |= {f"{value:%Y-%m-%d}", f"{value:%d/%m/%Y}"}
            elif value is not None and len(str(value)) > 3:
                found.add(str(value))
    return found


def content(file: Path) -> bytes:
    """All that a file holds, a workbook's parts unpacked."""
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with ZipFile(file) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_no_secret_and_no_person_where_they_do_not_belong(watched: Watched, tmp_path: Path) -> None:
    results = tmp_path / "results.xlsx"
    submitted, seen = watched.run("submit", COHORT, "--url", watched.url, "--yes", "--json", "--report", results)
    assert submitted.code == 1, submitted.err
    again, seen_again = watched.run("plan", COHORT, "--url", watched.url, "--report", tmp_path / "plan.xlsx")
    listed, _ = watched.run("runs")
    secrets = watched.secrets()
    assert len(secrets) >= 3  # the token, and the session that was renewed
    said = "".join((submitted.out, submitted.err, again.out, again.err, listed.out, listed.err, *seen, *seen_again))
    assert len(seen) > 10 or not Path("/proc/self").exists()
    files = [file for folder in (watched.home, tmp_path) for file in folder.rglob("*") if file.is_file()]
    written = {file: content(file) for file in files if file != watched.state}
    assert {file.suffix for file in written} >= {".sqlite", ".log", ".xlsx"}
    for secret in secrets:
        assert secret not in said
        assert [file for file, whole in written.items() if secret.encode() in whole] == []
    private = {file: whole for file, whole in written.items() if file.suffix in {".log", ".json"}}
    assert any(b"sent, broken" in whole for whole in private.values())
    people = personal_values()
    assert len(people) > 100
    for value in people:
        assert [file for file, whole in private.items() if value.encode() in whole] == []
