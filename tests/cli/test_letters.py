"""A name that a stream, or a file, has no letters for is in nobody's way."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop.cli.best_effort import best_effort
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, state_of
from tests.cli.rosters import NIA, write_roster

LUKASZ = ("IQA", "Łukasz", "Żółć", "l@example.org")


@pytest.mark.parametrize("is_json", [False, True])
def test_a_name_that_the_encoding_lacks(tmp_path: Path, centre: RehearsalServer, is_json: bool) -> None:
    roster, out = write_roster(tmp_path / "r.xlsx", NIA, LUKASZ, ("IQA", "Łucja", "Żółć", "none")), tmp_path / "o.xlsx"
    words = ["submit", str(roster), "--url", centre.url, "--yes", "--report", str(out), *["--json"] * is_json]
    done = subprocess.run(
        [sys.executable, "-m", "onefile_desktop", *words],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr  # Łucja has an error
    assert "l@example.org" in {user["Email"] for user in state_of(centre)["users"]}
    assert out.exists()
    if is_json:
        assert "Łukasz Żółć" in {row["person"] for row in json.loads(done.stdout)["results"]}
    else:
        assert "Łucja" in done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are letters")
@pytest.mark.parametrize("ending", [b"xlsx", b"csv"])
def test_the_name_of_a_roster_that_is_no_letters(
    run: Run, tmp_path: Path, centre: RehearsalServer, ending: bytes
) -> None:
    roster = tmp_path / os.fsdecode(b"r\xf6ster." + ending)
    if ending == b"csv":
        roster.write_text("Role,First name,Last name,Email\nIQA,Ira,Vale,ira@example.org\n", "utf-8")
    else:
        write_roster(roster, NIA)
    out = tmp_path / "o.xlsx"
    said = run("submit", roster, "--url", centre.url, "--yes", "--no-verify")
    assert (said.code, said.err) == (0, "")
    listed = run("runs", "--json").json["runs"][0]
    assert os.fsencode(listed["roster"]) == os.fsencode(roster)
    assert run("results", listed["run"], out).code == 0
    assert "Summary" in load_workbook(out).sheetnames


def test_what_a_stream_refuses_in_any_way_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", closed)
    with best_effort():
        sys.stdout.write("Somebody")
        sys.stdout.flush()
