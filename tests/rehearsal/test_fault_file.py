"""Fault files that cannot be used say which rule is wrong, and how."""

from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Serve

GOOD = {"fault": "slow"}


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("slow", "is not an object"),
        ({}, "fault"),
        ({"fault": "slowly"}, "slowly"),
        ({"fault": ["slow"]}, "fault"),
        ({**GOOD, "verb": "POST"}, "verb"),
        ({**GOOD, "number": 1}, "number"),
        ({**GOOD, "method": 5}, "method"),
        ({**GOOD, "path": "User"}, "path"),
        ({**GOOD, "path": 5}, "path"),
        ({**GOOD, "calls": 3}, "calls"),
        ({**GOOD, "calls": [0]}, "calls"),
        ({**GOOD, "calls": [True]}, "calls"),
        ({**GOOD, "calls": ["1"]}, "calls"),
        ({**GOOD, "probability": 1.5}, "probability"),
        ({**GOOD, "probability": -0.1}, "probability"),
        ({**GOOD, "probability": "often"}, "probability"),
        ({**GOOD, "probability": 0.5, "calls": [1]}, "both"),
        ({**GOOD, "seconds": -1}, "seconds"),
        ({**GOOD, "seconds": "2"}, "seconds"),
        ({**GOOD, "seconds": float("inf")}, "seconds"),
        ({"fault": "status", "status": 42}, "status"),
        ({"fault": "status", "status": "500"}, "status"),
        ({"fault": "status", "carried_out": "yes"}, "carried_out"),
        ({"fault": "too-many", "retry_after": "soon"}, "retry_after"),
    ],
)
def test_a_rule_that_is_wrong_is_named(serve: Serve, rule: Any, complaint: str):
    with pytest.raises(UnreadableFileError) as raised:
        serve(faults=[GOOD, rule])
    assert "rule 2" in raised.value.message
    assert complaint in raised.value.message
    assert "faults.json" in raised.value.message
    assert raised.value.what_to_do


@pytest.mark.parametrize("text", ['{"fault": "slow"}', "[", "", "\0", '"slow"'])
def test_a_file_that_is_no_list(tmp_path: Path, text: str):
    faults = tmp_path / "faults.json"
    faults.write_text(text)
    with pytest.raises(UnreadableFileError, match=r"faults\.json"):
        RehearsalServer(faults=faults)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UnreadableFileError, match="No such file"):
        RehearsalServer(faults=tmp_path / "faults.json")


def test_a_file_without_rules_changes_nothing(serve: Serve):
    assert serve(faults=[]).get("/Customer").status == 200
