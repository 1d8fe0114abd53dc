"""Where the program keeps its files."""

import sys
from pathlib import Path

import pytest

from onefile_desktop import paths


def test_everything_lives_in_the_folder_that_was_named(home: Path) -> None:
    folders = [paths.data_folder(), paths.runs_folder(), paths.ledgers_folder(), paths.rehearsals_folder()]
    assert folders[0] == home
    assert all(folder.is_dir() and folder.is_relative_to(home) for folder in folders)
    if sys.platform != "win32":
        assert {folder.stat().st_mode & 0o077 for folder in folders} == {0}


def test_without_one_it_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ONEFILE_DESKTOP_HOME")
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert paths.data_folder().name == "OneFile Desktop"
    assert paths.data_folder().is_relative_to(tmp_path)


def test_one_file_is_one_file_by_whatever_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, other, linked = (tmp_path / name for name in ("r.xlsx", "other.xlsx", "linked.xlsx"))
    here.write_bytes(b"")
    other.write_bytes(b"")
    linked.hardlink_to(here)  # as a disk that takes R for r has R.xlsx
    monkeypatch.chdir(tmp_path)
    assert paths.same_file(Path("r.xlsx"), here)
    assert paths.same_file(linked, here)
    assert not paths.same_file(other, here)
    assert not paths.same_file(tmp_path / "new.xlsx", here)
    assert paths.same_file(tmp_path / "NEW.xlsx", Path("new.xlsx"))
    assert not paths.same_file(tmp_path / "new.xlsx", tmp_path / "sub" / "new.xlsx")


def test_what_is_shipped_is_found() -> None:
    assert paths.resource("examples/cohort.xlsx").is_file()


def test_what_is_shipped_in_a_frozen_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("x") == tmp_path / "resources" / "x"
