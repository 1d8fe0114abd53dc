"""What the tests of results share."""

from pathlib import Path

import pytest

from tests.run.results.rosters import write_roster


@pytest.fixture
def roster_file(tmp_path: Path) -> Path:
    """A roster of three people and two assignments."""
    path = tmp_path / "roster.xlsx"
    write_roster(path)
    return path
