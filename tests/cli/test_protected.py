"""A roster that is protected, and one with hidden rows, on the command line."""

from io import BytesIO
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.cli.rosters import NIA, write_roster

PASSWORD = "Harbour-7 é"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A roster with one learner, protected by a password."""
    plain = write_roster(tmp_path / "plain.xlsx", NIA).read_bytes()
    path = tmp_path / "Cohort.xlsx"
    with path.open("wb") as out:
        OOXMLFile(BytesIO(plain)).encrypt(PASSWORD, out)
    return path


def test_the_password_comes_from_the_environment(run: Run, sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", PASSWORD)
    said = run("check", sealed, "--json")
    assert (said.code, said.json["roster"]["rows"]) == (0, 1)
    assert PASSWORD not in said.out + said.err


@pytest.mark.parametrize(
    ("password", "told"), [(None, "is protected by a password"), ("", "is protected"), ("Harbour-8", "does not open")]
)
def test_without_the_right_password_nothing_is_read(
    run: Run, sealed: Path, monkeypatch: pytest.MonkeyPatch, password: str | None, told: str
) -> None:
    if password is not None:
        monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", password)
    said = run("check", sealed, "--json")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
    assert "ONEFILE_ROSTER_PASSWORD" in said.err
    assert "Harbour" not in said.err


def test_the_marked_copy_of_a_protected_roster(
    run: Run, tmp_path: Path, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", PASSWORD)
    before = sealed.read_bytes()
    assert run("check", sealed, "--report", tmp_path / "marked.xlsx").code == 0
    assert "Problems" in load_workbook(tmp_path / "marked.xlsx").sheetnames
    assert sealed.read_bytes() == before


def test_a_protected_roster_is_enrolled(run: Run, sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", PASSWORD)
    said = run("submit", sealed, "--rehearsal", "--yes", "--json")
    assert (said.code, said.json["done"]) == (0, 1)


def test_hidden_rows_are_taken_or_left_out(run: Run, tmp_path: Path) -> None:
    other = ("Assessor", "Tam", "Quill", "tam.quill@example.org")
    roster = write_roster(tmp_path / "r.xlsx", NIA, other)
    workbook = load_workbook(roster)
    workbook.worksheets[0].row_dimensions[3].hidden = True
    workbook.save(roster)
    taken = run("check", roster, "--json").json
    assert (taken["roster"]["rows"], [found["code"] for found in taken["problems"]]) == (2, ["hidden-rows"])
    left = run("check", roster, "--json", "--leave-out-hidden").json
    assert left["roster"]["rows"] == 1
