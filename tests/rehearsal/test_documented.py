"""What REHEARSAL.md says of the files of the rehearsal centre is all there is."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from onefile_desktop.rehearsal.centre_file import CREATE_ANSWERS, TABLES, Options
from onefile_desktop.rehearsal.fault_file import read_fault_file
from onefile_desktop.rehearsal.faults import KINDS, FaultRule

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "REHEARSAL.md").read_text("utf-8")


def test_every_kind_of_fault_and_no_other(document: str) -> None:
    (table,) = re.findall(r"\| fault \| .*\n\|---\|---\|\n((?:\|.*\n)+)", document)
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == set(KINDS)


def test_every_key_of_a_rule(document: str) -> None:
    keys = {field.name for field in fields(FaultRule)} - {"number"}
    assert {key for key in keys if f"`{key}`" not in document and f'"{key}"' not in document} == set()


def test_how_long_a_fault_lasts(document: str) -> None:
    said = dict(re.findall(r"^\| `([^`]+)` \| .*`seconds` \((\d+), unless you say\)", document, re.MULTILINE))
    assert {name: float(seconds) for name, seconds in said.items()} == {
        name: kind.seconds for name, kind in KINDS.items() if kind.seconds
    }


def test_the_example_is_a_fault_file(document: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", document, re.DOTALL)
    (tmp_path / "faults.json").write_text(example, "utf-8")
    assert len(read_fault_file(tmp_path / "faults.json")) == 4


def test_everything_of_a_centre_file(document: str) -> None:
    named = (*TABLES, *CREATE_ANSWERS, *(field.name for field in fields(Options)))
    assert [name for name in named if f"`{name}`" not in document] == []


def test_the_readme_leads_there() -> None:
    assert "(REHEARSAL.md)" in (ROOT / "README.md").read_text("utf-8")
