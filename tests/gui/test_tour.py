"""The tour takes the pictures it promises."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from onefile_desktop.errors import UserFacingError
from onefile_desktop.gui.tour import take_tour
from tests.gui.driver import COHORT

PAGES = (
    *("01-connect", "02-roster", "03-columns", "04-check", "05-preview", "06-submit", "07-done"),
    *("run-1-one-person-first", "run-2-paused", "run-3-results-saved"),
    *("besides-1-earlier-runs", "besides-2-preferences", "besides-3-delete-my-data"),
    *("own-1-hidden-rows", "own-2-password", "own-3-roster", "own-4-columns", "own-5-same-for-everyone"),
    "own-6-matched-before",
    *("trouble-1-wrong-token", "trouble-2-not-a-workbook", "trouble-3-columns", "trouble-4-problems"),
    *("trouble-5-decision", "trouble-6-left-out"),
)


def test_a_picture_of_every_page(tmp_path: Path, home: Path) -> None:
    pictures = take_tour(tmp_path / "tour", COHORT)
    assert {path.relative_to(tmp_path / "tour").as_posix() for path in pictures} == {
        f"{folder}{name}.png" for folder in ("", "dark/") for name in PAGES
    }
    assert all(QImage(str(path)).width() >= 1000 for path in pictures)
    assert not (home / "runs").exists()


def test_a_roster_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match=r"gone\.xlsx"):
        take_tour(tmp_path / "tour", tmp_path / "gone.xlsx")
