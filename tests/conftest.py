"""What every test gets: a data folder of its own, no token, and no unexpected log record."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for settings, runs and logs, instead of the developer's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(folder))
    for name in ("TOKEN", "RATE", "ROSTER_PASSWORD", "WAITS", "FAULT_POINT"):
        monkeypatch.delenv(f"ONEFILE_{name}", raising=False)
    return folder
