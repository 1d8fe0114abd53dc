"""The program on a machine with no screen: the rehearsal in the terminal, and the tour."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onefile_desktop import paths

PAGES = ["connect", "roster", "columns", "check", "preview", "submit", "done"]


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """Without a display, and without a hint for Qt."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {"ONEFILE_DESKTOP_HOME": str(home)}


def start(environment: dict[str, str], folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onefile_desktop", *map(str, words)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=170, check=False
    )


def pictures(folder: Path) -> list[str]:
    """The names of the pictures of the pages, without their numbers."""
    return [path.stem.partition("-")[2] for path in sorted(folder.glob("[0-9]*.png")) if path.stat().st_size > 5_000]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a screen")
def test_the_example_cohort_is_enrolled_in_the_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    ended = start(environment, work, "--rehearsal")
    assert ended.returncode == 0, ended.stderr
    assert "There is no screen here" in ended.stdout
    assert "46 people done, 0 failed" in ended.stdout
    (folder,) = work.glob("onefile-rehearsal-*")
    assert str(folder) in ended.stdout
    assert (folder / "results.xlsx").is_file()
    assert pictures(folder / "pictures") == PAGES
    taken = len([*(folder / "pictures").rglob("*.png")])
    assert f"\n{taken} pictures are in {folder / 'pictures'}, " in ended.stdout
    assert ".png" not in ended.stdout


def test_the_tour_of_a_roster(environment: dict[str, str], tmp_path: Path) -> None:
    roster = paths.resource("examples/cohort-with-problems.xlsx")
    ended = start(environment, tmp_path, "tour", tmp_path / "out", "--roster", roster)
    assert ended.returncode == 0, ended.stderr
    assert pictures(tmp_path / "out") == PAGES


def test_the_tour_of_a_file_that_is_no_workbook(environment: dict[str, str], tmp_path: Path) -> None:
    ended = start(environment, tmp_path, "tour", tmp_path / "out", "--roster", paths.resource("rehearsal/centre.json"))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr
